"""What can happen in a plan, read from its fields or from the network it is simulated on."""

import networkx as nx
import pytest

import engagelab as el
from engagelab.experiments.plan_facts import PlanFacts

TOWN = el.Scenario(campaign={"posts": [{"origin": "members"}, {"round": 20, "origin": "members"}]})
PAIR = el.Network.from_networkx(nx.path_graph(2))


def test_a_town_has_the_people_of_its_shares():
    facts = PlanFacts(TOWN)
    assert facts.roles == {"employee", "customer", "partner", "public"}
    assert facts.activities == {"lurker", "contributor", "creator"}
    assert facts.inviters
    assert facts.ties
    assert facts.groups
    assert facts.prospects
    shares = {"employees": 1.0, "customers": 0.0, "partners": 0.0, "contributors": 0.5,
              "creators": 0.5, "prospects": 0.0, "ties": 0}  # fmt: skip
    other = PlanFacts(TOWN.replace({f"population.{name}": x for name, x in shares.items()}))
    assert other.roles == {"employee"}
    assert other.activities == {"contributor", "creator"}
    assert not (other.ties)
    assert not (other.prospects)


def test_a_network_has_its_own_people():
    facts = PlanFacts(TOWN, PAIR)
    assert (facts.roles, facts.activities) == ({"public"}, {"contributor"})
    assert facts.inviters
    assert facts.ties
    assert facts.prospects
    assert not facts.groups


@pytest.mark.parametrize(
    ("changes", "fact", "value"),
    [
        ({}, "follows_end", True),
        ({"campaign.lifetime": 20}, "follows_end", False),
        ({"campaign.lifetime": 60}, "ends", [60]),
        ({"campaign.lifetime": 0}, "lives", False),
        ({"campaign.lifetime": 0}, "visible", False),
        ({"settings.horizon": 20}, "lives", True),
        ({"engagement.group_share": 0.0}, "in_groups", False),
        ({"engagement.base_share": 0.0}, "decided", False),
        ({"engagement.base_share": 0.0}, "shared", True),
        ({"engagement.base_share": 1.0}, "uncertain", False),
        ({"control.review": True}, "reviewed", True),
        ({"answers.reply_rate": 1.0}, "ignored", False),
        ({"invitations.accept": 0.0}, "joined", False),
        ({"campaign.own_size": 20}, "own", False),
    ],
)
def test_a_fact_follows_the_fields(changes, fact, value):
    assert getattr(PlanFacts(TOWN.replace(changes)), fact) == value


def test_who_starts_follows_origin_and_names():
    assert PlanFacts(TOWN).starts("employee")
    of_customers = TOWN.replace({"campaign.posts": [{"origin": "customer"}]})
    assert [PlanFacts(of_customers).starts(role) for role in ("customer", "employee")] == [1, 0]
    named = TOWN.replace({"campaign.posts": [{"origin": "customer", "people": [3]}]})
    assert PlanFacts(named).starts("employee")
    assert not PlanFacts(named).drawn
    assert PlanFacts(of_customers).drawn
    own = {"campaign.own_size": 5, "campaign.posts": [{"origin": "organisation"}]}
    facts = PlanFacts(TOWN.replace(own))
    assert facts.own
    assert facts.read
    assert not facts.seeded


def test_a_reward_moves_its_own_people():
    rewards = {f"rewards.{name}": 2.0 for name in ("recognition", "loyalty", "discount", "trial")}
    facts = PlanFacts(TOWN.replace(rewards))
    assert all(map(facts.moves, ("recognition", "loyalty", "discount", "trial")))
    certain = PlanFacts(TOWN.replace({**rewards, "engagement.base_share": 1.0}))
    assert [certain.moves(name) for name in ("recognition", "loyalty", "discount")] == [0, 0, 1]
    silent = PlanFacts(TOWN.replace({**rewards, "rewards.trial_gain": 0.0}))
    assert silent.moves("trial")
    assert not silent.has_effect("trial")
    assert not PlanFacts(TOWN).moves("discount")
