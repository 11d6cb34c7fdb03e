"""The titles of a decision: whole sentences, shortened by one rule until they fit two lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from ...i18n.digits import percent_more
from ..text_metrics import ARIAL, wrapped
from .changes import Changes
from .facts import OptionFacts, Tested
from .words import Words, capital

LONGEST = {"en": 120, "fr": 130}  # letters
TITLE = 21.0  # points
_PREFIXES = ("for_", "at_")
ROOM = 876.0  # points across a slide, between its margins


@dataclass(frozen=True)
class Clause:
    """A part of a title: a row of the texts and its values; options are named late.

    All clauses but the first contain those before as ``main``.

    Attributes
    ----------
    row : str
        Key of the text, without its table.
    options : dict of str to OptionFacts
        The options that it names.
    values : dict
        Its other values.
    """

    row: str
    options: dict[str, OptionFacts] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Titles:
    """The titles of the ten slides.

    Attributes
    ----------
    words : Words
    """

    words: Words

    # --- the rule ----------------------------------------------------------------------------

    def _title(self, *clauses: Clause | None) -> str:
        """Return the longest form that fits: with names or letters, then without the last clause.

        A form with a single word on its second line is avoided: another one is taken if it fits,
        or else its last three words stay together.
        """
        forms = list(self._forms([clause for clause in clauses if clause is not None]))
        fitting = [form for form in forms if fits(form, self.words.t.lang)] or forms[-1:]
        whole = (form for form in fitting if not orphan(form))
        return next(whole, "\N{NO-BREAK SPACE}".join(fitting[0].rsplit(" ", 2)))

    def _forms(self, clauses: list[Clause]) -> Iterator[str]:
        for length in range(len(clauses), 0, -1):
            for short in (False, True):
                yield self._form(clauses[:length], short=short)
            if length > 1 and clauses[length - 1].row.startswith(_PREFIXES):
                return

    def _form(self, clauses: list[Clause], *, short: bool) -> str:
        text = ""
        for place, clause in enumerate(clauses):
            values = {key: self.words.named(option, short=short)
                      for key, option in clause.options.items()}  # fmt: skip
            values |= clause.values | ({"main": text} if place else {})
            text = self.words.t(f"decision.{clause.row}", **values)
        return capital(text)

    # --- slide 2 -----------------------------------------------------------------------------

    @cached_property
    def recommendation(self) -> str:
        """The title of slide 2: the finding, and whether it pays."""
        facts = self.words.facts
        case = facts.case
        if case == "one":
            return self._one()
        if case == "draw":
            return self._draw()
        if case == "none":
            return self._none_pays()
        if case == "split":
            return self._split()
        return self._apart()

    def _one(self) -> str:
        facts, words = self.words.facts, self.words
        option = facts.first
        row = ("t9_pays" if option.earns else "t9_loses") if facts.valued else "t9_plain"
        main = Clause(row, {"a": option}, {"n": words.people(option.reach.mean)})
        if not facts.priced:
            return self._title(main)
        if not facts.valued:
            return self._title(main, Clause("t10_each", {}, {"m": words.each(option.each.mean)}))
        sums = {"v": words.money(option.value), "m": words.money(option.cost)}
        return self._title(main, Clause("t9_and", {}, sums))

    def _draw(self) -> str:
        facts, words = self.words.facts, self.words
        a, b = facts.pair
        if facts.more_back in (a.letter, b.letter):
            best, rest = (a, b) if facts.more_back == a.letter else (b, a)
            returns = {"p": words.back(best.back.mean), "q": words.back(rest.back.mean)}
            return self._title(
                Clause("t6", {"a": a, "b": b}), Clause("t6_and", {"c": best}, returns)
            )
        if facts.all_tied and len(facts.options) > 2:
            return self._title(Clause("t8", {}, {"k": words.count(len(facts.options))}))
        return self._title(Clause("t5", {"a": a, "b": b}), self._who_pays(a, b))

    def _who_pays(self, a: OptionFacts, b: OptionFacts) -> Clause:
        if not self.words.facts.valued:
            return Clause("t5_none")
        if a.earns and b.earns:
            return Clause("t5_both")
        if a.earns or b.earns:
            return Clause("t5_one", {"c": a if a.earns else b})
        return Clause("t5_neither")

    def _none_pays(self) -> str:
        facts, words = self.words.facts, self.words
        least = all(facts.first.gain >= option.gain for option in facts.options)
        count = words.count(len(facts.options))
        loss = {"m": words.money(-facts.first.gain)}
        row = "t4_least" if least else "t4_most"
        return self._title(Clause("t4", {}, {"k": count}), Clause(row, {"a": facts.first}, loss))

    def _split(self) -> str:
        facts, words = self.words.facts, self.words
        a, b = facts.first, facts.other
        assert b is not None
        row = "t7_each" if not facts.valued else "t7" if facts.comparable else "t7_gain"
        p, q = (self._worth(option) if facts.valued else words.each(option.each.mean)
                for option in (a, b))  # fmt: skip
        values = {"n": words.people(a.reach.mean), "p": p,
                  "o": words.people(b.reach.mean), "q": q}  # fmt: skip
        return self._title(Clause(row, {"a": a, "b": b}), Clause(f"{row}_and", {}, values))

    def _worth(self, option: OptionFacts) -> str:
        """Return the return of an option, or its gain if not all have a return."""
        words = self.words
        if words.facts.comparable:
            return words.back(option.back.mean)
        return words.show("gain", option.gain)

    def _apart(self) -> str:
        facts, words = self.words.facts, self.words
        first = facts.first
        runs = {"r": words.runs(first.first), "N": words.runs(facts.runs)}
        if facts.cheaper_and_better:
            pays = Clause("t11_pays") if facts.valued else None
            return self._title(Clause("t11", {"a": first, "b": facts.second}), pays)
        if facts.standing == "likely":
            more = runs | {"n": words.people(first.reach.mean)}
            return self._title(Clause("t3", {"a": first}), Clause("t3_and", {}, more))
        if facts.standing == "slight":
            return self._title(Clause("t13", {"a": first}, runs))
        return self._title(self._more(), self._for(), self._and_pays())

    def _for(self) -> Clause | None:
        facts = self.words.facts
        if not facts.priced:
            return None
        if facts.budget is None:
            return Clause("for_own")
        return Clause("for_money", {}, {"m": self.words.budget(facts.budget)})

    def _more(self) -> Clause:
        facts, words = self.words.facts, self.words
        text, times = percent_more(facts.first.reach.mean, facts.second.reach.mean, words.t)
        following = words.t(f"decision.next_{'other' if len(facts.options) == 2 else 'best'}")
        row = "t_times" if times else "t_more"
        return Clause(row, {"a": facts.first}, {"p": text, "next": following})

    def _and_pays(self) -> Clause | None:
        facts, words = self.words.facts, self.words
        if facts.valued and len(facts.earners) == 1:
            return Clause("t1_alone" if len(facts.options) == 2 else "t1_only")
        if facts.valued:
            if not facts.first.cost:
                return None
            return Clause("t2_returns", {}, {"p": words.back(facts.first.back.mean)})
        each = {"m": words.each(facts.first.each.mean)}
        return Clause("t10_each", {}, each) if facts.priced else None

    # --- slides 3 to 5 -----------------------------------------------------------------------

    @cached_property
    def options(self) -> str:
        """The title of slide 3: which options pay."""
        facts, words = self.words.facts, self.words
        if not facts.several:
            reach = {"n": words.people(facts.first.reach.mean)}
            return self._title(Clause("o4_one", {}, reach))
        at = Clause(f"at_{'equal' if facts.equal else 'own'}")
        if not facts.valued:
            return self._title(*self._without_values(at))
        if not facts.earners:
            losses = sorted(-option.gain for option in facts.options)
            ends = {"m": words.money(losses[0]), "v": words.money(losses[-1])}
            return self._title(Clause("o3"), at, Clause("o3_and", {}, ends))
        if len(facts.earners) == 1:
            return self._title(Clause("o1", {"a": facts.earners[0]}), at)
        best = facts.best_earner
        counts = {"j": words.count(len(facts.earners)), "k": words.count(len(facts.options))}
        row = "o2_and" if facts.comparable else "o2_gains"
        returns = Clause(row, {"a": best}, {"p": self._worth(best)})
        return self._title(Clause("o2", {}, counts), at, returns)

    def _without_values(self, at: Clause) -> tuple[Clause, ...]:
        facts, words = self.words.facts, self.words
        if facts.priced:
            ends = sorted(option.each.mean for option in facts.options)
            costs = {"m": words.each(ends[0]), "v": words.each(ends[-1])}
            return Clause("o5_unvalued", {}, costs), at
        reach = sorted(option.reach.mean for option in facts.options)
        limits = {"n": words.people(reach[0]), "o": words.people(reach[-1])}
        return (Clause("o6_free", {}, limits),)

    @cached_property
    def growth(self) -> str:
        """The title of slide 4: when the first takes the lead, and who gains speed."""
        facts, words = self.words.facts, self.words
        if not facts.several:
            half = words.on(half_round(facts.first))
            return self._title(Clause("b_one", {"a": facts.first}, {"d": half}))
        if facts.standing == "draw":
            a, b = facts.pair
            return self._title(Clause("b_draw", {"a": a, "b": b}), self._speed())
        since = lead_since(facts.ranked)
        main = Clause("b1", {"a": facts.first}) if leads_early(facts.first, since) else Clause(
            "b2", {"a": facts.first}, {"d": words.on(since)})  # fmt: skip
        return self._title(main, self._speed())

    def _speed(self) -> Clause | None:
        """Return the second clause: which plan still gains speed, or that all fade."""
        added = {option.letter: by_post(option) for option in self.words.facts.options}
        several = {letter: posts for letter, posts in added.items() if len(posts) > 1}
        rising = [letter for letter, posts in several.items() if posts[-1] > posts[0]]
        if len(rising) == 1 and len(several) > 1:
            return Clause("b3", {"a": self.words.facts.option(rising[0])})
        if several and all(2 * posts[-1] < posts[0] for posts in several.values()):
            return Clause("b4")
        return None

    @cached_property
    def why(self) -> str:
        """The title of slide 5: which differences bring the lead, or where the money goes."""
        facts, words = self.words.facts, self.words
        if not self.explains:
            return self._costs()
        changes = Changes(words, facts.second.plan, facts.first.plan)
        gains = sorted((e for e in facts.effects if e.effect > 0), key=lambda e: -e.effect)
        gross = sum(effect.effect for effect in gains)
        b = {"b": facts.second}
        if len(gains) < 2 or gains[0].effect > gross / 2:
            lever = changes.lever(gains[0].fields)
            title = self._title(Clause("w1", b, {"lever": lever}), self._freed())
            return title if fits(title, words.t.lang) else self._title(Clause("w1_plain", b))
        names = {"lever": changes.inner(gains[0].fields), "other": changes.inner(gains[1].fields)}
        return self._title(Clause("w2", b), Clause("w2_and", {}, names))

    @property
    def explains(self) -> bool:
        """Whether there is a lead with differences that bring it."""
        facts = self.words.facts
        apart = facts.several and facts.standing != "draw"
        return apart and any(effect.effect > 0 for effect in facts.effects)

    def _freed(self) -> Clause | None:
        """Return the clause on a kind of cost that falls by a quarter of the budget or more."""
        facts = self.words.facts
        if facts.budget is None or not facts.priced:
            return None
        falls = {line.kind: line.amount - facts.first.amount(line.kind)
                 for line in facts.second.costs}  # fmt: skip
        kind = max(falls, key=lambda name: falls[name], default="")
        if not kind or falls[kind] < facts.budget / 4:
            return None
        return Clause("w3", {}, {"kind": self.words.t(f"decision.kind_{kind.replace(' ', '_')}")})

    def _costs(self) -> str:
        facts, words = self.words.facts, self.words
        lines = [(line, option) for option in facts.options for line in option.costs
                 if option.cost > 0]  # fmt: skip
        if not lines:
            a, b = facts.first, facts.second
            return self._title(Clause("w_same", {"a": a, "b": b}))
        line, option = max(lines, key=lambda pair: pair[0].amount / pair[1].cost)
        kind = words.t(f"decision.kind_{line.kind.replace(' ', '_')}")
        share = words.show("share", line.amount / option.cost)
        return self._title(Clause("w_costs", {}, {"kind": capital(kind), "p": share}))

    # --- slides 6 to 10 ----------------------------------------------------------------------

    @cached_property
    def sure(self) -> str:
        """The title of slide 6: what the tests of the assumptions change."""
        facts, words = self.words.facts, self.words
        if not facts.tests:
            return self._title(Clause("h_untested"))
        ends, subject = words.count(facts.ends), facts.subject
        if not facts.several:
            return self._sure_one(facts.tests)
        stays, fails = facts.stays_first(), facts.fails()
        if facts.standing == "draw":
            a, b = facts.pair
            swaps = {"j": words.count(facts.ends - stays), "k": ends}
            return self._title(Clause("h_draw", {"a": a, "b": b}, swaps))
        if not facts.leads:
            if facts.valued:
                return self._title(self._paying())
            least = {"j": words.count(stays), "k": ends}
            return self._title(Clause("h1_behind", {"a": subject}, least))
        if stays == facts.ends and not (facts.valued and fails):
            row = "h1" if facts.valued and subject.earns else "h1_first"
            return self._title(Clause(row, {"a": subject}, {"k": ends}))
        if facts.valued and not subject.earns and fails == stays == facts.ends:
            return self._title(Clause("h1_loses", {"a": subject}, {"k": ends}))
        turn = self._only_turn()
        if turn is not None and not (facts.valued and fails):
            return self._title(turn)
        stay = Clause("h1_some", {"a": subject}, {"j": words.count(stays), "k": ends})
        fewer = Clause("h2_and", {}, {"i": words.count(fails)})
        return self._title(stay, fewer if facts.valued and fails and subject.earns else None)

    def _only_turn(self) -> Clause | None:
        """Return the clause on the one assumption that changes the winner."""
        facts, words = self.words.facts, self.words
        if len(facts.turning) != 1 or facts.turning[0].switching is None:
            return None
        (test,) = facts.turning
        assert test.switching is not None
        end = 1 if test.switching > test.plan else 0
        after = facts.option(test.leader(end))
        values = {"x": words.field(test.field), "v": words.value(test.field, test.switching)}
        if after is facts.subject:
            return None
        return Clause(f"h3_{'above' if end else 'below'}", {"b": after}, values)

    def _sure_one(self, tests: tuple[Tested, ...]) -> str:
        facts, words = self.words.facts, self.words
        if not facts.valued:
            return self._title(Clause("r2", {}, {"k": words.count(len(tests))}))
        return self._title(self._paying())

    def _paying(self) -> Clause:
        """Return the clause on the tests in which the subject pays."""
        facts, words = self.words.facts, self.words
        ends, paying = words.count(facts.ends), facts.paying()
        if not paying:
            return Clause("h_one_none", {"a": facts.subject}, {"k": ends})
        return Clause("h_one", {"a": facts.subject}, {"j": words.count(paying), "k": ends})

    def assumptions(self, total: int, flagged: int, unsourced: int) -> str:
        """Return the title of slide 7 from the rows of its table.

        Parameters
        ----------
        total, flagged, unsourced : int
            Assumptions in the table, those that can change the answer, and of these, or of all
            if there are none, those without a source.
        """
        facts, words = self.words.facts, self.words
        counts = {"k": words.count(total), "j": words.count(flagged),
                  "i": words.count(unsourced)}  # fmt: skip
        if facts.tests and not flagged:
            return self._title(Clause("r2", {}, {"k": counts["k"]}))
        rest = Clause("r_unsourced", {}, {"i": counts["i"]}) if unsourced else None
        if not flagged:
            return self._title(Clause("r3", {}, {"k": counts["k"]}), rest)
        both = {"k": counts["k"], "j": counts["j"]}
        return self._title(Clause(f"r1{self.flagged_by}", {}, both), rest)

    @property
    def flagged_by(self) -> str:
        """What flagged assumptions do, as the end of a key: a gain can end only if there is one."""
        facts = self.words.facts
        if not facts.turning:
            return "_gain"
        return "" if facts.valued and facts.subject.earns else "_winner"

    @cached_property
    def steps(self) -> str:
        """The title of slide 8: what is released, and what decides on the rest."""
        facts, words = self.words.facts, self.words
        subject = facts.subject
        if facts.valued and not facts.earners:
            return self._title(Clause("n3"))
        early = words.count(facts.early)
        if facts.standing == "draw" and facts.several and facts.recommended is None:
            return self._title(Clause("n4", {}, {"k": early, "d": words.on(facts.review)}))
        if facts.tests is None:
            return self._title(Clause("n5"))
        reach = {"n": words.people(subject.reach.mean), "d": words.on(facts.horizon)}
        if not subject.cost:
            return self._title(Clause("n2_free", {}, reach))
        if not facts.flagged or facts.part >= 1:
            return self._title(Clause("n2", {}, reach | {"m": words.budget_or_cost(subject)}))
        first, rest = released(facts.part, subject.outlay)
        values = {"m": words.money(first), "n": words.money(rest), "k": early,
                  "j": words.count(len(facts.flagged))}  # fmt: skip
        return self._title(Clause("n1", {}, values))

    @cached_property
    def sums(self) -> str:
        """The title of slide 9: what comes back for what is spent."""
        facts, words = self.words.facts, self.words
        option = facts.subject
        costs = {"m": words.money(option.cost)}
        if not facts.valued:
            each = {"c": words.each(option.each.mean), "n": words.people(option.reach.mean)}
            return self._title(Clause("a1_cost", {"a": option}, costs | each))
        row = "a1_gain" if option.gain > 0 else "a1_loss"
        back = {"v": words.money(option.value), "g": words.money(abs(option.gain))}
        return self._title(Clause(row, {"a": option}, costs | back))

    @cached_property
    def method(self) -> str:
        """The title of slide 10: in what the plans differ, and what is the same."""
        facts, words = self.words.facts, self.words
        if not facts.several:
            runs = {"N": words.runs(facts.runs)}
            return self._title(Clause("a2_one", {"a": facts.first}, runs))
        count = {"k": words.count(len(facts.options))}
        changed = Changes.sections(option.plan for option in facts.options)
        if not changed:
            return self._title(Clause("a2_same", {}, count))
        parts = [words.t(f"decision.part_{name}") for name in changed]
        same = [name for name in ("content", "population", "groups") if name not in changed]
        rest = words.listed([words.t(f"decision.part_{name}") for name in same])
        main = Clause("a2", {}, count | {"list": words.listed(parts)})
        title = self._title(main, Clause("a2_and", {}, {"same": rest}) if len(same) > 1 else None)
        if fits(title, words.t.lang):
            return title
        return self._title(Clause("a2_many", {}, count | {"j": words.count(len(parts))}))


def fits(title: str, lang: str) -> bool:
    """Return whether a title has few enough letters and two lines at most."""
    return len(title) <= LONGEST[lang] and len(_lines(title)) <= 2


def orphan(title: str) -> bool:
    """Return whether the second line of a title is a single word."""
    lines = _lines(title)
    return len(lines) > 1 and not {" ", "\N{NO-BREAK SPACE}"} & set(lines[-1])


def _lines(title: str) -> list[str]:
    return wrapped(title, ROOM, TITLE, bold=True, font=ARIAL)


def released(part: float, money: float) -> tuple[float, float]:
    """Return the first part of the money, rounded to tens, and the rest.

    Examples
    --------
    >>> released(1 / 3, 20_000)
    (6670.0, 13330.0)
    """
    first = round(part * money, -1) if money >= 1000 else round(part * money)
    return float(first), money - first


def by_post(option: OptionFacts) -> list[float]:
    """Return the people that each post adds until the next one, or the end."""
    ends = [*sorted({post.round for post in option.plan.campaign.posts}), option.rounds[-1] + 1]
    reach = [at.mean for at in option.curve]
    before = [0.0, *reach]
    last = len(reach)
    starts = [min(at, last) for at in ends]
    return [before[b] - before[a] for a, b in pairwise(starts)]


def half_round(option: OptionFacts) -> int:
    """Return the first round by which half of the reach is there."""
    half = option.reach.mean / 2
    rounds = zip(option.rounds, option.curve, strict=True)
    return next((at for at, reach in rounds if reach.mean >= half), option.rounds[-1])


def leads_early(option: OptionFacts, since: int) -> bool:
    """Return whether an option that leads since a round leads since its first post.

    That is before its second post, while people still read the first one.
    """
    campaign = option.plan.campaign
    first, *later = sorted({post.round for post in campaign.posts}) or [0]
    if not campaign.posts:
        return since == 0
    return since <= min([first + campaign.lifetime, *(at - 1 for at in later)])


def lead_since(ranked: tuple[OptionFacts, ...]) -> int:
    """Return the round from which the first option leads all others until the end."""
    first, others = ranked[0], ranked[1:]
    behind = [
        at
        for place, at in enumerate(first.rounds)
        if any(
            place < len(o.curve) and o.curve[place].mean > first.curve[place].mean for o in others
        )
    ]
    return behind[-1] + 1 if behind else 0
