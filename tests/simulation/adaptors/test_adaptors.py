"""What the classic models refuse, and what they explain."""

import re

import networkx as nx
import numpy as np
import pytest

import engagelab as el
from engagelab.models import MODELS
from engagelab.models.sections import ROLES


def people_of(graph, groups=None):
    return el.Network.from_networkx(graph, groups=groups)


def weighted(*ties, directed=False):
    graph = nx.DiGraph() if directed else nx.Graph()
    graph.add_weighted_edges_from(ties)
    return people_of(graph)


PATH = people_of(nx.path_graph(["Ann", "Bo", "Cy", "Di"]))
HEAVY = weighted(("Ann", "Bo", 0.7), ("Cy", "Bo", 0.7), ("Bo", "Di", 1.2))
RIVALS = el.Competing(transmissibility={"ours": 0.5, "theirs": 0.5})


def refused(text, model, seeds=1, network=PATH, **others):
    with pytest.raises(el.EngagelabError, match=re.escape(text)):
        el.simulate(network, model, seeds, **({"runs": 2} | others))


def test_a_weight_that_is_no_probability_is_refused_with_its_tie():
    model = el.IndependentCascade(transmissibility="weights")
    refused("weights: 1.2 on the tie from 'Bo' to 'Di' is not a probability", model, network=HEAVY)


def test_weights_that_add_up_to_more_than_one_are_refused_with_the_person():
    model = el.LinearThreshold(influence="weights")
    network = weighted(("Ann", "Bo", 0.7), ("Cy", "Bo", 0.7), directed=True)
    refused("weights: the ties to 'Bo' add up to 1.4; at most 1 is allowed", model, network=network)


@pytest.mark.parametrize(
    "model",
    [
        el.IndependentCascade(transmissibility="weights"),
        el.LinearThreshold(influence="weights"),
        el.LinearThreshold(influence="normalised"),
    ],
)
def test_weights_are_refused_where_there_are_none(model):
    refused("'weights' is not allowed here, since the ties of this network have no weights", model)


def test_weights_that_add_up_to_one_are_certain():
    network = weighted(*((f"p{i}", "Bo", 0.1) for i in range(10)), directed=True)
    for influence in ("weights", "normalised", "in-degree"):
        model = el.LinearThreshold(influence=influence)
        outcome = el.simulate(network, model, [f"p{i}" for i in range(10)], runs=500)
        assert (el.reach(outcome) == 11).all()


def test_normalised_weights_are_shares_of_their_sum():
    network = weighted(("Ann", "Bo", 3.0), ("Cy", "Bo", 1.0), directed=True)
    model = el.LinearThreshold(influence="normalised")
    reach = el.reach(el.simulate(network, model, ["Ann"], runs=20_000, key=3))
    z = (reach.mean() - 1.75) / (reach.std(ddof=1) / np.sqrt(reach.size))
    assert abs(z) < 4


def test_ties_without_influence_never_reach_anybody():
    network = weighted(("Ann", "Bo", 0.0), ("Cy", "Bo", 0.0), directed=True)
    for influence in ("weights", "normalised"):
        outcome = el.simulate(network, el.LinearThreshold(influence=influence), ["Ann", "Cy"])
        assert (el.reach(outcome) == 2).all()


@pytest.mark.parametrize("value", [1.2, -0.1, "weight", None, float("nan"), [0.1]])
def test_a_transmissibility_out_of_range_is_refused(value):
    text = (
        f"transmissibility: {value!r} is not allowed; give a number from 0 to 1, 'weights' (of the "
        "ties) or 'in-degree'"
    )
    with pytest.raises(el.EngagelabError, match=re.escape(text)):
        el.IndependentCascade(transmissibility=value)


def test_a_threshold_above_the_degree_is_allowed_and_explained():
    model = el.ComplexContagion(threshold=1, of="number", thresholds={"Bo": 3})
    outcome = el.simulate(PATH, model, ["Ann", "Cy"], runs=2, record="people")
    assert outcome.adoption[0].tolist() == [0, -1, 0, 1]
    assert outcome.notes == [
        "1 people with ties have a threshold that all of their ties together cannot meet: they "
        "read as seeds only"
    ]
    assert el.simulate(PATH, model, ["Bo"], runs=1).reached["Bo"] == 1
    assert el.simulate(PATH, el.ComplexContagion(), 1, runs=1).notes == []


def test_thresholds_of_unknown_people_are_refused():
    refused("thresholds: 'Bob' is not a person of the network", el.ComplexContagion(
        thresholds={"Bob": 0.5}))  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"threshold": 1.5}, "threshold: 1.5 is not allowed as a share of ties"),
        ({"thresholds": {"Bo": 2}}, "thresholds of 'Bo': 2.0 is not allowed as a share of ties"),
        ({"thresholds": {"Bo": -1}, "of": "number"}, "give a number of at least 0"),
        ({"deviation": 0.1}, "deviation: 0.1 does not go with distribution='fixed'"),
        ({"distribution": "even"}, "deviation: 0.0 does not go with distribution='even'"),
    ],
)
def test_thresholds_that_contradict_each_other_are_refused(fields, text):
    with pytest.raises(el.EngagelabError, match=re.escape(text)):
        el.ComplexContagion(**fields)


