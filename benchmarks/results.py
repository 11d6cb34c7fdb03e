"""What a benchmark leaves behind, as plain declarations that can be kept in a file."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from .figures import Sample


@dataclass(frozen=True)
class Row:
    """One library's answer to one case.

    Attributes
    ----------
    process, graph, says : str
        The case: which process, on which graph, with which numbers.
    library : str
        Who answered.
    people : int
        People in the graph.
    seconds : tuple of float
        Seconds a run, one for each round.
    cpu : tuple of float
        Seconds of CPU time a run, one for each round that was measured whole.
    runs : int
        Runs in each round.
    reach : Sample or None
        People reached; none where it was not run.
    exposures : float or None
        Exposures a run, where they are counted.
    foreseen : float or None
        Seconds a run by extrapolation, where it was not run for want of time.
    same : bool
        Whether the library plays the same process; if not, its reach is not compared.
    note : str
        What a reader should know besides.
    """

    process: str
    graph: str
    says: str
    library: str
    people: int
    seconds: tuple[float, ...] = ()
    cpu: tuple[float, ...] = ()
    runs: int = 0
    reach: Sample | None = None
    exposures: float | None = None
    foreseen: float | None = None
    same: bool = True
    note: str = ""

    @property
    def case(self) -> tuple[str, str, str]:
        """What it answers."""
        return self.process, self.graph, self.says


@dataclass(frozen=True)
class Plan:
    """A plan of the engagement model: how long it takes, with one thread and with two.

    `seconds` maps threads to the seconds that all runs take; `exposures`, `invitations` and
    `readings` are the means of one run.
    """

    name: str
    people: int
    runs: int
    exposures: float
    invitations: float
    readings: float
    seconds: dict[str, float]


@dataclass(frozen=True)
class Curve:
    """How long it takes as one size grows: people, ties, runs or threads."""

    model: str
    size: str
    sizes: tuple[float, ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class Wait:
    """One wait of a person, or one limit: what, how much of which unit."""

    what: str
    value: float
    unit: str


@dataclass(frozen=True)
class Results:
    """All that was measured."""

    machine: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    gathers: dict[str, float] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()
    plans: tuple[Plan, ...] = ()
    curves: tuple[Curve, ...] = ()
    waits: tuple[Wait, ...] = ()
    minutes: float = 0.0

    def cases(self, *processes: str) -> list[tuple[Row, list[Row]]]:
        """Return for each case our row and those of the peers, in the order of measuring."""
        ours = [row for row in self.rows if row.library == OURS and row.process in processes]
        return [
            (own, [row for row in self.rows if row.case == own.case and row.library != OURS])
            for own in ours
        ]


OURS = "engagelab"
_PARTS = {"rows": Row, "plans": Plan, "curves": Curve, "waits": Wait}


def save(results: Results, path: Path) -> None:
    """Keep the results in a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(results), indent=1) + "\n", encoding="utf-8")


def load(path: Path) -> Results:
    """Read kept results."""
    found = json.loads(path.read_text(encoding="utf-8"))
    parts = {name: tuple(_read(kind, found[name])) for name, kind in _PARTS.items()}
    return replace(Results(**{**found, **dict.fromkeys(parts, ())}), **parts)


def _read(kind: type[Any], found: Iterable[dict[str, Any]]) -> Iterable[Any]:
    lists = {f.name for f in fields(kind) if str(f.type).startswith("tuple")}
    for each in found:
        given = {name: tuple(v) if name in lists else v for name, v in each.items()}
        if isinstance(given.get("reach"), dict):
            given["reach"] = Sample(**given["reach"])
        yield kind(**given)
