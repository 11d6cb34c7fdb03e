"""The result of a decision map: a table of cells, where the answer turns, and sentences."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, nan
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .intervals import Level, mean_interval
from .plan_number import PlanNumber
from .rounding import rounded

BASELINE, CHALLENGER, DRAW, UNEQUAL = "baseline", "challenger", "draw", "unequal"
MORE, LESS = "more", "less"


class Side(NamedTuple):
    """The results of one of the two plans in all cells.

    ``values`` has the measure and the cost in each town, shape (cells, towns, 2); ``levers`` the
    value of the plan's lever in each cell; ``at_its_end`` whether it could not meet the money.
    """

    values: NDArray[np.float64]
    levers: NDArray[np.float64]
    at_its_end: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class DecisionMap:
    """Which of two plans is better at each pair of values of two fields.

    Attributes
    ----------
    table : DataFrame
        One row per cell:

        - the two fields;
        - ``baseline``, ``challenger``: the mean of the measure over towns;
        - ``lift``: the challenger less the baseline, with its interval ``low``, ``high``;
        - ``verdict``: ``baseline``, ``challenger``, ``draw``; or ``unequal`` if the money could not
          be made equal and the better plan is the dearer one;
        - ``baseline_cost``, ``challenger_cost``; ``cost_gap``, the second over the first less 1;
        - ``money_met``: false if the range of a lever ended before the money was met;
        - ``baseline_lever``, ``challenger_lever``: their values.
    today : Series
        The same for the baseline's own values of the two fields.
    fields : (str, str)
        Their names, as `decision_map` was given them.
    measure : str
        The name of the measure.
    prefer : "more" or "less"
        Which is better.
    names : (str, str)
        The names of the baseline and the challenger in sentences.
    levers : (str or None, str or None)
        The number that was set in each plan for equal money.
    confidence : float
        Confidence of each cell's interval by itself.
    towns, runs : int
        Number of towns, and of runs in each.
    """

    table: pd.DataFrame = field(repr=False)
    today: "pd.Series[Any]" = field(repr=False)
    fields: tuple[str, str]
    measure: str
    prefer: str
    names: tuple[str, str]
    levers: tuple[str | None, str | None]
    confidence: float
    towns: int
    runs: int

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of evidence of each field, as its declaration states it; or ``choice``."""
        return {name: PlanNumber(name).kind for name in self.fields}

    @property
    def turns(self) -> pd.DataFrame:
        """Where the answer turns along the first field, for each value of the second.

        Columns: the second field; ``value``, at which the lift is 0 between two cells; ``low`` and
        ``high``, between which a cell would be a draw (the ends of the map, if it is one there),
        by linear interpolation between cells with a verdict; ``below`` and ``above``, the better
        plan at smaller and at larger values, or ``draw`` if no cell tells before the lift turns
        again or the map ends.
        """
        x, y = self.fields
        judged = self.table[self.table["verdict"] != UNEQUAL]
        rows = [
            {y: each} | turn
            for each, row in judged.groupby(y)
            for turn in _turns(row.sort_values(x), x, self.prefer)
        ]
        return pd.DataFrame(rows, columns=[y, "value", "low", "high", "below", "above"])

    @property
    def says(self) -> list[str]:
        """The verdicts, today's point, where the answer turns there, the money, the evidence."""
        return [self._counts(), self._today(), self._turn(), self._money(), self._evidence()]

    def __str__(self) -> str:
        return "\n".join(self.says)

    # --- sentences ---------------------------------------------------------------------------

    @property
    def words(self) -> str:
        """The measure in a sentence."""
        return self.measure.replace("_", " ")

    def _counts(self) -> str:
        number = self.table["verdict"].value_counts()
        parts = [
            f"{name} is better in {number.get(side, 0)}"
            for name, side in zip(self.names, (BASELINE, CHALLENGER), strict=True)
        ]
        draws, unequal = number.get(DRAW, 0), number.get(UNEQUAL, 0)
        text = f"By {self.words}, of {len(self.table)} cells {' and '.join(parts)}; {draws} "
        text += "is a draw" if draws == 1 else "are draws"
        return text + (f", and in {unequal} the money cannot be made equal." if unequal else ".")

    def _today(self) -> str:
        row, place = self.today, self._where(self.today)
        if row["verdict"] == UNEQUAL:
            return (
                f"With {place}, the money cannot be made equal: {self._figures(row, self.names)}."
            )
        if row["verdict"] == DRAW:
            both = " and ".join(self.names)
            figures = self._figures(row, self.names)
            return f"With {place}, {both} cannot be told apart (a draw): {figures}."
        names = self.names if row["verdict"] == BASELINE else self.names[::-1]
        return f"With {place}, {names[0]} is better: {self._figures(row, names)}."

    def _figures(self, row: "pd.Series[Any]", names: tuple[str, str]) -> str:
        """Return the measure of both plans, and the first less the second."""
        values = dict(zip(self.names, (row["baseline"], row["challenger"]), strict=True))
        sign = 1 if names[0] == self.names[1] else -1
        low, high = sorted((sign * row["low"], sign * row["high"]))
        return (
            f"{self.words} {rounded(values[names[0]])} against {rounded(values[names[1]])}, "
            f"a difference of {rounded(sign * row['lift'])} ({100 * self.confidence:.10g}% "
            f"interval: {rounded(low)} to {rounded(high)})"
        )

    def _where(self, row: "pd.Series[Any]") -> str:
        return " and ".join(f"{PlanNumber(name).label} {row[name]:g}" for name in self.fields)

    def _turn(self) -> str:
        x, y = self.fields
        row = min(self.table[y].unique(), key=lambda value: abs(value - self.today[y]))
        turns = self.turns[self.turns[y] == row].to_dict("records")
        label, place = PlanNumber(x).label, f"With {PlanNumber(y).label} {row:g}"
        if not turns:
            return f"{place}, the answer does not turn along {label} within the map."
        if all(turn[side] == DRAW for turn in turns for side in ("below", "above")):
            ends = " to ".join(rounded(turns[at][end]) for at, end in ((0, "low"), (-1, "high")))
            return f"{place}, the plans cannot be told apart along {label} (draws from {ends})."
        parts = [f"at {label} {rounded(turn['value'])} ({self._around(turn)})" for turn in turns]
        return f"{place}, the answer turns {' and '.join(parts)}."

    def _around(self, turn: Mapping[Hashable, Any]) -> str:
        """Return where cells are draws, and the better plan on a side of them that tells."""
        draws = f"draws from {rounded(turn['low'])} to {rounded(turn['high'])}"
        for side in ("above", "below"):
            if turn[side] != DRAW:
                return f"{draws}; {side}, {self.names[turn[side] == CHALLENGER]} is better"
        return draws

    def _money(self) -> str:
        if self.levers == (None, None):
            return "Costs were not made equal."
        met = self.table[self.table["money_met"]]
        largest = met["cost_gap"].abs().max() if len(met) else nan
        set_ = [
            f"{PlanNumber(lever).label} of {name}"
            for lever, name in zip(self.levers, self.names, strict=True)
            if lever is not None
        ]
        text = f"Set for equal money: {' and '.join(set_)}; costs differ by {largest:.2%} at most"
        ended = len(self.table) - len(met)
        return text + (f" but in {ended} cells in which a plan cannot spend it." if ended else ".")

    def _evidence(self) -> str:
        parts = [f"{PlanNumber(name).label}: {kind}" for name, kind in self.kinds.items()]
        return f"Evidence for the fields: {'; '.join(parts)}."


