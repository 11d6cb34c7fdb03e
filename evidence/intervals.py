"""How often intervals hold the value that they are meant to hold."""

import numpy as np

from engagelab.experiments.intervals import Level, mean_interval

LEVEL = Level(0.95)
SIZES = (20, 50, 200)
REPEATS = 4_000
SHAPES = {
    "normal": (lambda rng, n: rng.normal(size=n), 0.0),
    "exponential, skewness 2": (lambda rng, n: rng.exponential(size=n), 1.0),
    "log-normal, skewness 9": (lambda rng, n: rng.lognormal(0, 1.09, size=n), np.exp(1.09**2 / 2)),
}


def coverage(draw, mean: float, size: int, seed: int = 0) -> float:
    """Return the share of nominal 95 % intervals of a mean that hold it."""
    rng = np.random.default_rng(seed)
    held = 0
    for _ in range(REPEATS):
        _, low, high = mean_interval(draw(rng, size), LEVEL)
        held += low <= mean <= high
    return held / REPEATS


def run() -> str:
    """Return a table of coverages by distribution and sample size."""
    lines = ["| values | " + " | ".join(f"n = {size}" for size in SIZES) + " |",
             "| --- |" + " ---: |" * len(SIZES)]  # fmt: skip
    for name, (draw, mean) in SHAPES.items():
        cells = [f"{100 * coverage(draw, mean, size):.1f} %" for size in SIZES]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)