def test_two_contents_with_the_same_seed_are_refused():
    refused("seeds: 'Bo' would start both 'ours' and 'theirs'", RIVALS,
            {"ours": ["Ann", "Bo"], "theirs": ["Bo"]})  # fmt: skip


@pytest.mark.parametrize(
    ("seeds", "text"),
    [
        (3, "seeds: int is not allowed with competing contents; give a mapping"),
        ({"ours": 1}, "seeds: content 'theirs' has no seeds; give a number of people"),
        ({"ours": 1, "their": 1, "theirs": 1}, "seeds: content 'their' is not known"),
        ({"ours": 1, "theirs": ["Bob"]}, "seeds of 'theirs': 'Bob' is not a person"),
        ({"ours": 3, "theirs": 2}, "seeds of 'theirs': 2 requested, but there are only 1 people"),
        ({"ours": -1, "theirs": 2}, "seeds of 'ours': -1 is not allowed"),
        ({"ours": "Ann", "theirs": 2}, "seeds of 'ours': 'Ann' is not allowed"),
    ],
)
def test_seeds_of_contents_are_checked(seeds, text):
    refused(text, RIVALS, seeds)


@pytest.mark.parametrize("redraw", [False, True])
def test_drawn_contents_share_nobody(redraw):
    network = people_of(nx.empty_graph(9))
    seeds = {"ours": 4, "theirs": [2, 5]}
    outcome = el.simulate(
        network, RIVALS, seeds, runs=30, record="people", redraw_seeds=redraw, key=4
    )
    assert (outcome.by_post == [4, 2]).all()
    assert (outcome.taken[:, [2, 5]] == 1).all()
    assert (len({tuple(row) for row in outcome.taken.tolist()}) > 1) == redraw


def test_named_and_drawn_seeds_of_a_campaign_go_together_if_seeds_are_redrawn():
    posts = [{"people": [0]}, {"seeds": 3}, {"origin": "organisation"}]
    plan = el.Scenario(population={"people": 50}, groups={"size": 5},
                       engagement={"fatigue": 1}, invitations={"invite": 0}, answers={"critic": 0},
                       campaign={"posts": posts, "redraw_seeds": True, "own_size": 4})  # fmt: skip
    outcome = plan.run(runs=6)
    seeds = sum(outcome.total(f"{role}_seeds") for role in ROLES)
    assert set(seeds) == {4}
    alone = plan.replace({"campaign.posts": posts[:1]}).run(runs=6)
    assert (outcome.of_post("reads")[:, 0] == alone.of_post("reads")[:, 0]).all()


def test_fewer_than_two_contents_do_not_compete():
    with pytest.raises(el.EngagelabError, match="1 contents are not allowed"):
        el.Competing(transmissibility={"ours": 0.1})


@pytest.mark.parametrize("rule", [each for each in MODELS if each is not el.Competing])
@pytest.mark.parametrize(
    ("seeds", "text"),
    [
        (-1, "seeds: -1 is not allowed"),
        (5, "seeds: 5 requested, but there are only 4 people"),
        (["Bob"], "seeds: 'Bob' is not a person of the network"),
        ("Ann", "seeds: 'Ann' is not allowed; give a number of people or a list"),
        (2.5, "seeds: 2.5 is not allowed"),
        ({"Ann": 1}, "seeds: a mapping is not allowed with this model"),
    ],
)
def test_seeds_are_checked_for_every_model(rule, seeds, text):
    refused(text, rule(), seeds)


def test_something_else_than_a_model_is_refused():
    refused("model: str is not allowed; give one of Engagement, IndependentCascade", "SIR")


def test_bass_chances_are_at_most_certain():
    with pytest.raises(el.EngagelabError, match=r"0\.4 and innovation 0\.8 add up to more than 1"):
        el.Bass(innovation=0.8, imitation=0.4)


def test_a_group_of_one_never_acts_as_a_group():
    network = people_of(nx.empty_graph(2), groups={"one": [0], "two": [0, 1]})
    sure = el.GroupContagion(transmissibility=0, group_transmissibility=1, recovery=0, quorum=2)
    assert el.reach(el.simulate(network, sure, [0], runs=1)).tolist() == [1]
    assert el.reach(el.simulate(network, sure.replace(quorum=1), [0], runs=1)).tolist() == [2]


def test_where_it_comes_from_is_written_down():
    model = el.SIR(transmissibility=0.2, period=3)
    told = el.simulate(PATH, model, 1, runs=2, key=9).provenance
    assert told["rule"] == "SIR"
    assert el.SIR(**told["model"]) == model
    assert (told["key"], told["runs"]) == (9, 2)


def test_a_label_that_is_no_text_can_have_a_threshold_and_be_saved(tmp_path):
    network = people_of(nx.path_graph([("a", 1), ("a", 2)]))
    model = el.ComplexContagion(thresholds={("a", 2): 1.0})
    outcome = el.simulate(network, model, [("a", 1)], runs=1)
    outcome.save(tmp_path / "one.parquet")
    told = el.Outcome.open(tmp_path / "one.parquet").provenance["model"]["thresholds"]
    assert told == [["('a', 2)", 1.0]]
