"""Exposure, thresholds and hazards: the adoption that people saw before they adopted."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ..errors import EngagelabError
from ..graphs.edges import as_list
from ..graphs.network import Network
from ..io.arguments import checked
from ..simulation.outcome import Outcome
from .diffusion import Diffusion


@checked
def run_of(network: Network, outcome: Outcome, run: int = 0) -> Diffusion:
    """Return one run of a simulation as an observed diffusion.

    Parameters
    ----------
    network : Network
        The network that was simulated.
    outcome : Outcome
        Simulated with ``record="people"``.
    run : int
        Number of the run, from 0.

    Returns
    -------
    Diffusion
        Readers are adopters, and rounds are periods.

    Raises
    ------
    EngagelabError
        For a run out of range, or an outcome without recorded adoption.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> certain = el.Engagement(tie_read=1, base_share=1, off_message=0)
    >>> outcome = el.simulate(network, certain, [0], runs=1, horizon=5, record="people")
    >>> run_of(network, outcome)
    Diffusion(people=4, ties=3, adopters=4, periods=0 to 5)
    """
    if not 0 <= run < outcome.runs:
        raise EngagelabError(
            f"run: {run} is not allowed; give a number from 0 to {outcome.runs - 1}"
        )
    rounds = outcome.adoption[run].tolist()
    adoption = {
        label: at for label, at in zip(as_list(outcome.labels), rounds, strict=True) if at >= 0
    }
    return Diffusion.of(network, adoption, periods=(0, outcome.rounds - 1))


@checked
def exposure(diffusion: Diffusion, *, lag: int = 0, valued: bool = False) -> pd.DataFrame:
    """Return the share of each person's ties who had adopted, period by period.

    Parameters
    ----------
    diffusion : Diffusion
    lag : int
        Number of periods until adoption is seen: with 0, an adopter counts from the period of
        adoption on; with 1, from the next period on.
    valued : bool
        Whether to weight ties by their weight.

    Returns
    -------
    DataFrame, shape (people, periods)
        By person and period, from 0 to 1; 0 for people without ties.

    Raises
    ------
    EngagelabError
        For a lag below 0.

    References
    ----------
    .. [1] T. W. Valente (1996), Social network thresholds in the diffusion of innovations, Social
       Networks 18(1), doi:10.1016/0378-8733(95)00256-1

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> exposure(Diffusion.of(network, {0: 1, 2: 2, 1: 3}))
    period    1    2    3
    person
    0       0.0  0.0  1.0
    1       0.5  1.0  1.0
    2       0.0  0.0  0.5
    3       0.0  1.0  1.0
    """
    if lag < 0:
        raise EngagelabError(f"lag: {lag} is below 0; give a number of periods such as 1")
    periods = pd.Index(diffusion.periods, name="period")
    names = nominations(diffusion.network, valued=valued)
    amounts = names @ adopted_by(diffusion, lag)
    shares = ratio(amounts, np.asarray(names.sum(axis=1))[:, None])
    return pd.DataFrame(shares, diffusion.labels, periods)


@checked
def threshold(
    diffusion: Diffusion, *, lag: int = 0, valued: bool = False, censored: bool = True
) -> "pd.Series[float]":
    """Return the threshold of each person: their exposure in the period of adoption.

    Parameters
    ----------
    diffusion : Diffusion
    lag, valued
        As for `exposure`.
    censored : bool
        Whether to include those who adopted in the first period, who may have adopted before it.

    Returns
    -------
    Series
        By person, from 0 to 1; missing for those who never adopted.

    Raises
    ------
    EngagelabError
        For a lag below 0.

    References
    ----------
    .. [1] T. W. Valente (1996), Social network thresholds in the diffusion of innovations, Social
       Networks 18(1), doi:10.1016/0378-8733(95)00256-1

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> threshold(Diffusion.of(network, {0: 1, 2: 2, 1: 3})).tolist()
    [0.0, 1.0, 0.0, nan]
    """
    shares = exposure(diffusion, lag=lag, valued=valued).to_numpy()
    times = diffusion.adoption
    known = times >= (diffusion.first if censored else diffusion.first + 1)
    thresholds = np.full(times.size, np.nan)
    thresholds[known] = shares[known, times[known] - diffusion.first]
    return pd.Series(thresholds, diffusion.labels, name="threshold")


@checked
def hazard(diffusion: Diffusion) -> "pd.Series[float]":
    """Return the hazard of each period: the share of those not yet adopters who adopted in it.

    Returns
    -------
    Series
        By period, from 0 to 1; 0 in the first period, since earlier adoption is unknown.

    References
    ----------
    .. [1] P. D. Allison (1984), Event History Analysis, Sage.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> hazard(Diffusion.of(network, {0: 1, 2: 2, 1: 3})).round(3).tolist()
    [0.0, 0.333, 0.5]
    """
    new = adopters_per_period(diffusion)
    at_risk = diffusion.network.people - (np.cumsum(new) - new)
    shares = ratio(new, at_risk)
    shares[0] = 0
    return pd.Series(shares, pd.Index(diffusion.periods, name="period"), name="hazard")


def nominations(network: Network, *, valued: bool = False) -> sparse.csr_array:
    """Return the matrix of nominations, with a row for each person who names others.

    A tie of a network goes from the person who can reach to the person who can be reached, so the
    matrix is the transpose of the ties.

    Examples
    --------
    >>> import pandas as pd, engagelab as el
    >>> ties = pd.DataFrame({"source": ["Ann"], "target": ["Bo"]})
    >>> nominations(el.Network.from_frame(ties, directed=True)).toarray().tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    weights = network.weights if valued else None
    values = np.ones(network.tie_to.size) if weights is None else weights
    shape = (network.people, network.people)
    return sparse.csr_array((values, network.tie_to, network.tie_start), shape=shape).T.tocsr()


def adopters_per_period(diffusion: Diffusion) -> NDArray[np.int64]:
    """Return the number of people who adopted in each period; shape (periods,).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> adopters_per_period(Diffusion.of(network, {0: 1, 2: 3})).tolist()
    [1, 0, 1]
    """
    adopted = diffusion.adoption[diffusion.adoption >= 0]
    return np.bincount(adopted - diffusion.first, minlength=diffusion.periods.size)


def ratio(numerator: NDArray[Any], denominator: NDArray[Any]) -> NDArray[np.float64]:
    """Return the ratio of two arrays, and 0 where the denominator is 0.

    Examples
    --------
    >>> ratio(np.array([1.0, 0.0]), np.array([2.0, 0.0])).tolist()
    [0.5, 0.0]
    """
    out = np.zeros(np.broadcast_shapes(numerator.shape, denominator.shape))
    np.divide(numerator, denominator, out=out, where=denominator != 0)
    return out


def adopted_by(diffusion: Diffusion, lag: int = 0) -> NDArray[np.float64]:
    """Return 1 for adopters by each period minus the lag, else 0; shape (people, periods).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(2))
    >>> adopted_by(Diffusion.of(network, {0: 1}, periods=(1, 3)), lag=1).tolist()
    [[0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
    """
    times = diffusion.adoption[:, None]
    return ((times >= 0) & (times + lag <= diffusion.periods)).astype(np.float64)
