"""Compare the engine with a second simulator of the engagement model over many campaigns."""

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from witness.scenarios import (  # noqa: E402 - the folder has to be on the path first
    LIMIT,
    Compared,
    agreement,
    drawn,
    drawn_small,
)

SCENARIOS, SMALL_SCENARIOS = 60, 240
PROCESSES = 2
WORST = 5  # numbers that the page lists


def run() -> str:
    """Return how far the two simulators are apart; fail if a number is beyond the limit."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        results = pool.map(_compared, range(SCENARIOS + SMALL_SCENARIOS))
        numbers = [(place, each) for place, of_one in enumerate(results) for each in of_one]
    numbers.sort(key=lambda pair: -abs(pair[1].z))
    text = _summary(numbers)
    if abs(numbers[0][1].z) > LIMIT:
        raise SystemExit(text)
    return text


def _compared(place: int) -> list[Compared]:
    """Return the numbers of one campaign; the small ones come after the others."""
    if place < SCENARIOS:
        return agreement(drawn(place), runs=1000, keys=150, runs_per_key=10)
    return agreement(drawn_small(place - SCENARIOS), runs=500, keys=100, runs_per_key=5)


def _summary(numbers: list[tuple[int, Compared]]) -> str:
    differing = [each.z for _, each in numbers if each.z]
    square = sum(z * z for z in differing) / len(differing)
    lines = [
        "`tests/witness` holds a second simulator, written from the rules alone, with ordinary "
        f"random numbers. {SCENARIOS} drawn campaigns of 40 to 150 people (1,000 runs of it, 1,500 "
        f"of the engine) and {SMALL_SCENARIOS} of 2 to 9 (500 of each) were simulated with both: "
        f"{len(numbers):,} numbers, which are the totals of all measures, their timing, and counts "
        f"by post. {len(differing):,} of them are not equal. The greatest |z| is "
        f"{abs(numbers[0][1].z):.2f} (limit {LIMIT}), and the mean of z² {square:.3f}; chance "
        "alone gives 1.",
        "",
        "| campaign | number | engine | second simulator | z |",
        "| ---: | --- | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {place} | {each.name} | {each.engine:.4f} | {each.witness:.4f} | {each.z:+.2f} |"
        for place, each in numbers[:WORST]
    ]
    return "\n".join(lines)
