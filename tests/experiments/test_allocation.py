"""The search finds the best split of a response that is known exactly."""

import itertools

import pytest

import engagelab as el
from engagelab.experiments import responses
from engagelab.experiments.allocation import AllocationSearch
from engagelab.experiments.levers import budget_levers
from engagelab.experiments.responses import ResponseCache
from engagelab.experiments.runner import Execution

PLAN = el.Scenario(population={"people": 300}, campaign={"posts": [el.Post(seeds=5)]})
RANGES = {"seeds": (0, 60), "answers": (0, 1), "discount": (0, 5)}
MONEY = 150.0


def response(seeds, answers, discount):
    """Return a concave reach and a linear cost."""
    return 10 * seeds**0.5 + 50 * answers**0.5 + 20 * discount**0.5, (
        2 * seeds + 100 * answers + 20 * discount
    )


@pytest.fixture
def search(monkeypatch):
    """Return a search whose plans have the known response, and its reports of progress."""

    def run_plans(plans, question, execution):
        pairs = [
            response(p.campaign.posts[0].seeds, p.answers.reply_rate, p.rewards.discount)
            for p in plans
        ]
        return [{"reach": float(reach), "cost": float(cost)} for reach, cost in pairs]

    monkeypatch.setattr(responses, "run_plans", run_plans)
    reports = []
    cache = ResponseCache(Execution(), ("reach", "cost"))
    levers = budget_levers(PLAN, RANGES)
    return AllocationSearch(PLAN, levers, MONEY, cache, 3, 400, reports.append), reports


def test_the_search_comes_close_to_the_optimum_within_the_money(search):
    search, reports = search
    best = search.search()
    splits = itertools.product(*(lever.values for lever in search.levers))
    optimum = max(reach for reach, cost in itertools.starmap(response, splits) if cost <= MONEY)
    assert search.cost(best) <= MONEY
    assert search.reach(best) >= 0.98 * optimum
    assert len(search.evaluated) <= 400
    assert reports == sorted(reports)
    assert reports[-1] == len(search.evaluated)


def test_a_line_moves_one_lever_through_its_range(search):
    search, _ = search
    line = search.line((5, 20, 30), 1, points=5)
    assert {(split[0], split[2]) for split in line} == {(5, 30)}
    assert [split[1] for split in line] == [0, 20, 25, 50, 75, 100]


def test_the_best_single_changes_one_lever_of_the_plan(search):
    search, _ = search
    search.search()
    split, lever = search.best_single()
    values, now = search.values(split), {each.name: each.now for each in search.levers}
    assert [name for name in values if values[name] != now[name]] == [lever]
    assert search.cost(split) <= MONEY
