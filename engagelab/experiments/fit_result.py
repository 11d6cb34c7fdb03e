"""Fit: what observed posts say about the fields of a plan, and what they cannot say."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from ..errors import EngagelabError, Message
from ..io.atomic import path_of, writing
from ..simulation.scenario import Scenario
from .abc_regression import Posterior
from .fit_calendar import FITTED, ObservedCalendar
from .fit_inference import LEVELS, Inference
from .fit_record import ATTRIBUTE, IDENTIFIED, NOT, PARTLY, FitRecord, LearnedField
from .fit_table import FitTable
from .fit_unknowns import TOWN, Unknown
from .fit_words import significant

_FROM = {IDENTIFIED: 0.8, PARTLY: 0.3}  # contraction from which a verdict holds
_LEAST_EXPECTED = 0.1  # of contraction: below, a narrow interval is an accident
_PAIR, _GAIN = 0.6, 0.15  # contraction of a pair to be reported, and more than that of its parts


@dataclass(frozen=True, eq=False)
class Fit:
    """What observed posts say about a plan.

    Attributes
    ----------
    plan : Scenario
        The plan with the calendar of the posts.
    fields : DataFrame
        One row for each field: ``prior`` (in words), ``low``, ``median``, ``high`` (90 % interval),
        ``contraction`` (1 less the variance over that of the prior, on the prior's own scale),
        ``expected`` (the contraction that such data give on average), ``verdict`` ("identified",
        "partly", "not identified") and ``learn_from`` (a measure that would tell more).
    town : DataFrame
        The same for what was taken into account: the town and how posts differ.
    combinations : DataFrame
        Pairs that are known although their parts are not: ``first``, ``second``, ``kind`` (product
        or ratio), ``contraction``, ``correlation`` of the parts.
    posts : DataFrame
        One row for each post and measure: ``observed``, what the other posts let expect of it
        (``low``, ``median``, ``high``), the same by a log-normal of the other posts (``naive_low``,
        ``naive_median``, ``naive_high``), ``held_out``.
    check : dict
        ``coverage`` of the 90 % intervals by field on the table's own simulations, ``misfit``
        (share of the numbers of fitted posts outside their interval), ``distance`` (share of
        simulations that are as unusual as the posts), ``held_out`` and ``naive_held_out`` (hits and
        number), ``score`` and ``naive_score`` of the intervals (less is better), ``capped``.
    samples : DataFrame
        Joint samples of all fields, with a column ``weight``.
    says : tuple of Message
        The answer in sentences, which `i18n` translates.
    notes : tuple of Message
        What was decided.
    key : int
        Of the table.
    """

    plan: Scenario
    fields: pd.DataFrame
    town: pd.DataFrame
    combinations: pd.DataFrame
    posts: pd.DataFrame
    check: dict[str, Any]
    samples: pd.DataFrame
    says: tuple[Message, ...]
    notes: tuple[Message, ...]
    key: int
    calendar: ObservedCalendar = field(repr=False)
    table: FitTable = field(repr=False)

    def __repr__(self) -> str:
        known = ", ".join(f"{name}: {verdict}" for name, verdict in self.fields["verdict"].items())
        return f"Fit({known})"

    @property
    def record(self) -> FitRecord:
        """What a plan with these values rests on, without the simulations behind it."""
        logs, check = self.calendar.logs, self.check
        fields = tuple(
            LearnedField(str(name), significant(row["low"]), significant(row["median"]),
                         significant(row["high"]), str(row["verdict"]), str(row["learn_from"]))
            for name, row in self.fields.iterrows()
        )  # fmt: skip
        towns = {unknown.name: unknown.values(np.array([-8.0, 8.0])).tolist()
                 for unknown in self.table.unknowns if unknown.kind == "town"}  # fmt: skip
        return FitRecord(
            len(self.calendar.names), int(check["simulations"]), self.key,
            tuple(name for m, name in enumerate(FITTED) if np.isfinite(logs[m]).any()), fields,
            {name: (significant(low), significant(high)) for name, (low, high) in towns.items()},
            check["held_out"], check["naive_held_out"],
            float(check["score"]), float(check["naive_score"]), float(check["misfit"]),
        )  # fmt: skip

    @property
    def shares(self) -> pd.DataFrame:
        """The intervals of the fields as quantiles of their priors, 0 to 1."""
        prior = {unknown.name: unknown for unknown in self.table.unknowns}
        rows = {
            name: special.ndtr(
                prior[str(name)].scores(row[["low", "median", "high"]].to_numpy(float))
            )
            for name, row in self.fields.iterrows()
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=["low", "median", "high"])

    def draws(
        self, number: int, plan: Scenario | None = None, *, town: bool = True
    ) -> list[dict[str, Any]]:
        """Return values of the fields, drawn jointly; the same at every call.

        Parameters
        ----------
        number : int
            How many draws.
        plan : Scenario, optional
            The plan that they are for. If its town is that of the fit, the town is drawn with the
            fields, since the posts often tell more of both together than of each.
        town : bool
            Whether the town may be drawn; not if the plan is simulated on a given network.

        Returns
        -------
        list of dict
            The values by the dotted names of the fields.
        """
        names = [str(name) for name in self.fields.index]
        if town and plan is not None and all(plan.get(n) == self.plan.get(n) for n in TOWN):
            names += TOWN
        order = np.argsort(self.samples[names[0]].to_numpy(), kind="stable")
        total = self.samples["weight"].to_numpy()[order].cumsum()
        share = (np.arange(number) + 0.5) / number * total[-1]
        at = order[np.minimum(np.searchsorted(total, share), len(order) - 1)]
        columns = {name: self.samples[name].to_numpy()[at].tolist() for name in names}
        return [
            {name: _fitting(name, values[draw]) for name, values in columns.items()}
            for draw in range(number)
        ]

    def middle(self, plan: Scenario) -> Scenario:
        """Return a plan with the medians of the fields that are identified at least partly."""
        known = self.fields[self.fields["verdict"] != NOT]
        return plan.replace({str(name): float(known["median"][name]) for name in known.index})

    def save(self, path: str | os.PathLike[str], plan: Scenario) -> tuple[Path, Path]:
        """Write a plan with the fitted medians, and the samples in a Parquet file beside it.

        The summary of the plan names the file of the samples, the posts and the key. The file also
        holds the record of the fit, which a hand-over of the plan shows.

        Parameters
        ----------
        path : path-like
            The YAML file of the plan.
        plan : Scenario
            The plan that gets the medians.

        Returns
        -------
        tuple of Path
            The two files.

        Raises
        ------
        EngagelabError
            If a file cannot be written.
        """
        yaml = path_of(path)
        samples = yaml.with_suffix(".fit.parquet")
        posts, key = len(self.calendar.names), self.key
        fitted = f"Fitted to {posts} posts, key {key}; the samples are in {samples.name}."
        summary = f"{plan.summary} {fitted}".strip()
        fitted_plan = self.middle(plan).replace({}, summary=summary)
        with writing(samples) as temporary:  # left out if the plan cannot be written
            frame = self.samples.copy()
            frame.attrs[ATTRIBUTE] = self.record.to_dict()
            frame.to_parquet(temporary, index=False)
            fitted_plan.to_yaml(yaml)
        return yaml, samples


def _fitting(name: str, value: float) -> float:
    return round(value) if Scenario.field(name).type is int else value


def fitted_plans(
    plan: Scenario, baseline: Scenario, draws: Sequence[Mapping[str, Any]]
) -> list[Scenario]:
    """Return a plan at each draw; fields in which it differs from the baseline stay as they are."""
    same = [name for name in draws[0] if plan.get(name) == baseline.get(name)]
    return [plan.replace({name: draw[name] for name in same}) for draw in draws]


def need_fit(fit: object) -> None:
    """Raise EngagelabError unless `fit` is a Fit or None."""
    if fit is not None and not isinstance(fit, Fit):
        raise EngagelabError(
            f"fit: {type(fit).__name__} is not allowed; give what calibrate returns"
        )


def verdict_of(contraction: float, expected: float = 1.0) -> str:
    """Return the verdict on a field by the contraction of its interval.

    Parameters
    ----------
    contraction : float
        That of the data.
    expected : float
        What such data give on average; if that is next to nothing, so is the verdict.

    Examples
    --------
    >>> verdict_of(0.95), verdict_of(0.5), verdict_of(0.1), verdict_of(0.5, expected=0.01)
    ('identified', 'partly', 'not identified', 'not identified')
    """
    if expected < _LEAST_EXPECTED:
        return NOT
    return next((verdict for verdict, least in _FROM.items() if contraction >= least), NOT)


def unknowns_frame(
    unknowns: tuple[Unknown, ...], found: Inference, which: list[int], more: dict[str, str]
) -> pd.DataFrame:
    """Return the rows of some unknowns: prior, interval, contraction, verdict."""
    limits = found.posterior.quantiles(LEVELS)
    contraction = contractions(found.posterior)
    rows = []
    for at in which:
        low, median, high = unknowns[at].values(limits[:, at])
        rows.append(
            {"prior": unknowns[at].prior.says, "low": low, "median": median, "high": high,
             "contraction": contraction[at], "expected": found.explained[at],
             "verdict": verdict_of(contraction[at], found.explained[at]),
             "learn_from": more.get(unknowns[at].name, "")}
        )  # fmt: skip
    index = pd.Index([unknowns[at].name for at in which], name="field")
    return pd.DataFrame(rows, index=index)


def contractions(posterior: Posterior) -> NDArray[np.float64]:
    """Return 1 less the variance of each unknown over that of its prior, on the prior's scale."""
    shares = special.ndtr(posterior.samples)
    mean = posterior.weights @ shares
    variance = posterior.weights @ (shares - mean) ** 2
    return np.asarray(np.clip(1 - 12 * variance, 0.0, 1.0))


def samples_frame(unknowns: tuple[Unknown, ...], posterior: Posterior) -> pd.DataFrame:
    """Return the samples in the units of the fields, with their weights."""
    scores = posterior.samples.T
    columns = {unknown.name: unknown.values(scores[at]) for at, unknown in enumerate(unknowns)}
    return pd.DataFrame(columns | {"weight": posterior.weights})


def combinations_frame(
    unknowns: tuple[Unknown, ...], table: FitTable, posterior: Posterior
) -> pd.DataFrame:
    """Return the products and ratios of two unknowns that are known better than their parts."""
    which = [at for at, unknown in enumerate(unknowns) if unknown.kind != "posts"]
    alone = contractions(posterior)
    before = {at: np.log(unknowns[at].values(table.scores[:, at])) for at in which}
    after = {at: np.log(unknowns[at].values(posterior.samples[:, at])) for at in which}
    rows = []
    for a, b in combinations(which, 2):
        correlation = _correlation(after[a], after[b], posterior.weights)
        sign = 1.0 if correlation < 0 else -1.0
        variance = _variance(after[a] + sign * after[b], posterior.weights)
        contraction = 1 - variance / float(np.var(before[a] + sign * before[b]))
        if contraction >= max(_PAIR, _GAIN + max(alone[a], alone[b])):
            rows.append(
                {"first": unknowns[a].name, "second": unknowns[b].name,
                 "kind": "product" if sign > 0 else "ratio",
                 "contraction": contraction, "correlation": correlation}
            )  # fmt: skip
    columns = ["first", "second", "kind", "contraction", "correlation"]
    found = pd.DataFrame(rows, columns=columns)
    return found.sort_values("contraction", ascending=False, ignore_index=True)


def _variance(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    mean = weights @ values
    return float(weights @ (values - mean) ** 2)


def _correlation(
    a: NDArray[np.float64], b: NDArray[np.float64], weights: NDArray[np.float64]
) -> float:
    together = (_variance(a + b, weights) - _variance(a - b, weights)) / 4
    return together / float(np.sqrt(_variance(a, weights) * _variance(b, weights)))
