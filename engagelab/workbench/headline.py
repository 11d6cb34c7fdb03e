"""The headline numbers, with their uncertainty, as HTML."""

import math
from collections.abc import Callable, Iterable
from html import escape

from .answer import Answer, Numbers

_NONE = "–"

Write = Callable[[float], str]


def headline(answer: Answer) -> str:
    """Return the cards with the headline numbers of an answer."""
    told = answer.numbers
    cards = [
        _card("reach", "People reached", told["reach"], _whole, _about_reach(answer)),
        _card("cost-per-reader", "Cost per person reached", told["cost_per_reader"], _money),
        _card("return", "Return on cost", told["return"], _percent),
        _card("shares", "Shares", told["shares"], _whole),
        _card("joins", "Joins", told["joins"], _whole),
        _card("cost", "Total cost", told["cost"], _whole),
        _card("half-time", "Half of reach by round", told["half_time"], _tenth),
    ]
    return f"<div class='el-cards'>{''.join(cards)}</div>"


def status(answer: Answer) -> str:
    """Return whether an answer is coarse or full; a full one is announced to screen readers."""
    runs, asked = answer.runs, answer.plan.settings
    if answer.coarse:
        text = f"coarse: {runs:,} of {asked.runs:,} runs, refined when at rest"
        return f"<span class='el-coarse'>{text}</span>"
    text = f"{runs:,} runs, key {asked.key}, in {answer.seconds:.2f} s; mean ± standard error"
    return f"<span class='el-refined' role='status'>{text}</span>"


def in_words(answer: Answer) -> str:
    """Return the picture in one sentence, for those who cannot see it."""
    reach = answer.numbers["reach"]
    return (
        f"Reach by round: {_whole(reach['median'])} of {answer.people:,} people at the end in the "
        f"median of {answer.runs:,} runs, {_whole(reach['low'])} to {_whole(reach['high'])} in 5 "
        "to 95 % of them."
    )


def _card(key: str, label: str, told: Numbers, write: Write, more: Iterable[str] = ()) -> str:
    """Return one number with its standard error and the middle of the runs."""
    band = f"5–95 %: {write(told['low'])}–{write(told['high'])}" if "low" in told else ""
    below = "".join(f"<div class='el-below'>{escape(text)}</div>" for text in (band, *more) if text)
    return (
        f"<div class='el-card el-{key}'><div class='el-label'>{escape(label)}</div>"
        f"<div class='el-value'>{write(told['mean'])}{_error(told, write)}</div>{below}</div>"
    )


def _error(told: Numbers, write: Write) -> str:
    error = told.get("standard_error", math.nan)
    return f" <small>± {write(error)}</small>" if math.isfinite(error) else ""


def _about_reach(answer: Answer) -> list[str]:
    """Return reach as a share of people, and what the changes have won or lost."""
    reach, people = answer.numbers["reach"], answer.people
    low, high = (f"{100 * reach[end] / people:.1f}" for end in ("low", "high"))
    lines = [f"{100 * reach['mean'] / people:.1f} % of {people:,} people ({low}–{high} %)"]
    lift = answer.numbers.get("lift")
    if lift is None:
        return [*lines, "this is the baseline" if answer.baseline is not None else ""]
    return [
        *lines,
        f"{_signed(lift['mean'])} ± {_whole(lift['standard_error'])} against the baseline",
    ]


def _whole(number: float) -> str:
    return f"{number:,.0f}" if math.isfinite(number) else _NONE


def _signed(number: float) -> str:
    return _minus(f"{number:+,.0f}") if math.isfinite(number) else _NONE


def _minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")


def _tenth(number: float) -> str:
    return f"{number:,.1f}" if math.isfinite(number) else _NONE


def _money(number: float) -> str:
    if not math.isfinite(number):
        return _NONE
    return f"{number:,.3f}" if abs(number) < 1 else f"{number:,.2f}"


def _percent(number: float) -> str:
    return f"{_minus(f'{100 * number:,.1f}')} %" if math.isfinite(number) else _NONE
