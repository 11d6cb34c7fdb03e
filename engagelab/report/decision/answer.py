"""The answer in sentences: the cover, and the rows and figures of the recommendation."""

import math
from dataclasses import dataclass
from functools import cached_property, reduce

from ...i18n.digits import Measure
from .changes import Changes
from .facts import OptionFacts, Tested, TownRange
from .titles import Titles, released
from .words import Words, capital

REWARDS = ("recognition", "loyalty", "discount", "trial")
_SMALL = 2  # options that are named in a sentence about the others


@dataclass(frozen=True)
class Figure:
    """A figure of the recommendation: label, one or two numbers, their ranges, and a remark.

    Attributes
    ----------
    label : str
    numbers, ranges : tuple of str
        One, or one for each of the two leaders of a draw.
    remark : str
        May be empty.
    loss : bool
        Whether the number is a loss.
    """

    label: str
    numbers: tuple[str, ...]
    ranges: tuple[str, ...]
    remark: str = ""
    loss: bool = False


@dataclass(frozen=True)
class Recommendation:
    """The sentences of slides 1 and 2.

    Attributes
    ----------
    words : Words
    """

    words: Words

    # --- slide 1 -----------------------------------------------------------------------------

    @property
    def question(self) -> str:
        """The question of the client."""
        facts, words = self.words.facts, self.words
        t = words.t
        people = t.whole(facts.people)
        audience = {"audience": t("decision.audience_in", n=people, g=facts.groups)
                    if facts.groups else t("decision.audience", n=people)}  # fmt: skip
        if not facts.several:
            return t("decision.question_one", **audience)
        if facts.budget is None:
            return t("decision.question_own", **audience)
        return t("decision.question", m=words.budget(facts.budget), **audience)

    @cached_property
    def finding(self) -> str:
        """The finding of the cover."""
        facts, words = self.words.facts, self.words
        if facts.case == "one":
            return Titles(words).recommendation
        if facts.case == "draw" and facts.recommended is None:
            return self._drawn()
        if facts.case == "none":
            return words.t("decision.c1_none", k=words.count(len(facts.options)))
        return self._chosen(facts.subject)

    def _drawn(self) -> str:
        facts, t, words = self.words.facts, self.words.t, self.words
        if facts.all_tied and len(facts.options) > _SMALL:
            return Titles(words).recommendation
        none = "_none" if facts.valued and not facts.earners else ""
        if len(facts.options) == _SMALL:
            return t(f"decision.c1_draw_two{none}")
        counts = {"j": words.count(len(facts.tied)), "k": words.count(len(facts.options))}
        return capital(t(f"decision.c1_draw{none}", **counts))

    def _chosen(self, option: OptionFacts) -> str:
        facts, t, words = self.words.facts, self.words.t, self.words
        key = f"phrase_{option.preset.replace('-', '_')}" if option.preset else "phrase_own"
        names = {} if option.preset else {"a": words.named(option)}
        phrase, back = t(f"decision.{key}", **names), words.back(option.back.mean)
        if option is not facts.first or facts.case == "draw":
            if facts.valued and not facts.comparable:
                gain = words.show("gain", option.gain)
                return t("decision.c1_gain", phrase=phrase, p=gain)
            row = "c1_back" if facts.valued else "c1_each"
            return t(f"decision.{row}", phrase=phrase, **({"p": back} if facts.valued else {}))
        no_return = facts.standing != "slight" and math.isnan(option.back.mean)
        if not facts.valued or (no_return and facts.case != "split" and len(facts.earners) > 1):
            return t("decision.c1_plain", phrase=phrase)
        if facts.case == "split":
            assert facts.other is not None
            return t("decision.c1_people", phrase=phrase, b=words.named(facts.other))
        if facts.standing == "slight":
            return t("decision.c1_slight", phrase=phrase)
        if facts.standing == "likely":
            return t("decision.c1_likely", phrase=phrase, p=back)
        if len(facts.earners) == 1:
            return t("decision.c1_only", phrase=phrase)
        return t("decision.c1_pays", phrase=phrase, p=back)

    @cached_property
    def caveat(self) -> str:
        """The line below the finding: what would change it."""
        facts, words, t = self.words.facts, self.words, self.words.t
        subject = facts.subject
        if self.paired and subject.earns:
            return self.decides
        if not facts.valued:
            return t("decision.c7_unvalued")
        if not subject.earns and not subject.reach.mean:
            return t("decision.s14_none")
        if not subject.earns:
            worth = words.safe_side("money.value_reader", subject.break_even, up=True)
            assumed = words.each(price(subject, "reach"))
            return t("decision.c4_worth", m=worth, v=assumed)
        if facts.tests is None:
            return t("decision.c5_untested")
        if facts.breaking:
            counts = {"k": words.count(facts.early), "j": words.count(len(facts.breaking))}
            return t("decision.c2_fragile", **counts)
        if facts.turning:
            return capital(t("decision.c6_turns", j=words.count(len(facts.turning))))
        return t("decision.c3_firm", k=words.count(facts.ends))

    # --- rows of slide 2 ---------------------------------------------------------------------

    @cached_property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The rows of the recommendation: a head and one or two sentences."""
        facts = self.words.facts
        change = ("change", self.change)
        if facts.case == "draw" and facts.recommended is None:
            named = [("what", self.what), ("why", self.why), (self._money, self.money),
                     ("decide", self.decides)]  # fmt: skip
        elif facts.valued and not facts.subject.earns:
            named = [("what", self.what), ("why", self.why), change, ("sure", self.sure)]
        else:
            named = [("what", self.what), ("why", self.why), (self._money, self.money),
                     ("sure", self.sure)]  # fmt: skip
        return tuple((self.words.t(f"decision.{row}"), text) for row, text in named)

    @property
    def _money(self) -> str:
        return "money" if self.words.facts.valued else "money_cost"

    @cached_property
    def what(self) -> str:
        """What to do."""
        facts, words, t = self.words.facts, self.words, self.words.t
        subject = facts.subject
        if facts.valued and not facts.earners:
            return self._refrain()
        if facts.case == "draw" and facts.recommended is None:
            if facts.all_tied and len(facts.options) > _SMALL:
                return t("decision.s3_all")
            return " ".join((t("decision.s3_draw"), *self._aside()))
        return " ".join(part for part in (started(words, subject), self._absent(subject)) if part)

    def _refrain(self) -> str:
        facts, words, t = self.words.facts, self.words, self.words.t
        if not facts.several:
            return t("decision.s2_none_one", m=words.money(facts.first.cost))
        count = words.count(len(facts.options))
        if facts.budget is None:
            return t("decision.s2_none_own", k=count)
        return t("decision.s2_none", m=words.budget(facts.budget), k=count)

    def _aside(self) -> list[str]:
        """Return what to say of the option after the two leaders of a draw."""
        facts, words, t = self.words.facts, self.words, self.words.t
        rest = [option for option in facts.ranked if option.letter not in facts.tied]
        if not rest:
            return []
        fewer = words.people(facts.first.reach.mean - rest[0].reach.mean)
        values = {"c": words.named(rest[0]), "n": fewer}
        if facts.valued and rest[0].gain < 0:
            return [t("decision.s3_aside_loses", m=words.money(-rest[0].gain), **values)]
        return [t("decision.s3_aside", **values)]

    def _absent(self, option: OptionFacts) -> str:
        """Return what this plan does without, and another one pays for."""
        facts, words = self.words.facts, self.words
        missing = [name for name in ("paid", *REWARDS)
                   if not _amount(option, name)
                   and any(_amount(other, name) for other in facts.options)]  # fmt: skip
        parts = [words.t(f"decision.none_{name}") for name in missing]
        if not parts:
            return ""
        joined = reduce(lambda x, y: words.t("decision.s1_nor", x=x, y=y), parts)
        return words.t("decision.s1_none", list=joined)

    @cached_property
    def why(self) -> str:
        """Why this is the answer."""
        facts, words, t = self.words.facts, self.words, self.words.t
        if facts.valued and not facts.subject.earns and facts.case != "draw":
            return self._worth(facts.subject)
        if not facts.several:
            return t("decision.s4_without", n=words.people(facts.first.reach.mean))
        if facts.case == "draw":
            return " ".join((self._difference(), *self._returns_more()))
        if facts.subject is not facts.first:
            row = "s4_fewer" if facts.valued else "s4_fewer_each"
            row = row if facts.comparable or not facts.valued else "s4_fewer_gain"
            fewer = words.people(facts.first.reach.mean - facts.subject.reach.mean)
            return t(f"decision.{row}", n=fewer, b=words.named(facts.first))
        return " ".join((f"{words.listed(self._more_than())}.", *self._most_of_lead()))

    def _worth(self, option: OptionFacts) -> str:
        words = self.words
        return words.t(
            "decision.s5_worth", m=words.each(price(option, "reach")),
            n=words.people(option.reach.mean), j=words.persons(option.joins.mean),
            v=words.money(option.value), c=words.money(option.cost),
        )  # fmt: skip

    def _difference(self) -> str:
        facts, words = self.words.facts, self.words
        lead, first = facts.lead, facts.first
        values = {"n": words.people(lead.mean), "a": words.named(first),
                  "r": words.runs(first.first), "N": words.runs(facts.runs)}  # fmt: skip
        if lead.low > 0:
            return words.t("decision.s6_small", **values)
        ends = {"low": words.show("more", lead.low, lead.mean),
                "high": words.show("more", lead.high, lead.mean)}  # fmt: skip
        return words.t("decision.s6_draw", **values, **ends)

    def _returns_more(self) -> list[str]:
        """Return why one of two leaders that reach as many people is recommended."""
        facts, words = self.words.facts, self.words
        if facts.recommended is None:
            return []
        rest = next(option for option in facts.pair if option is not facts.recommended)
        names = {"a": words.named(facts.recommended), "b": words.named(rest)}
        return [words.t("decision.s3_back", **names)]

    def _more_than(self) -> list[str]:
        """Return by how much the first exceeds each of the next two."""
        facts, words = self.words.facts, self.words
        texts = []
        for option, (row, key) in zip(
            facts.ranked[1:3], (("s4_than", "b"), ("s4_and", "c")), strict=False
        ):
            more = words.people(facts.first.reach.mean - option.reach.mean)
            texts.append(words.t(f"decision.{row}", n=more, **{key: words.named(option)}))
        return texts

    def _most_of_lead(self) -> list[str]:
        facts, words = self.words.facts, self.words
        gains = [effect for effect in facts.effects if effect.effect > 0]
        if not gains:
            return []
        largest = max(gains, key=lambda effect: effect.effect)
        if largest.effect <= sum(effect.effect for effect in gains) / 2:
            return []
        lever = Changes(words, facts.second.plan, facts.first.plan).inner(largest.fields)
        return [words.t("decision.s4_lever", lever=lever)]

    @cached_property
    def money(self) -> str:
        """What it costs and what comes back."""
        facts, words, t = self.words.facts, self.words, self.words.t
        subject = facts.subject
        if not facts.priced:
            return t("decision.s9_free")
        if facts.case == "draw" and facts.recommended is None:
            return self._money_of_pair()
        cost = words.money(subject.cost)
        parts = [t("decision.s9_cost", m=cost, c=words.each(subject.each.mean))]
        if facts.valued:
            gain = words.money(subject.gain)
            parts = [t("decision.s7_gain", m=cost, v=words.money(subject.value), g=gain)]
        if facts.cheaper_and_better and subject is facts.first:
            parts.append(t("decision.s9_better", b=words.named(facts.second)))
        elif facts.several and facts.valued:
            parts.append(self._others(subject))
        return " ".join(parts)

    def _money_of_pair(self) -> str:
        facts, words, t = self.words.facts, self.words, self.words.t
        a, b = facts.pair
        names = {"a": words.named(a), "b": words.named(b)}
        if not facts.valued:
            texts = [t("decision.s9_costs", a=words.named(option), m=words.money(option.cost),
                       c=words.each(option.each.mean)) for option in (a, b)]  # fmt: skip
            return capital(f"{words.listed(texts)}.")
        if facts.budget is None:
            returns = {"p": words.back(a.back.mean), "q": words.back(b.back.mean)}
            return t("decision.s7_draw_own", **names, **returns)
        values = {"v": words.money(a.value), "w": words.money(b.value)}
        return t("decision.s7_draw", m=words.budget(facts.budget), **names, **values)

    def _others(self, subject: OptionFacts) -> str:
        facts, words, t = self.words.facts, self.words, self.words.t
        others = [option for option in facts.ranked if option is not subject]
        if all(option.gain < 0 for option in others):
            losses = words.listed([words.money(-option.gain) for option in others])
            if len(others) == 1:
                return t("decision.s9_other", m=losses)
            return t("decision.s9_others", k=words.count(len(others)), m=losses)
        rows = ("s9_gains" if option.gain >= 0 else "s9_loses" for option in others)
        texts = [t(f"decision.{row}", a=words.named(option), m=words.money(abs(option.gain)))
                 for row, option in zip(rows, others, strict=True)]  # fmt: skip
        return capital(f"{words.listed(texts)}.")

    @cached_property
    def sure(self) -> str:
        """How sure the answer is: over towns, and over the assumptions."""
        return f"{self._over_runs()} {self._over_tests()}".strip()

    def _over_runs(self) -> str:
        facts, words, t = self.words.facts, self.words, self.words.t
        subject, everything = facts.subject, words.runs(facts.runs)
        runs = {"r": words.runs(subject.pays), "N": everything}
        if not facts.several:
            row = "s10_one" if facts.valued else "s10_plain"
            values = runs if facts.valued else {"N": everything}
            return f"{t(f'decision.{row}', **values)}."
        first = t("decision.s10_first", r=words.runs(subject.first), N=everything)
        if not facts.valued:
            return f"{first}."
        if not subject.pays:
            return t("decision.s10_both", x=first, y=t("decision.s10_none"))
        if subject.first == facts.runs:
            return t("decision.s10_both", x=first, y=t("decision.s10_pays_them", r=runs["r"]))
        return t("decision.s10_both", x=first, y=t("decision.s10_pays", **runs))

    def _over_tests(self) -> str:
        facts, words, t = self.words.facts, self.words, self.words.t
        if not facts.tests:
            return t("decision.s12_untested")
        parts = []
        if facts.several and facts.subject is facts.first:
            turning = len(facts.turning)
            parts.append(t("decision.s11_turn", k=words.count(turning)) if turning
                         else t("decision.s11_turn_none"))  # fmt: skip
        if facts.valued and facts.subject.earns:
            breaking = len(facts.breaking)
            parts.append(t("decision.s11_break", k=words.count(breaking)) if breaking
                         else t("decision.s11_break_none"))  # fmt: skip
        if not parts:
            return ""
        tested = words.count(len(facts.tests))
        return t("decision.s11_tested", k=tested, parts=words.listed(parts))

    @cached_property
    def change(self) -> str:
        """What would make a plan pay: the nearest values at which it would."""
        facts, words, t = self.words.facts, self.words, self.words.t
        subject = facts.subject
        if not subject.reach.mean:
            return t("decision.s14_none")
        worth = words.safe_side("money.value_reader", subject.break_even, up=True)
        values = [t("decision.s13_worth", m=worth)]
        letter = subject.letter
        helping = [
            test
            for test in facts.tests or ()
            if facts.leads and test.break_even is not None and max(test.back[letter]) > 0
            and test.field != "money.value_reader"
        ]  # fmt: skip
        for test in sorted(helping, key=_distance)[:1]:
            assert test.break_even is not None
            at = words.safe_side(
                test.field, test.break_even, up=test.break_even > test.plan, like=test.plan
            )
            plan = words.value(test.field, test.plan)
            values.append(t("decision.s13_value", x=words.field(test.field), v=at, w=plan))
        if len(values) == 1:
            return f"{values[0]}." if facts.tests is None else (
                f"{values[0]}. {t('decision.s14_none')}")  # fmt: skip
        return t("decision.s13_or", x=values[0], y=values[1])

    @cached_property
    def decides(self) -> str:
        """Which assumption decides between the leaders of a draw."""
        facts, words, t = self.words.facts, self.words, self.words.t
        if facts.tests is None:
            return t("decision.s12_untested")
        test = self.deciding
        if test is None:
            return t("decision.s15_none")
        assert test.switching is not None
        values = {"v": words.value(test.field, test.plan),
                  "w": words.value(test.field, test.switching)}  # fmt: skip
        return t("decision.s15_decides", x=capital(words.field(test.field)), **values)

    @property
    def deciding(self) -> Tested | None:
        """The assumption nearest to the value at which another option leads."""
        tests = [test for test in self.words.facts.tests or () if test.switching is not None]
        return min(tests, key=_to_switch, default=None)

    @cached_property
    def decision(self) -> str:
        """The decision that is asked for."""
        facts, words, t = self.words.facts, self.words, self.words.t
        subject = facts.subject
        if facts.case == "draw" and facts.recommended is None:
            return self._decide_draw()
        if facts.valued and not subject.earns:
            net = {"m": words.money(-subject.gain), "n": words.people(subject.reach.mean)}
            each = -subject.gain / subject.reach.mean if subject.reach.mean else 0.0
            return t("decision.d3_none", c=words.each(each), **net)
        plan = t("decision.q3_of", letter=subject.letter)
        if not subject.cost:
            return t("decision.d2_free", plan=plan)
        if facts.tests is None:
            return t("decision.d2_untested", plan=plan, m=words.budget_or_cost(subject))
        if not facts.flagged or facts.part >= 1:
            return t("decision.d2_firm", plan=plan, m=words.budget_or_cost(subject))
        first, rest = released(facts.part, subject.outlay)
        return t("decision.d1_fragile", plan=plan, m=words.money(first), n=words.money(rest),
                 k=words.count(facts.early), j=words.count(len(facts.flagged)),
                 d=words.on(facts.review))  # fmt: skip

    def _decide_draw(self) -> str:
        facts, words, t = self.words.facts, self.words, self.words.t
        if facts.valued and not facts.earners:
            first = facts.first
            net = {"m": words.money(-first.gain), "n": words.people(first.reach.mean)}
            each = -first.gain / first.reach.mean if first.reach.mean else 0.0
            return t("decision.d3_none", c=words.each(each), **net)
        test = self.deciding
        x = words.field(test.field) if test else t("decision.d4_reach")
        values = {"k": words.count(facts.early), "x": x, "d": words.on(facts.review)}
        if not facts.priced or facts.budget is None or facts.part >= 1 / 2:
            return t("decision.d4_free", **values)
        return t("decision.d4_draw", m=words.money(released(facts.part, facts.budget)[0]), **values)

    # --- figures -----------------------------------------------------------------------------

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures beside the rows: reach, cost per person, and return or lead."""
        facts = self.words.facts
        options = facts.pair if self.paired else (facts.subject,)
        figures = [self._reach(options)]
        if facts.priced:
            figures.append(self._figure("f2", "each", options))
        if facts.valued:
            figures.append(self._figure("f3", "back", options))
        elif facts.several and not self.paired:
            figures.append(self._lead())
        return tuple(figures)

    @property
    def paired(self) -> bool:
        """Whether two leaders are shown side by side."""
        facts = self.words.facts
        return facts.case == "draw" and facts.recommended is None

    def _reach(self, options: tuple[OptionFacts, ...]) -> Figure:
        facts, words, t = self.words.facts, self.words, self.words.t
        numbers = tuple(words.people(option.reach.mean) for option in options)
        ranges = tuple(words.spread("people", option.reach) for option in options)
        if self.paired:
            label = t("decision.f1_pair", A=options[0].letter, B=options[1].letter)
            return Figure(label, numbers, ranges)
        share = words.show("share", options[0].reach.mean / facts.people)
        remark = t("decision.f1_of", p=share, n=t.whole(facts.people))
        if facts.case == "none" and options[0] is facts.first:
            count = words.count(len(facts.options))
            return Figure(t("decision.f1_most", k=count), numbers, ranges, remark)
        return Figure(t("decision.f1"), numbers, ranges, remark)

    def _figure(self, label: str, measure: str, options: tuple[OptionFacts, ...]) -> Figure:
        words = self.words
        rule: Measure = "each" if measure == "each" else "return"
        spreads: list[TownRange] = [getattr(option, measure) for option in options]
        return Figure(
            words.t(f"decision.{label}"),
            tuple(words.show(rule, spread.mean) for spread in spreads),
            tuple(words.spread(rule, spread) for spread in spreads),
            "" if len(options) > 1 else self._next(options[0], measure),
            loss=measure == "back" and spreads[0].mean < 0,
        )

    def _next(self, option: OptionFacts, measure: str) -> str:
        """Return the best number of the other options."""
        facts, words = self.words.facts, self.words
        others = [getattr(other, measure).mean for other in facts.options if other is not option]
        others = [number for number in others if not math.isnan(number)]
        if not others or math.isnan(getattr(option, measure).mean):
            return ""
        best = min(others) if measure == "each" else max(others)
        text = words.show("each" if measure == "each" else "return", best)
        return words.t(f"decision.f_{'other' if len(others) == 1 else 'next'}", v=text)

    def _lead(self) -> Figure:
        facts, words = self.words.facts, self.words
        lead = facts.first.reach.mean - facts.second.reach.mean
        over = words.t("decision.f4_over", b=words.named(facts.second))
        return Figure(words.t("decision.f4"), (words.show("more", lead),), ("",), over)

    @property
    def source(self) -> str:
        """The source line: what the ranges mean."""
        return self.words.t("decision.z1")


