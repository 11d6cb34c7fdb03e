"""A comparison is what its runs say, paired by common coins, and refuses what it cannot compare."""

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from math import inf, nan

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import engagelab as el
from engagelab.experiments.comparison import COLUMNS, Comparison, compared
from engagelab.experiments.intervals import Level, mean_interval, ratio_interval
from engagelab.simulation.settings import Cancelled

PLAN = el.Scenario(population={"people": 500}, run={"runs": 30, "key": 3})
MORE = PLAN.replace({"invitations.invite": 0.4})
BIGGER = PLAN.replace({"groups.size": 50})


@pytest.fixture(scope="module")
def found() -> Comparison:
    return el.compare(PLAN, {"more": MORE, "bigger": BIGGER})


def row(comparison, name) -> pd.Series:
    return comparison.table.set_index("plan").loc[name]


# --- the numbers -----------------------------------------------------------------------------


def test_the_table_is_what_the_plans_say_run_by_themselves(found):
    alone = {"baseline": PLAN.run(), "more": MORE.run(key=3), "bigger": BIGGER.run(key=3)}
    assert found.table["plan"].tolist() == list(alone)
    assert found.table.columns.tolist() == COLUMNS
    extra = el.reach(alone["more"]) - el.reach(alone["baseline"])
    cost = alone["more"].total("cost") - alone["baseline"].total("cost")
    level, seen = Level(1 - 0.05 / 2), row(found, "more")
    assert tuple(seen[["lift", "low", "high"]]) == mean_interval(extra, level)
    parts = [f"cost_per_extra_reader{part}" for part in ("", "_low", "_high")]
    assert tuple(seen[parts]) == pytest.approx(ratio_interval(cost, extra, level))
    assert seen["wins"] == (extra > 0).mean() + (extra == 0).mean() / 2
    for name, outcome in alone.items():
        assert row(found, name)["reach"] == el.reach(outcome).mean()
        assert row(found, name)["runs"] == 30
        price = el.cost_per_reader(outcome)["mean"]
        assert row(found, name)["cost_per_reader"] == pytest.approx(price)


def test_the_baseline_has_no_lift(found):
    assert row(found, "baseline")[COLUMNS[3:7]].isna().all()


def test_the_single_runs_come_along(found):
    assert found.runs.columns.tolist() == ["plan", "key", "run", "reach", "cost"]
    reaches = found.runs.pivot(index="run", columns="plan", values="reach")
    np.testing.assert_array_equal(reaches["more"], el.reach(MORE.run()))
    assert row(found, "bigger")["lift"] == pytest.approx(
        (reaches["bigger"] - reaches["baseline"]).mean()
    )


def test_pairing_pays_most_where_the_town_stays(found):
    assert row(found, "more")["variance_ratio"] > 3
    assert row(found, "more")["correlation"] > 0.5
    assert row(found, "bigger")["variance_ratio"] < row(found, "more")["variance_ratio"]


def test_the_variance_ratio_is_what_other_chance_would_give(found):
    """Runs of other numbers share no coin, so they stand for a comparison without pairing."""
    many = el.compare(PLAN, {"more": MORE}, runs=400)
    reaches = many.runs.pivot(index="run", columns="plan", values="reach")
    unpaired = reaches["more"].to_numpy() - np.roll(reaches["baseline"].to_numpy(), 64)
    paired = reaches["more"] - reaches["baseline"]
    expected = unpaired.var() / paired.var()
    assert row(many, "more")["variance_ratio"] == pytest.approx(expected, rel=0.25)


@pytest.fixture(scope="module")
def many() -> pd.Series:
    """Return the table's row of 20,000 runs, which stand for the truth, with its single lifts."""
    found = el.compare(PLAN, {"more": MORE}, runs=20_000)
    reaches = found.runs.pivot(index="run", columns="plan", values="reach")
    extra = (reaches["more"] - reaches["baseline"]).to_numpy()
    return pd.concat([row(found, "more"), pd.Series({"extra": extra})])


