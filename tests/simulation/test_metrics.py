"""Each question to an outcome has the answer that counting by hand gives."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest

from engagelab import metrics
from engagelab.engine.measures import MEASURES
from engagelab.errors import EngagelabError
from engagelab.graphs import town
from engagelab.graphs.network import Network
from engagelab.models import SIR, Engagement, IndependentCascade, Post
from engagelab.simulation.outcome import WAYS, Outcome
from engagelab.simulation.scenario import Scenario
from engagelab.simulation.settings import Settings
from engagelab.simulation.simulate import simulate, simulate_campaign

CERTAIN = Engagement(
    tie_read=1, group_share=1, group_read=1, crowding=0, base_share=1, off_message=0
)
BY_INVITATION = CERTAIN.replace(tie_read=0, invite=1, accept=1)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    posts = [Post(seeds=8, origin="customer"), Post(round=4, seeds=5, paid=50)]
    model = Engagement(base_share=0.4, invite=0.4, trial=2)
    return simulate_campaign(town(800, key=3), model, posts, Settings(40, 7, 20, record="people"))


def by_hand(outcome: Outcome, **measures: list[list[float]]) -> Outcome:
    """The outcome with these counts by run and round, and no money but what is added later."""
    first = next(iter(measures.values()))
    counts = np.zeros((len(first), len(MEASURES), len(first[0])), np.int64)
    for name, values in measures.items():
        counts[:, MEASURES.index(name)] = values
    return replace(
        outcome, counted=counts, last_rounds=None, horizon=None, costs={}, values={"readers": 0.0}
    )


# Reach


def test_reach_is_the_number_of_people_who_read(outcome: Outcome) -> None:
    assert metrics.reach(outcome).tolist() == (outcome.adoption >= 0).sum(axis=1).tolist()


def test_a_curve_sums_up_each_round_over_the_runs(outcome: Outcome) -> None:
    frame = metrics.curve(outcome, ["reach", "shares", "cost"])
    assert frame.columns.tolist() == ["round", "measure", "mean", "median", "low", "high"]
    assert len(frame) == 3 * 21
    so_far = np.array([(outcome.adoption >= 0) & (outcome.adoption <= r) for r in range(21)])
    expected = {
        "reach": so_far.sum(axis=2).T,
        "shares": outcome.measure("shares"),
        "cost": outcome.measure("cost"),
    }
    for name, values in expected.items():
        part = frame[frame["measure"] == name]
        assert part["round"].tolist() == list(range(21))
        assert np.allclose(part["mean"], values.mean(axis=0))
        assert np.allclose(part["median"], np.median(values, axis=0))
        assert np.allclose(part["low"], np.quantile(values, 0.05, axis=0))
        assert np.allclose(part["high"], np.quantile(values, 0.95, axis=0))


def test_a_curve_without_wishes_shows_reach_shares_and_joins(outcome: Outcome) -> None:
    assert metrics.curve(outcome)["measure"].unique().tolist() == ["reach", "shares", "joins"]


def test_an_unknown_measure_of_a_curve_is_told(outcome: Outcome) -> None:
    with pytest.raises(
        EngagelabError, match="measure: 'share' is not known; did you mean 'shares'"
    ):
        metrics.curve(outcome, ["share"])


def test_reach_by_post_sums_up_its_readers(outcome: Outcome) -> None:
    frame = metrics.reach_by_post(outcome)
    assert frame[["post", "round"]].to_numpy().tolist() == [[0, 0], [1, 4]]
    assert np.allclose(frame["mean"], outcome.by_post.mean(axis=0))
    error = outcome.by_post.std(axis=0, ddof=1) / np.sqrt(40)
    assert np.allclose(frame["standard_error"], error)


def test_readers_of_the_last_post_are_those_of_the_latest_round() -> None:
    posts = [Post(round=9, seeds=4), Post(round=0, seeds=2), Post(round=9, seeds=7)]
    quiet = {"engagement.tie_read": 0.0, "engagement.group_share": 0.0}
    plan = Scenario(population={"people": 300}, campaign={"posts": posts}).replace(quiet)
    for posts_, seeds in ((posts, 7), (posts[:2], 4)):
        outcome = plan.replace({"campaign.posts": posts_}).run(runs=3)
        assert metrics.readers_of_last_post(outcome).tolist() == [seeds] * 3


def test_without_a_post_there_is_no_last_one() -> None:
    nothing = Scenario(population={"people": 300}, campaign={"posts": []}).run(runs=2)
    with pytest.raises(EngagelabError, match="the outcome has no post"):
        metrics.readers_of_last_post(nothing)


@pytest.mark.parametrize("way", WAYS)
def test_reach_by_class_is_a_share_of_its_people(outcome: Outcome, way: str) -> None:
    frame = metrics.reach_by(outcome, way)
    place = list(WAYS).index(way)
    assert frame["people"].sum() == 800
    assert frame["people"].min() > 0
    for _, row in frame.iterrows():
        code = WAYS[way].index(row[way])
        shares = outcome.by_class[:, place, code] / row["people"]
        assert row["mean"] == pytest.approx(shares.mean())
        assert row["median"] == pytest.approx(np.median(shares))
    assert (frame["mean"] * frame["people"]).sum() == pytest.approx(metrics.reach(outcome).mean())


@pytest.mark.parametrize("way", WAYS)
def test_shares_by_class_add_up_to_all_shares(outcome: Outcome, way: str) -> None:
    frame = metrics.shares_by(outcome, way)
    assert frame["people"].sum() == 800
    assert frame["mean"].sum() == pytest.approx(outcome.total("shares").mean())
    place = list(WAYS).index(way)
    for _, row in frame.iterrows():
        shares = outcome.shares_by_class[:, place, WAYS[way].index(row[way])]
        assert row["mean"] == pytest.approx(shares.mean())


def test_a_model_that_does_not_count_shares_by_class_is_named() -> None:
    network = Network.from_networkx(nx.path_graph(4))
    outcome = simulate(network, SIR(), seeds=[0], runs=2)
    with pytest.raises(EngagelabError, match="shares_by: this model does not count"):
        metrics.shares_by(outcome, "role")


def test_an_unknown_way_is_told_with_the_nearest(outcome: Outcome) -> None:
    with pytest.raises(EngagelabError) as caught:
        metrics.reach_by(outcome, "rolle")
    told = str(caught.value)
    assert told.startswith("way: 'rolle' is not known; did you mean 'role'?; allowed are ")
    assert all(way in told for way in WAYS)


# Half time


@pytest.mark.parametrize(
    ("readers", "expected"),
    [
        ([1, 0, 3, 4], 2),  # 8 in all, 4 after round 2
        ([4, 0, 0, 4], 0),
        ([1, 1, 1, 0], 1),  # half of 3 is 1.5
        ([0, 0, 0, 5], 3),
        ([5, 0, 0, 0], 0),
        ([0, 0, 0, 0], -1),
    ],
)
def test_half_time_is_the_first_round_with_half_of_the_reach(
    outcome: Outcome, readers: list[int], expected: int
) -> None:
    assert metrics.half_time(by_hand(outcome, readers=[readers])).tolist() == [expected]


def test_half_time_is_told_for_each_run(outcome: Outcome) -> None:
    several = by_hand(outcome, readers=[[1, 0, 3, 4], [0, 0, 0, 0], [0, 9, 1, 0]])
    assert metrics.half_time(several).tolist() == [2, -1, 1]


# K-factor


def invited(graph: nx.Graph, **changes: object) -> Outcome:
    """Everybody invites everybody, for certain, from one member on."""
    network = Network.from_networkx(graph, groups={"own": [0]})
    return simulate(network, BY_INVITATION.replace(**changes), [0], runs=2, horizon=20)


@pytest.mark.parametrize(
    ("graph", "joiners", "k"),
    [
        (nx.path_graph(4), [1, 1, 1, 1], [1, 1, 1, 0]),
        (nx.star_graph(5), [1, 5], [5, 0]),
        (nx.balanced_tree(2, 3), [1, 2, 4, 8], [2, 2, 2, 0]),
        (nx.cycle_graph(5), [1, 2, 2], [2, 1, 0]),
        (nx.empty_graph(3), [1], [0]),
    ],
    ids=["path", "star", "tree", "cycle", "nobody"],
)
def test_k_by_hand(graph: nx.Graph, joiners: list[float], k: list[float]) -> None:
    frame = metrics.k_factor(invited(graph))
    assert frame.columns.tolist() == ["generation", "joiners", "k"]
    assert frame["generation"].tolist() == list(range(len(k)))
    assert frame["joiners"].tolist() == joiners
    assert frame["k"].tolist() == k


def test_k_is_0_where_nobody_accepts() -> None:
    assert metrics.k_factor(invited(nx.star_graph(5), accept=0))["k"].tolist() == [0]


def test_k_counts_first_joins_only() -> None:
    """Members of one group who are won for another were members already."""
    network = Network.from_networkx(nx.complete_graph(3), groups={"a": [0], "b": [1], "c": [2]})
    outcome = simulate(network, BY_INVITATION.replace(tie_read=1), [0], runs=1, horizon=9)
    assert outcome.total("joins").tolist() == [6]
    frame = metrics.k_factor(outcome)
    assert frame.to_numpy().tolist() == [[0, 3, 0]]


def test_k_is_a_ratio_of_sums_over_runs(outcome: Outcome) -> None:
    generations = np.array([[10, 5, 1, 0], [10, 1, 0, 0]])
    frame = metrics.k_factor(replace(by_hand(outcome, readers=[[1], [1]]), generations=generations))
    assert frame["joiners"].tolist() == [10, 3, 0.5]
    assert frame["k"].tolist() == [6 / 20, 1 / 6, 0]


def test_k_without_members_is_missing() -> None:
    outcome = simulate(Network.from_networkx(nx.path_graph(3)), CERTAIN, [0], runs=2)
    assert metrics.k_factor(outcome)["k"].isna().all()


def test_memberships_caused_by_joiners_by_hand() -> None:
    """In a path of prospects each joiner invites the next: all but the first join."""
    outcome = invited(nx.path_graph(4))
    found = metrics.membership_k_factor(outcome)
    assert found == {"mean": pytest.approx(2 / 3), "standard_error": 0.0}


# Money and posts


def test_costs_by_kind_add_up_to_the_cost(outcome: Outcome) -> None:
    frame = metrics.cost_by_kind(outcome).set_index("kind")
    assert frame["mean"].sum() == pytest.approx(outcome.total("cost").mean())
    assert frame.loc["posts", "mean"] == 2 * 200
    assert frame.loc["seeds", "mean"] == 13 * 20
    assert frame.loc["paid impressions", "mean"] == pytest.approx(50 * 0.012)
    assert frame.loc["trial", "mean"] == pytest.approx(2 * outcome.total("joins").mean())
    assert "cost of trial" in outcome.measures
    assert frame.loc["own space", "mean"] == 0


def test_counts_by_post_add_up_to_the_totals(outcome: Outcome) -> None:
    frame = metrics.counts_by_post(outcome)
    assert frame["round"].tolist() == [0, 4]
    for name in ("reads", "shares", "impressions", "joins", "comments", "answers"):
        assert (outcome.of_post(name).sum(axis=1) == outcome.total(name)).all(), name
        assert frame[name].sum() == pytest.approx(outcome.total(name).mean())
    assert (outcome.of_post("reads") == outcome.by_post).all()
    with pytest.raises(EngagelabError, match="'readers' is not counted by post; allowed are"):
        outcome.of_post("readers")


def test_a_classic_model_counts_nothing_by_post() -> None:
    classic = simulate(Network.from_networkx(nx.path_graph(3)), IndependentCascade(), [0], runs=2)
    assert metrics.counts_by_post(classic).empty
    with pytest.raises(EngagelabError, match="none with this model"):
        classic.of_post("reads")


def test_shares_by_class_add_up_to_the_shares(outcome: Outcome) -> None:
    by_way = outcome.shares_by_class.sum(axis=-1)
    assert (by_way == outcome.total("shares")[:, None]).all()


def test_first_joins_and_memberships_have_their_own_value() -> None:
    plan = {"value_reader": 0.0, "value_sharer": 0.0, "value_joiner": 7.0, "value_membership": 3.0}
    outcome = invited(nx.path_graph(4), **plan)
    assert (outcome.total("value") == 3 * (7 + 3)).all()


# Reproduction number


def spread(graph: nx.Graph, seeds: list[int], **changes: object) -> Outcome:
    network = Network.from_networkx(graph)
    return simulate(network, CERTAIN.replace(**changes), seeds, runs=2, horizon=9)


@pytest.mark.parametrize(
    ("graph", "seeds", "shares", "number"),
    [
        (nx.path_graph(4), [0], [1, 1, 1, 1], [1, 1, 1, 0]),
        (nx.path_graph(5), [2], [1, 2, 2], [2, 1, 0]),
        (nx.star_graph(5), [0], [1, 5], [5, 0]),
        (nx.star_graph(5), [1], [1, 1, 4], [1, 4, 0]),
        (nx.balanced_tree(3, 2), [0], [1, 3, 9], [3, 3, 0]),
        (nx.complete_graph(6), [0, 1], [2, 4], [2, 0]),
    ],
    ids=["path", "middle", "star", "ray", "tree", "clique"],
)
def test_the_reproduction_number_by_hand(
    graph: nx.Graph, seeds: list[int], shares: list[float], number: list[float]
) -> None:
    frame = metrics.reproduction_number(spread(graph, seeds))
    assert frame.columns.tolist() == ["round", "shares", "number"]
    assert frame["round"].tolist() == list(range(10))
    assert frame["shares"].tolist() == shares + [0] * (10 - len(shares))
    assert frame["number"][: len(number)].tolist() == number
    assert frame["number"][len(number) :].isna().all()


def test_a_share_counts_in_the_round_in_which_it_was_published() -> None:
    held = {"review": True, "approval_delay": 2, "approval_rate": 1}
    staff = nx.path_graph(3)
    nx.set_node_attributes(staff, "employee", "role")
    frame = metrics.reproduction_number(spread(staff, [0], **held))
    assert frame["shares"].tolist() == [0, 0, 1, 0, 0, 1, 0, 0, 1, 0]
    assert frame["number"].dropna().tolist() == [1, 1, 0]


def test_the_reproduction_number_is_a_ratio_of_sums_over_runs(outcome: Outcome) -> None:
    several = by_hand(outcome, shares=[[4, 1], [2, 0]], attributed=[[1, 0], [2, 0]])
    assert metrics.reproduction_number(several)["number"].tolist() == [3 / 6, 0]


# Money


def test_cost_per_reader_is_mean_cost_over_mean_reach(outcome: Outcome) -> None:
    found = metrics.cost_per_reader(outcome)
    cost, readers = outcome.total("cost"), metrics.reach(outcome)
    assert found["mean"] == pytest.approx(cost.mean() / readers.mean())


def test_return_on_cost_is_gain_over_cost(outcome: Outcome) -> None:
    found = metrics.return_on_cost(outcome)
    cost, value = outcome.total("cost").mean(), outcome.total("value").mean()
    assert found["mean"] == pytest.approx((value - cost) / cost)


def test_the_standard_error_of_a_ratio_is_that_of_the_jackknife() -> None:
    rng = np.random.default_rng(1)
    below = rng.gamma(20, 5, 400)
    above = 3 * below + rng.normal(0, 20, 400)
    left_out = [np.delete(above, i).sum() / np.delete(below, i).sum() for i in range(400)]
    jackknife = np.sqrt(399 / 400 * ((left_out - np.mean(left_out)) ** 2).sum())
    found = metrics.ratio(above, below)
    assert found["mean"] == above.sum() / below.sum()
    assert found["standard_error"] == pytest.approx(jackknife, rel=0.02)


def test_a_ratio_of_one_run_has_no_standard_error_and_over_nothing_is_missing() -> None:
    one = metrics.ratio(np.array([3.0]), np.array([2.0]))
    assert one["mean"] == 1.5
    assert np.isnan(one["standard_error"])
    assert all(np.isnan(v) for v in metrics.ratio(np.array([3.0]), np.array([0.0])).values())


def priced(outcome: Outcome, readers: list[list[int]], cost: list[float], worth: float) -> Outcome:
    """Readers of some worth, and what was paid in each round."""
    plain = by_hand(outcome, readers=readers, posts=[cost] * len(readers))
    return replace(plain, costs={"posts": 1.0}, values={"readers": worth})


def test_break_even_by_hand(outcome: Outcome) -> None:
    found = metrics.break_even(priced(outcome, [[1, 2, 3], [1, 4, 9]], [10.0, 0, 0], 2.0))
    # Mean value so far is 2, 8, 20, and cost 10; the first run makes 12, the second 28.
    assert found == {"round": 2.0, "value_per_reader": 1.0, "share_of_runs": 1.0}


def test_a_campaign_that_never_pays(outcome: Outcome) -> None:
    found = metrics.break_even(priced(outcome, [[1, 2, 3], [1, 4, 9]], [30.0, 0, 0], 2.0))
    assert np.isnan(found["round"])
    assert (found["value_per_reader"], found["share_of_runs"]) == (3.0, 0.0)


def test_break_even_in_a_share_of_the_runs(outcome: Outcome) -> None:
    found = metrics.break_even(priced(outcome, [[1, 2, 3], [1, 4, 9]], [20.0, 0, 0], 2.0))
    assert found == {"round": 2.0, "value_per_reader": 2.0, "share_of_runs": 0.5}


def test_before_anything_is_spent_nothing_has_paid(outcome: Outcome) -> None:
    found = metrics.break_even(priced(outcome, [[0, 2, 3]], [0.0, 4, 0], 2.0))
    assert found["round"] == 1.0


def test_other_values_lower_what_a_reader_must_be_worth(outcome: Outcome) -> None:
    plain = by_hand(outcome, readers=[[4, 0]], sharers=[[2, 0]], posts=[[10, 0]])
    plain = replace(plain, costs={"posts": 1.0}, values={"readers": 1, "sharers": 3})
    assert metrics.break_even(plain)["value_per_reader"] == 1.0  # (10 - 2 * 3) / 4


def test_break_even_without_readers_is_missing(outcome: Outcome) -> None:
    found = metrics.break_even(priced(outcome, [[0, 0]], [5.0, 0], 2.0))
    assert np.isnan(found["value_per_reader"])


def test_no_posts_have_answers_without_numbers() -> None:
    outcome = simulate_campaign(town(100, key=1), CERTAIN, [], Settings(3, 1, 5))
    assert len(metrics.reach_by_post(outcome)) == 0
    assert metrics.half_time(outcome).tolist() == [-1] * 3
    assert np.isnan(metrics.cost_per_reader(outcome)["mean"])
    assert np.isnan(metrics.return_on_cost(outcome)["mean"])
    assert metrics.reproduction_number(outcome)["number"].isna().all()
