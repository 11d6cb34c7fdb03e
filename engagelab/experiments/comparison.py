"""What a comparison found: numbers per variant, numbers per run, and sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite, isnan, nan
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .intervals import Level, mean_interval, pairing, ratio_interval, skewness, values_needed

COLUMNS = [
    "plan", "runs", "reach", "lift", "low", "high", "wins", "cost_per_reader",
    "cost_per_extra_reader", "cost_per_extra_reader_low", "cost_per_extra_reader_high",
    "resolved", "runs_to_resolve", "variance_ratio", "correlation",
    "skewness",
]  # fmt: skip

_BY_SKEWNESS = 25  # Cochran's rule: values that are needed, for each unit of skewness squared


@dataclass(frozen=True, eq=False)
class Comparison:
    """How variants do against a baseline.

    Attributes
    ----------
    table : DataFrame
        One row a plan, the baseline first; columns as `compare` tells them.
    runs : DataFrame
        One row for each plan, town and run: ``plan``, ``key`` (of the town), ``run``, ``reach``
        (people), ``cost`` (money).
    baseline : str
        The baseline's name in the table.
    confidence : float
        The share of comparisons in which all intervals of lifts hold the truth.
    towns : int
        How many towns were played.
    method : str
        How the intervals are made.
    precision : float, optional
        The half width that was wanted, in people; none: the number of runs was fixed.
    """

    table: pd.DataFrame = field(repr=False)
    runs: pd.DataFrame = field(repr=False)
    baseline: str
    confidence: float
    towns: int
    method: str
    precision: float | None = None

    @property
    def precise(self) -> bool:
        """Whether each lift's interval is as narrow as was wanted; true where nothing was."""
        return all(self._narrow(row) for row in self._rows)

    @property
    def says(self) -> list[str]:
        """One sentence for each variant."""
        return [self._result(row) + self._shortfall(row) for row in self._rows]

    @property
    def cautions(self) -> list[str]:
        """One sentence for each variant whose runs are too few for lifts as skewed as these are."""
        things = "towns" if self.towns > 1 else "runs"
        return [
            f"{row['plan']}: the lift is skewed, so its interval is less sure than it says with "
            f"fewer than about {_BY_SKEWNESS * row['skewness'] ** 2:,.0f} {things}"
            for row in self._rows
            if _BY_SKEWNESS * row["skewness"] ** 2 > (self.towns if self.towns > 1 else row["runs"])
        ]

    def __str__(self) -> str:
        return "\n".join([*self.says, *self.cautions])

    @property
    def _rows(self) -> list[dict[Any, Any]]:
        return self.table.iloc[1:].to_dict("records")

    def _result(self, row: dict[Any, Any]) -> str:
        other = "the baseline" if self.baseline == "baseline" else self.baseline
        sure = f"{100 * self.confidence:.10g} %"
        if not row["resolved"]:
            low, lift, high = (_number(row[name]) for name in ("low", "lift", "high"))
            return (
                f"{row['plan']} against {other}: not resolved, a lift of {lift} people "
                f"({sure}: {low} to {high}); {self._remedy(row)}"
            )
        more = "more" if row["lift"] > 0 else "fewer"
        low, high = (_number(end) for end in sorted((abs(row["low"]), abs(row["high"]))))
        runs = row["runs"] * self.towns
        won = row["wins"] * runs
        return (
            f"{row['plan']} reaches {_number(abs(row['lift']))} {more} people than {other} "
            f"({sure}: {low} to {high} {more}), and wins in {won:,.10g} of {runs:,} runs"
            + ("" if won == int(won) else " (a tie counts half)")
        )

    def _remedy(self, row: dict[Any, Any]) -> str:
        more = row["runs_to_resolve"]
        if not isfinite(more):
            return "there is no difference that more runs could resolve"
        count, what = (more / row["runs"], "town") if self.towns > 1 else (more, "run")
        things = f"{count:,.0f} more {what}{'' if count == 1 else 's'}"
        return f"about {things} would resolve it, if the lift is what it seems"

    def _narrow(self, row: dict[Any, Any]) -> bool:
        # the ends were rounded once each
        wide = (row["high"] - row["low"]) / 2
        return self.precision is None or bool(wide <= self.precision * (1 + 1e-9))

    def _shortfall(self, row: dict[Any, Any]) -> str:
        if self._narrow(row):
            return ""
        most = f"{row['runs']:,} runs, the most allowed,"
        return f"; {most} do not tell it to within {self.precision:g} people"


