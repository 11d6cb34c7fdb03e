"""What is believed of a field before anything is played."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ..errors import EngagelabError
from ..models.declaration import is_real, whole_number


@dataclass(frozen=True)
class Prior:
    """What is believed of a field before anything is played.

    Attributes
    ----------
    kind : str
        The distribution, by its name in `scipy.stats`.
    shape : tuple of float
        Its parameters, in scipy's order.
    says : str
        The belief in words.
    """

    kind: str
    shape: tuple[float, ...]
    says: str

    def at(
        self, chances: NDArray[np.float64], low: float = -np.inf, high: float = np.inf
    ) -> NDArray[np.float64]:
        """Return the values below which these chances lie, the prior cut to [low, high].

        Examples
        --------
        >>> normal(0.0, 1.0).at(np.array([0.5]), low=0.0).round(4).tolist()
        [0.6745]
        """
        distribution = getattr(stats, self.kind)(*self.shape)
        first, last = distribution.cdf(low), distribution.cdf(high)
        values = distribution.ppf(first + chances * (last - first))
        return np.clip(np.asarray(values, np.float64), low, high)

    def mass(self, low: float, high: float) -> float:
        """Return how much of the prior lies within [low, high]."""
        distribution = getattr(stats, self.kind)(*self.shape)
        return float(distribution.cdf(high) - distribution.cdf(low))


def survey(share: float, people: int) -> Prior:
    """Return what a survey says of a share: its sampling error, as of a simple random sample.

    The posterior of the share with Jeffreys' prior: Beta(yes + 1/2, no + 1/2). A survey's weights
    and clusters, and a question that does not mean what the field means, add to that.

    Parameters
    ----------
    share : float
        Of those asked who said so, 0 to 1.
    people : int
        How many were asked this question.

    Raises
    ------
    EngagelabError
        For a share outside 0 to 1, and nobody asked.

    References
    ----------
    Brown, Cai and DasGupta 2001, Statistical Science 16(2), doi 10.1214/ss/1009213286.

    Examples
    --------
    >>> survey(0.5, 2303).at(np.array([0.025, 0.975])).round(3).tolist()
    [0.48, 0.52]
    """
    if not (is_real(share) and 0 <= share <= 1):
        raise EngagelabError(f"share: {share!r} is not allowed; give a number from 0 to 1")
    whole_number("people", people, 1, 10**9)
    yes = share * people
    return Prior("beta", (yes + 0.5, people - yes + 0.5), f"{share:.3g} of {people:,} asked")


def uniform(low: float, high: float) -> Prior:
    """Return the prior for which all values from low to high are as likely.

    Raises
    ------
    EngagelabError
        Where low is not below high.
    """
    _rising(low=low, high=high)
    return Prior("uniform", (low, high - low), f"{low:g} to {high:g}, all as likely")


def triangular(low: float, mode: float, high: float) -> Prior:
    """Return the prior of an expert: the least, the likeliest and the greatest value.

    Raises
    ------
    EngagelabError
        Where they do not stand in this order.
    """
    _rising(low=low, high=high)
    if not (is_real(mode) and low <= mode <= high):
        raise EngagelabError(f"mode: {mode!r} is not allowed; give a number from {low} to {high}")
    width = high - low
    says = f"{low:g} to {high:g}, likeliest {mode:g}"
    return Prior("triang", ((mode - low) / width, low, width), says)


def normal(mean: float, deviation: float) -> Prior:
    """Return the normal prior, which is cut to the bounds of its field.

    Raises
    ------
    EngagelabError
        Where the mean is no number, or the deviation not above 0.
    """
    if not is_real(mean):
        raise EngagelabError(f"mean: {mean!r} is not allowed; give a number")
    if not (is_real(deviation) and deviation > 0):
        raise EngagelabError(f"deviation: {deviation!r} is not allowed; give a number above 0")
    return Prior("norm", (mean, deviation), f"{mean:g}, give or take {deviation:g}")


def _rising(*, low: float, high: float) -> None:
    if not (is_real(low) and is_real(high) and low < high):
        raise EngagelabError(f"low: {low!r} is not below high, {high!r}; give two numbers, rising")
