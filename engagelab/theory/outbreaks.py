"""SIR and cascades on large random networks with given degrees: outbreak thresholds and sizes."""

import math

import numpy as np
from numpy.typing import ArrayLike

from ..errors import against, listed, nearest
from ..io.arguments import checked
from ..models.declaration import whole_number
from .checks import distribution, probability
from .degrees import percolating
from .series import mean

ORDERS = ("transmit, stop", "stop, transmit")


@checked
def period_transmissibility(
    transmissibility: float,
    *,
    recovery: float | None = None,
    period: int | None = None,
    order: str = "transmit, stop",
) -> float:
    """Return the probability that a sharer transmits along a tie before stopping.

    Over n rounds it is ``1 - (1 - b) ** n``, with b the probability of one round. A `period` of P
    rounds gives n = P if sharers transmit before they stop, and P - 1 if they stop first. With
    `recovery` g, n is geometric, from 1 or from 0, and the mean is ``b / (b + g - b g)`` or
    ``b (1 - g) / (b + g - b g)``.

    Parameters
    ----------
    transmissibility : float
        The probability that one round along a tie is enough.
    recovery : float, optional
        The probability that a sharer stops in a round.
    period : int, optional
        Rounds from reading to stopping, the same for all, instead of `recovery`.
    order : {"transmit, stop", "stop, transmit"}
        The order of events in a round, as for the model `SIR`.

    Returns
    -------
    float
        A probability; with `recovery` a mean over periods.

    Raises
    ------
    EngagelabError
        For a number out of bounds, an unknown order, or not exactly one of recovery and period.

    References
    ----------
    .. [1] M. E. J. Newman (2002), Spread of epidemic disease on networks, Physical Review E 66,
       016128, doi:10.1103/PhysRevE.66.016128 (in rounds here)

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.period_transmissibility(0.5, recovery=0.5)
    0.6666666666666666
    >>> theory.period_transmissibility(0.5, period=2, order="stop, transmit")
    0.5
    """
    b = probability("transmissibility", transmissibility)
    if order not in ORDERS:
        allowed = listed(map(repr, ORDERS))
        text = f"{order!r} is not known{nearest(order, ORDERS)}; allowed are {allowed}"
        raise against("order", text)
    if (recovery is None) == (period is None):
        text = f"{recovery!r} and period {period!r} do not go together; give exactly one of them"
        raise against("recovery", text)
    stops_first = order == ORDERS[1]
    if recovery is None:
        whole_number("period", period, 1, 100_000)
        return 1 - (1 - b) ** ((period or 1) - stops_first)
    g = probability("recovery", recovery)
    return b * (1 - g * stops_first) / (b + g - b * g) if b else 0.0


@checked
def outbreak_threshold(degrees: ArrayLike) -> float:
    """Return the transmissibility above which content can reach a share of a large network.

    It is the mean degree over the mean of ``k * (k - 1)``: at this value a reader who was reached
    along a tie reaches one other person on average.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.

    Returns
    -------
    float
        Above 1 if no transmissibility is enough; infinite if no one has two ties.

    Raises
    ------
    EngagelabError
        For an invalid distribution.

    References
    ----------
    .. [1] M. E. J. Newman (2002), Spread of epidemic disease on networks, Physical Review E 66,
       016128, doi:10.1103/PhysRevE.66.016128

    Examples
    --------
    >>> from engagelab import theory
    >>> round(theory.outbreak_threshold(theory.poisson_degrees(4)), 6)
    0.25
    """
    chances = distribution("degrees", degrees)
    k = np.arange(chances.size)
    further = float(chances @ (k * (k - 1)))
    return mean(chances) / further if further else math.inf


@checked
def outbreak_size(degrees: ArrayLike, transmissibility: float) -> float:
    """Return the share of people that a large outbreak reaches in a large random network.

    With G0 and G1 the generating functions of the degrees and of the excess degrees, and T the
    transmissibility, it is ``1 - G0(1 - T + T u)`` where u is the smallest solution of
    ``u = G1(1 - T + T u)``.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.
    transmissibility : float
        The probability that a reader ever transmits along a tie; for `SIR`, that of
        `period_transmissibility`.

    Returns
    -------
    float
        Between 0 and 1; 0 at and below `outbreak_threshold`.

    Raises
    ------
    EngagelabError
        For an invalid distribution or probability.

    Notes
    -----
    The size also holds for a mean over periods of different lengths, but the probability of an
    outbreak is then smaller than its size, since ties of one sharer succeed together [2]_.

    References
    ----------
    .. [1] M. E. J. Newman (2002), Spread of epidemic disease on networks, Physical Review E 66,
       016128, doi:10.1103/PhysRevE.66.016128
    .. [2] E. Kenah and J. M. Robins (2007), Second look at the spread of epidemics on networks,
       Physical Review E 76, 036113, doi:10.1103/PhysRevE.76.036113

    Examples
    --------
    >>> from engagelab import theory
    >>> round(theory.outbreak_size(theory.poisson_degrees(4), 0.5), 4)  # as mean 2 and T = 1
    0.7968
    """
    chance = probability("transmissibility", transmissibility)
    return percolating(distribution("degrees", degrees), chance)


@checked
def outbreak_probability(degrees: ArrayLike, transmissibility: float) -> float:
    """Return the probability that one random seed starts a large outbreak.

    It equals `outbreak_size` if all ties succeed independently of each other: in an independent
    cascade, and in `SIR` with a `period`. If periods are random, as with `recovery`, the
    probability is lower [2]_, and this function does not apply.

    Parameters, errors and notes as for `outbreak_size`.

    References
    ----------
    .. [1] M. E. J. Newman (2002), Spread of epidemic disease on networks, Physical Review E 66,
       016128, doi:10.1103/PhysRevE.66.016128
    .. [2] E. Kenah and J. M. Robins (2007), Second look at the spread of epidemics on networks,
       Physical Review E 76, 036113, doi:10.1103/PhysRevE.76.036113

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.outbreak_probability([0, 0, 0, 1], 1)  # all have three ties
    1.0
    """
    return outbreak_size(degrees, transmissibility)


@checked
def small_outbreak_spread(degrees: ArrayLike, transmissibility: float) -> float:
    """Return the expected reach of one random seed below the outbreak threshold, in people.

    It is ``1 + T z / (1 - T e)`` with T the transmissibility, z the mean degree and e the mean
    excess degree.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.
    transmissibility : float
        The probability that a reader ever transmits along a tie; it may be a mean over periods.

    Returns
    -------
    float
        Including the seed; infinite at and above `outbreak_threshold`, where it grows with the
        network.

    Raises
    ------
    EngagelabError
        For an invalid distribution or probability.

    References
    ----------
    .. [1] M. E. J. Newman (2002), Spread of epidemic disease on networks, Physical Review E 66,
       016128, doi:10.1103/PhysRevE.66.016128

    Examples
    --------
    >>> from engagelab import theory
    >>> round(theory.small_outbreak_spread(theory.poisson_degrees(4), 0.125), 6)
    2.0
    """
    chance = probability("transmissibility", transmissibility)
    threshold = outbreak_threshold(degrees)
    if chance >= threshold:
        return math.inf
    return 1 + chance * mean(distribution("degrees", degrees)) / (1 - chance / threshold)
