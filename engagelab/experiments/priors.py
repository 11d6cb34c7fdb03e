"""Prior distributions for the fields of a plan."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from ..errors import EngagelabError
from ..io.arguments import checked
from ..models.declaration import is_real, whole_number


@dataclass(frozen=True)
class Prior:
    """The prior distribution of a field.

    Attributes
    ----------
    kind : str
        The name of the distribution in `scipy.stats`.
    shape : tuple of float
        Its parameters, in scipy's order.
    says : str
        A description in words.
    """

    kind: str
    shape: tuple[float, ...]
    says: str

    @checked
    def quantiles(
        self, probabilities: NDArray[np.float64], low: float = -np.inf, high: float = np.inf
    ) -> NDArray[np.float64]:
        """Return the quantiles of the prior truncated to [low, high].

        Examples
        --------
        >>> normal(0.0, 1.0).quantiles(np.array([0.5]), low=0.0).round(4).tolist()
        [0.6745]
        """
        distribution = self._distribution
        first, last = distribution.cdf(low), distribution.cdf(high)
        values = distribution.ppf(first + probabilities * (last - first))
        return np.clip(np.asarray(values, np.float64), low, high)

    @checked
    def mass(self, low: float, high: float) -> float:
        """Return the probability of [low, high]."""
        return float(np.diff(self._distribution.cdf([low, high]))[0])

    @property
    def _distribution(self) -> Any:
        return getattr(scipy.stats, self.kind)(*self.shape)


@checked
def survey(share: float, people: int) -> Prior:
    """Return the prior of a share measured by a survey, as of a simple random sample.

    It is the posterior of the share under Jeffreys' prior: Beta(yes + 1/2, no + 1/2). The design
    effect of weights and clusters, and a question that differs from the field, are not included.

    Parameters
    ----------
    share : float
        Share of respondents, 0 to 1.
    people : int
        Number of respondents to this question.

    Raises
    ------
    EngagelabError
        If the share lies outside 0 to 1, or the number of people is not at least 1.

    References
    ----------
    Brown, Cai and DasGupta 2001, Statistical Science 16(2), doi 10.1214/ss/1009213286.

    Examples
    --------
    >>> survey(0.5, 2303).quantiles(np.array([0.025, 0.975])).round(3).tolist()
    [0.48, 0.52]
    """
    if not (is_real(share) and 0 <= share <= 1):
        raise EngagelabError(f"share: {share!r} is not allowed; give a number from 0 to 1")
    whole_number("people", people, 1, 10**9)
    yes = share * people
    return Prior(
        "beta", (yes + 0.5, people - yes + 0.5), f"{100 * share:.3g}% of {people:,} respondents"
    )


@checked
def uniform(low: float, high: float) -> Prior:
    """Return the uniform prior from low to high.

    Raises
    ------
    EngagelabError
        If low is not below high.
    """
    _need_rising(low, high)
    return Prior("uniform", (low, high - low), f"uniform from {low:g} to {high:g}")


@checked
def triangular(low: float, mode: float, high: float) -> Prior:
    """Return the triangular prior of an expert's lowest, most likely and highest value.

    Raises
    ------
    EngagelabError
        If low is not below high, or the mode does not lie between them.
    """
    _need_rising(low, high)
    if not (is_real(mode) and low <= mode <= high):
        raise EngagelabError(f"mode: {mode!r} is not allowed; give a number from {low} to {high}")
    width = high - low
    says = f"{low:g} to {high:g}, most likely {mode:g}"
    return Prior("triang", ((mode - low) / width, low, width), says)


@checked
def normal(mean: float, deviation: float) -> Prior:
    """Return the normal prior, which is truncated to the bounds of its field.

    Raises
    ------
    EngagelabError
        If the mean is not a number, or the standard deviation is not above 0.
    """
    if not is_real(mean):
        raise EngagelabError(f"mean: {mean!r} is not allowed; give a number")
    if not (is_real(deviation) and deviation > 0):
        raise EngagelabError(f"deviation: {deviation!r} is not allowed; give a number above 0")
    return Prior("norm", (mean, deviation), f"normal, mean {mean:g}, deviation {deviation:g}")


def _need_rising(low: float, high: float) -> None:
    if not (is_real(low) and is_real(high) and low < high):
        raise EngagelabError(
            f"low: {low!r} is not below high, {high!r}; give two numbers, the lower first"
        )
