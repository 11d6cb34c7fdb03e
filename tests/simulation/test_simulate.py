"""simulate() does what it is told, alike for any threads, and its arguments are checked."""

import threading
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest

from engagelab import metrics
from engagelab.engine import coins
from engagelab.errors import EngagelabError
from engagelab.graphs import town
from engagelab.graphs.network import Network
from engagelab.models import SIR, Competing, Engagement, IndependentCascade, Post
from engagelab.simulation.outcome import Outcome
from engagelab.simulation.scenario import Scenario
from engagelab.simulation.settings import Cancelled, Settings
from engagelab.simulation.simulate import simulate, simulate_campaign

NOBODY_READS = Engagement(tie_read=0, group_read=0)
LIVELY = Engagement(tie_read=0.2, base_share=0.5, invite=0.3, leave=0.1, recognition=2, trial=3)
POSTS = (Post(seeds=8, origin="customer"), Post(round=5, seeds=4, paid=40), Post(round=9, seeds=2))


@pytest.fixture(scope="module")
def people() -> Network:
    return town(600, ties=8, key=3)


def campaign(network: Network, model: Engagement = LIVELY, **settings: object) -> Outcome:
    return simulate_campaign(network, model, POSTS, Settings(**({"runs": 12, "key": 7} | settings)))


def assert_same(a: Outcome, b: Outcome) -> None:
    """Everything but when and how fast it was made is the same."""
    for name in ("counts", "by_post", "by_class", "generations", "reached_runs", "class_sizes",
                 "post_counts", "shares_by_class", "adoption_rounds"):  # fmt: skip
        assert np.array_equal(getattr(a, name), getattr(b, name)), name
    assert (a.costs, a.values) == (b.costs, b.values)


def seeds_of(network: Network, seeds: object, **how: object) -> set[object]:
    """Who reads where nobody reads but the seeds."""
    reached = simulate(network, NOBODY_READS, seeds, **({"runs": 3} | how)).reached
    return set(reached.index[reached > 0])


# Seeds


def test_an_integer_draws_that_many_and_the_first_are_among_more(people: Network) -> None:
    drawn = [seeds_of(people, count, key=7) for count in (0, 1, 10, 20, 600)]
    assert [len(seeds) for seeds in drawn] == [0, 1, 10, 20, 600]
    assert all(few < more for few, more in pairwise(drawn))


def test_drawn_seeds_are_the_same_in_all_runs_and_change_with_the_key(people: Network) -> None:
    outcome = simulate(people, NOBODY_READS, 10, runs=5, key=7)
    assert sorted(set(outcome.reached_runs.tolist())) == [0, 5]
    assert seeds_of(people, 10, key=7) != seeds_of(people, 10, key=8)


def test_drawn_seeds_are_those_with_the_smallest_coins_members_of_groups_first(
    people: Network,
) -> None:
    drawn = coins.coins(coins.address(7, coins.EVERY_RUN, coins.SEED, 0), people.hashes)
    order = np.lexsort((drawn, people.prospects))
    members = int((~people.prospects).sum())
    for count in (10, members, members + 7):
        assert seeds_of(people, count, key=7) == set(order[:count])


def test_people_of_a_post_start_it(people: Network) -> None:
    posts = [Post(people=(3, 5)), Post(round=2, people=(7,))]
    outcome = simulate_campaign(people, NOBODY_READS, posts, Settings(runs=2))
    assert outcome.by_post.tolist() == [[2, 1]] * 2
    assert set(np.flatnonzero(outcome.reached_runs)) == {3, 5, 7}
    with pytest.raises(EngagelabError, match=r"posts\.0\.people: 'Zoe' is not a person"):
        simulate_campaign(people, NOBODY_READS, [Post(people=("Zoe",))], Settings(runs=2))


def test_the_order_of_posts_is_immaterial_and_a_name_addresses_their_chance(
    people: Network,
) -> None:
    posts = [
        Post(name="first", seeds=8),
        Post(name="second", round=3, seeds=4, paid=900),
        Post(name="third", origin="organisation"),
    ]
    model = LIVELY.replace(own_size=50, comment=0.2, critic=0.3)
    here, there = (
        simulate_campaign(people, model, given, Settings(runs=6, key=7))
        for given in (posts, posts[::-1])
    )
    assert np.array_equal(here.counts, there.counts)
    assert np.array_equal(here.post_counts, there.post_counts[:, :, ::-1])


