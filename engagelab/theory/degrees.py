"""Random networks with given degrees: the existence and size of a giant component."""

import numpy as np
from numpy.typing import ArrayLike

from ..errors import against
from ..graphs.network import Network
from ..io.arguments import checked
from .checks import Floats, distribution, number
from .series import generating, least_root, mean, poisson, slope


@checked
def degree_distribution(network: Network) -> Floats:
    """Return the share of people with 0, 1, 2, ... ties.

    Parameters
    ----------
    network : Network
        A network with mutual ties.

    Returns
    -------
    array of float64, shape (largest degree + 1,)

    Raises
    ------
    EngagelabError
        For a directed network, whose people have two degrees each.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab import theory
    >>> theory.degree_distribution(el.Network.from_networkx(nx.star_graph(3))).tolist()
    [0.0, 0.75, 0.0, 0.25]
    """
    if network.directed:
        raise against(
            "network",
            "its ties are directed, and these results hold for mutual ties; make them mutual with "
            "Network.from_networkx(network.to_networkx().to_undirected())",
        )
    return np.bincount(np.diff(network.tie_start)) / network.people


@checked
def poisson_degrees(mean_degree: float) -> Floats:
    """Return the degree distribution of a large random network with equally likely ties.

    Parameters
    ----------
    mean_degree : float
        Mean number of ties of a person, at most a million.

    Returns
    -------
    array of float64
        The probability of 0, 1, 2, ... ties; the omitted tail is below the precision of floats.

    Raises
    ------
    EngagelabError
        For a mean that is negative or too large.

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.poisson_degrees(2)[:3].round(4).tolist()
    [0.1353, 0.2707, 0.2707]
    """
    return poisson(number("mean_degree", mean_degree, 0, 1e6))


@checked
def excess_degrees(degrees: ArrayLike) -> Floats:
    """Return the distribution of the further ties of a person at the end of a random tie.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.

    Returns
    -------
    array of float64, shape (largest degree,)
        The probability of 0, 1, 2, ... further ties: ``(k + 1) p[k + 1] / mean``.

    Raises
    ------
    EngagelabError
        For an invalid distribution, or one without ties.

    References
    ----------
    .. [1] M. E. J. Newman, S. H. Strogatz and D. J. Watts (2001), Random graphs with arbitrary
       degree distributions and their applications, Physical Review E 64, 026118,
       doi:10.1103/PhysRevE.64.026118

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.excess_degrees([0, 0.5, 0, 0.5]).tolist()
    [0.25, 0.0, 0.75]
    """
    chances = distribution("degrees", degrees)
    if mean(chances) == 0:
        raise against("degrees", "no one has ties; give a distribution with a mean above 0")
    return (chances * np.arange(chances.size))[1:] / mean(chances)


@checked
def molloy_reed(degrees: ArrayLike) -> float:
    """Return the Molloy-Reed value: if it is above 0, a random network has a giant component.

    It is the mean of ``k * (k - 2)`` over the degrees k: above 0, one component has a share of all
    people; below 0, all components are small.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.

    Returns
    -------
    float
        In squared ties.

    Raises
    ------
    EngagelabError
        For an invalid distribution.

    References
    ----------
    .. [1] M. Molloy and B. Reed (1995), A critical point for random graphs with a given degree
       sequence, Random Structures & Algorithms 6, 161-180, doi:10.1002/rsa.3240060204

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.molloy_reed([0, 0.5, 0, 0.5])  # half with one tie, half with three
    1.0
    """
    chances = distribution("degrees", degrees)
    k = np.arange(chances.size)
    return float(chances @ (k * (k - 2)))


@checked
def giant_share(degrees: ArrayLike) -> float:
    """Return the share of people in the giant component of a large random network.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.

    Returns
    -------
    float
        Between 0 and 1; 0 if `molloy_reed` is at most 0.

    Raises
    ------
    EngagelabError
        For an invalid distribution.

    References
    ----------
    .. [1] M. Molloy and B. Reed (1998), The size of the giant component of a random graph with a
       given degree sequence, Combinatorics, Probability and Computing 7, 295-305,
       doi:10.1017/S0963548398003526

    Examples
    --------
    >>> from engagelab import theory
    >>> round(theory.giant_share(theory.poisson_degrees(2)), 4)
    0.7968
    """
    return percolating(distribution("degrees", degrees), 1.0)


def percolating(chances: Floats, transmissibility: float) -> float:
    """Return the share of the giant component if each tie is live with this probability."""
    if mean(chances) == 0:
        return 0.0
    further = excess_degrees(chances)

    def dead(u: float) -> float:
        return 1 - transmissibility + transmissibility * u

    u = least_root(
        lambda u: generating(further, dead(u)),
        lambda u: transmissibility * slope(further, dead(u)),
    )
    return 1 - generating(chances, dead(u)) if u < 1 else 0.0
