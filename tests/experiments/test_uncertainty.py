"""What is not known of the fields is told from chance, and both are as large as they are."""

import networkx as nx
import numpy as np
import pytest
from engagelab.uncertainty import normal, split, survey, triangular, uniform
from scipy import stats

import engagelab as el

PLAN = el.Scenario(population={"people": 300}, run={"runs": 10, "key": 3})
SHARE = {"engagement.base_share": uniform(0.05, 0.3)}


def drawn(rng, priors, key, runs, shape=(64, 2, 20)):
    """Draw a linear case: three nested effects of known deviation."""
    parts = [rng.normal(0, deviation, shape[: level + 1] + (1,) * (2 - level))
             for level, deviation in enumerate((priors, key, runs))]  # fmt: skip
    return sum(parts)


@pytest.mark.parametrize("deviations", [(3, 0, 5), (2, 1, 4), (0, 2, 3), (0, 0, 6)])
def test_variances_of_a_linear_case_are_found(deviations):
    rng = np.random.default_rng(1)
    found = [list(split(drawn(rng, *deviations)).values()) for _ in range(300)]
    known = np.square(deviations)
    # what is cut at 0 is a little high where the truth is 0
    np.testing.assert_allclose(np.mean(found, axis=0), known, rtol=0.06, atol=0.25)


def test_no_variance_is_negative():
    rng = np.random.default_rng(2)
    assert min(min(split(drawn(rng, 0, 0, 1, (8, 2, 3))).values()) for _ in range(200)) == 0


def test_the_prior_of_a_survey_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(4)
    truth, people = 0.65, 200
    ends = [survey(yes / people, people).at(np.array([0.05, 0.95]))
            for yes in rng.binomial(people, truth, 1000)]  # fmt: skip
    covered = np.mean([low <= truth <= high for low, high in ends])
    assert covered == pytest.approx(0.90, abs=0.03)


@pytest.mark.parametrize(
    ("prior", "known"),
    [
        (survey(0.65, 2303), stats.beta(0.65 * 2303 + 0.5, 0.35 * 2303 + 0.5)),
        (uniform(2, 5), stats.uniform(2, 3)),
        (triangular(0, 1, 4), stats.triang(0.25, 0, 4)),
        (normal(1, 0.5), stats.norm(1, 0.5)),
    ],
)
def test_a_prior_has_its_quantiles(prior, known):
    chances = np.array([0.01, 0.3, 0.5, 0.99])
    np.testing.assert_allclose(prior.at(chances), known.ppf(chances))


def test_a_normal_prior_is_cut_to_the_bounds():
    values = normal(0, 1).at(np.linspace(0, 1, 101), 0, 1)
    assert (values.min(), values.max()) == (0, 1)
    cut = stats.truncnorm(0, 1)
    np.testing.assert_allclose(values[1:-1], cut.ppf(np.linspace(0, 1, 101))[1:-1], atol=1e-9)


def test_samples_are_a_latin_hypercube():
    found = el.propagate(PLAN, SHARE, samples=16, runs=2)
    places = (found.played.groupby("sample")["engagement.base_share"].first() - 0.05) / 0.25
    assert sorted((places * 16).astype(int)) == list(range(16))


def test_a_cell_is_the_plan_run_by_itself_with_its_key():
    found = el.propagate(PLAN, SHARE, samples=8)
    row = found.played.iloc[5]
    alone = PLAN.replace({"engagement.base_share": row["engagement.base_share"]})
    readers = el.reach(alone.run(key=int(found.played["key"].iloc[5])))
    assert row["reach"] == readers.mean()
    assert row["run_variance"] == pytest.approx(readers.var(ddof=1))
    assert found.played["key"].is_unique


def test_a_prior_on_what_does_nothing_makes_no_variance():
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
    played = found.played["engagement.group_read"]
    assert played.mean() == pytest.approx(0.65, abs=0.003)
    assert played.std() == pytest.approx((0.65 * 0.35 / 2303) ** 0.5, rel=0.25)
    parts = found.parts.set_index("source")
    assert parts["share"].sum() == pytest.approx(1)
    assert parts.loc["priors", "share"] < 0.3
    assert found.low <= found.mean <= found.high
    assert found.fields["prior"].tolist() == ["0.65 of 2,303 asked"]


def test_whole_fields_have_whole_samples():
    found = el.propagate(PLAN, {"campaign.lifetime": triangular(1, 5, 20)}, samples=8, runs=2)
    assert found.played["campaign.lifetime"].dtype.kind == "i"


@pytest.mark.parametrize(
    ("priors", "more", "text"),
    [
        ({}, {}, "priors: {} has no field"),
        ({"groups.sise": uniform(2, 3)}, {}, "groups.sise: no such field"),
        ({"groups.size": 3}, {}, "groups.size: 3 is no prior"),
        ({"groups.hold": uniform(0, 1)}, {}, "groups.hold: is no number"),
        ({"groups.size": survey(0.5, 10)}, {}, "groups.size: is no share"),
        ({"groups.size": uniform(1, 3)}, {}, "groups.size: 1 to 3, all as likely, is not all"),
        ({"content.relevance": normal(9, 1)}, {}, "content.relevance: .* lies all but outside"),
        ({"settings.key": uniform(1, 2)}, {}, "settings.key: is chance"),
        (SHARE, {"samples": 2}, "samples: 2 is not allowed"),
        (SHARE, {"keys": 1}, "keys: 1 is not allowed"),
        (SHARE, {"runs": 1}, "runs: 1 is not allowed"),
        (SHARE, {"measure": "reech"}, "measure: 'reech' is not known"),
        (SHARE, {"confidence": 1}, "confidence: 1 is not allowed"),
        ({"groups.size": uniform(2, 9)},
         {"network": el.Network.from_networkx(nx.path_graph(3))},
         "groups.size: changes nothing where network is given"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_before_the_first_run(priors, more, text, monkeypatch):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError, match=text):
        el.propagate(PLAN, priors, **more)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: survey(65, 100), "share: 65 is not allowed"),
        (lambda: survey(0.65, 0), "people: 0 is not allowed"),
        (lambda: uniform(2, 1), "low: 2 is not below high, 1"),
        (lambda: triangular(0, 3, 2), "mode: 3 is not allowed"),
        (lambda: normal(0, 0), "deviation: 0 is not allowed"),
        (lambda: normal(float("nan"), 1), "mean: nan is not allowed"),
    ],
)
def test_a_wrong_prior_is_refused(make, text):
    with pytest.raises(el.EngagelabError, match=text):
        make()