def test_labels_name_the_seeds() -> None:
    network = Network.from_networkx(nx.path_graph(["Ann", "Bo", ("Cy", 1), 4]))
    assert seeds_of(network, ["Ann", ("Cy", 1)]) == {"Ann", ("Cy", 1)}
    assert seeds_of(network, (label for label in ["Ann", "Ann", 4])) == {"Ann", 4}


@pytest.mark.parametrize("seeds", [[3, 5], {3, 5}, (3.0, 5), np.array([3, 5])])
def test_seeds_come_in_any_collection(people: Network, seeds: object) -> None:
    assert seeds_of(people, seeds) == {3, 5}


def test_a_number_of_numpy_is_a_number(people: Network) -> None:
    outcome = simulate(people, LIVELY, np.int64(5), runs=np.int32(4), key=np.uint64(7))
    assert_same(outcome, simulate(people, LIVELY, 5, runs=4, key=7))


def test_no_seeds_reach_nobody(people: Network) -> None:
    assert metrics.reach(simulate(people, LIVELY, 0, runs=2)).tolist() == [0, 0]


@pytest.mark.parametrize("model", [LIVELY, SIR()])
@pytest.mark.parametrize("seeds", [[], (), set(), np.array([])])
def test_an_empty_list_of_seeds_is_refused(people: Network, model: Any, seeds: Any) -> None:
    with pytest.raises(EngagelabError, match="seeds: the list is empty; name the people who start"):
        simulate(people, model, seeds, runs=2)


def test_redrawn_seeds_differ_from_run_to_run(people: Network) -> None:
    model = Engagement(tie_read=0, group_read=0)
    outcome = simulate(people, model, 10, runs=40, redraw_seeds=True, record="people")
    assert ((outcome.adoption >= 0).sum(axis=1) == 10).all()
    assert len({tuple(row) for row in outcome.adoption.tolist()}) == 40
    assert (outcome.reached_runs > 0).sum() > 200
    fewer = simulate(people, model, 4, runs=40, redraw_seeds=True, record="people")
    assert ((fewer.adoption >= 0) <= (outcome.adoption >= 0)).all()


def test_redrawing_changes_nothing_where_seeds_are_named(people: Network) -> None:
    kept, redrawn = (
        simulate(people, LIVELY, [3, 5], runs=4, redraw_seeds=r) for r in (False, True)
    )
    assert_same(kept, redrawn)


def test_posts_draw_their_seeds_from_their_origin(people: Network) -> None:
    for origin, able in {
        "employee": people.traits.role == 0,
        "public": people.traits.role == 3,
        "members": ~people.prospects,
        "prospects": people.prospects,
    }.items():
        posts = [Post(origin=origin, seeds=9)]
        outcome = simulate_campaign(people, NOBODY_READS, posts, Settings(runs=2))
        seeds = np.flatnonzero(outcome.reached_runs)
        assert seeds.size == 9
        assert able[seeds].all()


def test_posts_draw_their_seeds_from_their_groups(people: Network) -> None:
    posts = [Post(groups=(0, 1), seeds=5)]
    outcome = simulate_campaign(people, NOBODY_READS, posts, Settings(runs=2))
    able = set(people.groups[0]) | set(people.groups[1])
    assert set(np.flatnonzero(outcome.reached_runs)) <= able


def test_each_post_draws_other_seeds(people: Network) -> None:
    posts = [Post(seeds=10), Post(seeds=10)]
    outcome = simulate_campaign(people, NOBODY_READS, posts, Settings(runs=2))
    assert 10 < (outcome.reached_runs > 0).sum() <= 20


# Runs, key, horizon, threads


def test_the_same_key_gives_the_same_and_another_key_something_else(people: Network) -> None:
    assert_same(campaign(people), campaign(people))
    assert (campaign(people, key=8).counts != campaign(people).counts).any()


def test_runs_differ_from_each_other(people: Network) -> None:
    assert len(set(metrics.reach(campaign(people)).tolist())) > 6


