"""The variance is split into the unknown fields, the town and chance."""

import networkx as nx
import numpy as np
import pytest
from engagelab.uncertainty import normal, survey, triangular, uniform, variance_components

import engagelab as el

PLAN = el.Scenario(population={"people": 300}, run={"runs": 10, "key": 3})
SHARE = {"engagement.base_share": uniform(0.05, 0.3)}


def drawn(rng, priors, key, runs, shape=(64, 2, 20)):
    """Draw a linear case: three nested effects with known standard deviations."""
    parts = [rng.normal(0, deviation, shape[: level + 1] + (1,) * (2 - level))
             for level, deviation in enumerate((priors, key, runs))]  # fmt: skip
    return sum(parts)


@pytest.mark.parametrize("deviations", [(3, 0, 5), (2, 1, 4), (0, 2, 3), (0, 0, 6)])
def test_variance_components_of_a_linear_case(deviations):
    rng = np.random.default_rng(1)
    found = [list(variance_components(drawn(rng, *deviations)).values()) for _ in range(300)]
    known = np.square(deviations)
    # what is cut at 0 is a little high where the truth is 0
    np.testing.assert_allclose(np.mean(found, axis=0), known, rtol=0.06, atol=0.25)


def test_no_variance_is_negative():
    rng = np.random.default_rng(2)
    assert (
        min(min(variance_components(drawn(rng, 0, 0, 1, (8, 2, 3))).values()) for _ in range(200))
        == 0
    )


def test_samples_are_a_latin_hypercube():
    found = el.propagate(PLAN, SHARE, samples=16, runs=2)
    places = (found.points.groupby("sample")["engagement.base_share"].first() - 0.05) / 0.25
    assert sorted((places * 16).astype(int)) == list(range(16))


def test_a_point_is_the_plan_run_alone_with_its_key():
    found = el.propagate(PLAN, SHARE, samples=8)
    row = found.points.iloc[5]
    alone = PLAN.replace({"engagement.base_share": row["engagement.base_share"]})
    readers = el.reach(alone.run(key=int(found.points["key"].iloc[5])))
    assert row["reach"] == readers.mean()
    assert row["run_variance"] == pytest.approx(readers.var(ddof=1))
    assert found.points["key"].is_unique


@pytest.mark.slow
def test_a_prior_on_a_field_without_effect_makes_no_variance():
    idle = {"rewards.recognition_gain": uniform(0, 20)}
    acting = {"engagement.base_share": uniform(0.02, 0.6)}
    shares = [el.propagate(PLAN, priors, samples=32).parts.set_index("source")["share"]
              for priors in (idle, acting)]  # fmt: skip
    assert shares[0]["priors"] < 0.2
    assert shares[1]["priors"] > 0.4


def test_the_sampling_error_of_the_survey_is_small_beside_chance():
    # pew-2011: P44, 65 % read updates of their groups; P70, 2,303 people were asked in all.
    # P44 is of a subgroup whose size is not known, so this is the least error it can have.
    facts = el.datasets.load("pew-2011").set_index("id")
    prior = survey(facts.loc["P44", "value"] / 100, int(facts.loc["P70", "value"]))
    found = el.propagate(PLAN, {"engagement.group_read": prior}, samples=16)
    played = found.points["engagement.group_read"]
    assert played.mean() == pytest.approx(0.65, abs=0.003)
    assert played.std() == pytest.approx((0.65 * 0.35 / 2303) ** 0.5, rel=0.25)
    parts = found.parts.set_index("source")
    assert parts["share"].sum() == pytest.approx(1)
    assert parts.loc["priors", "share"] < 0.3
    assert found.low <= found.mean <= found.high
    assert found.fields["prior"].tolist() == ["65% of 2,303 respondents"]


def test_whole_fields_have_whole_samples():
    found = el.propagate(PLAN, {"campaign.lifetime": triangular(1, 5, 20)}, samples=8, runs=2)
    assert found.points["campaign.lifetime"].dtype.kind == "i"


@pytest.mark.parametrize(
    ("priors", "more", "text"),
    [
        ({}, {}, "priors: {} has no field"),
        ({"groups.sise": uniform(2, 3)}, {}, "groups.sise: no such field"),
        ({"groups.size": 3}, {}, "groups.size: 3 is not a prior"),
        ({"groups.hold": uniform(0, 1)}, {}, "groups.hold: is not a number"),
        ({"groups.size": survey(0.5, 10)}, {}, "groups.size: is not a share"),
        ({"groups.size": uniform(1, 3)}, {},
         r"groups.size: the prior \(uniform from 1 to 3\) exceeds what is allowed; give a number"),
        ({"content.relevance": normal(9, 1)}, {}, "content.relevance: .* exceeds what is allowed"),
        ({"settings.key": uniform(1, 2)}, {}, "settings.key: sets the random numbers"),
        (SHARE, {"samples": 2}, "samples: 2 is not allowed"),
        (SHARE, {"keys": 1}, "keys: 1 is not allowed"),
        (SHARE, {"runs": 1}, "runs: 1 is not allowed"),
        (SHARE, {"measure": "reech"}, "measure: 'reech' is not known"),
        (SHARE, {"confidence": 1}, "confidence: 1 is not allowed"),
        ({"groups.size": uniform(2, 9)},
         {"network": el.Network.from_networkx(nx.path_graph(3))},
         "groups.size: has no effect together with network"),
    ],
)  # fmt: skip
def test_mistakes_are_refused_before_the_first_run(priors, more, text, monkeypatch):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError, match=text):
        el.propagate(PLAN, priors, **more)
