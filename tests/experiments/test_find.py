"""Goal seek finds every value that reaches the target, each at the step of the response."""

import threading
from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np
import pytest

import engagelab as el
from engagelab.experiments import find, responses
from engagelab.simulation.settings import Cancelled

PLAN = el.Scenario(population={"people": 300}, run={"runs": 10, "key": 3})
FIELD = "engagement.group_read"


def mean_reach(plan: el.Scenario, key: int) -> float:
    return float(el.reach(plan.run(key=key)).mean())


@pytest.fixture(scope="module")
def rising():
    plan = PLAN.replace({"engagement.base_share": 0.1, "engagement.fatigue": 1.0,
                         "answers.critic": 0.0})  # fmt: skip
    return plan, find(plan, FIELD, reach=100, points=4, keys=3)


def shaped(monkeypatch, shape):
    """Let plans give what `shape` makes of key and people asked for, instead of being played."""

    def run_plans(plans, question, how):
        gave = [float(shape(p.settings.key, p.get("invitations.invite"))) for p in plans]
        return [{"reach": g, "reach_standard_error": 0.0} for g in gave]

    monkeypatch.setattr(responses, "run_plans", run_plans)


# --- solutions -------------------------------------------------------------------------------


def test_a_rising_response_has_one_solution_at_each_key(rising):
    _, found = rising
    assert found.monotone == "rising"
    assert found.by_key["direction"].tolist() == ["rising"] * 3
    assert found.by_key["key"].tolist() == [3, 4, 5]
    row = found.table.loc[0]
    assert (len(found.table), row["keys"], row["of"]) == (1, 3, 3)
    assert row["low"] <= row["value"] <= row["high"]
    assert row["value"] == np.median(found.by_key["value"])


def test_a_solution_is_enough_and_a_little_less_is_not(rising):
    plan, found = rising
    for row in found.by_key.to_dict("records"):
        here = mean_reach(plan.replace({FIELD: row["value"]}), row["key"])
        below = mean_reach(plan.replace({FIELD: row["value"] * 0.998}), row["key"])
        assert below < 100 <= here == row["gives"]


def test_the_response_contains_every_point_in_order(rising):
    _, found = rising
    for _, part in found.response.groupby("key"):
        assert part[FIELD].is_monotonic_increasing
        assert part[FIELD].is_unique
        assert {0.0, 1 / 3, 2 / 3, 1.0} <= set(part[FIELD])
    assert not found.response[["reach", "standard_error"]].isna().any(axis=None)


def test_it_is_the_same_again_and_with_an_executor(rising):
    plan, found = rising
    with ThreadPoolExecutor(2) as executor:
        again = find(plan, FIELD, reach=100, points=4, keys=3, executor=executor)
    assert again.by_key.equals(found.by_key)
    assert again.table.equals(found.table)
    assert again.response.equals(found.response)


@pytest.mark.slow
def test_crowding_makes_group_size_a_hill_with_a_solution_on_each_side():
    # below the reference size a bigger group is a larger audience, above it each reads far less
    crowded = PLAN.replace(
        {
            "engagement.crowding": 2.0,
            "engagement.tie_read": 0.0,
            "engagement.reference_size": 15.0,
            "engagement.group_share": 1.0,
        }
    )
    found = find(crowded, "groups.size", reach=100, within=(2, 150), points=9, keys=2)
    assert found.monotone == "neither"
    assert {"rising", "falling"} <= set(found.table["direction"])
    assert (found.by_key["gives"] >= 100).all()
    rising, falling = (found.table.set_index("direction")["value"][way]
                       for way in ("rising", "falling"))  # fmt: skip
    assert np.min(rising) < 15 < np.max(falling)


def test_without_a_solution_the_closest_value_is_reported(monkeypatch):
    shaped(monkeypatch, lambda key, x: 50 * x + key)
    found = find(PLAN, "invitations.invite", reach=80, points=3, keys=2)
    assert found.table.empty
    assert found.by_key.empty
    assert found.closest == {"value": 1.0, "gives": 53.5}
    assert found.says == (
        "No simulated value of invitation rate gives a reach of 80; the closest is 1, which "
        "gives 53.5."
    )


