"""Numbers of a plan that an experiment can set by name: fields, posts, seeds, paid impressions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import EngagelabError, nearest
from ..models.declaration import Parameter
from ..models.engagement import Post
from ..models.sections import ORGANISATION
from ..simulation.scenario import Scenario
from .design_space import movable_field
from .levers import with_levers

POSTS, SEEDS, PAID = "posts", "seeds", "paid"
_CALENDAR = {POSTS: 1_000, SEEDS: 1_000_000, PAID: 1_000_000_000}  # and the most of each
_OF_THE_PEOPLE = (SEEDS, "campaign.own_size")  # at most as many as there are people


@dataclass(frozen=True)
class PlanNumber:
    """A number of a plan, by its name.

    Attributes
    ----------
    name : str
        The dotted name of a number, such as ``campaign.own_size``; or ``posts``, their number; or
        ``seeds`` or ``paid``, people or impressions, mean per post.

    Raises
    ------
    EngagelabError
        If the name is none of these.

    Examples
    --------
    >>> import engagelab as el
    >>> seeds, plan = PlanNumber("seeds"), el.Scenario.preset("go-to-them")
    >>> seeds.value(plan), [post.seeds for post in seeds.set(plan, 20.25).campaign.posts]
    (25.0, [20, 20, 21, 20])
    """

    name: str

    def __post_init__(self) -> None:
        """Check that plans have the number."""
        if self.name in _CALENDAR:
            return
        if "." not in str(self.name):
            known = (*_CALENDAR, *Scenario.fields())
            raise EngagelabError(
                f"{self.name}: is not a number of a plan{nearest(str(self.name), known)}; give "
                "'posts', 'seeds', 'paid' or a dotted name, such as 'campaign.own_size'"
            )
        field = movable_field(self.name)
        if field.type not in (int, float) or field.low is None or field.high is None:
            raise EngagelabError(
                f"{self.name}: is not a number with a range; choose a field that is"
            )

    @property
    def field(self) -> Parameter | None:
        """The declaration of the field; None for a number of the calendar."""
        return None if self.name in _CALENDAR else Scenario.field(self.name)

    @property
    def kind(self) -> str:
        """The kind of evidence that the field's declaration states; a calendar is a choice."""
        return self.field.kind if self.field else "choice"

    @property
    def label(self) -> str:
        """The label of the field in a sentence."""
        words = {POSTS: "posts", SEEDS: "seeds of a post", PAID: "paid impressions of a post"}
        return self.field.label if self.field else words[self.name]

    def value(self, plan: Scenario) -> float:
        """Return the number in a plan."""
        if self.name == POSTS:
            return len(plan.campaign.posts)
        if self.field:
            return float(plan.get(self.name))
        numbers: list[int] = [
            getattr(post, self.name) for post in plan.campaign.posts if self._has(post)
        ]
        return sum(numbers) / max(1, len(numbers))

    def set(self, plan: Scenario, value: float) -> Scenario:
        """Return the plan with the number at a value; posts keep their proportions.

        Raises
        ------
        EngagelabError
            If the plan refuses the value.
        """
        if self.field:
            whole = self.field.type is int and value == int(value)
            return plan.replace({self.name: int(value) if whole else value})
        if self.name == POSTS:
            return _with_posts(plan, value)
        posts = plan.campaign.posts
        mine = [place for place, post in enumerate(posts) if self._has(post)]
        numbers = self._shared_out([posts[place] for place in mine], value)
        changed = {place: posts[place].replace(**{self.name: number})
                   for place, number in zip(mine, numbers, strict=True)}  # fmt: skip
        return plan.replace({"campaign.posts": [changed.get(i, p) for i, p in enumerate(posts)]})

    def range(self, plan: Scenario) -> tuple[float, float]:
        """Return the least and the largest value in a plan; both are 0 if no post can have any."""
        most = float(plan.population.people) if self.name in _OF_THE_PEOPLE else np.inf
        if self.field:
            assert self.field.low is not None  # other fields were refused
            assert self.field.high is not None
            return self.field.low, min(most, self.field.high)
        able = self.name == POSTS or any(self._has(post) for post in plan.campaign.posts)
        return 0.0, min(most, _CALENDAR[self.name]) if able else 0.0

    def step(self, plan: Scenario) -> float:
        """Return the least change of the number; 0 if there is none."""
        if self.field:
            return 1.0 if self.field.type is int else 0.0
        if self.name == POSTS:
            return 1.0
        return 1 / max(1, sum(self._has(post) for post in plan.campaign.posts))

    def _has(self, post: Post) -> bool:
        """Return whether a post has such a number: seeds can also be none, or named people."""
        return self.name == PAID or (post.origin != ORGANISATION and not post.people)

    def _shared_out(self, posts: Sequence[Post], mean: float) -> list[int]:
        """Return whole numbers of this mean, in proportion to those of the posts."""
        weights = np.array([getattr(post, self.name) for post in posts], float)
        weights = weights if weights.any() else np.ones(len(posts))
        ends = np.round(mean * len(posts) * weights.cumsum() / weights.sum(), 6)
        return [int(number) for number in np.diff(np.round(ends), prepend=0)]


def _with_posts(plan: Scenario, number: float) -> Scenario:
    """Return the plan with so many posts, and a horizon by which all of them end."""
    if number != int(number) or not 0 <= number <= _CALENDAR[POSTS]:
        raise EngagelabError(
            f"posts: {number!r} is not allowed; give a whole number from 0 to {_CALENDAR[POSTS]:,}"
        )
    latest = Scenario.field("settings.horizon").high
    longer = with_levers(plan.replace({"settings.horizon": latest}), {POSTS: number})
    ends = max((post.round for post in longer.campaign.posts), default=0) + plan.campaign.lifetime
    return longer.replace({"settings.horizon": max(plan.settings.horizon, ends)})
