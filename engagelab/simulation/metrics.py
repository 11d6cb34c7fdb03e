"""Questions to an Outcome: pure functions, arrays by run and tidy frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EngagelabError, listed, nearest
from ..graphs.edges import as_list
from ..io.lazy import late
from .cascades import cascades_of
from .outcome import LEVELS, WAYS, Outcome, describe

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

_CUMULATIVE = {"reach": "readers"}


def reach(outcome: Outcome) -> NDArray[np.int64]:
    """Return how many distinct people read, seeds included; shape (runs,).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(3))
    >>> el.reach(el.simulate(network, el.Engagement(tie_read=0), seeds=[1], runs=2)).tolist()
    [1, 1]
    """
    return outcome.total("readers")


def curve(outcome: Outcome, measures: Sequence[str] = ("reach", "shares", "joins")) -> pd.DataFrame:
    """Return how measures go round by round, summed up over the runs.

    Parameters
    ----------
    outcome : Outcome
    measures : sequence of str
        Any of `Outcome.measures`, and ``reach``: the people reached so far.

    Returns
    -------
    DataFrame
        Columns ``round``, ``measure``, ``mean``, ``median``, ``low``, ``high``; low and high are
        the 5 and 95 % of runs.
    """
    return pd.concat([_curve(outcome, name) for name in measures], ignore_index=True)


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


def reach_by_post(outcome: Outcome) -> pd.DataFrame:
    """Return the readers of each post: columns post, round, mean, median, low, high and error.

    Where contents compete, each is a post, and the column `content` names it.
    """
    rows = [
        {"post": p, **{name: post[name] for name in ("round", "content") if name in post}}
        | describe(outcome.by_post[:, p])
        for p, post in enumerate(outcome.provenance["posts"])
    ]
    return pd.DataFrame(rows)


def reach_by(outcome: Outcome, way: str) -> pd.DataFrame:
    """Return the share of people reached in each class.

    Parameters
    ----------
    outcome : Outcome
    way : {"role", "profile", "activity", "group size"}
        How to classify people; group size is that of one's largest group at the start.

    Returns
    -------
    DataFrame
        One row for each class that has people: the class, ``people``, and the share reached as
        mean, median, low, high and standard error.

    Raises
    ------
    EngagelabError
        For an unknown way.
    """
    if way not in WAYS:
        raise EngagelabError(f"way: {way!r} is not known{nearest(way, WAYS)}; allowed are "
                             f"{listed(WAYS)}")  # fmt: skip
    place = list(WAYS).index(way)
    rows = []
    for code, word in enumerate(WAYS[way]):
        people = outcome.class_sizes[place, code]
        if people:
            shares = outcome.by_class[:, place, code] / people
            rows.append({way: word, "people": int(people)} | describe(shares))
    return pd.DataFrame(rows)


def k_factor(outcome: Outcome) -> pd.DataFrame:
    """Return how many first joins each joiner causes, by generation.

    ``K_g`` is the first joins caused by joiners of generation g over the joiners of generation g;
    generation 0 are the initial members. Of several inviters the one with the smallest label hash
    counts. A ratio of sums over the runs.

    Returns
    -------
    DataFrame
        Columns ``generation``, ``joiners`` (mean of a run), ``k``.
    """
    total = outcome.generations.sum(axis=0)
    last = int(np.flatnonzero(total).max(initial=0))
    caused = total[1 : last + 2]
    k = _ratio(caused, total[: last + 1])
    joiners = total[: last + 1] / outcome.runs
    return pd.DataFrame({"generation": np.arange(last + 1), "joiners": joiners, "k": k})


def reproduction_number(outcome: Outcome) -> pd.DataFrame:
    """Return the effective reproduction number by round: sharers caused by each sharer.

    Sharers attributed to the sharers of a round over those; of several sharers read from in the
    first round of reading, the one with the smallest label hash counts. A ratio of sums over the
    runs; the last rounds are cut short by the horizon.

    Returns
    -------
    DataFrame
        Columns ``round``, ``shares`` (mean of a run), ``number`` (missing without shares).
    """
    shares = outcome.measure("shares").sum(axis=0)
    number = _ratio(outcome.measure("attributed").sum(axis=0), shares)
    return pd.DataFrame(
        {"round": np.arange(outcome.rounds), "shares": shares / outcome.runs, "number": number}
    )


def cascades(outcome: Outcome) -> pd.DataFrame:
    """Return the trees of who read from whom, one row for each run and root.

    Parameters
    ----------
    outcome : Outcome
        Simulated with ``record="tree"``.

    Returns
    -------
    DataFrame
        Columns ``run``, ``root`` (label), ``size`` (people), ``depth`` (most steps from the root),
        ``virality`` (structural virality: mean steps between two people of the tree; missing for a
        root alone).

    Raises
    ------
    EngagelabError
        Where the trees were not recorded.

    References
    ----------
    Goel, Anderson, Hofman and Watts 2016, Management Science 62(1), doi 10.1287/mnsc.2015.2158.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.star_graph(3))
    >>> certain = el.IndependentCascade(transmissibility=1)
    >>> el.cascades(el.simulate(network, certain, seeds=[0], runs=1, record="tree"))
       run  root  size  depth  virality
    0    0     0     4      1       1.5
    """
    parts = [
        cascades_of(parents, when >= 0).assign(run=run)
        for run, (when, parents) in enumerate(zip(outcome.adoption, outcome.parents, strict=True))
    ]
    found = pd.concat(parts, ignore_index=True)
    labels = as_list(outcome.labels)
    found["root"] = [labels[place] for place in found["root"]]
    return found[["run", "root", "size", "depth", "virality"]]


def cascade_depth(outcome: Outcome) -> NDArray[np.int64]:
    """Return the most steps from a root in each run, 0 where nobody read; shape (runs,).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(5))
    >>> certain = el.IndependentCascade(transmissibility=1)
    >>> el.cascade_depth(el.simulate(network, certain, [0], runs=2, record="tree")).tolist()
    [4, 4]
    """
    deepest = cascades(outcome).groupby("run")["depth"].max()
    return deepest.reindex(range(outcome.runs), fill_value=0).to_numpy(np.int64)


def structural_virality(outcome: Outcome) -> NDArray[np.float64]:
    """Return the mean steps between two people of the same tree, in each run; shape (runs,).

    With one seed it is the structural virality of Goel et al. 2016, doi 10.1287/mnsc.2015.2158:
    near 2 for a broadcast, long for a chain. With several, pairs of all trees count alike. Missing
    where no tree has two people.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> certain = el.IndependentCascade(transmissibility=1)
    >>> outcome = el.simulate(network, certain, [0], runs=1, record="tree")
    >>> el.structural_virality(outcome).round(3).tolist()
    [1.667]
    """
    found = cascades(outcome)
    pairs = (found["size"] * (found["size"] - 1) / 2).rename("pairs")
    steps = (found["virality"].fillna(0) * pairs).rename("steps")
    sums = pd.concat([found["run"], pairs, steps], axis=1).groupby("run").sum()
    sums = sums.reindex(range(outcome.runs), fill_value=0)
    return _ratio(sums["steps"].to_numpy(), sums["pairs"].to_numpy())


def half_time(outcome: Outcome) -> NDArray[np.int64]:
    """Return the first round with half of the run's own reach, -1 for no readers; shape (runs,)."""
    so_far = outcome.measure("readers").cumsum(axis=1)
    first = (2 * so_far >= so_far[:, -1:]).argmax(axis=1)
    return np.where(so_far[:, -1] > 0, first, -1)


