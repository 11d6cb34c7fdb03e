"""Infection and susceptibility: how soon people adopt after the people they name."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..io.arguments import checked
from .diffusion import Diffusion
from .shares import adopters_per_period, nominations, ratio


@checked
def infection(
    diffusion: Diffusion, *, steps: int = 1, rate: float | None = None, normalized: bool = True
) -> "pd.Series[float]":
    """Return the infection of each person: how soon those who name the person adopted afterwards.

    It is the share who adopted in the very next period, among those who name the person and adopted
    later.

    Parameters
    ----------
    diffusion : Diffusion
    steps : int
        Number of periods to look ahead. Adopters k periods ahead have weight 1 / k in numerator and
        denominator.
    rate : float, optional
        Weight them by ``(1 + rate) ** (1 - k)`` instead.
    normalized : bool
        Whether to divide by the number of all people who adopted in those periods, with the same
        weights, so that a general rush is not attributed to one person.

    Returns
    -------
    Series
        By person, from 0; missing for those who never adopted.

    Raises
    ------
    EngagelabError
        For fewer than one step, or a rate that is not a number above -1.

    References
    ----------
    .. [1] D. J. Myers (2000), The diffusion of collective violence, American Journal of Sociology
       106(1), doi:10.1086/303110
    .. [2] T. W. Valente et al. (2015), Diffusion of innovations theory applied to global tobacco
       control treaty ratification, Social Science & Medicine 145,
       doi:10.1016/j.socscimed.2015.10.001

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.star_graph(3))
    >>> diffusion = Diffusion.of(network, {0: 1, 1: 2, 2: 2, 3: 5})
    >>> infection(diffusion, normalized=False).round(3).tolist()
    [0.667, 0.0, 0.0, 0.0]
    """
    shares = _followed(diffusion, 1, _discounts(steps, rate), normalized)
    return pd.Series(shares, diffusion.labels, name="infection")


@checked
def susceptibility(
    diffusion: Diffusion, *, steps: int = 1, rate: float | None = None, normalized: bool = True
) -> "pd.Series[float]":
    """Return the susceptibility of each person: how soon they adopted after those they name.

    It is the share who adopted in the period just before, among those whom the person names and who
    adopted before.

    Parameters
    ----------
    diffusion : Diffusion
    steps, rate, normalized
        As for `infection`, looking back.

    Returns
    -------
    Series
        By person, from 0; missing for those who never adopted.

    Raises
    ------
    EngagelabError
        As for `infection`.

    References
    ----------
    .. [1] D. J. Myers (2000), The diffusion of collective violence, American Journal of Sociology
       106(1), doi:10.1086/303110
    .. [2] T. W. Valente et al. (2015), Diffusion of innovations theory applied to global tobacco
       control treaty ratification, Social Science & Medicine 145,
       doi:10.1016/j.socscimed.2015.10.001

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.star_graph(3))
    >>> diffusion = Diffusion.of(network, {0: 5, 1: 4, 2: 4, 3: 2})
    >>> susceptibility(diffusion, normalized=False).round(3).tolist()
    [0.667, 0.0, 0.0, 0.0]
    """
    shares = _followed(diffusion, -1, _discounts(steps, rate), normalized)
    return pd.Series(shares, diffusion.labels, name="susceptibility")


def _discounts(steps: int, rate: float | None) -> NDArray[np.float64]:
    """Return the weight of each step."""
    if steps < 1:
        raise EngagelabError(f"steps: {steps} is below 1; give a number of periods, such as 1")
    k = np.arange(1, steps + 1)
    if rate is None:
        return 1.0 / k
    if not -1 < rate < np.inf:
        raise EngagelabError(f"rate: {rate} is not allowed; give a number above -1, such as 0.5")
    return np.asarray((1.0 + rate) ** (1.0 - k), np.float64)


def _followed(
    diffusion: Diffusion, way: int, discounts: NDArray[np.float64], normalized: bool
) -> NDArray[np.float64]:
    """Return the weighted share who adopted exactly k periods later (way 1) or earlier (way -1).

    The denominator counts those who adopted at least k periods later or earlier.
    """
    names, times = nominations(diffusion.network), diffusion.adoption
    rows, others = (names.T if way > 0 else names).tocoo().coords
    apart = way * (times[others] - times[rows].astype(np.int64))
    both = (times[rows] >= 0) & (times[others] >= 0)
    exactly, at_least, rush = np.zeros((3, times.size))
    for k, weight in enumerate(discounts, start=1):
        exactly += weight * np.bincount(rows, both & (apart == k), times.size)
        at_least += weight * np.bincount(rows, both & (apart >= k), times.size)
        rush += weight * _new_at(diffusion, times + way * k)
    shares = ratio(exactly, at_least)
    shares = ratio(shares, rush) if normalized else shares
    return np.where(times >= 0, shares, np.nan)


def _new_at(diffusion: Diffusion, periods: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the number of people who adopted in each of these periods, 0 outside the window."""
    place = periods - diffusion.first
    inside = (place >= 0) & (periods <= diffusion.last)
    return np.where(inside, adopters_per_period(diffusion)[np.where(inside, place, 0)], 0)
