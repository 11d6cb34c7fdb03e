"""The table of a fit holds what could have been observed, and leaves explosions out."""

import numpy as np
import pytest
from engagelab.uncertainty import uniform
from fitted import PLAN, fit, happened

import engagelab as el
from engagelab.experiments import Execution, fit_table
from engagelab.experiments.fit_calendar import FITTED, calendar_of
from engagelab.experiments.fit_table import most_exposures, table_of
from engagelab.experiments.fit_unknowns import unknowns_of

pytestmark = pytest.mark.slow
WILD = {"invitations.invite": uniform(0.6, 1.0), "invitations.accept": uniform(0.5, 1.0)}


def test_rows_are_what_an_export_would_hold() -> None:
    table = fit().table
    assert table.logs.shape == (table.simulations, len(FITTED), 8)
    counts = np.expm1(table.logs)
    reads, impressions = (counts[:, FITTED.index(name)] for name in ("reads", "impressions"))
    assert (reads >= 12 - 1e-9).all()  # the seeds
    assert (impressions > reads).mean() > 0.95
    assert table.capped == 0


def test_a_higher_field_moves_what_it_should() -> None:
    table = fit().table
    at = {unknown.name: place for place, unknown in enumerate(table.unknowns)}
    for name, measure in (("engagement.base_share", "shares"), ("invitations.invite", "joins")):
        mean = table.logs[:, FITTED.index(measure)].mean(axis=1)
        assert np.corrcoef(table.scores[:, at[name]], mean)[0, 1] > 0.5, name


def test_simulations_that_hit_the_limit_of_exposures_are_left_out(monkeypatch) -> None:
    monkeypatch.setattr(fit_table, "MOST_EXPOSURES", 10_000.0)
    calendar = calendar_of(PLAN, el.read_observed(happened()))
    table = table_of(
        calendar, unknowns_of(calendar.plan, WILD, paid=False, own=False), 40, Execution(key=1)
    )
    assert table.capped > 4
    assert table.simulations == 40 - table.capped
    assert most_exposures(5_000) == 5 * most_exposures(1_000) == 5 * most_exposures(10)


def test_an_early_stop_leaves_out_no_simulation_that_would_have_stayed(monkeypatch) -> None:
    monkeypatch.setattr(fit_table, "MOST_EXPOSURES", 10_000.0)
    small = PLAN.replace({"population.people": 200})
    calendar = calendar_of(small, el.read_observed(happened()))
    unknowns = unknowns_of(calendar.plan, WILD, paid=False, own=False)
    stopped = table_of(calendar, unknowns, 24, Execution(key=2))
    monkeypatch.setattr(fit_table, "_RECENT", {})
    monkeypatch.setattr(fit_table, "_MANY", np.inf)  # all are run to their end
    whole = table_of(calendar, unknowns, 24, Execution(key=2))
    assert np.array_equal(stopped.logs, whole.logs)


def test_simulations_of_a_large_audience_share_towns_and_no_chance() -> None:
    large = PLAN.replace({"population.people": fit_table._LARGE})
    calendar = calendar_of(large, el.read_observed(happened()))
    unknowns = unknowns_of(calendar.plan, None, paid=False, own=False)
    points = fit_table._Points.of(calendar, unknowns, 10, 1)
    plans = points.plans(range(10))
    towns = [(plan.population, plan.groups, plan.settings.key) for plan in plans]
    assert [towns.index(town) for town in towns] == [0, 0, 0, 0, 4, 4, 4, 4, 8, 8]
    apart = [post.name for post in plans[1].campaign.posts]
    other = plans[1].replace({"campaign.posts": [
        post.model_copy(update={"name": name.replace("#1", "#0")})
        for post, name in zip(plans[1].campaign.posts, apart, strict=True)]})  # fmt: skip
    assert all(name.endswith("#1") for name in apart)
    assert not np.array_equal(plans[1].run(runs=1).by_post, other.run(runs=1).by_post)
