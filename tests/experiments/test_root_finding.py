"""The search finds every crossing of a response that is known exactly."""

import pytest

import engagelab as el
from engagelab.experiments import find, responses

PLAN = el.Scenario(population={"people": 300}, run={"runs": 10, "key": 3})


def shaped(monkeypatch, shape):
    """Replace the reach of each plan by a function of its key and invitation rate."""

    def run_plans(plans, question, execution):
        gave = [float(shape(p.settings.key, p.get("invitations.invite"))) for p in plans]
        return [{"reach": g, "reach_standard_error": 0.0} for g in gave]

    monkeypatch.setattr(responses, "run_plans", run_plans)


def test_a_hill_has_two_solutions(monkeypatch):
    shaped(monkeypatch, lambda key, x: 100 - 400 * (x - 0.4) ** 2)
    found = find(PLAN, "invitations.invite", reach=96, points=5, keys=2)
    assert found.monotone == "neither"
    assert found.table["direction"].tolist() == ["rising", "falling"]
    assert found.table["value"].tolist() == pytest.approx([0.3, 0.5], rel=2e-3)
    assert "rising" in found.says
    assert "falling" in found.says
    assert "not monotone" in found.says


def test_a_peak_between_points_of_the_grid_is_searched(monkeypatch):
    shaped(monkeypatch, lambda key, x: 100 - 100 * abs(x - 0.6))
    found = find(PLAN, "invitations.invite", reach=95, points=3, keys=1)
    assert found.table["value"].tolist() == pytest.approx([0.55, 0.65], rel=2e-3)


def test_keys_that_have_a_solution_are_counted(monkeypatch):
    shaped(monkeypatch, lambda key, x: 100 * x if key == 3 else 10)
    found = find(PLAN, "invitations.invite", reach=50, points=3, keys=4)
    assert found.table.loc[0, ["value", "keys", "of"]].tolist() == [0.5, 1, 4]
    assert "at 1 of 4 keys" in found.says


@pytest.mark.parametrize(
    ("target", "direction", "value"), [(100, "rising", 1.0), (0, "all", 0.0), (0.1, "rising", 1e-3)]
)
def test_at_the_bounds(monkeypatch, target, direction, value):
    shaped(monkeypatch, lambda key, x: 100 * x)
    found = find(PLAN, "invitations.invite", reach=target, points=3, keys=1)
    row = found.table.loc[0]
    assert row["direction"] == direction
    assert row["value"] == pytest.approx(value, rel=2e-3)


def test_all_choices_are_evaluated(monkeypatch):
    def run_plans(plans, question, execution):
        gave = {False: 9.0, True: 3.0}
        return [{"cost": gave[p.control.review], "cost_standard_error": 0.0} for p in plans]

    monkeypatch.setattr(responses, "run_plans", run_plans)
    found = find(PLAN, "control.review", cost=5, keys=2)
    assert found.table[["direction", "value", "keys"]].values.tolist() == [["choice", False, 2]]
    assert found.monotone == "choice"
    assert len(found.response) == 4
