"""Rumours: how many hear one before it falls silent, everybody mixing with everybody."""

import math

from scipy.special import lambertw

from .checks import number, probability


def rumour_share(transmissibility: float, stifling: float, *, initial: float = 0.0) -> float:
    """Return the share of people who have heard a rumour when it has fallen silent.

    Of all people, x have not heard it, y share it and z have stopped. Everybody meets everybody at
    the same small rate; with a the transmissibility and b the stifling, sharers who meet people of
    x turn them into sharers at the rate ``a x y``.

    Maki and Thompson: a sharer who turns to somebody of y or z stops, at the rate
    ``b y (y + z)``. Daley and Kendall: two sharers who meet both stop. There are half as many pairs
    as sharers who turn to a sharer, and each takes two away: ``2 * b y**2 / 2``, together with
    ``b y z`` again ``b y (y + z)``. So in a large population both end alike (they differ in the
    chance around it, and where two sharers would turn to each other separately).

    Since ``y + z = 1 - x``, dividing ``y' = a x y - b y (1 - x)`` by ``x' = -a x y`` gives
    ``dy/dx = -1 + (b / a) (1 - x) / x``, so ``y = (b / a) log(x) - (1 + b / a) x`` plus a constant.
    It starts at ``x = 1 - initial``, ``y = initial`` and ends at y = 0: with r = a / b, the share x
    left solves ``log(x / x0) = -(1 + r) (x0 - x) - r (1 - x0)``. For hardly any seeds this is
    ``log(x) = -(1 + r) (1 - x)``, and for equal chances 20.3 % never hear it.

    Parameters
    ----------
    transmissibility : float
        The probability that somebody who has not heard it is told, or its rate.
    stifling : float
        The probability that a sharer stops on meeting somebody who knows, or its rate; only the
        ratio of the two matters.
    initial : float
        The share of people who share it at the start; 0 stands for hardly any.

    Returns
    -------
    float
        Those who have heard it as a share of all, seeds included. In rounds, the limit of small
        chances; in a finite population from few seeds, of runs that do not end at once.

    Raises
    ------
    EngagelabError
        For a negative number, a share outside 0 to 1, or where both chances are 0.

    References
    ----------
    .. [1] D. J. Daley and D. G. Kendall (1965), Stochastic rumours, IMA Journal of Applied
       Mathematics 1(1), 42-55, doi:10.1093/imamat/1.1.42
    .. [2] D. P. Maki and M. Thompson (1973), Mathematical Models and Applications, Prentice-Hall

    Examples
    --------
    >>> from engagelab import theory
    >>> round(1 - theory.rumour_share(0.01, 0.01), 4)
    0.2032
    >>> round(theory.rumour_share(0.02, 0.01), 4)  # told twice as well
    0.9405
    """
    told = number("transmissibility", transmissibility)
    stops = number("stifling", stifling, strictly=told == 0)
    start = 1 - probability("initial", initial)
    if told == 0 or stops == 0:
        return 1.0 if told else 1 - start
    ratio = told / stops
    c = 1 + ratio
    # -c x exp(-c x) is known, and the smaller x is wanted: Lambert's principal branch
    known = -c * start * math.exp(-c * start - ratio * (1 - start))
    # for tiny ratios, rounding may pass the point where both solutions meet
    known = max(known, math.nextafter(-math.exp(-1), 0))
    return 1 + float(lambertw(known).real) / c