def test_a_whole_number_is_the_smallest_that_is_enough():
    field = "groups.size"
    network = el.Network.from_networkx(nx.path_graph(40))
    # a chain that passes everything on reaches one person more with each round
    chain = el.Scenario(
        engagement={"tie_read": 1.0, "base_share": 1.0, "fatigue": 1.0},
        campaign={"posts": [el.Post(seeds=1)], "lifetime": 60},
    )
    found = find(
        chain, "settings.horizon", reach=15, within=(1, 60), runs=3, keys=2, network=network
    )
    for row in found.by_key.to_dict("records"):
        enough = chain.replace({"settings.horizon": row["value"]})
        short = chain.replace({"settings.horizon": row["value"] - 1})
        at = [float(el.reach(p.run(runs=3, key=row["key"], network=network)).mean())
              for p in (short, enough)]  # fmt: skip
        assert at[0] < 15 <= at[1]
    assert isinstance(found.table.loc[0, "value"], (int, np.integer))
    with pytest.raises(el.EngagelabError, match=f"{field}: has no effect together with network"):
        find(chain, field, reach=15, network=network)


def test_choices_keep_their_declared_order():
    found = find(PLAN, "groups.hold", reach=0, runs=2, keys=2)
    assert found.table["value"].tolist() == ["memberships", "groups"]
    assert found.table["keys"].tolist() == [2, 2]


def test_other_measures_are_targets_too():
    found = find(PLAN, "answers.reply_rate", answers=5, points=3, keys=1, runs=4)
    row = found.by_key.loc[0]
    plan = PLAN.replace({"answers.reply_rate": row["value"]})
    assert plan.run(runs=4).total("answers").mean() == row["gives"] >= 5


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "given", "text"),
    [
        ("invitations.invit", {"reach": 5}, "no such field; did you mean 'invitations.invite'"),
        (FIELD, {}, "target: is missing; give exactly one"),
        (FIELD, {"reach": 5, "cost": 3}, "target: reach and cost are several targets"),
        (FIELD, {"reech": 5}, "reech: is not a measure of a plan; did you mean 'reach'"),
        (FIELD, {"reach": -1}, "reach: -1 is not allowed; give a number of at least 0"),
        (FIELD, {"reach": float("nan")}, "reach: nan is not allowed"),
        (FIELD, {"reach": "many"}, "reach: 'many' is not allowed"),
        (FIELD, {"reach": 5, "within": (0.5, 0.1)}, r"within: \(0.5, 0.1\) is not allowed; give"),
        (FIELD, {"reach": 5, "within": (0, 2)}, "each a number from 0 to 1"),
        (FIELD, {"reach": 5, "within": 3}, "within: 3 is not allowed"),
        (
            "settings.horizon",
            {"reach": 5, "within": (3.2, 3.9)},
            "does not contain two whole numbers",
        ),
        (
            "control.review",
            {"reach": 5, "within": (0, 1)},
            "within: control.review is a choice and has no range",
        ),
        ("campaign.posts", {"reach": 5}, "campaign.posts: is not a number with a range"),
        (
            "settings.key",
            {"reach": 5},
            "settings.key: sets the random numbers and cannot be varied",
        ),
        (FIELD, {"reach": 5, "points": 1}, "points: 1 is not allowed"),
        (FIELD, {"reach": 5, "keys": 0}, "keys: 0 is not allowed"),
        (FIELD, {"reach": 5, "runs": 0}, "runs: 0 is not allowed"),
        (FIELD, {"reach": 5, "key": 2**63 - 1}, "key: 9223372036854775807 is not allowed"),
        (FIELD, {"reach": 5, "executor": 3}, "executor"),
        (FIELD, {"reach": 5, "progress": 3}, "progress: 3 is not allowed"),
    ],
)
def test_mistakes_are_refused_before_the_first_run(monkeypatch, field, given, text):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError, match=text):
        find(PLAN, field, **given)


def test_it_can_be_cancelled():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        find(PLAN, FIELD, reach=5, keys=1, cancel=cancel)


def test_progress_is_reported_for_the_grid():
    told = []
    find(PLAN, FIELD, reach=50, points=3, keys=2, runs=2, progress=lambda *at: told.append(at))
    assert told == [(i, 6) for i in range(1, 7)]
