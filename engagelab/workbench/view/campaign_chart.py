"""The curves of the campaign page: people reached over time, with named ends and bands."""

from math import floor, log10
from typing import Any

import numpy as np
from markupsafe import Markup

from ...experiments.decision import ALONE, DRAW, Decision
from ...i18n.digits import shown, span
from ..templates import render
from .campaign_values import SHAPES, Shown

_WIDTH, _HEIGHT = 600, 300  # of the picture; it is stretched, so units do not matter
_APART = 0.084  # of the height between two names at the ends of the curves: 20 px on a phone
_TICKS = 7


def chart(show: Shown) -> Markup:
    """Return the curves of the people reached, with named ends and bands."""
    decision, t = show.decision, show.t
    assert decision is not None
    curves = {letter: decision.curves[decision.curves["option"] == letter]
              for letter in decision.order}  # fmt: skip
    last = int(decision.curves["round"].max())
    top = axis_top(float(decision.curves["high"].max()))
    takes = lead_from(decision)
    first = decision.order[0]
    lines = [
        {"letter": letter, "first": letter == first, "path": _path(frame["mean"], last, top),
         "band": _band(frame["low"], frame["high"], last, top)}
        for letter, frame in reversed(curves.items())
    ]  # fmt: skip
    highs, ends = curves[first]["high"], end_places(decision, top)
    posts = sorted({post.round for each in decision.options for post in each.plan.campaign.posts})
    return Markup(render(
        "campaign_chart", t=t, show=show, title=chart_title(show, takes), lines=lines,
        shapes=SHAPES,
        ends=[(letter, place, shown("people", reach, t)) for letter, place, reach in ends],
        posts=[(each, 100 * each / last) for each in posts if last],
        ticks=[(t.whole(tick), 100 * tick / top) for tick in steps(top)],
        xticks=[(t.whole(tick), 100 * tick / last) for tick in steps(last) if tick <= last],
        band={"letter": first, "bottom": 100 * float(highs.iloc[-1]) / top},
        cross=_cross(show, takes, last, top), rows=table_rows(show),
        width=_WIDTH, height=_HEIGHT,
    ))  # fmt: skip


def table_rows(show: Shown) -> list[tuple[str, str, str]]:
    """Return the numbers of the chart as rows of a table for screen readers."""
    decision, t = show.decision, show.t
    assert decision is not None
    return [
        (f"{each.letter} {show.names[each.letter]}", shown("people", row["reach"], t),
         span("people", (row["reach_low"], row["reach_high"]), t, row["reach"]))
        for each, (_, row) in zip(decision.options, decision.summary.iterrows(), strict=True)
    ]  # fmt: skip


def axis_top(highest: float) -> float:
    """Return a round number at or above the highest value.

    Examples
    --------
    >>> axis_top(6480), axis_top(0), axis_top(93)
    (7000.0, 1.0, 100.0)
    """
    if highest <= 0:
        return 1.0
    step = _step(highest)
    return float(step * -(-highest // step))


def steps(top: float) -> list[float]:
    """Return the ticks of an axis from 0."""
    step = _step(top)
    return [step * n for n in range(int(round(top / step, 6)) + 1)]


def _step(top: float) -> float:
    rough = top / _TICKS
    power = 10.0 ** floor(log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
    return max(1.0, step)


def lead_from(decision: Decision) -> int:
    """Return the round from which on the first is first to the end."""
    means = decision.curves.pivot_table(index="round", columns="option", values="mean")
    first = decision.order[0]
    others = means.drop(columns=first)
    if others.empty:
        return 0
    behind = means[first].to_numpy() < others.max(axis=1).to_numpy()
    return int(means.index[behind][-1]) + 1 if behind.any() else 0


def chart_title(show: Shown, takes: int) -> str:
    """Return the finding of the curves."""
    decision, t = show.decision, show.t
    assert decision is not None
    first = decision.order[0]
    if decision.standing == ALONE:
        curve = decision.curves["mean"].to_numpy()
        return t("campaign.c_alone", day=day(show, int(np.argmax(curve >= curve[-1] / 2))))
    if decision.standing == DRAW:
        return t("campaign.c_draw", names=show.quoted_all(decision.tied))
    if not takes:
        return t("campaign.c_start", first=show.quoted(first))
    means = decision.curves.pivot_table(index="round", columns="option", values="mean")
    early = str(means.loc[: takes - 1].sum().drop(first).idxmax())
    return t("campaign.c_day", early=show.quoted(early), first=show.quoted(first),
             day=day(show, takes))  # fmt: skip


def day(show: Shown, number: int) -> str:
    """Return a round in words: a day or a week."""
    return show.t(f"campaign.on_{show.plan.audience.unit}", n=number)


def _cross(show: Shown, takes: int, last: int, top: float) -> dict[str, Any] | None:
    decision = show.decision
    assert decision is not None
    if not takes or decision.standing in (DRAW, ALONE):
        return None
    first = decision.order[0]
    curve = decision.curves[decision.curves["option"] == first]["mean"].to_numpy()
    text = show.t("campaign.takes_lead", day=day(show, takes), letter=first)
    return {"left": 100 * takes / last, "height": 100 * curve[takes] / top, "text": text,
            "late": takes > 0.6 * last}  # fmt: skip


def _points(values: Any, last: int, top: float) -> list[str]:
    return [f"{_WIDTH * n / max(last, 1):.1f} {_HEIGHT * (1 - value / top):.1f}"
            for n, value in enumerate(np.asarray(values, float))]  # fmt: skip


def _path(values: Any, last: int, top: float) -> str:
    return "M" + "L".join(_points(values, last, top))


def _band(low: Any, high: Any, last: int, top: float) -> str:
    back = reversed(_points(low, last, top))
    return f"M{'L'.join(_points(high, last, top))}L{'L'.join(back)}Z"


def end_places(decision: Decision, top: float) -> list[tuple[str, float, float]]:
    """Return letter, place of the name and value at the end of each curve, pushed apart.

    Places are in per cent of the height.
    """
    placed: list[tuple[str, float, float]] = []
    for letter in reversed(decision.order):  # from below
        place = decision.summary["reach"][letter] / top
        if placed:
            place = max(place, placed[-1][1] + _APART)
        placed.append((letter, place, decision.summary["reach"][letter]))
    over = max(0.0, placed[-1][1] - 1.0)
    return [(letter, 100 * (place - over), value) for letter, place, value in reversed(placed)]
