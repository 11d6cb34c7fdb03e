"""The result of a comparison: a table of variants, the single runs, and sentences."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf, isfinite, isnan, nan
from typing import Any

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from .bootstrap import is_resampled, skewed_mean_interval, skewed_ratio_interval
from .intervals import Level, pairing, values_needed
from .rounding import rounded

COLUMNS = [
    "plan", "runs", "reach", "lift", "low", "high", "wins", "cost_per_reader",
    "cost_per_extra_reader", "cost_per_extra_reader_low", "cost_per_extra_reader_high",
    "resolved", "runs_to_resolve", "variance_ratio", "correlation",
    "skewness",
]  # fmt: skip

_COCHRAN = 25  # Cochran's rule: values needed per unit of squared skewness
_ROUNDING = 1e-9  # people: lifts that differ by less are equal but for rounding errors


@dataclass(frozen=True, eq=False)
class Comparison:
    """The result of comparing variants with a baseline.

    Attributes
    ----------
    table : DataFrame
        One row per plan, the baseline first; `compare` describes the columns.
    runs : DataFrame
        One row per plan, town and run: ``plan``, ``key`` (of the town), ``run``, ``reach``
        (people), ``cost`` (money).
    baseline : str
        The baseline's name in the table.
    confidence : float
        Joint confidence of the intervals of all lifts.
    towns : int
        Number of towns.
    method : str
        How the intervals are computed.
    precision : float, optional
        The requested half width, in people; None: the number of runs was fixed.
    place : str, optional
        What the intervals are about: several simulated towns, one town, or one network.
    """

    table: pd.DataFrame = field(repr=False)
    runs: pd.DataFrame = field(repr=False)
    baseline: str
    confidence: float
    towns: int
    method: str
    precision: float | None = None
    place: str = ""

    @property
    def precise(self) -> bool:
        """Whether each lift's interval is as narrow as requested; true if nothing was."""
        return all(self._is_precise(row) for row in self._variants)

    @property
    def says(self) -> list[str]:
        """One sentence for each variant."""
        return [self._sentence(row) + self._shortfall(row) for row in self._variants]

    @property
    def cautions(self) -> list[str]:
        """One sentence for each variant with too few values for lifts as skewed as its own."""
        runs = int(self.table["runs"].iloc[0])
        unit, number = ("towns", self.towns) if self.towns > 1 else ("runs", runs)
        return [
            f"{row['plan']}: the lift is skewed; with fewer than about {needed:,.0f} {unit} its "
            "interval contains the true lift less often than stated"
            for row in self._variants
            if (needed := values_for_skewness(row["skewness"], number)) > number
        ]

    def __str__(self) -> str:
        return "\n".join([*self.says, *self.cautions])

    @property
    def _variants(self) -> list[dict[Any, Any]]:
        return self.table.iloc[1:].to_dict("records")

    def _sentence(self, row: dict[Any, Any]) -> str:
        other = "the baseline" if self.baseline == "baseline" else self.baseline
        interval = f"{100 * self.confidence:.10g}% interval {self.place}".rstrip()
        if not row["resolved"]:
            low, lift, high = (_people(row[name]) for name in ("low", "lift", "high"))
            return (
                f"{row['plan']} against {other}: not resolved, a lift of {lift} people "
                f"({interval}: {low} to {high}); {self._remedy(row)}"
            )
        more = "more" if row["lift"] > 0 else "fewer"
        low, high = (_people(end) for end in sorted((abs(row["low"]), abs(row["high"]))))
        runs = row["runs"] * self.towns
        won = row["wins"] * runs
        return (
            f"{row['plan']} reaches {_people(abs(row['lift']))} {more} people than {other} "
            f"({interval}: {low} to {high} {more}), and wins in {won:,.10g} of {runs:,} runs"
            + ("" if won == int(won) else " (a tie counts half)")
        )

    def _remedy(self, row: dict[Any, Any]) -> str:
        more = row["runs_to_resolve"]
        if not isfinite(more):
            return "more runs would not resolve a difference"
        count, unit = (more / row["runs"], "town") if self.towns > 1 else (more, "run")
        plural = "" if count == 1 else "s"
        return f"about {count:,.0f} more {unit}{plural} would resolve a lift of this size"

    def _is_precise(self, row: dict[Any, Any]) -> bool:
        half = (row["high"] - row["low"]) / 2  # of two ends that were each rounded
        return self.precision is None or bool(half <= self.precision * (1 + 1e-9))

    def _shortfall(self, row: dict[Any, Any]) -> str:
        if self._is_precise(row):
            return ""
        return (
            f"; {row['runs']:,} runs, the maximum, are too few for a precision of "
            f"{self.precision:g} people"
        )


