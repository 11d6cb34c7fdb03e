"""The document of the campaign page: an audience, and options with their money."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Self

import yaml
from pydantic import model_validator

from ...errors import EngagelabError, Message, listing, refused, under, within
from ...experiments.fit_record import FitRecord
from ...experiments.options import Option
from ...experiments.plan_number import POSTS, PlanNumber
from ...experiments.town_runner import budget_lever
from ...graphs.network import Network
from ...io.yaml_text import read_yaml
from ...models import Post
from ...models.declaration import Declaration, quantity
from ...models.sections import ORGANISATION
from ...simulation.plan_fields import OF_THE_TOWN
from ...simulation.scenario import Scenario
from .audience import Audience
from .plan_on_network import suited
from .stored_fit import StoredFit

LETTERS = "ABCD"
LARGEST = 400_000  # bytes of a document
LONGEST = 60  # letters of a name
STRATEGIES = ("paid-ads", *(name for name in Scenario.presets() if name != "tight-control"),
              "tight-control")  # fmt: skip
_STARTING = ("paid-ads", "invite-a-friend", "empowered-employees")
_MONEY, _MOST_MONEY = 20_000.0, 1e12
_VERSION = 1  # of the format
_SHARED = ("content", "settings")  # sections that a new strategy takes from its neighbours


class Choice(Declaration):
    """An option: its name, the strategy it started from, and its plan.

    Attributes
    ----------
    name : str
        What it is called; empty: as the strategy is called in the language.
    strategy : str
        The strategy it started from.
    plan : Scenario
        The plan.
    budget : float
        Its own money, if each has its own.
    lever : str or None
        The number that the budget sets; None: that of the strategy.
    """

    name: str = ""
    strategy: str
    plan: Scenario
    budget: float = quantity(
        _MONEY, (0, _MOST_MONEY), "budget", "Its own money.", unit="money", source="choice"
    )
    lever: str | None = None

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        _need_short("name", self.name)
        if self.strategy not in STRATEGIES:
            names = Message(listing(STRATEGIES), "either", {"names": STRATEGIES})
            raise refused("strategy", "unknown", value=self.strategy, choices=names)
        if self.lever is not None:
            _need_lever(self.lever)
        return self


class CampaignPlan(Declaration):
    """All that the campaign page saves.

    Attributes
    ----------
    engagelab_campaign : int
        The version of the format.
    title : str
        The name of the comparison.
    currency : str
        A code of three capital letters.
    money : float
        The budget of all options.
    same_money : bool
        Whether all have this budget; else each its own.
    audience : Audience
        Who there is.
    choices : tuple of Choice
        One to four options.
    fit : FitRecord or None
        The fit to posts that options have values from.

    Examples
    --------
    >>> plan = CampaignPlan.start()
    >>> CampaignPlan.from_text(plan.to_text(), "mine.yaml") == plan
    True
    """

    engagelab_campaign: int = _VERSION
    title: str = ""
    currency: str = "EUR"
    money: float = quantity(
        _MONEY, (0, _MOST_MONEY), "budget", "The budget of all.", unit="money", source="choice"
    )
    same_money: bool = True
    audience: Audience = Audience()
    choices: tuple[Choice, ...]
    fit: StoredFit = None

    @model_validator(mode="before")
    @classmethod
    def _is_a_comparison(cls, values: Any) -> Any:
        """Refuse what is something else as a whole, before its fields are looked at."""
        if isinstance(values, Mapping):
            if "choices" not in values and set(values) & set(Scenario.model_fields):
                raise refused("", "campaign_one_plan")
            version = values.get("engagelab_campaign", _VERSION)
            if version != _VERSION:
                raise refused("", "campaign_version", version=version, ours=_VERSION)
        return values

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _need_short("title", self.title)
        if not re.fullmatch("[A-Z]{3}", self.currency):
            raise refused("currency", "currency_code", value=self.currency)
        if not 1 <= len(self.choices) <= len(LETTERS):
            count = len(self.choices)
            raise refused("choices", "campaign_options", options=count, most=len(LETTERS))
        people = self.audience.people + self.audience.employees
        for letter, choice in self.lettered():
            if choice.plan.population.people != people:
                of = {"letter": Message(letter), "plan": choice.plan.population.people}
                raise refused("audience", "campaign_people", people=people, **of)
        return self

    @classmethod
    def start(cls) -> "CampaignPlan":
        """Return the document that the page opens with: three strategies at equal money."""
        audience = Audience()
        return cls(choices=tuple(_choice(name, audience, None) for name in _STARTING))

    # --- reading and writing -----------------------------------------------------------------

    def to_text(self) -> str:
        """Return the document as the text of a YAML file; plans list what differs from default."""
        document = self.model_dump(mode="json")
        for choice, entry in zip(self.choices, document["choices"], strict=True):
            entry["plan"] = _differences(choice.plan)
        if self.fit is None:
            del document["fit"]
        return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)

    @classmethod
    def from_text(cls, text: str, where: str) -> "CampaignPlan":
        """Return the document in a text.

        Raises
        ------
        EngagelabError
            If it is not YAML, not such a document, or a plan is refused.
        """
        if len(text) > LARGEST:
            raise refused(where, "plan_too_large", bytes=len(text), most=LARGEST)
        document = read_yaml(text, where)
        try:
            return cls(**document)
        except EngagelabError as error:
            raise within(where, error) from None

    # --- changes -----------------------------------------------------------------------------

    def with_(self, **values: Any) -> "CampaignPlan":
        """Return a copy with some values changed, validated.

        Raises
        ------
        EngagelabError
            If a value is refused.
        """
        return type(self)(**{**dict(self), **values})

    def with_choice(self, letter: str, **values: Any) -> "CampaignPlan":
        """Return a copy with an option changed."""
        index = LETTERS.index(letter)
        choice = Choice(**{**dict(self.choices[index]), **values})
        return self.with_(choices=(*self.choices[:index], choice, *self.choices[index + 1 :]))

    def with_field(self, name: str, value: Any, letter: str | None = None) -> "CampaignPlan":
        """Return a copy with a field of one option's plan changed, or of all.

        The audience follows a field that describes it, if all options agree.
        """
        choices = tuple(
            choice if letter not in (None, each)
            else choice.model_copy(update={"plan": choice.plan.replace({name: value})})
            for each, choice in self.lettered()
        )  # fmt: skip
        audience, described = self.audience, self.audience.fields
        if name in described:
            plans = [choice.plan for choice in choices]
            if len({tuple(plan.get(each) for each in described) for plan in plans}) == 1:
                audience = _audience_of(plans[0], audience)
        return self.with_(choices=choices, audience=audience)

    def with_strategy(self, letter: str, strategy: str) -> "CampaignPlan":
        """Return a copy in which an option has another strategy; audience and money stay."""
        old = self.choices[LETTERS.index(letter)]
        new = _choice(strategy, self.audience, old.plan)
        return self.with_choice(letter, strategy=strategy, plan=new.plan, lever=None, name="")

    def with_audience(self, audience: Audience) -> "CampaignPlan":
        """Return a copy with another audience in all plans."""
        choices = tuple(
            choice.model_copy(update={"plan": _on(choice.plan, audience)})
            for choice in self.choices
        )
        return self.with_(audience=audience, choices=choices)

    def added(self, choice: Choice) -> "CampaignPlan":
        """Return a copy with one more option."""
        return self.with_(choices=(*self.choices, choice))

    def removed(self, letter: str) -> "CampaignPlan":
        """Return a copy without an option."""
        return self.with_(choices=tuple(c for each, c in self.lettered() if each != letter))

    def another(self) -> Choice:
        """Return a new option with the money of all: the first strategy that no option has."""
        used = [choice.strategy for choice in self.choices]
        name = next((each for each in STRATEGIES if each not in used), STRATEGIES[0])
        new = _choice(name, self.audience, self.choices[0].plan)
        return new.model_copy(update={"budget": self.money})

    def with_fit(self, fit: FitRecord, letter: str) -> "CampaignPlan":
        """Return a copy with the medians of the fields that posts determine or narrow.

        A field with one value in all options, which share their people, gets the new value in all;
        one that differs gets it only in the option that was fitted.

        Raises
        ------
        EngagelabError
            If the record cannot be stored, or a plan refuses a value.
        """
        changed = self.with_(fit=fit.to_dict())
        for each in fit.fields:
            if each.is_learned:
                same = len({choice.plan.get(each.name) for choice in self.choices}) == 1
                where = None if same else letter
                changed = changed.with_field(each.name, each.median, where)
        return changed

    # --- reading -----------------------------------------------------------------------------

    def lettered(self) -> Iterator[tuple[str, Choice]]:
        """Yield the letter and the option of each."""
        yield from zip(LETTERS, self.choices, strict=False)

    def budget_of(self, letter: str) -> float:
        """Return the money of an option."""
        return self.money if self.same_money else self.choices[LETTERS.index(letter)].budget

    def options(self, names: Mapping[str, str], network: Network | None = None) -> list[Option]:
        """Return the options to simulate, with the names they have in a language."""
        return [
            Option(names[letter],
                   choice.plan if network is None else suited(choice.plan, network),
                   self.budget_of(letter), choice.lever)
            for letter, choice in self.lettered()
        ]  # fmt: skip

    @property
    def applied_fit(self) -> FitRecord | None:
        """The fit, if an option still has a value from it."""
        fit = self.fit
        if fit is None or not any(fit.applies_to(choice.plan) for choice in self.choices):
            return None
        return fit

    def lever_of(self, letter: str) -> str:
        """Return the number that the budget of an option sets."""
        choice = self.choices[LETTERS.index(letter)]
        return choice.lever or budget_lever(choice.plan)

    def same_as(self, choice: Choice) -> str | None:
        """Return the letter of an option with the same plan and money; None if there is none."""
        return next((letter for letter, other in self.lettered()
                     if other.plan.hash == choice.plan.hash and other.lever == choice.lever
                     and (self.same_money or other.budget == choice.budget)), None)  # fmt: skip


def _audience_of(plan: Scenario, before: Audience) -> Audience:
    try:
        return Audience.of(plan, before.unit)
    except EngagelabError as error:  # its numbers are not those of a plan, so name what they are of
        raise under("audience", error) from None


def _choice(strategy: str, audience: Audience, like: Scenario | None) -> Choice:
    """Return an option with a strategy, with audience, content and prices of a neighbour."""
    plan = _strategy(strategy)
    if like is not None:
        kept = {name: like.get(name) for name in Scenario.fields()
                if name.partition(".")[0] in (*_SHARED, "money")}  # fmt: skip
        plan = plan.replace(kept)
    return Choice(strategy=strategy, plan=_on(plan, audience))


def _strategy(name: str) -> Scenario:
    if name != "paid-ads":
        return Scenario.preset(name)
    plan = Scenario.preset("top-down")
    posts = [Post(round=post.round, origin=ORGANISATION, paid=post.paid)
             for post in plan.campaign.posts]  # fmt: skip
    return plan.replace({"campaign.own_size": 0, "campaign.posts": posts}, name="Paid ads")


def _on(plan: Scenario, audience: Audience) -> Scenario:
    """Return a plan with an audience; seeds and members that are too many become as many."""
    people = audience.people + audience.employees
    posts = [
        post.replace(seeds=min(post.seeds, _able(post, audience)))
        for post in plan.campaign.posts
    ]  # fmt: skip
    own = min(plan.campaign.own_size, people)
    return plan.replace({**audience.fields, "campaign.posts": posts, "campaign.own_size": own})


def _able(post: Post, audience: Audience) -> int:
    return audience.employees if post.origin == "employee" else audience.people


def _differences(plan: Scenario) -> dict[str, Any]:
    """Return a plan as a mapping without the fields that have their defaults."""
    plain, own = Scenario().model_dump(mode="json"), plan.model_dump(mode="json")
    document: dict[str, Any] = {}
    for section, values in own.items():
        if not isinstance(values, dict):
            document[section] = values
            continue
        changed = {name: value for name, value in values.items() if plain[section][name] != value}
        if changed:
            document[section] = changed
    return document


def _need_short(name: str, text: str) -> None:
    if len(text) > LONGEST:
        raise refused(name, "text_too_long", length=len(text), most=LONGEST)


def _need_lever(name: str) -> None:
    try:
        # neither a number of posts nor a town that differs from the audience
        known = PlanNumber(name).name != POSTS and name.partition(".")[0] not in OF_THE_TOWN
    except EngagelabError:
        known = False
    if not known:
        raise refused("lever", "no_lever", value=name)
