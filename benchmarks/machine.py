"""The machine: what it is called, and how quickly it reads words at random places."""

import os
import platform
import re
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from statistics import median

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .results import Results

WORDS = {"80 kB": 10_000, "800 kB": 100_000, "8 MB": 1_000_000, "256 MB": 32_000_000}
READS = 20_000_000


def facts() -> dict[str, str]:
    """Return what the machine is; what the system does not tell is left out."""
    told = {
        "processor": _processor(),
        "cores": str(_cores()),
        "caches": ", ".join(_caches()),
        "memory": _memory(),
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
    }
    packages = ("engagelab", "numba", "numpy", "networkx")
    told |= {name: metadata.version(name) for name in packages}
    return {name: value for name, value in told.items() if value}


def _cores() -> int | None:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8") if path.exists() else ""
    named = re.search(r"model name\s*: (.+)", lines)
    return named[1].strip() if named else platform.processor() or platform.machine()


def _caches() -> Iterator[str]:
    for index in sorted(Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = (
            (index / name).read_text().strip() for name in ("level", "type", "size")
        )
        if kind != "Instruction":
            yield f"L{level} {size.removesuffix('K')} kB"


def _memory() -> str:
    try:
        pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return ""
    return f"{pages * size / 2**30:.0f} GB"


@njit(cache=False)
def _gather(words: NDArray[np.int64], reads: int) -> int:
    """Read at places that a hash tells, so that no read waits for another."""
    total, size = 0, np.uint64(words.size)
    for i in range(reads):
        x = np.uint64(i) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        total += words[((x >> np.uint64(32)) * size) >> np.uint64(32)]
    return total


def gathers(reads: int = READS) -> dict[str, float]:
    """Return reads a second from arrays of several sizes, on one thread."""
    _gather(np.zeros(10, np.int64), 10)
    return {name: _reads_a_second(np.ones(words, np.int64), reads) for name, words in WORDS.items()}


def _reads_a_second(words: NDArray[np.int64], reads: int) -> float:
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        _gather(words, reads)
        times.append(time.perf_counter() - begun)
    return reads / median(times)


def limit(results: Results, people: int) -> float | None:
    """Return the reads a second from one word for each person, by the next size measured."""
    for name, words in WORDS.items():
        if words >= people and name in results.gathers:
            return results.gathers[name]
    return None
