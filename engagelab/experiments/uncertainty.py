"""Uncertainty analysis: propagate priors of fields to the outcome of a plan."""

import threading
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import scipy
from numpy.typing import NDArray

from ..engine.coins import address
from ..errors import EngagelabError
from ..graphs.network import Network
from ..io.arguments import checked
from ..models.declaration import Parameter, whole_number
from ..simulation.scenario import Scenario
from .bootstrap import resamples
from .design_space import (
    MeasurePerRun,
    movable_field,
    need_confidence,
    need_values,
    plans_at,
    sampler_seed,
)
from .fit_result import Fit
from .priors import Prior, normal, survey, triangular, uniform
from .progress import Progress
from .runner import Execution, need_scenario, run_plans

__all__ = ["Prior", "Uncertainty", "normal", "propagate", "survey", "triangular", "uniform"]

_SAMPLE, _KEY = 3, 4  # purposes of the addresses of random numbers
# of a prior within the bounds of its field; that of others is truncated to the bounds
_LEAST_MASS = {"uniform": 1 - 1e-9, "triang": 1 - 1e-9}


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """The uncertainty of a plan's outcome, and its sources.

    Attributes
    ----------
    measure : str
        The measure of the outcome.
    mean, low, high : float
        The mean, and the interval in which one campaign ends with the given confidence: the fields,
        the town and the chance of the run are all unknown.
    confidence : float
        Of the interval.
    parts : DataFrame
        The variance of one run by its source, with ``variance``, ``share`` and its interval
        ``low``, ``high`` (bootstrap over the samples, with the given confidence): ``priors`` (the
        unknown fields), ``key`` (what one key determines for all its runs: the town and who
        starts), ``runs`` (chance from run to run).
    fields : DataFrame
        One row per field: ``prior`` in words, ``rank_correlation`` of its value with the measure.
    points : DataFrame
        One row per sample and key: the fields, ``sample``, ``key``, the mean of the measure over
        runs, ``run_variance``.
    """

    measure: str
    mean: float
    low: float
    high: float
    confidence: float
    parts: pd.DataFrame
    fields: pd.DataFrame
    points: pd.DataFrame

    @property
    def says(self) -> str:
        """The answer in words."""
        words = self.measure.replace("_", " ").capitalize()
        text = (
            f"{words} is {self.mean:,.4g} on average, and {self.low:,.4g} to {self.high:,.4g} in "
            f"{100 * self.confidence:.3g}% of campaigns"
        )
        if not self.parts["share"].any():
            return f"{text}."
        priors, key, runs = (
            f"{row.share:.0%} ({row.low:.0%} to {row.high:.0%})"
            for row in self.parts.itertuples(index=False)
        )
        return (
            f"{text}; of the variance, {priors} comes from the unknown fields, {key} from the town "
            f"and who starts, {runs} from run to run."
        )

    def __repr__(self) -> str:
        return f"Uncertainty({self.says})"


