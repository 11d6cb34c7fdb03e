"""Sensitivity: which lever matters, by Morris screening or Sobol indices."""

import threading
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from SALib.analyze import morris as morris_effects
from SALib.analyze import sobol as sobol_indices
from SALib.sample import morris as morris_design
from SALib.sample import sobol as sobol_design

from ..errors import EngagelabError
from ..graphs.network import Network
from ..models.declaration import whole_number
from ..simulation.scenario import Scenario
from .design_space import (
    Dimension,
    PerRun,
    confident,
    known_everywhere,
    levers_of,
    plans_at,
    seed_of,
)
from .progress import Progress
from .runner import Execution, need_scenario, played

Method = Literal["morris", "sobol"]
_SAMPLES: dict[Method, int] = {"morris": 16, "sobol": 64}
_STRENGTH: dict[Method, str] = {"morris": "mu_star", "sobol": "ST"}
_LEVELS = 4  # of the grid that the paths of Morris go on
_DESIGN, _BOOTSTRAP = 1, 2  # what a seed is for


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """Which lever matters.

    Attributes
    ----------
    method, measure : str
        How it was asked, and of what.
    table : DataFrame
        One row a field, the one that matters most first. Morris: ``mu_star``, the mean size of the
        change of the measure, for a move through the whole range of the field, with
        ``mu_star_low`` and ``mu_star_high``; ``mu``, the same with its sign; ``sigma``, how much it
        depends on the other fields. Sobol: ``S1``, the share of the variance that the field makes
        alone, ``ST``, with all its interactions, each with ``_low`` and ``_high``.
    interactions : DataFrame
        Sobol: for each pair of fields, ``S2``, the share of the variance that they make together
        beyond what each makes alone, with ``S2_low`` and ``S2_high``. Morris: no rows.
    ends : DataFrame
        One row a field, in the order of the table: its ``low`` and ``high`` value and the measure
        there (``at_low``, ``at_high``), all others as in the plan.
    baseline : float
        The measure of the plan itself.
    played : DataFrame
        All points of the design: a column a field, the measure, its standard error.
    says : str
        The answer in words.
    """

    method: Method
    measure: str
    table: pd.DataFrame
    interactions: pd.DataFrame
    ends: pd.DataFrame
    baseline: float
    played: pd.DataFrame
    says: str

    def __repr__(self) -> str:
        return f"Sensitivity({self.says})"


def sensitivity(
    scenario: Scenario,
    fields: Sequence[str] | Mapping[str, Any],
    *,
    method: Method = "morris",
    samples: int | None = None,
    measure: str = "reach",
    confidence: float = 0.95,
    runs: int | None = None,
    key: int | None = None,
    network: Network | None = None,
    executor: Executor | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = None,
    known: Mapping[str, NDArray[np.float64]] | None = None,
) -> Sensitivity:
    """Tell which fields of a plan matter most for a measure.

    All points share one key: people and coins are the same wherever the fields leave them so, and
    the differences are the levers'. What is told is so for this key; another one, with another
    town, tells how much that matters.

    Parameters
    ----------
    scenario : Scenario
        The plan; fields that are not asked about stay as they stand in it.
    fields : sequence of str, or mapping of str to (low, high) or choices
        Dotted names. Without a range a field moves through all that its declaration allows, which
        is more than is likely: give the range that you doubt or can choose.
    method : "morris" or "sobol"
        Morris screens many fields at little cost: ``samples * (fields + 1)`` plans. Sobol splits
        the variance, interactions included: ``samples * (2 * fields + 2)`` plans. Either plays the
        plan itself and both ends of each field besides.
    samples : int, optional
        Paths of Morris (none: 16), or base points of Sobol, a power of two (none: 64).
    measure : str
        ``"reach"``, ``"cost_per_reader"``, ``"return_on_cost"`` or any of `Outcome.measures`: in
        the mean of the runs.
    confidence : float
        Of the intervals, which are made by drawing the points again (bootstrap).
    runs, key : int, optional
        As for `Scenario.run`.
    network : Network, optional
        Play all plans on these people instead of the town of each.
    executor, cancel, progress : optional
        Who plays the plans, what ends it, whom to tell how far it is.
    known : mapping of str to array, optional
        The measure in each run, as `points.PerRun` tells it, of plans of `points_of` that have been
        played, by the hash of the plan; they are not played again.

    Returns
    -------
    Sensitivity

    Raises
    ------
    EngagelabError
        Before the first run, for unknown fields, methods and measures, wrong ranges and numbers,
        and points at which fields contradict each other.

    References
    ----------
    Morris 1991, Technometrics 33(2), doi 10.1080/00401706.1991.10484804; Campolongo, Cariboni and
    Saltelli 2007, doi 10.1016/j.envsoft.2006.10.004 (``mu_star``); Saltelli et al. 2010,
    doi 10.1016/j.cpc.2009.09.018 (estimators of ``S1`` and ``ST``).

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 300})
    >>> levers = {"invitations.invite": (0, 0.4), "engagement.base_share": (0.05, 0.3)}
    >>> found = el.sensitivity(plan, levers, samples=4, runs=10)
    >>> found.table["field"].iloc[0]
    'engagement.base_share'
    """
    need_scenario(scenario)
    question = PerRun(measure)
    levers = levers_of(fields, on_network=network is not None)
    samples = _checked_samples(method, samples)
    confident(confidence)
    settings = scenario.settings_with(runs=runs, key=key)
    shares = design(method, len(levers), samples, settings.key)
    corners, points = _corners(levers), _points(levers, shares)
    plans = plans_at(scenario, [*corners, *points])
    how = Execution(runs, key, network, executor, cancel, progress)
    answers = _answers(plans, question, how, known or {})
    means = np.array([answer.mean() for answer in answers])
    known_everywhere(means, measure)
    table, interactions = estimates(
        method, [lever.name for lever in levers], shares, means[len(corners) :],
        confidence=confidence, key=settings.key,
    )  # fmt: skip
    frame = pd.DataFrame(points).assign(**{measure: means[len(corners) :]})
    frame["standard_error"] = [_error(answer) for answer in answers[len(corners) :]]
    ends = _ends(levers, means[1 : len(corners)]).set_index("field")
    ends = ends.loc[table["field"]].reset_index()
    says = _said(method, table, question.words)
    return Sensitivity(
        method, measure, table, interactions, ends, float(means[0]), frame, says
    )  # fmt: skip


