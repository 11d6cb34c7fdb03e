"""Metrics of an Outcome: pure functions that return arrays by run or tidy frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EngagelabError, listed, nearest
from ..io.arguments import checked
from ..io.lazy import late
from .cascades import cascade_depth as cascade_depth
from .cascades import cascades as cascades
from .cascades import structural_virality as structural_virality
from .costs import break_even as break_even
from .costs import cost_by_kind as cost_by_kind
from .costs import cost_per_reader as cost_per_reader
from .costs import return_on_cost as return_on_cost
from .outcome import LEVELS, WAYS, Outcome, describe
from .ratios import divide
from .ratios import ratio as ratio

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

_CUMULATIVE = {"reach": "readers"}


@checked
def reach(outcome: Outcome) -> NDArray[np.int64]:
    """Return the number of distinct readers in each run, seeds included; shape (runs,).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(3))
    >>> el.reach(el.simulate(network, el.Engagement(tie_read=0), seeds=[1], runs=2)).tolist()
    [1, 1]
    """
    return outcome.total("readers")


@checked
def curve(outcome: Outcome, measures: str | Sequence[str] | None = None) -> pd.DataFrame:
    """Return the distribution of measures over the runs, round by round.

    Parameters
    ----------
    outcome : Outcome
    measures : str or sequence of str, optional
        Names of `Outcome.measures`, or ``reach``: the readers so far. By default reach, shares and,
        if the model counts them, joins.

    Returns
    -------
    DataFrame
        Columns ``round``, ``measure``, ``mean``, ``median``, ``low``, ``high``; low and high are
        the 5 % and 95 % quantiles of the runs.
    """
    if measures is None:
        measures = ("reach", *(name for name in ("shares", "joins") if name in outcome.names))
    names = (measures,) if isinstance(measures, str) else measures
    if len(names) == 0:
        raise EngagelabError("measures: the list is empty; give one or more names")
    return pd.concat([_curve(outcome, name) for name in names], ignore_index=True)


def _curve(outcome: Outcome, name: str) -> pd.DataFrame:
    if name in _CUMULATIVE:
        values = outcome.measure(_CUMULATIVE[name]).cumsum(axis=1)
    else:
        values = outcome.measure(name)
    low, median, high = np.quantile(values, (LEVELS[0], 0.5, LEVELS[1]), axis=0)
    rounds = np.arange(outcome.rounds)
    return pd.DataFrame(
        {"round": rounds, "measure": name, "mean": values.mean(axis=0), "median": median,
         "low": low, "high": high}
    )  # fmt: skip


@checked
def reach_by_post(outcome: Outcome) -> pd.DataFrame:
    """Return the distribution of the readers of each post over the runs.

    Returns
    -------
    DataFrame
        Columns ``post``, ``round``, ``mean``, ``median``, ``low``, ``high``, ``standard_error``. If
        contents compete, each is a post, and the column ``content`` names it.
    """
    rows = [
        {"post": p, **{name: post[name] for name in ("round", "content") if name in post}}
        | describe(outcome.by_post[:, p])
        for p, post in enumerate(outcome.provenance["posts"])
    ]
    return pd.DataFrame(rows)


@checked
def readers_of_last_post(outcome: Outcome) -> NDArray[np.int64]:
    """Return the readers of the post that starts last; of several, the last in the calendar.

    Shape (runs,).

    Raises
    ------
    EngagelabError
        If the outcome has no post.

    Examples
    --------
    >>> import engagelab as el
    >>> posts = [el.Post(round=0, seeds=3), el.Post(round=7, seeds=2)]
    >>> plan = el.Scenario(population={"people": 300}, campaign={"posts": posts})
    >>> el.metrics.readers_of_last_post(plan.replace({"engagement.tie_read": 0}).run(runs=2)).shape
    (2,)
    """
    rounds = [post["round"] for post in outcome.provenance["posts"]]
    if not rounds:
        raise EngagelabError("readers_of_last_post: the outcome has no post; give one that has")
    readers: NDArray[np.int64] = outcome.by_post[
        :, max(range(len(rounds)), key=lambda p: (rounds[p], p))
    ]
    return readers


@checked
def counts_by_post(outcome: Outcome) -> pd.DataFrame:
    """Return the mean counts of each post over the runs.

    Returns
    -------
    DataFrame
        Columns ``post``, ``round`` and one for each of ``reads``, ``shares``, ``impressions``,
        ``joins``, ``comments`` and ``answers``; empty for a model that does not count by post.
    """
    posts = outcome.provenance["posts"] if outcome.post_names else []
    frame = {"post": np.arange(len(posts)), "round": [post["round"] for post in posts]}
    means = {name: outcome.of_post(name).mean(axis=0) for name in outcome.post_names}
    return pd.DataFrame(frame | means)


@checked
def reach_by(outcome: Outcome, way: str) -> pd.DataFrame:
    """Return the share of people reached in each class.

    Parameters
    ----------
    outcome : Outcome
    way : {"role", "profile", "activity", "group size"}
        How to classify people; group size is that of a person's largest group at the start.

    Returns
    -------
    DataFrame
        One row for each class with people: the class, ``people``, and the share reached as
        ``mean``, ``median``, ``low``, ``high`` and ``standard_error``.

    Raises
    ------
    EngagelabError
        If the way is unknown.
    """
    return _by_class(outcome, way, outcome.by_class / np.maximum(outcome.class_sizes, 1))


@checked
def shares_by(outcome: Outcome, way: str) -> pd.DataFrame:
    """Return the number of shares by each class of sharers.

    Parameters
    ----------
    outcome : Outcome
    way : {"role", "profile", "activity", "group size"}
        As for `reach_by`.

    Returns
    -------
    DataFrame
        One row for each class with people: the class, ``people``, and the shares of a run as
        ``mean``, ``median``, ``low``, ``high`` and ``standard_error``.

    Raises
    ------
    EngagelabError
        If the way is unknown, or the model does not count shares by class.

    Examples
    --------
    >>> import engagelab as el
    >>> outcome = el.Scenario(population={"people": 500}).run(runs=3)
    >>> frame = el.metrics.shares_by(outcome, "activity")
    >>> frame["activity"].tolist()
    ['lurker', 'contributor', 'creator']
    >>> bool(np.isclose(frame["mean"].sum(), outcome.total("shares").mean()))
    True
    """
    if not outcome.shares_by_class.size:
        raise EngagelabError(
            "shares_by: this model does not count shares by class; give an outcome of Engagement"
        )
    return _by_class(outcome, way, outcome.shares_by_class)


def _by_class(outcome: Outcome, way: str, values: NDArray[Any]) -> pd.DataFrame:
    """Describe values of shape (runs, ways, classes) for the classes of one way."""
    if way not in WAYS:
        raise EngagelabError(f"way: {way!r} is not known{nearest(way, WAYS)}; allowed are "
                             f"{listed(WAYS)}")  # fmt: skip
    index = list(WAYS).index(way)
    sizes = outcome.class_sizes[index]
    rows = [
        {way: word, "people": int(sizes[code])} | describe(values[:, index, code])
        for code, word in enumerate(WAYS[way])
        if sizes[code]
    ]
    return pd.DataFrame(rows)


@checked
def k_factor(outcome: Outcome) -> pd.DataFrame:
    """Return the k-factor by generation: the first joins that each joiner causes.

    ``k`` of generation g is the number of first joins caused by its joiners, divided by the number
    of its joiners, both summed over the runs; generation 0 are the initial members. Of several
    inviters the one with the smallest label hash counts.

    Returns
    -------
    DataFrame
        Columns ``generation``, ``joiners`` (mean per run), ``k``.

    Raises
    ------
    EngagelabError
        For a model without joins, which are those of `Engagement`.
    """
    if "joins" not in outcome.names:
        raise EngagelabError(
            "k_factor: the outcome has no joins, which only an Engagement counts; use "
            "reproduction_number for the shares that each sharer causes"
        )
    total = outcome.generations.sum(axis=0)
    last = int(np.flatnonzero(total).max(initial=0))
    caused = total[1 : last + 2]
    k = divide(caused, total[: last + 1])
    joiners = total[: last + 1] / outcome.runs
    return pd.DataFrame({"generation": np.arange(last + 1), "joiners": joiners, "k": k})


@checked
def membership_k_factor(outcome: Outcome) -> dict[str, float]:
    """Return the memberships that each membership causes, with its standard error.

    It is the number of joins by invitation of people who had themselves joined by invitation,
    divided by all joins, as a ratio of means over runs. `k_factor` counts new people instead.
    """
    return ratio(outcome.total("secondary_joins"), outcome.total("joins"))


@checked
def reproduction_number(outcome: Outcome) -> pd.DataFrame:
    """Return the effective reproduction number by round: the sharers that each sharer causes.

    It is the number of shares attributed to the sharers of a round, divided by the number of these
    sharers, both summed over the runs. If a person first reads from several sharers in one round,
    the one with the smallest label hash counts. The horizon cuts off the last rounds.

    Returns
    -------
    DataFrame
        Columns ``round``, ``shares`` (mean per run), ``number`` (missing without shares).
    """
    shares = outcome.measure("shares").sum(axis=0)
    number = divide(outcome.measure("attributed").sum(axis=0), shares)
    return pd.DataFrame(
        {"round": np.arange(outcome.rounds), "shares": shares / outcome.runs, "number": number}
    )


@checked
def half_time(outcome: Outcome) -> NDArray[np.int64]:
    """Return the round by which half of the readers have read, -1 without any; shape (runs,)."""
    so_far = outcome.measure("readers").cumsum(axis=1)
    first = (2 * so_far >= so_far[:, -1:]).argmax(axis=1)
    return np.where(so_far[:, -1] > 0, first, -1)
