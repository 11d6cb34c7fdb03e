"""Fields of a plan: its sections, each field by its dotted name, and what must fit together."""

from collections.abc import Iterator, Mapping, Sequence, Sized
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, Self

from pydantic import Field, model_validator

from ..errors import EngagelabError, Message, as_text, message, no_such
from ..graphs.population import Groups, Population
from ..io.arguments import checked
from ..models import Post
from ..models.declaration import Declaration, Parameter, quantity
from ..models.sections import (
    Answers,
    Content,
    Control,
    Invitations,
    Life,
    Money,
    Reading,
    Rewards,
)
from .limits import need_within_limits

OF_THE_TOWN = ("population", "groups")  # sections that a given network replaces
OLD_SECTIONS = {"run": "settings"}  # sections by the names that older plans have


class Campaign(Life):
    """The calendar of posts."""

    posts: tuple[Post, ...] = Field(
        default=(Post(),),
        title="posts",
        description="The posts of the campaign, each with round, origin, seeds and paid people.",
        json_schema_extra={"unit": "posts", "source": "choice", "kind": "choice"},
    )
    redraw_seeds: bool = quantity(
        False,
        None,
        "redraw seeds",
        "Whether each run draws other people to start with.",
        unit="yes or no",
        source="choice",
    )


class Runs(Declaration):
    """How often, with which chance and how long."""

    runs: int = quantity(
        200,
        (1, 100_000),
        "runs",
        "Number of runs; more of them narrow the uncertainty.",
        unit="runs",
        source="choice",
    )
    key: int = quantity(
        0,
        (0, 2**63 - 1),
        "key",
        "The integer that fixes all chance: the same key gives the same numbers.",
        unit="integer",
        source="choice",
    )
    horizon: int = quantity(
        60, (1, 2000), "horizon", "The last round.", unit="rounds", source="choice"
    )


class PlanFields(Declaration):
    """The sections of a plan; a dotted name is ``section.field``."""

    name: str = Field(default="", title="name", description="What the plan is called.")
    summary: str = Field(default="", title="summary", description="The plan in one sentence.")
    population: Population = Field(default=Population())
    groups: Groups = Field(default=Groups())
    content: Content = Field(default=Content())
    engagement: Reading = Field(default=Reading())
    invitations: Invitations = Field(default=Invitations())
    rewards: Rewards = Field(default=Rewards())
    answers: Answers = Field(default=Answers())
    control: Control = Field(default=Control())
    campaign: Campaign = Field(default=Campaign())
    money: Money = Field(default=Money())
    settings: Runs = Field(default=Runs())

    @model_validator(mode="before")
    @classmethod
    def _names(cls, values: Any) -> Any:
        """Refuse unknown names before their values are looked at, with the nearest right name."""
        if isinstance(values, Mapping):
            values = _with_present_names(values)
            need_within_limits(posts=_number_of_posts(values))
        problems = tuple(_unknown_names(values)) if isinstance(values, Mapping) else ()
        if problems:
            raise EngagelabError(as_text(problems), problems)
        return values

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = tuple(_contradictions(self))
        if problems:
            raise EngagelabError(as_text(problems), problems)
        need_within_limits(people=self.population.people, runs=self.settings.runs)
        return self

    @classmethod
    def fields(cls) -> dict[str, Parameter]:
        """Return every field of every section by its dotted name, as sliders and sweeps read it."""
        return dict(_known())

    @classmethod
    @checked
    def field(cls, name: str) -> Parameter:
        """Return one field by its dotted name.

        Raises
        ------
        EngagelabError
            For an unknown name, with the nearest right one.

        Examples
        --------
        >>> import engagelab as el
        >>> el.Scenario.field("groups.size").unit
        'people'
        """
        return _known()[".".join(_split(name))]

    @checked
    def get(self, name: str) -> Any:
        """Return the value of a field by its dotted name.

        Raises
        ------
        EngagelabError
            For an unknown name.
        """
        section, field = _split(name)
        return getattr(getattr(self, section), field)

    @checked
    def replace(self, changes: Mapping[str, Any] | None = None, **values: Any) -> Self:
        """Return a copy with some fields changed, by their dotted names.

        Raises
        ------
        EngagelabError
            For a name that is no field, and for all that a plan refuses.

        Examples
        --------
        >>> import engagelab as el
        >>> el.Scenario().replace({"invitations.invite": 0.3}).invitations.invite
        0.3
        """
        if not isinstance(changes, Mapping | None):
            raise EngagelabError(
                f"changes: {changes!r} is no mapping; give names of fields with values, such as "
                "{'groups.size': 80}"
            )
        document = self.model_dump()
        for name, value in (changes or {}).items():
            section, field = _split(name)
            document[section][field] = value
        return type(self)(**{**document, **values})

    @checked
    def scaled(self, people: int) -> Self:
        """Return the plan for another number of people, with all that it starts in proportion.

        Seeds, paid impressions and members of the own space change in proportion, in all posts
        together to the nearest whole number. Posts that name their people keep them.

        Raises
        ------
        EngagelabError
            If the number of people is out of bounds.

        Examples
        --------
        >>> import engagelab as el
        >>> plan = el.Scenario.preset("voucher").scaled(1_000)
        >>> plan.population.people, [post.seeds for post in plan.campaign.posts]
        (1000, [2, 2, 2, 2])
        """
        population = self.population.replace(people=people)  # checks the number
        share = population.people / self.population.people
        posts = self.campaign.posts
        seeds = _in_proportion([post.seeds for post in posts], share)
        paid = _in_proportion([post.paid for post in posts], share)
        scaled = [post.replace(seeds=s, paid=p)
                  for post, s, p in zip(posts, seeds, paid, strict=True)]  # fmt: skip
        return self.replace(
            {
                "population.people": people,
                "campaign.own_size": round(self.campaign.own_size * share),
                "campaign.posts": scaled,
            }
        )


