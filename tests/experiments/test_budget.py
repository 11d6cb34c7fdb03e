"""The best split agrees with cases whose answer is known, and is judged on fresh keys."""

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import engagelab as el
from engagelab.experiments import budget
from engagelab.experiments.levers import LEVERS, with_levers
from engagelab.models.sections import SEED_PRICES
from engagelab.simulation.settings import Cancelled

pytestmark = pytest.mark.slow

PLAN = el.Scenario(
    population={"people": 300},
    campaign={"posts": [el.Post(seeds=5), el.Post(round=7, seeds=5)]},
    run={"runs": 10, "key": 3},
)


def reach_and_cost(plan: el.Scenario, key: int) -> tuple[float, float]:
    outcome = plan.run(key=key)
    return float(el.reach(outcome).mean()), float(outcome.total("cost").mean())


@pytest.fixture(scope="module")
def split():
    return budget(PLAN, 700, evaluations=120, keys=3)


# --- where the answer is known -----------------------------------------------------------------


def test_a_lever_that_costs_and_does_nothing_gets_nothing():
    idle = PLAN.replace(
        {
            "rewards.recognition": 5.0,
            "rewards.recognition_gain": 0.0,
        }
    )
    found = budget(idle, 900, levers=["seeds", "recognition"], evaluations=90, keys=2)
    assert found.levers["recognition"] == 0
    assert found.levers["seeds"] > 0
    assert found.plan.rewards.recognition == 0


def test_one_lever_is_as_high_as_the_money_allows():
    # where only posts cost: two of them are paid by 450
    plan = PLAN.replace(
        {"answers.reply_rate": 0.0, "money.cost_off_message": 0.0}
        | {f"money.{price}": 0.0 for price in SEED_PRICES.values()}
    )
    found = budget(plan, 450, levers={"posts": (0, 5)}, keys=2)
    assert found.levers == {"posts": 2}
    assert len(found.plan.campaign.posts) == 2
    assert found.binds
    assert found.evaluations == 6
    assert found.response["cost"].tolist() == [0, 200, 400, 600, 800, 1000]
    assert found.response["affordable"].tolist() == [True] * 3 + [False] * 3
    assert found.response["best"].tolist() == [False, False, True, False, False, False]


def test_no_money_buys_nothing():
    found = budget(PLAN, 0, levers=["posts", "answers"], evaluations=40, keys=2)
    assert found.levers["posts"] == 0
    assert found.plan.campaign.posts == ()
    assert found.binds
    assert found.table.loc[0, ["reach", "cost"]].tolist() == [0, 0]


def test_money_enough_for_everything_does_not_bind():
    found = budget(PLAN, 1e9, levers={"seeds": (0, 30), "posts": (0, 2)}, keys=2)
    assert found.levers == {"seeds": 30, "posts": 2}
    assert not found.binds
    assert "no evaluated split reaches more" in found.says


def test_all_splits_are_evaluated_if_there_are_few():
    levers = {"seeds": (2, 8), "posts": (1, 3)}
    found = budget(PLAN, 500, levers=levers, evaluations=21, keys=2)
    assert found.evaluations == 21
    gave = {}
    for seeds, posts in itertools.product(range(2, 9), range(1, 4)):
        gave[seeds, posts] = reach_and_cost(with_levers(PLAN, {"seeds": seeds, "posts": posts}), 3)
    right = max((s for s in gave if gave[s][1] <= 500), key=lambda s: (gave[s][0], -gave[s][1]))
    assert tuple(found.levers.values()) == right


def test_the_search_comes_close_to_evaluating_all_splits():
    levers = {"seeds": (0, 30), "posts": (0, 4)}
    whole = budget(PLAN, 700, levers=levers, evaluations=155, keys=1)
    part = budget(PLAN, 700, levers=levers, evaluations=60, keys=1)
    assert (whole.evaluations, part.evaluations <= 60) == (155, True)
    best, near = (found.table.loc[0, "chosen_with"] for found in (whole, part))
    assert near <= best
    assert near >= 0.95 * best


# --- what any answer holds -------------------------------------------------------------------


