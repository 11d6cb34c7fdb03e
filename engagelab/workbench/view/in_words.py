"""The answer in words: what the picture shows, and what to be careful with."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from ...i18n import Texts
from ...i18n.rounding import Number, Summed
from ..compute.answer import Answer
from .warnings import SURE, warnings_of


@dataclass(frozen=True)
class Summary:
    """An answer in words.

    Attributes
    ----------
    sentences : tuple of str
        Who starts, how far and how fast it goes, through what, what it costs, whether it pays,
        and how it stands against the baseline.
    warnings : tuple of str
        What to be careful with, as `careful.warnings_of` finds it.
    """

    sentences: tuple[str, ...]
    warnings: tuple[str, ...]


def summary(answer: Answer, texts: Texts) -> Summary:
    """Return an answer in words.

    Examples
    --------
    >>> import threading, engagelab as el
    >>> from engagelab.i18n import load
    >>> from engagelab.workbench.compute.answer import Simulator, Question
    >>> plan = el.Scenario.preset("voucher").doing_nothing().replace({"population.people": 100})
    >>> answer = Simulator()(Question(plan, plan), False, threading.Event())
    >>> summary(answer, load("en")).sentences
    ('No post is published.', 'The plan costs nothing.')
    """
    sentences = (*_start(answer, texts), *_course(answer, texts), *_money(answer, texts))
    warnings = _warnings(answer, texts)
    return Summary((*sentences, *_against(answer, texts)), tuple(warnings))


def as_html(told: Summary, texts: Texts) -> str:
    """Return a summary as a paragraph and a list of warnings; every text in it is escaped."""
    careful = "".join(f"<li>{escape(text)}</li>" for text in told.warnings)
    title, below = escape(texts("in_words.title")), escape(texts("in_words.careful"))
    warned = f"<ul class='el-careful' aria-label='{below}'>{careful}</ul>" if careful else ""
    return (
        f"<section class='el-in-words' aria-label='{title}'>"
        f"<p>{escape(' '.join(told.sentences))}</p>{warned}</section>"
    )


def _start(answer: Answer, t: Texts) -> Iterator[str]:
    """Say who starts."""
    posts = answer.plan.campaign.posts
    if not posts:
        yield t("in_words.no_post")
        return
    rounds, seeds = [post.round for post in posts], sum(post.seeds for post in posts)
    origins = dict.fromkeys(t.word("origin", post.origin) for post in posts)
    key = "one_post" if len(posts) == 1 else "posts" if len(set(rounds)) > 1 else "posts_at_once"
    yield t(
        f"in_words.{key}",
        posts=len(posts),
        first=min(rounds),
        last=max(rounds),
        seeds=t("in_words.one_seed") if seeds == 1 else t("in_words.seeds", seeds=seeds),
        origins=", ".join(origins),
    )
    paid = sum(post.paid for post in posts)
    if paid:
        yield t("in_words.paid", paid=paid)


def _course(answer: Answer, t: Texts) -> Iterator[str]:
    """Say how far it goes, how fast and through what."""
    told, people = answer.numbers, answer.people
    if not answer.plan.campaign.posts:
        return
    reach = Summed.measured("reach", told["reach"])
    ends = {"reach": reach.mean.text(t), "low": reach.low.text(t), "high": reach.high.text(t)}
    share = _measured("reach_share", told["reach"]["mean"] / people, t)
    key = "in_words.reach" if answer.runs > 1 else "in_words.reach_once"
    yield t(key, people=people, share=share, runs=answer.runs, **ends)
    half = told["half_time"]["mean"]
    if math.isfinite(half):
        yield t("in_words.half", round=_measured("half_time", half, t))
    counts = {name: _measured(name, told[name]["mean"], t) for name in ("shares", "joins")}
    yield t("in_words.through", **counts)


def _money(answer: Answer, t: Texts) -> Iterator[str]:
    """Say what it costs and whether it pays."""
    told = answer.numbers
    cost, each, gain = told["cost"]["mean"], told["cost_per_reader"]["mean"], told["return"]
    if not cost:
        yield t("in_words.free")
        return
    if math.isfinite(each):
        names = {"cost": _measured("cost", cost, t), "each": _measured("cost_per_reader", each, t)}
        yield t("in_words.cost", **names)
    if not math.isfinite(gain["standard_error"]):
        yield t("in_words.gain_once", share=_measured("return", gain["mean"], t))
        return
    verdict = _verdict(gain["mean"], gain["standard_error"])
    key = {1: "pays", -1: "loses", 0: "even"}[verdict]
    share = _measured("return", abs(gain["mean"]) if verdict else gain["mean"], t)
    error = _measured("return", gain["standard_error"], t)
    yield t(f"in_words.{key}", share=share, error=error)


def _against(answer: Answer, t: Texts) -> Iterator[str]:
    """Say how it stands against the baseline."""
    lift = answer.numbers.get("lift")
    if lift is None:
        return
    mean, error = lift["mean"], lift["standard_error"]
    if mean == 0 and error == 0:
        yield t("in_words.same")
        return
    if not math.isfinite(error):
        yield t("in_words.lift_once", lift=_measured("lift", mean, t))
        return
    verdict = _verdict(mean, error)
    key = {1: "more", -1: "fewer", 0: "no_difference"}[verdict]
    told = _measured("reach", abs(mean), t) if verdict else _measured("lift", mean, t)
    yield t(f"in_words.{key}", lift=told, error=Number.measured("reach", error, mean).text(t))


def _measured(measure: str, value: float, t: Texts) -> str:
    """Return a number as it is written everywhere."""
    return Number.measured(measure, value).text(t)


def _verdict(mean: float, error: float) -> int:
    """Return the sign of a mean that is sure, or 0 for one that is not."""
    if abs(mean) <= SURE * error:
        return 0
    return 1 if mean > 0 else -1


def _warnings(answer: Answer, t: Texts) -> Iterator[str]:
    for code, values in warnings_of(answer).items():
        writes = {name: _written(name, value, t) for name, value in values.items()}
        yield t(f"in_words.warn_{code}", **writes)


def _written(name: str, value: object, t: Texts) -> str:
    """Return a value of a warning: a share, a list of fields, a ratio or a number."""
    if isinstance(value, dict):
        told = (f"{t.field(field).label} {t.value(field, x)}" for field, x in value.items())
        return ", ".join(told)
    assert isinstance(value, (int, float))
    if name == "share":
        return t.percent(value, 1)
    return t.decimal(value, 1) if name == "times" else t.whole(value)
