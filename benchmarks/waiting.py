"""What a person waits for, and the memory a large network takes; most in fresh processes."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import networkx as nx

import engagelab as el

from .fresh import TIES
from .results import Wait

ROOT = Path(__file__).parents[1]
CONVERTED = 210_000  # people of the graph that is converted, with 5 new ties each


def waits(times: int = 5) -> Iterator[Wait]:
    """Yield what a person waits for, each as the median of some times."""
    told("import")  # what lies on the disk is read once before
    yield Wait("import engagelab", median(told("import") for _ in range(times)), "s")
    yield Wait("first answer", median(until_told("first") for _ in range(times)), "s")
    yield Wait("from networkx", converted(nx.barabasi_albert_graph(CONVERTED, 5, seed=1)), "ties/s")
    yield Wait("from arrays", TIES / told("arrays"), "ties/s")
    yield Wait("peak memory", told("memory") / 1e9, "GB")


def told(task: str) -> float:
    """Return what a fresh process measures."""
    command = [sys.executable, "-m", "benchmarks.fresh", task]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def until_told(task: str) -> float:
    """Return the seconds from the start of a fresh process to its answer."""
    begun = time.perf_counter()
    told(task)
    return time.perf_counter() - begun


def converted(graph: nx.Graph, times: int = 3) -> float:
    """Return how many ties a second are taken over from a networkx graph."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        el.Network.from_networkx(graph)
        taken.append(time.perf_counter() - begun)
    return graph.number_of_edges() / median(taken)
