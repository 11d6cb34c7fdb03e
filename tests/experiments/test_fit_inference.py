"""Intervals of a fit cover as often as they say, and forecasts are calibrated."""

import numpy as np
import pytest
from fitted import fit
from scipy import special, stats

from engagelab.experiments.fit_inference import (
    LEVELS,
    forecast,
    inferred,
    interval_score,
    yardstick,
)
from engagelab.experiments.fit_table import FitTable

pytestmark = pytest.mark.slow
_KNOWN = 280  # simulations of the table; the others are new campaigns


def known(table: FitTable) -> FitTable:
    return FitTable(table.unknowns, table.scores[:_KNOWN], table.logs[:_KNOWN], 0)


def observation(table: FitTable, at: int) -> np.ndarray:
    seen = table.logs[at].copy()
    seen[3], seen[:, -2:] = np.nan, np.nan
    return seen


def test_intervals_of_new_campaigns_cover_and_their_ranks_are_nearly_uniform() -> None:
    table = fit().table
    part = known(table)
    inside, ranks = [], []
    for at in range(_KNOWN, table.simulations):
        found = inferred(part, observation(table, at))
        low, _, high = found.posterior.quantiles(LEVELS)
        inside.append((low <= table.scores[at]) & (table.scores[at] <= high))
        below = found.posterior.samples < table.scores[at]
        ranks.append(found.posterior.weights @ below)
    share = np.mean(inside)
    assert 0.84 <= share <= 0.96
    for at in range(4):
        # all campaigns share the noise of one small table; make evidence has a large one
        assert stats.kstest(np.array(ranks)[:, at], "uniform").statistic < 0.25


def test_forecasts_of_simulated_posts_are_inside_nine_times_in_ten() -> None:
    table = fit().table
    hits = []
    for at in range(0, table.simulations, 8):
        seen = observation(table, at)
        limits = forecast(table, seen, 7, [0, 1, 2]).quantiles(LEVELS)
        value = table.logs[at, :3, 7]
        hits.append((limits[0] <= value) & (value <= limits[2]))
    assert 0.83 <= np.mean(hits) <= 0.97


def test_the_yardstick_is_a_prediction_interval_of_a_log_normal() -> None:
    rng = np.random.default_rng(1)
    logs = rng.normal(5, 0.7, (2_000, 9))
    limits = np.stack([yardstick(row[:8]) for row in logs], axis=1)
    inside = (limits[0] <= logs[:, 8]) & (logs[:, 8] <= limits[2])
    assert 0.88 <= inside.mean() <= 0.92
    assert np.isnan(yardstick(np.array([3.0, np.nan]))).all()


def test_the_score_rewards_narrow_intervals_that_hold() -> None:
    ends = np.array([[1.0, 0.0], [2.0, 2.0], [3.0, 4.0]])
    assert interval_score(ends, np.array([2.0, 2.0])).tolist() == [2, 4]
    assert interval_score(ends, np.array([0.0, 0.0])).tolist() == [22, 4]


def test_samples_stay_within_the_prior() -> None:
    shares = special.ndtr(inferred(fit().table, observation(fit().table, 3)).posterior.samples)
    assert ((shares >= 0) & (shares <= 1)).all()
