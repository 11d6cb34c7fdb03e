"""The tables of a decision: options side by side, sums, assumptions, measurements, calendar."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ...i18n.number_format import NONE
from ...models.sections import ORGANISATION
from ...simulation.scenario import Scenario
from ..names import cut
from .answer import price, started
from .facts import Line, OptionFacts, Tested, TownRange
from .titles import released
from .words import Words, capital

Tone = Literal["", "loss", "strong", "muted"]
Maker = Callable[[OptionFacts], "Cell"]
_NOT_BOUGHT = ("posts", "answers", "off message")  # what comes with any plan
_ROWS = 12  # assumptions on a slide
_MEASURED = 5  # measurements on a slide
_SOURCE = 50  # letters of a source on a slide
_NARROW = 4  # options whose columns are narrow
_POSTS = 8  # rows of a calendar on a slide
_REFERENCE = re.compile(r"\s*\((?:studies|pew-2011)?,?\s*(?:[FP]\d+[^)]*)\)")
_PRICES = {"posts": "cost_post", "own space": "cost_member", "answers": "cost_answer",
           "paid impressions": "cost_impression", "off message": "cost_off_message"}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, a smaller text beside it, and how it is set."""

    text: str
    beside: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class Row:
    """A row of a table: its label, a cell for each column, and whether it is a total."""

    label: str
    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True)
class Assumption:
    """A row of the table of assumptions; `flagged` if it can change the answer."""

    name: str
    value: str
    range: str
    kind: str
    source: str
    flagged: bool
    unsourced: bool


@dataclass(frozen=True)
class Measurement:
    """What to measure in the first posts, and what follows."""

    name: str
    how: str
    go_on: str
    otherwise: str


