"""The ranges of the campaign page: one per option and measure, over simulated towns."""

from math import floor, isfinite, log10
from typing import Any

import numpy as np

from ...experiments.decision import DRAW, UNVALUED, Decision
from ...i18n import Texts
from ...i18n.digits import Measure, shown, span
from .campaign_values import Shown, earns, joined, loses

_AIR = 0.05  # of a scale, beyond its bars
_RANGES: tuple[tuple[str, str, Measure], ...] = (
    ("reach", "people_reached", "people"),
    ("cost_per_reader", "cost_per_person", "each"),
    ("return", "return_on_cost", "return"),
)


def ranges(show: Shown) -> list[dict[str, Any]]:
    """Return the three measures, each with a range per option, in the order of the letters."""
    decision, t = show.decision, show.t
    assert decision is not None
    valued = any(verdict != UNVALUED for verdict in decision.earning.values())
    measures = _RANGES if valued else _RANGES[:2]
    return [
        {"title": _range_title(show, name), "unit": t(f"campaign.{unit}"),
         **_strip(show, name, measure)}
        for name, unit, measure in measures
        if np.isfinite(decision.summary[name]).any()
    ]  # fmt: skip


def _strip(show: Shown, name: str, measure: Measure) -> dict[str, Any]:
    decision, t = show.decision, show.t
    assert decision is not None
    table = decision.summary
    ends = table[[f"{name}_low", f"{name}_high"]].to_numpy(float)
    low, high = _scale(float(np.nanmin(ends)), float(np.nanmax(ends)), name)
    width = high - low

    def place(value: float) -> float:
        return 100 * (value - low) / width

    rows = [
        {"letter": letter, "left": place(row[f"{name}_low"]),
         "width": place(row[f"{name}_high"]) - place(row[f"{name}_low"]),
         "dot": min(max(place(row[name]), 0.0), 100.0), "value": shown(measure, row[name], t),
         "range": span(measure, (row[f"{name}_low"], row[f"{name}_high"]), t, row[name])}
        for letter, row in table.iterrows() if isfinite(row[name])
    ]  # fmt: skip
    zero = place(0.0) if name == "return" and low < 0 < high else None
    return {"rows": rows, "low": shown(measure, low, t), "high": shown(measure, high, t),
            "zero": zero}  # fmt: skip


def _scale(low: float, high: float, name: str) -> tuple[float, float]:
    """Return round ends of a scale with some air."""
    air = _AIR * ((high - low) or abs(high) or 1.0)
    step = 10.0 ** floor(log10(max(high - low, 1e-9, 0.01 * abs(high))) - 0.3)
    low, high = step * floor((low - air) / step), -step * floor(-(high + air) / step)
    return (low if name == "return" else max(0.0, low)), high


def _range_title(show: Shown, name: str) -> str:
    """Return the finding of a measure."""
    decision, t = show.decision, show.t
    assert decision is not None
    if name == "reach":
        if decision.standing == DRAW:
            return t("campaign.r_same", letters=joined(sorted(decision.tied), t))
        return t("campaign.r_most", letter=decision.order[0])
    if name == "cost_per_reader":
        return t("campaign.r_cheapest", letter=decision.summary[name].idxmin())
    return _return_title(decision, t)


def _return_title(decision: Decision, t: Texts) -> str:
    letters = sorted(decision.order)
    earning = [each for each in letters if earns(decision, each)]
    losing = [each for each in letters if loses(decision, each)]
    best = str(decision.summary["return"].idxmax())
    if len(letters) == 1:
        return t("campaign.r_alone_earns" if earning else "campaign.r_alone_loses", letter=best)
    if not earning:
        return t("campaign.r_none_earns")
    if not losing:
        return t("campaign.r_all", letter=best)
    if len(earning) == 1:
        return t("campaign.r_only", letter=earning[0])
    if best in losing:  # those that earn cost nothing, and have no return
        return t("campaign.r_earn", letters=joined(earning, t))
    return t("campaign.r_some", losers=joined(losing, t), k=len(losing), letter=best)
