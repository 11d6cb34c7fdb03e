"""The headline numbers, with their uncertainty, as HTML."""

from collections.abc import Iterable
from html import escape

from ...i18n import Texts
from ...i18n.rounding import Number, Summed
from ..compute.answer import Answer

_OTHERS = ("cost_per_reader", "return", "shares", "joins", "cost", "half_time")


def headline(answer: Answer, t: Texts) -> str:
    """Return the cards with the headline numbers of an answer."""
    told = {name: Summed.measured(name, answer.numbers[name]) for name in ("reach", *_OTHERS)}
    reach = _card("reach", told["reach"], t, _about_reach(answer, t))
    others = (_card(name, told[name], t) for name in _OTHERS)
    return f"<div class='el-cards'>{reach}{''.join(others)}</div>"


def status(answer: Answer, t: Texts) -> str:
    """Return whether an answer is coarse or full; a full one is announced to screen readers."""
    runs, asked = answer.runs, answer.plan.settings
    if answer.coarse:
        text = t("workbench.coarse", runs=runs, asked=asked.runs)
        return f"<span class='el-coarse'>{escape(text)}</span>"
    seconds = t.decimal(answer.seconds, 2)
    text = t("workbench.refined", runs=runs, key=str(asked.key), seconds=seconds)
    return f"<span class='el-refined' role='status'>{escape(text)}</span>"


def in_words(answer: Answer, t: Texts) -> str:
    """Return the picture in one sentence, for those who cannot see it."""
    told = answer.numbers["reach"]
    reach = {
        end: Number.measured("reach", told[end], told["mean"]).text(t)
        for end in ("median", "low", "high")
    }
    return t("picture.in_words", people=answer.people, runs=answer.runs, **reach)


def _card(name: str, told: Summed, t: Texts, more: Iterable[str] = ()) -> str:
    """Return one number with its standard error and the middle of the runs."""
    ends = {"low": told.low.text(t), "high": told.high.text(t)} if told.low.known else {}
    band = t("workbench.band", **ends) if ends else ""
    below = "".join(f"<div class='el-below'>{escape(text)}</div>" for text in (band, *more) if text)
    error = f" <small>± {told.error.text(t)}</small>" if told.error.known else ""
    return (
        f"<div class='el-card el-{name.replace('_', '-')}'>"
        f"<div class='el-label'>{escape(t(f'workbench.{name}'))}</div>"
        f"<div class='el-value'>{told.mean.text(t)}{error}</div>{below}</div>"
    )


def _about_reach(answer: Answer, t: Texts) -> list[str]:
    """Return reach as a share of people, and what the changes have won or lost."""
    reach, people = answer.numbers["reach"], answer.people
    ends = {
        name: Number.measured("reach_share", reach[end] / people).text(t)
        for name, end in _ENDS.items()
    }
    lines = [t("workbench.of_people", people=people, **ends)]
    lift = answer.numbers.get("lift")
    if lift is None:
        return [*lines, t("workbench.is_baseline") if answer.baseline is not None else ""]
    told, error = Number.measured("lift", lift["mean"]), lift["standard_error"]
    error_told = Number.measured("reach", error, lift["mean"]).text(t)
    return [*lines, t("workbench.against", lift=told.text(t), error=error_told)]


_ENDS = {"share": "mean", "low": "low", "high": "high"}
