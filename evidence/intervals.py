"""How often intervals hold the value that they are meant to hold."""

from collections.abc import Callable

import numpy as np

import engagelab as el
from engagelab.experiments.bootstrap import skewed_mean_interval, skewed_ratio_interval
from engagelab.experiments.intervals import Level, mean_interval, ratio_interval

SIZES = (20, 50, 200)
REPEATS = 4_000
VARIANTS = 3
SHAPES = {
    "normal": (lambda rng, n: rng.normal(size=n), 0.0),
    "exponential, skewness 2": (lambda rng, n: rng.exponential(size=n), 1.0),
    "log-normal, skewness 9": (lambda rng, n: rng.lognormal(0, 1.09, size=n), np.exp(1.09**2 / 2)),
    "log-normal in 15 % of values, else 0": (
        lambda rng, n: rng.lognormal(size=n) * (rng.random(n) < 0.15),
        0.15 * np.exp(0.5),
    ),
}
PAIRS = (
    ("go-to-them", "bottom-up"),
    ("go-to-them", "empowered-employees"),
    ("voucher", "always-answer"),
)
KEYS, TOWNS, RUNS = 200, 8, 200
PEOPLE = 2_000


def coverage(interval: Callable, draw: Callable, mean: float, size: int, joint: int = 1) -> float:
    """Return how often the nominal 95 % intervals of so many means hold all of them."""
    rng, level, held = np.random.default_rng(0), Level(1 - 0.05 / joint), 0
    for _ in range(REPEATS):
        ends = (interval(draw(rng, size), level)[1:] for _ in range(joint))
        held += all(low <= mean <= high for low, high in ends)
    return held / REPEATS


def ratio_coverage(interval: Callable, size: int) -> tuple[float, float]:
    """Return how often intervals of a cost per reader hold it, and how often they are unbounded.

    Lifts are log-normal with skewness 9; the extra cost grows with the lift, and varies beside it.
    """
    rng, held, unbounded = np.random.default_rng(0), 0, 0
    true = 2 + 5 / np.exp(1.09**2 / 2)
    for _ in range(REPEATS):
        lift = rng.lognormal(0, 1.09, size=size)
        _, low, high = interval(5 + 2 * lift + rng.normal(0, 2, size=size), lift, Level(0.95))
        unbounded += np.isnan(low)
        held += np.isnan(low) or low <= true <= high
    return held / REPEATS, unbounded / REPEATS


def town_coverage(first: str, second: str, people: int = PEOPLE, keys: int = KEYS) -> list[float]:
    """Return how often `compare` of two presets holds their mean lift over all towns.

    Over several towns, as by default, and over one town.
    """
    scale = people / 10_000
    plans = [_scaled(el.Scenario.preset(name), people, scale) for name in (first, second)]
    found = [
        [el.compare(plans[0], {"other": plans[1]}, key=TOWNS * turn, runs=RUNS, towns=towns).table
         for turn in range(keys)]
        for towns in (TOWNS, 1)
    ]  # fmt: skip
    rows = [[table.iloc[1] for table in tables] for tables in found]
    mean = np.mean([row["lift"] for row in rows[0]])
    return [float(np.mean([row["low"] <= mean <= row["high"] for row in part])) for part in rows]


def _scaled(plan: el.Scenario, people: int, scale: float) -> el.Scenario:
    posts = [
        post.replace(seeds=round(post.seeds * scale), paid=round(post.paid * scale))
        for post in plan.campaign.posts
    ]
    return plan.replace({"population.people": people, "campaign.posts": posts})


def run() -> str:
    """Return tables of coverages: of means, of ratios, of comparisons over towns."""
    head = ["| values | interval | " + " | ".join(f"n = {size}" for size in SIZES) + " |",
            "| --- | --- |" + " ---: |" * len(SIZES)]  # fmt: skip
    kinds = {"Student's t": mean_interval, "bootstrap-t": skewed_mean_interval}
    for name, (draw, mean) in SHAPES.items():
        for kind, interval in kinds.items():
            cells = [f"{coverage(interval, draw, mean, size):.1%}" for size in SIZES]
            head.append(f"| {name} | {kind} | {' | '.join(cells)} |")
    name = "log-normal, skewness 9"
    cells = [f"{coverage(skewed_mean_interval, *SHAPES[name], size, VARIANTS):.1%}"
             for size in SIZES]  # fmt: skip
    head.append(f"| {name}, {VARIANTS} means jointly | bootstrap-t | {' | '.join(cells)} |")
    ratios = {"Fieller": ratio_interval, "Fieller, bootstrap-t": skewed_ratio_interval}
    for kind, interval in ratios.items():
        found = [ratio_coverage(interval, size) for size in SIZES]
        cells = [f"{held:.1%} ({none:.0%} not determined)" for held, none in found]
        head.append(
            f"| cost per extra reader, lifts of skewness 9 | {kind} | {' | '.join(cells)} |"
        )
    return "\n".join([*head, "", *_towns()])


def _towns() -> list[str]:
    lines = [
        f"Of {KEYS} comparisons of two presets among {PEOPLE:,} people, each with {RUNS} runs of a "
        "plan, so many nominal 95 % intervals held the mean lift over all their towns:",
        "",
        f"| presets | over {TOWNS} towns | over one town |",
        "| --- | ---: | ---: |",
    ]
    for pair in PAIRS:
        several, one = town_coverage(*pair)
        lines.append(f"| {pair[0]}, {pair[1]} | {several:.1%} | {one:.1%} |")
    return lines
