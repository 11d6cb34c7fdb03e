"""Names, numbers, lists and thresholds of a decision in the words of one language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_date

from ...i18n import Texts
from ...i18n.catalogue import rows
from ...i18n.digits import Measure, safe, shown, span
from ...i18n.plurals import Counted
from ...simulation.scenario import Scenario
from .facts import Facts, OptionFacts, Tested, TownRange

_COUNTED = 12  # numbers up to here are written as words
_SHORT_NAME = 16  # letters of a name that is not broken over lines
_WEEK = 7
_NBSP = "\N{NO-BREAK SPACE}"
_OF_A_PERSON = "money.value_reader"
_OF_START = ("cost_employee", "cost_customer", "cost_partner", "cost_public")


@dataclass(frozen=True)
class Fitted:
    """What is said of a value from posts: its interval, its kind of evidence and its source."""

    range: str
    kind: str
    source: str


@dataclass(frozen=True)
class Words:
    """The words of a decision in one language.

    Attributes
    ----------
    facts : Facts
    t : Texts
    """

    facts: Facts
    t: Texts

    # --- numbers -----------------------------------------------------------------------------

    def show(self, measure: Measure, value: float, like: float | None = None) -> str:
        """Return a number of a measure as text."""
        return shown(measure, value, self.t, like)

    def people(self, value: float) -> str:
        """Return a number of people."""
        return self.show("people", value)

    def persons(self, value: float) -> Counted:
        """Return a number of people that chooses singular or plural as it is rounded."""
        return Counted(self.people(value), round(value), self.t.lang)

    def money(self, value: float) -> str:
        """Return an amount of money."""
        return self.show("total", value)

    def each(self, value: float) -> str:
        """Return a price or a cost per person."""
        return self.show("each", value)

    def back(self, value: float) -> str:
        """Return a return on cost with its sign."""
        return self.show("return", value)

    def spread(self, measure: Measure, spread: TownRange) -> str:
        """Return the range of nine towns of ten."""
        return span(measure, (spread.low, spread.high), self.t, spread.mean)

    def budget(self, value: float) -> str:
        """Return a budget as it was entered."""
        return self.t.amount(value, 0 if value == int(value) else 2)

    def budget_or_cost(self, option: OptionFacts) -> str:
        """Return a budget as it was entered, or the mean cost if there is none or it is not met."""
        met = option.budget is not None and not option.at_end
        return self.budget(option.outlay) if met else self.money(option.cost)

    def count(self, number: int) -> Counted:
        """Return a number of things: as a word up to twelve, which chooses singular or plural.

        In French they are feminine: hypothèses, publications, mesures; plans are never one.
        """
        words = self.t("decision.counted").split()
        text = words[number] if number <= _COUNTED else self.t.whole(number)
        return Counted(text, number, self.t.lang)

    def runs(self, number: int) -> str:
        """Return a number of runs in digits."""
        return self.t.whole(number)

    # --- names -------------------------------------------------------------------------------

    def named(self, option: OptionFacts, *, short: bool = False) -> str:
        """Return an option's name in quotation marks, or in short its letter."""
        if short or not option.name:
            return self.t("decision.plan_letter", letter=option.letter)
        name = option.name
        if len(name) <= _SHORT_NAME:
            name = name.replace(" ", _NBSP)
        return self.t("decision.plan_named", name=name)

    def lettered(self, option: OptionFacts, name: str = "") -> str:
        """Return an option's letter and name for a table; one option has no letter."""
        text = name or option.name
        return f"{option.letter}\N{EN SPACE}{text}" if self.facts.several else text

    def listed(self, parts: Sequence[str]) -> str:
        """Return parts as a list in words."""
        if len(parts) < 2:
            return "".join(parts)
        return self.t("decision.and", most=", ".join(parts[:-1]), last=parts[-1])

    @property
    def date(self) -> str:
        """The date in words."""
        return str(format_date(self.facts.date, "d MMMM y", locale=self.t.lang))

    @property
    def digests(self) -> str:
        """The letter and the hash of each option in one line."""
        return " · ".join(f"{option.letter} {option.digest}" for option in self.facts.options)

    @property
    def footer(self) -> str:
        """Version, key, runs, hashes and date, for the foot of the appendix."""
        facts = self.facts
        return self.t(
            "decision.x_footer", version=facts.version, number=str(facts.key),
            N=self.runs(facts.runs), digests=self.digests, date=self.date,
        )  # fmt: skip

    @property
    def who(self) -> str:
        """The client and the date, for the foot of a slide."""
        return " · ".join(text for text in (self.facts.client, self.date) if text)

    # --- time --------------------------------------------------------------------------------

    def on(self, at: int) -> str:
        """Return a day or a week: "day 21"."""
        return self.t(f"decision.{self.facts.unit}", d=self.t.whole(at))

    def lasting(self, rounds: int) -> str:
        """Return a duration: in weeks if it is whole weeks, else in days."""
        if self.facts.unit == "week":
            return self.t("decision.weeks", w=self.count(rounds))
        weeks, rest = divmod(rounds, _WEEK)
        if weeks > 1 and not rest:
            return self.t("decision.weeks", w=self.count(weeks))
        return self.t("decision.days", d=self.count(rounds))

    # --- fields ------------------------------------------------------------------------------

    def field(self, name: str) -> str:
        """Return an assumption's plain name, as within a sentence."""
        return self._row("of", name) or self.t.field(name).label

    def how(self, name: str) -> str:
        """Return how to measure an assumption."""
        return self._row("how", name) or self.t(f"decision.how_{self._group(name)}")

    def advice(self, name: str) -> str:
        """Return what to do if the gain is lost because of an assumption."""
        return self._row("do", name) or self.t(f"decision.do_{self._group(name)}")

    def _row(self, prefix: str, name: str) -> str:
        key = f"decision.{prefix}_{name.rpartition('.')[2]}"
        return self.t(key) if key in rows() else ""

    def _group(self, name: str) -> str:
        last = name.rpartition(".")[2]
        if last in _OF_START:
            return "start"
        if last.startswith("cost_") or last == "prices":
            return "price"
        return "value" if last.startswith("value_") else "any"

    def measure_of(self, name: str) -> Measure:
        """Return the rule of digits of a field."""
        unit = Scenario.field(name).unit if name in Scenario.fields() else ""
        if unit in ("probability", "share"):
            return "probability"
        if unit == "money":
            return "each"
        return "people" if unit == "people" else "factor"

    def value(self, name: str, value: float) -> str:
        """Return the value of an assumption with its unit."""
        return self.show(self.measure_of(name), value)

    def span_of(self, test: Tested) -> str:
        """Return the range of an assumption."""
        return span(self.measure_of(test.field), (test.low, test.high), self.t, test.plan)

    def fitted(self, name: str, value: object) -> Fitted | None:
        """Return what is said of a value from posts; None if the posts do not give it."""
        fit, t = self.facts.fit, self.t
        learned = None if fit is None else fit.learned_at(name, value)
        if fit is None or learned is None:
            return None
        ends = (learned.low, learned.high)
        return Fitted(
            span(self.measure_of(name), ends, t, learned.median), t("decision.evidence_measured"),
            t("decision.r_fitted", n=fit.posts),
        )  # fmt: skip

    # --- thresholds --------------------------------------------------------------------------

    def safe_side(self, name: str, value: float, *, up: bool, like: float | None = None) -> str:
        """Return a threshold rounded to the safe side; `like` is the plan's value."""
        return self.value(name, safe(self.measure_of(name), value, up=up, like=like))

    def goes_on(self, test: Tested) -> str:
        """Return the values of an assumption at which the subject pays and leads."""
        low, high = self._bounds(test)
        if low is None and high is None:
            bad = self._bad(test, 0), self._bad(test, 1)
            row = "q1_nowhere" if all(bad) else "q1_near" if any(bad) else "q1_whole"
            return self.t(f"decision.{row}")
        if low is not None and high is not None:
            return self.t("decision.q1_between", v=self._end(test, low, up=True),
                          w=self._end(test, high, up=False))  # fmt: skip
        if low is not None:
            return self.t("decision.q1_more", v=self._end(test, low, up=True))
        assert high is not None
        return self.t("decision.q1_less", v=self._end(test, high, up=False))

    def _end(self, test: Tested, value: float, *, up: bool) -> str:
        like = None if test.field == _OF_A_PERSON else test.plan
        return self.safe_side(test.field, value, up=up, like=like)

    def _bounds(self, test: Tested) -> tuple[float | None, float | None]:
        """Return the lowest and the highest value at which the subject is good, if it ends."""
        even = self._break_even(test) if self.facts.subject.earns else None
        values = (test.switching, even) if self.facts.leads else ()
        inside = [at for at in values if at is not None]
        below = [at for at in inside if at <= test.plan and self._bad(test, 0)]
        above = [at for at in inside if at >= test.plan and self._bad(test, 1)]
        return max(below, default=None), min(above, default=None)

    def _break_even(self, test: Tested) -> float | None:
        """Return where the gain ends; of the value of a person as all other texts say it."""
        if test.break_even is None or test.field != _OF_A_PERSON:
            return test.break_even
        return self.facts.subject.break_even

    def _bad(self, test: Tested, end: int) -> bool:
        """Return whether the subject does not lead or not pay at an end."""
        facts, letter = self.facts, self.facts.subject.letter
        led = facts.several and facts.leads
        loses = facts.valued and facts.subject.earns and test.back[letter][end] <= 0
        return (led and test.leader(end) != letter) or loses


_PAGE = re.compile(r"\s\(page \d+\)")


def unpaged(text: str) -> str:
    """Return a sentence without the number of a slide, for formats that have no such pages.

    Examples
    --------
    >>> unpaged("Release it if five measurements hold (page 8).")
    'Release it if five measurements hold.'
    """
    return _PAGE.sub("", text)


def capital(text: str) -> str:
    """Return a text with a capital first letter; quotation marks are not letters.

    Examples
    --------
    >>> capital("plan C leads"), capital("“paid” leads")
    ('Plan C leads', '“paid” leads')
    """
    return text[:1].upper() + text[1:]
