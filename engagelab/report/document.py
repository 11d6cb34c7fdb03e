"""The story: findings in the words of one language, from which every format takes its texts."""

from dataclasses import dataclass

from ..i18n.rounding import Number, between
from ..simulation.scenario import Scenario
from .findings import MEASURES, FindingCard, PlanFindings
from .sentences import Sentences
from .values import class_text, missing, source_text, value_text

# Fields that are always listed among the assumptions, for the answer stands on them.
_ALWAYS = (
    "campaign.posts", "population.people", "population.ties", "population.prospects", "groups.size",
    "groups.per_person", "engagement.tie_read", "engagement.group_read", "engagement.crowding",
    "engagement.base_share", "content.relevance", "invitations.invite", "invitations.accept",
    "answers.reply_rate", "money.cost_post", "money.cost_seed", "money.value_reader",
    "money.value_sharer", "money.value_joiner",
)  # fmt: skip
_FEW = 4  # values that are told one by one
_CALENDAR = "campaign.posts"


@dataclass(frozen=True)
class Table:
    """A table of texts; the first column names the rows, the others may stand right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: bool = False


@dataclass(frozen=True)
class Document(Sentences):
    """Findings in sentences and tables."""

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

    def _compared(self, plan: PlanFindings) -> list[str]:
        t, told = self.t, plan.numbers
        row = [self.name(plan), told["reach"].with_error(t), told["reach"].band(t),
               told["reach_share"].mean.text(t)]  # fmt: skip
        if self.several:
            row += self.duel_cells(plan)
        row += [told["cost"].mean.text(t), told["cost_per_reader"].with_error(t),
                told["return"].mean.text(t)]  # fmt: skip
        return row

    def duel_cells(self, plan: PlanFindings) -> list[str]:
        """Return lift, interval and wins of a plan; dashes for the baseline."""
        t, duel = self.t, plan.duel
        if duel is None:
            mark = t("report.baseline_mark") if plan is self.found.baseline else missing(t)
            return [mark, missing(t), missing(t)]
        wins = t("report.of_runs", wins=duel.wins.text(t), runs=duel.runs.text(t))
        return [duel.lift.text(t), between(duel.low, duel.high, t), wins]

    def measures(self, plan: PlanFindings) -> Table:
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
            (self.label(card), self._in_all(card), self.source(card))
            for card in (cards[name] for name in wanted if name in cards)
            if not (card.differs and card.field == _CALENDAR)  # it has its place above
        )
        head = (t("report.parameter"), t("report.value_used"), t("report.source"))
        return Table(t("report.assumptions"), head, rows)

    def _in_all(self, card: FindingCard) -> str:
        """Return the values of a field in all plans, one for each; the ends of many numbers."""
        told = self.values(card)
        numbers = [v for v in card.values if isinstance(v, (int, float))]
        if len(set(told)) == 1:
            return told[0]
        if len(told) <= _FEW or len(numbers) < len(card.values):
            return " / ".join(told)
        low, high = (value_text(end(numbers), self.t) for end in (min, max))
        return self.t("report.between", low=low, high=high)

    def label(self, card: FindingCard) -> str:
        """Return what a field is called, with its unit."""
        told = self.t.field(card.field)
        label = told.label[:1].upper() + told.label[1:]
        return f"{label} ({told.unit})" if told.unit not in ("", told.label) else label

    def values(self, card: FindingCard) -> tuple[str, ...]:
        """Return a field's value in each plan."""
        return tuple(value_text(value, self.t) for value in card.values)

    def source(self, card: FindingCard) -> str:
        """Return where a field's value comes from: the plan, or its default's source."""
        source = source_text(self.t.field(card.field).source, self.t)
        default = Scenario.field(card.field).default
        if all(value == default for value in card.values):
            return source
        if isinstance(default, tuple):
            return self.t("report.chosen_alone")
        return self.t("report.chosen", default=value_text(default, self.t), source=source)

    def classes(self, plan: PlanFindings) -> list[tuple[str, Number]]:
        """Return the share reached by class of group size."""
        return [(class_text(found.word, self.t), found.reached.mean) for found in plan.classes]
