"""The headline numbers, with their uncertainty, as HTML."""

import math
from collections.abc import Callable, Iterable
from html import escape

from ..texts import Texts
from .answer import Answer, Numbers

Write = Callable[[float], str]


def headline(answer: Answer, t: Texts) -> str:
    """Return the cards with the headline numbers of an answer."""
    told = answer.numbers
    writes: dict[str, Write] = {
        "cost_per_reader": lambda money: t.money(money, told["cost_per_reader"]["mean"]),
        "return": lambda share: t.percent(share, 1),
        "shares": t.whole,
        "joins": t.whole,
        "cost": lambda money: t.money(money, told["cost"]["mean"]),
        "half_time": lambda rounds: t.decimal(rounds, 1),
    }
    reach = _card("reach", told["reach"], t.whole, t, _about_reach(answer, t))
    others = (_card(name, told[name], write, t) for name, write in writes.items())
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
    reach = {end: t.whole(answer.numbers["reach"][end]) for end in ("median", "low", "high")}
    return t("picture.in_words", people=answer.people, runs=answer.runs, **reach)


def _card(name: str, told: Numbers, write: Write, t: Texts, more: Iterable[str] = ()) -> str:
    """Return one number with its standard error and the middle of the runs."""
    ends = {end: write(told[end]) for end in ("low", "high") if end in told}
    band = t("workbench.band", **ends) if ends else ""
    below = "".join(f"<div class='el-below'>{escape(text)}</div>" for text in (band, *more) if text)
    return (
        f"<div class='el-card el-{name.replace('_', '-')}'>"
        f"<div class='el-label'>{escape(t(f'workbench.{name}'))}</div>"
        f"<div class='el-value'>{write(told['mean'])}{_error(told, write)}</div>{below}</div>"
    )


def _error(told: Numbers, write: Write) -> str:
    error = told.get("standard_error", math.nan)
    return f" <small>± {write(error)}</small>" if math.isfinite(error) else ""


def _about_reach(answer: Answer, t: Texts) -> list[str]:
    """Return reach as a share of people, and what the changes have won or lost."""
    reach, people = answer.numbers["reach"], answer.people
    ends = {name: t.percent(reach[end] / people, 1) for name, end in _ENDS.items()}
    lines = [t("workbench.of_people", people=people, **ends)]
    lift = answer.numbers.get("lift")
    if lift is None:
        return [*lines, t("workbench.is_baseline") if answer.baseline is not None else ""]
    lift_told, error = t.signed(lift["mean"]), t.whole(lift["standard_error"])
    return [*lines, t("workbench.against", lift=lift_told, error=error)]


_ENDS = {"share": "mean", "low": "low", "high": "high"}
