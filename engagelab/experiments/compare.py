"""Compare variants with a baseline in paired runs that share their random numbers."""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from math import inf, sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..graphs.network import Network, need_network
from ..io.arguments import checked
from ..models.declaration import is_real, whole_number
from ..simulation.metrics import reach
from ..simulation.outcome import Outcome
from ..simulation.scenario import Scenario
from .bootstrap import is_resampled
from .comparison import Comparison, comparison_table
from .design_space import need_confidence
from .executors import DaskClient
from .fit_result import Fit, fitted_plans, need_fit
from .intervals import Level, half_width, values_needed
from .progress import Progress
from .runner import Execution, need_scenario, run_plans

_TOWNS = 8  # by default
_FIRST_RUNS = 100  # before the first look: enough to know a standard deviation to 7 %
_LEAST_RUNS = 30  # a confidence sequence is asymptotic and needs some values to start with


@checked
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
    towns: int | None = None,
    fit: Fit | None = None,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> Comparison:
    """Compare variants with a baseline: lift, its interval, wins and cost per extra reader.

    All plans share their random numbers: run 7 of a variant has the same luck as run 7 of the
    baseline, and both take place in the same town if the variant leaves the sections population
    and groups unchanged. If it changes the town, runs are paired only by their number;
    ``variance_ratio`` shows the gain from pairing.

    Parameters
    ----------
    baseline : Scenario
        The plan that the others are compared with; the table calls it by its name, or
        ``baseline``.
    variants : mapping of str to Scenario
        The other plans by name. Their own runs and key are not used.
    runs : int, optional
        The runs of each plan, shared evenly among the towns (rounded up); None: those of the
        baseline. With `precision`, the runs before the first look (at least 30; None: 100).
    key : int, optional
        As for `Scenario.run`, for all plans; None: that of the baseline.
    network : Network, optional
        Run all plans on this network instead of the town of each.
    confidence : float
        Joint confidence of the intervals of all lifts.
    precision : float, optional
        The half width of each lift's interval, in people: runs are added until all intervals are
        that narrow. Each time the earlier runs are simulated again, so the total time is up to
        three times that of the final runs alone.
    most_runs : int
        With `precision`, the maximum number of runs, even if the precision is not reached; the
        result then says so.
    towns : int, optional
        Number of towns, those of key, key + 1 and so on. None: 8; with `network` or `precision` 1.
        A single town answers for that town alone.
    fit : Fit, optional
        Values that fit your posts: each town has its own draw, the same for all plans, so that the
        intervals hold what the posts leave open. A field that a variant changes stays as it is.
    executor, cancel : optional
        As for `Execution`.
    progress : optional
        As for `Execution`; with `precision`, it starts again with each batch of runs.

    Returns
    -------
    Comparison
        ``says`` has a sentence for each variant, ``cautions`` one for each interval to be taken
        with care; ``runs`` the single runs; ``table`` the columns:

        - ``plan``, ``runs`` (in each town), ``reach`` (mean people);
        - ``lift`` (mean people more than the baseline), with its interval ``low``, ``high``;
        - ``wins``: the share of runs in which the variant reaches more; a tie counts half;
        - ``cost_per_reader``: mean cost over mean reach;
        - ``cost_per_extra_reader``: mean extra cost over mean lift, with Fieller's interval,
          ``..._low`` and ``..._high``; missing if the lift is not resolved, as it has no meaning
          then. If lift and extra cost are both negative, it is the saving per person lost;
        - ``resolved``: whether the lift's interval excludes 0;
        - ``runs_to_resolve``: about how many more runs (of all towns) would resolve the lift if
          its true size is the one estimated; infinite if no number would;
        - ``variance_ratio``, ``correlation``: the variance of an unpaired difference over that of
          the paired one, and the correlation of the reaches of a pair;
        - ``skewness`` of the lifts of single runs: see the notes.

    Raises
    ------
    EngagelabError
        If there is no variant, a name is given twice, or a number is out of bounds.
    Cancelled
        If `cancel` was set.

    Notes
    -----
    All runs of a key take place in one town and start with the same people, so the interval of a
    single town reflects the chance *in this town, with these people to start*, and ``says`` says
    so. Between towns a lift varies by more: of intervals from one town, a third to a half hold the
    mean over towns. With several towns, each town's mean lift is one value: the lift is their
    mean, its interval is that of towns, and variance ratio and correlation are those of the means
    of towns. Eight towns of 25 runs take little longer than one town of 200.

    With k variants each interval has the confidence ``1 - (1 - confidence) / k`` (Bonferroni), so
    that all lifts together have at least `confidence`, however the variants depend on each other;
    the cost intervals likewise, as a family of their own.

    From 20 to 2,000 values (towns, or runs of a single town) give a bootstrap-t interval, other
    numbers Student's t interval. With `precision` the data are examined
    repeatedly, so an asymptotic confidence sequence is used, which is valid at all looks together
    and is about half as wide again. It is an approximation for many runs: an event that occurred
    in none of them is not reflected.

    If most runs gain nothing and a few gain much, lifts are skewed, and Student's interval covers
    the true lift less often than stated. Bootstrap-t intervals of 95 % held a mean of values as
    skewed as 9 in 92 to 94 of 100 cases from 50 values on. A rare large lift that is in none of the
    runs is not seen by any interval; ``cautions`` reports where Cochran's rule asks for more:
    ``25 * skewness ** 2`` towns, a tenth of that many runs.

    References
    ----------
    Cochran 1977, Sampling Techniques, third edition, Wiley: sample sizes for skewed values.
    Fieller 1954, doi 10.1111/j.2517-6161.1954.tb00159.x. Waudby-Smith et al. 2024, Annals of
    Statistics 52(6), doi 10.1214/24-AOS2408.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 500})
    >>> found = el.compare(plan, {"bigger": plan.replace({"groups.size": 50})}, runs=40)
    >>> found.table["plan"].tolist(), bool(found.table["resolved"].iloc[1]), found.towns
    (['baseline', 'bigger'], True, 8)
    """
    plans = _named_plans(baseline, variants)
    if towns is None:
        towns = _TOWNS if network is None and precision is None else 1
    _check_numbers(network, confidence, precision=precision, towns=towns)
    need_fit(fit)
    if fit is not None and precision is not None:
        raise EngagelabError(
            "precision: is not allowed together with fit, as more runs say nothing about the "
            "fields; leave out one of the two"
        )
    settings = baseline.settings_with(runs=runs, key=key)
    keys = range(settings.key, settings.key + towns)
    draws = [{}] * towns if fit is None else fit.draws(towns, baseline, town=network is None)
    by_town = {
        name: _by_town(fitted_plans(plan, baseline, draws), keys) for name, plan in plans.items()
    }
    execution = Execution(network=network, executor=executor, cancel=cancel, progress=progress)
    each = 1 - (1 - confidence) / len(variants)
    if precision is None:
        whole_number("runs", settings.runs, 2 if towns == 1 else 1, 10_000_000)
        level = Level(each)
        values = _run(by_town, replace(execution, runs=-(-settings.runs // towns)))
    else:
        first = _first_runs(runs, most_runs)
        level = Level(each, tuned=sqrt(first * most_runs))
        values = _run_until_precise(
            by_town, replace(execution, runs=first), level=level, precision=precision,
            most_runs=most_runs,
        )  # fmt: skip
    place = "on this network" if network is not None else "in this town"
    return make_comparison(
        list(plans), keys, values, level=level, confidence=confidence, precision=precision,
        place=place if settings.redraw_seeds else f"{place}, with these people to start",
    )  # fmt: skip


def _by_town(plans: Sequence[Scenario], keys: Sequence[int]) -> list[Scenario]:
    """Return one plan for each town, by the keys of the towns."""
    return [plan.replace({"settings.key": key}) for key, plan in zip(keys, plans, strict=True)]


def _first_runs(runs: int | None, most_runs: int) -> int:
    """Return the number of runs before the first look."""
    whole_number("most_runs", most_runs, _LEAST_RUNS, 10_000_000)
    first = min(_FIRST_RUNS, most_runs) if runs is None else runs
    whole_number("runs", first, _LEAST_RUNS, most_runs)
    return first


def _is_name(name: object) -> bool:
    return isinstance(name, str) and bool(name.strip())


def _named_plans(baseline: Scenario, variants: Mapping[str, Scenario]) -> dict[str, Scenario]:
    """Return all plans by name, the baseline first."""
    if not isinstance(variants, Mapping):
        raise EngagelabError(
            f"variants: {type(variants).__name__} is not allowed; give a mapping of names to plans"
        )
    if not variants:
        raise EngagelabError("variants: is empty; give at least one, such as {'name': plan}")
    need_scenario(baseline, "baseline")
    for name, plan in variants.items():
        need_scenario(plan, f"variants[{name!r}]")
        if not _is_name(name):
            raise EngagelabError(f"variants[{name!r}]: {name!r} is not a name; give a text")
    name = baseline.name or "baseline"
    if name in variants:
        raise EngagelabError(
            f"variants[{name!r}]: the baseline has the same name; rename the variant"
        )
    return {name: baseline, **variants}


def _check_numbers(
    network: Network | None, confidence: float, *, precision: float | None, towns: int
) -> None:
    whole_number("towns", towns, 1, 100_000)
    if network is not None:
        need_network(network)
    need_confidence(confidence)
    if precision is not None and not (is_real(precision) and 0 < precision < inf):
        raise EngagelabError(
            f"precision: {precision!r} is not allowed; give a number of people above 0"
        )
    if towns > 1 and network is not None:
        raise EngagelabError(
            f"towns: {towns} is not allowed together with network; leave out one of the two"
        )
    if towns > 1 and precision is not None:
        raise EngagelabError(
            f"towns: {towns} is not allowed together with precision, as more runs in the same "
            "towns say nothing about other towns; leave out one of the two"
        )


def reach_and_cost(outcome: Outcome) -> NDArray[np.float64]:
    """Return reach and cost of each run; shape (2, runs)."""
    return np.stack([reach(outcome), outcome.total("cost")]).astype(np.float64)


def _run(plans: Mapping[str, list[Scenario]], execution: Execution) -> NDArray[np.float64]:
    """Return reach and cost of each run; shape (plans, towns, 2, runs)."""
    # town by town, so that each is built once
    in_turn = [plan for together in zip(*plans.values(), strict=True) for plan in together]
    answers = np.stack(run_plans(in_turn, reach_and_cost, execution))
    return answers.reshape(-1, len(plans), 2, answers.shape[-1]).swapaxes(0, 1)


def _run_until_precise(
    plans: Mapping[str, list[Scenario]],
    execution: Execution,
    *,
    level: Level,
    precision: float,
    most_runs: int,
) -> NDArray[np.float64]:
    """Increase the runs until each lift has the precision, or up to the maximum."""
    runs = execution.runs or _FIRST_RUNS
    while True:
        values = _run(plans, replace(execution, runs=runs))
        extra = values[1:, 0, 0] - values[0, 0, 0]
        if runs >= most_runs or max(half_width(lift, level) for lift in extra) <= precision:
            return values
        # as many as the deviation requires; the few first runs estimate it roughly: no big jump
        needed = values_needed(precision, float(extra.std(axis=1, ddof=1).max()), level)
        runs = int(min(most_runs, max(1.5 * runs, min(4.0 * runs, needed))))


def make_comparison(
    names: list[str],
    keys: Sequence[int],
    values: NDArray[np.float64],
    *,
    level: Level,
    confidence: float,
    precision: float | None = None,
    place: str = "in this town, with these people to start",
) -> Comparison:
    """Return the comparison of reach and cost of each run; shape (plans, towns, 2, runs)."""
    towns = len(keys)
    return Comparison(
        table=comparison_table(names, values, level, towns),
        runs=_runs_frame(names, keys, values),
        baseline=names[0],
        confidence=confidence,
        towns=towns,
        method=_method(level, len(names) - 1, towns, values.shape[-1]),
        place=f"over {towns} simulated towns" if towns > 1 else place,
        precision=precision,
    )


def _runs_frame(names: list[str], keys: Sequence[int], values: NDArray[np.float64]) -> pd.DataFrame:
    """Return the single runs, one row each."""
    index = pd.MultiIndex.from_product(
        [names, keys, range(values.shape[-1])], names=["plan", "key", "run"]
    )
    reaches = values[:, :, 0].ravel().astype(np.int64)
    return index.to_frame(index=False).assign(reach=reaches, cost=np.ravel(values[:, :, 1]))


def _method(level: Level, variants: int, towns: int, runs: int) -> str:
    kind = "asymptotic confidence sequence" if level.tuned else "Student's t interval"
    if is_resampled(towns if towns > 1 else runs, level):
        kind = "bootstrap-t interval"
    over = f" over {towns} towns" if towns > 1 else ""
    family = f", Bonferroni for {variants} variants" if variants > 1 else ""
    return f"{kind}{over}{family}"
