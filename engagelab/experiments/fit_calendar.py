"""The calendar of observed posts as a plan has it: rounds, seeds, paid impressions, own space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import Message, listing
from ..models import Post
from ..observed.posts import ObservedPosts
from ..observed.remarks import refused_export
from ..simulation.scenario import Scenario
from .fit_words import fit_word

MOST_POSTS = 24  # the last ones: an audience of long ago was another one
LEAST_POSTS = 3
FITTED = ("reads", "shares", "joins", "impressions")
"""Measures that a fit can use; impressions only for posts whose reads are unknown."""


@dataclass(frozen=True, eq=False)
class ObservedCalendar:
    """Observed posts, ready to be simulated and compared.

    Attributes
    ----------
    plan : Scenario
        The plan with the calendar of the observed posts.
    names : tuple of str
        The posts.
    logs : array of float64, shape (measures, posts)
        Logarithm of one more than the observed number, NaN if unknown; by `FITTED`.
    seeds : array of float64, shape (posts,)
        People who start each post.
    followers : array of float64, shape (posts,)
        Size of the own space at each post, relative to the mean.
    scale : float
        People of the plan's town for each person of the page's audience; 1 if the page is small.
    attention : float
        Factor on the attention in the own space, since a page of full size has more members than
        its own space in the plan's town and each sees less of it.
    notes : tuple of Message
        What was decided.
    """

    plan: Scenario
    names: tuple[str, ...]
    logs: NDArray[np.float64]
    seeds: NDArray[np.float64]
    followers: NDArray[np.float64]
    scale: float
    attention: float
    notes: tuple[Message, ...]

    @property
    def has_own_space(self) -> bool:
        """Whether the posts start in the organisation's own space."""
        return self.plan.campaign.own_size > 0

    @property
    def is_paid(self) -> bool:
        """Whether a post has paid impressions."""
        return any(post.paid for post in self.plan.campaign.posts)

    def numbers(self, logs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return counts of the page from logarithms of counts of the plan's town."""
        return np.maximum(np.expm1(logs), 0.0) / self.scale


def calendar_of(plan: Scenario, observed: ObservedPosts) -> ObservedCalendar:
    """Return the observed posts as a calendar of the plan.

    Posts that are younger than the plan's lifetime, paid for by an unknown sum, or without any
    number are left out, and of the others the last 24 are taken. Longer pauses between posts than a
    post lives are cut, since nothing happens in them.

    Raises
    ------
    EngagelabError
        If fewer than three posts are left, or it is unknown who starts them.
    """
    notes: list[Message] = []
    posts = _usable(plan, observed, notes)
    seeds, followers = _starters(plan, posts)
    scale = _scale(plan, followers, notes)
    table = pd.DataFrame({name: _values(observed, name) for name in FITTED}).loc[posts.index]
    if table["reads"].notna().any():
        table["impressions"] = table["impressions"].where(table["reads"].isna())
    own = followers.notna().any()
    paid = posts["paid"].fillna(0.0).to_numpy() * scale
    made = [
        Post(name=str(name), round=start, seeds=round(seed * scale), paid=round(bought),
             origin="organisation" if own and not seed else "anyone")
        for name, start, seed, bought in zip(
            posts.index, _rounds(plan, posts, notes), seeds, paid, strict=True)
    ]  # fmt: skip
    changes = {
        "campaign.posts": made,
        "campaign.own_size": round(float(followers.mean()) * scale) if own else 0,
        "settings.horizon": max(post.round for post in made) + plan.campaign.lifetime,
        "settings.runs": 1,
    }
    sizes = followers / followers.mean() if own else followers
    return ObservedCalendar(
        plan.replace(changes), tuple(map(str, posts.index)),
        np.log1p(table.to_numpy(float).T * scale), np.array([post.seeds for post in made], float),
        sizes.fillna(1.0).to_numpy(float), scale, _attention(plan, followers, scale),
        tuple(notes),
    )  # fmt: skip


def _values(observed: ObservedPosts, measure: str) -> pd.Series[Any]:
    """Return a measure; impressions without paid ones, of which few are read."""
    return observed.value(measure, unpaid=measure == "impressions")


def _usable(plan: Scenario, observed: ObservedPosts, notes: list[Message]) -> pd.DataFrame:
    posts = observed.posts
    counted = pd.concat([observed.value(name).notna() for name in FITTED], axis=1).any(axis=1)
    as_of = observed.rows["as_of"].max()
    young = pd.Series(data=False, index=posts.index)
    if pd.notna(as_of):
        young = (as_of - posts["date"]).dt.days < plan.campaign.lifetime
    unknown_sum = posts["paid"].isna() & bool(posts["paid"].notna().any())
    for code, left in (("fit_uncounted", ~counted), ("fit_young", young & counted),
                       ("fit_unknown_sum", unknown_sum & counted & ~young)):  # fmt: skip
        if left.any():
            names = listing(posts.index[left], 3)
            notes.append(fit_word(code, number=int(left.sum()), posts=names))
    posts = posts.loc[counted & ~young & ~unknown_sum]
    if len(posts) > MOST_POSTS:
        notes.append(fit_word("fit_last", number=MOST_POSTS, posts=len(posts)))
    if len(posts) < LEAST_POSTS:
        raise refused_export("observed", "few_posts", posts=len(posts), least=LEAST_POSTS)
    return posts.iloc[-MOST_POSTS:]


def _starters(plan: Scenario, posts: pd.DataFrame) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Return the seeds and followers of each post."""
    seeds, followers = posts["seeds"], posts["followers"].replace(0.0, np.nan)
    planned = plan.campaign.posts
    if seeds.isna().any() and len(planned) == len(posts):
        seeds = seeds.fillna(pd.Series([float(post.seeds) for post in planned], posts.index))
    followers = followers.ffill().bfill()
    if followers.isna().all() and (seeds.isna() | (seeds == 0)).any():
        raise refused_export("observed", "no_starters", posts=listing(posts.index[seeds.isna()], 3))
    return seeds.fillna(0.0), followers


def _scale(plan: Scenario, followers: pd.Series[Any], notes: list[Message]) -> float:
    """Return how much smaller the plan's town is than the page's audience."""
    most = plan.population.people / 4  # half of the smallest town that is simulated
    largest = float(followers.mean()) if followers.notna().any() else 0.0
    if largest <= most:
        return 1.0
    notes.append(fit_word("fit_scaled", followers=round(largest), people=plan.population.people))
    return most / largest


def _attention(plan: Scenario, followers: pd.Series[Any], scale: float) -> float:
    """Return the attention in a space of the page's size, relative to one of the plan's size."""
    if scale == 1.0:
        return 1.0
    rules, size = plan.engagement, float(followers.mean())
    full, scaled = (
        min(1.0, (rules.reference_size / members) ** rules.crowding)
        for members in (size, size * scale)
    )
    return float(full / scaled)


def _rounds(plan: Scenario, posts: pd.DataFrame, notes: list[Message]) -> list[int]:
    """Return the rounds of posts, without pauses that are longer than a post lives."""
    pause = plan.campaign.lifetime + 1
    if posts["round"].isna().any():
        return [at * pause for at in range(len(posts))]
    gaps = np.diff(posts["round"].to_numpy(float), prepend=posts["round"].iloc[0])
    if (gaps > pause).any():
        notes.append(fit_word("fit_pauses", rounds=pause))
    return [int(start) for start in np.cumsum(np.clip(gaps, 0, pause))]
