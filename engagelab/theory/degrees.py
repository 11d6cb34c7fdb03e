"""Random networks with given degrees: when they have a giant component, and how large it is."""

import numpy as np
from numpy.typing import ArrayLike

from ..errors import EngagelabError
from ..graphs.network import Network
from .checks import Floats, distribution, number
from .series import generating, least_root, mean, poisson, slope


def degree_distribution(network: Network) -> Floats:
    """Return the share of people with 0, 1, 2, ... ties.

    Parameters
    ----------
    network : Network
        With mutual ties.

    Returns
    -------
    array of float64, shape (largest degree + 1,)

    Raises
    ------
    EngagelabError
        For a directed network: its people have two degrees each.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab import theory
    >>> theory.degree_distribution(el.Network.from_networkx(nx.star_graph(3))).tolist()
    [0.0, 0.75, 0.0, 0.25]
    """
    if network.directed:
        text = (
            "its ties are directed, and these forms are for mutual ties; take them as mutual by "
            "Network.from_networkx(network.to_networkx().to_undirected())"
        )
        raise EngagelabError(f"network: {text}", (("network", text),))
    return np.bincount(np.diff(network.tie_start)) / network.people


def poisson_degrees(mean_degree: float) -> Floats:
    """Return the degrees of a large random network in which all ties are equally likely.

    Parameters
    ----------
    mean_degree : float
        Ties of a person on average, at most a million.

    Returns
    -------
    array of float64
        The probability of 0, 1, 2, ... ties; what is left out is less than floats can tell.

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


def excess_degrees(degrees: ArrayLike) -> Floats:
    """Return the distribution of the other ties of a person whom a random tie leads to.

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
        For what is no distribution, or where nobody has ties.

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
        text = "nobody has ties; give a distribution with a mean above 0"
        raise EngagelabError(f"degrees: {text}", (("degrees", text),))
    return (chances * np.arange(chances.size))[1:] / mean(chances)


def molloy_reed(degrees: ArrayLike) -> float:
    """Return the value whose sign tells whether a random network has a giant component.

    It is the mean of ``k * (k - 2)`` over the degrees k: above 0, a share of all people hangs
    together; below, all components are small.

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
        For what is no distribution.

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


def giant_share(degrees: ArrayLike) -> float:
    """Return the share of people in the giant component of a large random network.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.

    Returns
    -------
    float
        Between 0 and 1; 0 at and below the point where `molloy_reed` is 0.

    Raises
    ------
    EngagelabError
        For what is no distribution.

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
    """Return the giant component's share where each tie stays with this probability."""
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