# --- the table -------------------------------------------------------------------------------


def cells_table(
    points: Sequence[Mapping[str, float]], sides: tuple[Side, Side], level: Level, prefer: str
) -> pd.DataFrame:
    """Return the table of a decision map: one row per point, in order."""
    return pd.DataFrame(list(_rows(points, sides, level, prefer)))


def _rows(
    points: Sequence[Mapping[str, float]], sides: tuple[Side, Side], level: Level, prefer: str
) -> Iterator[dict[str, Any]]:
    for cell, point in enumerate(points):
        (one, cost), (other, other_cost) = (side.values[cell].T for side in sides)
        lift, low, high = mean_interval(other - one, level)
        winner = verdict(low, high, prefer)
        costs = {BASELINE: cost.mean(), CHALLENGER: other_cost.mean(), DRAW: inf}
        ended = bool(any(side.at_its_end[cell] for side in sides))
        unequal = ended and costs[winner] > min(costs.values())
        yield dict(point) | {
            "baseline": float(one.mean()),
            "challenger": float(other.mean()),
            "lift": lift,
            "low": low,
            "high": high,
            "verdict": UNEQUAL if unequal else winner,
            "baseline_cost": float(cost.mean()),
            "challenger_cost": float(other_cost.mean()),
            "cost_gap": float(other_cost.mean() / cost.mean() - 1) if cost.any() else nan,
            "money_met": not ended,
            "baseline_lever": float(sides[0].levers[cell]),
            "challenger_lever": float(sides[1].levers[cell]),
        }


def verdict(low: float, high: float, prefer: str = MORE) -> str:
    """Return the better plan by the interval of a lift: a draw if it contains 0.

    Examples
    --------
    >>> verdict(1, 3), verdict(1, 3, "less"), verdict(-1, 3)
    ('challenger', 'baseline', 'draw')
    """
    if not (low > 0 or high < 0):
        return DRAW
    return CHALLENGER if (low > 0) == (prefer == MORE) else BASELINE


def _turns(row: pd.DataFrame, x: str, prefer: str) -> Iterator[dict[str, Any]]:
    """Yield where the lift is 0 along a row of cells, in order of x."""
    xs, lift, low, high = (row[name].to_numpy(float) for name in (x, "lift", "low", "high"))
    for left, right in pairwise(np.flatnonzero(lift)):
        if lift[left] * lift[right] > 0:
            continue
        share = lift[left] / (lift[left] - lift[right])
        value = float(xs[left] + share * (xs[right] - xs[left]))
        sides = {"below": slice(left, None, -1), "above": slice(right, None)}
        yield {
            "value": value,
            "low": _draws_until(value, xs[left::-1], low[left::-1], high[left::-1]),
            "high": _draws_until(value, xs[right:], low[right:], high[right:]),
        } | {
            name: _first_verdict(lift[at], low[at], high[at], prefer) for name, at in sides.items()
        }


def _first_verdict(
    lift: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64], prefer: str
) -> str:
    """Return the first verdict that is no draw while the lift keeps the sign of the first cell."""
    for value, least, most in zip(lift, low, high, strict=True):
        if value * lift[0] < 0:
            break
        if (winner := verdict(least, most, prefer)) != DRAW:
            return winner
    return DRAW


def _draws_until(
    start: float, xs: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> float:
    """Return where draws end, going away from a lift of 0 at the start; else the map's end."""
    margin = np.minimum(high, -low)  # above 0 if the interval contains 0
    if margin[0] <= 0:
        half = (high[0] - low[0]) / 2
        return float(start + (xs[0] - start) * half / (half - margin[0])) if half else start
    ends = np.flatnonzero(margin <= 0)
    if not ends.size:
        return float(xs[-1])
    at = ends[0]
    share = margin[at - 1] / (margin[at - 1] - margin[at])
    return float(xs[at - 1] + share * (xs[at] - xs[at - 1]))
