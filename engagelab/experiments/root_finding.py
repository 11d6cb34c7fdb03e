"""Root finding: the values at which a response crosses its target, for each key by bisection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ..models.declaration import Parameter
from ..simulation.outcome import LEVELS
from ..simulation.scenario import Scenario
from .responses import ResponseCache, trend

_RELATIVE_TOLERANCE = 1e-3
_ABSOLUTE_TOLERANCE = 1e-6  # times the range, for values near 0
_EXTRA_BISECTIONS = 4  # next to the closest point, if no two points enclose the target


@dataclass
class RootSearch:
    """A search for the values of a field at which a plan reaches a target.

    Attributes
    ----------
    scenario, field, parameter : Scenario, str, Parameter
        The plan, and the field that varies with its declaration.
    measure, target : str, float
        The measure and the amount to reach.
    cache : ResponseCache
        The responses so far, by key and value.
    keys : sequence of int
        The keys that are solved.
    """

    scenario: Scenario
    field: str
    parameter: Parameter
    measure: str
    target: float
    cache: ResponseCache
    keys: Sequence[int] = ()

    def run(self, grid: list[Any], keys: Sequence[int]) -> None:
        """Evaluate a grid at each key, then bisect each pair that encloses the target."""
        self.keys = keys
        self._evaluate([(key, value) for key in keys for value in grid])
        execution = replace(self.cache.execution, progress=False)
        self.cache.execution = execution
        if self.is_choice:
            return
        # with workers all keys together; without, key by key, so that each town is built once
        groups = [keys] if execution.executor else [[key] for key in keys]
        for group in groups:
            self._refine(group, grid[-1] - grid[0])

    def solutions(self, grid: list[Any]) -> dict[str, Any]:
        """Return the fields of `Solutions` that the search determines."""
        rows = [row for key in self.keys for row in self._rows(key)]
        by_key = pd.DataFrame(rows, columns=["key", "solution", "direction", "value", "gives"])
        return {
            "table": _table(by_key, len(self.keys), whole=self.parameter.type is int),
            "by_key": by_key,
            "response": self._response_frame(),
            "monotone": self._monotone(),
            "closest": self._closest(grid),
        }

    @property
    def is_choice(self) -> bool:
        """Whether the field's values have no order."""
        return bool(self.parameter.choices)

    def _is_narrow(self, low: Any, high: Any, whole_range: Any) -> bool:
        if self.parameter.type is int:
            return bool(high - low <= 1)
        size = min(abs(low), abs(high))
        return bool(
            high - low <= max(_RELATIVE_TOLERANCE * size, _ABSOLUTE_TOLERANCE * whole_range)
        )

    def _evaluate(self, points: Iterable[tuple[int, Any]]) -> None:
        """Run the plans at some points; all are built, and so checked, before the first run."""
        self.cache.evaluate(
            {
                (key, value): self.scenario.replace({self.field: value, "settings.key": key})
                for key, value in points
            }
        )

    def _response(self, key: int, value: Any) -> float:
        return self.cache.rows[key, value][self.measure]

    def _values(self, key: int) -> list[Any]:
        """Return the values evaluated at a key, in order."""
        values = [value for known_key, value in self.cache.rows if known_key == key]
        return values if self.is_choice else sorted(values)

    def _is_enough(self, key: int, value: Any) -> bool:
        return self._response(key, value) >= self.target

    def _crossings(self, key: int) -> list[tuple[Any, Any]]:
        """Return the neighbouring values that enclose the target."""
        return [
            (low, high)
            for low, high in pairwise(self._values(key))
            if self._is_enough(key, low) != self._is_enough(key, high)
        ]

    def _refine(self, keys: Sequence[int], whole_range: Any) -> None:
        """Bisect every gap that encloses the target, at all keys together, until all are narrow."""
        bisections = 0
        while True:
            points = []
            for key in keys:
                gaps = self._crossings(key)
                if not gaps and bisections < _EXTRA_BISECTIONS:
                    gaps = self._gaps_next_to_closest(key)
                points += [
                    (key, self._midpoint(low, high))
                    for low, high in gaps
                    if not self._is_narrow(low, high, whole_range)
                ]
            if not points:
                return
            bisections += 1
            self._evaluate(points)

    def _gaps_next_to_closest(self, key: int) -> list[tuple[Any, Any]]:
        """Return the gaps on both sides of the value whose response is closest to the target."""
        values = self._values(key)
        errors = [abs(self._response(key, value) - self.target) for value in values]
        closest = errors.index(min(errors))
        return list(pairwise(values[max(0, closest - 1) : closest + 2]))

    def _midpoint(self, low: Any, high: Any) -> Any:
        return (low + high) // 2 if self.parameter.type is int else (low + high) / 2

    def _rows(self, key: int) -> list[dict[str, Any]]:
        return [
            {"key": key, "solution": number, "direction": direction, "value": value,
             "gives": self._response(key, value)}
            for number, (direction, value) in enumerate(self._directed_values(key), 1)
        ]  # fmt: skip

    def _directed_values(self, key: int) -> list[tuple[str, Any]]:
        """Return the solutions at a key, each with its direction."""
        values = self._values(key)
        if self.is_choice:
            return [("choice", value) for value in values if self._is_enough(key, value)]
        if all(self._is_enough(key, value) for value in values):
            return [("all", values[0])]
        return [
            ("rising", high) if self._is_enough(key, high) else ("falling", low)
            for low, high in self._crossings(key)
        ]

    def _closest(self, grid: list[Any]) -> dict[str, Any]:
        means = [float(np.mean([self._response(k, value) for k in self.keys])) for value in grid]
        index = min(range(len(grid)), key=lambda i: abs(means[i] - self.target))
        return {"value": grid[index], "gives": means[index]}

    def _response_frame(self) -> pd.DataFrame:
        return pd.DataFrame(
            {"key": key, self.field: value, self.measure: self._response(key, value),
             "standard_error": self.cache.rows[key, value][f"{self.measure}_standard_error"]}
            for key in self.keys for value in self._values(key)
        )  # fmt: skip

    def _monotone(self) -> str:
        if self.is_choice:
            return "choice"
        trends = {trend(self._response(k, value) for value in self._values(k)) for k in self.keys}
        trends = trends - {"level"} or trends
        return trends.pop() if len(trends) == 1 else "neither"