def comparison_table(
    names: Sequence[str], values: NDArray[np.float64], level: Level, towns: int
) -> pd.DataFrame:
    """Return the table of a comparison.

    Parameters
    ----------
    names : sequence of str
        The plans, the baseline first.
    values : array of shape (plans, towns, 2, runs)
        Reach and cost of each run.
    level : Level
        Of each interval.
    towns : int
        Number of towns; if there are several, the mean of each town's runs is one value.
    """
    return pd.DataFrame(list(_rows(names, values, level, towns)), columns=COLUMNS)


def _rows(
    names: Sequence[str], values: NDArray[np.float64], level: Level, towns: int
) -> Iterator[dict[str, Any]]:
    runs = values.shape[-1]
    samples = values.mean(axis=-1).swapaxes(1, 2) if towns > 1 else values[:, 0]
    for index, (name, (reach, cost)) in enumerate(zip(names, samples, strict=True)):
        row = {"plan": name, "runs": runs, "reach": float(reach.mean())}
        row["cost_per_reader"] = float(cost.mean() / reach.mean()) if reach.any() else nan
        if index:
            row |= _lift(samples[index], samples[0], level)
            row["wins"] = win_share(values[index, :, 0], values[0, :, 0])
            row["runs_to_resolve"] *= runs if towns > 1 else 1
        yield row


def _lift(
    variant: NDArray[np.float64], baseline: NDArray[np.float64], level: Level
) -> dict[str, Any]:
    """Return the columns of paired reach and cost, each of shape (2, n)."""
    extra, extra_cost = variant - baseline
    lift, low, high = skewed_mean_interval(extra, level)
    price = price_low = price_high = nan
    if low > 0 or high < 0:
        price, price_low, price_high = skewed_ratio_interval(extra_cost, extra, level)
    variance_ratio, correlation = pairing(variant[0], baseline[0])
    return {
        "lift": lift, "low": low, "high": high, "resolved": bool(low > 0 or high < 0),
        "cost_per_extra_reader": price, "cost_per_extra_reader_low": price_low,
        "cost_per_extra_reader_high": price_high,
        "runs_to_resolve": _values_to_resolve(extra, level),
        "variance_ratio": variance_ratio, "correlation": correlation,
        "skewness": float(scipy.stats.skew(extra)) if np.ptp(extra) > _ROUNDING else 0.0,
    }  # fmt: skip


def _values_to_resolve(extra: NDArray[np.float64], level: Level) -> float:
    """Return how many more values would resolve a lift of this size."""
    _, low, high = skewed_mean_interval(extra, level)
    if isnan(low) or low > 0 or high < 0:
        return nan if isnan(low) else 0.0
    lift, deviation = abs(float(extra.mean())), float(extra.std(ddof=1))
    if not lift or not deviation:
        return inf
    return max(1.0, values_needed(lift, deviation, level) - extra.size)


def values_for_skewness(skewness: float, values: int) -> float:
    """Return about how many values an interval needs to hold the mean as often as stated.

    Cochran's rule for Student's interval; a tenth of it for a bootstrap-t interval, which from 200
    values of skewness 9 held the mean in 94 of 100 cases.

    Examples
    --------
    >>> values_for_skewness(2.0, values=8), values_for_skewness(2.0, values=200)
    (100.0, 10.0)
    """
    cochran = _COCHRAN * skewness**2
    return cochran / 10 if is_resampled(values, Level(0.95)) else cochran


def win_share(variant: NDArray[Any], baseline: NDArray[Any]) -> float:
    """Return the share of pairs in which the variant is larger; a tie counts half.

    Examples
    --------
    >>> import numpy as np
    >>> win_share(np.array([2, 2, 2, 2]), np.array([1, 1, 2, 3]))
    0.625
    """
    return float((variant > baseline).mean() + (variant == baseline).mean() / 2)


def _people(value: float) -> str:
    """Return a number of people as text: two significant digits below ten, else whole."""
    return rounded(value, digits=2)
