"""Budget: the split of money over seeds, posts, answers and incentives that reaches most."""

import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..errors import EngagelabError
from ..graphs.network import Network
from ..models.declaration import LARGEST_KEY, whole_number
from ..simulation.outcome import LEVELS
from ..simulation.scenario import Scenario
from .allocation import Allocations
from .executors import Client
from .levers import BudgetLever, levers_of
from .progress import Progress, watched
from .responses import Responses, amount
from .runner import Execution, need_scenario

_MEASURES = ("reach", "cost")
_CURVE = 9  # points of each lever's curve around the best split
BEST, AS_IT_IS, ONE_LEVER = "best split", "as it is", "one lever"


@dataclass(frozen=True)
class Budget:
    """The best split of money that was found, and how it does where it was not chosen.

    Attributes
    ----------
    money : float
        What the campaign may cost, in the mean of the runs.
    plan : Scenario
        The best split as a plan.
    levers : dict
        What each lever is set to in it.
    table : DataFrame
        One row a plan, ``best split``, ``as it is`` and, where there is one that the money pays,
        ``one lever``, the best plan that changes only one: ``plan``, ``lever`` (which one),
        ``chosen_with`` (its reach on the key it was chosen with), ``reach`` (the mean over fresh
        keys), ``low`` and ``high`` (5 and 95 % of these keys), ``cost``, ``lift`` (over the plan
        as it is, pair by pair of keys) and its ``standard_error``, ``within`` (at what share of
        the fresh keys the cost stays within the money).
    judged : DataFrame
        The same plans at each fresh key: ``plan``, ``key``, ``reach``, ``cost``.
    response : DataFrame
        Each lever moved by itself around the best split: ``lever``, ``value``, ``reach``,
        ``reach_standard_error``, ``cost``, ``affordable``, ``best`` (where the best split is).
    binds : bool
        Whether the money stands in the way: some plan that was played reaches more and costs more.
    evaluations : int
        How many splits were played to find it.
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
        more = "; more money would reach more" if self.binds else "; more money finds no more"
        return (
            f"With money of {self.money:,g}: {split}. It reaches {best['reach']:,.1f} and costs "
            f"{best['cost']:,.1f} on fresh keys{more}. Against the plan as it "
            f"is, which costs {now['cost']:,.1f}, lift {best['lift']:,.1f} (standard error "
            f"{best['standard_error']:,.1f}). On the key it "
            f"was chosen with it reached {best['chosen_with']:,.1f}: the best of many is partly "
            "luck, so believe the fresh keys." + self._margin()
        )

    def _margin(self) -> str:
        """Say at how many fresh keys the best split costs more than the money."""
        costs = self.judged.loc[self.judged["plan"] == BEST, "cost"]
        beyond = int((costs > self.money).sum())
        if not beyond:
            return ""
        return (
            f" It costs more than the money at {beyond} of {len(costs)} fresh keys; where that may "
            "not be, ask for less."
        )


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
    executor: Executor | Client | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> Budget:
    """Find the split of money over the levers of a plan that reaches most people.

    The mean reach is made as large as it gets while the mean cost is at most the money. Where all
    splits are few, all are played. Otherwise: plans that change one lever; differential evolution
    (Storn and Price 1997, doi 10.1023/A:1008202821328) as scipy has it, which needs no
    derivatives, as the response is a step function, and treats the money as a constraint by the
    rules of Lampinen 2002 (doi 10.1109/CEC.2002.1004459): a split within the money goes before one
    beyond it; last, each lever by itself around the best. Of equal reach, the cheaper goes first.

    Parameters
    ----------
    scenario : Scenario
        The plan; what is no lever stays as it is.
    money : float
        What the campaign may cost, in the plan's currency.
    levers : names, or mapping of name to (low, high), optional
        As for `levers_of`; none: all of seeds, posts, answers and the four rewards.
    runs, key : int, optional
        As for `Scenario.run`; the key that splits are chosen with.
    keys : int
        How many fresh keys judge the split: key + 1, key + 2, and so on.
    evaluations : int, optional
        How many splits may be played to find the best (none: 150 a lever, 400 at least); curves and
        judging come on top.
    network : Network, optional
        Play all plans on these people instead of the town of each.
    executor, cancel : optional
        As for `Execution`.
    progress : optional
        As for `Execution`; it is told of the evaluations.

    Returns
    -------
    Budget

    Raises
    ------
    EngagelabError
        For unknown levers, wrong ranges or numbers; and, as costs are known only when plans are
        played, where no split that was played is within the money.
    Cancelled
        Where `cancel` was set.

    Notes
    -----
    The best of many splits on one key owes part of its reach to that key (the optimiser's curse:
    Smith and Winkler 2006, doi 10.1287/mnsc.1050.0451), so it is judged on others. No search this
    short proves that nothing is better; `response` shows whether one lever alone would be.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 300})
    >>> found = el.budget(plan, 0, levers={"posts": (0, 2)}, runs=2, keys=2)
    >>> dict(found.levers), found.binds
    ({'posts': 0.0}, True)
    """
    need_scenario(scenario)
    limit = amount("money", money)
    moved = levers_of(scenario, levers)
    first = scenario.settings_with(runs=runs, key=key).key
    whole_number("keys", keys, 1, 1000)
    whole_number("key", first, 0, LARGEST_KEY - keys)
    if evaluations is None:
        evaluations = max(400, 150 * len(moved))
    whole_number("evaluations", evaluations, 10, 1_000_000)
    memory = Responses(Execution(runs, None, network, executor, cancel, False), _MEASURES)
    with watched(progress, evaluations) as tell:
        splits = Allocations(scenario, moved, limit, memory, first, evaluations, tell)
        best = splits.search()
    searched = len(splits.seen)
    if splits.cost(best) > limit:
        raise EngagelabError(
            f"money: {money!r} pays for no split that was played; the cheapest costs "
            f"{splits.cost(best):,.2f}; give more, or let posts be a lever"
        )
    response = _response(splits, best)
    while (better := splits.best()) != best:  # the curves have shown one
        best, response = better, _response(splits, better)
    candidates = _candidates(splits, best)
    judged = _judged(candidates, memory, range(first + 1, first + 1 + keys))
    return Budget(
        money=limit,
        plan=splits.plan(best),
        levers=splits.values(best),
        table=_table(candidates, judged, splits, limit),
        judged=judged,
        response=response,
        binds=any(splits.reach(other) > splits.reach(best) for other in splits.seen),
        evaluations=searched,
    )


@dataclass(frozen=True)
class _Candidate:
    """A plan that is judged."""

    name: str
    plan: Scenario
    lever: str = ""


def _response(splits: Allocations, best: tuple[int, ...]) -> pd.DataFrame:
    """Move each lever by itself around the best split."""
    rows = []
    for i, lever in enumerate(splits.levers):
        line = splits.line(best, i, _CURVE)
        splits.ask(line)
        rows += [_point(splits, lever, i, split, best) for split in line]
    return pd.DataFrame(rows)


def _point(
    splits: Allocations, lever: BudgetLever, i: int, split: tuple[int, ...], best: tuple[int, ...]
) -> dict[str, Any]:
    return {
        "lever": lever.name,
        "value": lever.values[split[i]],
        **splits.given(split),
        "affordable": splits.cost(split) <= splits.money,
        "best": split == best,
    }


def _candidates(splits: Allocations, best: tuple[int, ...]) -> list[_Candidate]:
    found = [_Candidate(BEST, splits.plan(best)), _Candidate(AS_IT_IS, splits.scenario)]
    single = splits.best_single()
    if single is not None:
        split, lever = single
        found.append(_Candidate(ONE_LEVER, splits.plan(split), lever))
    return found


def _judged(candidates: list[_Candidate], memory: Responses, keys: range) -> pd.DataFrame:
    """Play each plan at keys that it was not chosen with."""
    # key by key, so that each town is built once
    places = {
        (key, each.name): each.plan.replace({"settings.key": key})
        for key in keys
        for each in candidates
    }
    rows = [
        {"plan": name, "key": key, "reach": gave["reach"], "cost": gave["cost"]}
        for (key, name), gave in zip(places, memory.ask(places), strict=True)
    ]
    return pd.DataFrame(rows)


def _table(
    candidates: list[_Candidate], judged: pd.DataFrame, splits: Allocations, money: float
) -> pd.DataFrame:
    reach = judged.pivot_table(index="key", columns="plan", values="reach")
    cost = judged.pivot_table(index="key", columns="plan", values="cost")
    rows = []
    for each in candidates:
        lift = reach[each.name] - reach[AS_IT_IS]
        low, high = np.quantile(reach[each.name], LEVELS)
        rows.append(
            {
                "plan": each.name,
                "lever": each.lever,
                "chosen_with": splits.on_its_key(each.plan),
                "reach": reach[each.name].mean(),
                "low": low,
                "high": high,
                "cost": cost[each.name].mean(),
                "lift": lift.mean(),
                "standard_error": lift.std(ddof=1) / np.sqrt(len(lift)),
                "within": (cost[each.name] <= money).mean(),
            }
        )
    return pd.DataFrame(rows)