def test_the_best_split_is_within_the_money_on_the_key_it_was_chosen_with(split):
    reach, cost = reach_and_cost(split.plan, 3)
    assert cost <= 700
    assert reach == split.table.loc[0, "chosen_with"]
    assert split.evaluations <= 120
    assert set(split.levers) == set(LEVERS) - {"members"}  # there is no own space to post in


def test_it_is_judged_on_fresh_keys_against_the_plan_and_one_lever(split):
    assert set(split.judged["key"]) == {4, 5, 6}
    assert split.table["plan"].tolist()[:2] == ["best split", "as it is"]
    fresh = np.array(
        [[reach_and_cost(plan, key)[0] for key in (4, 5, 6)] for plan in (split.plan, PLAN)]
    )
    best, now = split.table.loc[0], split.table.loc[1]
    assert best["reach"] == pytest.approx(fresh[0].mean())
    assert now["reach"] == pytest.approx(fresh[1].mean())
    lift = fresh[0] - fresh[1]
    assert best["lift"] == pytest.approx(lift.mean())
    assert best["standard_error"] == pytest.approx(lift.std(ddof=1) / np.sqrt(3))
    assert now["lift"] == 0
    assert "rely on the fresh keys" in split.says


def test_no_point_of_its_curves_is_better_within_the_money(split):
    curves = split.response
    assert set(curves["lever"]) == set(split.levers)
    assert curves.groupby("lever")["best"].sum().eq(1).all()
    top = curves.loc[curves["best"], "reach"].iloc[0]
    assert (curves.loc[curves["affordable"], "reach"] <= top).all()
    assert (curves["affordable"] == (curves["cost"] <= 700)).all()


def test_it_is_the_same_again_and_with_an_executor(split):
    with ThreadPoolExecutor(2) as executor:
        again = budget(PLAN, 700, evaluations=120, keys=3, executor=executor)
    assert again.levers == split.levers
    assert again.response.equals(split.response)
    assert again.table.equals(split.table)


def test_no_plan_is_run_twice(monkeypatch):
    plans = []
    simulate = el.Scenario.simulate

    def noted(plan, settings, network=None):
        plans.append((plan.hash, settings.key))
        return simulate(plan, settings, network)

    monkeypatch.setattr(el.Scenario, "simulate", noted)
    budget(PLAN, 700, levers=["answers", "discount"], evaluations=60, keys=1, runs=2)
    # the judged plans are asked for under names of their own
    assert len(plans) - len(set(plans)) <= 3


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("money", "given", "text"),
    [
        (-1, {}, "money: -1 is not allowed; give a number of at least 0"),
        ("much", {}, "money: 'much' is not allowed"),
        (5, {"levers": ["seed"]}, "levers: 'seed' is not known; did you mean 'seeds'"),
        (5, {"levers": []}, r"levers: \[\] is not allowed"),
        (5, {"levers": ["members"]}, "levers: 'members' cannot act, as the organisation posts"),
        (5, {"levers": ["seeds", "seeds"]}, "give at least one lever, each only once"),
        (5, {"levers": {"answers": (0, 2)}}, "is not a range of answers; give .* from 0 to 1"),
        (5, {"levers": {"answers": 1}}, "levers: 1 is not a range of answers"),
        (5, {"levers": {"seeds": (0, 301)}}, "from 0 to 300"),
        (5, {"evaluations": 3}, "evaluations: 3 is not allowed"),
        (5, {"keys": 0}, "keys: 0 is not allowed"),
        (5, {"runs": 0}, "runs: 0 is not allowed"),
        (5, {"progress": 3}, "progress: 3 is not allowed"),
    ],
)
def test_mistakes_are_refused_before_the_first_run(monkeypatch, money, given, text):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError, match=text):
        budget(PLAN, money, **given)


def test_money_below_the_cheapest_split_is_refused_with_its_cost():
    with pytest.raises(
        el.EngagelabError, match=r"money: 10 pays for none of the splits .* the cheapest costs"
    ):
        budget(PLAN, 10, levers=["answers"], evaluations=20, runs=2)


def test_it_can_be_cancelled():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        budget(PLAN, 500, cancel=cancel)


def test_progress_is_reported():
    told = []
    budget(PLAN, 500, levers={"posts": (0, 3)}, evaluations=10, keys=1, runs=2,
           progress=lambda *at: told.append(at))  # fmt: skip
    assert told[0] == (4, 10)
