"""Findings in sentences: the answer, warnings and notes on how to read the numbers."""

from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_date

from ..i18n import Texts
from ..i18n.preset_names import preset_called
from ..i18n.rounding import between
from .findings import Findings, PairedComparison, PlanFindings
from .names import cut, distinct

_FEW_RUNS = 100
_NAME = 36  # letters of a name in sentences and pictures


@dataclass(frozen=True)
class Sentences:
    """Findings in sentences of one language.

    Attributes
    ----------
    findings : Findings
    t : Texts
    """

    findings: Findings
    t: Texts

    # --- names, client, date and origin -------------------------------------------------------

    @property
    def several(self) -> bool:
        """Whether there is more than one plan."""
        return len(self.findings.plans) > 1

    @property
    def title(self) -> str:
        """The title on the cover, or a default one."""
        row = "untitled_several" if self.several else "untitled"
        return self.findings.title or self.t(f"report.{row}")

    @property
    def client(self) -> str:
        """The line that names the client; may be empty."""
        name = self.findings.client
        return self.t("report.for_client", client=name) if name else ""

    @property
    def date(self) -> str:
        """The date in words."""
        return str(format_date(self.findings.date, "d MMMM y", locale=self.t.lang))

    @property
    def stamp(self) -> str:
        """Version, key, runs and date in one line."""
        findings = self.findings
        return self.t(
            "report.stamp", version=findings.version, number=str(findings.key),
            runs=findings.runs, date=self.date,
        )  # fmt: skip

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The plans' names, shortened to fit a line."""
        return tuple(distinct((cut(name, _NAME) for name in self.full_names), "Plan"))

    @cached_property
    def full_names(self) -> tuple[str, ...]:
        """The plans' names at full length."""
        return tuple(_plan_texts(plan, self.t)[0] for plan in self.findings.plans)

    def name(self, plan: PlanFindings) -> str:
        """Return a plan's name, shortened to fit a line."""
        return self.names[self.findings.plans.index(plan)]

    def summary(self, plan: PlanFindings) -> str:
        """Return a plan's summary; may be empty."""
        return _plan_texts(plan, self.t)[1]

    @property
    def hashes(self) -> tuple[str, ...]:
        """Each plan's name with the hash of all its fields."""
        return tuple(
            self.t("explore.named", what=name, which=plan.hash)
            for name, plan in zip(self.names, self.findings.plans, strict=True)
        )

    @property
    def hash_line(self) -> str:
        """The hashes of all plans in one line."""
        return " · ".join(plan.hash for plan in self.findings.plans)

    # --- the answer --------------------------------------------------------------------------

    @property
    def headline(self) -> str:
        """The answer in one line."""
        findings, t = self.findings, self.t
        best, baseline = findings.best, self.names[0]
        reach = best.numbers["reach"].mean.text(t)
        if not self.several:
            return t("report.head_one", plan=baseline, reach=reach, people=best.people.text(t))
        resolved = any(plan.comparison and plan.comparison.resolved for plan in findings.variants)
        if not resolved or (best.comparison and not best.comparison.resolved):
            return t("report.head_unsure", baseline=baseline)
        if best is findings.baseline:
            return t("report.head_baseline", baseline=baseline, reach=reach)
        return t("report.head_most", plan=self.name(best), reach=reach)

    def answers(self, most: int = 12) -> list[str]:
        """Return the answer in a few sentences: the best plan, and each against the baseline."""
        best, cheapest = self.findings.best, self.findings.cheapest
        lines = [self.says_reach(best), self.says_cost(best)]
        if not self.several:
            return [*lines, self.says_half(best), self.says_voices(best), self.says_pays(best)]
        if cheapest is not None:
            lines.append(self._says_cheapest(cheapest, same=cheapest is best))
        comparisons = [self.says_comparison(plan) for plan in self._by_reach() if plan.comparison]
        return lines + comparisons[:most]

    def _by_reach(self) -> list[PlanFindings]:
        """Return the variants in descending order of reach."""
        return sorted(self.findings.variants, key=lambda p: -p.numbers["reach"].mean.value)

    def says_reach(self, plan: PlanFindings) -> str:
        """Return a sentence on how many people a plan reaches."""
        numbers, t = plan.numbers, self.t
        return t(
            "report.says_reach", plan=self.name(plan), reach=numbers["reach"].mean.text(t),
            share=numbers["reach_share"].mean.text(t), people=plan.people.text(t),
            band=numbers["reach"].band(t),
        )  # fmt: skip

    def says_cost(self, plan: PlanFindings) -> str:
        """Return what a plan costs and returns, with its kinds of cost, the largest first."""
        cost, each, back = self._means(plan, "cost", "cost_per_reader", "return")
        text = self.t("report.says_cost", plan=self.name(plan), cost=cost, each=each, back=back)
        amounts = {name: plan.numbers[name].mean for name in self.findings.kinds}
        largest = sorted(amounts, key=lambda name: -amounts[name].value)
        words = [self.t.word("cost", name.removeprefix("cost of ")) for name in largest]
        parts = [f"{word} {amounts[name].text(self.t)}"
                 for word, name in zip(words, largest, strict=True)
                 if not amounts[name].is_zero]  # fmt: skip
        kinds = self.t("report.says_kinds", kinds=self.t.series(parts)) if len(parts) > 1 else ""
        return " ".join(sentence for sentence in (text, kinds) if sentence)

    def says_voices(self, plan: PlanFindings) -> str:
        """Return a sentence on comments, answers and critics."""
        comments, answers, critics = self._means(plan, "comments", "answers", "critics")
        return self.t("report.says_voices", comments=comments, answers=answers, critics=critics)

    def says_half(self, plan: PlanFindings) -> str:
        """Return a sentence on how fast a plan spreads, and on its shares and joins."""
        half, shares, joins = self._means(plan, "half_time", "shares", "joins")
        return self.t("report.says_half", half=half, shares=shares, joins=joins)

    def _means(self, plan: PlanFindings, *measures: str) -> list[str]:
        return [plan.numbers[measure].mean.text(self.t) for measure in measures]

    def says_pays(self, plan: PlanFindings) -> str:
        """Return a sentence on when a plan pays."""
        t, pays = self.t, plan.pays.text(self.t)
        if not plan.pays_from.value > 0:
            return t("report.says_pays_anyway", pays=pays)
        return t("report.says_pays", pays=pays, worth=plan.pays_from.text(t))

    def _says_cheapest(self, plan: PlanFindings, *, same: bool) -> str:
        each = plan.numbers["cost_per_reader"].mean.text(self.t)
        if same:
            return self.t("report.says_both", each=each)
        return self.t("report.says_cheapest", plan=self.name(plan), each=each)

    def says_comparison(self, plan: PlanFindings) -> str:
        """Return a sentence that compares a plan with the baseline; empty for the baseline."""
        comparison, t = plan.comparison, self.t
        if comparison is None:
            return ""
        ahead = "more" if comparison.lift.value > 0 else "less"
        return t(
            f"report.says_{ahead if comparison.resolved else 'unsure'}",
            plan=self.name(plan),
            baseline=self.names[0],
            wins=comparison.wins.text(t),
            runs=comparison.runs.text(t),
            lift=comparison.lift.text(t),
            sure=self.confidence,
            interval=between(comparison.low, comparison.high, t),
        )

    @property
    def colon(self) -> str:
        """A colon with the spacing of the language."""
        return "\N{NO-BREAK SPACE}:" if self.t.lang == "fr" else ":"

    @property
    def confidence(self) -> str:
        """The confidence level of the intervals, in percent."""
        return self.t.percent(self.findings.confidence)

    # --- warnings and notes ------------------------------------------------------------------

    def warnings(self) -> list[str]:
        """Return reasons to treat the numbers with caution."""
        findings, t = self.findings, self.t
        lines = [self._warns(plan, plan.comparison) for plan in findings.variants]
        if findings.runs < _FEW_RUNS:
            lines.insert(0, t("report.warn_few", runs=findings.runs))
        if len({plan.people.value for plan in findings.plans}) > 1:
            lines.append(t("report.warn_people"))
        if len({plan.scenario.settings.horizon for plan in findings.plans}) > 1:
            lines.append(t("report.warn_horizon"))
        return [text for text in lines if text] + list(findings.notes)

    def _warns(self, plan: PlanFindings, comparison: PairedComparison | None) -> str:
        """Return why the comparison of a plan is uncertain; may be empty."""
        if comparison is None:
            return ""
        t, who = self.t, {"plan": self.name(plan)}
        if not comparison.resolved and comparison.runs_to_resolve.known:
            more = comparison.runs_to_resolve.text(t)
            return t("report.warn_unsure", **who, baseline=self.names[0], more=more)
        if not comparison.resolved:
            return t("report.warn_never", **who, baseline=self.names[0])
        needed = comparison.few_runs
        return t("report.warn_skewed", **who, needed=needed.text(t)) if needed.known else ""

    def remarks(self) -> list[str]:
        """Return notes on how to read the numbers."""
        findings, t = self.findings, self.t
        people = "report.note_network" if findings.network else "report.note_town"
        lines = [
            t("report.note_mean", runs=findings.runs),
            t("report.note_paired", sure=self.confidence) if self.several else "",
            t(people, network=findings.network),
            t("report.note_model"),
            t("report.again"),
        ]
        return [text for text in lines if text]

    # --- pictures in words -------------------------------------------------------------------

    def ends(self, measure: str = "reach") -> str:
        """Return the mean of a measure for each plan, in one line."""
        means = (plan.numbers[measure].mean.text(self.t) for plan in self.findings.plans)
        return "; ".join(f"{a} {b}" for a, b in zip(self.names, means, strict=True))

    def picture(self) -> str:
        """Return a description of the main picture."""
        return self.t("report.picture_says", runs=self.findings.runs, ends=self.ends())

    def measure(self, name: str) -> str:
        """Return the label of a measure."""
        if name.startswith("cost of "):
            label = self.t.word("measure", name)
            return label[:1].upper() + label[1:]
        return self.t(f"report.{name}")


def _plan_texts(plan: PlanFindings, t: Texts) -> tuple[str, str]:
    """Return a plan's name and summary; those of a preset are translated."""
    preset = preset_called(plan.scenario.name, plan.scenario.summary)
    if preset is None:
        return plan.name, plan.summary
    name, summary = t.preset(preset)
    return (name if plan.name in (plan.scenario.name, preset) else plan.name), summary
