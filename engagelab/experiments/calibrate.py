"""Fit a plan to observed posts: `calibrate`."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..io.arguments import checked
from ..models.declaration import whole_number
from ..observed.posts import ObservedPosts
from ..simulation.scenario import Scenario
from .fit_calendar import FITTED, LEAST_POSTS, ObservedCalendar, calendar_of
from .fit_inference import (
    LEVELS,
    Inference,
    explained_with,
    forecast,
    inferred,
    interval_score,
    yardstick,
)
from .fit_record import NOT
from .fit_result import (
    Fit,
    combinations_frame,
    samples_frame,
    unknowns_frame,
)
from .fit_says import says_of
from .fit_table import FitTable, table_of
from .fit_unknowns import Unknown, unknowns_of
from .priors import Prior
from .progress import Progress
from .runner import Execution, need_scenario

_LEARNED = 0.2  # gain in explained variance from which a measure is worth recording
_NUMBERS = ("observed", "low", "median", "high", "naive_low", "naive_median", "naive_high")
_RECORDABLE = ("reads", "shares", "joins")


@checked
def calibrate(
    plan: Scenario,
    observed: ObservedPosts,
    *,
    fields: Sequence[str] | Mapping[str, Prior] | None = None,
    hold_out: int = 0,
    simulations: int = 2_000,
    key: int | None = None,
    executor: Executor | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = None,
    store: str | os.PathLike[str] | None = None,
) -> Fit:
    r"""Fit the fields of a plan to observed posts, and say which of them the posts determine.

    Campaigns are simulated with values drawn from the priors of the fields; each simulation has its
    own chance, a town (ties and number of people up to a factor of 2, group size up to a factor of
    3) and its own posts, which differ in relevance and in how many people they are delivered to. Of
    large towns, four simulations share one. The simulations that look like
    the observation are adjusted to it by regression, and intervals are stretched until they cover
    as often as they should on the simulations themselves. Forecasts of a post come from the other
    posts in the same way.

    Shares of the people who start a post are not counted as shares. Where reach is unknown,
    impressions stand in for it, with 1.4 to 2.4 for each person reached.

    Parameters
    ----------
    plan : Scenario
        The plan; its town, its lifetime of posts and all fields that are not fitted are assumed.
    observed : ObservedPosts
        The posts, as from `read_observed`.
    fields : sequence of str, or mapping of str to Prior, optional
        Fields to fit, with priors from their declarations unless given; by default ``group_read``,
        ``tie_read``, ``base_share`` and ``invite``, with ``paid_read`` or ``own_space`` where posts
        are paid for or start in the organisation's own space.
    hold_out : int
        Number of last posts that are not fitted but forecast.
    simulations : int
        Number of simulated campaigns.
    key : int, optional
        The integer that fixes all chance; None: that of the plan.
    executor, cancel, progress : optional
        As for `Execution`.
    store : path-like, optional
        A directory that keeps finished simulations; the same call continues after a kill.

    Returns
    -------
    Fit

    Raises
    ------
    EngagelabError
        If fewer than three posts can be fitted, a field cannot, or a number is not allowed.

    References
    ----------
    Beaumont, Zhang and Balding 2002, Genetics 162(4); Blum and François 2010, doi
    10.1007/s11222-009-9116-0: regression adjustment. Prangle, Blum, Popovic and Sisson 2014, arXiv
    1301.3166; Rodrigues, Prangle and Sisson 2018, arXiv 1704.06374: intervals calibrated on
    simulations.

    Examples
    --------
    >>> import io, engagelab as el
    >>> text = "post,round,seeds,reach,shares\nA,0,9,90,2\nB,9,9,80,1\nC,20,9,95,3\n"
    >>> plan = el.Scenario(population={"people": 300}, campaign={"lifetime": 7})
    >>> fit = el.calibrate(plan, el.read_observed(io.StringIO(text)), simulations=200, key=7)
    >>> fit.fields.loc["engagement.tie_read", "verdict"]
    'not identified'
    """
    need_scenario(plan, "plan")
    if not isinstance(observed, ObservedPosts):
        raise EngagelabError(
            f"observed: {type(observed).__name__} is not allowed; give what read_observed returns"
        )
    whole_number("simulations", simulations, 200, 10**6)
    calendar = calendar_of(plan, observed)
    whole_number("hold_out", hold_out, 0, len(calendar.names) - LEAST_POSTS)
    settings = plan.settings_with(key=key)
    unknowns = unknowns_of(calendar.plan, fields, paid=calendar.is_paid, own=calendar.has_own_space)
    execution = Execution(1, settings.key, None, executor, cancel, progress)
    table = table_of(calendar, unknowns, simulations, execution, store)
    return _fit(calendar, unknowns, table, hold_out, settings.key)


def _fit(
    calendar: ObservedCalendar,
    unknowns: tuple[Unknown, ...],
    table: FitTable,
    hold_out: int,
    key: int,
) -> Fit:
    fitted = calendar.logs.copy()
    if hold_out:
        fitted[:, -hold_out:] = np.nan
    found = inferred(table, fitted)
    which = [at for at, unknown in enumerate(unknowns) if unknown.kind == "field"]
    others = [at for at in range(len(unknowns)) if at not in which]
    fields = unknowns_frame(unknowns, found, which, _worth_recording(table, unknowns, fitted))
    fields["learn_from"] = fields["learn_from"].where(fields["verdict"] == NOT, "")
    posts = _posts(calendar, table, fitted, hold_out)
    check = _check(unknowns, found, table, posts)
    town = unknowns_frame(unknowns, found, others, {})
    pairs = combinations_frame(unknowns, table, found.posterior)
    says = says_of(calendar, fields, unknowns, pairs, check)
    return Fit(
        calendar.plan, fields, town, pairs, posts.drop(columns=["score", "naive_score"]), check,
        samples_frame(unknowns, found.posterior), says, calendar.notes, key, calendar, table,
    )  # fmt: skip


def _worth_recording(
    table: FitTable, unknowns: tuple[Unknown, ...], fitted: NDArray[np.float64]
) -> dict[str, str]:
    """Return, for each unknown, the measure that is not recorded and would tell the most of it."""
    known = np.isfinite(fitted)
    missing = [name for name in _RECORDABLE if not known[FITTED.index(name)].any()]
    if not missing:
        return {}
    now = explained_with(table, known)
    gains = []
    for name in missing:
        more = known.copy()
        more[FITTED.index(name)] = known.any(axis=0)
        gains.append(explained_with(table, more) - now)
    best = np.argmax(gains, axis=0)
    return {
        unknown.name: missing[best[at]]
        for at, unknown in enumerate(unknowns)
        if gains[best[at]][at] >= _LEARNED
    }


def _posts(
    calendar: ObservedCalendar, table: FitTable, fitted: NDArray[np.float64], hold_out: int
) -> pd.DataFrame:
    """Return observed and expected numbers of each post, each from the other fitted posts."""
    rows: list[dict[str, Any]] = []
    for post, name in enumerate(calendar.names):
        value = calendar.logs[:, post]
        known = np.flatnonzero(np.isfinite(value)).tolist()
        others = fitted.copy()
        others[:, post] = np.nan
        expected = forecast(table, others, post, known)
        limits = np.maximum(expected.quantiles(LEVELS), 0.0)
        ranks = (expected.samples < value[known]).mean(axis=0)
        naive = np.stack([yardstick(others[m]) for m in known], axis=1)
        held_out = post >= len(calendar.names) - hold_out
        about = {"post": name, "held_out": held_out}
        numbers = calendar.numbers(np.concatenate([value[None, known], limits, naive]))
        numbers[0] = numbers[0].round(9)  # a count went through its logarithm
        scores = [interval_score(ends, value[known]) for ends in (limits, naive)]
        rows += [
            about
            | {"measure": FITTED[m], "rank": ranks[at], "score": scores[0][at],
               "naive_score": scores[1][at]}
            | dict(zip(_NUMBERS, numbers[:, at].tolist(), strict=True))
            for at, m in enumerate(known)
        ]  # fmt: skip
    return pd.DataFrame(rows)


def _check(
    unknowns: tuple[Unknown, ...], found: Inference, table: FitTable, posts: pd.DataFrame
) -> dict[str, Any]:
    within = posts["rank"].between(0.05, 0.95)
    naive = posts["observed"].between(posts["naive_low"], posts["naive_high"])
    held = posts["held_out"]
    names = [unknown.name for unknown in unknowns]
    return {
        "coverage": pd.Series(found.coverage, names, name="coverage"),
        "stretch": pd.Series(found.stretch, names, name="stretch"),
        "misfit": float((~within[~held]).mean()),
        "distance": found.distance,
        "held_out": (int(within[held].sum()), int(held.sum())),
        "naive_held_out": (int(naive[held].sum()), int(held.sum())),
        "score": float(posts["score"].mean()),
        "naive_score": float(posts["naive_score"].mean()),
        "simulations": table.simulations,
        "capped": table.capped,
    }
