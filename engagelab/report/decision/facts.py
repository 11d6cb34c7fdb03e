"""The numbers of a decision between options, and what follows from them, in no language."""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from ...experiments.fit_record import FitRecord
from ...simulation.scenario import Scenario

Standing = Literal["apart", "clear", "likely", "slight", "draw"]
Earning = Literal["pays", "may pay", "likely to lose", "loses", "unvalued"]
Case = Literal["one", "pays", "none", "draw", "split", "unvalued"]
EARNS = ("pays", "may pay")


@dataclass(frozen=True)
class TownRange:
    """A mean over towns, and the range that holds nine towns of ten."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """A line of the sum of costs or values: the mean quantity, its price and the amount.

    Attributes
    ----------
    kind : str
        The kind of cost, or ``reach``, ``sharers``, ``joins`` or ``memberships``.
    count, price, amount : float
        Quantity, price of each, and their product.
    """

    kind: str
    count: float
    price: float
    amount: float


@dataclass(frozen=True)
class OptionFacts:
    """An option and its results.

    Attributes
    ----------
    letter, name, digest : str
        Letter in the user's order, name, and hash of the plan.
    plan : Scenario
        The plan with its lever set.
    preset : str
        The preset that the plan was made from; empty for an own plan.
    budget : float or None
        The money of the option; None: the plan as it is.
    reach, joins, each, back : TownRange
        People reached, new members, cost per person reached, return on cost.
    cost, value : float
        Mean over towns.
    costs, values : tuple of Line
        Parts of cost and value; those that are 0 in all options are left out.
    first, pays : int
        Number of towns in which it reaches most, and in which it returns more than it costs.
    earning : str
        ``pays``, ``may pay``, ``likely to lose``, ``loses`` or ``unvalued``.
    rounds : tuple of int
        Rounds of the curve.
    curve : tuple of TownRange
        People reached by each round.
    by_town : mapping of str to tuple of float
        For each town its ``town`` (key), ``reach``, ``joins``, ``memberships``, ``sharers``, and
        the quantity of each kind of cost, by the kind.
    at_end : bool
        Whether its lever is at an end, so that it cannot meet its budget.
    """

    letter: str
    name: str
    digest: str
    plan: Scenario
    preset: str
    budget: float | None
    reach: TownRange
    joins: TownRange
    each: TownRange
    back: TownRange
    cost: float
    value: float
    costs: tuple[Line, ...]
    values: tuple[Line, ...]
    first: int
    pays: int
    earning: Earning
    rounds: tuple[int, ...]
    curve: tuple[TownRange, ...]
    by_town: Mapping[str, tuple[float, ...]] = field(default_factory=dict, repr=False)
    at_end: bool = False

    @property
    def outlay(self) -> float:
        """Its budget; what it costs if it has none, or cannot meet it."""
        return self.cost if self.budget is None or self.at_end else self.budget

    @property
    def gain(self) -> float:
        """Value less cost."""
        return self.value - self.cost

    @property
    def earns(self) -> bool:
        """Whether the mean value exceeds the mean cost."""
        return self.earning in EARNS

    @property
    def break_even(self) -> float:
        """Value of a person reached at which value equals cost, all other values as they are."""
        others = self.value - sum(line.amount for line in self.values if line.kind == "reach")
        return (self.cost - others) / self.reach.mean if self.reach.mean else float("nan")

    def amount(self, kind: str) -> float:
        """Return the cost of a kind; 0 if the option has none."""
        return sum(line.amount for line in self.costs if line.kind == kind)


@dataclass(frozen=True)
class LeadEffect:
    """A group of fields in which the second and the first plan differ, and its share of the lead.

    Attributes
    ----------
    fields : tuple of str
        Dotted names.
    effect, low, high : float
        People, and its range over towns.
    """

    fields: tuple[str, ...]
    effect: float
    low: float
    high: float


@dataclass(frozen=True)
class Tested:
    """An assumption tested at both ends of its range.

    Attributes
    ----------
    field, kind : str
        Dotted name, and ``measured``, ``anchored`` or ``assumed``.
    low, plan, high : float
        Ends of its range and the plan's value.
    reach, back : mapping of str to (float, float)
        Reach and return of each option by letter, at the low and the high end.
    switching, break_even : float or None
        Value at which another option leads, and at which the return of the first changes its sign;
        None if there is none in the range.
    """

    field: str
    kind: str
    low: float
    plan: float
    high: float
    reach: Mapping[str, tuple[float, float]]
    back: Mapping[str, tuple[float, float]]
    switching: float | None = None
    break_even: float | None = None

    def leads(self, letter: str) -> tuple[float, float]:
        """Return the lead of an option over the best other one at both ends."""
        return self._lead(letter, 0), self._lead(letter, 1)

    def _lead(self, letter: str, end: int) -> float:
        others = [ends[end] for name, ends in self.reach.items() if name != letter]
        return self.reach[letter][end] - max(others, default=0.0)

    def leader(self, end: int) -> str:
        """Return the letter of the option that reaches most at an end."""
        return max(self.reach, key=lambda letter: self.reach[letter][end])

    def turns(self, letter: str) -> bool:
        """Whether another option than this leads at an end."""
        return len(self.reach) > 1 and any(self.leader(end) != letter for end in (0, 1))

    def breaks(self, letter: str) -> bool:
        """Whether the return of an option that pays is not above 0 at an end."""
        return any(end <= 0 for end in self.back[letter])


@dataclass(frozen=True)
class Facts:
    """A decision between options with everything that its hand-over needs.

    Attributes
    ----------
    options : tuple of OptionFacts
        In the user's order.
    order : tuple of str
        Letters by mean reach, highest first.
    standing : str
        How the first differs from the second in reach.
    lead : TownRange
        Mean paired difference in reach of the first and the second, with its 95 % interval.
    tied : tuple of str
        Letters of the options that are not told apart from the first, the first included.
    more_back : str
        Letter of an option whose return is told apart from the first's and higher; or empty.
    runs, people, employees, groups, key : int
        Number of towns, of customers, of employees, of groups, and the key.
    date : datetime.date
        Date of the hand-over.
    version : str
        Version of engagelab.
    client : str
        Name of the client; may be empty.
    effects : tuple of LeadEffect
        From the second plan to the first; empty if there is none.
    tests : tuple of Tested or None
        None: the assumptions were not tested.
    warnings : tuple of str
        All warnings shown with these plans, in the language of the hand-over.
    target : str
        What the user wants most of: ``people`` or ``return``.
    unit : str
        ``day`` or ``week``: one round.
    fit : FitRecord or None
        The fit to posts that the plans have values from.
    """

    options: tuple[OptionFacts, ...]
    order: tuple[str, ...]
    standing: Standing
    lead: TownRange
    tied: tuple[str, ...]
    more_back: str
    runs: int
    people: int
    employees: int
    groups: int
    key: int
    date: datetime.date
    version: str
    client: str = ""
    effects: tuple[LeadEffect, ...] = ()
    tests: tuple[Tested, ...] | None = None
    warnings: tuple[str, ...] = ()
    target: Literal["people", "return"] = "people"
    unit: Literal["day", "week"] = "day"
    fit: FitRecord | None = None

    # --- options -----------------------------------------------------------------------------

    def option(self, letter: str) -> OptionFacts:
        """Return the option of a letter."""
        return next(option for option in self.options if option.letter == letter)

    @cached_property
    def ranked(self) -> tuple[OptionFacts, ...]:
        """The options by mean reach, highest first."""
        return tuple(map(self.option, self.order))

    @property
    def first(self) -> OptionFacts:
        """The option that reaches most."""
        return self.ranked[0]

    @property
    def second(self) -> OptionFacts:
        """The option that reaches most but one; the first itself if there is only one."""
        return self.ranked[min(1, len(self.ranked) - 1)]

    @property
    def several(self) -> bool:
        """Whether there is more than one option."""
        return len(self.options) > 1

    # --- money -------------------------------------------------------------------------------

    @property
    def valued(self) -> bool:
        """Whether a value is above 0, so that a return says something."""
        return all(option.earning != "unvalued" for option in self.options) and self.priced

    @property
    def priced(self) -> bool:
        """Whether anything costs money."""
        return any(option.cost > 0 for option in self.options)

    @property
    def budget(self) -> float | None:
        """The money of every option; None if it differs, or plans are as they are."""
        budgets = {option.budget for option in self.options}
        return budgets.pop() if len(budgets) == 1 else None

    @property
    def equal(self) -> bool:
        """Whether all options have the same money, or there is only one option."""
        return self.budget is not None or not self.several

    @cached_property
    def earners(self) -> tuple[OptionFacts, ...]:
        """The options that pay or may pay."""
        return tuple(option for option in self.ranked if option.earns)

    @property
    def comparable(self) -> bool:
        """Whether all have a return: what costs nothing has a gain, but no return on its cost."""
        return not any(math.isnan(option.back.mean) for option in self.options)

    @property
    def best_earner(self) -> OptionFacts:
        """The option that pays and returns most; or gains most, if returns are not comparable."""
        if self.comparable:
            return max(self.earners, key=lambda option: option.back.mean)
        return max(self.earners, key=lambda option: option.gain)

    # --- what follows ------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        """The case that decides how the first two slides read."""
        if not self.several:
            return "one"
        if self.standing == "draw":
            return "draw"
        if not self.valued:
            return "split" if self._cheaper is not None else "unvalued"
        if not self.earners:
            return "none"
        return "split" if self.other is not None else "pays"

    @property
    def other(self) -> OptionFacts | None:
        """The option that returns more than the first, told apart from it."""
        if self.valued and self.more_back:
            return self.option(self.more_back)
        if self.valued and self.earners and not self.first.earns:
            return self.best_earner
        return None if self.valued else self._cheaper

    @property
    def _cheaper(self) -> OptionFacts | None:
        """The option with the lowest cost per person, if it is not the first and values miss."""
        if self.equal or not self.priced:
            return None
        lowest = min(self.options, key=lambda option: option.each.mean)
        return lowest if lowest.each.mean < self.first.each.mean else None

    @property
    def all_tied(self) -> bool:
        """Whether no option can be told apart from the first."""
        return self.standing == "draw" and len(self.tied) == len(self.options)

    @property
    def pair(self) -> tuple[OptionFacts, ...]:
        """The two leaders of a draw."""
        return self.ranked[:2]

    @property
    def recommended(self) -> OptionFacts | None:
        """The option to choose; None if none pays, or nothing tells the leaders apart."""
        case = self.case
        if case == "one":
            return self.first if self.first.earns or not self.valued else None
        if case == "none":
            return None
        if case == "draw":
            best = self.more_back in self.tied and self.option(self.more_back)
            return best if best and best.earns else None
        if case == "split":
            return self._chosen_of_split
        return self.first

    @property
    def _chosen_of_split(self) -> OptionFacts | None:
        """The option that the user's target decides for; with unequal money, the return."""
        assert self.other is not None
        by_return = self.target == "return" or not self.equal or not self.first.earns
        return self.other if by_return and (self.other.earns or not self.valued) else self.first

    @property
    def subject(self) -> OptionFacts:
        """The option whose figures, lead and return are shown first."""
        return self.recommended or self.first

    @property
    def leads(self) -> bool:
        """Whether the subject is the option that reaches most."""
        return self.subject is self.first

    @property
    def rival(self) -> OptionFacts:
        """The best other option by reach; the subject itself if there is only one."""
        others = [option for option in self.ranked if option is not self.subject]
        return others[0] if others else self.subject

    @property
    def cheaper_and_better(self) -> bool:
        """Whether the first costs less and reaches more than the second, told apart."""
        less = self.first.cost < 0.99 * self.second.cost
        return self.several and self.standing != "draw" and less

    # --- tests of the assumptions ------------------------------------------------------------

    @property
    def turning(self) -> tuple[Tested, ...]:
        """The assumptions that change who is first."""
        letter = self.subject.letter
        return tuple(test for test in self.tests or () if self.leads and test.turns(letter))

    @property
    def breaking(self) -> tuple[Tested, ...]:
        """The assumptions that turn the subject's gain into a loss."""
        if not (self.valued and self.subject.earns):
            return ()
        letter = self.subject.letter
        return tuple(test for test in self.tests or () if test.breaks(letter))

    @property
    def flagged(self) -> tuple[Tested, ...]:
        """The assumptions that change the winner or turn the gain into a loss."""
        either = {id(test) for test in (*self.turning, *self.breaking)}
        return tuple(test for test in self.tests or () if id(test) in either)

    @cached_property
    def by_width(self) -> tuple[Tested, ...]:
        """The tests, the one that moves the lead most first."""
        letter = self.subject.letter
        return tuple(sorted(self.tests or (), key=lambda test: -self._width(test, letter)))

    def _width(self, test: Tested, letter: str) -> float:
        low, high = test.leads(letter) if self.several else test.back[letter]
        return abs(high - low)

    @property
    def ends(self) -> int:
        """Number of tests: two ends of each assumption, less those equal to the plan."""
        return sum((t.low != t.plan) + (t.high != t.plan) for t in self.tests or ())

    def stays_first(self) -> int:
        """Return the number of tested ends at which the subject reaches most."""
        letter = self.subject.letter
        return sum(test.leader(end) == letter for test in self.tests or () for end in _tested(test))

    def fails(self) -> int:
        """Return the number of ends at which the subject is first and does not pay."""
        letter = self.subject.letter
        return sum(
            test.leader(end) == letter and test.back[letter][end] <= 0
            for test in self.tests or ()
            for end in _tested(test)
        )

    def paying(self) -> int:
        """Return the number of tested ends at which the subject pays, first or not."""
        letter = self.subject.letter
        return sum(not test.back[letter][end] <= 0 for test in self.tests or ()
                   for end in _tested(test))  # fmt: skip

    # --- time --------------------------------------------------------------------------------

    @property
    def horizon(self) -> int:
        """The last round."""
        return max(option.rounds[-1] for option in self.options)

    @property
    def posts(self) -> tuple[int, ...]:
        """The rounds of the subject's posts, in order."""
        return tuple(sorted(post.round for post in self.subject.plan.campaign.posts))

    @property
    def early(self) -> int:
        """Number of posts before the review: the first third, at least one."""
        return max(1, len(self.posts) // 3)

    @property
    def review(self) -> int:
        """The round of the review: half way between the last early post and the next."""
        posts = self.posts or (0,)
        after = posts[self.early] if len(posts) > self.early else self.horizon
        return (posts[min(self.early, len(posts)) - 1] + after) // 2

    @property
    def part(self) -> float:
        """The share of the money for the posts up to the review, in proportion to their number."""
        return self.early / len(self.posts) if self.posts else 1.0


def _tested(test: Tested) -> tuple[int, ...]:
    """Return the ends, 0 and 1, that differ from the plan."""
    return tuple(end for end, at in enumerate((test.low, test.high)) if at != test.plan)
