"""What is measured in a process of its own: ``python -m benchmarks.fresh import``.

Nothing is imported before it is needed: loading is what is measured.
"""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engagelab.graphs.network import Network

PEOPLE, TIES = 1_000_000, 10_000_000


def loading() -> float:
    """Return the seconds that ``import engagelab`` takes."""
    begun = time.perf_counter()
    import engagelab  # noqa: F401 - to be loaded is all it is here for

    return time.perf_counter() - begun


def first_answer() -> float:
    """Return the mean reach of a plan: town, 200 runs, mean."""
    import engagelab as el

    outcome = el.simulate(el.graphs.town(10_000), el.Engagement(), 10, runs=200)
    return float(el.reach(outcome).mean())


def large_network() -> "tuple[Network, float]":
    """Make a network of arrays, and return it with the seconds that it took."""
    import numpy as np

    from engagelab.graphs.edges import Pairs
    from engagelab.graphs.network import Network

    rng = np.random.default_rng(1)
    ends = (rng.integers(0, PEOPLE, TIES, dtype=np.int32) for _ in range(2))
    source, target = ends
    target[source == target] = (target[source == target] + 1) % PEOPLE
    labels = np.arange(PEOPLE)
    begun = time.perf_counter()
    network = Network.build(labels, Pairs(source, target, None, False))
    return network, time.perf_counter() - begun


def arrays() -> float:
    """Return the seconds that a network of arrays takes, in the median of three in one process."""
    return sorted(large_network()[1] for _ in range(3))[1]


def peak_memory() -> float:
    """Return the bytes of memory at the highest, of a million people, their ties and 64 runs."""
    import engagelab as el

    network, _ = large_network()
    el.simulate(network, el.IndependentCascade(transmissibility=0.1), 10, runs=64)
    return highest()


def highest() -> float:
    """Return the bytes of memory that this process has held at most.

    What `resource` says of a new process on Linux counts the one that started it too.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return 1024.0 * int(lines["VmHWM"].split()[0])
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)


TASKS = {
    "import": loading,
    "first": first_answer,
    "arrays": arrays,
    "memory": peak_memory,
}

if __name__ == "__main__":
    sys.stdout.write(f"{TASKS[sys.argv[1]]()}\n")
