"""Describe each field on a card: what it does, its bounds, and the evidence for its value."""

from dataclasses import dataclass
from typing import Any, Literal

from ...i18n import Texts
from ...i18n.vocabulary import declared
from ...models.declaration import is_real
from ...simulation.scenario import Scenario
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


def card(name: str, value: Any, texts: Texts) -> FieldCard:
    """Return the card of a field at its present value.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> caught = card("control.catch_rate", 0.5, load("en"))
    >>> caught.allowed, caught.anchor
    ('a number from 0 to 1', 'No measurement stands behind this number or its range.')
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
    )


def as_html(field_card: FieldCard, texts: Texts) -> str:
    """Return a card as HTML: a short list of terms."""
    return render("card", card=field_card, t=texts)


class Cards:
    """The cards of all fields in one language, for a page that shows them.

    Attributes
    ----------
    all : dict of str to str
        The card of each field as HTML, for the values of the initial plan.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> from engagelab.i18n import load
    >>> plan = Scenario.preset("voucher")
    >>> cards = Cards(plan, load("en"))
    >>> other = plan.replace({"population.prospects": 0.7})
    >>> list(cards.changed(other)), cards.outside(other)
    (['population.prospects'], ['population.prospects'])
    """

    def __init__(self, plan: Scenario, texts: Texts) -> None:
        self._texts = texts
        self._values = {name: plan.get(name) for name in Scenario.fields()}
        self.all = {name: self._html(name, value) for name, value in self._values.items()}

    def changed(self, plan: Scenario) -> dict[str, str]:
        """Return the cards of the fields whose values differ from the initial plan."""
        values = ((name, plan.get(name)) for name in self._values)
        return {
            name: self._html(name, value) for name, value in values if value != self._values[name]
        }

    def outside(self, plan: Scenario) -> list[str]:
        """Return the fields whose value lies outside the supported range."""
        return [name for name in self._values if mark(name, plan.get(name)) == "outside"]

    def _html(self, name: str, value: Any) -> str:
        return as_html(card(name, value, self._texts), self._texts)


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
