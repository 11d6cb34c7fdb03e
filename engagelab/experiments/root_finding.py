"""Crossings: where a response passes its target, solved for each key by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ..models.declaration import Parameter
from ..simulation.outcome import LEVELS
from ..simulation.scenario import Scenario
from .responses import Responses, tendency

_FINENESS = 1e-3  # a number is solved to this part of itself,
_FINEST = 1e-6  # and near nought to this part of the range
_CLOSER_LOOKS = 4  # halvings beside the closest point, where no two points enclose the target


@dataclass
class Search:
    """One search: what is moved, what is to be reached, and what was seen so far.

    Attributes
    ----------
    scenario, field, kind : Scenario, str, Parameter
        The plan, and the field that is moved, with its declaration.
    measure, target : str, float
        What is to be reached, and how much of it.
    memory : Responses
        What was seen, by key and value.
    keys : sequence of int
        The keys that are solved.
    """

    scenario: Scenario
    field: str
    kind: Parameter
    measure: str
    target: float
    memory: Responses

    keys: Sequence[int] = ()

    def run(self, grid: list[Any], keys: Sequence[int]) -> None:
        """Play a grid at each key, then bring each pair that encloses the target together."""
        self.keys = keys
        self._play([(key, value) for key in keys for value in grid])
        self.memory.how = replace(self.memory.how, progress=False)
        if self.choice:
            return
        # with an executor all keys go on at once; without, key by key builds each town once
        parts = [keys] if self.memory.how.executor else [[key] for key in keys]
        for part in parts:
            self._refine(part, grid[-1] - grid[0])

    def found(self, grid: list[Any]) -> dict[str, Any]:
        """Return what was found, as the fields of `Solutions`."""
        rows = [row for key in self.keys for row in self._rows(key)]
        by_key = pd.DataFrame(rows, columns=["key", "solution", "direction", "value", "gives"])
        return {
            "table": _table(by_key, len(self.keys), whole=self.kind.type is int),
            "by_key": by_key,
            "response": self._response(),
            "monotone": self._monotone(),
            "closest": self._closest(grid),
        }

    @property
    def choice(self) -> bool:
        """Whether the field's values have no order."""
        return bool(self.kind.choices)

    def _small(self, low: Any, high: Any, whole_range: Any) -> bool:
        if self.kind.type is int:
            return bool(high - low <= 1)
        nearest_to_nought = min(abs(low), abs(high))
        return bool(high - low <= max(_FINENESS * nearest_to_nought, _FINEST * whole_range))

    def _play(self, places: Iterable[tuple[int, Any]]) -> None:
        """Play points, all built - and so checked - before the first is run."""
        self.memory.ask(
            {
                (key, value): self.scenario.replace({self.field: value, "settings.key": key})
                for key, value in places
            }
        )

    def _given(self, key: int, value: Any) -> float:
        return self.memory.seen[key, value][self.measure]

    def _seen(self, key: int) -> list[Any]:
        values = [place[1] for place in self.memory.seen if place[0] == key]
        return values if self.choice else sorted(values)

    def _enough(self, key: int, value: Any) -> bool:
        return self._given(key, value) >= self.target

    def _crossings(self, key: int) -> list[tuple[Any, Any]]:
        seen = self._seen(key)
        return [(a, b) for a, b in pairwise(seen) if self._enough(key, a) != self._enough(key, b)]

    def _refine(self, keys: Sequence[int], whole_range: Any) -> None:
        """Halve, at all keys at once, every gap that encloses the target, until all are small."""
        looks = 0
        while True:
            places = []
            for key in keys:
                gaps = self._crossings(key)
                if not gaps and looks < _CLOSER_LOOKS:
                    gaps = self._beside_closest(key)
                places += [
                    (key, self._between(a, b))
                    for a, b in gaps
                    if not self._small(a, b, whole_range)
                ]
            if not places:
                return
            looks += 1
            self._play(places)

    def _beside_closest(self, key: int) -> list[tuple[Any, Any]]:
        """Return the gaps on both sides of the point closest to a target that none encloses."""
        seen = self._seen(key)
        place = min(range(len(seen)), key=lambda i: abs(self._given(key, seen[i]) - self.target))
        ends = seen[max(0, place - 1) : place + 2]
        return list(pairwise(ends))

    def _between(self, low: Any, high: Any) -> Any:
        return (low + high) // 2 if self.kind.type is int else (low + high) / 2

    def _rows(self, key: int) -> list[dict[str, Any]]:
        found: list[tuple[str, Any]] = []
        seen = self._seen(key)
        if self.choice:
            found = [("choice", value) for value in seen if self._enough(key, value)]
        elif all(self._enough(key, value) for value in seen):
            found = [("all", seen[0])]
        else:
            for a, b in self._crossings(key):
                found.append(("rising", b) if self._enough(key, b) else ("falling", a))
        return [
            {"key": key, "solution": i, "direction": way, "value": value,
             "gives": self._given(key, value)}
            for i, (way, value) in enumerate(found, 1)
        ]  # fmt: skip

    def _closest(self, grid: list[Any]) -> dict[str, Any]:
        means = [float(np.mean([self._given(key, value) for key in self.keys])) for value in grid]
        place = min(range(len(grid)), key=lambda i: abs(means[i] - self.target))
        return {"value": grid[place], "gives": means[place]}

    def _response(self) -> pd.DataFrame:
        return pd.DataFrame(
            {"key": key, self.field: value, self.measure: self._given(key, value),
             "standard_error": self.memory.seen[key, value][f"{self.measure}_standard_error"]}
            for key in self.keys for value in self._seen(key)
        )  # fmt: skip

    def _monotone(self) -> str:
        if self.choice:
            return "choice"
        ways = {tendency(self._given(key, v) for v in self._seen(key)) for key in self.keys}
        ways = ways - {"level"} or ways
        return ways.pop() if len(ways) == 1 else "neither"


def _table(by_key: pd.DataFrame, keys: int, *, whole: bool) -> pd.DataFrame:
    """Sum up solutions over keys; the n-th of a direction at one key is that at another."""
    rows = []
    ways = by_key["direction"]
    nth = by_key.groupby(["key", "direction"]).cumcount().astype(str)
    # a choice is the same at all keys by its name, not by its place
    place = by_key["value"].astype(str).where(ways == "choice", nth)
    for (way, _), part in by_key.groupby([ways, place.rename("place")], sort=False):
        value, low, high = _middle(list(part["value"]), way == "choice", whole)
        rows.append(
            {"direction": way, "value": value, "low": low, "high": high, "keys": len(part),
             "of": keys}
        )  # fmt: skip
    if rows and rows[0]["direction"] != "choice":
        rows.sort(key=lambda row: (row["value"], row["direction"]))
    names = ["solution", "direction", "value", "low", "high", "keys", "of"]
    return pd.DataFrame([{"solution": i} | row for i, row in enumerate(rows, 1)], columns=names)


def _middle(values: list[Any], choice: bool, whole: bool) -> tuple[Any, Any, Any]:
    if choice:
        return values[0], values[0], values[0]
    low, high = LEVELS
    # half a person is not enough: whole numbers stay whole, and on the safe side
    levels = [0.5, low, high]
    if whole:
        found = np.quantile(values, levels, method="higher").tolist()
    else:
        found = np.quantile(values, levels).tolist()
    return found[0], found[1], found[2]