def cost_per_reader(outcome: Outcome) -> dict[str, float]:
    """Return what one person reached costs: mean cost over mean reach, with its standard error."""
    return ratio(outcome.total("cost"), reach(outcome))


def return_on_cost(outcome: Outcome) -> dict[str, float]:
    """Return (value - cost) / cost over all runs, with its standard error."""
    cost = outcome.total("cost")
    return ratio(outcome.total("value") - cost, cost)


def break_even(outcome: Outcome) -> dict[str, float]:
    """Return when and at what worth of a person the campaign pays.

    Returns
    -------
    dict
        ``round``: first round in which mean value so far is at least mean cost so far, missing if
        never. ``value_per_reader``: worth of a person reached at which value equals cost, with the
        other values as they are. ``share_of_runs``: runs that end with value at least cost.
    """
    cost, value = outcome.measure("cost"), outcome.measure("value")
    paid = (value.mean(axis=0).cumsum() >= cost.mean(axis=0).cumsum()) & (
        cost.mean(axis=0).cumsum() > 0
    )
    readers = reach(outcome).mean()
    others = outcome.total("value").mean() - readers * outcome.values["readers"]
    return {
        "round": float(paid.argmax()) if paid.any() else np.nan,
        "value_per_reader": float((outcome.total("cost").mean() - others) / readers)
        if readers
        else np.nan,
        "share_of_runs": float((outcome.total("value") >= outcome.total("cost")).mean()),
    }


def ratio(above: NDArray[Any], below: NDArray[Any]) -> dict[str, float]:
    """Return a ratio of means over runs with its standard error (first-order expansion).

    Examples
    --------
    >>> import numpy as np
    >>> ratio(np.array([2.0, 4.0]), np.array([1.0, 2.0]))
    {'mean': 2.0, 'standard_error': 0.0}
    """
    if not below.sum():
        return {"mean": np.nan, "standard_error": np.nan}
    mean = float(above.sum() / below.sum())
    rest = above - mean * below
    spread = rest.std(ddof=1) / np.sqrt(rest.size) if rest.size > 1 else np.nan
    return {"mean": mean, "standard_error": float(spread / abs(below.mean()))}


def _ratio(above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.float64]:
    out = np.full(below.shape, np.nan)
    np.divide(above, below, out=out, where=below > 0)
    return out
