"""Describe each field on a card: what it does, its bounds, and the evidence for its value."""

from dataclasses import dataclass
from typing import Any, Literal

from ...errors import Message
from ...experiments.idle_fields import idle_fields
from ...graphs.network import Network
from ...i18n import Texts
from ...i18n.vocabulary import declared
from ...models.declaration import is_real
from ...simulation.scenario import Scenario
from ..state.every_post import EVERY_POST, value_in
from ..templates import render

Mark = Literal["inside", "outside", "unknown"]


@dataclass(frozen=True)
class FieldCard:
    """A field and its present value, described in one language.

    Attributes
    ----------
    name, title, sentence : str
        The dotted name of the field, its label, and what it does.
    unit, allowed : str
        Its unit, and the values it allows; empty if its type alone says it.
    value, default : str
        The present value and the default.
    anchor : str
        The empirical evidence for the number, or a statement that there is no such evidence.
    source, kind : str
        The source of the default, and its kind: one of `models.declaration.KINDS`.
    mark : {"inside", "outside", "unknown"}
        Whether the value lies in the range that evidence supports.
    mark_text : str
        The mark as a sentence.
    idle : str
        A sentence on why the field changes nothing in the plan; empty if it may.
    """

    name: str
    title: str
    sentence: str
    unit: str
    allowed: str
    value: str
    default: str
    anchor: str
    source: str
    kind: str
    mark: Mark
    mark_text: str
    idle: str = ""


def mark(name: str, value: Any) -> Mark:
    """Return whether a value lies in the supported range; "unknown" without such a range.

    Examples
    --------
    >>> mark("population.prospects", 0.3), mark("population.prospects", 0.7)
    ('inside', 'outside')
    >>> mark("control.catch_rate", 0.7)
    'unknown'
    """
    supported = declared(name).supported
    if supported is None or not is_real(value):
        return "unknown"
    return "inside" if supported[0] <= value <= supported[1] else "outside"


def card(name: str, value: Any, texts: Texts, idle: Message | None = None) -> FieldCard:
    """Return the card of a field at its present value.

    Parameters
    ----------
    name : str
        The dotted name of the field.
    value : object
        Its present value.
    texts : Texts
        The language.
    idle : Message, optional
        Why it changes nothing in the plan, if `idle_fields` names it.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> half = card("control.approval_rate", 0.5, load("en"))
    >>> half.allowed, half.anchor
    ('a number from 0 to 1', 'No measurement supports this number or its range.')
    """
    field, words = declared(name), texts.field(name)
    return FieldCard(
        name=name,
        title=words.label,
        sentence=words.says,
        unit=words.unit,
        allowed=texts.allowed(field),
        value=texts.value(name, value),
        default=texts.value(name, field.default),
        anchor=words.anchor
        or texts("cards.choice" if field.kind == "choice" else "cards.no_anchor"),
        source=words.source,
        kind=texts.word("kind", field.kind),
        mark=mark(name, value),
        mark_text=_mark_text(name, value, texts),
        idle=texts("cards.idle", reason=texts.refusal(("", idle))) if idle else "",
    )


def as_html(field_card: FieldCard, texts: Texts) -> str:
    """Return a card as HTML: a short list of terms."""
    return render("card", card=field_card, t=texts)


class Cards:
    """The cards of all fields in one language, for a page that shows them.

    Parameters
    ----------
    plan : Scenario
        The initial plan.
    texts : Texts
        The language.
    network : Network, optional
        The network that plans are simulated on, instead of their own towns.

    Attributes
    ----------
    all : dict of str to str
        The card of each field as HTML, for the initial plan.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> from engagelab.i18n import load
    >>> plan = Scenario.preset("voucher")
    >>> cards = Cards(plan, load("en"))
    >>> other = plan.replace({"population.prospects": 0.7})
    >>> list(cards.changed(other)), cards.outside(other)
    (['population.prospects'], ['population.prospects'])
    >>> "rewards.trial_gain" in cards.idle(plan)
    True
    """

    def __init__(self, plan: Scenario, texts: Texts, network: Network | None = None) -> None:
        self._texts, self._network = texts, network
        self._idle: tuple[Scenario, dict[str, Message]] | None = None  # of the last plan
        self._first = self._contents(plan)
        self.all = {name: self._html(name, *content) for name, content in self._first.items()}

    def changed(self, plan: Scenario) -> dict[str, str]:
        """Return the cards whose value, or what they say of it, differs from the initial plan."""
        contents = self._contents(plan).items()
        return {
            name: self._html(name, *content)
            for name, content in contents
            if content != self._first[name]
        }

    def outside(self, plan: Scenario) -> list[str]:
        """Return the fields whose value lies outside the supported range."""
        return [name for name in self._first if mark(name, value_in(plan, name)) == "outside"]

    def idle(self, plan: Scenario) -> list[str]:
        """Return the fields that change nothing in the plan."""
        return list(self._idle_in(plan))

    def _idle_in(self, plan: Scenario) -> dict[str, Message]:
        if self._idle is None or self._idle[0] is not plan:
            self._idle = plan, idle_fields(plan, self._network)
        return self._idle[1]

    def _contents(self, plan: Scenario) -> dict[str, tuple[Any, Message | None]]:
        """Return the value of each field, and why it is idle, if it is."""
        idle = self._idle_in(plan)
        names = (*Scenario.fields(), *EVERY_POST)
        return {name: (value_in(plan, name), idle.get(name)) for name in names}

    def _html(self, name: str, value: Any, idle: Message | None) -> str:
        return as_html(card(name, value, self._texts, idle), self._texts)


def _mark_text(name: str, value: Any, texts: Texts) -> str:
    """Return the mark of a value as a sentence."""
    field = declared(name)
    if field.kind == "choice":
        return texts("cards.choice_mark")
    if field.supported is None:
        return texts("cards.no_range" if field.anchor else "cards.no_evidence")
    low, high = (texts.exact(end) for end in field.supported)
    value_text = texts.value(name, value)
    return texts(f"cards.{mark(name, value)}", value=value_text, low=low, high=high)
