"""Scenario: a whole plan as one document, checked, with presets."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import Field, model_validator

from ..errors import (
    EngagelabError,
    Message,
    as_text,
    listed,
    message,
    nearest,
    no_such,
    refused,
    within,
)
from ..graphs.generators import town_of
from ..graphs.network import Network
from ..graphs.population import Groups, Population
from ..io.atomic import reason, writing
from ..io.yaml_text import read_yaml, with_lines
from ..models import Engagement, Post
from ..models.declaration import Declaration, Parameter, quantity
from ..models.sections import (
    OWN_GROUP,
    Answers,
    Content,
    Control,
    Invitations,
    Life,
    Money,
    Reading,
    Rewards,
)
from .outcome import Outcome
from .settings import Record, Settings
from .simulate import simulate_campaign

_ATTRIBUTES = {"run": "settings"}  # sections whose attribute has another name
OF_THE_TOWN = ("population", "groups")  # what a given network stands in for
_MODEL_SECTIONS = ("content", "engagement", "invitations", "rewards", "answers", "control", "money")


class Campaign(Life):
    """The calendar of posts."""

    posts: tuple[Post, ...] = Field(
        default=(Post(),),
        title="posts",
        description="The posts of the campaign, each with round, origin, seeds and paid people.",
        json_schema_extra={"unit": "posts", "source": "assumed", "kind": "assumed"},
    )
    redraw_seeds: bool = quantity(
        False,
        None,
        "redraw seeds",
        "Whether each run draws other people to start with.",
        unit="yes or no",
    )


class Runs(Declaration):
    """How often, with which chance and how long."""

    runs: int = quantity(
        200,
        (1, 100_000),
        "runs",
        "Number of runs; more of them narrow the uncertainty.",
        unit="runs",
    )
    key: int = quantity(
        0,
        (0, 2**63 - 1),
        "key",
        "The integer that fixes all chance: the same key gives the same numbers.",
        unit="integer",
    )
    horizon: int = quantity(60, (1, 2000), "horizon", "The last round.", unit="rounds")


class Scenario(Declaration):
    """A whole plan: who there is, what is posted, how it travels, what it costs.

    Parameters
    ----------
    name, summary : str
        What the plan is called, and one sentence about it.
    population, groups, content, engagement, invitations, ... : declaration or mapping
        The sections, as declarations or mappings; a dotted name is ``section.field``.

    Raises
    ------
    EngagelabError
        For unknown names (with the nearest right one), values out of bounds, contradictions.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(groups={"size": 40}, invitations={"invite": 0.3})
    >>> plan.replace({"groups.size": 80}).groups.size
    80.0
    """

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
    # in documents and dotted names this section is called run; here run() is what one does
    settings: Runs = Field(default=Runs(), alias="run")

    @model_validator(mode="before")
    @classmethod
    def _names(cls, values: Any) -> Any:
        """Refuse unknown names before their values are looked at, with the nearest right name."""
        problems = tuple(_unknown_names(values)) if isinstance(values, Mapping) else ()
        if problems:
            raise EngagelabError(as_text(problems), problems)
        return values

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        problems = tuple(_contradictions(self))
        if problems:
            raise EngagelabError(as_text(problems), problems)
        return self

    @classmethod
    def fields(cls) -> dict[str, Parameter]:
        """Return every field of every section by its dotted name, as sliders and sweeps read it."""
        return dict(_known())

    @classmethod
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
        _split(name)
        return _known()[name]

    def get(self, name: str) -> Any:
        """Return the value of a field by its dotted name.

        Raises
        ------
        EngagelabError
            For an unknown name.
        """
        section, field = _split(name)
        return getattr(getattr(self, _ATTRIBUTES.get(section, section)), field)

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
        document = self.model_dump(by_alias=True)
        for name, value in (changes or {}).items():
            section, field = _split(name)
            document[section][field] = value
        return type(self)(**{**document, **values})

    # --- presets and files -------------------------------------------------------------------

    @staticmethod
    def presets() -> list[str]:
        """Return the names of the presets.

        Examples
        --------
        >>> import engagelab as el
        >>> "invite-a-friend" in el.Scenario.presets()
        True
        """
        return sorted(
            entry.name.removesuffix(".yaml")
            for entry in _preset_folder().iterdir()
            if entry.name.endswith(".yaml")
        )

    @classmethod
    def preset(cls, name: str) -> Self:
        """Return one of the strategies that come with the package.

        Raises
        ------
        EngagelabError
            For an unknown name.
        """
        if name not in cls.presets():
            raise EngagelabError(
                f"preset: {name!r} is not known{nearest(name, cls.presets())}; "
                f"allowed are {listed(cls.presets())}"
            )
        path = _preset_folder() / f"{name}.yaml"
        return cls.from_text(path.read_text(encoding="utf-8"), path.name)

    @classmethod
    def from_yaml(cls, path: str | os.PathLike[str]) -> Self:
        """Read a plan; fields that the file does not name have their defaults.

        Raises
        ------
        EngagelabError
            For a file that is missing or no YAML (with the line), and for all that a plan refuses.
        """
        try:
            text = Path(path).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            line = Path(path).read_bytes()[: error.start].count(b"\n") + 1
            raise EngagelabError(f"{path}, line {line}: is no UTF-8; save it as UTF-8") from None
        except OSError as error:
            raise refused(str(path), "unreadable", reason=reason(error)) from None
        return cls.from_text(text, str(path))

    @classmethod
    def from_text(cls, text: str, where: str) -> Self:
        """Read a plan from the text of a YAML file; `where` names the file in what is refused.

        Raises
        ------
        EngagelabError
            As for `from_yaml`.

        Examples
        --------
        >>> import engagelab as el
        >>> el.Scenario.from_text("groups: {size: 40}", "plan.yaml").groups.size
        40.0
        """
        document = read_yaml(text, where)
        try:
            return cls(**document)
        except EngagelabError as error:
            raise within(where, with_lines(text, error)) from None

    def to_yaml(self, path: str | os.PathLike[str]) -> None:
        """Write the whole plan; no half-written file is left.

        Raises
        ------
        EngagelabError
            Where the file cannot be written.
        """
        with writing(path) as temporary:
            temporary.write_text(self.to_text(), encoding="utf-8")

    def to_text(self) -> str:
        """Return the whole plan as the text of a YAML file.

        Examples
        --------
        >>> import engagelab as el
        >>> plan = el.Scenario(name="mine")
        >>> el.Scenario.from_text(plan.to_text(), "mine.yaml") == plan
        True
        """
        return yaml.safe_dump(
            self.model_dump(mode="json", by_alias=True),
            sort_keys=False,
            allow_unicode=True,
            width=100,
        )

    @property
    def hash(self) -> str:
        """Twelve digits that change with any field but the name and the summary."""
        document = self.model_dump(mode="json", by_alias=True, exclude={"name", "summary"})
        text = json.dumps(document, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()

    # --- running -----------------------------------------------------------------------------

    @property
    def model(self) -> Engagement:
        """The rules of the plan, as `simulate` takes them."""
        fields: dict[str, Any] = {"lifetime": self.campaign.lifetime}
        for name in _MODEL_SECTIONS:
            fields |= getattr(self, name).model_dump()
        return Engagement(**fields)

    def town(self, key: int | None = None) -> Network:
        """Return the people, ties and groups of the plan."""
        return _town(self.population, self.groups, self.settings.key if key is None else key)

    def simulate(self, settings: Settings, network: Network | None = None) -> Outcome:
        """Play the plan as `settings` say, on its own town or on another network."""
        return simulate_campaign(
            self.town(settings.key) if network is None else network,
            self.model,
            self.campaign.posts,
            settings,
            scenario=self.model_dump(mode="json", by_alias=True),
        )

    def settings_with(self, **values: Any) -> Settings:
        """Return how the plan wants to be run, with some things changed."""
        given = {name: value for name, value in values.items() if value is not None}
        return Settings(**{**self.settings.model_dump(), "redraw_seeds": self.campaign.redraw_seeds,
                        **given})  # fmt: skip

    def run(
        self,
        *,
        runs: int | None = None,
        key: int | None = None,
        network: Network | None = None,
        record: Record = None,
        threads: int | None = None,
    ) -> Outcome:
        """Play the plan; what is not given stands in its section ``run``.

        Parameters
        ----------
        runs, key : int, optional
            Number of runs, and the integer that fixes all chance, the town included.
        network : Network, optional
            Play it on these people instead of the town of its sections population and groups.
        record : "people" or None
            As for `simulate`.
        threads : int, optional
            As for `simulate`.

        Examples
        --------
        >>> import engagelab as el
        >>> plan = el.Scenario(population={"people": 500})
        >>> plan.run(runs=5, key=7).runs
        5
        """
        settings = self.settings_with(runs=runs, key=key, record=record, threads=threads)
        return self.simulate(settings, network)

    def paid_only(self, budget: float | None = None) -> Self:
        """Return the baseline in which money buys impressions and nobody shares.

        Parameters
        ----------
        budget : float, optional
            Money for impressions; none: what the plan itself costs in the mean of 50 runs, its
            posts aside.
        """
        if budget is not None and not 0 <= budget < float("inf"):
            raise EngagelabError(f"budget: {budget!r} is not allowed; give money of at least 0")
        if budget is None:
            spent = self.simulate(self.settings_with(runs=50)).total("cost").mean()
            budget = max(0.0, spent - self.money.cost_post * len(self.campaign.posts))
        posts = self.campaign.posts or (Post(),)
        price = max(self.money.cost_impression, 1e-9) * len(posts)
        paid = min(int(budget / price), self.population.people)
        alone = [post.replace(seeds=0, paid=paid) for post in posts]
        changes = {"campaign.posts": alone, "engagement.base_share": 0.0}
        return self.replace(changes, name="paid only", summary="Money alone, nobody shares.")

    def doing_nothing(self) -> Self:
        """Return the baseline without any post."""
        return self.replace({"campaign.posts": []}, name="doing nothing", summary="No post at all.")


@lru_cache(maxsize=4)
def _town(population: Population, groups: Groups, key: int) -> Network:
    return town_of(population, groups, key)


def _preset_folder() -> Any:
    return resources.files(__package__) / "presets"


@lru_cache(maxsize=1)
def _known() -> dict[str, Parameter]:
    """Return all fields; kept, since every plan that is built asks for them."""
    return dict(_fields())


def _fields() -> Iterator[tuple[str, Parameter]]:
    for attribute, field in Scenario.model_fields.items():
        kind, section = field.annotation, field.alias or attribute
        if isinstance(kind, type) and issubclass(kind, Declaration):
            yield from ((f"{section}.{p.name}", p) for p in kind.parameters())


def _split(name: str) -> tuple[str, str]:
    known, name = _known(), str(name)
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
    known, top = (
        _known(),
        [field.alias or name for name, field in Scenario.model_fields.items()],
    )
    for section, fields in document.items():
        if section not in top:
            yield str(section), no_such("section", section, top, top)
        elif section in ("name", "summary"):
            continue
        elif isinstance(fields, Mapping):
            names = (f"{section}.{field}" for field in fields)
            yield from ((name, _no_such(name, known)) for name in names if name not in known)
        elif not isinstance(fields, Declaration):
            yield section, message("section_is_value", value=fields)


def _contradictions(plan: Scenario) -> Iterator[tuple[str, str]]:
    people = plan.population.people
    for p, post in enumerate(plan.campaign.posts):
        where = f"campaign.posts.{p}"
        if post.round > plan.settings.horizon:
            text = message("after_the_end", round=post.round, horizon=plan.settings.horizon)
            yield f"{where}.round", text
        for name in ("seeds", "paid"):
            wanted = getattr(post, name)
            if wanted > people:
                yield f"{where}.{name}", message("more_than_people", wanted=wanted, people=people)
        if post.origin == OWN_GROUP and not plan.groups.own_size:
            yield f"{where}.origin", message("no_own_group")
