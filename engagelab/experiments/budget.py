"""Budget: the split of money over seeds, posts, answers and incentives that reaches most people."""

import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..errors import EngagelabError
from ..graphs.network import Network
from ..io.arguments import checked
from ..models.declaration import LARGEST_KEY, whole_number
from ..simulation.outcome import LEVELS
from ..simulation.scenario import Scenario
from .allocation import AllocationSearch, Split
from .executors import DaskClient
from .levers import budget_levers
from .progress import Progress, progress_reporter
from .responses import ResponseCache, need_amount
from .runner import Execution, need_scenario

_MEASURES = ("reach", "cost")
_CURVE_POINTS = 9  # of each lever's curve around the best split
BEST, AS_IT_IS, ONE_LEVER = "best split", "as it is", "one lever"


@dataclass(frozen=True)
class Budget:
    """The best split of money found, with its reach and cost on fresh keys.

    Attributes
    ----------
    money : float
        The maximum mean cost of the campaign.
    plan : Scenario
        The plan of the best split.
    levers : dict
        The value of each lever in it.
    table : DataFrame
        One row per plan, ``best split``, ``as it is`` and, if one is affordable, ``one lever``, the
        best plan that changes only one: ``plan``, ``lever`` (the one changed), ``chosen_with`` (its
        reach with the key of the search), ``reach`` (the mean over fresh keys), ``low`` and
        ``high`` (5 and 95 % of these keys), ``cost``, ``lift`` (over the plan as it is, paired by
        key) and its ``standard_error``, ``within`` (the share of fresh keys whose cost does not
        exceed the money).
    judged : DataFrame
        The same plans at each fresh key: ``plan``, ``key``, ``reach``, ``cost``.
    response : DataFrame
        Each lever moved alone around the best split: ``lever``, ``value``, ``reach``,
        ``reach_standard_error``, ``cost``, ``affordable``, ``best`` (true at the best split).
    binds : bool
        Whether the money limits the reach: some evaluated plan reaches more and costs more.
    evaluations : int
        Number of splits evaluated in the search.
    """

    money: float
    plan: Scenario
    levers: Mapping[str, float]
    table: pd.DataFrame
    judged: pd.DataFrame
    response: pd.DataFrame
    binds: bool
    evaluations: int

    @property
    def says(self) -> str:
        """The answer in words."""
        best, now = self.table.iloc[0], self.table.iloc[1]
        split = ", ".join(f"{name} {value:g}" for name, value in self.levers.items())
        more = "more money would reach more" if self.binds else "no evaluated split reaches more"
        return (
            f"Best split of {self.money:,g}: {split}. On fresh keys it reaches "
            f"{best['reach']:,.1f} people and costs {best['cost']:,.1f}; {more}. "
            f"Compared with the plan as it is, which costs {now['cost']:,.1f}, the lift is "
            f"{best['lift']:,.1f} (standard error {best['standard_error']:,.1f}). With the key of "
            f"the search it reached {best['chosen_with']:,.1f}: the best of many splits is partly "
            f"luck, so rely on the fresh keys.{self._margin()}"
        )

    def _margin(self) -> str:
        """Return a sentence on the fresh keys at which the best split exceeds the money."""
        costs = self.judged.loc[self.judged["plan"] == BEST, "cost"]
        beyond = int((costs > self.money).sum())
        if not beyond:
            return ""
        return (
            f" It costs more than the money at {beyond} of {len(costs)} fresh keys; if that is not "
            "acceptable, give a smaller amount."
        )


