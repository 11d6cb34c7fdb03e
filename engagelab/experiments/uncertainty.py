"""Uncertainty: what is not known of some fields, carried through to the outcome."""

import threading
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from ..engine.coins import address
from ..errors import EngagelabError
from ..graphs.network import Network
from ..models.declaration import Parameter, whole_number
from ..simulation.scenario import Scenario
from .design_space import PerRun, confident, field_of, known_everywhere, plans_at, seed_of
from .priors import Prior, normal, survey, triangular, uniform
from .progress import Progress
from .runner import Execution, need_scenario, played

__all__ = ["Prior", "Uncertainty", "normal", "propagate", "survey", "triangular", "uniform"]

_SAMPLE, _KEY = 3, 4  # what an address is for
_LEAST_MASS = 0.01  # of a prior within the bounds of its field


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """How sure the answer of a plan is, and what makes it unsure.

    Attributes
    ----------
    measure : str
        What was asked.
    mean, low, high : float
        The mean, and the interval in which one campaign ends with the confidence asked for: not
        knowing the fields, nor the town, nor the chance of the run.
    confidence : float
        Of the interval.
    parts : DataFrame
        The variance of one run by its source, with ``variance`` and ``share``: ``priors`` (what is
        not known of the fields), ``key`` (what one key fixes for all its runs: the town and who
        starts), ``runs`` (chance from run to run).
    fields : DataFrame
        One row a field: ``prior`` in words, ``rank_correlation`` of its value with the measure.
    played : DataFrame
        One row a sample and key: the fields, ``sample``, ``key``, the measure in the mean of the
        runs, ``run_variance``.
    says : str
        The answer in words.
    """

    measure: str
    mean: float
    low: float
    high: float
    confidence: float
    parts: pd.DataFrame
    fields: pd.DataFrame
    played: pd.DataFrame
    says: str

    def __repr__(self) -> str:
        return f"Uncertainty({self.says})"


def propagate(
    scenario: Scenario,
    priors: Mapping[str, Prior],
    *,
    samples: int = 64,
    keys: int = 2,
    measure: str = "reach",
    confidence: float = 0.95,
    runs: int | None = None,
    key: int | None = None,
    network: Network | None = None,
    executor: Executor | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = None,
) -> Uncertainty:
    """Carry what is not known of some fields through to the outcome.

    The priors are sampled together, as a Latin hypercube of independent fields. Each sample is
    played with keys of its own, unlike the cells of a sweep: with common coins the chance of all
    samples would be one, and could not be told from what the priors do.

    Parameters
    ----------
    scenario : Scenario
        The plan; fields without a prior stay as they stand in it.
    priors : mapping of str to Prior
        Dotted names of numeric fields, each with `survey`, `uniform`, `triangular` or `normal`.
    samples : int
        How many values of the priors are played.
    keys : int
        With how many keys each, two or more: by their differences the chance of the town and of
        who starts is told from the priors.
    measure : str
        As for `sensitivity`.
    confidence : float
        Of the interval.
    runs, key : int, optional
        Runs for each sample and key (none: those of the plan), and the integer that fixes all.
    network : Network, optional
        Play all plans on these people instead of the town of each.
    executor, cancel, progress : optional
        Who plays the plans, what ends it, whom to tell how far it is.

    Returns
    -------
    Uncertainty

    Raises
    ------
    EngagelabError
        Before the first run, for wrong fields, priors, measures and numbers, and samples at which
        fields contradict each other.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.uncertainty import survey
    >>> plan = el.Scenario(population={"people": 300})
    >>> asked = {"engagement.group_read": survey(0.65, 200)}
    >>> found = el.propagate(plan, asked, samples=8, runs=10)
    >>> found.parts["source"].tolist()
    ['priors', 'key', 'runs']
    """
    need_scenario(scenario)
    question = PerRun(measure)
    settings = scenario.settings_with(runs=runs, key=key)
    _checked(priors, on_network=network is not None)
    confident(confidence)
    for name, value, least in (
        ("samples", samples, 8),
        ("keys", keys, 2),
        ("runs", settings.runs, 2),
    ):
        whole_number(name, value, least, 10**6)
    points = _points(priors, samples, settings.key)
    cells = [
        point | {"settings.key": _key(settings.key, place, turn)}
        for place, point in enumerate(points)
        for turn in range(keys)
    ]
    plans = plans_at(scenario, cells)
    how = Execution(runs, None, network, executor, cancel, progress)
    values = np.stack(played(plans, question, how)).reshape(samples, keys, settings.runs)
    known_everywhere(values.mean(axis=2), measure)
    frame = pd.DataFrame(cells).rename(columns={"settings.key": "key"})
    frame["sample"] = np.repeat(np.arange(samples), keys)
    frame[measure] = values.mean(axis=2).ravel()
    frame["run_variance"] = values.var(axis=2, ddof=1).ravel()
    return _summed_up(question, values, frame, priors, confidence)


