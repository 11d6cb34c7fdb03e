"""What a plan implies is what the kernel does, and published ranges are those of the table."""

import math
import re

import networkx as nx
import pytest

import engagelab as el
from engagelab import EngagelabError, datasets
from engagelab.experiments import implied, reading_by_size
from engagelab.experiments.implied_figures import ON_SCREEN, PUBLISHED, READING
from engagelab.models import Post
from engagelab.simulation.settings import Settings
from engagelab.simulation.simulate import simulate_campaign

LIMIT = 4.5  # standard errors
PLAN = el.Scenario(population={"people": 500}, campaign={"posts": [{"seeds": 20}]})


def value(plan, quantity, **how):
    return implied({"mine": plan}, **({"keys": [1, 2], "runs": 4} | how)).loc["mine"].loc[quantity]


# Reading


def alone(size, **changes):
    """Return one group without ties, and the rules by which only seeds share in it."""
    graph = nx.empty_graph(size)
    rules = {"base_share": 0, "group_share": 1, "comment": 0} | changes
    return el.Network.from_networkx(graph, groups={"all": graph.nodes}), el.Engagement(**rules)


def near(share, expected, trials):
    assert abs(share - expected) < LIMIT * math.sqrt(expected * (1 - expected) / trials)


@pytest.mark.parametrize("size", [10, 25, 300, 1_000, 50_000])
def test_readers_of_a_share_are_those_of_the_kernel(size):
    expected = reading_by_size(PLAN, keys=[1], runs=1).loc[size]
    network, rules = alone(size)
    runs = max(2, 50_000 // size)
    outcome = el.simulate(network, rules, seeds=[0], runs=runs, key=3)
    trials = runs * (size - 1)
    near((outcome.total("reads").sum() - runs) / trials, expected["if_shown"], trials)

    network, rules = alone(size, own_size=size)
    settings = Settings(runs=runs, key=3)
    own = simulate_campaign(network, rules, [Post(origin="organisation")], settings)
    near(own.total("reads").sum() / runs / size, expected["own_space"], runs * size)


def test_readers_altogether_are_those_of_the_kernel():
    town = {"people": 10_000, "ties": 0, "prospects": 0}
    groups = {"size": 25, "spread": 0, "per_person": 1}
    plan = PLAN.replace({"engagement.base_share": 0, "campaign.posts": [{"seeds": 300}]},
                        population=town, groups=groups)  # fmt: skip
    expected = reading_by_size(plan, keys=[1], runs=4).loc[25, "altogether"]
    outcome = plan.run(key=1, runs=40)
    others = outcome.people - 300
    shares = (outcome.total("reads") - 300) / others
    error = shares.std(ddof=1) / math.sqrt(shares.size)
    assert abs(shares.mean() - expected) < LIMIT * error + 0.03 * expected  # sizes vary a little


def test_an_own_space_that_nobody_reads_is_read_by_nobody():
    changes = {"engagement.own_space": 0, "engagement.group_read": 1, "engagement.crowding": 0}
    found = reading_by_size(PLAN.replace(changes), keys=[1], runs=1)
    assert set(found["own_space"]) == {0.0}
    assert set(found["if_shown"]) == {1.0}


# Ratios


def test_if_all_readers_share_shares_are_readings():
    plan = PLAN.replace({"content.relevance": 1, "settings.horizon": 200})
    assert value(plan, "shares per post on screen")["value"] == pytest.approx(
        plan.engagement.tie_read / ON_SCREEN
    )


def test_shares_of_the_activities_add_up_and_seeds_are_none_of_them():
    parts = [f"shares by {activity}s" for activity in ("lurker", "contributor", "creator")]
    plan = PLAN.replace({"engagement.lurker_factor": 0})
    found = implied({"mine": plan}, keys=[1, 2], runs=8).loc["mine", "value"]
    assert found[parts].sum() == pytest.approx(1)
    assert found["shares by lurkers"] == 0, "lurkers among the seeds shared"


def test_invitations_and_their_acceptances_are_those_counted():
    outcomes = [PLAN.run(key=key, runs=4) for key in (1, 2)]
    sent, taken = (sum(each.total(name).sum() for each in outcomes)
                   for name in ("invitations", "acceptances"))  # fmt: skip
    assert value(PLAN, "acceptances per invitation")["value"] == pytest.approx(taken / sent)


def test_a_quantity_without_anything_to_divide_by_is_missing():
    found = implied({"silent": PLAN.replace({"engagement.base_share": 0})}, keys=[1, 2], runs=2)
    assert math.isnan(found.loc[("silent", "comments per share"), "value"])
    assert not found.loc[("silent", "comments per share"), "inside"]
    off_line = PLAN.replace({"engagement.tie_read": 0})
    assert math.isnan(value(off_line, "shares per post on screen")["value"])


@pytest.mark.parametrize(("rate", "inside"), [(0.1, True), (0.4, False)])
def test_a_value_is_inside_or_not(rate, inside):
    plan = PLAN.replace({"invitations.accept": rate, "invitations.invite": 0.5})
    assert value(plan, "acceptances per invitation")["inside"] == inside


def test_fewer_than_two_towns_are_refused():
    with pytest.raises(EngagelabError, match=r"keys: \[1\] .* two or more"):
        implied({"mine": PLAN}, keys=[1])


# Published ranges


@pytest.mark.parametrize("published", [*PUBLISHED.values(), *READING.values()])
def test_a_published_range_names_rows_of_the_table(published):
    rows = datasets.load("studies").set_index("id")
    named = published.rows.split(", ")
    assert set(named) <= set(rows.index)
    assert 0 <= published.low < published.high
    assert all(re.search(r"\d", rows.loc[row, "figure"]) for row in named)
