"""A table of simulated campaigns, drawn from the priors of a fit: what could have been observed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import special

from .._version import __version__
from ..engine.coins import address
from ..models.sections.vocabulary import CHANCE
from ..simulation.outcome import Outcome
from ..simulation.scenario import Scenario
from .fit_calendar import FITTED, ObservedCalendar
from .fit_unknowns import DELIVERY_SPREAD, RELEVANCE_SPREAD, REPEATS, Unknown, sampled_scores
from .runner import Execution, run_plans
from .store import FORMAT, Study, create_or_resume

MOST_EXPOSURES = 50_000.0
"""Exposures for each post and 1,000 people above which a simulation counts as far from all data."""

_KEY, _TOWNS = 6, 7  # purposes of the addresses of keys, and of the random numbers of towns
_SHARED, _LARGE = 4, 4_000  # simulations that share a town, and people from which they do
_BLOCK = 50  # simulations that are stored together
_OWN_SPACE = "engagement.own_space"
_TAILS = 4  # degrees of freedom of how many people posts are delivered to
_REPEAT_NOISE = 0.15  # of the logarithm of impressions per person reached, from post to post
_STAGES, _MANY = (0.0, 0.3, 0.6), 1.0  # of the posts: where simulations that may explode are tried
_COUNTED = ("reads", "shares", "joins", "impressions")


@dataclass(frozen=True, eq=False)
class FitTable:
    """Simulated campaigns and what was unknown in each.

    Attributes
    ----------
    unknowns : tuple of Unknown
        The unknowns.
    scores : array of float64, shape (simulations, unknowns)
        Their values as normal scores of the priors.
    logs : array of float64, shape (simulations, measures, posts)
        Logarithms of one more than what would have been observed; measures as in `FITTED`.
    capped : int
        Number of simulations that were left out because they hit the limit of exposures.
    """

    unknowns: tuple[Unknown, ...]
    scores: NDArray[np.float64]
    logs: NDArray[np.float64]
    capped: int
    cache: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def simulations(self) -> int:
        """Number of simulations in the table."""
        return len(self.scores)


def table_of(
    calendar: ObservedCalendar,
    unknowns: Sequence[Unknown],
    simulations: int,
    execution: Execution,
    store: str | os.PathLike[str] | None = None,
) -> FitTable:
    """Return a table of simulations, which are run, read from a store, or were run before.

    Parameters
    ----------
    calendar : ObservedCalendar
        The observed posts; their numbers have no effect on the table.
    unknowns : sequence of Unknown
        The unknowns.
    simulations : int
        Number of simulations; each has its own chance. Small towns are of one simulation, large
        ones of four, since they take far longer to build than a campaign to simulate.
    execution : Execution
        Key, workers, progress and cancellation.
    store : path-like, optional
        A directory that keeps finished simulations; the same call continues after a kill.
    """
    key = execution.key or 0
    manifest = _manifest(calendar, unknowns, simulations, key)
    found = _RECENT.get(_hash(manifest))
    if found is not None and store is None:
        return found
    points = _Points.of(calendar, tuple(unknowns), simulations, key)
    counts = _counted(points, execution, manifest, store)
    table = points.table(counts)
    while len(_RECENT) > 3:
        _RECENT.pop(next(iter(_RECENT)))
    _RECENT[_hash(manifest)] = table
    return table


def in_memory(
    calendar: ObservedCalendar, unknowns: Sequence[Unknown], simulations: int, key: int
) -> bool:
    """Return whether a table would be returned without a simulation."""
    return _hash(_manifest(calendar, unknowns, simulations, key)) in _RECENT


_RECENT: dict[str, FitTable] = {}  # by manifest, for corrected numbers


@dataclass(frozen=True, eq=False)
class _Points:
    """The points at which campaigns are simulated."""

    calendar: ObservedCalendar
    unknowns: tuple[Unknown, ...]
    scores: NDArray[np.float64]  # (simulations, unknowns)
    effects: NDArray[np.float64]  # (simulations, 3, posts): relevance, delivery, repeats
    shared: int  # simulations in each town
    key: int

    @classmethod
    def of(
        cls, calendar: ObservedCalendar, unknowns: tuple[Unknown, ...], simulations: int, key: int
    ) -> _Points:
        posts, many = len(calendar.names), len(unknowns)
        scores = sampled_scores(many + 3 * posts, simulations, key)
        effects = scores[:, many:].reshape(simulations, 3, posts)
        shared = _shared(calendar.plan)
        if shared > 1:
            which = [at for at, unknown in enumerate(unknowns) if unknown.kind == "town"]
            towns = sampled_scores(len(which), -(-simulations // shared), key, purpose=_TOWNS)
            scores[:, which] = towns.repeat(shared, axis=0)[:simulations]
        return cls(calendar, unknowns, scores[:, :many], effects, shared, key)

    def values(self, name: str) -> NDArray[np.float64]:
        """Return the values of one unknown in all simulations."""
        at = [unknown.name for unknown in self.unknowns].index(name)
        return self.unknowns[at].values(self.scores[:, at])

    def plans(self, which: Sequence[int]) -> list[Scenario]:
        """Return the plans of some simulations."""
        base = self.calendar.plan
        named = [unknown.name for unknown in self.unknowns if unknown.kind != "posts"]
        columns = {name: self.values(name) for name in named}
        if self.calendar.attention != 1.0:
            own = columns.get(_OWN_SPACE, np.full(len(self.scores), base.get(_OWN_SPACE)))
            columns[_OWN_SPACE] = own * self.calendar.attention
        spread = self.values(RELEVANCE_SPREAD)
        return [
            base.replace(
                {name: _fitting(name, values[at]) for name, values in columns.items()}
                | {"settings.key": self._key(at),
                   "campaign.posts": self._posts(at, spread[at] * self.effects[at, 0])}
            )
            for at in which
        ]  # fmt: skip

    def _key(self, at: int) -> int:
        """Return the key of a simulation, which determines its town."""
        return int(address(self.key, _KEY, at // self.shared, 0) >> np.uint64(1))

    def _posts(self, at: int, effects: NDArray[np.float64]) -> list[Any]:
        """Return the posts of a simulation, their relevance moved on the scale of log odds.

        Posts have the chance of their names, so simulations that share a town name them apart.
        """
        plan = self.calendar.plan
        apart = f" #{at % self.shared}" if self.shared > 1 else ""
        return [
            post.model_copy(
                update={"relevance": _moved(_relevance(plan, post.relevance), effect),
                        "name": f"{post.name}{apart}"}
            )
            for post, effect in zip(plan.campaign.posts, effects.tolist(), strict=True)
        ]  # fmt: skip

    def table(self, counts: NDArray[np.float64]) -> FitTable:
        """Return the table of what was counted; shape (simulations, measures, posts)."""
        reads, shares, joins, exposures = counts.transpose(1, 0, 2)
        seeds, calendar = self.calendar.seeds, self.calendar
        # heavy tails: a few posts of a page do far better or worse than the others
        tails = scipy.stats.t.ppf(special.ndtr(self.effects[:, 1]), _TAILS)
        delivery = np.exp(self.values(DELIVERY_SPREAD)[:, None] * tails)
        delivery = delivery * (calendar.followers if calendar.has_own_space else 1.0)
        people = self.values("population.people")[:, None]
        unseeded = np.minimum(np.maximum(reads - seeds, 0.0) * delivery, people)
        shared = np.maximum(shares - seeds, 0.0) * delivery  # seeds' shares are not counted
        repeats = self.values(REPEATS)[:, None] * np.exp(_REPEAT_NOISE * self.effects[:, 2])
        seen = {"reads": seeds + unseeded, "shares": shared, "joins": joins * delivery,
                "impressions": (seeds + unseeded) * repeats}  # fmt: skip
        logs = np.log1p(np.stack([seen[name] for name in FITTED], axis=1))
        most = np.array([most_exposures(number) for number in people[:, 0]])
        fine = (exposures < most[:, None]).all(axis=1)
        return FitTable(self.unknowns, self.scores[fine], logs[fine], int((~fine).sum()))


def _fitting(name: str, value: float) -> float:
    return round(float(value)) if Scenario.field(name).type is int else float(value)


def _shared(plan: Scenario) -> int:
    """Return the number of simulations that share a town."""
    return _SHARED if plan.population.people >= _LARGE else 1


def _relevance(plan: Scenario, own: float | None) -> float:
    return plan.content.relevance if own is None else own


def _moved(share: float, effect: float) -> float:
    low, high = CHANCE
    if not low < share < high:
        return share
    odds = share / (1 - share) * float(np.exp(effect))
    return odds / (1 + odds)


# --- running and storing -------------------------------------------------------------------------


def post_counts(outcome: Outcome) -> list[list[float]]:
    """Return the reads, shares, joins and exposures of each post in the only run."""
    return [outcome.of_post(name)[0].astype(float).tolist() for name in _COUNTED]


def _counted(
    points: _Points,
    execution: Execution,
    manifest: Mapping[str, Any],
    store: str | os.PathLike[str] | None,
) -> NDArray[np.float64]:
    """Return what each simulation counts; blocks that are in the store are not run again."""
    simulations = len(points.scores)
    blocks = [range(first, min(first + _BLOCK, simulations))
              for first in range(0, simulations, _BLOCK)]  # fmt: skip
    study = None if store is None else create_or_resume(store, manifest)
    stored = {} if study is None else study.rows()
    counts = {at: row["counts"] for at, row in stored.items() if at < len(blocks)}
    missing = [at for at in range(len(blocks)) if at not in counts]
    writer = _Writer(study, blocks, counts)
    order = [(block, at) for block in missing for at in blocks[block]]
    plans = points.plans([at for _, at in order])
    capped = _capped(plans, execution)
    for at in capped:
        writer.take(*order[at], _far(len(points.calendar.names)))
    rest = [at for at in range(len(plans)) if at not in capped]
    run_plans(
        [plans[at] for at in rest], post_counts, replace(execution, runs=1, key=None),
        on_answer=lambda at, answer: writer.take(*order[rest[at]], answer),
    )  # fmt: skip
    return np.concatenate([np.asarray(counts[at], float) for at in range(len(blocks))])


def most_exposures(people: float) -> float:
    """Return the exposures of one post above which a simulation counts as far from all data."""
    return MOST_EXPOSURES * max(people / 1000, 1.0)


def _capped(plans: Sequence[Scenario], execution: Execution) -> set[int]:
    """Return which plans exceed the limit of exposures early in their campaign.

    Only those are tried in which readers bring many others into their groups, from the first post
    on: a horizon cuts a simulation and never changes it, nor do posts that start after it.
    """
    capped: set[int] = set()
    left = [at for at, plan in enumerate(plans) if _invites_many(plan)]
    for share in _STAGES:
        early = [_until(plans[at], share) for at in left]
        options = replace(execution, runs=1, key=None, progress=False)
        answers = run_plans(early, post_counts, options)
        for at, answer in zip(left, answers, strict=True):
            if max(answer[-1]) >= most_exposures(plans[at].population.people):
                capped.add(at)
        left = [at for at in left if at not in capped]
    return capped


def _invites_many(plan: Scenario) -> bool:
    """Return whether a reader brings more than one membership about, if all ties are invited."""
    invited = plan.population.ties * plan.groups.per_person
    return plan.invitations.invite * plan.invitations.accept * invited > _MANY


def _until(plan: Scenario, share: float) -> Scenario:
    """Return a plan that ends when a share of its posts has ended, at least one."""
    posts = sorted(plan.campaign.posts, key=lambda post: post.round)
    last = posts[max(1, int(share * len(posts))) - 1].round + plan.campaign.lifetime
    begun = [post for post in plan.campaign.posts if post.round <= last]
    return plan.replace({"campaign.posts": begun, "settings.horizon": last})


def _far(posts: int) -> list[list[float]]:
    """Return the counts of a simulation that was not run to its end."""
    return [[0.0] * posts, [0.0] * posts, [0.0] * posts, [float(10**12)] * posts]


@dataclass
class _Writer:
    """Collects the answers of blocks, and stores a block when it is complete."""

    study: Study | None
    blocks: Sequence[range]
    counts: dict[int, Any]
    open: dict[int, dict[int, Any]] = field(default_factory=dict)

    def take(self, block: int, at: int, answer: list[list[float]]) -> None:
        """Take what one simulation counted."""
        part = self.open.setdefault(block, {})
        part[at] = answer
        if len(part) == len(self.blocks[block]):
            rows = [part[index] for index in self.blocks[block]]
            if self.study is not None:
                self.study.save(block, {}, {"counts": rows})
            self.counts[block] = rows
            del self.open[block]


def _manifest(
    calendar: ObservedCalendar, unknowns: Sequence[Unknown], simulations: int, key: int
) -> dict[str, Any]:
    """Return everything that determines the numbers of a table, as JSON holds it."""
    plan = calendar.plan.model_dump(mode="json", exclude={"name", "summary"})
    for unknown in unknowns:  # the plan's own values of what is drawn have no effect
        section, _, name = unknown.name.partition(".")
        if unknown.kind == "field":
            plan[section].pop(name)
    return {
        "format": FORMAT,
        "engagelab": __version__,
        "design": "fit",
        "cells": -(-simulations // _BLOCK),
        "runs": simulations,
        "key": key,
        "fields": {},
        # a list: the order decides which numbers each unknown gets
        "unknowns": [[each.name, each.prior.kind, *each.prior.shape] for each in unknowns],
        "followers": calendar.followers.tolist(),
        "attention": calendar.attention,
        "shared": _shared(calendar.plan),
        "scenario": plan,
    }


def _hash(manifest: Mapping[str, Any]) -> str:
    text = json.dumps(manifest, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
