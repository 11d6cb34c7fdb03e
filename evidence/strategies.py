"""The page docs/strategies.md: what the nine presets reach and cost, in towns of three sizes."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import NamedTuple

import jinja2
import numpy as np
from numpy.typing import NDArray

from engagelab.experiments import Execution, run_plans
from engagelab.experiments.decision_result import verdict
from engagelab.experiments.equal_money import MoneySearch, default_lever, solve
from engagelab.experiments.intervals import Level, mean_interval
from engagelab.simulation.outcome import Outcome
from engagelab.simulation.scenario import Scenario

PAGE = Path(__file__).parents[1] / "docs" / "strategies.md"
TEMPLATE = Path(__file__).with_name("strategies.md.j2")
BASE = "go-to-them"
SIZES = (2_000, 10_000, 100_000)
TOWNS, RUNS = 24, 25
COLUMNS = ("plan", "reach", "reads", "cost", "cost per reader", "lift of reach", "95 % interval",
           "verdict", "lift at equal money", "95 % interval", "verdict")  # fmt: skip
WORDS = {"baseline": "fewer", "challenger": "more", "draw": "draw", "unequal": "–"}
MEASURES = ("readers", "cost", "reads")


class Lift(NamedTuple):
    """The lift of reach over the base plan, with its interval over towns, and the verdict."""

    mean: float
    low: float
    high: float
    verdict: str


class Row(NamedTuple):
    """The means of one preset's measures over towns, and its lifts as scaled and at equal money."""

    plan: str
    means: NDArray[np.float64]
    scaled: Lift | None
    equal: Lift | None


def run() -> str:
    """Simulate, write the page and return its summary."""
    rows = {people: rows_of(people, towns=TOWNS, runs=RUNS) for people in SIZES}
    PAGE.write_text(page(rows), encoding="utf-8")
    draws = sum(row.equal is not None and row.equal.verdict == "draw"
                for people in SIZES for row in rows[people])  # fmt: skip
    count = len(SIZES) * (len(Scenario.presets()) - 1)
    return (
        f"Of {count} comparisons with {BASE} at equal money {draws} are draws. The tables are in "
        f"[{PAGE.name}]({PAGE.name})."
    )


def rows_of(people: int, *, towns: int, runs: int) -> list[Row]:
    """Return a row for each preset, the base first, in towns of one size."""
    names = [BASE, *(name for name in Scenario.presets() if name != BASE)]
    plans = [Scenario.preset(name).scaled(people) for name in names]
    evaluate = partial(in_towns, towns=towns, runs=runs)
    scaled = evaluate(plans)
    money = float(scaled[0, :, 1].mean())
    searches = [MoneySearch(plan, default_lever(plan), money) for plan in plans[1:]]
    solve(searches, evaluate)
    level = Level(1 - 0.05 / len(searches))  # all intervals of a column hold together
    rows = [Row(BASE, scaled[0].mean(axis=0), None, None)]
    for name, values, search in zip(names[1:], scaled[1:], searches, strict=True):
        equal = lift(search.results[search.best], scaled[0], level)
        if search.at_its_end:
            equal = equal._replace(verdict="unequal")
        rows.append(Row(name, values.mean(axis=0), lift(values, scaled[0], level), equal))
    return rows


def in_towns(plans: Sequence[Scenario], *, towns: int, runs: int) -> NDArray[np.float64]:
    """Return readers, cost and reads of plans in each town; shape (plans, towns, 3)."""
    # town by town, so that each is built once
    by_town = [plan.replace({"settings.key": key}) for key, plan in product(range(towns), plans)]
    answers = np.array(run_plans(by_town, _means, Execution(runs, progress=False)))
    return answers.reshape(towns, len(plans), len(MEASURES)).swapaxes(0, 1)


def _means(outcome: Outcome) -> list[float]:
    """Return the means of the measures over the runs."""
    return [float(outcome.total(name).mean()) for name in MEASURES]


def lift(values: NDArray[np.float64], base: NDArray[np.float64], level: Level) -> Lift:
    """Return the lift of readers, paired by town."""
    mean, low, high = mean_interval(values[:, 0] - base[:, 0], level)
    return Lift(mean, low, high, verdict(low, high))


# --- the page --------------------------------------------------------------------------------


def page(rows: Mapping[int, list[Row]]) -> str:
    """Return the whole page."""
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        base=BASE, towns=TOWNS, runs=RUNS, hashes=hashes(),
        tables={people: _table(rows[people]) for people in rows},
    )  # fmt: skip


def hashes() -> str:
    """Return the hash of each preset, which changes with any field or default."""
    return ", ".join(f"{name} {Scenario.preset(name).hash}" for name in Scenario.presets())


def _table(rows: Sequence[Row]) -> str:
    lines: list[Sequence[str]] = [COLUMNS, ["---", *["---:"] * (len(COLUMNS) - 1)]]
    for row in rows:
        readers, cost, reads = row.means
        numbers = f"{readers:,.0f}", f"{reads:,.0f}", f"{cost:,.0f}", f"{cost / readers:.2f}"
        lines.append([f"`{row.plan}`", *numbers, *_lift(row.scaled), *_lift(row.equal)])
    return "".join(f"| {' | '.join(words)} |\n" for words in lines)


def _lift(lift: Lift | None) -> Sequence[str]:
    if lift is None:
        return "–", "–", "–"
    return f"{lift.mean:+,.0f}", f"{lift.low:+,.0f} to {lift.high:+,.0f}", WORDS[lift.verdict]
