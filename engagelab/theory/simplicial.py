"""Simplicial contagion, along ties and in groups of three, in a fully mixed population."""

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp

from ..errors import against
from ..io.arguments import checked
from ..models.declaration import whole_number
from .checks import Floats, number, numbers, probability

_TOLERANCE = 1e-7  # about the square root of the precision of floats
_FASTEST = 1e6  # rates beyond it take long to integrate


@checked
def simplicial_states(tie_rate: float, trio_rate: float) -> pd.DataFrame:
    """Return the stationary shares of sharers in simplicial contagion.

    In units of the mean time until a sharer stops, the share r of sharers changes by
    ``-r + tie_rate * r * (1 - r) + trio_rate * r**2 * (1 - r)``. It is stationary at 0, and where
    ``(1 - r) * (tie_rate + trio_rate * r) = 1``, which has at most two solutions.

    Parameters
    ----------
    tie_rate : float
        Lambda of the paper: transmissibility of a tie times ties of a person, over recovery.
    trio_rate : float
        Lambda-delta: transmissibility of a trio times trios of a person, over recovery.

    Returns
    -------
    DataFrame
        Columns ``share``, ascending from 0, and ``stable``: whether a small perturbation decays
        exponentially, so it is False at a critical point. There are one or two rows, and three
        between the values of `simplicial_thresholds`. Where solutions meet, they have about seven
        digits.

    Raises
    ------
    EngagelabError
        For a rate that is negative or not finite.

    References
    ----------
    .. [1] I. Iacopini, G. Petri, A. Barrat and V. Latora (2019), Simplicial models of social
       contagion, Nature Communications 10, 2485, doi:10.1038/s41467-019-10431-6

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.simplicial_states(0.75, 2.5).round(3)
       share  stable
    0    0.0    True
    1    0.2   False
    2    0.5    True
    """
    tie, trio = number("tie_rate", tie_rate), number("trio_rate", trio_rate)
    roots = np.array([0.0, *sorted(r for r in _solutions(tie, trio) if 0 < r <= 1)])
    # where two solutions meet, rounding leaves them slightly apart
    shares = roots[np.diff(roots, prepend=-1.0) > _TOLERANCE]
    slope = tie - 1 + 2 * (trio - tie) * shares - 3 * trio * shares**2
    return pd.DataFrame({"share": shares, "stable": slope < -_TOLERANCE})


def _solutions(tie: float, trio: float) -> list[float]:
    """Return the solutions of ``trio r**2 + (tie - trio) r + 1 - tie = 0``, in any order."""
    b, c = tie - trio, 1 - tie
    discriminant = b**2 - 4 * trio * c
    if discriminant < -(_TOLERANCE**2) * max(1.0, b**2):
        return []
    # the sum without cancellation; the product of the solutions gives the other one
    q = -(b + math.copysign(math.sqrt(max(discriminant, 0.0)), b)) / 2
    return ([q / trio] if trio else []) + ([c / q] if q else [])


@checked
def simplicial_thresholds(trio_rate: float) -> tuple[float, float]:
    """Return the range of tie rates in which both no sharers and many sharers are stable.

    Up to a trio rate of 1, sharers appear gradually from a tie rate of 1 on, and both numbers are
    1. Above, they appear in a jump: a large enough start lasts from a tie rate of
    ``2 * sqrt(trio_rate) - trio_rate`` on, and any start from 1 on.

    Parameters
    ----------
    trio_rate : float
        Lambda-delta of the paper: transmissibility of a trio times trios of a person, over
        recovery.

    Returns
    -------
    tuple of float
        The tie rates at which the large state appears and at which any start is enough; the first
        is 0 if trios alone are enough (a trio rate of 4 or more).

    Raises
    ------
    EngagelabError
        For a rate that is negative or not finite.

    References
    ----------
    .. [1] I. Iacopini, G. Petri, A. Barrat and V. Latora (2019), Simplicial models of social
       contagion, Nature Communications 10, 2485, doi:10.1038/s41467-019-10431-6

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.simplicial_thresholds(2.25)
    (0.75, 1.0)
    """
    trio = number("trio_rate", trio_rate)
    return (max(0.0, 2 * trio**0.5 - trio), 1.0) if trio > 1 else (1.0, 1.0)