@pytest.mark.parametrize("redraw", [False, True])
def test_the_first_runs_do_not_depend_on_how_many_are_asked_for(
    people: Network, redraw: bool
) -> None:
    few, many = (
        campaign(people, runs=runs, record="people", redraw_seeds=redraw) for runs in (20, 50)
    )
    for name in ("counts", "by_post", "by_class", "generations", "adoption"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[:20]), name
    assert (few.reached_runs == (many.adoption[:20] >= 0).sum(axis=0)).all()


@pytest.mark.parametrize("threads", [2, 3, 16])
def test_any_number_of_threads_gives_the_same(people: Network, threads: int) -> None:
    alone = campaign(people, runs=37, record="people", threads=1)
    assert_same(alone, campaign(people, runs=37, record="people", threads=threads))


def test_more_joins_than_there_is_room_for_at_first_are_all_made() -> None:
    """Everybody is invited into everything: the lists run full, and longer ones take over."""
    graph = nx.random_regular_graph(10, 1500, seed=1)
    network = Network.from_networkx(graph, groups={g: range(20) for g in range(5)})
    model = Engagement(tie_read=1, group_read=0, base_share=1, invite=1, accept=1)
    outcome = simulate(network, model, range(20), runs=2, horizon=15)
    assert outcome.total("joins").tolist() == [5 * 1480] * 2
    assert metrics.reach(outcome).tolist() == [1500] * 2


def test_more_sharers_heard_than_there_is_room_for_at_first_change_nothing() -> None:
    network = Network.from_networkx(nx.empty_graph(700), groups={"all": range(700)})
    model = Engagement(group_read=0.5, group_share=1, crowding=0, base_share=0.001)
    alone, many = (simulate(network, model, 30, runs=4, horizon=6, threads=t) for t in (1, 2))
    assert metrics.reach(alone).tolist() == [700] * 4
    assert_same(alone, many)


def test_a_longer_horizon_only_adds_rounds(people: Network) -> None:
    """Sharers are attributed to the round of whom they read from, so these numbers grow still."""
    short, long = (campaign(people, horizon=horizon, record="people") for horizon in (12, 40))
    for name in set(short.measures) - {"attributed"}:
        assert np.array_equal(short.measure(name), long.measure(name)[:, :13]), name
    assert (short.measure("attributed") <= long.measure("attributed")[:, :13]).all()
    assert (long.total("reads") > short.total("reads")).any()
    assert np.array_equal(short.adoption, np.where(long.adoption > 12, -1, long.adoption))


def test_horizon_0_is_the_first_round(people: Network) -> None:
    outcome = simulate(people, LIVELY, 10, runs=2, horizon=0)
    assert outcome.rounds == 1
    assert metrics.reach(outcome).tolist() == [10, 10]
    assert outcome.total("shares").tolist() == [10, 10]


def test_a_post_after_the_horizon_does_nothing(people: Network) -> None:
    posts = [Post(seeds=5), Post(round=30, seeds=9)]
    outcome = simulate_campaign(people, NOBODY_READS, posts, Settings(runs=2, horizon=20))
    assert outcome.by_post.tolist() == [[5, 0], [5, 0]]


def test_no_posts_reach_nobody_and_all_questions_have_an_answer(people: Network) -> None:
    outcome = simulate_campaign(people, LIVELY, [], Settings(runs=3, record="people"))
    assert metrics.reach(outcome).tolist() == [0, 0, 0]
    assert (outcome.adoption == -1).all()
    assert (outcome.total("cost") == 0).all()
    assert (outcome.measure("members") == (~people.prospects).sum()).all()


def test_the_smallest_networks_run() -> None:
    alone = Network.from_networkx(nx.empty_graph(1), groups={"own": [0]})
    outcome = simulate(alone, Engagement(base_share=1), [0], runs=2)
    assert metrics.reach(outcome).tolist() == [1, 1]
    pair = Network.from_networkx(nx.path_graph(2))
    certain = Engagement(tie_read=1)
    assert metrics.reach(simulate(pair, certain, [0], runs=2)).tolist() == [2, 2]


def test_a_directed_tie_carries_one_way() -> None:
    network = Network.from_networkx(nx.DiGraph([("a", "b")]))
    certain = Engagement(tie_read=1, base_share=1)
    assert metrics.reach(simulate(network, certain, ["a"], runs=2)).tolist() == [2, 2]
    assert metrics.reach(simulate(network, certain, ["b"], runs=2)).tolist() == [1, 1]


# What is recorded


