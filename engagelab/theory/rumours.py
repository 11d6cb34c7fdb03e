"""Rumours in a fully mixed population: the share of people who ever hear one."""

import math

from scipy.special import lambertw

from ..io.arguments import checked
from .checks import number, probability


@checked
def rumour_share(transmissibility: float, stifling: float, *, initial: float = 0.0) -> float:
    """Return the share of people who have heard a rumour when no one shares it any more.

    Of all people, a share x has not heard the rumour, y share it and z have stopped. All pairs of
    people meet at the same small rate; with a the transmissibility and b the stifling, sharers turn
    people of x into sharers at the rate ``a x y``.

    Maki and Thompson: a sharer who contacts a person of y or z stops, at the rate ``b y (y + z)``.
    Daley and Kendall: if two sharers meet, both stop. There are half as many pairs of sharers as
    contacts between them, and each meeting stops two: ``2 * b y**2 / 2``, together with ``b y z``
    again ``b y (y + z)``. So in a large population both variants have the same end (they differ in
    the fluctuations around it, and if both sharers of a pair made a contact).

    Since ``y + z = 1 - x``, dividing ``y' = a x y - b y (1 - x)`` by ``x' = -a x y`` gives
    ``dy/dx = -1 + (b / a) (1 - x) / x``, so ``y = (b / a) log(x) - (1 + b / a) x`` plus a constant.
    It starts at ``x = 1 - initial``, ``y = initial`` and ends at y = 0: with r = a / b, the
    remaining share x solves ``log(x / x0) = -(1 + r) (x0 - x) - r (1 - x0)``. In the limit of few
    seeds this is ``log(x) = -(1 + r) (1 - x)``, and for equal rates 20.3 % never hear the rumour.

    Parameters
    ----------
    transmissibility : float
        The probability, or rate, at which a person who has not heard the rumour is told.
    stifling : float
        The probability, or rate, at which a sharer stops on meeting a person who knows; only the
        ratio of the two matters.
    initial : float
        The share of people who share the rumour at the start; 0 is the limit of few seeds.

    Returns
    -------
    float
        The share of all people who have heard the rumour, including seeds. For rounds, it is the
        limit of small probabilities; for few seeds in a finite population, it is that of runs which
        do not end at once.

    Raises
    ------
    EngagelabError
        For a negative number, a share outside 0 to 1, or if both rates are 0.

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
    >>> round(theory.rumour_share(0.02, 0.01), 4)  # twice the transmissibility
    0.9405
    """
    a = number("transmissibility", transmissibility)
    b = number("stifling", stifling, strictly=a == 0)
    start = 1 - probability("initial", initial)
    if a == 0 or b == 0:
        return 1.0 if a else 1 - start
    ratio = a / b
    c = 1 + ratio
    # -c x exp(-c x) is known, and the smaller x is wanted: Lambert's principal branch
    known = -c * start * math.exp(-c * start - ratio * (1 - start))
    # for tiny ratios, rounding may pass the point where both solutions meet
    known = max(known, math.nextafter(-math.exp(-1), 0))
    return 1 + float(lambertw(known).real) / c