def held(extra, runs, confidence=0.95):
    """Return in which share of comparisons of so many runs the interval holds the truth."""
    ends = [mean_interval(part, Level(confidence))[1:] for part in extra.reshape(-1, runs)]
    return np.mean([low <= extra.mean() <= high for low, high in ends])


def test_intervals_of_real_plans_hold_the_lift_from_two_hundred_runs_on(many):
    assert held(many["extra"], 200) > 0.95 - 2 * np.sqrt(0.05 * 0.95 / 100)


def test_lifts_by_invitation_are_skewed_so_few_runs_are_less_sure_than_they_say(many):
    assert many["skewness"] > 2
    assert 0.8 < held(many["extra"], 20) < 0.92


def test_more_invitations_never_lose_a_reader():
    """Where nothing crowds, tires or leaves, each run of the variant has at least the readers."""
    calm = PLAN.replace({"engagement.crowding": 0, "engagement.fatigue": 1, "invitations.leave": 0})
    calm = calm.replace({"answers.unanswered_factor": 1})
    more = calm.replace({"invitations.invite": 0.4})
    reaches = el.compare(calm, {"more": more}).runs.pivot(
        index="run", columns="plan", values="reach"
    )
    assert (reaches["more"] >= reaches["baseline"]).all()


def test_a_plan_against_itself_is_not_resolved_and_never_will_be():
    same = el.compare(PLAN, {"same": PLAN})
    seen = row(same, "same")
    assert (seen["lift"], seen["wins"], seen["resolved"]) == (0, 0.5, False)
    assert seen["runs_to_resolve"] == inf
    assert np.isnan(seen["cost_per_extra_reader"])
    assert same.says == [
        "same against the baseline: not resolved, a lift of 0 people (95 %: 0 to 0); "
        "there is no difference that more runs could resolve"
    ]


def seen_of(reach, cost=None):
    """Return what `compared` takes, for one town."""
    reach = np.array(reach, float)
    return np.stack([reach, reach if cost is None else np.array(cost, float)], axis=1)[:, None]


def test_the_runs_that_are_missing_do_resolve_a_lift_of_that_size():
    chance = np.random.default_rng(1)
    base, noise = chance.normal(100, 5, 20), chance.normal(0, 5, 20)
    noise = noise - noise.mean() + 1.0
    level = Level(0.95)
    table = compared(["a", "b"], seen_of([base, base + noise]), level, towns=1)
    more = int(table["runs_to_resolve"][1])
    assert not table["resolved"][1]
    assert more > 0
    spread = noise.std(ddof=1)
    assert level.factor(20 + more) * spread / np.sqrt(20 + more) <= 1
    assert level.factor(19 + more) * spread / np.sqrt(19 + more) > 1


def test_a_plan_that_reaches_nobody_has_no_price():
    table = compared(["a", "b"], seen_of([[0, 0], [1, 1]], [[5, 5], [6, 6]]), Level(0.95), 1)
    np.testing.assert_array_equal(table["cost_per_reader"], [nan, 6])
    assert table["cost_per_extra_reader"][1] == 1


# --- words -----------------------------------------------------------------------------------


def told(reach, name="baseline", confidence=0.95):
    """Return the sentences of a comparison of plans that have these reaches."""
    names = [name, *"BCD"[: len(reach) - 1]]
    table = compared(names, seen_of(reach), Level(confidence), towns=1)
    return Comparison(table, pd.DataFrame(), name, confidence, 1, "").says


def test_a_resolved_lift_is_told_in_words():
    assert told([[100, 200], [1520, 1620]]) == [
        "B reaches 1,420 more people than the baseline (95 %: 1,420 to 1,420 more), and wins in "
        "2 of 2 runs"
    ]
    assert told([[0, 0, 0], [1, 1, 1.75]], "A", 0.8) == [
        "B reaches 1.2 more people than A (80 %: 0.78 to 1.7 more), and wins in 3 of 3 runs"
    ]