def test_who_read_when_agrees_with_the_counts(people: Network) -> None:
    outcome = campaign(people, record="people")
    assert outcome.adoption.shape == (12, 600)
    assert (outcome.reached_runs == (outcome.adoption >= 0).sum(axis=0)).all()
    for run, adoption in enumerate(outcome.adoption):
        readers = np.bincount(adoption[adoption >= 0], minlength=outcome.rounds)
        assert (readers == outcome.measure("readers")[run]).all()


def test_what_is_not_recorded_is_told() -> None:
    network = Network.from_networkx(nx.path_graph(2))
    with pytest.raises(EngagelabError, match="simulate with record='people'"):
        _ = simulate(network, LIVELY, 1, runs=1).adoption


def test_the_provenance_says_how_it_was_made(people: Network) -> None:
    told = campaign(people, threads=2).provenance
    assert [told[name] for name in ("runs", "key", "horizon", "threads")] == [12, 7, 60, 2]
    assert told["network"]["fingerprint"] == people.fingerprint
    assert Engagement(**told["model"]) == LIVELY
    assert tuple(Post(**post) for post in told["posts"]) == POSTS
    assert told["seconds"] > 0
    assert {"engagelab", "machine", "when"} <= told.keys()


@pytest.mark.parametrize("model", [Engagement(tie_read=0.4, base_share=0.5), SIR(),
                                   IndependentCascade(transmissibility=0.3)])  # fmt: skip
@pytest.mark.parametrize("seeds", [3, np.int64(2), ["Mr Hi", "b"], ("b",), {"b"}, np.array(["b"])])
def test_the_provenance_is_enough_to_simulate_again(tmp_path, model, seeds) -> None:
    network = Network.from_networkx(nx.relabel_nodes(nx.karate_club_graph(), {0: "Mr Hi", 5: "b"}))
    outcome = simulate(network, model, seeds, runs=4, key=9, horizon=12)
    outcome.save(tmp_path / "saved.parquet")
    saved = Outcome.open(tmp_path / "saved.parquet").provenance
    names = ("runs", "key", "horizon", "redraw_seeds")
    again = simulate(network, type(model)(**saved["model"]), saved["seeds"],
                     **{name: saved[name] for name in names})  # fmt: skip
    assert np.array_equal(again.counts, outcome.counts)


def test_the_provenance_has_the_seeds_of_an_iterator_and_of_each_content() -> None:
    network = Network.from_networkx(nx.karate_club_graph())
    saved = simulate(network, SIR(), (v for v in (4, 7)), runs=1).provenance
    assert saved["seeds"] == [4, 7]
    seeds = {"first": 2, "second": [4]}
    saved = simulate(network, Competing(), seeds, runs=1).provenance
    assert saved["seeds"] == seeds


# Cancelling


def test_a_cancelled_simulation_does_nothing(people: Network) -> None:
    stop = threading.Event()
    stop.set()
    for threads in (1, 2):
        with pytest.raises(Cancelled):
            campaign(people, threads=threads, cancel=stop)


@pytest.mark.slow
def test_a_simulation_ends_when_it_is_cancelled(people: Network) -> None:
    stop, ended = threading.Event(), threading.Event()

    def work() -> None:  # all its runs would take longer than this test waits
        try:
            campaign(people, runs=1_000_000, horizon=20, threads=1, cancel=stop)
        except Cancelled:
            ended.set()

    campaign(people)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert not ended.wait(0.2)
    stop.set()
    assert ended.wait(30)


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_a_run_that_takes_minutes_ends_where_it_is_cancelled(threads: int) -> None:
    """One group of all in which everyone shares each post: 40,000 million exposures."""
    crowd = Network.from_networkx(nx.empty_graph(20_000), groups={"all": range(20_000)})
    certain = {"engagement.group_read": 1, "engagement.group_share": 1, "engagement.crowding": 0}
    posts = [Post(round=place, seeds=9) for place in range(100)]
    plain = Scenario(campaign={"posts": [Post(seeds=9)]}, settings={"runs": 4, "horizon": 5})
    endless = plain.replace({
        **certain, "engagement.base_share": 1, "engagement.fatigue": 1, "campaign.posts": posts,
        "settings.horizon": 200,
    })  # fmt: skip
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    with pytest.raises(Cancelled):  # simulated to their ends, the last runs would give an outcome
        endless.simulate(endless.settings_with(runs=threads, cancel=stop, threads=threads), crowd)
    again = metrics.reach(plain.simulate(plain.settings_with(), crowd))
    fresh = Network.from_networkx(crowd.to_networkx(), groups=crowd.groups)
    assert again.tolist() == metrics.reach(plain.run(network=fresh)).tolist()


