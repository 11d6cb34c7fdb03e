"""What the picture shows, as plain numbers and texts: the page draws it."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...i18n import Texts
from ...palette import ACCENT, PLAN, look
from ...simulation.outcome import WAYS
from ..compute.answer import Answer, Known
from ..state.draft_plan import as_run
from ..state.pins import Pin
from .headline import in_words

_RUNGS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)  # where the axis of reach may end
_HEADROOM = 1.04
_CLASSES = WAYS["group size"]


class Picture:
    """Reach by round with its band, pinned plans beside it, and the share reached by group size.

    The axis of reach only grows while sliders move, so that it is the curve that is seen to move;
    `reset` lets it find a new end.

    Attributes
    ----------
    texts : Texts
        The language of the labels.
    """

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self._top = 0.0
        self._seen: tuple[int, int] = (0, 0)

    def reset(self) -> None:
        """Let the axis of reach find a new end with the next answer."""
        self._top = 0.0

    def of(self, answer: Answer, pins: Sequence[Pin] = ()) -> dict[str, Any]:
        """Return what the page draws of an answer."""
        t = self.texts
        lines = [*self._pinned(answer, pins), *self._baseline(answer), self._present(answer, pins)]
        highest = max(max(line["high"]) for line in lines)
        return {
            "lang": t.lang,
            "colour": PLAN,
            "accent": ACCENT,
            "alt": in_words(answer, t),
            "coarse": answer.coarse,
            "runs": t("workbench.runs", runs=answer.runs),
            "last": answer.plan.settings.horizon,
            "top": self._end(answer, highest),
            "lines": lines,
            "posts": sorted({post.round for post in answer.plan.campaign.posts}),
            "bars": self._bars(answer),
            "texts": {
                name: t(f"picture.{name}")
                for name in ("round", "reach", "band", "posts", "groups", "share")
            },
        }

    def _pinned(self, answer: Answer, pins: Sequence[Pin]) -> list[dict[str, Any]]:
        known = {other.plan.hash: other for other in answer.pinned}
        found = ((pin, known.get(as_run(pin.plan, answer.plan).hash)) for pin in pins)
        return [
            _line(pin.letter, pin.called(self.texts), other.curve)
            for pin, other in found
            if other is not None and other.plan.hash != answer.plan.hash
        ]

    def _present(self, answer: Answer, pins: Sequence[Pin]) -> dict[str, Any]:
        """Return the line of the present plan, which is that of a pin where it is pinned."""
        t = self.texts
        same = [pin for pin in pins if as_run(pin.plan, answer.plan).hash == answer.plan.hash]
        if not same:
            return _line("plan", t("workbench.this_plan"), answer.curve)
        names = ", ".join(pin.called(t) for pin in same)
        name = f"{names} {t('compare.present')}"
        return _line("plan", name, answer.curve, seen_as=same[0].letter)

    def _baseline(self, answer: Answer) -> list[dict[str, Any]]:
        other: Known | None = answer.baseline
        if other is None or other.plan.hash == answer.plan.hash:
            return []
        return [_line("baseline", self.texts("workbench.baseline"), other.curve, band=False)]

    def _end(self, answer: Answer, highest: float) -> float:
        """Return where the axis of reach ends: it stays as long as the curves fit."""
        seen = (answer.people, answer.plan.settings.horizon)
        if self._seen != seen:
            self.reset()
        self._seen = seen
        ends = (rung * answer.people for rung in _RUNGS)
        enough = (end for end in ends if end >= highest * _HEADROOM)
        self._top = max(self._top, next(enough, answer.people * _HEADROOM))
        return self._top

    def _bars(self, answer: Answer) -> list[dict[str, Any]]:
        known = answer.groups.set_index("group size").reindex(_CLASSES).fillna(0.0)
        words = [self.texts(f"picture.{name.replace(' ', '_')}") for name in _CLASSES]
        rows = zip(words, known["mean"], known["low"], known["high"], strict=True)
        return [
            {"label": word, "mean": float(mean), "low": float(low), "high": float(high)}
            for word, mean, low, high in rows
        ]


def _line(
    key: str, name: str, curve: pd.DataFrame, *, band: bool = True, seen_as: str = ""
) -> dict[str, Any]:
    ends = {side: curve[side].tolist() for side in ("median", "low", "high")}
    seen = look(seen_as or key)
    letter = next((one for one in (seen_as, key) if len(one) == 1), "")
    return {
        "key": key,
        "name": name,
        "band": band,
        "colour": seen.colour,
        "dash": seen.dash,
        "letter": letter,
        **ends,
    }
