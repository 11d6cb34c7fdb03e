"""Summarise an answer in sentences, with warnings about how far to trust it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...experiments.plan_facts import PlanFacts
from ...i18n import Texts
from ...i18n.rounding import Number, Summed
from ...models.sections import ORGANISATION
from ...simulation.outcome import WAYS, Outcome
from ..compute.answer import Answer
from ..templates import render
from .headline import cost_line
from .warnings import SURE, warnings_of

# the people whom a reward on sharing moves, if not all of them
_MOVED = {
    "recognition": ("moves_recognition", "activity", ("contributor", "creator")),
    "loyalty": ("moves_loyalty", "role", ("customer",)),
}


@dataclass(frozen=True)
class Summary:
    """An answer in sentences.

    Attributes
    ----------
    sentences : tuple of str
        Who starts, how far and how fast the content spreads, the shares, joins, comments, answers
        and critics, the rules that act on some people only, the cost by kind, the return, and the
        lift over the baseline.
    warnings : tuple of str
        Reasons for caution, from `warnings.warnings_of`.
    """

    sentences: tuple[str, ...]
    warnings: tuple[str, ...]


def summary(answer: Answer, texts: Texts) -> Summary:
    """Return the summary of an answer.

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
    sentences = (*_seeds(answer, texts), *_course(answer, texts), *_money(answer, texts))
    warnings = _warnings(answer, texts)
    return Summary((*sentences, *_lift(answer, texts)), tuple(warnings))


def as_html(summary: Summary, texts: Texts) -> str:
    """Return a summary as HTML: a paragraph and a list of warnings."""
    return render("in_words", t=texts, sentences=summary.sentences, warnings=summary.warnings)


def _seeds(answer: Answer, t: Texts) -> Iterator[str]:
    """Yield the sentences about posts and seeds."""
    posts = answer.plan.campaign.posts
    if not posts:
        yield t("in_words.no_post")
        return
    rounds = [post.round for post in posts]
    key = "one_post" if len(posts) == 1 else "posts" if len(set(rounds)) > 1 else "posts_at_once"
    yield t(f"in_words.{key}", posts=len(posts), first=min(rounds), last=max(rounds))
    started = [post for post in posts if post.starters]
    if started:
        origins = ", ".join(dict.fromkeys(map(t.start_of, started)))
        seeds = sum(post.starters for post in started)
        key = "started" if len(started) == len(posts) else "started_some"
        yield t(f"in_words.{key}", posts=len(started), seeds=seeds, origins=origins)
    own = sum(post.origin == ORGANISATION for post in posts)
    if own:
        yield t("in_words.own", posts=own, members=answer.plan.campaign.own_size)
    paid = sum(post.paid for post in posts)
    if paid:
        yield t("in_words.paid", paid=paid)


def _course(answer: Answer, t: Texts) -> Iterator[str]:
    """Yield the sentences about reach, speed, shares and joins."""
    numbers, people = answer.numbers, answer.people
    if not answer.plan.campaign.posts:
        return
    reach = Summed.measured("reach", numbers["reach"])
    ends = {"reach": reach.mean.text(t), "low": reach.low.text(t), "high": reach.high.text(t)}
    share = _measured("reach_share", numbers["reach"]["mean"] / people, t)
    key = "in_words.reach" if answer.runs > 1 else "in_words.reach_once"
    key = "in_words.reach_fitted" if answer.fitted else key
    yield t(key, people=people, share=share, runs=answer.runs, **ends)
    half = numbers["half_time"]["mean"]
    if math.isfinite(half):
        yield t("in_words.half", round=_measured("half_time", half, t))
    names = ("shares", "joins", "comments", "answers", "critics")
    texts = {name: _measured(name, numbers[name]["mean"], t) for name in names}
    yield t("in_words.through", **texts)
    if numbers["comments"]["mean"] or numbers["answers"]["mean"]:
        yield t("in_words.voices", **texts)
    if numbers["critics"]["mean"]:
        yield t("in_words.critics", **texts)
    yield from _rules(answer, t)


def _rules(answer: Answer, t: Texts) -> Iterator[str]:
    """Yield the sentences about rules that act on some people only."""
    plan, facts = answer.plan, PlanFacts(answer.plan, answer.network)
    by_employees = any(post.origin == "employee" for post in plan.campaign.posts)
    if by_employees and plan.engagement.employee_trust != 1:
        yield t("in_words.trust", factor=t.exact(plan.engagement.employee_trust))
    if facts.reviewed:
        stopped = float(answer.outcome.total("stopped").mean())
        yield t("in_words.reviewed", stopped=_measured("shares", stopped, t))
    for reward, (key, way, classes) in _MOVED.items():
        if facts.moves(reward):
            share = _share(answer.outcome, way, classes)
            yield t(f"in_words.{key}", share=_measured("reach_share", share, t))


def _share(outcome: Outcome, way: str, classes: Sequence[str]) -> float:
    """Return the share of people in some classes."""
    sizes = outcome.class_sizes[list(WAYS).index(way)]
    return float(sum(sizes[WAYS[way].index(name)] for name in classes) / outcome.people)


def _money(answer: Answer, t: Texts) -> Iterator[str]:
    """Yield the sentences about cost and return."""
    numbers = answer.numbers
    cost, each = numbers["cost"]["mean"], numbers["cost_per_reader"]["mean"]
    gain = numbers["return"]
    if not cost:
        yield t("in_words.free")
        return
    if math.isfinite(each):
        each_text = _measured("cost_per_reader", each, t)
        yield t("in_words.cost", cost=_measured("cost", cost, t), each=each_text)
    if len(answer.costs) > 1:
        yield t("in_words.cost_kinds", kinds=cost_line(answer.costs, t))
    if not math.isfinite(gain["standard_error"]):
        yield t("in_words.gain_once", share=_measured("return", gain["mean"], t))
        return
    verdict = _verdict(gain["mean"], gain["standard_error"])
    key = {1: "pays", -1: "loses", 0: "even"}[verdict]
    share = _measured("return", abs(gain["mean"]) if verdict else gain["mean"], t)
    error = _measured("return", gain["standard_error"], t)
    yield t(f"in_words.{key}", share=share, error=error)


def _lift(answer: Answer, t: Texts) -> Iterator[str]:
    """Yield the sentence about the lift over the baseline."""
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
    size = _measured("reach", abs(mean), t) if verdict else _measured("lift", mean, t)
    yield t(f"in_words.{key}", lift=size, error=Number.measured("reach", error, mean).text(t))


def _measured(measure: str, value: float, t: Texts) -> str:
    """Return a measure as text, rounded as everywhere else."""
    return Number.measured(measure, value).text(t)


def _verdict(mean: float, error: float) -> int:
    """Return the sign of a mean, or 0 if its error does not settle it."""
    if abs(mean) <= SURE * error:
        return 0
    return 1 if mean > 0 else -1


def _warnings(answer: Answer, t: Texts) -> Iterator[str]:
    for code, values in warnings_of(answer).items():
        texts = {name: _written(name, value, t) for name, value in values.items()}
        yield t(f"in_words.warn_{code}", **texts)


def _written(name: str, value: object, t: Texts) -> str:
    """Return a value of a warning as text: a share, a list of fields, a ratio or a number."""
    if isinstance(value, dict):
        return ", ".join(
            f"{t.field(field).label} {t.value(field, x)}" for field, x in value.items()
        )
    assert isinstance(value, (int, float))
    if name == "share":
        return t.percent(value, 1)
    return t.decimal(value, 1) if name == "times" else t.whole(value)
