"""Findings as tables and sentences of one language, the source of every format's texts."""

from dataclasses import dataclass

from ..experiments.idle_fields import idle_fields
from ..i18n.number_format import NONE
from ..i18n.rounding import Number, between
from ..simulation.scenario import Scenario
from .findings import FindingCard, PlanFindings
from .rests_on import fit_sentences, learned_head, learned_rows
from .sentences import Sentences

# Fields that are always listed among the assumptions, because the answer depends on them.
_ALWAYS = (
    "campaign.posts", "campaign.own_size", "population.people", "population.ties",
    "population.prospects", "groups.size", "groups.per_person", "engagement.tie_read",
    "engagement.group_share", "engagement.group_read", "engagement.crowding",
    "engagement.own_space", "engagement.employee_trust", "engagement.base_share",
    "engagement.paid_read", "content.relevance", "invitations.invite", "invitations.accept",
    "answers.comment", "answers.reply_rate", "answers.critic", "answers.goodwill",
    "answers.listening_gain", "money.cost_post", "money.cost_employee", "money.cost_customer",
    "money.cost_partner", "money.cost_public", "money.cost_member", "money.cost_answer",
    "money.cost_impression", "money.value_reader", "money.value_sharer", "money.value_joiner",
    "money.value_membership",
)  # fmt: skip
_FEW = 4  # values that are listed one by one
_CALENDAR = "campaign.posts"


