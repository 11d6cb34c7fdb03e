"""A fit goes into other plans: draws, propagation, comparisons and sweeps."""

import numpy as np
import pytest
from fitted import PLAN, fit

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments.fit_result import fitted_plans, verdict_of
from engagelab.experiments.fit_unknowns import TOWN

pytestmark = pytest.mark.slow
OTHER = PLAN.replace({"campaign.posts": [el.Post(seeds=20)], "settings.horizon": 10})


def test_draws_are_those_of_the_posterior_and_the_same_each_time() -> None:
    draws = fit().draws(200)
    assert draws == fit().draws(200)
    drawn = np.array([draw["engagement.base_share"] for draw in draws])
    row = fit().fields.loc["engagement.base_share"]
    assert np.median(drawn) == pytest.approx(row["median"], rel=0.1)
    assert ((drawn >= row["low"]) & (drawn <= row["high"])).mean() == pytest.approx(0.9, abs=0.07)


def test_the_town_is_drawn_for_the_same_town_only() -> None:
    assert set(TOWN) <= set(fit().draws(2, OTHER)[0])
    other = OTHER.replace({"groups.size": 40})
    assert not set(TOWN) & set(fit().draws(2, other)[0])
    assert not set(TOWN) & set(fit().draws(2, OTHER, town=False)[0])


def test_a_plan_with_the_medians_keeps_what_is_not_identified() -> None:
    plan = fit().middle(OTHER)
    median = fit().fields["median"]
    assert plan.engagement.base_share == pytest.approx(median["engagement.base_share"])
    assert plan.engagement.tie_read == OTHER.engagement.tie_read


def test_uncertainty_is_propagated_from_a_fit() -> None:
    found = el.propagate(OTHER, fit(), samples=8, runs=5, key=3)
    assert set(found.fields["field"]) == set(fit().fields.index) | set(TOWN)
    assert set(found.fields["prior"]) == {"fitted to 8 posts"}
    assert found.low < found.mean < found.high


def test_a_comparison_draws_each_town_anew_and_pairs_the_plans() -> None:
    variant = OTHER.replace({"invitations.invite": 0.2})
    plans = fitted_plans(variant, OTHER, fit().draws(2, OTHER))
    assert {plan.invitations.invite for plan in plans} == {0.2}
    assert len({plan.engagement.base_share for plan in plans}) == 2
    more = {"more": OTHER.replace({"campaign.posts": [el.Post(seeds=40)]})}
    plain = el.compare(OTHER, more, runs=40, key=1)
    fitted = el.compare(OTHER, more, runs=40, key=1, fit=fit())
    assert fitted.towns == plain.towns == 8
    assert not fitted.table["reach"].equals(plain.table["reach"])
    same = el.compare(OTHER, {"same": OTHER.replace({}, name="b")}, runs=16, fit=fit())
    assert (same.table["lift"].iloc[1:] == 0).all()


def test_a_sweep_has_a_row_for_each_draw() -> None:
    frame = el.sweep(OTHER, {"invitations.invite": [0.0, 0.2]}, runs=2, fit=fit(), draws=3)
    assert len(frame) == 6
    assert frame["draw"].tolist() == [0, 1, 2, 0, 1, 2]
    assert frame["invitations.invite"].tolist() == [0.0] * 3 + [0.2] * 3
    assert frame["engagement.base_share"].nunique() == 3


def test_what_does_not_go_together_is_refused(tmp_path) -> None:
    with pytest.raises(EngagelabError, match="fit: str is not allowed"):
        el.compare(OTHER, {"b": OTHER}, fit="fit")
    with pytest.raises(EngagelabError, match="precision: is not allowed together with fit"):
        el.compare(OTHER, {"b": OTHER}, fit=fit(), precision=5.0)
    with pytest.raises(EngagelabError, match="store: is not allowed together with fit"):
        el.sweep(OTHER, {"invitations.invite": [0.1]}, fit=fit(), store=tmp_path)


def test_verdicts() -> None:
    assert verdict_of(0.9) == "identified"
    assert verdict_of(0.9, expected=0.05) == "not identified"
