"""What to be careful with in an answer, found in its numbers; `in_words` says it."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ...simulation import metrics
from ...simulation.plan_fields import OF_THE_TOWN
from ...simulation.scenario import Scenario
from ..compute.answer import Answer
from .cards import mark

SURE = 2.0  # standard errors from 0 from which on a difference is told
ENOUGH = 40  # runs with two of them beyond each end of the band
WIDE = 1.0  # of the mean, between the ends of the band
APART = 0.25  # of the range of reach, between two kinds of runs
FEW = 0.05  # of the runs, each kind at least
LATE, STILL = 0.1, 0.02  # the last tenth of the rounds, and the share of reach won there
EVERYBODY = 0.95  # of the people
LARGE = 0.05  # of reach, its standard error
MOST_RUNS = 100_000  # that a plan allows

Values = Mapping[str, Any]


def warnings_of(answer: Answer) -> dict[str, Values]:
    """Return the warnings that an answer deserves, by code, with the numbers they name.

    The codes are ``no_post``, ``nobody_starts``, ``nobody_shares``, ``coarse``, ``one_run``,
    ``few_runs``, ``error`` (the standard error of reach is large), ``tell`` (too few runs for the
    difference), ``wide`` (a wide band), ``two_kinds`` (two kinds of runs), ``cut`` (the horizon
    cuts the curve), ``everybody`` (reach is near all people), ``evidence`` (values outside of what
    evidence supports) and ``free`` (without cost there is no return).
    """
    found = {code: test(answer) for code, test in _TESTS.items()}
    return {code: values for code, values in found.items() if values is not None}


def _no_post(answer: Answer) -> Values | None:
    return None if answer.plan.campaign.posts else {}


def _nobody_starts(answer: Answer) -> Values | None:
    posts = answer.plan.campaign.posts
    started = any(post.seeds or post.paid for post in posts)
    return {} if posts and not started else None


def _nobody_shares(answer: Answer) -> Values | None:
    posts = answer.plan.campaign.posts
    started = any(post.seeds or post.paid for post in posts)
    seeds = sum(post.seeds for post in posts)
    return {} if started and answer.numbers["shares"]["mean"] <= seeds else None


def _coarse(answer: Answer) -> Values | None:
    asked = answer.plan.settings.runs
    return {"runs": answer.runs, "asked": asked} if answer.coarse else None


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
    away = abs(lift["mean"]) / lift["standard_error"] if lift["standard_error"] else math.inf
    if not away <= SURE:
        return None
    needed = math.ceil(answer.runs * (SURE / away) ** 2)
    return {"needed": needed} if answer.runs < needed <= MOST_RUNS else None


def _wide(answer: Answer) -> Values | None:
    reach = answer.numbers["reach"]
    across = reach["high"] - reach["low"]
    if not reach["mean"] or across <= WIDE * reach["mean"]:
        return None
    return {"low": reach["low"], "high": reach["high"], "times": across / reach["mean"]}


def _two_kinds(answer: Answer) -> Values | None:
    """Find a gap in reach that parts the runs, each part with some of them."""
    reach = np.sort(metrics.reach(answer.outcome))
    least = max(2, math.ceil(FEW * reach.size))
    if reach.size < 2 * least:
        return None
    gaps = np.diff(reach)[least - 1 : reach.size - least]
    place = int(gaps.argmax()) + least - 1
    across = float(reach[-1] - reach[0])
    if across <= WIDE * reach.mean() or gaps.max() < APART * across:
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
    plan = answer.plan
    own_town = answer.people == plan.population.people
    played = (
        name for name in Scenario.fields() if own_town or name.split(".")[0] not in OF_THE_TOWN
    )
    outside = {name: plan.get(name) for name in played if mark(name, plan.get(name)) == "outside"}
    return {"fields": outside} if outside else None


def _free(answer: Answer) -> Values | None:
    return None if answer.numbers["cost"]["mean"] else {}


_TESTS: dict[str, Callable[[Answer], Values | None]] = {
    "no_post": _no_post,
    "nobody_starts": _nobody_starts,
    "nobody_shares": _nobody_shares,
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