def _checked(priors: Mapping[str, Prior], *, on_network: bool) -> None:
    if not (priors and isinstance(priors, Mapping)):
        example = "{'engagement.group_read': survey(0.65, 2303)}"
        raise EngagelabError(f"priors: {priors!r} has no field; give a mapping, such as {example}")
    for name, prior in priors.items():
        field = field_of(name, on_network=on_network)
        if not isinstance(prior, Prior):
            raise EngagelabError(
                f"{name}: {prior!r} is no prior; give survey(...), uniform(...), triangular(...) "
                "or normal(...) of engagelab.uncertainty"
            )
        if field.type not in (int, float) or field.low is None or field.high is None:
            raise EngagelabError(f"{name}: is no number, so it has no prior; leave it out")
        _fits(name, prior, field, field.low, field.high)


def _fits(name: str, prior: Prior, field: Parameter, low: float, high: float) -> None:
    if prior.kind == "beta" and high > 1:
        raise EngagelabError(
            f"{name}: is no share, but {field.allowed}; give uniform, triangular or normal"
        )
    first, last = getattr(stats, prior.kind)(*prior.shape).support()
    if prior.kind in ("uniform", "triang") and not low <= first < last <= high:
        raise EngagelabError(f"{name}: {prior.says}, is not all allowed; give {field.allowed}")
    if prior.mass(low, high) < _LEAST_MASS:
        raise EngagelabError(
            f"{name}: {prior.says}, lies all but outside; give a prior within {field.allowed}"
        )


def _points(priors: Mapping[str, Prior], samples: int, key: int) -> list[dict[str, Any]]:
    """Return the samples: a Latin hypercube in the chances of the priors."""
    sampler = stats.qmc.LatinHypercube(len(priors), seed=seed_of(key, _SAMPLE))
    chances = sampler.random(samples)
    columns = {
        name: _values(prior, Scenario.fields()[name], chances[:, place])
        for place, (name, prior) in enumerate(priors.items())
    }
    return [{name: values[i] for name, values in columns.items()} for i in range(samples)]


def _values(prior: Prior, field: Parameter, chances: NDArray[np.float64]) -> list[Any]:
    low = -np.inf if field.low is None else field.low
    high = np.inf if field.high is None else field.high
    values = prior.at(chances, low, high)
    return [round(value) if field.type is int else value for value in values.tolist()]


def _key(key: int, sample: int, turn: int) -> int:
    return int(address(key, _KEY, sample, turn) >> np.uint64(1))


def split(values: NDArray[np.float64]) -> dict[str, float]:
    """Split the variance of one run by its source.

    By the law of total variance, as in an analysis of variance with two nested random effects. The
    variance of means has that of the level below in it, over its number, which is taken off; what
    would be negative is 0.

    Parameters
    ----------
    values : array of float64, shape (samples, keys, runs)
        The measure of each run; at least two of each.

    Returns
    -------
    dict
        The variances ``priors``, ``key`` and ``runs``.

    References
    ----------
    Searle, Casella and McCulloch 1992, Variance Components, doi 10.1002/9780470316856.

    Examples
    --------
    >>> values = np.array([[[0.0, 0.0], [0.0, 0.0]], [[2.0, 2.0], [2.0, 2.0]]])
    >>> split(values)
    {'priors': 2.0, 'key': 0.0, 'runs': 0.0}
    """
    _, keys, runs = values.shape
    by_key = values.mean(axis=2)
    within = values.var(axis=2, ddof=1).mean()
    among_keys = by_key.var(axis=1, ddof=1).mean()
    among_samples = by_key.mean(axis=1).var(ddof=1)
    return {
        "priors": max(0.0, float(among_samples - among_keys / keys)),
        "key": max(0.0, float(among_keys - within / runs)),
        "runs": float(within),
    }


def _summed_up(
    question: PerRun,
    values: NDArray[np.float64],
    frame: pd.DataFrame,
    priors: Mapping[str, Prior],
    confidence: float,
) -> Uncertainty:
    variances = split(values)
    parts = pd.DataFrame({"source": list(variances), "variance": list(variances.values())})
    total = parts["variance"].sum()
    parts["share"] = parts["variance"] / total if total else 0.0
    rest = (1 - confidence) / 2
    low, high = (float(end) for end in np.quantile(values, (rest, 1 - rest)))
    means = frame.groupby("sample")[[*priors, question.measure]].mean()
    fields = pd.DataFrame(
        {"field": name, "prior": prior.says,
         "rank_correlation": _rank_correlation(means[name], means[question.measure])}
        for name, prior in priors.items()
    )  # fmt: skip
    says = (
        f"{question.words} is {values.mean():,.4g} in the mean, and {low:,.4g} to {high:,.4g} in "
        f"{100 * confidence:.3g} % of campaigns"
    )
    if total:
        of = dict(zip(parts["source"], parts["share"], strict=True))
        says += (
            f"; of the variance, {of['priors']:.0%} comes from what is not known of the fields, "
            f"{of['key']:.0%} from the town and who starts, {of['runs']:.0%} from run to run"
        )
    return Uncertainty(
        question.measure, float(values.mean()), low, high, confidence, parts, fields, frame,
        says[:1].upper() + says[1:] + ".",
    )  # fmt: skip


def _rank_correlation(one: "pd.Series[float]", other: "pd.Series[float]") -> float:
    """Return Spearman's correlation, 0 where one of the two does not vary."""
    if one.nunique() < 2 or other.nunique() < 2:
        return 0.0
    return float(one.rank().corr(other.rank()))
