"""Compare options: named plans, each with its money, simulated in the same towns."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np
import pandas as pd

from ..errors import EngagelabError
from ..graphs.network import Network
from ..io.arguments import checked
from ..models.declaration import LARGEST_KEY, whole_number
from ..simulation.outcome import LEVELS
from ..simulation.scenario import Scenario
from .decision import LETTERS, Decision, Division, SolvedOption
from .equal_money import MoneySearch
from .executors import DaskClient
from .plan_number import PAID, SEEDS
from .progress import Progress
from .town_answers import COLUMNS, KINDS
from .town_runner import AnswerCache, Array, Option, TownRunner, at_best

__all__ = ["Option", "compare_options"]

_KIND_OF = {SEEDS: "seeds", PAID: "paid impressions", "campaign.own_size": "own space",
            "answers.reply_rate": "answers"}  # fmt: skip


@checked
def compare_options(
    options: Sequence[Option],
    *,
    towns: int = 100,
    key: int | None = None,
    network: Network | None = None,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
    cache: AnswerCache | None = None,
) -> Decision:
    """Compare named plans in the same simulated towns, each at its budget.

    Each option is simulated once in each town, with the same random numbers for all. The lever of
    an option is set so that its mean cost over these towns is its budget.

    Parameters
    ----------
    options : sequence of Option
        One to eight, of different names; letters A, B, C follow their order.
    towns : int
        Number of towns; with `network`, of simulations on it.
    key : int, optional
        The first town's; the others have key + 1 and so on. None: that of the first plan.
    network : Network, optional
        Simulate all options on this network.
    executor, progress, cancel : optional
        As for `Execution`; without an executor, threads of this process are used.
    cache : AnswerCache, optional
        Answers of earlier comparisons on the same network: only options that changed are simulated.

    Returns
    -------
    Decision
        Towns, curves, order and verdicts.

    Raises
    ------
    EngagelabError
        If there is no option, two have the same name, or a plan is refused.
    Cancelled
        If `cancel` was set.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.options import Option, compare_options
    >>> plans = [el.Scenario.preset(n).replace({"population.people": 1000, "campaign.own_size": 0})
    ...          for n in ("go-to-them", "empowered-employees")]
    >>> decision = compare_options(
    ...     [Option(plan.name, plan, budget=1200.0) for plan in plans], towns=4)
    >>> [round(cost, -2) for cost in decision.summary["cost"]]
    [1200.0, 1200.0]
    """
    started = time.perf_counter()
    _check(options)
    whole_number("towns", towns, 2, 100_000)
    first = options[0].plan.settings_with(key=key).key
    whole_number("key", first, 0, LARGEST_KEY - towns)
    keys = range(first, first + towns)
    with TownRunner.open(network, executor, progress, cancel, cache=cache) as runner:
        searches = runner.solve(options, keys)
        plans = [at_best(option, each) for option, each in zip(options, searches, strict=True)]
        numbers, curves = runner.answers(plans, keys)
    solved = tuple(
        _solved(letter, option, plan, search, numbers[index])
        for index, (letter, option, plan, search)
        in enumerate(zip(LETTERS, options, plans, searches, strict=False))
    )  # fmt: skip
    people, employees = numbers[0, 0, COLUMNS.index("people") :][:2]
    return Decision(
        solved, _towns_frame(numbers, keys), _curves_frame(curves), int(people), int(employees),
        first, time.perf_counter() - started,
        {each.letter: each.plan.hash for each in solved}, network,
    )  # fmt: skip


def _check(options: Sequence[Option]) -> None:
    if not 1 <= len(options) <= len(LETTERS):
        raise EngagelabError(f"options: {len(options)} given; give 1 to {len(LETTERS)}")
    names = [option.name for option in options]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise EngagelabError(f"options: two are called {twice!r}; rename one")


# --- results ---------------------------------------------------------------------------------


def _solved(
    letter: str, option: Option, plan: Scenario, search: MoneySearch, numbers: Array
) -> SolvedOption:
    return SolvedOption(
        letter, option.name, plan, option.budget, search.lever.name, search.lever.value(plan),
        search.lever.range(plan), _division(option, plan, search.lever.name, numbers),
        bool(search.results) and search.at_its_end,
    )  # fmt: skip


def _division(option: Option, plan: Scenario, lever: str, numbers: Array) -> Division:
    mean = dict(zip(COLUMNS, numbers.mean(axis=0).tolist(), strict=True))
    kind = _KIND_OF.get(lever, lever.partition(".")[2])
    spent, count = mean.get(f"cost_{kind}", 0.0), mean.get(f"count_{kind}", 0.0)
    others = {each: mean[f"cost_{each}"] for each in KINDS
              if each != kind and mean[f"cost_{each}"] > 0}  # fmt: skip
    remainder = 0.0 if option.budget is None else option.budget - mean["cost"]
    unit = spent / count if count else 0.0
    return Division(kind, spent, count, unit, len(plan.campaign.posts), others, remainder)


def _towns_frame(numbers: Array, keys: Sequence[int]) -> pd.DataFrame:
    options, towns, columns = numbers.shape
    frame = pd.DataFrame(numbers.reshape(-1, columns), columns=list(COLUMNS))
    cost = frame["cost"].where(frame["cost"] > 0)
    frame = frame.drop(columns=["people", "employees"])
    frame.insert(0, "option", np.repeat(list(LETTERS[:options]), towns))
    frame.insert(1, "town", np.tile(list(keys), options))
    frame.insert(5, "return", (frame["value"] - cost) / cost)
    return frame


def _curves_frame(curves: Array) -> pd.DataFrame:
    options, _, rounds = curves.shape
    low, high = np.quantile(curves, LEVELS, axis=1)
    return pd.DataFrame(
        {"option": np.repeat(list(LETTERS[:options]), rounds),
         "round": np.tile(np.arange(rounds), options), "mean": curves.mean(axis=1).ravel(),
         "low": low.ravel(), "high": high.ravel()}
    )  # fmt: skip
