"""Who was followed, and who followed: infection and susceptibility."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import EngagelabError
from .diffusion import Diffusion
from .shares import adopters_in, named, share


def infection(
    diffusion: Diffusion, *, steps: int = 1, rate: float | None = None, normalized: bool = True
) -> "pd.Series[float]":
    """Return how soon those who name a person adopted after that person did.

    Of those who name the person and adopted later, the share who adopted in the very next period.

    Parameters
    ----------
    diffusion : Diffusion
    steps : int
        How many periods ahead to look; period k ahead counts 1 / k, above and below the line.
    rate : float, optional
        Let it count ``(1 + rate) ** (1 - k)`` instead.
    normalized : bool
        Whether to divide by the number of people who adopted in those periods at all, discounted
        alike, so that a rush of everybody is not put down to one person.

    Returns
    -------
    Series
        By person, from 0; missing for those who never adopted.

    Raises
    ------
    EngagelabError
        For fewer than one step, or a rate that is no number above -1.

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
    found = _followed(diffusion, 1, _discounts(steps, rate), normalized)
    return pd.Series(found, diffusion.labels, name="infection")


def susceptibility(
    diffusion: Diffusion, *, steps: int = 1, rate: float | None = None, normalized: bool = True
) -> "pd.Series[float]":
    """Return how soon a person adopted after those whom they name.

    Of those whom the person names and who adopted before, the share who adopted in the period just
    before the person's own.

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
    found = _followed(diffusion, -1, _discounts(steps, rate), normalized)
    return pd.Series(found, diffusion.labels, name="susceptibility")


def _discounts(steps: int, rate: float | None) -> NDArray[np.float64]:
    """Return what each step counts."""
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
    """Count who adopted exactly k periods later (way 1) or earlier (-1), over those at least k."""
    names, times = named(diffusion.network), diffusion.adoption
    rows, others = (names.T if way > 0 else names).tocoo().coords
    apart = way * (times[others] - times[rows].astype(np.int64))
    both = (times[rows] >= 0) & (times[others] >= 0)
    above, below, rush = np.zeros((3, times.size))
    for k, worth in enumerate(discounts, start=1):
        above += worth * np.bincount(rows, both & (apart == k), times.size)
        below += worth * np.bincount(rows, both & (apart >= k), times.size)
        rush += worth * _new_at(diffusion, times + way * k)
    found = share(above, below)
    found = share(found, rush) if normalized else found
    return np.where(times >= 0, found, np.nan)


def _new_at(diffusion: Diffusion, periods: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return how many people adopted in each of these periods, 0 outside the window."""
    place = periods - diffusion.first
    inside = (place >= 0) & (periods <= diffusion.last)
    return np.where(inside, adopters_in(diffusion)[np.where(inside, place, 0)], 0)