def test_a_loss_is_told_as_fewer_people_and_a_tie_as_half():
    assert told([[20, 30, 40, 9], [10, 20, 30, 9]], confidence=0.8) == [
        "B reaches 7.5 fewer people than the baseline (80 %: 3.4 to 12 fewer), and wins in 0.5 of "
        "4 runs (a tie counts half)"
    ]


def test_what_is_not_resolved_is_told_with_its_sign():
    assert told([[20, 30], [10, 60]])[0].startswith(
        "B against the baseline: not resolved, a lift of 10 people (95 %: -244 to 264); about "
    )


def test_what_is_not_resolved_tells_how_many_more_runs_would():
    slight = PLAN.replace({"engagement.tie_read": PLAN.engagement.tie_read * 1.001})
    found = el.compare(PLAN, {"slight": slight, "bigger": BIGGER}, runs=3)
    more = row(found, "bigger")["runs_to_resolve"]
    assert not row(found, "bigger")["resolved"]
    assert f"; about {more:,.0f} more run" in found.says[1]


def test_too_few_runs_for_a_skewed_lift_are_told(many):
    few = el.compare(PLAN, {"more": MORE, "same": PLAN}, runs=20)
    asked = 25 * row(few, "more")["skewness"] ** 2
    assert few.cautions == [
        "more: the lift is skewed, so its interval is less sure than it says with fewer than about "
        f"{asked:,.0f} runs"
    ]
    assert str(few).splitlines() == [*few.says, *few.cautions]
    enough = int(25 * many["skewness"] ** 2) * 3
    assert el.compare(PLAN, {"more": MORE}, runs=enough).cautions == []


def test_the_method_is_told():
    assert el.compare(PLAN, {"more": MORE}).method == "Student's t interval"
    both = el.compare(PLAN, {"more": MORE, "bigger": BIGGER}, towns=2, runs=2)
    assert both.method == "Student's t interval over 2 towns, Bonferroni for 2 variants"


# --- until it is precise ---------------------------------------------------------------------


def test_runs_are_added_until_the_wanted_precision():
    found = el.compare(PLAN, {"more": MORE}, precision=2)
    seen = row(found, "more")
    assert (seen["high"] - seen["low"]) / 2 <= 2
    assert seen["runs"] > 100
    assert found.precise
    assert found.method == "asymptotic confidence sequence"
    fixed = el.compare(PLAN, {"more": MORE}, runs=int(seen["runs"]))
    assert fixed.runs.equals(found.runs)  # the same chance, however they were played
    wide = row(fixed, "more")
    assert wide["high"] - wide["low"] < seen["high"] - seen["low"]


def test_no_run_is_added_where_the_first_ones_are_precise():
    found = el.compare(PLAN, {"more": MORE}, precision=400, runs=40)
    assert row(found, "more")["runs"] == 40


def test_the_most_runs_are_the_end_and_are_told():
    found = el.compare(PLAN, {"bigger": BIGGER, "same": PLAN}, precision=0.5, most_runs=150)
    assert found.table["runs"].tolist() == [150] * 3
    assert not found.precise
    assert found.says[0].endswith(
        "; 150 runs, the most allowed, do not tell it to within 0.5 people"
    )
    assert "most allowed" not in found.says[1]


# --- several towns ---------------------------------------------------------------------------


def test_each_town_is_one_value():
    found = el.compare(PLAN, {"more": MORE}, towns=4, runs=10)
    lifts = [
        (el.reach(MORE.run(runs=10, key=key)) - el.reach(PLAN.run(runs=10, key=key))).mean()
        for key in range(3, 7)
    ]
    seen = row(found, "more")
    assert tuple(seen[["lift", "low", "high"]]) == pytest.approx(
        mean_interval(np.array(lifts), Level(0.95))
    )
    assert found.runs["key"].unique().tolist() == [3, 4, 5, 6]
    one = found.runs.query("plan == 'more' and key == 5")["reach"]
    np.testing.assert_array_equal(one, el.reach(MORE.run(runs=10, key=5)))