def _in_proportion(counts: Sequence[int], share: float) -> list[int]:
    """Return counts times a share; the rounding errors of their sum do not add up."""
    ends = [round(total * share) for total in accumulate(counts, initial=0)]
    return [end - start for start, end in pairwise(ends)]


@lru_cache(maxsize=1)
def _known() -> dict[str, Parameter]:
    """Return all fields; cached, since every new plan needs them."""
    return {
        f"{section}.{parameter.name}": parameter
        for section, field in PlanFields.model_fields.items()
        if isinstance(field.annotation, type) and issubclass(field.annotation, Declaration)
        for parameter in field.annotation.parameters()
    }


def _with_present_names(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a document whose sections have their present names."""
    for old, new in OLD_SECTIONS.items():
        if old in document:
            if new in document:
                text = message("section_twice", other=new)
                raise EngagelabError(f"{old}: {text}", ((old, text),))
            document = {new if name == old else name: part for name, part in document.items()}
    return document


def _number_of_posts(document: Mapping[str, Any]) -> int:
    """Return the number of posts in a document that is not checked yet."""
    campaign = document.get("campaign")
    posts = campaign.get("posts") if isinstance(campaign, Mapping) else None
    return len(posts) if isinstance(posts, Sized) else 0


def _split(name: str) -> tuple[str, str]:
    """Return the section and the field of a dotted name; refuse an unknown one."""
    known, name = _known(), str(name)
    section, _, field = name.partition(".")
    if section in OLD_SECTIONS and f"{OLD_SECTIONS[section]}.{field}" in known:
        name = f"{OLD_SECTIONS[section]}.{field}"
    if name not in known:
        text = _no_such(name, known)
        raise EngagelabError(f"{name}: {text}", ((name, text),))
    section, field = name.split(".")
    return section, field


def _no_such(name: str, known: Mapping[str, Parameter]) -> str:
    """Say that there is no such field, with the nearest right name of any section."""
    last = name.split(".")[-1]
    same = [other for other in known if other.split(".")[1] == last]
    if same:
        return message("no_field_like", name=Message(same[0]))
    beside = [other for other in known if other.split(".")[0] == name.split(".")[0]]
    return no_such("field", name, known, beside or known)


def _unknown_names(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    known, top = _known(), list(PlanFields.model_fields)
    for section, fields in document.items():
        if section not in top:
            yield str(section), no_such("section", section, top, top)
        elif section in ("name", "summary"):
            continue
        elif isinstance(fields, Mapping):
            names = (f"{section}.{field}" for field in fields)
            yield from ((name, _no_such(name, known)) for name in names if name not in known)
        elif fields is None:
            yield section, message("section_is_empty")
        elif not isinstance(fields, Declaration):
            yield section, message("section_is_value", value=fields)


def _contradictions(plan: PlanFields) -> Iterator[tuple[str, str]]:
    people = plan.population.people
    for p, post in enumerate(plan.campaign.posts):
        where = f"campaign.posts.{p}"
        if post.round > plan.settings.horizon:
            text = message("after_the_end", round=post.round, horizon=plan.settings.horizon)
            yield f"{where}.round", text
        if post.seeds > people:
            text = message("more_than_people", wanted=post.seeds, people=people)
            yield f"{where}.seeds", text
    if plan.campaign.own_size > people:
        wanted = plan.campaign.own_size
        yield "campaign.own_size", message("more_than_people", wanted=wanted, people=people)
    yield from _same_names(plan.campaign.posts)


def _same_names(posts: Sequence[Post]) -> Iterator[tuple[str, str]]:
    """Yield the posts whose name another has: they would share their chance."""
    first: dict[str, int] = {}
    for p, post in enumerate(posts):
        if post.name and first.setdefault(post.name, p) != p:
            text = message("same_post_name", value=post.name, post=first[post.name] + 1)
            yield f"campaign.posts.{p}.name", text
