"""A decision in one language: its words, titles, answer, tables and the contents of its charts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ...experiments.fit_record import FitRecord
from ...i18n.texts import Texts
from .answer import Recommendation, price
from .changes import Changes
from .contents import Band, Bar, Stack, Tornado, WaterfallStep, nice_axis
from .facts import Facts, OptionFacts, Tested
from .look import KINDS, LIGHT, LOSS, colours
from .tables import Tables
from .titles import Titles, by_post, half_round, lead_since, leads_early
from .words import Words, capital

_MINUS = '"\N{MINUS SIGN}"'  # in a number format
_STEPS = 6  # differences in a waterfall
_KINDS = 6  # kinds of cost in a chart
_TESTS = 8  # assumptions in a tornado
_NAMED = 4  # assumptions that are named in a sentence
FITTED = 11  # the page on a fit to posts, which comes before the last, 10
_TICKS = 9  # labels below a curve, at most


@dataclass(frozen=True)
class Story:
    """All that the formats write, without their layout.

    Attributes
    ----------
    facts : Facts
    t : Texts
    """

    facts: Facts
    t: Texts

    @cached_property
    def words(self) -> Words:
        """Names, numbers and lists."""
        return Words(self.facts, self.t)

    @cached_property
    def titles(self) -> Titles:
        """The titles of the slides."""
        return Titles(self.words)

    @cached_property
    def answer(self) -> Recommendation:
        """The recommendation."""
        return Recommendation(self.words)

    @cached_property
    def tables(self) -> Tables:
        """The tables."""
        return Tables(self.words)

    @cached_property
    def colours(self) -> dict[str, str]:
        """The colour of each option by letter."""
        return colours(self.facts)

    @cached_property
    def heads(self) -> dict[int, str]:
        """The small head above the title of each slide."""
        heads = {page: self.t(f"decision.head_{page}") for page in range(2, 11)}
        if not self.facts.several:
            heads[3] = self.t("decision.head_3_one")
        if not self.titles.explains:
            heads[5] = self.t("decision.head_5_costs")
        if self.facts.fit is not None:
            heads[FITTED] = self.t("decision.head_fit")
        return heads

    @cached_property
    def assumptions_title(self) -> str:
        """The title of slide 7, whose counts are those of the rows of its table."""
        rows = self.tables.assumptions
        flagged = [row for row in rows if row.flagged]
        unsourced = sum(row.unsourced for row in flagged or rows)
        return self.titles.assumptions(len(rows), len(flagged), unsourced)

    @property
    def legend(self) -> str:
        """What the mark of an assumption means."""
        return self.t(f"decision.r_legend{self.titles.flagged_by}")

    @cached_property
    def page_titles(self) -> dict[int, str]:
        """The titles of the slides after the cover by their page, in the order of the deck."""
        titles = self.titles
        texts = (titles.recommendation, titles.options, titles.growth, titles.why, titles.sure,
                 self.assumptions_title, titles.steps, titles.sums)  # fmt: skip
        fitted = {} if self.facts.fit is None else {FITTED: self.fit_title(self.facts.fit)}
        return dict(enumerate(texts, 2)) | fitted | {10: titles.method}

    @property
    def all_titles(self) -> tuple[str, ...]:
        """The titles of all slides after the cover."""
        return tuple(self.page_titles.values())

    def fit_title(self, fit: FitRecord) -> str:
        """Return how many of the fitted assumptions the posts determine or narrow."""
        known, fitted = sum(each.is_learned for each in fit.fields), len(fit.fields)
        row = "fit_title" if known else "fit_title_none"
        return self.t(f"decision.{row}", n=fit.posts, k=self.words.count(known),
                      m=self.words.count(fitted))  # fmt: skip

    @property
    def warnings(self) -> tuple[str, ...]:
        """Every warning shown with the options, or that there was none."""
        return self.facts.warnings or (self.t("decision.q4_none"),)

    # --- slide 1 and 3 -----------------------------------------------------------------------

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """A bar for each option: people reached, the return in its name."""
        return tuple(self._bar(option) for option in self.facts.ranked)

    def _bar(self, option: OptionFacts) -> Bar:
        name = option.name
        if self.facts.valued:
            back = self.words.back(option.back.mean)
            name = self.t("decision.bar_back", name=name, p=back)
        return Bar(name, option.reach.mean, self.words.people(option.reach.mean),
                   self.colours[option.letter])  # fmt: skip

    @cached_property
    def gains(self) -> tuple[Bar, ...]:
        """A column for each option: value less cost."""
        return tuple(
            Bar(option.letter, option.gain, self.tables.gain(option).text,
                LOSS if option.gain < 0 else self.colours[option.letter],
                LOSS if option.gain < 0 else self.colours[option.letter])
            for option in self.facts.options
        )  # fmt: skip

    # --- slide 4 -----------------------------------------------------------------------------

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """A panel for each option, all with the same axes."""
        facts = self.facts
        rounds = tuple(range(facts.horizon + 1))
        most = max(at.high for option in facts.options for at in option.curve)
        _, top, step = nice_axis(0, max(most, 1.0), most=5)
        names = (self.t("decision.low"), self.t("decision.range"), self.t("decision.mean"))
        return tuple(
            Band(
                letter=option.letter, text=self.words.people(option.reach.mean), rounds=rounds,
                mean=_long([at.mean for at in option.curve], len(rounds)),
                low=_long([at.low for at in option.curve], len(rounds)),
                high=_long([at.high for at in option.curve], len(rounds)),
                others={other.letter: _long([at.mean for at in other.curve], len(rounds))
                        for other in facts.options if other is not option},
                top=top, step=step, gap=self._gap, names=names,
                main=option is facts.subject,
            )
            for option in facts.options
        )  # fmt: skip

    @property
    def _gap(self) -> int:
        """The rounds between two labels: those between posts, if labels have room then."""
        facts, posts = self.facts, self.facts.posts
        gaps = {b - a for a, b in pairwise(posts) if b > a}
        usual = gaps.pop() if len(gaps) == 1 else 7
        while facts.horizon / usual > _TICKS:
            usual *= 2
        return usual

    def growth(self, option: OptionFacts) -> str:
        """Return one or two sentences on how an option's reach builds."""
        facts, words, t = self.facts, self.words, self.t
        added = by_post(option)
        if not option.plan.campaign.posts:
            return t("decision.p_nothing")
        if not option.reach.mean:
            return t("decision.p_nobody")
        if option is facts.first and facts.several and facts.standing != "draw":
            half = words.on(half_round(option))
            early = leads_early(option, lead_since(facts.ranked))
            row = "p3" if early and len(added) > 1 else "p3_half"
            return t(f"decision.{row}", d=half, n=words.people(added[-1]))
        if facts.valued and len(added) > 1 and (loss := self._last_post(option, added[-1])):
            return loss
        ends = {"n": words.people(added[0]), "o": words.people(added[-1])}
        if len(added) > 1 and added[-1] > added[0]:
            passed = self._passed(option)
            if passed:
                return t("decision.p2_overtakes", b=words.named(passed[0]), d=words.on(passed[1]))
            return t("decision.p2", **ends)
        if len(added) > 1:
            return t("decision.p1", **ends)
        return t("decision.p3_half", d=words.on(half_round(option)), n=ends["o"])

    def _last_post(self, option: OptionFacts, added: float) -> str:
        """Return that the last post costs more than it returns, in proportion to its people."""
        cost = option.cost / len({post.round for post in option.plan.campaign.posts})
        value = option.value * added / option.reach.mean if option.reach.mean else 0.0
        if option.earns and value < cost:
            money = {"m": self.words.money(cost), "v": self.words.money(value)}
            return self.t("decision.p4", **money)
        return ""

    def _passed(self, option: OptionFacts) -> tuple[OptionFacts, int] | None:
        """Return the option next below that this one overtakes, and when."""
        below = self.facts.ranked[self.facts.ranked.index(option) + 1 :]
        for other in below:
            since = lead_since((option, other))
            if 0 < since < self.facts.horizon:
                return other, since
        return None

    # --- slide 5 -----------------------------------------------------------------------------

    @cached_property
    def steps(self) -> tuple[WaterfallStep, ...]:
        """The waterfall from the second option to the first: gains first, then losses."""
        facts, words = self.facts, self.words
        second, first = facts.second, facts.first
        changes = Changes(words, second.plan, first.plan)
        effects = sorted(facts.effects, key=lambda effect: -abs(effect.effect))
        parts = [(changes.lever(e.fields), e.effect) for e in effects[: _STEPS - 1]]
        rest = effects[_STEPS - 1 :]
        if len(rest) == 1:
            parts.append((changes.lever(rest[0].fields), rest[0].effect))
        elif rest:
            parts.append((self.t("decision.w_others"), sum(effect.effect for effect in rest)))
        parts.sort(key=lambda part: -part[1])
        steps = [self._total(second)]
        at = second.reach.mean
        for name, effect in parts:
            fill = LIGHT if effect >= 0 else LOSS
            text = words.show("more", effect)
            steps.append(WaterfallStep(name, at, at + effect, text, fill))
            at += effect
        return (*steps, self._total(first))

    def _total(self, option: OptionFacts) -> WaterfallStep:
        reach = option.reach.mean
        text, fill = self.words.people(reach), self.colours[option.letter]
        return WaterfallStep(self.words.named(option), 0.0, reach, text, fill, total=True)

    @cached_property
    def stack(self) -> Stack:
        """The costs by kind; kinds that are 0 are left out, the smallest of many are one."""
        facts = self.facts
        kinds = [kind for kind in KINDS
                 if any(option.amount(kind) > 0 for option in facts.options)]  # fmt: skip
        totals = {kind: sum(o.amount(kind) for o in facts.options) for kind in kinds}
        rest: list[str] = []
        while len(kinds) - len(rest) + bool(rest) > _KINDS:
            rest.append(min((k for k in kinds if k not in rest), key=lambda k: totals[k]))
        shown = [kind for kind in kinds if kind not in rest]
        amounts = [[option.amount(kind) for option in facts.options] for kind in shown]
        names = [(capital(self.tables.kind(kind)), KINDS[kind]) for kind in shown]
        if rest:
            amounts.append([sum(o.amount(k) for k in rest) for o in facts.options])
            names.append((capital(self.tables.kind("other")), KINDS["other"]))
        texts = [[self.tables.bare(amount) if amount else "" for amount in row] for row in amounts]
        return Stack([option.name for option in facts.options], names, amounts, texts)

    @property
    def lever_notes(self) -> str:
        """Below the waterfall: what each difference brings."""
        facts, words = self.facts, self.words
        changes = Changes(words, facts.second.plan, facts.first.plan)
        largest = sorted(facts.effects, key=lambda effect: -abs(effect.effect))[:3]
        texts = [self.t("decision.k1_bring", lever=changes.inner(effect.fields),
                        n=words.show("more", effect.effect)) for effect in largest]  # fmt: skip
        return f"{capital(self.t.series(texts))}."

    @property
    def cost_notes(self) -> str:
        """Below the costs: what the second spends more on, and what the first does instead."""
        facts, words, t = self.facts, self.words, self.t
        kinds = {line.kind for o in (facts.first, facts.second) for line in o.costs}
        change = {kind: facts.first.amount(kind) - facts.second.amount(kind) for kind in kinds}
        falls = [kind for kind in KINDS if change.get(kind, 0) < 0]
        rises = [kind for kind in KINDS if change.get(kind, 0) > 0]
        if not (facts.several and falls and rises):
            return ""
        ends = [words.money(sum(abs(change[kind]) for kind in kinds)) for kinds in (falls, rises)]
        lists = [words.listed([self.tables.kind(k) for k in ks]) for ks in (falls, rises)]
        return t("decision.k2", m=ends[0], v=ends[1], **{"from": lists[0], "to": lists[1]})

    # --- slide 6 -----------------------------------------------------------------------------

    @cached_property
    def tested(self) -> tuple[Tested, ...]:
        """The tests in the tornado: the widest, but every one that can change the answer."""
        flagged = {id(test) for test in self.facts.flagged}
        chosen = sorted(self.facts.by_width, key=lambda test: id(test) not in flagged)[:_TESTS]
        return tuple(test for test in self.facts.by_width if test in chosen)

    @cached_property
    def tornado(self) -> Tornado:
        """The lead at both ends of each assumption; with one option, or none ahead, its return."""
        facts, words, letter = self.facts, self.words, self.facts.subject.letter
        series = (self.t("decision.h_low"), self.t("decision.h_high"))
        names = [capital(words.field(test.field)) for test in self.tested]
        if not facts.several and facts.valued:
            ends = [test.back[letter] for test in self.tested]
            plan, form = facts.subject.back.mean, f"+0%;{_MINUS}0%;0%"
            texts = [(words.back(low), words.back(high)) for low, high in ends]
        elif not facts.several:
            ends = [test.reach[letter] for test in self.tested]
            plan, form = facts.subject.reach.mean, "#,##0"
            texts = [(words.people(low), words.people(high)) for low, high in ends]
        else:
            ends = [test.leads(letter) for test in self.tested]
            plan = facts.subject.reach.mean - facts.rival.reach.mean
            form = f"+#,##0;{_MINUS}#,##0;0"
            texts = [(words.show("more", low), words.show("more", high)) for low, high in ends]
        return Tornado(names, [low for low, _ in ends], [high for _, high in ends], plan, texts,
                       series, form)  # fmt: skip

    @property
    def plan_text(self) -> str:
        """The label of the plan's own number in the tornado."""
        facts, words = self.facts, self.words
        if facts.several:
            number = words.show("more", self.tornado.plan)
        elif facts.valued:
            number = words.back(self.tornado.plan)
        else:
            number = words.people(self.tornado.plan)
        return self.t("decision.h_plan", n=number)

    @property
    def zero_texts(self) -> tuple[str, str]:
        """The words left and right of 0 in the tornado."""
        facts, t = self.facts, self.t
        if not facts.several:
            return (t("decision.h_loses"), t("decision.h_pays")) if facts.valued else ("", "")
        left = t("decision.h_others")
        winners = {test.leader(end) for test in self.tested for end in (0, 1)}
        rivals = (winners - {facts.subject.letter}) or {facts.rival.letter}
        if len(rivals) == 1:
            left = t("decision.h_wins", letter=rivals.pop())
        return left, t("decision.h_wins", letter=facts.subject.letter)

    @cached_property
    def meaning(self) -> tuple[str, ...]:
        """What the tests mean: for the winner, the gain, and the value of a person."""
        facts, words, t = self.facts, self.words, self.t
        count = words.count(len(facts.tests or ()))
        texts = []
        if facts.several and facts.leads:
            names = [words.field(test.field) for test in facts.turning]
            many = t("decision.m1_many", j=words.count(len(names)), k=count)
            texts.append(many if len(names) > _NAMED else
                         t("decision.m1", list=words.listed(names)) if names
                         else t("decision.m2", k=count))  # fmt: skip
        if facts.valued and facts.subject.earns:
            names = [words.field(test.field) for test in facts.breaking]
            many = t("decision.m3_many", j=words.count(len(names)), k=count)
            texts.append(many if len(names) > _NAMED + 1 else
                         t("decision.m3", list=words.listed(names)) if names
                         else t("decision.m3_safe", k=count))  # fmt: skip
        return (*texts, *self._worth())

    def _worth(self) -> Iterator[str]:
        facts, words = self.facts, self.words
        subject = facts.subject
        if facts.valued and subject.reach.mean and subject.break_even > 0:
            worth = words.safe_side("money.value_reader", subject.break_even, up=True)
            row = "m4" if subject.earns else "m4_would"
            yield self.t(f"decision.{row}", letter=subject.letter, m=worth,
                         v=words.each(price(subject, "reach")))  # fmt: skip


def _long(values: list[float], size: int) -> list[float]:
    """Return a curve prolonged by its last value."""
    return values + values[-1:] * (size - len(values))
