"""Levers of options, their ends, and the cache of answers."""

import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import Option, compare_options
from engagelab.experiments.town_runner import AnswerCache, bounded_lever, budget_lever

PEOPLE = {"population.people": 1000, "population.employees": 0.05}
GO = el.Scenario.preset("go-to-them").replace(PEOPLE)
STAFF = el.Scenario.preset("empowered-employees").replace(PEOPLE)


@pytest.mark.parametrize(
    ("preset", "lever"),
    [
        ("go-to-them", "seeds"),
        ("bring-them-to-us", "campaign.own_size"),
        ("top-down", "paid"),
        ("invite-a-friend", "rewards.trial"),
        ("voucher", "rewards.discount"),
        ("always-answer", "seeds"),
        ("empowered-employees", "seeds"),
    ],
)
def test_lever_of_a_strategy(preset, lever):
    assert budget_lever(el.Scenario.preset(preset)) == lever


def test_a_reward_ends_where_it_moves_nobody():
    plan = el.Scenario.preset("voucher")
    assert bounded_lever(plan, "rewards.discount").range(plan) == (0, 100)


def test_a_cache_changes_nothing_but_what_is_simulated(monkeypatch):
    cache, options = AnswerCache(), [Option("Go", GO, 1500.0), Option("Staff", STAFF, 1500.0)]
    first = compare_options(options, towns=6, cache=cache)
    monkeypatch.setattr(
        "engagelab.experiments.town_runner.run_plans", lambda plans, *_: [] * len(plans)
    )
    again = compare_options(options, towns=6, cache=cache)
    assert again.towns.equals(first.towns)


@pytest.mark.parametrize("budget", [-1, float("nan"), "much"])
def test_refused_budget(budget):
    with pytest.raises(EngagelabError, match="budget"):
        Option("A", GO, budget)


def test_employees_who_start_are_at_most_all_of_them():
    assert bounded_lever(STAFF, "seeds").range(STAFF) == (0, 50)


@pytest.mark.parametrize("seeds", [(0, 1, 0, 1), (0, 0, 0, 1), (0, 0, 0, 0), (3, 0, 1, 9)])
def test_no_post_gets_more_seeds_than_there_are_employees(seeds):
    """Also if posts have less than one seed in the mean, as those of a small budget have."""
    posts = [
        post.replace(seeds=number) for post, number in zip(STAFF.campaign.posts, seeds, strict=True)
    ]
    plan = STAFF.replace({"campaign.posts": posts})
    lever = bounded_lever(plan, "seeds")
    full = lever.set(plan, lever.range(plan)[1])
    assert max(post.seeds for post in full.campaign.posts) == 50
    option = compare_options([Option("Staff", plan, 1e6, "seeds")], towns=5)["A"]
    assert option.at_its_end
    assert option.plan.campaign.posts == full.campaign.posts


def test_posts_keep_their_proportions_when_few_towns_need_few_seeds():
    option = compare_options([Option("Go", GO, 30_000.0)], towns=6)["A"]
    seeds = [post.seeds for post in option.plan.campaign.posts]
    assert max(seeds) - min(seeds) <= 1


def test_a_cache_holds_a_bounded_number():
    cache = AnswerCache()
    for key in range(400):
        cache.store(GO, range(key), (None, None))
    assert len(cache) == 300
    assert (GO, range(399)) in cache
