"""Priors of a fit come from the declarations of the fields."""

import numpy as np
import pytest
from engagelab.uncertainty import uniform

import engagelab as el
from engagelab.experiments.fit_unknowns import (
    declared_prior,
    sampled_scores,
    unknowns_of,
)


@pytest.mark.parametrize("name", ["engagement.group_read", "engagement.base_share",
                                  "invitations.invite", "engagement.own_space"])  # fmt: skip
def test_a_prior_holds_the_supported_range_and_stays_within_bounds(name: str) -> None:
    field = el.Scenario.field(name)
    low, high = declared_prior(field).quantiles(np.array([0.0, 1.0]))
    assert field.low <= low < field.supported[0]
    assert field.supported[1] < high <= field.high


def test_scores_and_values_are_inverse() -> None:
    for unknown in unknowns_of(el.Scenario(), None, paid=True, own=True):
        scores = np.array([-1.5, 0.0, 0.7])
        assert unknown.scores(unknown.values(scores)) == pytest.approx(scores)


def test_a_stated_prior_takes_the_place_of_the_declared_one() -> None:
    stated = {"invitations.accept": uniform(0.1, 0.2)}
    fields = [u for u in unknowns_of(el.Scenario(), stated, paid=True, own=True)
              if u.kind == "field"]  # fmt: skip
    assert [u.name for u in fields] == ["invitations.accept"]
    assert fields[0].values(np.array([0.0]))[0] == pytest.approx(0.15)


def test_scores_are_spread_evenly_and_fixed_by_the_key() -> None:
    scores = sampled_scores(3, 500, 7)
    assert np.abs(scores.mean(axis=0)).max() < 0.01
    assert np.array_equal(scores, sampled_scores(3, 500, 7))
    assert not np.array_equal(scores, sampled_scores(3, 500, 8))