@checked
def propagate(
    scenario: Scenario,
    priors: Mapping[str, Prior] | Fit,
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
    """Propagate the priors of some fields to the outcome of a plan.

    The priors are sampled together, as a Latin hypercube of independent fields. Each sample is run
    with its own keys, unlike the cells of a sweep: with shared random numbers, the effect of chance
    would be the same for all samples and could not be separated from that of the priors.

    Parameters
    ----------
    scenario : Scenario
        The plan; fields without a prior keep their values.
    priors : mapping of str to Prior, or Fit
        Dotted names of numeric fields, each with `survey`, `uniform`, `triangular` or `normal`; or
        what `calibrate` returns, whose fields are drawn jointly.
    samples : int
        Number of samples of the priors.
    keys : int
        Number of keys for each sample, two or more: their differences separate the effect of the
        town and of who starts from that of the priors.
    measure : str
        As for `sensitivity`.
    confidence : float
        Of the interval.
    runs, key : int, optional
        Runs for each sample and key (None: those of the plan), and the key of the whole analysis.
    network : Network, optional
        Run all plans on this network instead of the town of each.
    executor, cancel, progress : optional
        As for `Execution`.

    Returns
    -------
    Uncertainty

    Raises
    ------
    EngagelabError
        Before the first run, if a field, prior, measure or number is not allowed, or fields
        contradict each other in some samples.

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
    question = MeasurePerRun(measure)
    settings = scenario.settings_with(runs=runs, key=key)
    if not isinstance(priors, Fit):
        _check_priors(priors, on_network=network is not None)
    need_confidence(confidence)
    whole_number("samples", samples, 8, 10**6)
    whole_number("keys", keys, 2, 10**6)
    whole_number("runs", settings.runs, 2, 10**6)
    points = [
        point | {"settings.key": _key(settings.key, sample, turn)}
        for sample, point in enumerate(
            priors.draws(samples, scenario, town=network is None)
            if isinstance(priors, Fit)
            else _sample(priors, samples, settings.key)
        )
        for turn in range(keys)
    ]
    execution = Execution(runs, None, network, executor, cancel, progress)
    answers = run_plans(plans_at(scenario, points), question, execution)
    values = np.stack(answers).reshape(samples, keys, settings.runs)
    need_values(values.mean(axis=2), measure)
    frame = pd.DataFrame(points).rename(columns={"settings.key": "key"})
    frame["sample"] = np.repeat(np.arange(samples), keys)
    frame[measure] = values.mean(axis=2).ravel()
    frame["run_variance"] = values.var(axis=2, ddof=1).ravel()
    tail = (1 - confidence) / 2
    low, high = np.quantile(values, (tail, 1 - tail)).tolist()
    return Uncertainty(
        measure, float(values.mean()), low, high, confidence,
        parts=_parts(values, confidence),
        fields=_fields(frame, measure, _in_words(priors, points[0])), points=frame,
    )  # fmt: skip


def _check_priors(priors: Mapping[str, Prior], *, on_network: bool) -> None:
    if not (priors and isinstance(priors, Mapping)):
        raise EngagelabError(
            f"priors: {priors!r} has no field; give a mapping, such as "
            "{'engagement.group_read': survey(0.65, 2303)}"
        )
    for name, prior in priors.items():
        field = movable_field(name, on_network=on_network)
        if not isinstance(prior, Prior):
            raise EngagelabError(
                f"{name}: {prior!r} is not a prior; give survey(...), uniform(...), "
                "triangular(...) or normal(...) of engagelab.uncertainty"
            )
        if field.type not in (int, float) or field.low is None or field.high is None:
            raise EngagelabError(f"{name}: is not a number and cannot have a prior; leave it out")
        if prior.kind == "beta" and field.high > 1:
            raise EngagelabError(
                f"{name}: is not a share but {field.allowed}; give uniform, triangular or normal"
            )
        if prior.mass(field.low, field.high) < _LEAST_MASS.get(prior.kind, 0.01):
            raise EngagelabError(
                f"{name}: the prior ({prior.says}) exceeds what is allowed; give {field.allowed}"
            )


def _sample(priors: Mapping[str, Prior], samples: int, key: int) -> list[dict[str, Any]]:
    """Return a Latin hypercube sample of the priors."""
    sampler = scipy.stats.qmc.LatinHypercube(len(priors), seed=sampler_seed(key, _SAMPLE))
    probabilities = sampler.random(samples)
    columns = {
        name: _values(prior, Scenario.field(name), probabilities[:, column])
        for column, (name, prior) in enumerate(priors.items())
    }
    return [{name: values[i] for name, values in columns.items()} for i in range(samples)]


def _values(prior: Prior, field: Parameter, probabilities: NDArray[np.float64]) -> list[Any]:
    low = -np.inf if field.low is None else field.low
    high = np.inf if field.high is None else field.high
    values = prior.quantiles(probabilities, low, high)
    return [round(value) if field.type is int else value for value in values.tolist()]


def _key(key: int, sample: int, turn: int) -> int:
    return int(address(key, _KEY, sample, turn) >> np.uint64(1))


def variance_components(values: NDArray[np.float64]) -> dict[str, float]:
    """Return the variance components of one run: priors, key and runs.

    They follow from the law of total variance, as in an analysis of variance with two nested random
    effects. The variance of means includes that of the level below over its number, which is
    subtracted; a negative difference is set to 0.

    Parameters
    ----------
    values : array of float64, shape (samples, keys, runs)
        The measure in each run; at least two of each.

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
    >>> variance_components(values)
    {'priors': 2.0, 'key': 0.0, 'runs': 0.0}
    """
    components = _components(_by_sample(values), values.shape, np.ones((1, values.shape[0])))
    return {name: float(component[0]) for name, component in components.items()}


_Levels = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def _by_sample(values: NDArray[np.float64]) -> _Levels:
    """Return, for each sample: its mean, the variance of means of keys, and that within keys."""
    by_key = values.mean(axis=2)
    within = values.var(axis=2, ddof=1).mean(axis=1)
    return by_key.mean(axis=1), by_key.var(axis=1, ddof=1), within


def _components(
    levels: _Levels, shape: tuple[int, ...], counts: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Return the variance components of samples counted so many times, shape (resamples,)."""
    (means, among_keys, within), (samples, keys, runs) = levels, shape
    centred = means - means.mean()
    among_samples = (counts @ centred**2 / samples - (counts @ centred / samples) ** 2) * (
        samples / (samples - 1)
    )
    of_keys, of_runs = counts @ among_keys / samples, counts @ within / samples
    return {
        "priors": np.maximum(0.0, among_samples - of_keys / keys),
        "key": np.maximum(0.0, of_keys - of_runs / runs),
        "runs": of_runs,
    }


def _parts(values: NDArray[np.float64], confidence: float) -> pd.DataFrame:
    parts = pd.DataFrame(variance_components(values).items(), columns=["source", "variance"])
    total = parts["variance"].sum()
    found = _components(_by_sample(values), values.shape, resamples(values.shape[0]))
    variances = np.stack(list(found.values()))
    totals = variances.sum(axis=0)
    shares = np.divide(variances, totals, out=np.zeros_like(variances), where=totals > 0)
    tail = (1 - confidence) / 2
    low, high = np.quantile(shares, (tail, 1 - tail), axis=1)
    return parts.assign(share=parts["variance"] / total if total else 0.0, low=low, high=high)


def _in_words(priors: Mapping[str, Prior] | Fit, point: Mapping[str, Any]) -> dict[str, str]:
    if not isinstance(priors, Fit):
        return {name: prior.says for name, prior in priors.items()}
    says = f"fitted to {len(priors.calendar.names)} posts"
    return {name: says for name in point if name != "settings.key"}


def _fields(frame: pd.DataFrame, measure: str, priors: Mapping[str, str]) -> pd.DataFrame:
    """Return each field with its prior, and Spearman's correlation with the measure."""
    ranks = frame.groupby("sample")[[*priors, measure]].mean().rank()
    correlations = ranks.corr()[measure].fillna(0)  # NaN if one of the two does not vary
    rows = [(name, prior, correlations[name]) for name, prior in priors.items()]
    return pd.DataFrame(rows, columns=["field", "prior", "rank_correlation"])
