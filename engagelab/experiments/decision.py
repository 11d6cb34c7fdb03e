"""The result of a comparison of options: towns, curves, who is first, who earns their cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import nan
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..graphs.network import Network
from ..simulation.outcome import LEVELS
from ..simulation.scenario import Scenario
from .intervals import Level, mean_interval
from .town_answers import KINDS

LETTERS = "ABCDEFGH"
APART, CLEAR, LIKELY, SLIGHT, DRAW, ALONE = "apart", "clear", "likely", "slight", "draw", "alone"
PAYS, MAY_PAY, LIKELY_TO_LOSE, LOSES = "pays", "may pay", "likely to lose", "loses"
UNVALUED = "unvalued"
_LEAST_LEAD = 0.02  # of the second's reach: a smaller lead is a draw, however certain
_CLEAR, _LIKELY = 0.95, 0.65  # shares of the towns in which the first is first
_PAYS, _LOSES = 0.80, 0.05  # shares of the towns in which a plan returns its cost
_OVER = 1.10  # times the budget, in more than one town in twenty


class Division(NamedTuple):
    """How a budget gives the value of a lever, in the mean over towns.

    Attributes
    ----------
    kind : str
        The kind of cost that the lever moves.
    spent, bought, unit : float
        The money for it, the number of things bought, and the price of one.
    posts : int
        The number of posts.
    others : mapping of str to float
        The other kinds of cost that occur.
    remainder : float
        The budget less the mean cost: not 0 if the lever's range ends before.
    """

    kind: str
    spent: float
    bought: float
    unit: float
    posts: int
    others: Mapping[str, float]
    remainder: float


@dataclass(frozen=True)
class SolvedOption:
    """An option as it was simulated.

    Attributes
    ----------
    letter, name : str
        Its letter and its name.
    plan : Scenario
        The plan, with the lever set.
    budget : float or None
        The money that its mean cost is to meet; None: the plan was taken as it is.
    lever : str
        The name of the number that the budget sets.
    lever_value : float
        Its value.
    lever_range : pair of float
        The least and the largest value that the plan allows.
    division : Division
        How the money gives the value.
    at_its_end : bool
        Whether the range of the lever ends before the budget is met.
    """

    letter: str
    name: str
    plan: Scenario
    budget: float | None
    lever: str
    lever_value: float
    lever_range: tuple[float, float]
    division: Division
    at_its_end: bool = False


@dataclass(frozen=True, eq=False)
class Decision:
    """Options simulated in the same towns; returned by `compare_options`.

    Attributes
    ----------
    options : tuple of SolvedOption
        The options, in the order of their letters.
    towns : DataFrame
        One row per option and town: ``option`` (letter), ``town`` (key), ``reach``, ``cost``,
        ``value``, ``return`` (missing if nothing was paid), ``joins`` (first-time joiners),
        ``memberships``, and ``cost_<kind>`` and ``count_<kind>`` for each kind of cost.
    curves : DataFrame
        ``option``, ``round``, ``mean``, ``low``, ``high``: people reached by a round; nine towns of
        ten are between low and high.
    people, employees : int
        The people who can be reached, and the employees, who are counted apart.
    key : int
        The first town's.
    seconds : float
        How long the comparison took.
    digests : mapping of str to str
        The hash of each plan by its letter.
    network : Network or None
        The network of all options; None: towns.
    """

    options: tuple[SolvedOption, ...]
    towns: pd.DataFrame
    curves: pd.DataFrame
    people: int
    employees: int
    key: int
    seconds: float
    digests: Mapping[str, str]
    network: Network | None = field(default=None, repr=False)

    def __getitem__(self, letter: str) -> SolvedOption:
        """Return an option by its letter."""
        return next(each for each in self.options if each.letter == letter)

    @property
    def number_of_towns(self) -> int:
        """The number of towns."""
        return int(self.towns["town"].nunique())

    def values(self, letter: str, name: str) -> NDArray[np.float64]:
        """Return a column of an option; shape (towns,)."""
        return self._arrays[letter][name]

    @cached_property
    def _arrays(self) -> dict[str, dict[str, NDArray[np.float64]]]:
        """The columns by option and name; reading a frame by rows and columns is slow."""
        parts = self.towns.groupby("option")
        names = [name for name in self.towns.columns if name != "option"]
        return {str(letter): {name: part[name].to_numpy(float) for name in names}
                for letter, part in parts}  # fmt: skip

    @cached_property
    def summary(self) -> pd.DataFrame:
        """One row per option, by letter.

        ``name``, ``reach``, ``cost``, ``value``, ``cost_per_reader`` and ``return`` (ratios of
        means), each of these but the name with ``..._low`` and ``..._high`` (nine towns of ten),
        ``first`` (share of the towns in which it reaches most; a tie is shared) and ``pays`` (share
        of the towns in which its value is above its cost).
        """
        firsts = self._share_first()
        rows = [{"option": each.letter, "name": each.name, **self._row(each.letter),
                 "first": firsts[each.letter]} for each in self.options]  # fmt: skip
        return pd.DataFrame(rows).set_index("option")

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The letters by mean reach, the most first."""
        return tuple(self.summary["reach"].sort_values(ascending=False, kind="stable").index)

    @cached_property
    def lead(self) -> tuple[float, float, float]:
        """The mean lead of the first over the second, and its 95 % interval; paired by town."""
        if len(self.options) < 2:
            return nan, nan, nan
        return self.lead_over(self.order[1])

    def lead_over(self, letter: str, first: str | None = None) -> tuple[float, float, float]:
        """Return the mean lead of the first (or another) over an option, with its interval."""
        first = first or self.order[0]
        return mean_interval(self.values(first, "reach") - self.values(letter, "reach"),
                             Level(0.95))  # fmt: skip

    def is_apart(self, letter: str) -> bool:
        """Return whether the first is told apart from an option: certain, and by 2 % or more."""
        lead, low, _ = self.lead_over(letter)
        return low > 0 and lead >= _LEAST_LEAD * self.summary["reach"][letter]

    @cached_property
    def standing(self) -> str:
        """``clear``, ``likely`` or ``slight`` lead of the first; ``draw``; ``alone``."""
        if len(self.options) < 2:
            return ALONE
        if not self.is_apart(self.order[1]):
            return DRAW
        share = self.summary["first"][self.order[0]]
        return CLEAR if share >= _CLEAR else LIKELY if share >= _LIKELY else SLIGHT

    @property
    def tied(self) -> tuple[str, ...]:
        """The letters that cannot be told apart from the first, the first included."""
        return self.order[:1] + tuple(each for each in self.order[1:] if not self.is_apart(each))

    @cached_property
    def earning(self) -> dict[str, str]:
        """Whether each option earns its cost, by letter."""
        return {each.letter: self._earning(each) for each in self.options}

    @property
    def over_budget(self) -> tuple[str, ...]:
        """The letters of options that cost over 10 % more in more than one town in twenty."""
        return tuple(
            each.letter for each in self.options
            if each.budget
            and np.mean(self.values(each.letter, "cost") > _OVER * each.budget) > 1 - LEVELS[1]
        )  # fmt: skip

    def costs(self, letter: str) -> dict[str, float]:
        """Return the mean cost of an option by kind, for the kinds that occur."""
        means = {kind: float(self.values(letter, f"cost_{kind}").mean()) for kind in KINDS}
        return {kind: mean for kind, mean in means.items() if mean > 0}

    def break_even(self, letter: str) -> float:
        """Return the value of a person reached at which an option returns its cost."""
        cost, value, reach = (self.values(letter, n).mean() for n in ("cost", "value", "reach"))
        others = value - reach * self[letter].plan.money.value_reader
        return float((cost - others) / reach) if reach else nan

    def _row(self, letter: str) -> dict[str, float]:
        names = ("reach", "cost", "value")
        reach, cost, value = values = [self.values(letter, name) for name in names]
        row = {name: float(each.mean()) for name, each in zip(names, values, strict=True)}
        for name, each in zip(names, values, strict=True):
            row |= _ends(name, each)
        row |= {"cost_per_reader": _ratio(cost.mean(), reach.mean())}
        row |= _ends("cost_per_reader", _ratios(cost, reach))
        row |= {"return": _ratio(value.mean() - cost.mean(), cost.mean())}
        row |= _ends("return", self.values(letter, "return"))
        return row | {"pays": float(np.mean(value > cost))}

    def _share_first(self) -> dict[str, float]:
        reach = np.stack([self.values(each.letter, "reach") for each in self.options])
        best = reach == reach.max(axis=0)
        shares = (best / best.sum(axis=0)).mean(axis=1)
        return {each.letter: float(share) for each, share in zip(self.options, shares, strict=True)}

    def _earning(self, option: SolvedOption) -> str:
        money, row = option.plan.money, self.summary.loc[option.letter]
        if not any(getattr(money, name) > 0 for name in type(money).model_fields
                   if name.startswith("value_")):  # fmt: skip
            return UNVALUED
        if row["value"] > row["cost"]:
            return PAYS if row["pays"] >= _PAYS else MAY_PAY
        return LIKELY_TO_LOSE if row["pays"] >= _LOSES else LOSES


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below else nan


def _ratios(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return one ratio per town; missing where there is nothing to divide by."""
    ratios = np.full(above.size, nan)
    np.divide(above, below, out=ratios, where=below > 0)
    return ratios


def _ends(name: str, values: NDArray[np.float64]) -> dict[str, float]:
    known = values[~np.isnan(values)]
    low, high = np.quantile(known, LEVELS) if known.size else (nan, nan)
    return {f"{name}_low": float(low), f"{name}_high": float(high)}
