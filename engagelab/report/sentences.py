"""Findings in sentences: the answer, how it is to be read, what is to be taken with care."""

from dataclasses import dataclass
from functools import cached_property

from babel.dates import format_date

from ..i18n import Texts
from ..i18n.rounding import between
from .findings import Duel, Findings, PlanFindings
from .names import cut, unlike
from .values import plan_texts

_FEW_RUNS = 100
_NAME = 36  # letters of a name in sentences and pictures


@dataclass(frozen=True)
class Sentences:
    """Findings and the texts of one language, and what is said of them.

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

    def name(self, plan: PlanFindings) -> str:
        """Return a plan's name."""
        return self.names[self.found.plans.index(plan)]

    def summary(self, plan: PlanFindings) -> str:
        """Return a plan in one sentence; may be empty."""
        return plan_texts(plan, self.t)[1]

    @property
    def hashes(self) -> tuple[str, ...]:
        """Each plan with the digits of all its fields."""
        return tuple(
            self.t("explore.named", what=name, which=plan.hash)
            for name, plan in zip(self.names, self.found.plans, strict=True)
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

    def _by_lift(self) -> list[PlanFindings]:
        """Return the variants, the one that reaches most first."""
        return sorted(self.found.variants, key=lambda p: -p.numbers["reach"].mean.value)

    def says_reach(self, plan: PlanFindings) -> str:
        """Return how far a plan reaches."""
        told, t = plan.numbers, self.t
        return t(
            "report.says_reach", plan=self.name(plan), reach=told["reach"].mean.text(t),
            share=told["reach_share"].mean.text(t), people=plan.people.text(t),
            band=told["reach"].band(t),
        )  # fmt: skip

    def says_cost(self, plan: PlanFindings) -> str:
        """Return what a plan costs and returns."""
        told, t = plan.numbers, self.t
        cost, each, back = (told[n].mean.text(t) for n in ("cost", "cost_per_reader", "return"))
        return t("report.says_cost", plan=self.name(plan), cost=cost, each=each, back=back)

    def says_half(self, plan: PlanFindings) -> str:
        """Return how fast a plan is, and what carries it."""
        told, t = plan.numbers, self.t
        half, shares, joins = (told[n].mean.text(t) for n in ("half_time", "shares", "joins"))
        return t("report.says_half", half=half, shares=shares, joins=joins)

    def says_pays(self, plan: PlanFindings) -> str:
        """Return when a plan pays."""
        t, pays = self.t, plan.pays.text(self.t)
        if not plan.pays_from.value > 0:
            return t("report.says_pays_anyway", pays=pays)
        return t("report.says_pays", pays=pays, worth=plan.pays_from.text(t))

    def _says_cheapest(self, plan: PlanFindings, *, same: bool) -> str:
        each = plan.numbers["cost_per_reader"].mean.text(self.t)
        if same:
            return self.t("report.says_both", each=each)
        return self.t("report.says_cheapest", plan=self.name(plan), each=each)

    def says_duel(self, plan: PlanFindings) -> str:
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

    def _warns(self, plan: PlanFindings, duel: Duel) -> str:
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

    # --- pictures in words -------------------------------------------------------------------

    def ends(self, measure: str = "reach") -> str:
        """Return one measure of each plan in one line."""
        means = (plan.numbers[measure].mean.text(self.t) for plan in self.found.plans)
        return "; ".join(f"{a} {b}" for a, b in zip(self.names, means, strict=True))

    def picture(self) -> str:
        """Return the main picture in words."""
        return self.t("report.picture_says", runs=self.found.runs, ends=self.ends())

    def measure(self, name: str) -> str:
        """Return what a measure is called."""
        return self.t(f"report.{name}")
