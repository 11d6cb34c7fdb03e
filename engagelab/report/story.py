"""The story: findings in the words of one language, from which every format takes its texts."""

from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_date

from ..scenario import Scenario
from ..texts import Texts
from .findings import MEASURES, Card, Duel, Findings, Plan
from .names import cut, unlike
from .numbers import Number, between
from .values import class_text, missing, plan_texts, source_text, value_text

# Fields that are always listed among the assumptions, for the answer stands on them.
_ALWAYS = (
    "campaign.posts", "population.people", "population.ties", "population.prospects", "groups.size",
    "groups.per_person", "engagement.tie_read", "engagement.group_read", "engagement.crowding",
    "engagement.base_share", "content.relevance", "invitations.invite", "invitations.accept",
    "answers.reply_rate", "money.cost_post", "money.cost_seed", "money.value_reader",
    "money.value_sharer", "money.value_joiner",
)  # fmt: skip
_CALENDAR = "campaign.posts"
_FEW_RUNS = 100
_NAME = 36  # letters of a name in sentences and pictures


@dataclass(frozen=True)
class Table:
    """A table of texts; the first column names the rows, the others may stand right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: bool = False


@dataclass(frozen=True)
class Story:
    """Findings and the texts of one language.

    Attributes
    ----------
    found : Findings
    t : Texts
    """

    found: Findings
    t: Texts

    # --- who and when ------------------------------------------------------------------------

    @property
    def several(self) -> bool:
        """Whether there is anything to compare."""
        return len(self.found.plans) > 1

    @property
    def title(self) -> str:
        """What stands on the cover."""
        row = "untitled_several" if self.several else "untitled"
        return self.found.title or self.t(f"report.{row}")

    @property
    def client(self) -> str:
        """Whom it is for; may be empty."""
        name = self.found.client
        return self.t("report.for_client", client=name) if name else ""

    @property
    def date(self) -> str:
        """The day in words."""
        return str(format_date(self.found.date, "d MMMM y", locale=self.t.lang))

    @property
    def stamp(self) -> str:
        """Version, key, runs and date in one line."""
        found = self.found
        return self.t(
            "report.stamp", version=found.version, number=str(found.key), runs=found.runs,
            date=self.date,
        )  # fmt: skip

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The plans' names, none longer than a line can hold."""
        return tuple(unlike((cut(name, _NAME) for name in self.full_names), "Plan"))

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """The plans' names in all their length."""
        return tuple(plan_texts(plan, self.t)[0] for plan in self.found.plans)

    def name(self, plan: Plan) -> str:
        """Return a plan's name."""
        return self.names[self.found.plans.index(plan)]

    def summary(self, plan: Plan) -> str:
        """Return a plan in one sentence; may be empty."""
        return plan_texts(plan, self.t)[1]

    @property
    def hashes(self) -> tuple[str, ...]:
        """Each plan with the digits of all its fields."""
        return tuple(
            f"{name}: {plan.hash}" for name, plan in zip(self.names, self.found.plans, strict=True)
        )

    @property
    def digits(self) -> str:
        """The digits of all plans, in one short line."""
        return " · ".join(plan.hash for plan in self.found.plans)

    # --- the answer --------------------------------------------------------------------------

    @property
    def headline(self) -> str:
        """Return the answer in one line."""
        found, t = self.found, self.t
        best, first = found.best, found.baseline
        reach = best.numbers["reach"].mean.text(t)
        if not self.several:
            people = best.people.text(t)
            return t("report.head_one", plan=self.names[0], reach=reach, people=people)
        if not any(plan.duel and plan.duel.resolved for plan in found.variants):
            return t("report.head_unsure", baseline=self.names[0])
        if best is first:
            return t("report.head_baseline", baseline=self.names[0], reach=reach)
        if best.duel and not best.duel.resolved:
            return t("report.head_unsure", baseline=self.names[0])
        return t("report.head_most", plan=self.name(best), reach=reach)

    def answers(self, most: int = 12) -> list[str]:
        """Return the answer in a few sentences: the best plan, and each against the baseline."""
        best, cheapest = self.found.best, self.found.cheapest
        told = [self.says_reach(best), self.says_cost(best)]
        if not self.several:
            return [*told, self.says_half(best), self.says_pays(best)]
        if cheapest is not None:
            told.append(self._says_cheapest(cheapest, same=cheapest is best))
        duels = [self.says_duel(plan) for plan in self._by_lift() if plan.duel]
        return told + duels[:most]

    def _by_lift(self) -> list[Plan]:
        """Return the variants, the one that reaches most first."""
        return sorted(self.found.variants, key=lambda p: -p.numbers["reach"].mean.value)

    def says_reach(self, plan: Plan) -> str:
        """Return how far a plan reaches."""
        told, t = plan.numbers, self.t
        return t(
            "report.says_reach", plan=self.name(plan), reach=told["reach"].mean.text(t),
            share=told["reach_share"].mean.text(t), people=plan.people.text(t),
            band=told["reach"].band(t),
        )  # fmt: skip

    def says_cost(self, plan: Plan) -> str:
        """Return what a plan costs and returns."""
        told, t = plan.numbers, self.t
        cost, each, back = (told[n].mean.text(t) for n in ("cost", "cost_per_reader", "return"))
        return t("report.says_cost", plan=self.name(plan), cost=cost, each=each, back=back)

    def says_half(self, plan: Plan) -> str:
        """Return how fast a plan is, and what carries it."""
        told, t = plan.numbers, self.t
        half, shares, joins = (told[n].mean.text(t) for n in ("half_time", "shares", "joins"))
        return t("report.says_half", half=half, shares=shares, joins=joins)

    def says_pays(self, plan: Plan) -> str:
        """Return when a plan pays."""
        t, pays = self.t, plan.pays.text(self.t)
        if not plan.pays_from.value > 0:
            return t("report.says_pays_anyway", pays=pays)
        return t("report.says_pays", pays=pays, worth=plan.pays_from.text(t))

    def _says_cheapest(self, plan: Plan, *, same: bool) -> str:
        each = plan.numbers["cost_per_reader"].mean.text(self.t)
        if same:
            return self.t("report.says_both", each=each)
        return self.t("report.says_cheapest", plan=self.name(plan), each=each)

    def says_duel(self, plan: Plan) -> str:
        """Return how a plan does against the baseline."""
        duel, t = plan.duel, self.t
        if duel is None:
            return ""
        ahead = duel.resolved and duel.lift.value > 0
        one, other = (self.name(plan), self.names[0])
        return t(
            "report.says_more" if ahead else "report.says_less" if duel.resolved
            else "report.says_unsure",
            plan=one, baseline=other, wins=duel.wins.text(t), runs=duel.runs.text(t),
            lift=duel.lift.text(t), sure=self.sure, interval=between(duel.low, duel.high, t),
        )  # fmt: skip

    @property
    def colon(self) -> str:
        """A colon as the language sets it."""
        return "\N{NO-BREAK SPACE}:" if self.t.lang == "fr" else ":"

    @property
    def sure(self) -> str:
        """How sure intervals are."""
        return self.t.percent(self.found.confidence)

    # --- remarks -----------------------------------------------------------------------------

    def warnings(self) -> list[str]:
        """Return what is to be taken with care."""
        found, t = self.found, self.t
        told = [self._warns(plan, plan.duel) for plan in found.variants if plan.duel]
        if found.runs < _FEW_RUNS:
            told.insert(0, t("report.warn_few", runs=found.runs))
        if len({plan.people.value for plan in found.plans}) > 1:
            told.append(t("report.warn_people"))
        if len({plan.scenario.settings.horizon for plan in found.plans}) > 1:
            told.append(t("report.warn_horizon"))
        return [text for text in told if text] + list(found.notes)

    def _warns(self, plan: Plan, duel: Duel) -> str:
        t, who = self.t, {"plan": self.name(plan)}
        if not duel.resolved and duel.runs_to_resolve.known:
            more = duel.runs_to_resolve.text(t)
            return t("report.warn_unsure", **who, baseline=self.names[0], more=more)
        if not duel.resolved:
            return t("report.warn_never", **who, baseline=self.names[0])
        needed = duel.few_runs
        return t("report.warn_skewed", **who, needed=needed.text(t)) if needed.known else ""

    def remarks(self) -> list[str]:
        """Return how the numbers are to be read."""
        found, t = self.found, self.t
        where = t("report.note_network", network=found.network) if found.network else ""
        told = [
            t("report.note_mean", runs=found.runs),
            t("report.note_paired", sure=self.sure) if self.several else "",
            where or t("report.note_town"),
            t("report.note_model"),
            t("report.again"),
        ]
        return [text for text in told if text]

    # --- tables ------------------------------------------------------------------------------

    def measure(self, name: str) -> str:
        """Return what a measure is called."""
        return self.t(f"report.{name}")

    def comparison(self) -> Table:
        """Return the plans beside each other."""
        t = self.t
        head = [t("report.plan"), self.measure("reach"), t("report.band"), t("report.reach_share")]
        if self.several:
            head += [t("report.lift"), t("report.lift_interval", sure=self.sure), t("report.wins")]
        head += [self.measure(name) for name in ("cost", "cost_per_reader", "return")]
        rows = tuple(tuple(self._compared(plan)) for plan in self.found.plans)
        title = t("report.in_numbers" if self.several else "report.in_numbers_one")
        return Table(title, tuple(head), rows, right=True)

    def _compared(self, plan: Plan) -> list[str]:
        t, told = self.t, plan.numbers
        row = [self.name(plan), told["reach"].with_error(t), told["reach"].band(t),
               told["reach_share"].mean.text(t)]  # fmt: skip
        if self.several:
            row += self.duel_cells(plan)
        row += [told["cost"].mean.text(t), told["cost_per_reader"].with_error(t),
                told["return"].mean.text(t)]  # fmt: skip
        return row

    def duel_cells(self, plan: Plan) -> list[str]:
        """Return lift, interval and wins of a plan; dashes for the baseline."""
        t, duel = self.t, plan.duel
        if duel is None:
            mark = t("report.baseline_mark") if plan is self.found.baseline else missing(t)
            return [mark, missing(t), missing(t)]
        wins = t("report.of_runs", wins=duel.wins.text(t), runs=duel.runs.text(t))
        return [duel.lift.text(t), between(duel.low, duel.high, t), wins]

    def measures(self, plan: Plan) -> Table:
        """Return all that is told of one plan."""
        t = self.t
        head = ("measure", "mean", "error", "band")
        rows = tuple(
            (self.measure(name), told.mean.text(t), told.error.text(t), told.band(t))
            for name, told in ((name, plan.numbers[name]) for name in MEASURES)
        )
        return Table(self.name(plan), tuple(t(f"report.{word}") for word in head), rows, right=True)

    def differences(self) -> Table:
        """Return the fields in which the plans differ."""
        head = (self.t("report.parameter"), *self.names)
        rows = tuple((self.label(card), *self.values(card)) for card in self.found.differences)
        return Table(self.t("report.what_differs"), head, rows)

    def differences_by_plan(self) -> Table:
        """Return, for each plan but the baseline, what it changes; for many plans."""
        t = self.t
        head = (t("report.plan"), t("report.differs_from", baseline=self.names[0]))
        told = [(self.label(card), self.values(card)) for card in self.found.differences]
        rows = tuple(
            (name, "; ".join(f"{label} {v[place]}" for label, v in told if v[place] != v[0]))
            for place, name in enumerate(self.names)
            if place
        )
        return Table(t("report.what_differs"), head, rows)

    def assumptions(self) -> Table:
        """Return the fields that the answer stands on, with their sources."""
        t = self.t
        cards = {card.field: card for card in self.found.cards}
        wanted = dict.fromkeys((*(card.field for card in self.found.differences), *_ALWAYS))
        rows = tuple(
            (self.label(card), " / ".join(dict.fromkeys(self.values(card))), self.source(card))
            for card in (cards[name] for name in wanted if name in cards)
            if not (card.differs and card.field == _CALENDAR)  # it has its place above
        )
        head = (t("report.parameter"), t("report.value_used"), t("report.source"))
        return Table(t("report.assumptions"), head, rows)

    def label(self, card: Card) -> str:
        """Return what a field is called, with its unit."""
        told = self.t.field(card.field)
        label = told.label[:1].upper() + told.label[1:]
        return f"{label} ({told.unit})" if told.unit not in ("", told.label) else label

    def values(self, card: Card) -> tuple[str, ...]:
        """Return a field's value in each plan."""
        return tuple(value_text(value, self.t) for value in card.values)

    def source(self, card: Card) -> str:
        """Return where a field's value comes from: the plan, or its default's source."""
        source = source_text(self.t.field(card.field).source, self.t)
        default = Scenario.field(card.field).default
        if all(value == default for value in card.values):
            return source
        if isinstance(default, tuple):
            return self.t("report.chosen_alone")
        return self.t("report.chosen", default=value_text(default, self.t), source=source)

    def classes(self, plan: Plan) -> list[tuple[str, Number]]:
        """Return the share reached by class of group size."""
        return [(class_text(found.word, self.t), found.reached.mean) for found in plan.classes]

    # --- pictures in words -------------------------------------------------------------------

    def ends(self, measure: str = "reach") -> str:
        """Return one measure of each plan in one line."""
        means = (plan.numbers[measure].mean.text(self.t) for plan in self.found.plans)
        return "; ".join(f"{a} {b}" for a, b in zip(self.names, means, strict=True))

    def picture(self) -> str:
        """Return the main picture in words."""
        return self.t("report.picture_says", runs=self.found.runs, ends=self.ends())
