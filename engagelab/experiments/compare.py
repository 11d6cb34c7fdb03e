"""Variants against a baseline, paired by common coins."""

import threading
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..graphs.network import Network, need_network
from ..models.declaration import is_real, whole_number
from ..simulation.metrics import reach
from ..simulation.outcome import Outcome
from ..simulation.scenario import Scenario
from .comparison import Comparison, compared
from .executors import Client
from .intervals import Level, half_width, values_needed
from .progress import Progress
from .runner import Execution, need_scenario, played

_FIRST = 100  # runs before the first look: a standard deviation is known to 7 %
_FEWEST = 30  # an interval that may be looked at again and again needs some values to begin with


def compare(
    baseline: Scenario,
    variants: Mapping[str, Scenario],
    *,
    runs: int | None = None,
    key: int | None = None,
    network: Network | None = None,
    confidence: float = 0.95,
    precision: float | None = None,
    most_runs: int = 10_000,
    towns: int = 1,
    executor: Executor | Client | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> Comparison:
    """Tell which plan reaches more people, by how much, how sure that is, and what it costs.

    All plans share their coins: run 7 of a variant has the luck of run 7 of the baseline, and they
    live in the same town where the variant leaves the sections population and groups alone. Where
    it changes the town, runs are paired by their number only; ``variance_ratio`` tells what the
    pairing is worth.

    Parameters
    ----------
    baseline : Scenario
        The plan that the others are held against; its name, or ``baseline``, is in the table.
    variants : mapping of str to Scenario
        The other plans by name. Their own runs and key are not used.
    runs, key : int, optional
        As for `Scenario.run`, for all plans; none: what stands in the baseline. With `precision`,
        `runs` is the number of runs before the first look (at least 30; none: 100).
    network : Network, optional
        Play all plans on these people instead of the town of each.
    confidence : float
        The share of comparisons in which the intervals of all lifts hold the truth.
    precision : float, optional
        The wanted half width of each lift's interval, in people: runs are added until all are
        that narrow. Each time those that came before are played again, so all in all it takes up
        to three times as long as the last runs alone.
    most_runs : int
        With `precision`, the end even where it was not reached; the result says so.
    towns : int
        With 2 or more, that many towns are played, of key, key + 1 and so on, with `runs` each.
    executor : concurrent.futures.Executor or Dask client, optional
        Whose workers play the plans.
    progress : bool or function of done and all, optional
        Who is told how many plans are done; with `precision`, anew for each batch.
    cancel : threading.Event, optional
        Set from elsewhere, it ends the comparison with `Cancelled`.

    Returns
    -------
    Comparison
        ``says`` has a sentence for each variant, ``cautions`` one where its interval is to be taken
        with care; ``runs`` the single runs; ``table`` the columns:

        - ``plan``, ``runs`` (of each town), ``reach`` (mean people);
        - ``lift`` (people more than the baseline, mean), with its interval ``low``, ``high``;
        - ``wins``: the share of runs in which the variant reaches more; a tie counts half;
        - ``cost_per_reader``: mean cost over mean reach;
        - ``cost_per_extra_reader``: mean extra cost over mean lift, with Fieller's interval,
          ``..._low`` and ``..._high``; missing where the lift is not resolved, as it has no
          meaning there. Where lift and extra cost are both negative, it is what is saved for each
          person lost;
        - ``resolved``: whether the lift's interval leaves out 0;
        - ``runs_to_resolve``: about how many more runs (of all towns) would resolve it if the lift
          is what it seems now; infinite where there is none;
        - ``variance_ratio``, ``correlation``: variance of an unpaired difference over that of the
          paired one, and how much the reaches of a pair have in common;
        - ``skewness`` of the lifts of single runs: see the notes.

    Raises
    ------
    EngagelabError
        For no variant, a name that is given twice, and numbers out of bounds.
    Cancelled
        Where `cancel` was set.

    Notes
    -----
    All runs of a key live in one town, so an interval tells the chance *in this town*. With
    `towns`, each town's mean lift is one value: the lift is their mean, its interval is Student's
    over towns, and variance ratio and correlation are those of the means of towns.

    With k variants each interval has the confidence ``1 - (1 - confidence) / k`` (Bonferroni), so
    that all lifts together are held with `confidence`, however the variants depend on each other;
    the cost intervals likewise, as a family of their own.

    A fixed number of runs gives Student's t interval. With `precision` somebody looks again and
    again, so an asymptotic confidence sequence is used, which holds at all looks together and is
    about half as wide again. It is an approximation for many runs: what happened in none of
    those played is not seen by it.

    Where most runs gain nothing and a few gain much, lifts are skewed, and with few runs an
    interval holds the truth less often than it says. Cochran's rule asks for ``25 * skewness ** 2``
    runs; ``cautions`` tells where there are fewer, as far as those few show it: a rare large lift
    that is not among them is not seen. More invitations have a skewness of about 3:
    intervals of 95 % from 20, 40 and 100 runs held in some 88, 90 and 93 of 100 cases, from 200 in
    92 to 95.

    References
    ----------
    Cochran 1977, Sampling Techniques, third edition, Wiley: how many values skewed ones need.
    Fieller 1954, doi 10.1111/j.2517-6161.1954.tb00159.x. Waudby-Smith et al. 2024, Annals of
    Statistics 52(6), doi 10.1214/24-AOS2408.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 500})
    >>> found = el.compare(plan, {"more": plan.replace({"invitations.invite": 0.4})}, runs=20)
    >>> found.table["plan"].tolist(), bool(found.table["resolved"].iloc[1])
    (['baseline', 'more'], True)
    """
    plans = _plans(baseline, variants)
    whole_number("towns", towns, 1, 100_000)
    _check_numbers(network, confidence, precision, towns)
    settings = baseline.settings_with(runs=runs, key=key)
    keys = range(settings.key, settings.key + towns)
    cells = {name: _in_each_town(plan, keys) for name, plan in plans.items()}
    how = Execution(network=network, executor=executor, cancel=cancel, progress=progress)
    each = 1 - (1 - confidence) / len(variants)
    if precision is None:
        whole_number("runs", settings.runs, 2 if towns == 1 else 1, 10_000_000)
        level, seen = Level(each), _play(cells, replace(how, runs=settings.runs))
    else:
        begin = _begin(runs, most_runs)
        level = Level(each, tuned=sqrt(begin * most_runs))
        seen = _play_until(cells, replace(how, runs=begin), level, precision, most_runs)
    names = list(plans)
    return Comparison(
        table=compared(names, seen, level, towns),
        runs=run_frame(names, keys, seen),
        baseline=names[0],
        confidence=confidence,
        towns=towns,
        method=method_of(level, len(variants), towns),
        precision=precision,
    )


def _in_each_town(plan: Scenario, keys: range) -> list[Scenario]:
    return [plan.replace({"settings.key": key}) for key in keys]


def _begin(runs: int | None, most_runs: int) -> int:
    """Return the number of runs before the first look."""
    whole_number("most_runs", most_runs, _FEWEST, 10_000_000)
    begin = min(_FIRST, most_runs) if runs is None else runs
    whole_number("runs", begin, _FEWEST, most_runs)
    return begin


def _plans(baseline: Scenario, variants: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return all plans by name, the baseline first."""
    if not isinstance(variants, Mapping):
        raise EngagelabError(
            f"variants: {type(variants).__name__} is not allowed; give a mapping of names to plans"
        )
    if not variants:
        raise EngagelabError("variants: there are none; give at least one, as {'name': plan}")
    for where, plan in {"baseline": baseline, **_told(variants)}.items():
        need_scenario(plan, where)
    name = baseline.name or "baseline"
    if name in variants:
        raise EngagelabError(
            f"variants[{name!r}]: is the baseline's name too; give the variant another"
        )
    return {name: baseline, **variants}


def _told(variants: Mapping[str, Scenario]) -> dict[str, Scenario]:
    return {f"variants[{name!r}]": plan for name, plan in variants.items()}


def _check_numbers(
    network: Network | None, confidence: float, precision: float | None, towns: int
) -> None:
    if network is not None:
        need_network(network)
    if not _between(confidence, 0, 1):
        raise EngagelabError(
            f"confidence: {confidence!r} is not allowed; give a number between 0 and 1, as 0.95"
        )
    if precision is not None and not _between(precision, 0, float("inf")):
        raise EngagelabError(
            f"precision: {precision!r} is not allowed; give a number of people above 0"
        )
    if towns > 1 and network is not None:
        raise EngagelabError(
            f"towns: {towns} towns cannot be where network is given; leave out one of the two"
        )
    if towns > 1 and precision is not None:
        raise EngagelabError(
            f"towns: {towns} towns cannot be where precision is given, as more runs in the same "
            "towns do not tell more of towns; leave out one of the two"
        )


def _between(value: Any, low: float, high: float) -> bool:
    return is_real(value) and bool(low < value < high)


def reach_and_cost(outcome: Outcome) -> NDArray[np.float64]:
    """Return what is kept of an outcome; shape (2, runs)."""
    return np.stack([reach(outcome), outcome.total("cost")]).astype(np.float64)


def _play(plans: Mapping[str, list[Scenario]], how: Execution) -> NDArray[np.float64]:
    """Return reach and cost of each run; shape (plans, towns, 2, runs)."""
    # town by town, so that each is made once
    in_turn = [plan for together in zip(*plans.values(), strict=True) for plan in together]
    answers = np.stack(played(in_turn, reach_and_cost, how))
    return answers.reshape(-1, len(plans), 2, answers.shape[-1]).swapaxes(0, 1)


def _play_until(
    plans: Mapping[str, list[Scenario]], how: Execution, level: Level, precision: float, most: int
) -> NDArray[np.float64]:
    """Play ever more runs until the lifts are known to the precision, or until the most."""
    runs = how.runs or _FIRST
    while True:
        seen = _play(plans, replace(how, runs=runs))
        extra = seen[1:, 0, 0] - seen[0, 0, 0]
        if runs >= most or max(half_width(lift, level) for lift in extra) <= precision:
            return seen
        # as many as the spread asks for, but no leap: the spread of a few runs is a rough guess
        needed = values_needed(precision, float(extra.std(axis=1, ddof=1).max()), level)
        runs = int(min(most, max(1.5 * runs, min(4.0 * runs, needed))))


def run_frame(names: list[str], keys: range, seen: NDArray[np.float64]) -> pd.DataFrame:
    """Return the single runs, one row each; shape of what was seen: (plans, towns, 2, runs)."""
    places = pd.MultiIndex.from_product(
        [names, keys, range(seen.shape[-1])], names=["plan", "key", "run"]
    )
    found = places.to_frame(index=False)
    return found.assign(reach=seen[:, :, 0].ravel().astype(np.int64), cost=np.ravel(seen[:, :, 1]))


def method_of(level: Level, variants: int, towns: int) -> str:
    """Say how the intervals are made."""
    kind = "asymptotic confidence sequence" if level.tuned else "Student's t interval"
    over = f" over {towns} towns" if towns > 1 else ""
    family = f", Bonferroni for {variants} variants" if variants > 1 else ""
    return f"{kind}{over}{family}"
