"""Layouts of people and groups."""

import networkx as nx
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import networks, reordered

import engagelab as el
from engagelab.player import spread
from engagelab.player.layout import NOWHERE, lay_out
from engagelab.simulation.adaptors.events import events_of
from engagelab.simulation.adaptors.own_space import members_of
from engagelab.simulation.settings import Settings

RULES = el.Engagement(tie_read=0.8, base_share=1.0, invite=1.0, accept=1.0, group_read=0.5)


def laid(network, key=1, own_size=0):
    model, settings = RULES.replace(own_size=own_size), Settings(runs=1, key=key, horizon=20)
    posts = [el.Post(seeds=1), el.Post(origin="organisation")]
    events = events_of(network, model, posts, settings)
    return events, lay_out(network, events, members_of(network, own_size, key))


@settings(max_examples=examples(60))
@given(networks(), st.integers(0, 3))
def test_each_person_is_placed_where_they_belong(network, own_size):
    own_size = min(own_size, network.people)
    events, layout = laid(network, own_size=own_size)
    joins, own = events.of("join"), len(network.group_labels)
    members = {(v, g) for v, g in zip(network.group_people.tolist(),
                                      network.membership_group.tolist(), strict=True)}  # fmt: skip
    first = set(members_of(network, own_size, 1).tolist())
    assert layout.own == (own if own_size else -1)
    assert layout.discs.shape == (own + bool(own_size), 3)
    joined = set(zip(events.person[joins].tolist(), events.group[joins].tolist(), strict=True))
    for v, g in enumerate(layout.seat.tolist()):
        if layout.moves[v] != NOWHERE:
            assert (v, g) in joined
            assert network.prospects[v]
            assert layout.moves[v] == events.round[joins & (events.person == v)].min()
        elif g == own:
            assert v in first
        elif g != NOWHERE:
            assert (v, g) in members
        else:
            assert network.prospects[v]
        assert (g == own) or (v not in first)
        if g != NOWHERE:
            x, y, radius = layout.discs[g]
            away = np.abs(layout.goes_to[v] - (x, y))
            assert (away.max() if g == own else np.hypot(*away)) <= radius


@settings(max_examples=examples(30))
@given(networks(), st.integers(0, 2**32 - 1), st.integers(0, 2))
def test_the_order_of_people_and_groups_changes_nothing(network, draw, own_size):
    rng = np.random.default_rng(draw)
    other = reordered(network, rng)
    _, layout = laid(network, own_size=own_size)
    _, again = laid(other, own_size=own_size)
    place = [other.index[label] for label in network.labels]
    assert np.allclose(again.home[place], layout.home, atol=1e-4)
    assert np.allclose(again.goes_to[place], layout.goes_to, atol=1e-4)


def test_people_do_not_overlap_and_prospects_are_outside_the_groups():
    plan = el.Scenario.preset("invite-a-friend").replace({"population.people": 2_000})
    town = plan.town()
    layout = lay_out(
        town, events_of(town, plan.model, plan.campaign.posts, plan.settings_with(runs=1))
    )
    for places in (layout.home, layout.goes_to):
        far = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
        np.fill_diagonal(far, np.inf)
        assert far.min() > 0.5
    x, y, radius = layout.discs.T
    for person in np.flatnonzero(town.prospects):
        px, py = layout.home[person]
        assert (np.hypot(x - px, y - py) > radius).all()
    half, high = layout.extent
    assert (np.abs(layout.home) <= (half, high)).all()
    assert (np.abs(x) + radius <= half + 1e-3).all()
    assert (np.abs(y) + radius <= high + 1e-3).all()


@pytest.mark.parametrize("own_size", [1, 12, 200, 900])
def test_the_own_space_is_a_place_of_its_own_in_the_middle(own_size):
    plan = el.Scenario.preset("bring-them-to-us")
    layout = spread(
        plan.replace({"population.people": 1_000, "campaign.own_size": own_size})
    ).layout
    x, y, half = layout.discs[layout.own]

    def beyond(places):
        """Distance from the rim of a square with round corners, as the own space is drawn."""
        corner = np.maximum(np.abs(places[:, :2] - (x, y)) - half / 2, 0)
        return np.hypot(*corner.T) - half / 2

    seated = layout.seat == layout.own
    assert seated.sum() >= own_size
    assert beyond(layout.home[seated & (layout.moves == NOWHERE)]).max() < 0
    assert beyond(layout.goes_to[seated]).max() < 0
    assert beyond(layout.home[~seated]).min() > 0
    groups = np.delete(layout.discs, layout.own, axis=0)
    assert (beyond(groups) >= groups[:, 2]).all()
    assert np.hypot(x, y) < 0.4 * layout.extent[1]


def test_joiners_move_at_the_end_of_the_round_in_which_they_join():
    plan = el.Scenario.preset("invite-a-friend").replace({"population.people": 2_000})
    town = plan.town()
    layout = lay_out(
        town, events_of(town, plan.model, plan.campaign.posts, plan.settings_with(runs=1))
    )
    movers = np.flatnonzero(layout.moves != NOWHERE)
    assert movers.size > 5
    for person in movers:
        at = layout.moves[person]
        assert (layout.places(at - 1)[person] == layout.home[person]).all()
        assert (layout.places(at)[person] == layout.goes_to[person]).all()
        assert (layout.home[person] != layout.goes_to[person]).any()


def test_without_groups_those_with_most_ties_are_in_the_middle():
    network = el.Network.from_networkx(nx.barabasi_albert_graph(200, 2, seed=1))
    _, layout = laid(network)
    ties = np.diff(network.tie_start)
    far = np.hypot(layout.home[:, 0] / 1.6, layout.home[:, 1])
    assert far[ties >= 10].max() < far[ties <= 2].min()
    assert layout.discs.shape == (0, 3)


def test_one_person_and_an_empty_group_have_a_layout():
    network = el.Network.from_networkx(nx.empty_graph(1), groups={"none": []})
    _, layout = laid(network)
    assert layout.home.shape == (1, 2)
    assert np.isfinite(layout.home).all()
    assert np.isfinite(layout.extent).all()