@dataclass(frozen=True)
class Tables:
    """The tables of a decision in one language.

    Attributes
    ----------
    words : Words
    """

    words: Words

    # --- slide 3 -----------------------------------------------------------------------------

    @cached_property
    def options(self) -> tuple[Row, ...]:
        """The options side by side, one cell for each."""
        facts, t = self.words.facts, self.words.t
        rows = [self._row("o_works", self._works)]
        if facts.priced:
            rows.append(self._row("o_buys", self._buys))
        rows += [
            self._row("f1", lambda option: self._spread("people", option.reach)),
            self._row("o_share", lambda option: Cell(
                self.words.show("share", option.reach.mean / facts.people), tone="strong")),
            self._row("o_joins", lambda option: self._spread("people", option.joins)),
        ]  # fmt: skip
        if facts.priced and not facts.equal:
            rows.append(self._row("o_cost", lambda option: Cell(
                self.bare(option.cost), tone="strong"), money=True))  # fmt: skip
        if facts.priced:
            rows.append(self._row("o_each", self._each_spread, money=True))
        if facts.valued:
            rows.append(self._row("f3", self._back))
            runs = t("decision.o_of_runs", N=self.words.runs(facts.runs))
            rows.append(self._row("o_pays", lambda option: Cell(
                self.words.runs(option.pays), runs, "strong")))  # fmt: skip
            rows.append(self._row("o_verdict", lambda option: Cell(
                self.verdict(option), tone="strong")))  # fmt: skip
        return tuple(rows)

    def _row(self, label: str, cell: Maker, *, money: bool = False) -> Row:
        t = self.words.t
        cells = tuple(cell(option) for option in self.words.facts.options)
        unit = t.unit_of_money.strip() if money else ""
        text = ", ".join(filter(None, (t(f"decision.{label}"), unit)))
        return Row(text, cells, total=label == "o_verdict")

    def _works(self, option: OptionFacts) -> Cell:
        if option.preset and option.plan.summary == Scenario.preset(option.preset).summary:
            return Cell(self.words.t.preset(option.preset)[1].rstrip("."))
        own = option.plan.summary
        if any(own == Scenario.preset(name).summary for name in Scenario.presets()):
            own = ""  # of the preset that the plan was made from, and in English
        return Cell(own or started(self.words, option, most=self._parts).rstrip("."))

    @property
    def _parts(self) -> int:
        """How many parts of what a plan does have room in a column."""
        return 1 if len(self.words.facts.options) == _NARROW else 2

    def _buys(self, option: OptionFacts) -> Cell:
        lines = sorted(option.costs, key=lambda line: -line.amount)
        texts = [
            self.words.t("decision.o_buy", n=self.words.people(line.count),
                         kind=self.kind(line.kind), m=self.words.each(line.price))
            for line in lines if line.amount and line.kind not in _NOT_BOUGHT
        ]  # fmt: skip
        texts = texts or [self.kind(line.kind) for line in lines if line.amount]
        return Cell(", ".join(texts[:2]) or self.words.t("decision.o_buys_nothing"))

    def _spread(self, measure: Literal["people", "each"], spread: TownRange) -> Cell:
        text = self.words.show(measure, spread.mean)
        return Cell(text, self.words.spread(measure, spread), "strong")

    def _each_spread(self, option: OptionFacts) -> Cell:
        """Return the cost per person and its range, without the currency of the label."""
        cell, unit = self._spread("each", option.each), self.words.t.unit_of_money
        if not unit:
            return cell
        return Cell(cell.text.removesuffix(unit), cell.beside.replace(unit, ""), cell.tone)

    def _back(self, option: OptionFacts) -> Cell:
        tone: Tone = "loss" if option.back.mean < 0 else "strong"
        text = self.words.back(option.back.mean)
        return Cell(text, self.words.spread("return", option.back), tone)

    def verdict(self, option: OptionFacts) -> str:
        """Return whether an option pays, in a few words."""
        facts, t = self.words.facts, self.words.t
        if option.earning == "unvalued":
            return NONE
        text = t(f"decision.v_{option.earning.replace(' ', '_')}")
        fragile = option.earns and any(test.breaks(option.letter) for test in facts.tests or ())
        if fragile:
            text = t("decision.v_holds", v=text)
        if facts.standing == "draw" and option.letter in facts.tied and option is not facts.first:
            draw = t("decision.v_draw", letter=facts.first.letter)
            return f"{text}. {draw}"
        return text

    def kind(self, kind: str) -> str:
        """Return a kind of cost in words."""
        return self.words.t(f"decision.kind_{kind.replace(' ', '_')}")

    @property
    def values_note(self) -> str:
        """What a person and a member count, and what each plan costs."""
        facts, words, t = self.words.facts, self.words, self.words.t
        if not facts.valued:
            return ""
        first = facts.first
        joiner = price(first, "joins")
        values = {"v": words.each(price(first, "reach")), "w": words.each(joiner),
                  "kind": self.untested("money.value_reader").kind}  # fmt: skip
        if facts.budget is None:
            return t("decision.o_note_own", **values)
        return t("decision.o_note", m=words.budget(facts.budget), **values)

    @property
    def options_source(self) -> str:
        """The source line of the options, with the employees that are counted apart."""
        facts, t = self.words.facts, self.words.t
        text = t("decision.o_source", N=self.words.runs(facts.runs))
        if not facts.employees:
            return text
        return f"{text} {t('decision.o_employees', n=t.whole(facts.employees))}"

    # --- slide 9 -----------------------------------------------------------------------------

    @cached_property
    def sums(self) -> tuple[Row, ...]:
        """Cost and value of each option, as quantity times price."""
        facts, words, t = self.words.facts, self.words, self.words.t
        kinds = list(dict.fromkeys(line.kind for o in facts.options for line in o.costs))
        rows = [
            Row(capital(self.kind(kind)), tuple(self._sum(o.costs, kind) for o in facts.options))
            for kind in kinds
        ]
        rows.append(self._total("a_cost", [option.cost for option in facts.options]))
        if facts.valued:
            names = dict.fromkeys(line.kind for o in facts.options for line in o.values)
            rows += [Row(capital(t(f"decision.value_{name}")),
                         tuple(self._sum(o.values, name) for o in facts.options))
                     for name in names]  # fmt: skip
            rows.append(self._total("a_value", [option.value for option in facts.options]))
            rows.append(Row(t("decision.o_gain"), tuple(map(self.gain, facts.options))))
            backs = [option.back.mean for option in facts.options]
            cells = tuple(Cell(words.back(back), tone=_tone(back)) for back in backs)
            rows.append(Row(t("decision.f3"), cells))
        rows.append(Row(t("decision.f2"), tuple(map(self._each, facts.options))))
        return tuple(rows)

    def _sum(self, lines: tuple[Line, ...], kind: str) -> Cell:
        line = next((line for line in lines if line.kind == kind), None)
        if line is None or not line.amount:
            return Cell(NONE, NONE)
        t = self.words.t
        count = self.words.people(line.count) if line.count >= 1 else t.exact(_two(line.count))
        each = self.words.each(line.price).removesuffix(self.words.t.unit_of_money)
        return Cell(self.bare(line.amount), f"{count} × {each}")

    def bare(self, amount: float) -> str:
        """Return an amount without its currency, for a column that names it."""
        return self.words.money(amount).removesuffix(self.words.t.unit_of_money)

    def _total(self, label: str, amounts: list[float]) -> Row:
        cells = tuple(Cell(self.bare(amount), tone="strong") for amount in amounts)
        return Row(self.words.t(f"decision.{label}"), cells, total=True)

    def gain(self, option: OptionFacts) -> Cell:
        """Return value less cost, without the currency."""
        text = self.words.show("gain", option.gain).removesuffix(self.words.t.unit_of_money)
        return Cell(text, tone=_tone(option.gain))

    def _each(self, option: OptionFacts) -> Cell:
        words = self.words
        if not option.reach.mean:
            return Cell(NONE, NONE)
        each = words.each(option.each.mean).removesuffix(words.t.unit_of_money)
        return Cell(each, f"{self.bare(option.cost)} ÷ {words.people(option.reach.mean)}")

    # --- slide 7 -----------------------------------------------------------------------------

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The assumptions that matter: those that can change the answer first."""
        facts = self.words.facts
        flagged = {test.field for test in facts.flagged}
        tests = sorted(facts.tests or (), key=lambda test: test.field not in flagged)
        rows = [self._tested(test, flagged=test.field in flagged) for test in tests]
        known = {test.field for test in tests}
        rows += [self.untested(name) for name in self._others() if name not in known]
        return tuple(rows[: max(_ROWS, len(flagged))])

    def _others(self) -> list[str]:
        """Return values, prices that were paid, and the people in no group."""
        facts = self.words.facts
        names = []
        if facts.valued:
            names += [name for name in ("money.value_reader", "money.value_joiner",
                                        "money.value_sharer", "money.value_membership")
                      if facts.subject.plan.get(name)]  # fmt: skip
        kinds = dict.fromkeys(line.kind for option in facts.options for line in option.costs)
        for kind in kinds:
            names += [f"money.{_PRICES[kind]}"] if kind in _PRICES else []
        if "seeds" in kinds:
            origins = {post.origin for o in facts.options for post in o.plan.campaign.posts}
            names += [f"money.cost_{role}" for role in ("employee", "customer", "partner")
                      if role in origins]  # fmt: skip
        names += ["engagement.base_share", "engagement.crowding", "population.prospects"]
        return list(dict.fromkeys(names))

    def _tested(self, test: Tested, *, flagged: bool) -> Assumption:
        words = self.words
        return self._assumption(test.field, test.plan, words.span_of(test), flagged=flagged)

    def untested(self, name: str) -> Assumption:
        """Return the row of an assumption that was not tested."""
        words, field = self.words, Scenario.field(name)
        value = float(words.facts.subject.plan.get(name))
        text = words.t("decision.r_no_range")
        if field.supported:
            low, high = field.supported
            text = words.span_of(Tested(name, "", low, value, high, {}, {}))
        return self._assumption(name, value, text, flagged=False)

    def _assumption(self, name: str, value: float, span: str, *, flagged: bool) -> Assumption:
        words = self.words
        if fitted := words.fitted(name, value):
            return Assumption(capital(words.field(name)), words.value(name, value), fitted.range,
                              fitted.kind, fitted.source, flagged, unsourced=False)  # fmt: skip
        own = value != Scenario.field(name).default if name in Scenario.fields() else True
        kind = "assumed" if own else _kind(name)
        return Assumption(
            capital(words.field(name)), words.value(name, value), span,
            words.t(f"decision.evidence_{kind}"), self._source(name, own=own), flagged,
            unsourced=kind == "assumed",
        )  # fmt: skip

    def _source(self, name: str, *, own: bool) -> str:
        """Return the source of a default without its kind and numbers of references."""
        words, facts = self.words, self.words.facts
        subject = facts.subject
        if name == "money.value_reader" and facts.valued and subject.reach.mean and own:
            worth = words.safe_side(name, subject.break_even, up=True)
            return words.t("decision.r_pays_from", letter=subject.letter, m=worth)
        if own:
            return words.t("decision.r_yours")
        _, colon, rest = words.t.field(name).source.partition(":")
        first = _REFERENCE.sub("", rest).partition(";")[0].strip()
        if first.count("(") > first.count(")"):
            first = first.rpartition("(")[0].strip()
        return cut(capital(first), _SOURCE) if colon else NONE

    # --- slide 8 -----------------------------------------------------------------------------

    @cached_property
    def measurements(self) -> tuple[Measurement, ...]:
        """What to measure in the first posts: the assumptions that can change the answer."""
        facts, words, t = self.words.facts, self.words, self.words.t
        rows = [self._measurement(test) for test in facts.flagged[:_MEASURED]]
        if facts.valued and not facts.earners and facts.subject.reach.mean:
            return (self._value_of_a_person(), *rows[: _MEASURED - 1])
        if not rows and facts.tests:
            rows = [self._measurement(test) for test in facts.by_width[:3]]
        if rows:
            return tuple(rows)
        unit = t(f"decision.unit_{facts.unit}")
        reach = words.people(facts.subject.reach.mean)
        target = f"{reach} {t('decision.n_reach', d=words.on(facts.horizon))}"
        return (Measurement(t("decision.f1"), t("decision.n_nothing", unit=unit), target,
                            t("decision.n_behind")),)  # fmt: skip

    def _value_of_a_person(self) -> Measurement:
        """What to find out first if no option pays."""
        words, t = self.words, self.words.t
        name = "money.value_reader"
        worth = words.safe_side(name, words.facts.subject.break_even, up=True)
        return Measurement(capital(words.field(name)), capital(words.how(name)),
                           t("decision.q1_more", v=worth), capital(words.advice(name)))  # fmt: skip

    def _measurement(self, test: Tested) -> Measurement:
        facts, words, t = self.words.facts, self.words, self.words.t
        breaks = test in facts.breaking
        turns = [end for end in (0, 1) if facts.leads and test.leader(end) != facts.subject.letter]
        parts = []
        if breaks:
            parts.append(t("decision.q2", advice=words.advice(test.field)))
        if turns:
            parts.append(t("decision.q2_turn", letter=test.leader(turns[0])))
        otherwise = ". ".join(parts) or t("decision.n_behind")
        return Measurement(capital(words.field(test.field)), capital(words.how(test.field)),
                           words.goes_on(test), otherwise)  # fmt: skip

    @cached_property
    def decisions(self) -> tuple[str, ...]:
        """The decisions that are needed today."""
        facts, words, t = self.words.facts, self.words, self.words.t
        subject, time = facts.subject, words.lasting(facts.horizon)
        if facts.valued and not facts.earners:
            if not subject.reach.mean:
                return (t("decision.s14_none"),)
            worth = words.safe_side("money.value_reader", subject.break_even, up=True)
            return (t("decision.q3_none", m=worth, letter=subject.letter),)
        if facts.case == "draw" and facts.recommended is None:
            a, b = facts.pair
            return (t("decision.q3_draw", A=a.letter, B=b.letter, t=time),)
        texts = [t("decision.q3_plan", letter=subject.letter, a=words.named(subject), t=time)]
        if subject.cost:
            split = bool(facts.flagged) and facts.part < 1
            first = released(facts.part, subject.outlay)[0]
            amount = words.money(first) if split else words.budget_or_cost(subject)
            count = facts.early if split else max(1, len(facts.posts))
            texts.append(t("decision.q3_release", m=amount, k=count))
        if facts.valued and math.isfinite(subject.break_even) and subject.break_even > 0:
            worth = words.safe_side("money.value_reader", subject.break_even, up=True)
            texts.append(t("decision.q3_worth", v=words.each(price(subject, "reach")), m=worth))
        if facts.tests is None:
            texts.append(t("decision.q3_test"))
        return tuple(texts)

    # --- slide 10 ----------------------------------------------------------------------------

    @cached_property
    def method(self) -> tuple[str, ...]:
        """The method in five sentences."""
        facts, words, t = self.words.facts, self.words, self.words.t
        population, groups = facts.first.plan.population, facts.first.plan.groups
        people, share = t.whole(facts.people), words.show("share", population.prospects)
        who = t("decision.x_staff", n=people, e=t.whole(facts.employees)) if facts.employees else (
            t("decision.audience", n=people))  # fmt: skip
        grouped = t("decision.x_groups", g=t.whole(facts.groups), size=words.people(groups.size),
                    p=share) if facts.groups else t("decision.x_no_groups", p=share)  # fmt: skip
        ties = words.show("factor", population.ties)
        town = t("decision.x_town", who=who, ties=ties, groups=grouped)
        spread = facts.subject.reach
        error = (spread.high - spread.low) / 3.29 / math.sqrt(facts.runs)  # 90 % of a normal law
        return (
            town,
            t("decision.x_travels"),
            t("decision.x_chance", N=words.runs(facts.runs)),
            t("decision.x_ranges", letter=facts.subject.letter, n=words.persons(error)),
            t("decision.x_limits"),
        )

    @cached_property
    def calendar(self) -> tuple[Row, ...]:
        """The posts of all options by round, with their total."""
        facts, t = self.words.facts, self.words.t
        rounds = sorted({post.round for o in facts.options for post in o.plan.campaign.posts})
        rows = [Row(t.whole(at), tuple(self._posts(option, at) for option in facts.options))
                for at in rounds[:_POSTS]]  # fmt: skip
        if len(rounds) > _POSTS:
            more = t("decision.x_rest", k=len(rounds) - _POSTS)
            rows.append(Row("", tuple(Cell(more if place == 0 else "", tone="muted")
                                      for place, _ in enumerate(facts.options))))  # fmt: skip
        totals = tuple(self._posts(option, None) for option in facts.options)
        return (*rows, Row(t("decision.x_in_all"), totals, total=True))

    def _posts(self, option: OptionFacts, at: int | None) -> Cell:
        """Return the starters and showings of an option's posts in a round, or of all."""
        words, t = self.words, self.words.t
        posts = [p for p in option.plan.campaign.posts if at is None or p.round == at]
        parts = []
        starters, paid = sum(p.starters for p in posts), sum(p.paid for p in posts)
        if starters:
            roles = [t.start_of(post) for post in posts if post.starters]
            role = words.listed(list(dict.fromkeys(roles)))
            parts.append(f"{t.whole(starters)} {role}" if at is not None else t.whole(starters))
        if paid:
            parts.append(f"{t.whole(paid)} {t('decision.x_ads')}")
        owned = option.plan.campaign.own_size > 0
        if at is not None and owned and any(p.origin == ORGANISATION for p in posts):
            parts.append(t("decision.x_own"))
        return Cell(" + ".join(parts) or NONE)

    @property
    def lifetime(self) -> str:
        """How long a post can be read, if it is the same in all options."""
        lives = {option.plan.campaign.lifetime for option in self.words.facts.options}
        if len(lives) > 1:
            return ""
        return self.words.t("decision.x_lifetime", t=self.words.lasting(lives.pop()))


def _kind(name: str) -> str:
    kind = Scenario.field(name).kind
    return {"anchored weakly": "anchored", "choice": "assumed"}.get(kind, kind)


def _two(number: float) -> float:
    """Return a number with its first two digits alone."""
    return float(f"{number:.2g}")


def _tone(number: float) -> Tone:
    return "loss" if number < 0 else "strong"