# Bad arguments


@pytest.mark.parametrize(
    ("seeds", "words"),
    [
        ([0, "Annn"], ["seeds: 'Annn' is not a person of the network", "its 4 people are",
                       "did you mean 'Ann'?"]),
        ([9], ["seeds: 9 is not a person of the network"]),
        (5, ["seeds: 5", "only 4", "fewer"]),
        (-1, ["seeds: -1 is below the lowest value allowed", "whole number"]),
        ("Ann", ["seeds: 'Ann' is not allowed", "a list of their labels"]),
        (b"Ann", ["seeds: b'Ann' is not allowed"]),
        (True, ["seeds: True is not allowed"]),
        (2.0, ["seeds: 2.0 is not allowed", "a number of people"]),
        (None, ["seeds: None is not allowed"]),
        ([["Ann"]], ["seeds: ['Ann'] is not a person of the network"]),
        (np.array(3), ["seeds: ", "a list of their labels"]),
    ],
    ids=repr,
)  # fmt: skip
def test_seeds_that_cannot_start_are_told(seeds: object, words: list[str]) -> None:
    network = Network.from_networkx(nx.path_graph([0, "Ann", "Bo", ("Cy", 1)]))
    with pytest.raises(EngagelabError) as caught:
        simulate(network, LIVELY, seeds, runs=2)
    assert [word for word in words if word not in str(caught.value)] == [], caught.value


def test_a_graph_in_place_of_a_network_is_told() -> None:
    with pytest.raises(EngagelabError, match=r"network: Graph .* Network\.from_networkx"):
        simulate(nx.path_graph(4), LIVELY, 1)


def test_something_else_in_place_of_a_model_is_told() -> None:
    network = Network.from_networkx(nx.path_graph(4))
    with pytest.raises(EngagelabError, match=r"model: dict .* Engagement"):
        simulate(network, {"tie_read": 0.1}, 1)


@pytest.mark.parametrize(
    ("argument", "value", "allowed"),
    [
        ("runs", 0, "from 1 to"),
        ("runs", 2.5, "from 1 to"),
        ("runs", "5", "from 1 to"),
        ("runs", True, "from 1 to"),
        ("key", -1, "from 0 to 9,223,372,036,854,775,807"),
        ("key", 2**63, "from 0 to"),
        ("key", 1.0, "from 0 to"),
        ("horizon", -1, "from 0 to 100,000"),
        ("threads", 0, "from 1 to"),
        ("threads", 1.5, "from 1 to"),
    ],
)
def test_a_number_out_of_bounds_is_told(argument: str, value: object, allowed: str) -> None:
    network = Network.from_networkx(nx.path_graph(4))
    with pytest.raises(EngagelabError) as caught:
        simulate(network, LIVELY, 1, **{argument: value})
    told = str(caught.value)
    assert told.startswith(f"{argument}: {value!r} is not allowed; give a whole number {allowed}")


def test_an_unknown_record_is_told() -> None:
    with pytest.raises(EngagelabError, match="record: 'all' is not known; allowed are None, 'peo"):
        simulate(Network.from_networkx(nx.path_graph(4)), LIVELY, 1, record="all")


@pytest.mark.parametrize(
    ("post", "words"),
    [
        (Post(origin="employee", seeds=13),
         ["posts.0.seeds: 13", "only 12 of 600", "'employee'", "fewer"]),
        (Post(groups=("choir",)), ["posts.0.groups: there is no group 'choir'", "84 groups"]),
        (Post(groups=(0,), seeds=500), ["posts.0.seeds: 500", "in these groups"]),
    ],
    ids=["role", "group", "members"],
)  # fmt: skip
def test_a_post_that_cannot_start_is_told(people: Network, post: Post, words: list[str]) -> None:
    with pytest.raises(EngagelabError) as caught:
        simulate_campaign(people, LIVELY, [post], Settings(runs=2))
    assert [word for word in words if word not in str(caught.value)] == [], caught.value
