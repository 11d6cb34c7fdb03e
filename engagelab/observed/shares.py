"""How much adoption each person saw, and when it was enough."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from ..errors import EngagelabError
from ..graphs.edges import as_list
from ..graphs.network import Network
from ..simulation.outcome import Outcome
from .diffusion import Diffusion


def run_of(network: Network, outcome: Outcome, run: int = 0) -> Diffusion:
    """Return one run of a simulation as if it had been observed.

    Parameters
    ----------
    network : Network
        The network that was simulated.
    outcome : Outcome
        Simulated with ``record="people"``.
    run : int
        Which run, from 0.

    Returns
    -------
    Diffusion
        A reader is an adopter; the periods are the rounds.

    Raises
    ------
    EngagelabError
        For a run that there is none of, or where adoption was not recorded.

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
        raise EngagelabError(f"run: {run} is not allowed; give one from 0 to {outcome.runs - 1}")
    rounds = outcome.adoption[run].tolist()
    adoption = {
        label: at for label, at in zip(as_list(outcome.labels), rounds, strict=True) if at >= 0
    }
    return Diffusion.of(network, adoption, periods=(0, outcome.rounds - 1))


def exposure(diffusion: Diffusion, *, lag: int = 0, valued: bool = False) -> pd.DataFrame:
    """Return the share of each person's ties who had adopted, period by period.

    Parameters
    ----------
    diffusion : Diffusion
    lag : int
        How many periods adoption takes to be seen: with 0, who adopts in a period counts in that
        period already; with 1, from the next on.
    valued : bool
        Whether ties count by their weight, not all alike.

    Returns
    -------
    DataFrame, shape (people, periods)
        By person and period, from 0 to 1. Who has no ties has 0.

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
        raise EngagelabError(f"lag: {lag} is below 0; give a number of periods, such as 1")
    periods = pd.Index(diffusion.periods, name="period")
    names = named(diffusion.network, valued=valued)
    amounts = names @ by_period(diffusion, lag)
    shares = share(amounts, np.asarray(names.sum(axis=1))[:, None])
    return pd.DataFrame(shares, diffusion.labels, periods)


def threshold(
    diffusion: Diffusion, *, lag: int = 0, valued: bool = False, censored: bool = True
) -> "pd.Series[float]":
    """Return each person's exposure when they adopted: how much it took.

    Parameters
    ----------
    diffusion : Diffusion
    lag, valued
        As for `exposure`.
    censored : bool
        Whether those who adopted in the first period have one: they may have adopted before.

    Returns
    -------
    Series
        By person, from 0 to 1, missing for those who never adopted.

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
    told = times >= (diffusion.first if censored else diffusion.first + 1)
    found = np.full(times.size, np.nan)
    found[told] = shares[told, times[told] - diffusion.first]
    return pd.Series(found, diffusion.labels, name="threshold")


def hazard(diffusion: Diffusion) -> "pd.Series[float]":
    """Return how many of those who had not adopted before did so, period by period.

    Returns
    -------
    Series
        By period, from 0 to 1; the first period has 0, for nobody knows who came before it.

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
    new = adopters_in(diffusion)
    left = diffusion.network.people - (np.cumsum(new) - new)
    found = share(new, left)
    found[0] = 0
    return pd.Series(found, pd.Index(diffusion.periods, name="period"), name="hazard")


def named(network: Network, *, valued: bool = False) -> sparse.csr_array:
    """Return whom each person names: a matrix whose row is the naming, column the named.

    A tie of a network goes from who can reach to who can be reached, so it is turned round here.

    Examples
    --------
    >>> import pandas as pd, engagelab as el
    >>> ties = pd.DataFrame({"source": ["Ann"], "target": ["Bo"]})
    >>> named(el.Network.from_frame(ties, directed=True)).toarray().tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    weights = network.weights if valued else None
    values = np.ones(network.tie_to.size) if weights is None else weights
    shape = (network.people, network.people)
    return sparse.csr_array((values, network.tie_to, network.tie_start), shape=shape).T.tocsr()


def adopters_in(diffusion: Diffusion) -> NDArray[np.int64]:
    """Return how many people adopted in each period; shape (periods,).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> adopters_in(Diffusion.of(network, {0: 1, 2: 3})).tolist()
    [1, 0, 1]
    """
    adopted = diffusion.adoption[diffusion.adoption >= 0]
    return np.bincount(adopted - diffusion.first, minlength=diffusion.periods.size)


def share(above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.float64]:
    """Return above / below, and 0 where nothing is below.

    Examples
    --------
    >>> share(np.array([1.0, 0.0]), np.array([2.0, 0.0])).tolist()
    [0.5, 0.0]
    """
    out = np.zeros(np.broadcast_shapes(above.shape, below.shape))
    np.divide(above, below, out=out, where=below != 0)
    return out


def by_period(diffusion: Diffusion, lag: int = 0) -> NDArray[np.float64]:
    """Return who had adopted by each period, less the lag; 0 or 1, shape (people, periods).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(2))
    >>> by_period(Diffusion.of(network, {0: 1}, periods=(1, 3)), lag=1).tolist()
    [[0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
    """
    times = diffusion.adoption[:, None]
    return ((times >= 0) & (times + lag <= diffusion.periods)).astype(np.float64)
