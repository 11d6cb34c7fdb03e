"""Turn an answer into the numbers and texts of the picture, which the page draws."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...i18n import Texts
from ...i18n.rounding import Number
from ...palette import ACCENT, PLAN, look
from ...simulation.outcome import WAYS
from ..compute.answer import Answer, Known
from ..state.draft_plan import as_run
from ..state.pins import Pin

_AXIS_ENDS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)  # of all people, for the reach axis
_HEADROOM = 1.04  # of the highest curve
_CLASSES = WAYS["group size"]


class Picture:
    """Reach by round with its band, the pinned plans, and the share reached by group size.

    The reach axis only grows while sliders move, so that the curve moves and not the axis; `reset`
    lets it shrink again.

    Attributes
    ----------
    texts : Texts
        The language of the labels.
    """

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._top = 0.0
        self._size: tuple[int, int] = (0, 0)  # people and horizon of the last answer

    def reset(self) -> None:
        """Fit the reach axis anew to the next answer."""
        self._top = 0.0

    def of(self, answer: Answer, pins: Sequence[Pin] = ()) -> dict[str, Any]:
        """Return the specification of the picture of an answer."""
        t = self.texts
        lines = [*self._pinned(answer, pins), *self._baseline(answer), self._present(answer, pins)]
        highest = max(max(line["high"]) for line in lines)
        return {
            "lang": t.lang,
            "colour": PLAN,
            "accent": ACCENT,
            "alt": _alt_text(answer, t),
            "coarse": answer.coarse,
            "runs": t("workbench.runs", runs=answer.runs),
            "last": answer.plan.settings.horizon,
            "top": self._end(answer, highest),
            "lines": lines,
            "posts": sorted({post.round for post in answer.plan.campaign.posts}),
            "bars": self._bars(answer),
            "texts": {
                name: t(f"picture.{name}")
                for name in ("round", "reach", "posts", "groups", "share")
            }
            | {"band": t("picture.band_fitted" if answer.fitted else "picture.band")},
        }

    def _pinned(self, answer: Answer, pins: Sequence[Pin]) -> list[dict[str, Any]]:
        known = {other.plan.hash: other for other in answer.pinned}
        pairs = ((pin, known.get(as_run(pin.plan, answer.plan).hash)) for pin in pins)
        return [
            _line(pin.letter, pin.called(self.texts), other.curve)
            for pin, other in pairs
            if other is not None and other.plan.hash != answer.plan.hash
        ]

    def _present(self, answer: Answer, pins: Sequence[Pin]) -> dict[str, Any]:
        """Return the line of the present plan, in the look of its pin if it is pinned."""
        t = self.texts
        same = [pin for pin in pins if as_run(pin.plan, answer.plan).hash == answer.plan.hash]
        if not same:
            return _line("plan", t("workbench.this_plan"), answer.curve)
        names = ", ".join(pin.called(t) for pin in same)
        name = f"{names} {t('compare.present')}"
        return _line("plan", name, answer.curve, look_key=same[0].letter)

    def _baseline(self, answer: Answer) -> list[dict[str, Any]]:
        other: Known | None = answer.baseline
        if other is None or other.plan.hash == answer.plan.hash:
            return []
        return [_line("baseline", self.texts("workbench.baseline"), other.curve, band=False)]

    def _end(self, answer: Answer, highest: float) -> float:
        """Return the end of the reach axis, which stays as long as the curves fit."""
        size = (answer.people, answer.plan.settings.horizon)
        if self._size != size:
            self.reset()
        self._size = size
        ends = (share * answer.people for share in _AXIS_ENDS)
        fitting = (end for end in ends if end >= highest * _HEADROOM)
        self._top = max(self._top, next(fitting, answer.people * _HEADROOM))
        return self._top

    def _bars(self, answer: Answer) -> list[dict[str, Any]]:
        groups = answer.groups.set_index("group size").reindex(_CLASSES).fillna(0.0)
        labels = [self.texts(f"picture.{name.replace(' ', '_')}") for name in _CLASSES]
        rows = zip(labels, groups["mean"], groups["low"], groups["high"], strict=True)
        return [
            {"label": label, "mean": float(mean), "low": float(low), "high": float(high)}
            for label, mean, low, high in rows
        ]


def _line(
    key: str, name: str, curve: pd.DataFrame, *, band: bool = True, look_key: str = ""
) -> dict[str, Any]:
    ends = {side: curve[side].tolist() for side in ("median", "low", "high")}
    line_look = look(look_key or key)
    letter = next((letter for letter in (look_key, key) if len(letter) == 1), "")
    return {
        "key": key,
        "name": name,
        "band": band,
        "colour": line_look.colour,
        "dash": line_look.dash,
        "letter": letter,
        **ends,
    }


def _alt_text(answer: Answer, t: Texts) -> str:
    """Return the picture in one sentence, for people who cannot see it."""
    reach = answer.numbers["reach"]
    ends = {
        end: Number.measured("reach", reach[end], reach["mean"]).text(t)
        for end in ("median", "low", "high")
    }
    key = "picture.in_words_fitted" if answer.fitted else "picture.in_words"
    return t(key, people=answer.people, runs=answer.runs, **ends)
