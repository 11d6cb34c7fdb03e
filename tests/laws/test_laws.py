"""The laws of the engagement model: what must hold whatever is drawn, and where it need not."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import calendars, models, networks, reordered

from engagelab.graphs.edges import Pairs
from engagelab.graphs.network import Network, Traits
from engagelab.models import Engagement, Post
from engagelab.simulation.settings import Settings
from engagelab.simulation.simulate import simulate_campaign

LAW = settings(max_examples=60, suppress_health_check=list(HealthCheck))
KEYS = st.integers(0, 2**63 - 1)
NEUTRAL = {"fatigue": 1.0, "unanswered_factor": 1.0, "leave": 0.0, "crowding": 0.0}


def play(network, model, posts, seeds=None, **settings):
    settings = Settings(**{"runs": 4, "horizon": 24, "record": "people", "threads": 1} | settings)
    return simulate_campaign(network, model, posts, settings, seeds)


def with_ties(network, ties):
    """The same network with some ties more, given as pairs of positions."""
    source = np.repeat(np.arange(network.people), np.diff(network.tie_start))
    more = np.array(ties, np.int32).reshape(-1, 2)
    pairs = Pairs(
        np.concatenate([source, more[:, 0]]).astype(np.int32),
        np.concatenate([network.tie_to, more[:, 1]]).astype(np.int32),
        None,
        directed=True,
    )
    return Network.build(network.labels, pairs, network.groups, traits=network.traits)


def readers(outcome):
    return outcome.adoption >= 0


def loses_nobody(fewer, more):
    return bool((readers(more) | ~readers(fewer)).all())


@LAW
@given(st.data(), KEYS)
def test_threads_and_batches_are_immaterial(data, key):
    network = data.draw(networks())
    model, posts = data.draw(models()), data.draw(calendars(network.people))
    whole = play(network, model, posts, key=key, runs=40)
    for threads, runs in ((2, 40), (3, 40), (1, 7), (2, 13)):
        part = play(network, model, posts, key=key, runs=runs, threads=threads)
        assert np.array_equal(part.counts, whole.counts[:runs])
        assert np.array_equal(part.adoption, whole.adoption[:runs])
        assert np.array_equal(part.reached_runs, readers(whole)[:runs].sum(axis=0))


@LAW
@given(st.data(), KEYS, st.integers(0, 2**32 - 1))
def test_the_order_of_people_ties_and_groups_is_immaterial(data, key, shuffle):
    network = data.draw(networks())
    model, posts = data.draw(models()), data.draw(calendars(network.people))
    other = reordered(network, np.random.default_rng(shuffle))
    one, two = (play(n, model, posts, key=key) for n in (network, other))
    assert np.array_equal(one.counts, two.counts)
    place = [other.index[label] for label in network.labels.tolist()]
    assert np.array_equal(one.adoption, two.adoption[:, place])


@LAW
@given(st.data(), KEYS, st.integers(1, 24))
def test_the_horizon_cuts_and_never_changes(data, key, horizon):
    network = data.draw(networks())
    model, posts = data.draw(models()), data.draw(calendars(network.people))
    long = play(network, model, posts, key=key)
    short = play(network, model, posts, key=key, horizon=horizon)
    kept = [m for m in long.measures if m not in ("attributed",)]
    for measure in kept:
        assert np.array_equal(short.measure(measure), long.measure(measure)[:, : horizon + 1])
    # a sharer may be attributed after the horizon to a round before it
    assert (short.measure("attributed") <= long.measure("attributed")[:, : horizon + 1]).all()


@LAW
@given(st.data(), KEYS)
def test_people_apart_keep_their_coins(data, key):
    network = data.draw(networks(most=8))
    model = data.draw(models())
    apart = nx.DiGraph(network.to_networkx())
    apart.add_edge("stranger", "other stranger")
    larger = Network.from_networkx(apart, groups={**network.groups, "club": ["stranger"]})
    seed = np.array([0], np.int32)
    one = play(network, model, [Post(seeds=1)], [seed], key=key)
    two = play(larger, model, [Post(seeds=1)], [seed], key=key)
    assert np.array_equal(one.adoption, two.adoption[:, : network.people])


RAISED = ("tie_read", "group_read", "base_share", "invite", "accept", "paid_read", "reply_rate",
          "relevance", "approval_rate", "lurker_factor", "contributor_factor", "creator_factor",
          "reinforcement", "valued_factor", "recognition", "loyalty", "discount", "trial",
          "lifetime")  # fmt: skip


@pytest.mark.parametrize("field", RAISED)
@settings(LAW, max_examples=25)
@given(data=st.data(), key=KEYS)
def test_raising_a_field_loses_no_reader(field, data, key):
    network = data.draw(networks())
    model = data.draw(models()).replace(**NEUTRAL)
    posts = data.draw(calendars(network.people))
    parameter = next(p for p in Engagement.parameters() if p.name == field)
    low = getattr(model, field)
    top = min(parameter.high, 20)
    high = low + (top - low) * data.draw(st.sampled_from([0.3, 1.0]))
    more = model.replace(**{field: int(high) if parameter.type is int else high})
    assert loses_nobody(*(play(network, m, posts, key=key) for m in (model, more)))


@LAW
@given(st.data(), KEYS)
def test_adding_ties_or_members_or_seeds_loses_no_reader(data, key):
    network = data.draw(networks())
    assume(network.people > 2)
    model = data.draw(models()).replace(**NEUTRAL)
    person = st.integers(0, network.people - 1)
    ties = data.draw(st.lists(st.tuples(person, person).filter(lambda t: t[0] != t[1]), max_size=4))
    posts = [Post(seeds=1), Post(round=3, seeds=1)]
    seeds = [np.array([0], np.int32), np.array([1], np.int32)]
    more_seeds = [np.array([0, 2], np.int32), np.array([1, 2], np.int32)]
    basis = play(network, model, posts, seeds, key=key)
    assert loses_nobody(basis, play(with_ties(network, ties), model, posts, seeds, key=key))
    assert loses_nobody(basis, play(network, model, posts, more_seeds, key=key))
    two_each = [post.replace(seeds=2) for post in posts]
    drawn, more = (play(network, model, calendar, key=key) for calendar in (posts, two_each))
    assert loses_nobody(drawn, more)


# --- where more can mean fewer: each exception that the model names, by an example -------------


def people_of(graph, groups=None):
    return Network.from_networkx(graph, groups=groups)


def chain_town():
    graph = nx.gnp_random_graph(30, 0.12, seed=3)
    groups = {"a": list(range(0, 12)), "b": list(range(10, 22))}
    return people_of(graph, groups)


BASIS = {"tie_read": 0.3, "group_read": 0.5, "base_share": 0.4, "invite": 0.0, "accept": 1.0,
         "reply_rate": 0.0, "valued_factor": 1.0, "reference_size": 3}  # fmt: skip
# field: its neutral value, a harmful one, what is raised, and other rules
EXCEPTIONS = {
    "crowding": (0.0, 1.0, {"invite": (0.0, 1.0)}, {}),
    "unanswered_factor": (1.0, 0.0, {"tie_read": (0.3, 0.6)}, {}),
    "fatigue": (1.0, 0.0, {"tie_read": (0.3, 0.6)}, {}),
    "leave": (0.0, 0.6, {"tie_read": (0.3, 0.6)}, {"invite": 0.5}),
}


def some_reader_is_lost(field, value):
    _, _, raised, others = EXCEPTIONS[field]
    rules = Engagement(**{**BASIS, **NEUTRAL, **others, field: value}, lifetime=5)
    posts = [Post(round=r, seeds=2) for r in (0, 4, 12)]
    low, high = (
        rules.replace(**{name: pair[side] for name, pair in raised.items()}) for side in (0, 1)
    )
    network = chain_town()
    return not loses_nobody(*(play(network, m, posts, runs=2000, key=2) for m in (low, high)))


@pytest.mark.parametrize("field", EXCEPTIONS)
def test_the_exceptions_are_real(field):
    neutral, harmful, *_ = EXCEPTIONS[field]
    assert not some_reader_is_lost(field, neutral)
    assert some_reader_is_lost(field, harmful)


def test_off_message_under_review_stops_shares():
    """The chance of being off message is no probability to read: raising it may stop shares."""
    network = people_of(nx.path_graph(3))
    rules = Engagement(tie_read=1, base_share=1, review=True, catch_rate=1, approval_rate=1)
    reach = [
        readers(play(network, rules.replace(off_message=p), [Post(seeds=1)])).sum() for p in (0, 1)
    ]
    assert reach == [12, 4]


def test_traits_of_a_plain_graph():
    traits = Traits.plain(3)
    network = people_of(nx.path_graph(3))
    assert network.traits.words(0) == traits.words(0)
    assert replace(network, traits=traits).fingerprint == network.fingerprint