def comparison_table(
    names: Sequence[str], seen: NDArray[np.float64], level: Level, towns: int
) -> pd.DataFrame:
    """Return the table of a comparison.

    Parameters
    ----------
    names : sequence of str
        The plans, the baseline first.
    seen : array of shape (plans, towns, 2, runs)
        Reach and cost of each run.
    level : Level
        Of each interval.
    towns : int
        How many there are; of several, each is one value, the mean of its runs.
    """
    return pd.DataFrame(list(_rows(names, seen, level, towns)), columns=COLUMNS)


def _rows(
    names: Sequence[str], seen: NDArray[np.float64], level: Level, towns: int
) -> Iterator[dict[str, Any]]:
    runs = seen.shape[-1]
    values = seen.mean(axis=-1).swapaxes(1, 2) if towns > 1 else seen[:, 0]
    for place, (name, (reach, cost)) in enumerate(zip(names, values, strict=True)):
        row = {"plan": name, "runs": runs, "reach": float(reach.mean())}
        row["cost_per_reader"] = float(cost.mean() / reach.mean()) if reach.any() else nan
        if place:
            row |= _lift(values[place], values[0], level)
            row["wins"] = win_share(seen[place, :, 0], seen[0, :, 0])
            row["runs_to_resolve"] *= runs if towns > 1 else 1
        yield row


def _lift(
    variant: NDArray[np.float64], baseline: NDArray[np.float64], level: Level
) -> dict[str, Any]:
    """Return what the paired values of a variant and the baseline tell, each of shape (2, n)."""
    extra, extra_cost = variant - baseline
    lift, low, high = mean_interval(extra, level)
    ratio, worth = ratio_interval(extra_cost, extra, level), pairing(variant[0], baseline[0])
    return {
        "lift": lift,
        "low": low,
        "high": high,
        "resolved": bool(low > 0 or high < 0),
        "cost_per_extra_reader": ratio[0],
        "cost_per_extra_reader_low": ratio[1],
        "cost_per_extra_reader_high": ratio[2],
        "runs_to_resolve": _missing(extra, level),
        "variance_ratio": worth[0],
        "correlation": worth[1],
        "skewness": skewness(extra),
    }


def _missing(extra: NDArray[np.float64], level: Level) -> float:
    """Return how many values are missing until a lift as large as this one is resolved."""
    _, low, high = mean_interval(extra, level)
    if isnan(low) or low > 0 or high < 0:
        return nan if isnan(low) else 0.0
    lift, spread = abs(float(extra.mean())), float(extra.std(ddof=1))
    if not lift or not spread:
        return inf
    return max(1.0, values_needed(lift, spread, level) - extra.size)


def win_share(variant: NDArray[Any], baseline: NDArray[Any]) -> float:
    """Return the share of pairs in which the variant is larger; a tie counts half.

    Examples
    --------
    >>> import numpy as np
    >>> win_share(np.array([2, 2, 2, 2]), np.array([1, 1, 2, 3]))
    0.625
    """
    return float((variant > baseline).mean() + (variant == baseline).mean() / 2)


def _number(value: float) -> str:
    """Return a number of people as text: whole, or with two digits where it is small."""
    return f"{value:,.2g}" if abs(value) < 10 else f"{value:,.0f}"
