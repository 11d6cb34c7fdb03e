"""The events of one run equal those of the slow twin, and add up to the counts of that run."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import calendars, models, networks
from twins import engagement as slow

import engagelab as el
from engagelab.models import Post
from engagelab.models.sections import ACTIVITIES, ROLES
from engagelab.simulation.adaptors.events import CHANNELS, KINDS, events_of
from engagelab.simulation.settings import Settings

HORIZON = 24
COUNTED = {"read": "reads", "comment": "comments", "share": "shares", "stopped": "stopped",
           "answer": "answers", "invitation": "invitations", "acceptance": "acceptances",
           "join": "joins", "critic": "critics", "leave": "leavers"}  # fmt: skip
DERIVED = ("readers", "sharers", "attributed", "own_joins", "secondary_joins", "joiners",
           "recognised_shares", "customer_shares",
           *(f"{role}_seeds" for role in ROLES))  # fmt: skip


@settings(max_examples=examples(300), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_events_equal_the_twins_and_add_up_to_all_counts(data):
    network = data.draw(networks())
    model, posts = data.draw(models(network.people)), data.draw(calendars(network.people))
    assert_equal_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)))


@settings(max_examples=examples(100), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_events_equal_the_twins_if_many_leave_and_come_back(data):
    network = data.draw(networks())
    model = data.draw(models(network.people)).replace(
        tie_read=0.6, group_read=0.6, base_share=1.0, leave=0.6, invite=0.9, accept=0.9,
        reply_rate=0.1, lifetime=10, review=False, relevance=0.5, critic=0.0, lurker_factor=1.0,
        insider_factor=1.0, customer_factor=1.0, creator_factor=1.0, fatigue=1.0,
    )  # fmt: skip
    posts = [Post(round=r, seeds=min(2, network.people)) for r in (0, 2, 5, 8, 10)]
    assert_equal_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)))


@settings(max_examples=examples(100), suppress_health_check=list(HealthCheck))
@given(st.data())
def test_events_equal_the_twins_if_many_turn_away_while_posts_overlap(data):
    network = data.draw(networks())
    model = data.draw(models(network.people)).replace(
        tie_read=0.6, group_share=0.9, own_space=3.0, base_share=0.6, comment=0.6, critic=0.9,
        goodwill=0.3, reply_rate=0.1, leave=0.3, lifetime=3, invite=0.9, accept=0.6,
        review=True, approval_delay=1, approval_rate=0.6, own_size=min(4, network.people),
    )  # fmt: skip
    origins = ("organisation", "anyone", "organisation", "anyone")
    posts = [
        Post(round=r, origin=origin, paid=r, seeds=0 if origin == "organisation" else 2)
        for r, origin in zip((0, 2, 4, 7), origins, strict=True)
    ]
    assert_equal_twin(network, model, posts, data.draw(st.integers(0, 2**63 - 1)))


def assert_equal_twin(network, model, posts, key):
    settings = Settings(runs=3, key=key, horizon=HORIZON, threads=1)
    seeds, paid = slow.seed_people(network, posts, key), slow.paid_people(network, posts, key)
    for run in range(3):
        twin = slow.Twin(network, model, posts, seeds, paid, key=key, run=run).simulate(HORIZON)
        events = events_of(network, model, posts, settings, run)
        found = list(rows(events))
        assert len(found) == len(set(found))
        assert set(found) == twin.events
        for measure, counted in events.counts.items():
            assert counted.tolist() == [twin.counts[measure][r] for r in range(HORIZON + 1)]
        own = slow.smallest(range(network.people), network.hashes, model.own_size, key,
                            slow.EVERY_RUN, slow.KINDS["seat"])  # fmt: skip
        for measure, by_round in determined(network, own, found).items():
            counted = [by_round[r] for r in range(HORIZON + 1)]
            assert counted == events.counts[measure].tolist(), measure


def rows(events):
    columns = (events.round, events.post, events.kind, events.person, events.other, events.group,
               events.channel)  # fmt: skip
    for *event, channel in zip(*(c.tolist() for c in columns), strict=True):
        event[2] = KINDS[event[2]]
        yield *event, "" if channel < 0 else CHANNELS[channel]


def determined(network, own, found):
    """Count by round all measures that events determine."""
    counts = {measure: Counter() for measure in (*COUNTED.values(), *DERIVED)}
    for r, _, kind, *_ in found:
        if kind in COUNTED:
            counts[COUNTED[kind]][r] += 1
    count_first_times(counts, found)
    count_by_traits(counts, network.traits, found)
    count_attributed(counts, found)
    count_joins(counts, network, found)
    count_members(counts, network, own, found)
    return counts


def count_first_times(counts, found):
    for kind, measure in (("read", "readers"), ("share", "sharers")):
        for at in first_rounds(found, kind).values():
            counts[measure][at] += 1


def first_rounds(found, kind):
    first = {}
    for r, _, of, person, *_ in sorted(found):
        if of == kind:
            first.setdefault(person, r)
    return first


def count_by_traits(counts, traits, found):
    for r, _, kind, person, *_ in found:
        role, activity = ROLES[traits.role[person]], ACTIVITIES[traits.activity[person]]
        if kind == "start":
            counts[f"{role}_seeds"][r] += 1
        if kind == "share":
            counts["recognised_shares"][r] += activity != "lurker"
            counts["customer_shares"][r] += role == "customer"


def count_attributed(counts, found):
    shared = {(post, v): r for r, post, kind, v, *_ in found if kind == "share"}
    sharer = {(post, v): other for _, post, kind, v, other, _, channel in found
              if kind == "read" and channel == "sharer"}  # fmt: skip
    for post, person in shared:
        if (post, person) in sharer:
            counts["attributed"][shared[post, sharer[post, person]]] += 1


def count_joins(counts, network, found):
    own, first, new = len(network.group_labels), first_rounds(found, "join"), set()
    for r, _, kind, person, inviter, group, _ in sorted(found):
        if kind == "join":
            counts["own_joins"][r] += group == own
            counts["secondary_joins"][r] += first.get(inviter, HORIZON) < r
            if network.prospects[person] and group != own and person not in new:
                new.add(person)
                counts["joiners"][r] += 1


def count_members(counts, network, own, found):
    space, members = len(network.group_labels), defaultdict(set)
    for person, group in zip(network.group_people, network.membership_group, strict=True):
        members[int(group)].add(int(person))
    members[space] = set(own)
    changes = defaultdict(list)
    counts["members"], counts["own_members"] = {}, {}
    for r, _, kind, person, _, group, _ in found:
        if kind in ("join", "leave"):
            changes[r, kind].append((person, group))
    for r in range(HORIZON + 1):
        for person, group in changes[r, "join"]:
            assert person not in members[group]
            members[group].add(person)
        for person, group in changes[r, "leave"]:
            members[group].remove(person)
        inside = (people for group, people in members.items() if group != space)
        counts["members"][r] = len(set().union(*inside))
        counts["own_members"][r] = len(members[space])


@pytest.fixture(scope="module")
def plan():
    changes = {"population.people": 1500, "invitations.leave": 0.1, "invitations.invite": 0.3,
               "campaign.redraw_seeds": True, "campaign.own_size": 150, "control.review": True,
               "control.approval_delay": 1, "answers.critic": 0.4, "answers.comment": 0.05,
               "population.employees": 0.2, "campaign.posts": [
                   {"round": 0, "seeds": 15, "paid": 400},
                   {"round": 7, "origin": "organisation", "paid": 3200},
                   {"round": 9, "seeds": 10},
                   {"round": 30, "origin": "organisation"},
               ]}  # fmt: skip
    return el.Scenario.preset("invite-a-friend").replace(changes)


@pytest.mark.parametrize("run", [0, 3, 7])
def test_events_add_up_to_the_outcome_of_the_run(plan, run):
    settings, town = plan.settings_with(runs=9, key=5, record="tree"), plan.town(5)
    outcome = plan.simulate(settings)
    events = events_of(town, plan.model, plan.campaign.posts, settings, run)
    rounds, posts = settings.horizon + 1, len(plan.campaign.posts)
    for kind, measure in COUNTED.items():
        counted = np.bincount(events.round[events.of(kind)], minlength=rounds)
        assert counted.tolist() == outcome.measure(measure)[run].tolist(), kind
        assert counted.sum() > 0, kind
    assert events.counts["members"].tolist() == outcome.measure("members")[run].tolist()
    read = events.of("read")
    first = np.full(town.people, HORIZON * 100)
    np.minimum.at(first, events.person[read], events.round[read])
    adoption = outcome.adoption[run]
    assert np.where(first > settings.horizon, -1, first).tolist() == adoption.tolist()
    for kind in ("read", "share", "join", "comment", "answer"):
        per_post = np.bincount(events.post[events.of(kind)], minlength=posts)
        assert per_post.tolist() == outcome.of_post(COUNTED[kind])[run].tolist(), kind


def test_every_reading_names_its_channel(plan):
    settings = plan.settings_with(runs=1, key=5)
    events = events_of(plan.town(5), plan.model, plan.campaign.posts, settings)
    frame = events.to_frame()
    read = frame[frame["kind"] == "read"]
    assert set(read["channel"]) == set(CHANNELS)
    assert ((read["channel"] == "sharer") == (read["other"] >= 0)).all()
    assert set(read[read["channel"] == "own space"]["post"]) == {1, 3}
    assert set(read[read["channel"] == "paid"]["post"]) == {0, 1}
    starts = frame[frame["kind"] == "start"][["post", "person"]]
    started = read[read["channel"] == "start"][["post", "person"]]
    assert started.to_numpy().tolist() == starts.to_numpy().tolist()
    assert frame[frame["kind"] != "read"]["channel"].isna().all()


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
    names = ["round", "post", "kind", "person", "other", "group", "channel"]
    assert list(frame.columns) == names
    joined = frame[frame["kind"] == "join"]
    for name in ("post", "other", "group"):
        assert (joined[name] >= 0).all()


@pytest.mark.parametrize("run", [-1, 1.5, True])
def test_a_run_that_is_none_is_refused(plan, run):
    with pytest.raises(el.EngagelabError, match=r"run: .* give a whole number from 0"):
        events_of(plan.town(5), plan.model, plan.campaign.posts, plan.settings_with(runs=1), run)