def points_of(
    scenario: Scenario,
    fields: Sequence[str] | Mapping[str, Any],
    *,
    method: Method = "morris",
    samples: int | None = None,
    key: int | None = None,
    network: Network | None = None,
) -> list[Scenario]:
    """Return the plans that `sensitivity` plays for these arguments, in their order.

    Examples
    --------
    >>> import engagelab as el
    >>> len(points_of(el.Scenario(), ["invitations.invite", "groups.size"], samples=4))
    17
    """
    levers = levers_of(fields, on_network=network is not None)
    samples = _checked_samples(method, samples)
    shares = design(method, len(levers), samples, scenario.settings_with(key=key).key)
    return plans_at(scenario, [*_corners(levers), *_points(levers, shares)])


def _corners(levers: Sequence[Dimension]) -> list[dict[str, Any]]:
    """Return the plan itself and both ends of each lever."""
    return [{}, *({lever.name: lever.at(end)} for lever in levers for end in (0, 1))]


def _points(levers: Sequence[Dimension], shares: NDArray[np.float64]) -> list[dict[str, Any]]:
    return [{le.name: le.at(u) for le, u in zip(levers, row, strict=True)} for row in shares]


def _answers(
    plans: Sequence[Scenario],
    question: PerRun,
    how: Execution,
    known: Mapping[str, NDArray[np.float64]],
) -> list[NDArray[np.float64]]:
    """Return what all plans answer; only those that are not known are played."""
    names = [plan.hash for plan in plans] if known else [""] * len(plans)
    left = [plan for plan, name in zip(plans, names, strict=True) if name not in known]
    new = iter(played(left, question, how) if left else ())
    return [known[name] if name in known else next(new) for name in names]


def _error(answer: NDArray[np.float64]) -> float:
    return float(answer.std(ddof=1) / np.sqrt(answer.size)) if answer.size > 1 else np.nan


def _checked_samples(method: Method, samples: int | None) -> int:
    if method not in _SAMPLES:
        raise EngagelabError(f"method: {method!r} is not known; allowed are 'morris', 'sobol'")
    samples = _SAMPLES[method] if samples is None else samples
    whole_number("samples", samples, 2, 2**20)
    if method == "sobol" and samples & (samples - 1):
        near = 2 ** round(np.log2(samples))
        raise EngagelabError(
            f"samples: {samples} is no power of two, which Sobol's sequence needs; give {near}"
        )
    return int(samples)


def design(method: Method, fields: int, samples: int, key: int) -> NDArray[np.float64]:
    """Return the points of a method in the unit cube; shape (points, fields)."""
    seed, problem = seed_of(key, _DESIGN), _problem(fields)
    if method == "morris":
        found = morris_design.sample(problem, samples, num_levels=_LEVELS, seed=seed)
    else:
        found = sobol_design.sample(problem, samples, seed=seed)
    return np.asarray(found, np.float64)


def _problem(fields: int) -> dict[str, Any]:
    names = [str(place) for place in range(fields)]
    return {"num_vars": fields, "names": names, "bounds": [[0.0, 1.0]] * fields}