@checked
def budget(
    scenario: Scenario,
    money: float,
    *,
    levers: Iterable[str] | Mapping[str, tuple[float, float]] | None = None,
    runs: int | None = None,
    key: int | None = None,
    keys: int = 8,
    evaluations: int | None = None,
    network: Network | None = None,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> Budget:
    """Find the split of money over the levers of a plan that reaches most people.

    The search maximises mean reach subject to a mean cost of at most the money. If there are few
    splits, all are evaluated. Otherwise it evaluates plans that change one lever; then differential
    evolution (Storn and Price 1997, doi 10.1023/A:1008202821328) as implemented by scipy, which
    needs no derivatives, as the response is a step function, and treats the money as a constraint
    by the rules of Lampinen 2002 (doi 10.1109/CEC.2002.1004459): an affordable split is better than
    one that is not; finally, moves of single levers around the best split. Of splits with equal
    reach, the cheaper is better.

    Parameters
    ----------
    scenario : Scenario
        The plan; what is not a lever is not changed.
    money : float
        The maximum mean cost of the campaign, in the plan's currency.
    levers : names, or mapping of name to (low, high), optional
        As for `budget_levers`; None: all that can act in the plan.
    runs, key : int, optional
        As for `Scenario.run`; the key of the search.
    keys : int
        Number of fresh keys on which the split is judged: key + 1, key + 2, and so on.
    evaluations : int, optional
        Maximum number of splits to evaluate in the search (None: 150 per lever, at least 400);
        curves and judging are extra.
    network : Network, optional
        Run all plans on this network instead of the town of each.
    executor, cancel : optional
        As for `Execution`.
    progress : optional
        As for `Execution`; it counts the evaluations.

    Returns
    -------
    Budget

    Raises
    ------
    EngagelabError
        If a lever is unknown, a range or number is wrong, or no evaluated split is affordable
        (costs are known only after the plans are run).
    Cancelled
        If `cancel` was set.

    Notes
    -----
    The best of many splits on one key owes part of its reach to that key (the optimiser's curse:
    Smith and Winkler 2006, doi 10.1287/mnsc.1050.0451), so it is judged on others. No search this
    short proves that there is no better split; `response` shows whether one lever alone would
    improve it.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 300})
    >>> found = el.budget(plan, 0, levers={"posts": (0, 2)}, runs=2, keys=2)
    >>> dict(found.levers), found.binds
    ({'posts': 0.0}, True)
    """
    need_scenario(scenario)
    limit = need_amount("money", money)
    varied = budget_levers(scenario, levers, network=network)
    first = scenario.settings_with(runs=runs, key=key).key
    whole_number("keys", keys, 1, 1000)
    whole_number("key", first, 0, LARGEST_KEY - keys)
    if evaluations is None:
        evaluations = max(400, 150 * len(varied))
    whole_number("evaluations", evaluations, 10, 1_000_000)
    cache = ResponseCache(Execution(runs, None, network, executor, cancel, False), _MEASURES)
    with progress_reporter(progress, evaluations) as report:
        search = AllocationSearch(scenario, varied, limit, cache, first, evaluations, report)
        best = search.search()
    searched = len(search.evaluated)
    if search.cost(best) > limit:
        raise EngagelabError(
            f"money: {money!r} pays for none of the splits evaluated; the cheapest costs "
            f"{search.cost(best):,.2f}; give more, or add posts to the levers"
        )
    best, response = _best_with_curves(search, best)
    candidates = _candidates(search, best)
    judged = _judge(candidates, cache, range(first + 1, first + 1 + keys))
    return Budget(
        money=limit,
        plan=search.plan(best),
        levers=search.values(best),
        table=_table(candidates, judged, search),
        judged=judged,
        response=response,
        binds=any(search.reach(other) > search.reach(best) for other in search.evaluated),
        evaluations=searched,
    )


@dataclass(frozen=True)
class _Candidate:
    """A plan that is judged on fresh keys."""

    name: str
    plan: Scenario
    lever: str = ""


def _best_with_curves(search: AllocationSearch, best: Split) -> tuple[Split, pd.DataFrame]:
    """Return the best split and its curves, once no point of the curves is better."""
    response = _curves(search, best)
    while (better := search.best()) != best:
        best, response = better, _curves(search, better)
    return best, response


def _curves(search: AllocationSearch, best: Split) -> pd.DataFrame:
    """Move each lever alone around the best split."""
    rows: list[dict[str, Any]] = []
    for i, lever in enumerate(search.levers):
        line = search.line(best, i, points=_CURVE_POINTS)
        search.evaluate(line)
        rows += [
            {"lever": lever.name, "value": lever.values[split[i]], **search.response(split),
             "affordable": search.cost(split) <= search.money, "best": split == best}
            for split in line
        ]  # fmt: skip
    return pd.DataFrame(rows)


def _candidates(search: AllocationSearch, best: Split) -> list[_Candidate]:
    candidates = [_Candidate(BEST, search.plan(best)), _Candidate(AS_IT_IS, search.scenario)]
    single = search.best_single()
    if single is not None:
        split, lever = single
        candidates.append(_Candidate(ONE_LEVER, search.plan(split), lever))
    return candidates


def _judge(candidates: list[_Candidate], cache: ResponseCache, keys: range) -> pd.DataFrame:
    """Run each plan with keys that the search did not use."""
    # key by key, so that each town is built once
    plans = {
        (key, each.name): each.plan.replace({"settings.key": key})
        for key in keys
        for each in candidates
    }
    rows = [
        {"plan": name, "key": key, "reach": row["reach"], "cost": row["cost"]}
        for (key, name), row in zip(plans, cache.evaluate(plans), strict=True)
    ]
    return pd.DataFrame(rows)


def _table(
    candidates: list[_Candidate], judged: pd.DataFrame, search: AllocationSearch
) -> pd.DataFrame:
    reaches = judged.pivot_table(index="key", columns="plan", values="reach")
    costs = judged.pivot_table(index="key", columns="plan", values="cost")
    rows = []
    for each in candidates:
        reach, cost = reaches[each.name], costs[each.name]
        lift = reach - reaches[AS_IT_IS]
        low, high = np.quantile(reach, LEVELS)
        rows.append(
            {"plan": each.name, "lever": each.lever,
             "chosen_with": search.reach_of_plan(each.plan),
             "reach": reach.mean(), "low": low, "high": high, "cost": cost.mean(),
             "lift": lift.mean(), "standard_error": lift.std(ddof=1) / np.sqrt(len(lift)),
             "within": (cost <= search.money).mean()}
        )  # fmt: skip
    return pd.DataFrame(rows)
