"""Branching processes: each person reaches others independently of all the rest."""

import math

import numpy as np
from numpy.typing import ArrayLike

from ..io.arguments import checked
from ..models.declaration import whole_number
from .checks import Floats, distribution, number, probability
from .series import binomial, generating, geometric, least_root, log_choose, mean, poisson, slope


@checked
def poisson_offspring(average: float) -> Floats:
    """Return the Poisson probabilities of reaching 0, 1, 2, ... others.

    Parameters
    ----------
    average : float
        The mean, in people, at most a million.

    Raises
    ------
    EngagelabError
        For a mean that is negative or too large.

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.poisson_offspring(1)[:3].round(4).tolist()
    [0.3679, 0.3679, 0.1839]
    """
    return poisson(number("average", average, 0, 1e6))


@checked
def geometric_offspring(average: float) -> Floats:
    """Return the geometric probabilities of reaching 0, 1, 2, ... others.

    Parameters
    ----------
    average : float
        The mean, in people, at most 10,000.

    Raises
    ------
    EngagelabError
        For a mean that is negative or too large.

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.geometric_offspring(1)[:3].round(4).tolist()
    [0.5, 0.25, 0.125]
    """
    return geometric(number("average", average, 0, 1e4))


@checked
def binomial_offspring(most: int, chance: float) -> Floats:
    """Return the binomial probabilities of reaching 0, 1, 2, ... others.

    Parameters
    ----------
    most : int
        Number of others who can be reached, at most a million.
    chance : float
        The probability of reaching each of them.

    Returns
    -------
    array of float64, shape (most + 1,)

    Raises
    ------
    EngagelabError
        For a number out of bounds.

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.binomial_offspring(2, 0.5).round(4).tolist()
    [0.25, 0.5, 0.25]
    """
    whole_number("most", most, 0, 1_000_000)
    k = np.arange(most + 1)
    n = np.full(k.size, most)
    return binomial(log_choose(n, k), n, k, probability("chance", chance))


@checked
def branching_means(offspring: ArrayLike, *, generations: int) -> Floats:
    """Return the expected number of people in each generation, starting from one.

    Parameters
    ----------
    offspring : array of float
        The probability that a person reaches 0, 1, 2, ... others.
    generations : int
        The last generation.

    Returns
    -------
    array of float64, shape (generations + 1,)
        In people: the powers of the mean.

    Raises
    ------
    EngagelabError
        For an invalid distribution, or a number of generations out of bounds.

    References
    ----------
    .. [1] H. W. Watson and F. Galton (1875), On the probability of the extinction of families,
       Journal of the Anthropological Institute 4, 138-144, doi:10.2307/2841222

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.branching_means([0.25, 0, 0.75], generations=3).tolist()
    [1.0, 1.5, 2.25, 3.375]
    """
    whole_number("generations", generations, 0, 1_000_000)
    average = mean(distribution("offspring", offspring))
    return np.float64(average) ** np.arange(generations + 1, dtype=np.float64)


@checked
def branching_total(offspring: ArrayLike) -> float:
    """Return the expected number of people in all generations, starting from one.

    Parameters
    ----------
    offspring : array of float
        The probability that a person reaches 0, 1, 2, ... others.

    Returns
    -------
    float
        In people, including the first: ``1 / (1 - mean)``; infinite for a mean of at least 1.

    Raises
    ------
    EngagelabError
        For an invalid distribution.

    References
    ----------
    .. [1] T. E. Harris (1963), The Theory of Branching Processes, Springer

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.branching_total([0.5, 0.5])
    2.0
    """
    average = mean(distribution("offspring", offspring))
    return 1 / (1 - average) if average < 1 else math.inf


@checked
def branching_extinction(offspring: ArrayLike) -> float:
    """Return the probability of extinction, starting from one person.

    It is the smallest u in [0, 1] that equals the sum of ``offspring[k] * u**k``.

    Parameters
    ----------
    offspring : array of float
        The probability that a person reaches 0, 1, 2, ... others.

    Returns
    -------
    float
        1 for a mean of at most 1, unless each person reaches exactly one other: then it is 0.

    Raises
    ------
    EngagelabError
        For an invalid distribution.

    References
    ----------
    .. [1] H. W. Watson and F. Galton (1875), On the probability of the extinction of families,
       Journal of the Anthropological Institute 4, 138-144, doi:10.2307/2841222 (they thought 1 the
       only solution; see [2]_)
    .. [2] T. E. Harris (1963), The Theory of Branching Processes, Springer

    Examples
    --------
    >>> from engagelab import theory
    >>> round(theory.branching_extinction([0.25, 0, 0.75]), 6)
    0.333333
    """
    chances = distribution("offspring", offspring)
    if chances[0] == 0:
        return 0.0
    return least_root(lambda u: generating(chances, u), lambda u: slope(chances, u))
