"""The Bass model in a fully mixed population."""

import math

import numpy as np
from numpy.typing import ArrayLike

from ..errors import against
from ..io.arguments import checked
from ..models.declaration import whole_number
from .checks import Floats, number, numbers, probability


@checked
def bass_curve(innovation: float, imitation: float, *, times: ArrayLike) -> Floats:
    """Return the share of people who have adopted by each time, in the Bass model.

    It solves ``F' = (innovation + imitation * F) * (1 - F)`` from ``F(0) = 0``. For synchronous
    rounds use `bass_rounds`.

    Parameters
    ----------
    innovation, imitation : float
        Rates per unit of time, p and q of the paper.
    times : array of float, any shape
        Times in the same unit.

    Returns
    -------
    array of float64, the shape of `times`

    Raises
    ------
    EngagelabError
        For a rate or time that is negative or not finite.

    References
    ----------
    .. [1] F. M. Bass (1969), A new product growth for model consumer durables, Management Science
       15(5), 215-227, doi:10.1287/mnsc.15.5.215

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.bass_curve(0.03, 0.38, times=[0, 5, 10, 20]).round(3).tolist()
    [0.0, 0.331, 0.813, 0.996]
    """
    p, q, when = _rates(innovation, imitation, times)
    if p == 0:
        return np.zeros(when.shape)
    left = np.exp(-(p + q) * when)
    return np.asarray(p * -np.expm1(-(p + q) * when) / (p + q * left), np.float64)


@checked
def bass_rate(innovation: float, imitation: float, *, times: ArrayLike) -> Floats:
    """Return the share of people who adopt per unit of time: the slope of `bass_curve`.

    Parameters, errors and paper as for `bass_curve`.

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.bass_rate(0.03, 0.38, times=[0, 5, 10, 20]).round(3).tolist()
    [0.03, 0.104, 0.063, 0.002]
    """
    p, q, when = _rates(innovation, imitation, times)
    if p == 0:
        return np.zeros(when.shape)
    left = np.exp(-(p + q) * when)
    return np.asarray(p * (p + q) ** 2 * left / (p + q * left) ** 2, np.float64)


def _rates(innovation: float, imitation: float, times: ArrayLike) -> tuple[float, float, Floats]:
    p, q = number("innovation", innovation), number("imitation", imitation)
    return p, q, numbers("times", times)


@checked
def bass_peak(innovation: float, imitation: float) -> tuple[float, float]:
    """Return the time at which the rate of adoption is highest, and this rate.

    Parameters
    ----------
    innovation, imitation : float
        Rates per unit of time, p and q of the paper; innovation above 0.

    Returns
    -------
    tuple of float
        The time ``log(q / p) / (p + q)`` and the rate ``(p + q)**2 / (4 q)``; time 0 and rate p if
        q is at most p.

    Raises
    ------
    EngagelabError
        For a rate that is negative or not finite, and for an innovation of 0: then no one starts.

    References
    ----------
    .. [1] F. M. Bass (1969), A new product growth for model consumer durables, Management Science
       15(5), 215-227, doi:10.1287/mnsc.15.5.215

    Examples
    --------
    >>> from engagelab import theory
    >>> tuple(round(value, 3) for value in theory.bass_peak(0.03, 0.38))
    (6.193, 0.111)
    """
    p, q = number("innovation", innovation, strictly=True), number("imitation", imitation)
    return (math.log(q / p) / (p + q), (p + q) ** 2 / (4 * q)) if q > p else (0.0, p)


@checked
def bass_rounds(
    innovation: float, imitation: float, *, horizon: int, initial: float = 0.0
) -> Floats:
    """Return the share of people who have adopted by each round, in synchronous rounds.

    In each round, those who have not adopted do so with probability
    ``innovation + imitation * F``, where F is the share at the start of the round. This is the
    model `Bass` in a large, fully mixed population; for small probabilities it approaches
    `bass_curve`.

    Parameters
    ----------
    innovation, imitation : float
        Probabilities per round that add up to at most 1.
    horizon : int
        The last round.
    initial : float
        The share of people who have adopted in round 0.

    Returns
    -------
    array of float64, shape (horizon + 1,)

    Raises
    ------
    EngagelabError
        For a number out of bounds, or probabilities that add up to more than 1.

    References
    ----------
    .. [1] F. M. Bass (1969), A new product growth for model consumer durables, Management Science
       15(5), 215-227, doi:10.1287/mnsc.15.5.215 (in rounds here)

    Examples
    --------
    >>> from engagelab import theory
    >>> theory.bass_rounds(0.03, 0.38, horizon=3).round(3).tolist()
    [0.0, 0.03, 0.07, 0.123]
    """
    p, q = probability("innovation", innovation), probability("imitation", imitation)
    if p + q > 1:
        text = f"{q:g} and innovation {p:g} add up to more than 1; give at most {1 - p:g}"
        raise against("imitation", text)
    whole_number("horizon", horizon, 0, 1_000_000)
    share = np.empty(horizon + 1)
    share[0] = probability("initial", initial)
    for i, f in enumerate(share[:-1]):
        share[i + 1] = f + (p + q * f) * (1 - f)
    return share
