"""Compare plans as HTML: one sentence for each pair, and a table of inputs and results."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

from ...experiments import Comparison, compare_outcomes
from ...i18n import Texts
from ...i18n.number_format import NONE
from ...i18n.rounding import Number, Summed, price, won
from ...palette import look
from ...simulation import metrics
from ...simulation.outcome import Outcome, describe
from ...simulation.scenario import Scenario
from ..compute.answer import costs_of
from ..state.draft_plan import differences
from ..templates import render
from .comparison_set import ComparedPlan


class _Cell(NamedTuple):
    text: str
    detail: str = ""
    differs: bool = False


class _Row(NamedTuple):
    label: str
    cells: list[_Cell]


@dataclass(frozen=True)
class SimulatedPlan(ComparedPlan):
    """A plan of a comparison with its outcome.

    Attributes
    ----------
    outcome : Outcome
        The outcome of its runs.
    """

    outcome: Outcome


def compared_with(plans: Sequence[SimulatedPlan], baseline: str) -> Comparison:
    """Compare all plans with the one that has the key `baseline`."""
    ordered = sorted(plans, key=lambda plan: plan.key != baseline)
    return compare_outcomes({plan.key: plan.outcome for plan in ordered})


# --- sentences -------------------------------------------------------------------------------


def verdicts(plans: Sequence[SimulatedPlan], comparison: Comparison, t: Texts) -> str:
    """Return a sentence for each plan that is compared with the baseline."""
    names = {plan.key: plan.short(t) for plan in plans}
    rows = comparison.table.iloc[1:].to_dict("records")
    return render("verdicts", verdicts=[_verdict(row, names, comparison, t) for row in rows])


def _verdict(
    row: dict[Any, Any], names: dict[str, str], comparison: Comparison, t: Texts
) -> tuple[str, str]:
    """Return the kind of a verdict, and its sentence with a capital letter."""
    kind, values = _kind_and_values(row, t)
    has_half = kind in ("beats", "beaten") and won(row["wins"], row["runs"]).digits
    values |= {"a": names[row["plan"]], "b": names[comparison.baseline]}
    values["tie"] = " " + t("compare.tie") if has_half else ""
    text = t(f"compare.{kind}", **values, sure=t.percent(comparison.confidence))
    return kind, text[:1].upper() + text[1:]


def _kind_and_values(row: dict[Any, Any], t: Texts) -> tuple[str, dict[str, Any]]:
    """Return the sentence that a row of the comparison supports, and its numbers."""
    lift, runs = row["lift"], row["runs"]
    if row["low"] == row["high"] == 0:
        return "same", {"runs": runs}
    if not row["resolved"]:
        more = row["runs_to_resolve"]
        remedy = t("compare.more_runs", more=int(more)) if isfinite(more) else t("compare.no_runs")
        return "apart", {**_lift_and_ends(row, t), "remedy": remedy}
    is_ahead = lift > 0
    low, high = sorted((abs(row["low"]), abs(row["high"])))
    sizes = {"lift": abs(lift), "low": low, "high": high}
    texts = {name: Number.measured("reach", size, lift).text(t) for name, size in sizes.items()}
    wins = won(row["wins"] if is_ahead else 1 - row["wins"], runs)
    return "beats" if is_ahead else "beaten", {**texts, "wins": wins.text(t), "runs": runs}


def _lift_and_ends(row: dict[Any, Any], t: Texts) -> dict[str, str]:
    return {
        name: Number.measured("lift", row[name], row["lift"]).text(t)
        for name in ("lift", "low", "high")
    }


# --- the table -------------------------------------------------------------------------------


def table(plans: Sequence[SimulatedPlan], comparison: Comparison, t: Texts) -> str:
    """Return a table of plans: the fields in which they differ, and their results."""
    caption = t("compare.caption", plans=len(plans), runs=int(comparison.table["runs"].iloc[0]))
    sections = [
        (t("compare.differences"), list(_differences(plans, t))),
        (t("compare.outcomes"), list(_results(plans, comparison, t))),
    ]
    columns = [_column(plan, t) for plan in plans]
    return render("comparison_table", caption=caption, columns=columns, sections=sections, t=t)


def _column(plan: SimulatedPlan, t: Texts) -> dict[str, Any]:
    label = plan.short(t)
    return {
        "label": label,
        "name": "" if plan.name == label else plan.name,
        "present": plan.present and plan.key != "plan",
        "look": look(plan.key),
    }


def _differences(plans: Sequence[SimulatedPlan], t: Texts) -> Iterator[_Row]:
    """Yield the fields in which a plan differs from the first one."""
    first = plans[0].plan
    changed = [set(differences(first, plan.plan)) for plan in plans]
    for name in Scenario.fields():
        if any(name in fields for fields in changed):
            cells = [
                _Cell(t.value(name, plan.plan.get(name)), differs=name in fields)
                for plan, fields in zip(plans, changed, strict=True)
            ]
            yield _Row(t.label(name), cells)


def _results(plans: Sequence[SimulatedPlan], comparison: Comparison, t: Texts) -> Iterator[_Row]:
    """Yield the rows of numbers: means with their errors, lifts with their intervals."""
    measures: dict[str, Callable[[Outcome], dict[str, float]]] = {
        "reach": lambda outcome: describe(metrics.reach(outcome)),
        "cost": lambda outcome: describe(outcome.total("cost")),
        "cost_per_reader": metrics.cost_per_reader,
        "return": metrics.return_on_cost,
    }
    for name, measure in measures.items():
        summaries = (Summed.measured(name, measure(plan.outcome)) for plan in plans)
        yield _Row(t(f"workbench.{name}"), [_mean(summary, t) for summary in summaries])
        if name == "reach":
            yield from _lifts(plans, comparison, t)
        if name == "cost":
            yield from _costs(plans, t)


def _costs(plans: Sequence[SimulatedPlan], t: Texts) -> Iterator[_Row]:
    """Yield a row for each kind of cost that occurs in a plan."""
    kinds = dict.fromkeys(kind for plan in plans for kind in costs_of(plan.outcome))
    for measure in (f"cost of {kind}" for kind in kinds):
        label = t.word("measure", measure)
        cells = [_mean(_part_of_cost(plan.outcome, measure), t) for plan in plans]
        yield _Row(label[:1].upper() + label[1:], cells)


def _part_of_cost(outcome: Outcome, measure: str) -> Summed:
    """Return a kind of cost, with the decimals of the total cost."""
    total = float(outcome.total("cost").mean())
    return Summed.measured("cost", describe(outcome.total(measure)), total)


def _mean(summary: Summed, t: Texts) -> _Cell:
    """Return a mean with its standard error."""
    error = f" ± {summary.error.text(t)}" if summary.error.known else ""
    return _Cell(summary.mean.text(t), error)


def _lifts(plans: Sequence[SimulatedPlan], comparison: Comparison, t: Texts) -> Iterator[_Row]:
    """Yield lift, runs won and cost per extra reader of each plan over the baseline."""
    rows = {row["plan"]: row for row in comparison.table.to_dict("records")}
    name = next(plan.short(t) for plan in plans if plan.key == comparison.baseline)
    cells = [
        (_Cell(NONE),) * 3 if plan.key == comparison.baseline else _lift(rows[plan.key], t)
        for plan in plans
    ]
    lifts, wins, prices = (list(column) for column in zip(*cells, strict=True))
    yield _Row(t("compare.lift", b=name, sure=t.percent(comparison.confidence)), lifts)
    yield _Row(t("compare.wins", b=name), wins)
    yield _Row(t("compare.extra", b=name), prices)


def _lift(row: dict[Any, Any], t: Texts) -> tuple[_Cell, _Cell, _Cell]:
    """Return lift, runs won and cost per extra reader of one plan."""
    ends = _lift_and_ends(row, t)
    wins = t("report.of_runs", wins=won(row["wins"], row["runs"]).text(t), runs=row["runs"])
    between = t("compare.between", low=ends["low"], high=ends["high"])
    return _Cell(ends["lift"], f" {between}"), _Cell(wins), _Cell(price(row).mean.text(t))
