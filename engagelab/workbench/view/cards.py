"""A card for each field: what it does, what is allowed, and how far evidence goes."""

from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from ...i18n import Texts
from ...i18n.vocabulary import declared
from ...models.declaration import is_real
from ...simulation.scenario import Scenario

Mark = Literal["inside", "outside", "unknown"]


@dataclass(frozen=True)
class FieldCard:
    """All that there is to know about a field and its present value, in one language.

    Attributes
    ----------
    name, title, sentence : str
        The dotted name of the field, its label, and what it does.
    unit, allowed : str
        What it counts, and what it may be; empty where its type alone says it.
    value, default : str
        The present value, and the one where none is given.
    anchor : str
        What ties the number to the real world; it says so where nothing does.
    source, kind : str
        Where the default comes from, and whether it is measured, anchored or assumed.
    mark : {"inside", "outside", "unknown"}
        Whether the value lies within what evidence supports.
    marked : str
        The same as a sentence.
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
    marked: str


def mark(name: str, value: Any) -> Mark:
    """Tell whether a value lies within what evidence supports; unknown where none gives a range.

    Examples
    --------
    >>> mark("population.prospects", 0.3), mark("population.prospects", 0.7)
    ('inside', 'outside')
    >>> mark("invitations.accept", 0.7)
    'unknown'
    """
    supported = declared(name).supported
    if supported is None or not is_real(value):
        return "unknown"
    return "inside" if supported[0] <= value <= supported[1] else "outside"


def card(name: str, value: Any, texts: Texts) -> FieldCard:
    """Return the card of a field with its present value.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> made = card("invitations.accept", 0.5, load("en"))
    >>> made.allowed, made.anchor
    ('a number from 0 to 1', 'No measurement stands behind this number or its range.')
    """
    field, told = declared(name), texts.field(name)
    return FieldCard(
        name=name,
        title=told.label,
        sentence=told.says,
        unit=told.unit,
        allowed=texts.allowed(field),
        value=texts.value(name, value),
        default=texts.value(name, field.default),
        anchor=told.anchor or texts("cards.no_anchor"),
        source=told.source,
        kind=texts.word("kind", field.kind),
        mark=mark(name, value),
        marked=_marked(name, value, texts),
    )


def as_html(made: FieldCard, texts: Texts) -> str:
    """Return a card as a short list of terms; every text in it is escaped."""
    rows = "".join(
        f"<div><dt>{escape(texts(f'cards.{row}'))}</dt><dd>{escape(getattr(made, row))}</dd></div>"
        for row in ("value", "default", "unit", "allowed", "anchor", "source")
        if getattr(made, row)
    )
    return (
        f"<section class='el-about' aria-label='{escape(made.title)}'>"
        f"<h3>{escape(made.title)}</h3><p>{escape(made.sentence)}</p><dl>{rows}</dl>"
        f"<p class='el-mark el-mark-{made.mark}'>{escape(made.marked)}</p></section>"
    )


class Cards:
    """The cards of all fields in one language, for a page that shows them.

    Attributes
    ----------
    all : dict of str to str
        The card of each field as HTML, for the values of the plan that it was made with.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> from engagelab.i18n import load
    >>> plan = Scenario.preset("voucher")
    >>> cards = Cards(plan, load("en"))
    >>> changed = plan.replace({"population.prospects": 0.7})
    >>> list(cards.changed(changed)), cards.outside(changed)
    (['population.prospects'], ['population.prospects'])
    """

    def __init__(self, plan: Scenario, texts: Texts) -> None:
        self._texts = texts
        self._told = {name: plan.get(name) for name in Scenario.fields()}
        self.all = {name: self._html(name, value) for name, value in self._told.items()}

    def changed(self, plan: Scenario) -> dict[str, str]:
        """Return the cards of fields whose values are others by now."""
        values = ((name, plan.get(name)) for name in self._told)
        return {
            name: self._html(name, value) for name, value in values if value != self._told[name]
        }

    def outside(self, plan: Scenario) -> list[str]:
        """Return the fields whose value leaves what evidence supports."""
        return [name for name in self._told if mark(name, plan.get(name)) == "outside"]

    def _html(self, name: str, value: Any) -> str:
        return as_html(card(name, value, self._texts), self._texts)


def _marked(name: str, value: Any, texts: Texts) -> str:
    """Return the mark as a sentence."""
    field, said = declared(name), mark(name, value)
    if field.supported is None:
        return texts("cards.no_range" if field.anchor else "cards.no_evidence")
    low, high = (texts.exact(end) for end in field.supported)
    return texts(f"cards.{said}", value=texts.value(name, value), low=low, high=high)
