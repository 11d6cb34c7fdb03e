"""Sensitivity finds the indices that are known, and refuses before the first run."""

from importlib import import_module

import networkx as nx
import numpy as np
import pytest

import engagelab as el
from engagelab.experiments.design_space import Dimension, levers_of
from engagelab.experiments.sensitivity import design, estimates, points_of

PLAN = el.Scenario(population={"people": 300}, run={"runs": 10, "key": 3})
# The gain of a reward of which nothing is given can do nothing.
IDLE = {"rewards.recognition_gain": (0, 20), "engagement.base_share": (0.02, 0.6)}


def ishigami(shares, a=7.0, b=0.1):
    x, y, z = (-np.pi + 2 * np.pi * shares).T
    return np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x)


def known_indices(a=7.0, b=0.1):
    """First and total indices of Ishigami and Homma 1990, doi 10.1109/ISUMA.1990.151285."""
    one = (1 + b * np.pi**4 / 5) ** 2 / 2
    two = a**2 / 8
    both = 8 * b**2 * np.pi**8 / 225
    first, total = np.array([one, two, 0]), np.array([one + both, two, both])
    return first / (one + two + both), total / (one + two + both), both / (one + two + both)


@pytest.mark.parametrize("key", [0, 1, 2])
def test_sobol_finds_the_indices_of_ishigami(key):
    shares = design("sobol", 3, 1024, key)
    table, pairs = estimates(
        "sobol", list("xyz"), shares, ishigami(shares), confidence=0.99, key=key
    )
    table = table.set_index("field").loc[list("xyz")]
    first, total, both = known_indices()
    for name, known in (("S1", first), ("ST", total)):
        assert (table[f"{name}_low"] <= known + 1e-3).all()
        assert (known - 1e-3 <= table[f"{name}_high"]).all()
        np.testing.assert_allclose(table[name], known, atol=0.08)
    pairs = pairs.set_index(["field", "other"])
    assert pairs["S2"]["x", "z"] == pytest.approx(both, abs=0.1)
    assert pairs["S2"]["x", "y"] == pytest.approx(0, abs=0.1)


def test_morris_finds_the_slopes_of_a_plane():
    shares = design("morris", 3, 10, 5)
    table, pairs = estimates(
        "morris", list("abc"), shares, shares @ [3.0, -5.0, 0.0], confidence=0.95, key=5
    )
    assert table["field"].tolist() == ["b", "a", "c"]
    np.testing.assert_allclose(table["mu"], [-5, 3, 0], atol=1e-9)
    np.testing.assert_allclose(table["mu_star"], [5, 3, 0], atol=1e-9)
    np.testing.assert_allclose(table["sigma"], 0, atol=1e-9)
    assert pairs.empty


def test_a_response_that_never_moves_has_no_indices():
    shares = design("sobol", 2, 8, 0)
    table, pairs = estimates(
        "sobol", ["a", "b"], shares, np.ones(len(shares)), confidence=0.9, key=0
    )
    assert (table.drop(columns="field") == 0).all(axis=None)
    assert pairs["S2"].tolist() == [0]


@pytest.mark.parametrize(("method", "samples", "strength"), [("morris", 5, "mu_star"),
                                                             ("sobol", 8, "ST")])  # fmt: skip
def test_a_field_that_does_nothing_has_index_0(method, samples, strength):
    found = el.sensitivity(PLAN, IDLE, method=method, samples=samples)
    assert found.table["field"].tolist() == ["engagement.base_share", "rewards.recognition_gain"]
    assert found.table[strength][0] > 0
    assert found.table[strength][1] == 0
    assert found.says.startswith("engagement.base_share matters most")
    assert found.says.endswith("Without any effect: rewards.recognition_gain.")


def test_fields_that_all_do_nothing_are_told():
    fields = ["rewards.recognition_gain", "rewards.recognition_half"]
    found = el.sensitivity(PLAN, fields, method="sobol", samples=4)
    assert found.says == "None of these fields moves reach."


def test_points_and_ends_are_the_plans_run_by_themselves():
    found = el.sensitivity(PLAN, IDLE, samples=2)
    row = found.played.loc[3]
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
    assert one.played.equals(other.played)