def test_towns_that_are_missing_are_told_in_towns():
    found = el.compare(PLAN, {"bigger": BIGGER}, towns=2, runs=2, confidence=0.999)
    more = row(found, "bigger")["runs_to_resolve"]
    assert not row(found, "bigger")["resolved"]
    assert more % 2 == 0
    assert f"about {more / 2:,.0f} more town" in found.says[0]


# --- how it is played ------------------------------------------------------------------------


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_workers_find_the_same(pool, found):
    with pool(2) as executor:
        there = el.compare(PLAN, {"more": MORE, "bigger": BIGGER}, executor=executor)
    pd.testing.assert_frame_equal(there.table, found.table)
    pd.testing.assert_frame_equal(there.runs, found.runs)


def test_on_a_network_that_is_given():
    network = el.Network.from_networkx(nx.complete_graph(6), groups={"all": range(6)})
    one = PLAN.replace({"campaign.posts": [el.Post(seeds=1)], "engagement.crowding": 0})
    sure, never = (one.replace({"engagement.group_read": p, "engagement.tie_read": 0})
                   for p in (1, 0))  # fmt: skip
    found = el.compare(never, {"sure": sure}, network=network)
    assert (row(found, "baseline")["reach"], row(found, "sure")["reach"]) == (1, 6)
    assert tuple(row(found, "sure")[["low", "high", "wins", "resolved"]]) == (5, 5, 1, True)


def test_runs_and_key_are_the_baselines_unless_given():
    other = MORE.replace({"settings.key": 99, "settings.runs": 7})
    pd.testing.assert_frame_equal(
        el.compare(PLAN, {"more": other}).table, el.compare(PLAN, {"more": MORE}).table
    )
    given = el.compare(PLAN, {"more": MORE}, runs=5, key=8)
    np.testing.assert_array_equal(
        given.runs.query("plan == 'more'")["reach"], el.reach(MORE.run(runs=5, key=8))
    )


def test_it_can_be_ended():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        el.compare(PLAN, {"more": MORE}, cancel=cancel)


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variants", "given", "text"),
    [
        ([MORE], {}, "variants: list is not allowed; give a mapping of names to plans"),
        ({}, {}, "variants: there are none; give at least one, as {'name': plan}"),
        ({"more": 3}, {}, "variants['more']: 3 is no Scenario; give one"),
        (
            {"baseline": MORE},
            {},
            "variants['baseline']: is the baseline's name too; give the variant another",
        ),
        ({"more": MORE}, {"runs": 1}, "runs: 1 is not allowed; give a whole number from 2 to "),
        ({"more": MORE}, {"key": -1}, "key: -1 is not allowed; "),
        (
            {"more": MORE},
            {"confidence": 95},
            "confidence: 95 is not allowed; give a number between 0 and 1, as 0.95",
        ),
        (
            {"more": MORE},
            {"precision": 0},
            "precision: 0 is not allowed; give a number of people above 0",
        ),
        (
            {"more": MORE},
            {"precision": 1, "runs": 10},
            "runs: 10 is not allowed; give a whole number from 30 to 10,000",
        ),
        (
            {"more": MORE},
            {"precision": 1, "most_runs": 3},
            "most_runs: 3 is not allowed; give a whole number from 30 to 10,000,000",
        ),
        ({"more": MORE}, {"towns": 0}, "towns: 0 is not allowed; give a whole number from 1 to "),
        (
            {"more": MORE},
            {"towns": 2, "precision": 1},
            "towns: 2 towns cannot be where precision is given",
        ),
        (
            {"more": MORE},
            {"towns": 2, "network": el.Network.from_networkx(nx.path_graph(3))},
            "towns: 2 towns cannot be where network is given; leave out one of the two",
        ),
        (
            {"more": MORE},
            {"network": nx.path_graph(3)},
            "network: Graph is not allowed; give a Network, such as Network.from_networkx(graph)",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_before_the_first_run(
    variants, given, text, monkeypatch
):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError) as error:
        el.compare(PLAN, variants, **given)
    assert str(error.value).startswith(text)
