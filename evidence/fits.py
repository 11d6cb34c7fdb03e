"""How well fits to observed posts find the fields, and how often their intervals hold them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from scipy import special, stats

import engagelab as el
from engagelab.experiments import Execution
from engagelab.experiments.fit_calendar import FITTED, ObservedCalendar, calendar_of
from engagelab.experiments.fit_inference import (
    LEVELS,
    explained_with,
    forecast,
    inferred,
    interval_score,
    yardstick,
)
from engagelab.experiments.fit_table import FitTable, table_of
from engagelab.experiments.fit_unknowns import Unknown, unknowns_of
from engagelab.experiments.priors import Prior, uniform

PAGE = Path(__file__).parents[1] / "docs" / "fit.md"
POSTS, HELD_OUT = 10, 2
SIMULATIONS, CAMPAIGNS = 2_000, 200
SETS = {"reach": [0], "reach and shares": [0, 1], "reach, shares and joins": [0, 1, 2]}
PLAN = el.Scenario(
    population={"people": 1_000},
    settings={"horizon": 100},
    campaign={
        "lifetime": 7,
        "posts": [
            el.Post(name=f"post {at}", round=8 * at, seeds=(15, 5, 30, 10, 20)[at % 5],
                    paid=20_000 * (at % 3 == 2))
            for at in range(POSTS)
        ],
    },
)  # fmt: skip


def wrong_towns(unknowns: tuple[Unknown, ...]) -> dict[str, tuple[Unknown, ...]]:
    """Return the unknowns of campaigns in other towns, or with other posts, than a fit assumes."""
    worlds = {
        "20 ties for 12": {"population.ties": (19.9, 20.1)},
        "groups of 50 for 25": {"groups.size": (49.5, 50.5)},
        "twice the people": {"population.people": (1_990.0, 2_010.0)},
    }
    return {name: tuple(replace(unknown, prior=uniform(*world[unknown.name]))
                        if unknown.name in world else unknown for unknown in unknowns)
            for name, world in worlds.items()}  # fmt: skip


@dataclass(frozen=True)
class World:
    """The table of a fit, and campaigns with known fields."""

    calendar: ObservedCalendar
    table: FitTable
    campaigns: FitTable


def world(simulations: int, campaigns: int, key: int = 1) -> World:
    """Return a table, and campaigns drawn from the same priors with another key."""
    calendar = _calendar()
    unknowns = unknowns_of(calendar.plan, None, paid=True, own=False)
    table = _table(calendar, unknowns, simulations, key)
    return World(calendar, table, _table(calendar, unknowns, campaigns, key + 1))


def _calendar() -> ObservedCalendar:
    posts = PLAN.campaign.posts
    frame = pd.DataFrame({"post": [post.name for post in posts],
                          "round": [post.round for post in posts],
                          "seeds": [post.seeds for post in posts],
                          "paid": [post.paid for post in posts], "reach": 100})  # fmt: skip
    return calendar_of(PLAN, el.read_observed(frame))


def _table(
    calendar: ObservedCalendar, unknowns: tuple[Unknown, ...], number: int, key: int
) -> FitTable:
    with ThreadPoolExecutor(2) as executor:
        return table_of(calendar, unknowns, number, Execution(key=key, executor=executor))


def seen(logs: np.ndarray, measures: list[int]) -> np.ndarray:
    """Return a campaign as it is fitted: some measures, without the posts that are held out."""
    found = np.full_like(logs, np.nan)
    found[measures, :-HELD_OUT] = logs[measures, :-HELD_OUT]
    return found


def recovered(table: FitTable, campaigns: FitTable, measures: list[int]) -> pd.DataFrame:
    """Return R2, rmse in units of the prior, coverage and a test of ranks for each unknown."""
    inside, errors, ranks, explained = [], [], [], np.zeros(0)
    for scores, logs in zip(campaigns.scores, campaigns.logs, strict=True):
        found = inferred(table, seen(logs, measures))
        low, middle, high = found.posterior.quantiles(LEVELS)
        inside.append((low <= scores) & (scores <= high))
        errors.append(special.ndtr(middle) - special.ndtr(scores))
        ranks.append(found.posterior.weights @ (found.posterior.samples < scores))
        explained = found.explained
    return pd.DataFrame(
        {"explained": explained, "rmse": np.sqrt(np.mean(np.square(errors), axis=0)),
         "coverage": np.mean(inside, axis=0),
         "uniform": [stats.kstest(column, "uniform").pvalue for column in np.transpose(ranks)]},
        index=[unknown.name for unknown in table.unknowns],
    )  # fmt: skip


def forecasts(table: FitTable, logs: np.ndarray, measures: list[int]) -> dict[str, float]:
    """Return how often the first post that was held out is inside its interval, and the scores."""
    post, hits, scores, naive = POSTS - HELD_OUT, [], [], []
    for campaign in logs:
        fitted = seen(campaign, measures)
        limits = np.maximum(forecast(table, fitted, post, measures).quantiles(LEVELS), 0.0)
        value = campaign[measures, post]
        other = np.stack([yardstick(fitted[m]) for m in measures], axis=1)
        hits.append((limits[0] <= value) & (value <= limits[2]))
        scores.append(interval_score(limits, value))
        naive.append(interval_score(other, value))
    return {"coverage": float(np.mean(hits)), "score": float(np.mean(scores)),
            "naive": float(np.mean(naive))}  # fmt: skip


def heavy_tailed(logs: np.ndarray) -> np.ndarray:
    """Return campaigns whose posts differ by heavy-tailed factors beyond those of the priors."""
    factors = 0.3 * np.random.default_rng(0).standard_t(2.5, (len(logs), 1, logs.shape[2]))
    return np.log1p(np.expm1(logs) * np.exp(factors))


def of_known_town(made: World) -> pd.DataFrame:
    """Return the R2 of each unknown by what is observed, if the town were known."""
    unknowns = tuple(
        replace(unknown, prior=_around(PLAN.get(unknown.name)))
        if unknown.kind == "town"
        else unknown
        for unknown in made.table.unknowns
    )
    table = _table(made.calendar, unknowns, SIMULATIONS, 4)
    known = np.zeros(table.logs.shape[1:], np.bool_)
    columns = {}
    for name, measures in SETS.items():
        known[measures, :-HELD_OUT] = True
        columns[name] = explained_with(table, known)
    return pd.DataFrame(columns, index=[unknown.name for unknown in unknowns])


def _around(value: float) -> Prior:
    return uniform(0.999 * value, 1.001 * value)


def run() -> str:
    """Measure fits, write docs/fit.md, and return the summary for the page of the evidence."""
    begun = time.process_time()
    made = world(SIMULATIONS, CAMPAIGNS)
    seconds = (time.process_time() - begun) / (SIMULATIONS + CAMPAIGNS)
    parts = {name: recovered(made.table, made.campaigns, measures)
             for name, measures in SETS.items()}  # fmt: skip
    begun = time.process_time()
    inferred(made.table, seen(made.campaigns.logs[0], [0, 1, 2]))
    once = time.process_time() - begun
    fields = [unknown.name for unknown in made.table.unknowns if unknown.kind == "field"]
    own = replace(made.campaigns, logs=heavy_tailed(made.campaigns.logs))
    fields_held = {
        "the priors' own": parts["reach, shares and joins"]["coverage"][fields],
        "heavy-tailed posts": recovered(made.table, own, [0, 1, 2])["coverage"][fields],
    }
    worlds = {"the priors' own": made.campaigns.logs, "heavy-tailed posts":
              heavy_tailed(made.campaigns.logs)}  # fmt: skip
    for name, unknowns in wrong_towns(made.table.unknowns).items():
        other = _table(made.calendar, unknowns, CAMPAIGNS, 3)
        worlds[name] = other.logs
        fields_held[name] = recovered(made.table, other, [0, 1, 2])["coverage"][fields]
    ahead = {name: forecasts(made.table, logs, [0, 1, 2]) for name, logs in worlds.items()}
    for name, held in fields_held.items():
        ahead[name] |= {"least": float(held.min()), "field": str(held.idxmin())}
    rows = {"parts": parts, "known": of_known_town(made), "fields": fields,
            "forecasts": ahead, "posts": POSTS, "held_out": HELD_OUT,
            "simulations": SIMULATIONS, "campaigns": CAMPAIGNS,
            "seconds": seconds, "once": once, "prior": 1 / 12**0.5,
            "measures": FITTED, "people": PLAN.population.people}  # fmt: skip
    loader = FileSystemLoader(Path(__file__).parent)
    page = Environment(loader=loader, undefined=StrictUndefined, trim_blocks=True,
                       lstrip_blocks=True, keep_trailing_newline=True)  # fmt: skip
    PAGE.write_text(page.get_template("fit.md.j2").render(rows), encoding="utf-8")
    covers = [part.loc[fields, "coverage"] for part in parts.values()]
    low, high = (min(part.min() for part in covers), max(part.max() for part in covers))
    least = min(part["coverage"] for part in ahead.values())
    return (
        f"In {CAMPAIGNS} campaigns of {POSTS} posts with known fields, 90 % intervals of fits held "
        f"a field in {low:.0%} to {high:.0%} of campaigns, by field and by what was observed; "
        f"forecasts of the next post held in {least:.0%} or more, also where the town was wrong. "
        "The tables are in [fit.md](fit.md)."
    )
