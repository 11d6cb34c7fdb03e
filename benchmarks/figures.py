"""What is computed from times and reaches: ratios, spreads, z-scores, exponents. No clock here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt
from statistics import fmean, median

TOO_FAR = 4.0  # a z-score beyond this is no chance


@dataclass(frozen=True)
class Spread:
    """A middle value, and the least and the greatest it came from."""

    middle: float
    least: float
    most: float


@dataclass(frozen=True)
class Sample:
    """The reach of many runs: how many runs, their mean, their standard deviation."""

    runs: int
    mean: float
    deviation: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Sample":
        """Sum up the reach of each run."""
        mean = fmean(values)
        squares = sum((value - mean) ** 2 for value in values)
        return cls(len(values), mean, sqrt(squares / max(1, len(values) - 1)))


def spread(values: Iterable[float]) -> Spread:
    """Return median, least and greatest."""
    values = list(values)
    return Spread(median(values), min(values), max(values))


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """Return by how much theirs takes longer, round by round.

    Rounds are compared with themselves, so what slows the machine for a while slows both. Rounds
    that only one of them did are left out.
    """
    return spread(b / a for a, b in zip(ours, theirs, strict=False))


def z_score(ours: Sample, theirs: Sample) -> float:
    """Return the difference of two mean reaches over its standard error.

    Both simulate one process, so the spread is that of all runs together: few runs do not know
    their own, above all where one run in thirty dies out at once.
    """
    squares = sum(each.deviation**2 * (each.runs - 1) for each in (ours, theirs))
    variance = squares / max(1, ours.runs + theirs.runs - 2)
    error = sqrt(variance * (1 / ours.runs + 1 / theirs.runs))
    difference = ours.mean - theirs.mean
    if error == 0:
        return 0.0 if difference == 0 else inf
    return difference / error


def exponent(sizes: Sequence[float], times: Sequence[float]) -> float:
    """Return the slope of log time on log size: 1 where twice the size takes twice the time."""
    x, y = [log(size) for size in sizes], [log(time) for time in times]
    middle_x, middle_y = fmean(x), fmean(y)
    above = sum((a - middle_x) * (b - middle_y) for a, b in zip(x, y, strict=True))
    return above / sum((a - middle_x) ** 2 for a in x)


def geometric_mean(values: Iterable[float]) -> float:
    """Return the mean for ratios: twice as fast and half as fast make 1."""
    return exp(fmean(log(value) for value in values))
