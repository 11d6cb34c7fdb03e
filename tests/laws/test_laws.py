"""The laws of the engagement model: what must hold whatever is drawn, and where it need not."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from examples import examples
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import calendars, models, networks, reordered

from engagelab.graphs.edges import Pairs
from engagelab.graphs.network import Network
from engagelab.graphs.traits import Traits
from engagelab.models import Engagement, Post
from engagelab.simulation.settings import Settings
from engagelab.simulation.simulate import simulate_campaign

LAW = settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
KEYS = st.integers(0, 2**63 - 1)
NEUTRAL = {"fatigue": 1.0, "critic": 0.0, "leave": 0.0, "crowding": 0.0}


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


def with_member(network, person):
    """The same network with one membership more: of a person in the first group."""
    groups = {name: list(members) for name, members in network.groups.items()}
    first = next(iter(groups))
    groups[first] = sorted({*groups[first], network.labels[person]})
    source = np.repeat(np.arange(network.people), np.diff(network.tie_start)).astype(np.int32)
    ties = Pairs(source, network.tie_to, None, directed=True)
    return Network.build(network.labels, ties, groups, traits=network.traits)


def readers(outcome):
    return outcome.adoption >= 0


def loses_nobody(fewer, more):
    return bool((readers(more) | ~readers(fewer)).all())


@LAW
@given(st.data(), KEYS)
def test_threads_and_batches_are_immaterial(data, key):
    network = data.draw(networks())
    model, posts = data.draw(models(network.people)), data.draw(calendars(network.people))
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
    model, posts = data.draw(models(network.people)), data.draw(calendars(network.people))
    other = reordered(network, np.random.default_rng(shuffle))
    one, two = (play(n, model, posts, key=key) for n in (network, other))
    assert np.array_equal(one.counts, two.counts)
    place = [other.index[label] for label in network.labels.tolist()]
    assert np.array_equal(one.adoption, two.adoption[:, place])


@LAW
@given(st.data(), KEYS, st.integers(1, 24))
def test_the_horizon_cuts_and_never_changes(data, key, horizon):
    network = data.draw(networks())
    model, posts = data.draw(models(network.people)), data.draw(calendars(network.people))
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
    # listening counts answers for all people, and the own space draws from them
    model = data.draw(models()).replace(listening_gain=0.0, own_size=0)
    apart = nx.DiGraph(network.to_networkx())
    apart.add_edge("stranger", "other stranger")
    larger = Network.from_networkx(apart, groups={**network.groups, "club": ["stranger"]})
    seed = np.array([0], np.int32)
    one = play(network, model, [Post(seeds=1)], [seed], key=key)
    two = play(larger, model, [Post(seeds=1)], [seed], key=key)
    assert np.array_equal(one.adoption, two.adoption[:, : network.people])


RAISED = ("tie_read", "group_share", "group_read", "base_share", "invite", "accept", "paid_read",
          "comment", "reply_rate", "relevance", "approval_rate", "lurker_factor", "creator_factor",
          "insider_factor", "customer_factor", "employee_trust", "own_space", "valued_factor",
          "recognition", "loyalty", "discount", "trial", "recognition_gain", "loyalty_gain",
          "discount_gain", "trial_gain", "listening_gain", "lifetime", "own_size")  # fmt: skip
LOWERED = ("off_message", "catch_rate", "critic", "leave", "half_amount", "approval_delay")


@pytest.mark.parametrize("field", RAISED)
@settings(LAW, max_examples=examples(25))
@given(data=st.data(), key=KEYS)
def test_raising_a_field_loses_no_reader(field, data, key):
    network = data.draw(networks())
    model = data.draw(models(network.people)).replace(**NEUTRAL)
    posts = data.draw(calendars(network.people))
    parameter = next(p for p in Engagement.parameters() if p.name == field)
    low = getattr(model, field)
    top = network.people if field == "own_size" else min(parameter.high, 20)
    high = low + (top - low) * data.draw(st.sampled_from([0.3, 1.0]))
    more = model.replace(**{field: int(high) if parameter.type is int else high})
    assert loses_nobody(*(play(network, m, posts, key=key) for m in (model, more)))


@pytest.mark.slow
@pytest.mark.parametrize("field", LOWERED)
@settings(LAW, max_examples=25)
@given(data=st.data(), key=KEYS)
def test_lowering_a_field_loses_no_reader(field, data, key):
    network = data.draw(networks())
    drawn = data.draw(models(network.people))
    model = drawn.replace(**{**NEUTRAL, field: getattr(drawn, field)})
    posts = data.draw(calendars(network.people))
    parameter = next(p for p in Engagement.parameters() if p.name == field)
    ends = field in ("critic", "leave")  # above 0 they are exceptions themselves
    part = 0.0 if ends else data.draw(st.sampled_from([0.0, 0.5]))
    low = parameter.low + (getattr(model, field) - parameter.low) * part
    more = model.replace(**{field: int(low) if parameter.type is int else low})
    assert loses_nobody(*(play(network, m, posts, key=key) for m in (model, more)))


@LAW
@given(st.data(), KEYS)
def test_adding_ties_inviters_members_or_seeds_loses_no_reader(data, key):
    network = data.draw(networks())
    assume(network.people > 2)
    model = data.draw(models(network.people)).replace(**NEUTRAL)
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
    inviters = replace(network.traits, inviter=np.ones(network.people, np.bool_))
    more = play(replace(network, traits=inviters), model, posts, seeds, key=key)
    assert loses_nobody(basis, more)
    if len(network.group_labels):
        larger = with_member(network, data.draw(person))
        assert loses_nobody(basis, play(larger, model, posts, seeds, key=key))


@LAW
@given(st.data(), KEYS)
def test_more_paid_impressions_lose_no_reader(data, key):
    network = data.draw(networks())
    model = data.draw(models(network.people)).replace(**NEUTRAL)
    posts = data.draw(calendars(network.people))
    more = [post.replace(paid=post.paid + data.draw(st.integers(1, 30))) for post in posts]
    assert loses_nobody(*(play(network, model, each, key=key) for each in (posts, more)))


@LAW
@given(st.data(), KEYS)
def test_the_order_of_posts_is_immaterial(data, key):
    network = data.draw(networks())
    model = data.draw(models(network.people))
    posts = data.draw(calendars(network.people))
    named = [post.replace(name=f"post {p}") for p, post in enumerate(posts)]
    order = data.draw(st.permutations(range(len(named))))
    one = play(network, model, named, key=key)
    two = play(network, model, [named[p] for p in order], key=key)
    assert np.array_equal(one.counts, two.counts)
    assert np.array_equal(one.adoption, two.adoption)
    assert np.array_equal(one.post_counts[:, :, order], two.post_counts)


# --- where more can mean fewer: each exception that the model names, by an example -------------


def people_of(graph, groups=None):
    return Network.from_networkx(graph, groups=groups)


def chain_town():
    graph = nx.gnp_random_graph(30, 0.12, seed=3)
    groups = {"a": list(range(0, 12)), "b": list(range(10, 22))}
    return people_of(graph, groups)


BASIS = {"tie_read": 0.3, "group_share": 1.0, "group_read": 0.5, "base_share": 0.4, "invite": 0.0,
         "accept": 1.0, "reply_rate": 0.0, "valued_factor": 1.0, "reference_size": 3,
         "own_space": 1.0, "listening_gain": 0.0}  # fmt: skip
# field: its neutral value, a harmful one, what is raised, and other rules
EXCEPTIONS = {
    "crowding": (0.0, 1.0, {"invite": (0.0, 1.0)}, {}),
    "critic": (0.0, 1.0, {"tie_read": (0.3, 0.6)}, {"goodwill": 0.0}),
    "fatigue": (1.0, 0.0, {"tie_read": (0.3, 0.6)}, {}),
    "leave": (0.0, 0.6, {"tie_read": (0.3, 0.6)}, {"invite": 0.5}),
}


def some_reader_is_lost(field, value, rounds=(0, 2, 4)):
    _, _, raised, others = EXCEPTIONS[field]
    rules = Engagement(**{**BASIS, **NEUTRAL, **others, field: value}, lifetime=5)
    posts = [Post(round=r, seeds=2) for r in rounds]
    low, high = (
        rules.replace(**{name: pair[side] for name, pair in raised.items()}) for side in (0, 1)
    )
    network = chain_town()
    return not loses_nobody(*(play(network, m, posts, runs=2000, key=2) for m in (low, high)))


@pytest.mark.slow
@pytest.mark.parametrize("field", EXCEPTIONS)
def test_the_exceptions_are_real(field):
    neutral, harmful, *_ = EXCEPTIONS[field]
    assert not some_reader_is_lost(field, neutral)
    assert some_reader_is_lost(field, harmful)


@pytest.mark.slow
def test_members_who_leave_lose_no_reader_where_posts_do_not_overlap():
    assert not some_reader_is_lost("leave", 0.6, (0, 6, 12))


def test_where_an_integer_draws_the_seeds_a_membership_may_lose_readers():
    """It moves a person before others in the order in which seeds are drawn."""
    network = people_of(nx.empty_graph(6), {"a": [0, 1]})
    rules = Engagement(group_share=0.0)
    found = [play(each, rules, [Post(seeds=2)]) for each in (network, with_member(network, 4))]
    assert loses_nobody(found[0], found[0])
    keys = range(20)
    pairs = [[play(each, rules, [Post(seeds=2)], key=key)
              for each in (network, with_member(network, 4))] for key in keys]  # fmt: skip
    assert not all(loses_nobody(*pair) for pair in pairs)


def test_where_listening_counts_people_more_of_them_may_mean_fewer_readers():
    """Answers are counted for 1,000 people, so that strangers make them fewer."""
    ties = nx.complete_graph(6)
    larger = nx.union(ties, nx.empty_graph(range(6, 600)))
    rules = Engagement(tie_read=0.9, base_share=0.05, reply_rate=1.0, comment=1.0, critic=0.0,
                       listening_gain=20.0, valued_factor=1.0, fatigue=1.0, lifetime=5)  # fmt: skip
    posts, seeds = [Post(), Post(round=8)], [np.array([0], np.int32)] * 2
    few, many = (play(people_of(graph), rules, posts, seeds, runs=400) for graph in (ties, larger))
    second = [outcome.by_post[:, 1].sum() for outcome in (few, many)]
    assert second[0] > second[1]


def test_off_message_under_review_stops_shares():
    """Raising the chance of being off message may stop shares."""
    network = people_of(nx.path_graph(3))
    staff = Traits(np.zeros(3, np.int8), *(getattr(network.traits, name)
                   for name in ("profile", "activity", "inviter")))  # fmt: skip
    network = replace(network, traits=staff)
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