def _distance(test: Tested) -> float:
    """Return how far the plan is from the value at which it pays, over the range."""
    assert test.break_even is not None
    return abs(test.break_even - test.plan) / (test.high - test.low or 1.0)


def _to_switch(test: Tested) -> float:
    assert test.switching is not None
    return abs(test.switching - test.plan) / (test.high - test.low or 1.0)


def price(option: OptionFacts, kind: str) -> float:
    """Return the value of a person, a member or another kind in an option's plan; else 0."""
    return next((line.price for line in option.values if line.kind == kind), 0.0)


def _amount(option: OptionFacts, name: str) -> float:
    """Return the paid impressions of a plan, or the amount of a reward."""
    if name == "paid":
        return sum(post.paid for post in option.plan.campaign.posts)
    return float(option.plan.get(f"rewards.{name}"))


def started(words: Words, option: OptionFacts, *, most: int = 9) -> str:
    """Return who starts the posts of a plan, and what is paid for, as a sentence of some parts."""
    t, plan = words.t, option.plan
    posts = plan.campaign.posts
    if not posts:
        return f"{t('decision.s1_nothing')}."
    parts = [_start(words, option)]
    paid = sum(post.paid for post in posts)
    if paid:
        parts.append(t("decision.s1_paid", n=words.people(paid)))
    for name in REWARDS:
        amount = float(plan.get(f"rewards.{name}"))
        if amount:
            parts.append(t(f"decision.s1_{name}", m=words.each(amount)))
    if plan.control.review:
        parts.append(t("decision.s1_review"))
    return f"{reduce(lambda x, y: t('decision.and_then', x=x, y=y), parts[:most])}."


def _start(words: Words, option: OptionFacts) -> str:
    t, posts = words.t, option.plan.campaign.posts
    common = {"k": words.count(len(posts)), "t": words.lasting(option.rounds[-1])}
    starters = [post.starters for post in posts]
    roles = words.listed(list(dict.fromkeys(t.start_of(post) for post in posts if post.starters)))
    if not any(starters):
        own = option.plan.campaign.own_size
        if own and any(post.origin == "organisation" for post in posts):
            return t("decision.s1_space", n=words.people(own), **common)
        return t("decision.s1_ads", **common)
    if len(set(starters)) == 1:
        return t("decision.s1_start", n=t.whole(starters[0]), role=roles, **common)
    return t("decision.s1_starts", n=t.whole(sum(starters)), role=roles, **common)