def test_whole_numbers_and_choices_move_by_whole_steps():
    fields = {"campaign.lifetime": (1, 4), "groups.hold": None, "control.review": None}
    found = el.sensitivity(PLAN, fields, samples=4, measure="cost_per_reader")
    assert set(found.played["campaign.lifetime"]) <= {1, 2, 3, 4}
    assert set(found.played["groups.hold"]) == {"memberships", "groups"}
    assert set(found.played["control.review"]) == {False, True}


def test_steps_of_a_whole_lever_are_as_likely():
    lever = Dimension("campaign.lifetime", 2, 4, whole=True)
    counts = np.unique([lever.at(u) for u in (np.arange(300) + 0.5) / 300], return_counts=True)
    assert [part.tolist() for part in counts] == [[2, 3, 4], [100, 100, 100]]


def test_ranges_come_from_the_declarations():
    (lever,) = levers_of(["answers.valued_factor"])
    assert (lever.low, lever.high) == (1, 20)


@pytest.mark.parametrize(
    ("fields", "more", "text"),
    [
        ([], {}, "fields: there are none"),
        ("groups.size", {}, "fields: 'groups.size' is no list of fields"),
        (["groups.sise"], {}, "groups.sise: no such field; did you mean 'groups.size'?"),
        (["groups.size", "groups.size"], {}, "fields: one is given twice"),
        (["settings.key"], {}, "settings.key: is chance, no lever"),
        (["campaign.posts"], {}, "campaign.posts: is no number and no choice"),
        ({"groups.size": (9, 9)}, {}, r"groups.size: \(9, 9\) is an empty range"),
        ({"groups.size": 9}, {}, "groups.size: 9 is no range"),
        ({"groups.size": (1, 9)}, {}, "groups.size: 1 is not allowed; give a number from 2"),
        ({"campaign.lifetime": (1, 2.5)}, {}, "campaign.lifetime: 2.5 is not allowed"),
        ({"groups.hold": ("groups", "both")}, {}, "groups.hold: .* is not allowed"),
        (IDLE, {"method": "fast"}, "method: 'fast' is not known"),
        (IDLE, {"method": "sobol", "samples": 7}, "samples: 7 is no power of two.*give 8"),
        (IDLE, {"samples": 1}, "samples: 1 is not allowed"),
        (IDLE, {"measure": "reech"}, "measure: 'reech' is not known; did you mean 'reach'?"),
        (IDLE, {"confidence": 95}, "confidence: 95 is not allowed"),
        (["groups.size"], {"network": el.Network.from_networkx(nx.path_graph(3))},
         "groups.size: changes nothing where network is given"),
        (["population.social", "population.microblog"], {},
         "points contradict themselves; narrow the ranges"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_before_the_first_run(fields, more, text, monkeypatch):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError, match=text):
        el.sensitivity(PLAN, fields, **more)


def test_a_measure_without_value_at_some_points_is_told():
    nobody = PLAN.replace({"campaign.posts": [el.Post(seeds=0)]})
    with pytest.raises(el.EngagelabError, match="'cost_per_reader' has no value at"):
        el.sensitivity(nobody, IDLE, samples=2, measure="cost_per_reader")


def test_points_that_are_known_are_not_played_again(monkeypatch):
    plan = el.Scenario(population={"people": 300}, run={"runs": 8})
    levers = {"invitations.invite": (0, 0.4), "engagement.base_share": (0.05, 0.3)}
    expected = el.sensitivity(plan, levers, samples=4)
    plans = points_of(plan, levers, samples=4)
    assert len(plans) == 1 + 2 * 2 + 4 * 3
    known = {one.hash: el.reach(one.run()).astype(float) for one in plans[1:]}
    known.pop(plan.hash, None)
    played = []

    def play(left, ask, how):
        played.extend(left)
        return [ask(one.run()) for one in left]

    monkeypatch.setattr(import_module("engagelab.experiments.sensitivity"), "played", play)
    found = el.sensitivity(plan, levers, samples=4, known=known)
    assert {one.hash for one in played} == {plan.hash}
    assert found.table.equals(expected.table)
    assert found.ends.equals(expected.ends)
    assert found.says == expected.says
