"""Threshold cascades on large random networks: the condition for global ones, and their size."""

import math
from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaincc

from ..errors import against
from ..io.arguments import checked
from .checks import Floats, distribution, probability
from .series import binomial, log_choose, mean

Threshold: TypeAlias = float | Callable[[float], float]

_LARGEST = 20_000_000  # entries of a table of degrees by readers: 160 MB
_STEPS = 100_000
_SMALL = 1e-14
_NONE = 1e-9  # thresholds below this are always reached


@checked
def cascade_condition(degrees: ArrayLike, threshold: Threshold) -> float:
    """Return the mean number of vulnerable people one vulnerable reader reaches.

    If it is above 1, cascades can be global. A person with k ties is vulnerable if one reader among
    them is enough: if the threshold is at most 1 / k. The value is the mean of ``k * (k - 1)`` over
    vulnerable people (0 for others), over the mean degree.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.
    threshold : float or function
        The share of ties needed to read, the same for all; or the cumulative distribution function
        of thresholds.

    Returns
    -------
    float
        0 if no one has ties.

    Raises
    ------
    EngagelabError
        For an invalid distribution, or a threshold or function value outside 0 to 1.

    References
    ----------
    .. [1] D. J. Watts (2002), A simple model of global cascades on random networks, PNAS 99(9),
       5766-5771, doi:10.1073/pnas.082090499

    Examples
    --------
    >>> from engagelab import theory
    >>> [round(theory.cascade_condition(theory.poisson_degrees(z), 0.18), 2) for z in (1, 3, 8)]
    [0.98, 1.94, 0.34]
    """
    chances, met = distribution("degrees", degrees), _met(threshold)
    if mean(chances) == 0:
        return 0.0
    k = np.arange(1, chances.size)
    return float(chances[1:] @ (k * (k - 1) * met(1 / k))) / mean(chances)


def _chance(cumulative: Callable[[float], float], share: float) -> float:
    try:
        chance = cumulative(share)
    except (TypeError, ValueError) as error:
        raise against(
            "threshold", f"the function fails at {share:g} ({error}); give one of a number"
        ) from error
    return probability("threshold", chance)


def _met(threshold: Threshold) -> Callable[[Floats], Floats]:
    """Return the function from a share of readers to the probability that it is enough."""
    if callable(threshold):
        cumulative = threshold
        return lambda shares: np.reshape(
            [_chance(cumulative, share) for share in shares.ravel().tolist()], shares.shape
        )
    value = probability("threshold", threshold)
    return lambda shares: np.asarray(shares >= value, np.float64)


@checked
def cascade_window(threshold: float) -> tuple[float, float]:
    """Return the range of mean degrees in which a Poisson random network has global cascades.

    Below it, the network has no giant component; above it, people have too many ties for one reader
    to matter. With K the largest number of ties of vulnerable people, ``floor(1 / threshold)``, the
    window consists of the z for which ``z * P(Poisson(z) <= K - 2)`` is above 1.

    Parameters
    ----------
    threshold : float
        The share of ties needed to read, the same for all; less than a billionth counts as 0.

    Returns
    -------
    tuple of float
        The lowest and the highest mean degree; both NaN if there is no window (for any threshold
        above 1/4).

    Raises
    ------
    EngagelabError
        For a threshold outside 0 to 1.

    References
    ----------
    .. [1] D. J. Watts (2002), A simple model of global cascades on random networks, PNAS 99(9),
       5766-5771, doi:10.1073/pnas.082090499

    Examples
    --------
    >>> from engagelab import theory
    >>> low, high = theory.cascade_window(0.18)
    >>> round(low, 3), round(high, 3)
    (1.021, 5.765)
    >>> theory.cascade_window(0.3)
    (nan, nan)
    """
    value = probability("threshold", threshold)
    if value < _NONE:
        return 1.0, math.inf
    most = int(1 / value)
    # as the model compares shares, whatever 1 / threshold rounds to
    most += (1 / (most + 1) >= value) - (1 / most < value)
    if most < 4:
        return math.nan, math.nan

    def excess(mean_degree: float) -> float:
        return float(mean_degree * gammaincc(most - 1, mean_degree) - 1)

    # its logarithm is concave, so there is one peak, below `most`, and a root on each side
    peak = minimize_scalar(lambda z: -excess(z), bounds=(0, most), method="bounded").x
    return brentq(excess, 0, peak, xtol=_SMALL), brentq(excess, peak, 10 * most, xtol=_SMALL)


@checked
def cascade_share(degrees: ArrayLike, threshold: Threshold, *, initial: float) -> float:
    """Return the share of people who read in a threshold cascade from random seeds.

    Let q be the probability that the person at the end of a tie reads independently of the person
    at its start: ``q = initial + (1 - initial) * E[F(m / k)]``, where k is the degree of the person
    at the end of a random tie, m of the k - 1 others read (binomially, with q), and F(share) is the
    probability that the threshold is met. The smallest solution from ``q = initial`` on is taken; a
    random person then has k such others. A person without readers among their ties never reads,
    except as a seed.

    Parameters
    ----------
    degrees : array of float, shape (largest degree + 1,)
        The probability of 0, 1, 2, ... ties.
    threshold : float or function
        The share of ties needed to read, the same for all; or the cumulative distribution function
        of thresholds.
    initial : float
        The share of people who read in round 0.

    Returns
    -------
    float
        The share of readers among all people, including seeds.

    Raises
    ------
    EngagelabError
        For an invalid distribution, a number outside 0 to 1, or a largest degree whose tables would
        not fit in memory.

    References
    ----------
    .. [1] J. P. Gleeson and D. J. Cahalane (2007), Seed size strongly affects cascades on random
       networks, Physical Review E 75, 056103, doi:10.1103/PhysRevE.75.056103

    Examples
    --------
    >>> from engagelab import theory
    >>> degrees = theory.poisson_degrees(7)  # above the window of 0.18: it takes many seeds
    >>> [round(theory.cascade_share(degrees, 0.18, initial=share), 3) for share in (0.001, 0.01)]
    [0.004, 0.999]
    """
    chances = distribution("degrees", degrees)
    start = probability("initial", initial)
    if start == 0 or mean(chances) == 0:
        return start
    k = np.flatnonzero(chances)
    k = k[k > 0][:, None]
    _refuse_large(k.size * chances.size)
    m = np.arange(chances.size)[None, :]
    enough = _met(threshold)(m / k) * ((m > 0) & (m <= k))
    tie_weight = (chances[k] * k).ravel() / mean(chances)
    own, others = log_choose(k, m), log_choose(k - 1, m)

    q, following = start, 0.0
    for _ in range(_STEPS):
        response = tie_weight @ (binomial(others, k - 1, m, q) * enough).sum(axis=1)
        following = min(1.0, start + (1 - start) * float(response))
        if following - q < _SMALL:
            break
        q = following
    response = chances[k].ravel() @ (binomial(own, k, m, q) * enough).sum(axis=1)
    return min(1.0, start + (1 - start) * float(response))


def _refuse_large(entries: int) -> None:
    if entries > _LARGEST:
        raise against(
            "degrees",
            f"{entries:,} pairs of a degree and a number of readers are more than {_LARGEST:,}; "
            "cut the distribution at a smaller largest degree, and divide it by its sum",
        )
