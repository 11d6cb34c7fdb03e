"""Where people are drawn."""

import networkx as nx
import numpy as np
import pytest
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import networks, reordered

import engagelab as el
from engagelab.player.layout import NOWHERE, lay_out
from engagelab.player.packing import pack
from engagelab.simulation.adaptors.events import events_of
from engagelab.simulation.settings import Settings

RULES = el.Engagement(tie_read=0.8, base_share=1.0, invite=1.0, accept=1.0, group_read=0.5)


def laid(network, key=1):
    events = events_of(network, RULES, [el.Post(seeds=1)], Settings(runs=1, key=key, horizon=20))
    return events, lay_out(network, events)


@given(st.lists(st.floats(0.1, 20), max_size=60), st.sampled_from([1.0, 1.6, 3.0]))
def test_discs_do_not_overlap(radii, aspect):
    radii = sorted(radii, reverse=True)
    middles = pack(radii, aspect)
    assert middles.shape == (len(radii), 2)
    far = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
    gaps = far - np.add.outer(radii, radii) + np.where(np.eye(len(radii)), np.inf, 0)
    assert (gaps > -1e-4).all()


def test_discs_lie_close_together():
    radii = np.linspace(9, 1, 300)
    middles = pack(radii.tolist())
    circle = (np.hypot(*middles.T) + radii).max()
    assert (radii**2).sum() / circle**2 > 0.65


def test_an_aspect_makes_the_whole_wider_than_high():
    middles = pack([1.0] * 400, 2.0)
    wide, high = np.ptp(middles, axis=0)
    assert wide / high == pytest.approx(2, rel=0.15)


@settings(max_examples=examples(60))
@given(networks())
def test_each_person_sits_in_a_group_of_theirs(network):
    events, layout = laid(network)
    joins = events.of("join")
    members = {(v, g) for v, g in zip(network.group_people.tolist(),
                                      network.membership_group.tolist(), strict=True)}  # fmt: skip
    joined = set(zip(events.person[joins].tolist(), events.group[joins].tolist(), strict=True))
    for v, g in enumerate(layout.seat.tolist()):
        if layout.moves[v] != NOWHERE:
            assert (v, g) in joined
            assert network.prospects[v]
            assert layout.moves[v] == events.round[joins & (events.person == v)].min()
        elif g != NOWHERE:
            assert (v, g) in members
        else:
            assert network.prospects[v]
        if g != NOWHERE:
            x, y, radius = layout.discs[g]
            assert np.hypot(*(layout.goes_to[v] - (x, y))) <= radius


@settings(max_examples=examples(30))
@given(networks(), st.integers(0, 2**32 - 1))
def test_the_order_of_people_and_groups_changes_nothing(network, draw):
    rng = np.random.default_rng(draw)
    other = reordered(network, rng)
    _, layout = laid(network)
    _, again = laid(other)
    place = [other.index[label] for label in network.labels]
    assert np.allclose(again.home[place], layout.home, atol=1e-4)
    assert np.allclose(again.goes_to[place], layout.goes_to, atol=1e-4)


def test_people_stand_apart_and_prospects_outside_the_groups():
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


def test_nobody_and_nothing_is_laid_out_too():
    network = el.Network.from_networkx(nx.empty_graph(1), groups={"none": []})
    _, layout = laid(network)
    assert layout.home.shape == (1, 2)
    assert np.isfinite(layout.home).all()
    assert np.isfinite(layout.extent).all()
