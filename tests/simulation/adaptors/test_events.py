"""The events of one run equal those of the slow twin, and add up to the outcome of that run."""

import numpy as np
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import calendars, models, networks
from twins import engagement as slow

import engagelab as el
from engagelab.models import Post
from engagelab.simulation.adaptors.events import KINDS, events_of
from engagelab.simulation.settings import Settings

HORIZON = 24
COUNTED = {"read": "reads", "share": "shares", "stopped": "stopped", "invitation": "invitations",
           "join": "joins", "leave": "leavers"}  # fmt: skip


@settings(max_examples=examples(300), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_events_equal_the_twins(data):
    network = data.draw(networks())
    model, posts = data.draw(models()), data.draw(calendars(network.people))
    assert_equal_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)))


@settings(max_examples=examples(100), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_events_equal_the_twins_where_many_leave_and_come_back(data):
    network = data.draw(networks())
    model = data.draw(models()).replace(
        tie_read=0.6, group_read=0.6, base_share=1.0, leave=0.6, invite=0.9, accept=0.9,
        reply_rate=0.1, lifetime=10, review=False, relevance=0.5, relevance_by_role={},
        lurker_factor=1.0, contributor_factor=1.0, creator_factor=1.0, fatigue=1.0,
    )  # fmt: skip
    posts = [Post(round=r, seeds=min(2, network.people)) for r in (0, 2, 5, 8, 10)]
    assert_equal_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)))


def assert_equal_twin(network, model, posts, key):
    settings = Settings(runs=3, key=key, horizon=HORIZON, threads=1)
    seeds, paid = slow.seed_people(network, posts, key), slow.paid_people(network, posts, key)
    for run in range(3):
        twin = slow.Twin(network, model, posts, seeds, paid, key=key, run=run).play(HORIZON)
        events = events_of(network, model, posts, settings, run)
        found = list(rows(events))
        assert len(found) == len(set(found))
        assert set(found) == twin.events
        for measure, counted in events.counts.items():
            assert counted.tolist() == [twin.counts[measure][r] for r in range(HORIZON + 1)]


def rows(events):
    columns = (events.round, events.post, events.kind, events.person, events.other, events.group)
    for r, post, kind, person, other, group in zip(*(c.tolist() for c in columns), strict=True):
        yield r, post, KINDS[kind], person, other, group


@pytest.fixture(scope="module")
def plan():
    changes = {"population.people": 1500, "invitations.leave": 0.1, "campaign.redraw_seeds": True,
               "control.review": True, "control.approval_delay": 1}  # fmt: skip
    return el.Scenario.preset("invite-a-friend").replace(changes)


@pytest.mark.parametrize("run", [0, 3, 7])
def test_events_add_up_to_the_outcome_of_the_run(plan, run):
    settings, town = plan.settings_with(runs=9, key=5, record="tree"), plan.town(5)
    outcome = plan.simulate(settings)
    events = events_of(town, plan.model, plan.campaign.posts, settings, run)
    rounds = settings.horizon + 1
    for kind, measure in COUNTED.items():
        counted = np.bincount(events.round[events.of(kind)], minlength=rounds)
        assert counted.tolist() == outcome.measure(measure)[run].tolist(), kind
        assert kind == "stopped" or counted.sum() > 0
    assert events.counts["members"].tolist() == outcome.measure("members")[run].tolist()
    read = events.of("read")
    first = np.full(town.people, HORIZON * 100)
    np.minimum.at(first, events.person[read], events.round[read])
    adoption = outcome.adoption[run]
    assert np.where(first > settings.horizon, -1, first).tolist() == adoption.tolist()
    per_post = np.bincount(events.post[read], minlength=len(plan.campaign.posts))
    assert per_post.tolist() == outcome.by_post[run].tolist()


def test_lists_that_are_full_are_made_longer(monkeypatch, plan):
    settings = plan.settings_with(runs=1, key=5)
    whole = events_of(plan.town(5), plan.model, plan.campaign.posts, settings)
    monkeypatch.setattr("engagelab.simulation.adaptors.events._CAPACITY", 1)
    again = events_of(plan.town(5), plan.model, plan.campaign.posts, settings)
    assert list(rows(again)) == list(rows(whole))
    assert whole.of("invitation").sum() > 10


def test_events_are_sorted_and_tidy(plan):
    events = events_of(
        plan.town(5), plan.model, plan.campaign.posts, plan.settings_with(runs=1, key=5)
    )
    frame = events.to_frame()
    assert len(frame) == len(events)
    places = list(zip(events.round.tolist(), events.kind.tolist(), strict=True))
    assert places == sorted(places)
    assert list(frame.columns) == ["round", "post", "kind", "person", "other", "group"]
    joined = frame[frame["kind"] == "join"]
    assert (joined["group"] >= 0).all()
    assert (joined["other"] >= 0).all()


@pytest.mark.parametrize("run", [-1, 1.5, True])
def test_a_run_that_is_none_is_refused(plan, run):
    with pytest.raises(el.EngagelabError, match=r"run: .* give a whole number from 0"):
        events_of(plan.town(5), plan.model, plan.campaign.posts, plan.settings_with(runs=1), run)
