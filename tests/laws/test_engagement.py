"""The kernel of the engagement model equals its slow twin, bit for bit."""

import numpy as np
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import calendars, models, networks
from twins import engagement as slow

from engagelab.engine.measures import MEASURES, POST_MEASURES
from engagelab.models import Post
from engagelab.simulation.settings import Settings
from engagelab.simulation.simulate import simulate_campaign

HORIZON = 24


@settings(max_examples=examples(400), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_kernel_equals_twin(data):
    network = data.draw(networks())
    model, posts = data.draw(models(network.people)), data.draw(calendars(network.people))
    assert_equals_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)))


@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_kernel_equals_twin_where_few_of_many_read(data):
    # the next run has to find all of them as the one before did
    network, model = data.draw(networks(aside=400)), data.draw(models())
    posts = data.draw(calendars(2))
    seeds = [np.arange(post.seeds, dtype=np.int32) for post in posts]
    assert_equals_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)), seeds)


@pytest.mark.slow
@settings(max_examples=examples(30), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_kernel_equals_twin_where_ties_and_members_are_more_than_a_word_has_bits(data):
    network, model = data.draw(networks(least=120, most=150)), data.draw(models(20))
    posts = data.draw(calendars(3))
    assert_equals_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)))


def assert_equals_twin(network, model, posts, key, seeds=None):
    settings = Settings(runs=3, key=key, horizon=HORIZON, record="people", threads=1)
    outcome = simulate_campaign(network, model, posts, settings, seeds)
    seeds = seeds or slow.seed_people(network, posts, key)
    paid = slow.paid_people(network, posts, key)
    for run in range(settings.runs):
        twin = slow.Twin(network, model, posts, seeds, paid, key=key, run=run).simulate(HORIZON)
        assert_equal(outcome, twin, run)


@settings(max_examples=examples(150), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_kernel_equals_twin_where_many_leave_and_come_back(data):
    network = data.draw(networks())
    model = data.draw(models(network.people)).replace(
        tie_read=0.6, group_share=1.0, group_read=0.6, base_share=0.9, leave=0.6, invite=0.9,
        accept=0.9, reply_rate=0.1, lifetime=10, relevance=0.5, lurker_factor=1.0,
        creator_factor=1.0, insider_factor=1.0, customer_factor=1.0, fatigue=1.0,
    )  # fmt: skip
    posts = [Post(round=r, seeds=min(2, network.people)) for r in (0, 2, 5, 8, 10)]
    assert_equals_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)))


def assert_equal(outcome, twin, run):
    for measure in MEASURES:
        expected = [twin.counts[measure][r] for r in range(HORIZON + 1)]
        assert outcome.measure(measure)[run].tolist() == expected, measure
    first = [
        min((life.read_at[v] for life in twin.lives if v in life.read_at), default=-1)
        for v in range(outcome.people)
    ]
    assert outcome.adoption[run].tolist() == first
    assert outcome.by_post[run].tolist() == [len(life.read_at) for life in twin.lives]
    for counted, measure in zip(outcome.post_counts, POST_MEASURES, strict=True):
        assert counted[run].tolist() == [life.counts[measure] for life in twin.lives], measure
    shared = sum(twin.shares_of.values())
    assert outcome.shares_by_class[run].sum(axis=-1).tolist() == [shared] * 4
    generations = np.trim_zeros(outcome.generations[run], "b").tolist()
    assert generations == [twin.generations[g] for g in range(len(generations))]
    assert sum(twin.generations.values()) == sum(generations)
