"""Render the headline numbers of an answer, with their uncertainty, as HTML."""

from collections.abc import Mapping
from typing import Any

from ...i18n import Texts
from ...i18n.rounding import Number, Summed
from ..compute.answer import Answer
from ..templates import element, render

_OTHERS = ("cost_per_reader", "return", "shares", "joins", "cost", "half_time")
_SHARE_ENDS = {"share": "mean", "low": "low", "high": "high"}


def headline(answer: Answer, t: Texts) -> str:
    """Return the headline numbers of an answer as cards, reach first."""
    summaries = {name: Summed.measured(name, answer.numbers[name]) for name in ("reach", *_OTHERS)}
    cards = [
        _card(name, summary, t, _lines(name, summary, answer, t))
        for name, summary in summaries.items()
    ]
    return render("headline", cards=cards)


def status(answer: Answer, t: Texts) -> str:
    """Return whether an answer is coarse or full; screen readers announce a full one."""
    runs, settings = answer.runs, answer.plan.settings
    if answer.coarse:
        text = t("workbench.coarse", runs=runs, asked=settings.runs)
        return element("span", text, class_="el-coarse")
    seconds = t.decimal(answer.seconds, 2)
    text = t("workbench.refined", runs=runs, key=str(settings.key), seconds=seconds)
    return element("span", text, class_="el-refined", role="status")


def _lines(name: str, summary: Summed, answer: Answer, t: Texts) -> list[str]:
    """Return the band of a number, if it has one, and what else there is to say of it."""
    lines = list(_LINES[name](answer, t)) if name in _LINES else []
    if summary.low.known:
        ends = {"low": summary.low.text(t), "high": summary.high.text(t)}
        key = "workbench.band_fitted" if answer.fitted else "workbench.band"
        lines.insert(0, t(key, **ends))
    return lines


def _card(name: str, summary: Summed, t: Texts, lines: list[str]) -> dict[str, Any]:
    """Return a number with its standard error and the lines below it, for the template."""
    return {
        "name": name.replace("_", "-"),
        "label": t(f"workbench.{name}"),
        "mean": summary.mean.text(t),
        "error": summary.error.text(t) if summary.error.known else "",
        "below": lines,
    }


def cost_line(costs: Mapping[str, float], t: Texts) -> str:
    """Return the mean of each kind of cost in one line; empty without costs.

    A kind that would be written as 0 is left out.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> cost_line({"seeds": 440.0, "answers": 12.5, "off message": 0.001}, load("en"))
    'seeds 440.00, answers 12.50'
    """
    total = sum(costs.values())  # whose decimals all of them have
    amounts = {kind: Number.measured("cost", costs[kind], total) for kind in costs}
    return t.series(
        f"{t.word('cost', kind)} {amount.text(t)}"
        for kind, amount in amounts.items()
        if not amount.is_zero
    )


def _cost_lines(answer: Answer, t: Texts) -> list[str]:
    return [cost_line(answer.costs, t)] if answer.costs else []


def _reach_lines(answer: Answer, t: Texts) -> list[str]:
    """Return reach as a share of people, and the lift over the baseline."""
    reach, people = answer.numbers["reach"], answer.people
    ends = {
        name: Number.measured("reach_share", reach[end] / people).text(t)
        for name, end in _SHARE_ENDS.items()
    }
    share = t("workbench.of_people", people=people, **ends)
    lift = answer.numbers.get("lift")
    if lift is None:
        return [share, t("workbench.is_baseline")] if answer.baseline is not None else [share]
    mean = Number.measured("lift", lift["mean"]).text(t)
    error = Number.measured("reach", lift["standard_error"], lift["mean"]).text(t)
    return [share, t("workbench.against", lift=mean, error=error)]


_LINES = {"reach": _reach_lines, "cost": _cost_lines}
