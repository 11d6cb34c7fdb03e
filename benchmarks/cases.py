"""What is asked of all libraries: which process, on which graph, with which numbers."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .graphs import GRAPHS

PROCESSES = {
    "ic": "independent cascade",
    "lt": "linear threshold",
    "sir": "SIR",
    "one": "one run a call",
}
CHANCES = (0.02, 0.1, 0.3)
SIR_CHANCE, SIR_RECOVERY = 0.05, 0.2
FEW = {"ws-10k": 0.01, "ba-100k": 0.005, "ba-1m": 0.005}  # chances of SIR that reach some 20 people


@dataclass(frozen=True)
class Case:
    """One question.

    `horizon` is our last round, late enough for all to die out; the peers play until it is so.
    """

    process: str
    graph: str
    says: str
    horizon: int
    chance: float = 0.0
    recovery: float = 0.0


def cases(processes: Collection[str], graph: str) -> Iterator[Case]:
    """Yield the cases on one graph."""
    if "ic" in processes:
        for chance in CHANCES:
            yield Case("ic", graph, f"{chance:g} a tie", 60, chance)
    if "lt" in processes:
        yield Case("lt", graph, "1 / in-degree", 200)
    if "sir" in processes:
        yield _sir(graph, SIR_CHANCE, 200)
        yield _sir(graph, FEW[graph], 200)
        yield _sir(graph, FEW[graph], 400)
    if "one" in processes:
        yield Case("one", graph, f"cascade, {CHANCES[0]:g} a tie", 60, CHANCES[0])
        yield Case("one", graph, f"cascade, {CHANCES[2]:g} a tie", 60, CHANCES[2])
        few = FEW[graph]
        yield Case("one", graph, f"SIR, {few:g} a tie and round", 200, few, SIR_RECOVERY)


def _sir(graph: str, chance: float, horizon: int) -> Case:
    says = f"{chance:g} a tie and round, stops by {SIR_RECOVERY:g}"
    return Case("sir", graph, f"{says}, {horizon} rounds", horizon, chance, SIR_RECOVERY)


def chosen_graphs(names: str | None) -> tuple[str, ...]:
    """Return the graphs of a list with commas, smallest first; all where none is named."""
    if names is None:
        return GRAPHS
    asked = names.split(",")
    unknown = set(asked) - set(GRAPHS)
    if unknown:
        raise ValueError(f"{', '.join(sorted(unknown))}: no such graph; there are {GRAPHS}")
    return tuple(name for name in GRAPHS if name in asked)
