"""The Reed-Frost chain: an independent cascade on a complete graph."""

import numpy as np

from ..io.arguments import checked
from ..models.declaration import whole_number
from .checks import Floats, probability
from .series import binomial, log_choose, mean

MOST_PEOPLE = 1_000


@checked
def reed_frost_reach(people: int, transmissibility: float, *, initial: int = 1) -> Floats:
    """Return the distribution of reach in the Reed-Frost chain.

    Of s people who have not read, each reads in the next round with probability
    ``1 - (1 - transmissibility) ** a`` if a people read in this one, so the number of new readers
    is binomial. It is the independent cascade on a complete graph. The sum over all chains visits
    each state (people left, new readers) once, from many left to few. Its terms are positive; the
    shorter formula with polynomials [2]_ has alternating signs and loses all digits beyond some
    dozens of people.

    Parameters
    ----------
    people : int
        Number of people, at most 1,000; the cost grows with its third power.
    transmissibility : float
        The probability that one reader is enough for one other person.
    initial : int
        Number of people who read in round 0.

    Returns
    -------
    array of float64, shape (people + 1,)
        The probability that 0, 1, 2, ... people read in the end, including the initial ones.

    Raises
    ------
    EngagelabError
        For a number out of bounds, or more initial readers than people.

    References
    ----------
    .. [1] H. Abbey (1952), An examination of the Reed-Frost theory of epidemics, Human Biology
       24(3), 201-233
    .. [2] C. Lefevre and P. Picard (1990), A non-standard family of polynomials and the final size
       distribution of Reed-Frost epidemic processes, Advances in Applied Probability 22(1), 25-48

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.reed_frost_reach(3, 0.5).tolist()
    [0.0, 0.25, 0.25, 0.5]
    """
    whole_number("people", people, 1, MOST_PEOPLE)
    whole_number("initial", initial, 0, people)
    chance = probability("transmissibility", transmissibility)
    if initial == 0 or chance in (0, 1):
        return _all_at(people if initial and chance else initial, people)
    visits = np.zeros((people - initial + 1, people + 1))  # by people left and new readers
    visits[-1, initial] = 1
    reach = np.zeros(people + 1)
    for left in range(people - initial, -1, -1):
        following = _next_readers(visits[left], left, chance)
        reach[people - left] = following[0]
        new = np.arange(1, left + 1)
        visits[left - new, new] += following[1:]
    return reach


def _all_at(reach: int, people: int) -> Floats:
    return np.asarray(np.arange(people + 1) == reach, np.float64)


def _next_readers(visits: Floats, left: int, chance: float) -> Floats:
    """Return the probability of 0, ..., `left` readers in the next round; shape (left + 1,)."""
    active = np.flatnonzero(visits)
    read = -np.expm1(active * np.log1p(-chance))
    n, new = np.full(left + 1, left), np.arange(left + 1)
    ways = log_choose(n, new)
    return visits[active] @ binomial(ways, n, new, read[:, None])


@checked
def reed_frost_spread(people: int, transmissibility: float, *, initial: int = 1) -> float:
    """Return the expected reach of the Reed-Frost chain, in people.

    Parameters, errors and papers as for `reed_frost_reach`.

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.reed_frost_spread(3, 0.5)
    2.25
    """
    return mean(reed_frost_reach(people, transmissibility, initial=initial))