@dataclass(frozen=True)
class ReportTable:
    """A table of texts; the first column names the rows, the others may be right-aligned."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: bool = False


@dataclass(frozen=True)
class Document(Sentences):
    """Findings in sentences and tables of one language."""

    def comparison(self) -> ReportTable:
        """Return a table of the main results, one row for each plan."""
        t = self.t
        head = [t("report.plan"), self.measure("reach"), t("report.band"), t("report.reach_share")]
        if self.several:
            interval = t("report.lift_interval", sure=self.confidence)
            head += [t("report.lift"), interval, t("report.wins")]
        head += [self.measure(name) for name in ("cost", "cost_per_reader", "return")]
        rows = tuple(tuple(self._compared(plan)) for plan in self.findings.plans)
        title = t("report.in_numbers" if self.several else "report.in_numbers_one")
        return ReportTable(title, tuple(head), rows, right=True)

    def _compared(self, plan: PlanFindings) -> list[str]:
        t, numbers = self.t, plan.numbers
        row = [self.name(plan), numbers["reach"].with_error(t), numbers["reach"].band(t),
               numbers["reach_share"].mean.text(t)]  # fmt: skip
        if self.several:
            row += self.comparison_cells(plan)
        row += [numbers["cost"].mean.text(t), numbers["cost_per_reader"].with_error(t),
                numbers["return"].mean.text(t)]  # fmt: skip
        return row

    def comparison_cells(self, plan: PlanFindings) -> list[str]:
        """Return lift, interval and wins of a plan; dashes for the baseline."""
        t, comparison = self.t, plan.comparison
        if comparison is None:
            is_baseline = plan is self.findings.baseline
            return [t("report.baseline_mark") if is_baseline else NONE, NONE, NONE]
        wins = t("report.of_runs", wins=comparison.wins.text(t), runs=comparison.runs.text(t))
        return [comparison.lift.text(t), between(comparison.low, comparison.high, t), wins]

    def measures(self, plan: PlanFindings) -> ReportTable:
        """Return a table of all measures of a plan."""
        t = self.t
        head = ("measure", "mean", "error", "band")
        rows = tuple(
            (self.measure(name), number.mean.text(t), number.error.text(t), number.band(t))
            for name, number in ((name, plan.numbers[name]) for name in self.findings.measures)
        )
        return ReportTable(
            self.name(plan), tuple(t(f"report.{word}") for word in head), rows, right=True
        )

    def costs(self) -> ReportTable:
        """Return a table of what each plan costs by kind; without rows if there is one kind."""
        t, kinds = self.t, self.findings.kinds
        words = [t.word("cost", name.removeprefix("cost of ")) for name in kinds]
        head = (t("report.plan"), *(word[:1].upper() + word[1:] for word in words))
        rows = tuple(
            (self.name(plan), *(plan.numbers[name].mean.text(t) for name in (*kinds, "cost")))
            for plan in self.findings.plans
        )
        columns = (*head, self.measure("cost"))
        return ReportTable(t("report.by_kind"), columns, rows if kinds else (), right=True)

    def differences(self) -> ReportTable:
        """Return a table of the fields in which the plans differ, one column for each plan."""
        head = (self.t("report.parameter"), *self.names)
        rows = tuple((self.label(card), *self.values(card)) for card in self.findings.differences)
        return ReportTable(self.t("report.what_differs"), head, rows)

    def differences_by_plan(self) -> ReportTable:
        """Return a table with one row for each variant that lists its changes; for many plans."""
        t = self.t
        head = (t("report.plan"), t("report.differs_from", baseline=self.names[0]))
        fields = [(self.label(card), self.values(card)) for card in self.findings.differences]
        rows = tuple(
            (name, "; ".join(f"{label} {v[place]}" for label, v in fields if v[place] != v[0]))
            for place, name in enumerate(self.names)
            if place
        )
        return ReportTable(t("report.what_differs"), head, rows)

    def assumptions(self) -> ReportTable:
        """Return a table of the fields that the answer depends on, with their sources."""
        t = self.t
        cards = {card.field: card for card in self.findings.cards}
        idle = self._idle()
        always = [field for field in _ALWAYS if field not in idle]
        fields = dict.fromkeys((*(card.field for card in self.findings.differences), *always))
        rows = tuple(
            (self.label(card), self._in_all(card), self.source(card))
            for card in (cards[name] for name in fields if name in cards)
            if not (card.differs and card.field == _CALENDAR)  # listed among the differences
        )
        head = (t("report.parameter"), t("report.value_used"), t("report.source"))
        return ReportTable(t("report.assumptions"), head, rows)

    def _idle(self) -> set[str]:
        """Return the fields that change nothing in any plan; none on a given network."""
        if self.findings.network:
            return set()
        return set.intersection(*(set(idle_fields(p.scenario)) for p in self.findings.plans))

    def _in_all(self, card: FindingCard) -> str:
        """Return a field's values in all plans: each one, or the range of many numbers."""
        texts = self.values(card)
        numbers = [v for v in card.values if isinstance(v, (int, float))]
        if len(set(texts)) == 1:
            return texts[0]
        if len(texts) <= _FEW or len(numbers) < len(card.values):
            return " / ".join(texts)
        low, high = (self.t.value(card.field, end(numbers)) for end in (min, max))
        return self.t("report.between", low=low, high=high)

    def label(self, card: FindingCard) -> str:
        """Return a field's label with its unit."""
        label = self.t.label(card.field)
        return label[:1].upper() + label[1:]

    def values(self, card: FindingCard) -> tuple[str, ...]:
        """Return a field's value in each plan, in words."""
        if card.field == _CALENDAR:
            return tuple(self.t.calendar(posts) for posts in card.values)
        return tuple(self.t.value(card.field, value) for value in card.values)

    def source(self, card: FindingCard) -> str:
        """Return where a field's value comes from: the plan, or the source of its default."""
        source = self.t.field(card.field).source
        field = Scenario.field(card.field)
        if all(value == field.default for value in card.values):
            return source
        if field.kind == "choice":
            return self.t("report.chosen_alone")
        value = self.t.value(card.field, field.default)
        return self.t("report.chosen", default=value, source=source)

    def learned(self) -> ReportTable:
        """Return a table of the fitted fields: value, interval, and what the posts say of each."""
        t, fit = self.t, self.findings.fit
        rows = () if fit is None else learned_rows(fit, t)
        return ReportTable(t("report.rests_on"), learned_head(t), rows)

    def rests_on(self) -> list[str]:
        """Return what the fitted values rest on, in sentences; none if nothing was fitted."""
        fit = self.findings.fit
        return [] if fit is None else fit_sentences(fit, self.t)

    def classes(self, plan: PlanFindings) -> list[tuple[str, Number]]:
        """Return the share reached by class of group size."""
        return [(self.class_name(group.name), group.reached.mean) for group in plan.classes]

    def class_name(self, name: str) -> str:
        """Return the name of a class of group sizes."""
        return self.t.word("group_size", name)
