"""The contents of the charts of a decision, whatever draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from .look import INK


def nice_axis(low: float, high: float, *, most: int = 5) -> tuple[float, float, float]:
    """Return the ends of an axis around some numbers, and the step between its labels.

    Examples
    --------
    >>> nice_axis(0, 7230), nice_axis(-310, 3310)
    ((0, 8000, 2000), (-1000, 4000, 1000))
    """
    span = max(high - low, 1e-9)
    power = 10 ** floor(log10(span / most))
    step = next(power * n for n in (1, 2, 2.5, 5, 10, 20) if span / (power * n) <= most)
    step = int(step) if step == int(step) else step
    return floor(low / step) * step, ceil(high / step) * step, step


@dataclass(frozen=True)
class Bar:
    """A bar: its name, value, text, fill, and the colour of its text."""

    name: str
    value: float
    text: str
    fill: str
    ink: str = INK


@dataclass(frozen=True)
class Band:
    """A panel of curves: the option's own with its band, and the others as dashed lines.

    Attributes
    ----------
    letter, text : str
        The option, and the number at the end of its line.
    rounds : sequence of int
    mean, low, high : sequence of float
        Its curve.
    others : mapping of str to sequence of float
        The means of the other options, by letter.
    top, step : float
        The end of the axis, common to all panels, and the step of its labels.
    gap : int
        The rounds between two labels.
    names : tuple of str
        The words for low, range and mean.
    main : bool
        Whether it is the option that is put first.
    """

    letter: str
    text: str
    rounds: Sequence[int]
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    others: Mapping[str, Sequence[float]]
    top: float
    step: float
    gap: int
    names: tuple[str, str, str]
    main: bool


@dataclass(frozen=True)
class WaterfallStep:
    """A step of a waterfall: its name, where it starts and ends, its text; totals start at 0."""

    name: str
    start: float
    end: float
    text: str
    fill: str
    total: bool = False


@dataclass(frozen=True)
class Stack:
    """The costs of the options by kind: a series a kind, in one order.

    Attributes
    ----------
    names : sequence of str
        The options.
    kinds : sequence of (str, str)
        The name and the colour of each kind.
    amounts : sequence of sequence of float
        For each kind the amount of each option.
    texts : sequence of sequence of str
        For each kind the label of each option.
    """

    names: Sequence[str]
    kinds: Sequence[tuple[str, str]]
    amounts: Sequence[Sequence[float]]
    texts: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Tornado:
    """The lead, or the return, of an option at both ends of each assumption.

    Attributes
    ----------
    names : sequence of str
        The assumptions.
    low, high : sequence of float
        The number at the ends of each.
    plan : float
        The number as planned, from which the bars grow.
    texts : sequence of (str, str)
        The labels at the ends.
    series : tuple of str
        Words for the low and the high end.
    form : str
        Number format of the axis.
    """

    names: Sequence[str]
    low: Sequence[float]
    high: Sequence[float]
    plan: float
    texts: Sequence[tuple[str, str]]
    series: tuple[str, str]
    form: str

    @property
    def axis(self) -> tuple[float, float, float]:
        """The ends of the axis with room for labels, 0 inside, and its step."""
        every = [0.0, self.plan, *self.low, *self.high]
        low, high = min(every), max(every)
        air = 0.16 * ((high - low) or 1.0)
        ends = nice_axis(low - air, high + air)
        return low - air, high + air, ends[2]