def estimates(
    method: Method,
    names: Sequence[str],
    shares: NDArray[np.float64],
    answers: NDArray[np.float64],
    *,
    confidence: float,
    key: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table and the interactions of a design whose answers are known.

    Parameters
    ----------
    method, names : str, sequence of str
        The method, and the fields.
    shares : array of float64, shape (points, fields)
        From `design`.
    answers : array of float64, shape (points,)
        The measure at each point.
    confidence, key : float, int
        Of the intervals, and for the bootstrap.
    """
    with _quiet():
        if method == "morris":
            table, pairs = _effects(names, shares, answers, confidence, key), _pairs([])
        else:
            table, pairs = _indices(names, answers, confidence, key)
    table = table.sort_values(_STRENGTH[method], ascending=False, kind="stable")
    return table.reset_index(drop=True), pairs


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep SALib from warning of bootstrap draws in which nothing varies."""
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _effects(
    names: Sequence[str],
    shares: NDArray[np.float64],
    answers: NDArray[np.float64],
    confidence: float,
    key: int,
) -> pd.DataFrame:
    found = morris_effects.analyze(
        _problem(len(names)), shares, answers, num_levels=_LEVELS, num_resamples=1000,
        conf_level=confidence, seed=seed_of(key, _BOOTSTRAP),
    )  # fmt: skip
    parts = {part: np.asarray(found[part], np.float64) for part in ("mu_star", "mu", "sigma")}
    table = pd.DataFrame({"field": names, **parts})
    half = np.asarray(found["mu_star_conf"], np.float64)
    table["mu_star_low"] = np.maximum(parts["mu_star"] - half, 0)
    table["mu_star_high"] = parts["mu_star"] + half
    return table[["field", "mu_star", "mu_star_low", "mu_star_high", "mu", "sigma"]]


def _indices(
    names: Sequence[str], answers: NDArray[np.float64], confidence: float, key: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    places = [(j, k) for j in range(len(names)) for k in range(j + 1, len(names))]
    if not np.ptp(answers):  # nothing varies, so there is no variance to split
        nothing = np.zeros(len(names))
        table = {"field": names, **_band("S1", nothing, nothing), **_band("ST", nothing, nothing)}
        return pd.DataFrame(table), _pairs([(names[j], names[k], 0.0, 0.0) for j, k in places])
    found = sobol_indices.analyze(
        _problem(len(names)), answers, num_resamples=1000, conf_level=confidence,
        seed=seed_of(key, _BOOTSTRAP),
    )  # fmt: skip
    bands = _band("S1", found["S1"], found["S1_conf"]) | _band("ST", found["ST"], found["ST_conf"])
    rows = [(names[j], names[k], found["S2"][j, k], found["S2_conf"][j, k]) for j, k in places]
    return pd.DataFrame({"field": names, **bands}), _pairs(rows)


def _band(name: str, index: NDArray[Any], half: NDArray[Any]) -> dict[str, NDArray[Any]]:
    return {name: index, f"{name}_low": index - half, f"{name}_high": index + half}


def _pairs(rows: Sequence[tuple[str, str, float, float]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["field", "other", "S2", "half"])
    low, high = frame["S2"] - frame["half"], frame["S2"] + frame["half"]
    return frame.assign(S2_low=low, S2_high=high).drop(columns="half")


def _ends(levers: Sequence[Dimension], means: NDArray[np.float64]) -> pd.DataFrame:
    rows = [
        {"field": lever.name, "low": lever.at(0), "high": lever.at(1),
         "at_low": means[2 * place], "at_high": means[2 * place + 1]}
        for place, lever in enumerate(levers)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _said(method: Method, table: pd.DataFrame, words: str) -> str:
    """Say which field matters most, from which others it is not told apart, which do nothing."""
    strength = _STRENGTH[method]
    idle = [str(name) for name in table.loc[table[strength] == 0, "field"]]
    if len(idle) == len(table):
        return f"None of these fields moves {words}."
    first = table.iloc[0]
    low, high = first[f"{strength}_low"], first[f"{strength}_high"]
    if method == "morris":
        size = f"a move through its range changes {words} by {first['mu_star']:,.3g} in the mean"
        band = f"({low:,.3g} to {high:,.3g})"
    else:
        # an estimate can leave 0 to 1, which no share does; the table keeps it as it is
        share, alone = (min(max(first[name], 0.0), 1.0) for name in ("ST", "S1"))
        size = f"with its interactions it makes {share:.0%} of the variance of {words}"
        band = f"({max(low, 0):.0%} to {min(high, 1):.0%}), alone {alone:.0%}"
    text = f"{first['field']} matters most: {size} {band}."
    close = table.iloc[1:]
    close = close.loc[close[f"{strength}_high"] >= low, "field"]
    if len(close):
        text += f" Not told apart from it: {', '.join(close)}; more samples may."
    return text + (f" Without any effect: {', '.join(idle)}." if idle else "")
