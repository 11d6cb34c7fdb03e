"""Detect reasons for caution in the numbers of an answer; `in_words` writes the sentences."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...experiments.plan_facts import PlanFacts
from ...models.sections import ORGANISATION, REWARDS
from ...simulation import metrics
from ...simulation.plan_fields import OF_THE_TOWN
from ...simulation.scenario import Scenario
from ..compute.answer import Answer
from .cards import mark

SURE = 2.0  # minimum z-score to report a difference
ENOUGH = 40  # runs, so that two of them lie beyond each end of the band
WIDE = 1.0  # width of the band, as a multiple of the mean
APART = 0.25  # gap between two kinds of runs, as a share of the range of reach
FEW = 0.05  # minimum share of the runs on each side of the gap
LATE, STILL = 0.1, 0.02  # share of reach that the last tenth of the rounds may still add
CRITICS = 0.02  # share of people from which on critics are felt: each has a dozen ties
EVERYBODY = 0.95  # share of people from which on reach is near its limit
LARGE = 0.05  # standard error of reach, as a share of reach
MOST_RUNS = 100_000  # allowed by a plan

Values = Mapping[str, Any]


def warnings_of(answer: Answer) -> dict[str, Values]:
    """Return the warnings that apply to an answer, by code, with the numbers of their sentences.

    The codes are ``no_post``, ``nobody_starts``, ``empty_space`` (posts of the organisation without
    members), ``nobody_shares``, ``critics`` (many of them), ``rewards`` (some that move nobody),
    ``review`` (without shares of employees), ``coarse``, ``one_run``, ``few_runs``, ``error`` (a
    large standard error of reach), ``tell`` (too few runs to resolve the lift), ``wide`` (a wide
    band), ``two_kinds`` (two kinds of runs), ``cut`` (reach still grows at the horizon),
    ``everybody`` (reach is near all people), ``evidence`` (values outside the supported range) and
    ``free`` (a plan without cost has no return).
    """
    results = {code: test(answer) for code, test in _TESTS.items()}
    return {code: values for code, values in results.items() if values is not None}


def _no_post(answer: Answer) -> Values | None:
    return None if answer.plan.campaign.posts else {}


def _nobody_starts(answer: Answer) -> Values | None:
    facts = _facts(answer)
    return {} if facts.posts and not facts.read else None


def _empty_space(answer: Answer) -> Values | None:
    posts, members = answer.plan.campaign.posts, answer.plan.campaign.own_size
    return {} if any(post.origin == ORGANISATION for post in posts) and not members else None


def _nobody_shares(answer: Answer) -> Values | None:
    facts = _facts(answer)
    seeds = sum(post.starters for post in facts.posts)
    return {} if facts.read and answer.numbers["shares"]["mean"] <= seeds else None


def _critics(answer: Answer) -> Values | None:
    critics = answer.numbers["critics"]["mean"]
    share = critics / answer.people
    return {"critics": critics, "share": share} if share >= CRITICS else None


def _rewards(answer: Answer) -> Values | None:
    facts, plan = _facts(answer), answer.plan
    amounts = {f"rewards.{reward}": getattr(plan.rewards, reward) for reward in REWARDS
               if not facts.moves(reward)}  # fmt: skip
    wasted = {name: amount for name, amount in amounts.items() if amount}
    return {"fields": wasted} if wasted and facts.read else None


def _review(answer: Answer) -> Values | None:
    facts = _facts(answer)
    return {} if answer.plan.control.review and facts.read and not facts.reviewed else None


def _facts(answer: Answer) -> PlanFacts:
    return PlanFacts(answer.plan, answer.network)


def _coarse(answer: Answer) -> Values | None:
    runs = answer.plan.settings.runs
    return {"runs": answer.runs, "asked": runs} if answer.coarse else None


def _one_run(answer: Answer) -> Values | None:
    return {} if answer.runs == 1 and not answer.coarse else None


def _few_runs(answer: Answer) -> Values | None:
    few = 1 < answer.runs < ENOUGH and not answer.coarse
    return {"runs": answer.runs, "enough": ENOUGH} if few else None


def _error(answer: Answer) -> Values | None:
    reach = answer.numbers["reach"]
    error = reach["standard_error"]
    large = math.isfinite(error) and error > LARGE * reach["mean"]
    return {"share": error / reach["mean"]} if large and reach["mean"] else None


def _tell(answer: Answer) -> Values | None:
    lift = answer.numbers.get("lift")
    if lift is None or answer.coarse or not lift["mean"]:
        return None
    z_score = abs(lift["mean"]) / lift["standard_error"] if lift["standard_error"] else math.inf
    if not z_score <= SURE:
        return None
    needed = math.ceil(answer.runs * (SURE / z_score) ** 2)
    return {"needed": needed} if answer.runs < needed <= MOST_RUNS else None


def _wide(answer: Answer) -> Values | None:
    reach = answer.numbers["reach"]
    width = reach["high"] - reach["low"]
    if not reach["mean"] or width <= WIDE * reach["mean"]:
        return None
    return {"low": reach["low"], "high": reach["high"], "times": width / reach["mean"]}


def _two_kinds(answer: Answer) -> Values | None:
    """Return the widest gap in reach that leaves enough runs on both sides."""
    reach = np.sort(metrics.reach(answer.outcome))
    least = max(2, math.ceil(FEW * reach.size))
    if reach.size < 2 * least:
        return None
    gaps = np.diff(reach)[least - 1 : reach.size - least]
    place = int(gaps.argmax()) + least - 1
    width = float(reach[-1] - reach[0])
    if width <= WIDE * reach.mean() or gaps.max() < APART * width:
        return None
    share = (place + 1) / reach.size
    return {"share": share, "below": int(reach[place]), "above": int(reach[place + 1])}


def _cut(answer: Answer) -> Values | None:
    mean = answer.curve["mean"].to_numpy()
    rounds = max(1, round(LATE * (mean.size - 1)))
    if mean.size < 2 or not mean[-1]:
        return None
    late = float((mean[-1] - mean[-1 - rounds]) / mean[-1])
    return {"share": late, "rounds": rounds} if late > STILL else None


def _everybody(answer: Answer) -> Values | None:
    share = answer.numbers["reach"]["mean"] / answer.people
    return {"share": share} if share >= EVERYBODY else None


def _evidence(answer: Answer) -> Values | None:
    plan, own_town = answer.plan, answer.network is None
    names = (
        name for name in Scenario.fields() if own_town or name.split(".")[0] not in OF_THE_TOWN
    )
    outside = {name: plan.get(name) for name in names if mark(name, plan.get(name)) == "outside"}
    return {"fields": outside} if outside else None


def _free(answer: Answer) -> Values | None:
    return None if answer.numbers["cost"]["mean"] else {}


_TESTS: dict[str, Callable[[Answer], Values | None]] = {
    "no_post": _no_post,
    "nobody_starts": _nobody_starts,
    "empty_space": _empty_space,
    "nobody_shares": _nobody_shares,
    "critics": _critics,
    "rewards": _rewards,
    "review": _review,
    "coarse": _coarse,
    "one_run": _one_run,
    "few_runs": _few_runs,
    "error": _error,
    "tell": _tell,
    "wide": _wide,
    "two_kinds": _two_kinds,
    "cut": _cut,
    "everybody": _everybody,
    "evidence": _evidence,
    "free": _free,
}