def _table(by_key: pd.DataFrame, keys: int, *, whole: bool) -> pd.DataFrame:
    """Summarise solutions over keys; the n-th of a direction at one key matches that at another."""
    rows = []
    direction = by_key["direction"]
    nth = by_key.groupby(["key", "direction"]).cumcount().astype(str)
    # a choice matches the same choice at other keys, whatever its position
    match = by_key["value"].astype(str).where(direction == "choice", nth)
    for (name, _), part in by_key.groupby([direction, match.rename("match")], sort=False):
        value, low, high = _quantiles(list(part["value"]), choice=name == "choice", whole=whole)
        rows.append(
            {"direction": name, "value": value, "low": low, "high": high, "keys": len(part),
             "of": keys}
        )  # fmt: skip
    if rows and rows[0]["direction"] != "choice":
        rows.sort(key=lambda row: (row["value"], row["direction"]))
    names = ["solution", "direction", "value", "low", "high", "keys", "of"]
    return pd.DataFrame([{"solution": i} | row for i, row in enumerate(rows, 1)], columns=names)


def _quantiles(values: list[Any], *, choice: bool, whole: bool) -> list[Any]:
    """Return the median, and the low and high quantile."""
    if choice:
        return values[:1] * 3
    # "higher" keeps whole numbers whole, and enough: half a person is not
    levels = [0.5, *LEVELS]
    quantiles: list[Any] = np.quantile(
        values, levels, method="higher" if whole else "linear"
    ).tolist()
    return quantiles