@checked
def simplicial_curve(
    tie_rate: float, trio_rate: float, *, initial: float, times: ArrayLike
) -> Floats:
    """Return the share of sharers over time in simplicial contagion.

    Parameters
    ----------
    tie_rate, trio_rate : float
        As for `simplicial_states`.
    initial : float
        The share of sharers at time 0.
    times : array of float, shape (n,)
        Ascending times, in units of the mean time until a sharer stops: rounds times recovery.

    Returns
    -------
    array of float64, shape (n,)
        The solution of the equation in `simplicial_states`, to about eight digits.

    Raises
    ------
    EngagelabError
        For a negative rate, a share outside 0 to 1, or times that are negative or not ascending.

    References
    ----------
    .. [1] I. Iacopini, G. Petri, A. Barrat and V. Latora (2019), Simplicial models of social
       contagion, Nature Communications 10, 2485, doi:10.1038/s41467-019-10431-6

    Examples
    --------
    >>> from engagelab import theory
    >>> for start in (0.15, 0.25):
    ...     theory.simplicial_curve(0.75, 2.5, initial=start, times=[0, 20, 80]).round(3).tolist()
    [0.15, 0.008, 0.0]
    [0.25, 0.496, 0.5]
    """
    tie, trio = (number(name, rate, 0.0, _FASTEST) for name, rate in
                 (("tie_rate", tie_rate), ("trio_rate", trio_rate)))  # fmt: skip
    start, when = probability("initial", initial), numbers("times", times)
    if when.ndim != 1 or not when.size:
        raise against("times", f"shape {when.shape} is not allowed; give a list of ascending times")
    if (np.diff(when) < 0).any():
        raise against("times", "they are not ascending; sort them")

    def change(_: float, r: Floats) -> Floats:
        return r * ((1 - r) * (tie + trio * r) - 1)

    until = (0.0, max(float(when[-1]), 1.0))
    moments, place = np.unique(when, return_inverse=True)  # the solver takes no time twice
    solved = solve_ivp(change, until, [start], t_eval=moments, rtol=1e-9, atol=1e-12)
    return np.asarray(solved.y[0][place], np.float64)


@checked
def simplicial_rounds(
    transmissibility: float,
    group_transmissibility: float,
    *,
    recovery: float,
    per_person: tuple[float, float],
    initial: float,
    horizon: int,
) -> Floats:
    """Return the share of sharers in each round of simplicial contagion, in synchronous rounds.

    This is the model `GroupContagion` with groups of three and the order ``"transmit, stop"``: with
    a share r of sharers, a person who does not share escapes ties and trios with probability
    ``(1 - b r) ** ties * (1 - c r**2) ** trios``; of the previous sharers, a share `recovery`
    stops: ``r' = r - recovery * r + (1 - r) * (1 - escape)``. For small probabilities, this is
    `simplicial_curve` with ``tie_rate = b * ties / recovery`` and
    ``trio_rate = c * trios / recovery``.

    Parameters
    ----------
    transmissibility : float
        The probability b that one round along a tie is enough.
    group_transmissibility : float
        The probability c that one round in a trio with two sharers is enough.
    recovery : float
        The probability that a sharer stops in a round.
    per_person : tuple of float
        Number of ties and number of trios of a person.
    initial : float
        The share of sharers in round 0.
    horizon : int
        The last round.

    Returns
    -------
    array of float64, shape (horizon + 1,)

    Raises
    ------
    EngagelabError
        For a number out of bounds.

    References
    ----------
    .. [1] I. Iacopini, G. Petri, A. Barrat and V. Latora (2019), Simplicial models of social
       contagion, Nature Communications 10, 2485, doi:10.1038/s41467-019-10431-6 (in rounds here)

    Examples
    --------
    >>> from engagelab import theory
    >>> rounds = theory.simplicial_rounds(
    ...     0.005, 0.02, recovery=0.1, per_person=(15, 12.5), initial=0.3, horizon=500
    ... )
    >>> rounds[[0, 50, 500]].round(3).tolist()
    [0.3, 0.346, 0.434]
    """
    b = probability("transmissibility", transmissibility)
    c = probability("group_transmissibility", group_transmissibility)
    stop = probability("recovery", recovery)
    ties, trios = (number("per_person", value) for value in per_person)
    whole_number("horizon", horizon, 0, 1_000_000)
    share = np.empty(horizon + 1)
    share[0] = probability("initial", initial)
    for i, r in enumerate(share[:-1]):
        escape = (1 - b * r) ** ties * (1 - c * r * r) ** trios
        share[i + 1] = r - stop * r + (1 - r) * (1 - escape)
    return share
