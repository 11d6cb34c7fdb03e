"""Fields are ranked by their effect; mistakes are refused before the first run."""

from importlib import import_module

import networkx as nx
import pytest

import engagelab as el
from engagelab.experiments.sensitivity import sensitivity_plans

PLAN = el.Scenario(population={"people": 300}, run={"runs": 10, "key": 3})
# The gain of a reward whose amount is 0 has no effect.
IDLE = {"rewards.recognition_gain": (0, 20), "engagement.base_share": (0.02, 0.6)}


@pytest.mark.parametrize(("method", "samples", "strength"), [("morris", 5, "mu_star"),
                                                             ("sobol", 8, "ST")])  # fmt: skip
def test_a_field_without_effect_has_index_0(method, samples, strength):
    found = el.sensitivity(PLAN, IDLE, method=method, samples=samples)
    assert found.table["field"].tolist() == ["engagement.base_share", "rewards.recognition_gain"]
    assert found.table[strength][0] > 0
    assert found.table[strength][1] == 0
    assert found.says.startswith("Willingness to share matters most")
    (note,) = found.notes
    assert note.startswith("rewards.recognition_gain changes nothing in this plan: its reward has")
    assert found.says.endswith(f" {note}.".replace("rewards.recognition_gain", "Recognition: gain"))
    assert "No effect" not in found.says


def test_fields_without_effect_are_reported():
    fields = ["rewards.recognition_gain", "rewards.half_amount"]
    found = el.sensitivity(PLAN, fields, method="sobol", samples=4)
    assert found.says.startswith("None of these fields affects reach. ")
    assert len(found.notes) == 2
    # a field that moves other counts and never reach
    other = {"control.off_message": (0, 1), "engagement.base_share": (0.02, 0.6)}
    found = el.sensitivity(PLAN, other, samples=3)
    assert found.notes == ()
    assert "No effect: off message." in found.says
    assert found.cautions == [
        "These intervals rest on 3 samples of each effect and hold the effect less often than "
        "stated; give at least 20 samples."
    ]
    assert found.says.endswith(found.cautions[0])


def test_a_field_that_acts_with_another_is_not_called_idle():
    fields = {"control.review": None, "control.approval_rate": (0, 1)}
    assert el.sensitivity(PLAN, fields, samples=3).notes == ()


def test_points_and_ends_agree_with_the_plans_run_alone():
    found = el.sensitivity(PLAN, IDLE, samples=2)
    row = found.points.loc[3]
    alone = PLAN.replace({name: row[name] for name in IDLE}).run()
    assert row["reach"] == el.reach(alone).mean()
    assert found.baseline == el.reach(PLAN.run()).mean()
    end = found.ends.set_index("field").loc["engagement.base_share"]
    high = PLAN.replace({"engagement.base_share": end["high"]}).run()
    assert (end["low"], end["high"]) == (0.02, 0.6)
    assert end["at_high"] == el.reach(high).mean()


def test_the_same_key_gives_the_same_answer():
    one, other = (el.sensitivity(PLAN, IDLE, samples=2, runs=3, key=8) for _ in range(2))
    assert one.table.equals(other.table)
    assert one.points.equals(other.points)


def test_whole_numbers_and_choices_move_by_whole_steps():
    fields = {"campaign.lifetime": (1, 4), "groups.hold": None, "control.review": None}
    found = el.sensitivity(PLAN, fields, samples=4, measure="cost_per_reader")
    assert set(found.points["campaign.lifetime"]) <= {1, 2, 3, 4}
    assert set(found.points["groups.hold"]) == {"memberships", "groups"}
    assert set(found.points["control.review"]) == {False, True}


@pytest.mark.parametrize(
    ("fields", "more", "text"),
    [
        ([], {}, "fields: is empty"),
        ("groups.size", {}, "fields: 'groups.size' is not a list of fields"),
        (["groups.sise"], {}, "groups.sise: no such field; did you mean 'groups.size'?"),
        (["groups.size", "groups.size"], {}, "fields: a field is given twice"),
        (["settings.key"], {}, "settings.key: sets the random numbers and cannot be varied"),
        (["campaign.posts"], {}, "campaign.posts: is neither a number nor a choice"),
        ({"groups.size": (9, 9)}, {}, r"groups.size: \(9, 9\) is not a range"),
        ({"groups.size": 9}, {}, "groups.size: 9 is not a range"),
        ({"groups.size": (1, 9)}, {}, "groups.size: 1 is not allowed; give a number from 2"),
        ({"campaign.lifetime": (1, 2.5)}, {}, "campaign.lifetime: 2.5 is not allowed"),
        ({"groups.hold": ("groups", "both")}, {}, "groups.hold: .* is not allowed"),
        (IDLE, {"method": "fast"}, "method: 'fast' is not known"),
        (IDLE, {"method": "sobol", "samples": 7}, "samples: 7 is not a power of 2.*give 8"),
        (IDLE, {"samples": 1}, "samples: 1 is not allowed"),
        (IDLE, {"measure": "reech"}, "measure: 'reech' is not known; did you mean 'reach'?"),
        (IDLE, {"confidence": 95}, "confidence: 95 is not allowed"),
        (["groups.size"], {"network": el.Network.from_networkx(nx.path_graph(3))},
         "groups.size: has no effect together with network"),
        (["population.social", "population.microblog"], {},
         "points are not valid plans; narrow the ranges"),
    ],
)  # fmt: skip
def test_mistakes_are_refused_before_the_first_run(fields, more, text, monkeypatch):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError, match=text):
        el.sensitivity(PLAN, fields, **more)


def test_a_measure_without_value_at_some_points_is_refused():
    nobody = PLAN.replace({"campaign.posts": [el.Post(seeds=0)]})
    with pytest.raises(el.EngagelabError, match="'cost_per_reader' has no value at"):
        el.sensitivity(nobody, IDLE, samples=2, measure="cost_per_reader")


def test_known_points_are_not_run_again(monkeypatch):
    plan = el.Scenario(population={"people": 300}, run={"runs": 8})
    levers = {"invitations.invite": (0, 0.4), "engagement.base_share": (0.05, 0.3)}
    expected = el.sensitivity(plan, levers, samples=4)
    plans = sensitivity_plans(plan, levers, samples=4)
    assert len(plans) == 1 + 2 * 2 + 4 * 3
    known = {one.hash: el.reach(one.run()).astype(float) for one in plans[1:]}
    known.pop(plan.hash, None)
    simulated = []

    def run(left, ask, how):
        simulated.extend(left)
        return [ask(one.run()) for one in left]

    monkeypatch.setattr(import_module("engagelab.experiments.sensitivity"), "run_plans", run)
    found = el.sensitivity(plan, levers, samples=4, known=known)
    assert {one.hash for one in simulated} == {plan.hash}
    assert found.table.equals(expected.table)
    assert found.ends.equals(expected.ends)
    assert found.says == expected.says
