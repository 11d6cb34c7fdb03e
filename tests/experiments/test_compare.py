"""A comparison agrees with its runs, which are paired by common random numbers."""

import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from math import inf

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import engagelab as el
from engagelab.experiments.bootstrap import skewed_mean_interval, skewed_ratio_interval
from engagelab.experiments.comparison import COLUMNS, Comparison
from engagelab.experiments.intervals import Level, mean_interval
from engagelab.simulation.settings import Cancelled

PLAN = el.Scenario(population={"people": 500}, run={"runs": 30, "key": 3})
MORE = PLAN.replace({"invitations.invite": 0.4})
BIGGER = PLAN.replace({"groups.size": 50})


@pytest.fixture(scope="module")
def found() -> Comparison:
    return el.compare(PLAN, {"more": MORE, "bigger": BIGGER}, towns=1)


def row(comparison, name) -> pd.Series:
    return comparison.table.set_index("plan").loc[name]


# --- the numbers -----------------------------------------------------------------------------


def test_the_table_agrees_with_the_plans_run_alone(found):
    alone = {"baseline": PLAN.run(), "more": MORE.run(key=3), "bigger": BIGGER.run(key=3)}
    assert found.table["plan"].tolist() == list(alone)
    assert found.table.columns.tolist() == COLUMNS
    level, seen = Level(1 - 0.05 / 2), row(found, "bigger")
    extra = el.reach(alone["bigger"]) - el.reach(alone["baseline"])
    cost = alone["bigger"].total("cost") - alone["baseline"].total("cost")
    assert tuple(seen[["lift", "low", "high"]]) == pytest.approx(skewed_mean_interval(extra, level))
    assert seen["resolved"]
    parts = [f"cost_per_extra_reader{part}" for part in ("", "_low", "_high")]
    assert tuple(seen[parts]) == pytest.approx(skewed_ratio_interval(cost, extra, level))
    assert seen["wins"] == (extra > 0).mean() + (extra == 0).mean() / 2
    for name, outcome in alone.items():
        assert row(found, name)["reach"] == el.reach(outcome).mean()
        assert row(found, name)["runs"] == 30
        price = el.cost_per_reader(outcome)["mean"]
        assert row(found, name)["cost_per_reader"] == pytest.approx(price)


def test_the_baseline_has_no_lift(found):
    assert row(found, "baseline")[COLUMNS[3:7]].isna().all()


def test_the_single_runs_are_returned(found):
    assert found.runs.columns.tolist() == ["plan", "key", "run", "reach", "cost"]
    reaches = found.runs.pivot(index="run", columns="plan", values="reach")
    np.testing.assert_array_equal(reaches["more"], el.reach(MORE.run()))
    assert row(found, "bigger")["lift"] == pytest.approx(
        (reaches["bigger"] - reaches["baseline"]).mean()
    )


def test_pairing_gains_most_if_the_town_is_the_same(found):
    assert row(found, "more")["variance_ratio"] > 3
    assert row(found, "more")["correlation"] > 0.5
    assert row(found, "bigger")["variance_ratio"] < row(found, "more")["variance_ratio"]


def test_the_variance_ratio_is_that_of_unpaired_runs(found):
    """Runs of other numbers share no random numbers, so they make a comparison without pairing."""
    many = el.compare(PLAN, {"more": MORE}, runs=400, towns=1)
    reaches = many.runs.pivot(index="run", columns="plan", values="reach")
    unpaired = reaches["more"].to_numpy() - np.roll(reaches["baseline"].to_numpy(), 64)
    paired = reaches["more"] - reaches["baseline"]
    expected = unpaired.var() / paired.var()
    assert row(many, "more")["variance_ratio"] == pytest.approx(expected, rel=0.25)


@pytest.fixture(scope="module")
def many() -> pd.Series:
    """Return the table's row of 100,000 runs, taken as the truth, with its single lifts."""
    found = el.compare(PLAN, {"more": MORE}, runs=100_000, towns=1)
    reaches = found.runs.pivot(index="run", columns="plan", values="reach")
    extra = (reaches["more"] - reaches["baseline"]).to_numpy()
    return pd.concat([row(found, "more"), pd.Series({"extra": extra})])


def coverage(extra, runs, interval=skewed_mean_interval):
    """Return the share of comparisons of this many runs whose interval covers the true lift."""
    ends = [interval(part, Level(0.95))[1:] for part in extra.reshape(-1, runs)]
    return np.mean([low <= extra.mean() <= high for low, high in ends])


@pytest.mark.slow
def test_intervals_of_real_plans_cover_the_lift_from_two_hundred_runs(many):
    assert coverage(many["extra"], 200) > 0.95 - 2 * np.sqrt(0.05 * 0.95 / 500)


@pytest.mark.slow
def test_skewed_lifts_of_few_runs_are_covered_more_often_than_by_students_interval(many):
    assert many["skewness"] > 2
    student = coverage(many["extra"], 20, mean_interval)
    assert 0.8 < student < 0.92
    assert coverage(many["extra"], 20) > student + 0.01


def test_more_invitations_never_lose_a_reader():
    """If nothing crowds, tires or leaves, no run of the variant has fewer readers."""
    calm = PLAN.replace({"engagement.crowding": 0, "engagement.fatigue": 1, "invitations.leave": 0})
    calm = calm.replace({"answers.critic": 0})
    more = calm.replace({"invitations.invite": 0.4})
    reaches = el.compare(calm, {"more": more}, towns=1).runs.pivot(
        index="run", columns="plan", values="reach"
    )
    assert (reaches["more"] >= reaches["baseline"]).all()


def test_a_plan_against_itself_is_not_resolved_by_any_runs():
    same = el.compare(PLAN, {"same": PLAN}, towns=1)
    seen = row(same, "same")
    assert (seen["lift"], seen["wins"], seen["resolved"]) == (0, 0.5, False)
    assert seen["runs_to_resolve"] == inf
    assert np.isnan(seen["cost_per_extra_reader"])
    assert same.says == [
        "same against the baseline: not resolved, a lift of 0 people (95% interval in this town, "
        "with these people to start: 0 to 0); more runs would not resolve a difference"
    ]


# --- words -----------------------------------------------------------------------------------


def test_an_unresolved_lift_reports_how_many_more_runs_would_resolve_it():
    slight = PLAN.replace({"engagement.tie_read": PLAN.engagement.tie_read * 1.001})
    bigger = PLAN.replace({"groups.size": 30})
    found = el.compare(PLAN, {"slight": slight, "bigger": bigger}, runs=3, towns=1)
    more = row(found, "bigger")["runs_to_resolve"]
    assert not row(found, "bigger")["resolved"]
    assert f"; about {more:,.0f} more run" in found.says[1]


@pytest.mark.slow
def test_too_few_runs_for_a_skewed_lift_are_a_caution(many):
    few = el.compare(PLAN, {"more": MORE, "same": PLAN}, runs=19, towns=1)
    asked = 25 * row(few, "more")["skewness"] ** 2
    assert few.cautions == [
        f"more: the lift is skewed; with fewer than about {asked:,.0f} runs its interval contains "
        "the true lift less often than stated"
    ]
    assert str(few).splitlines() == [*few.says, *few.cautions]
    enough = int(25 * many["skewness"] ** 2) * 3
    assert el.compare(PLAN, {"more": MORE}, runs=enough, towns=1).cautions == []


def test_the_method_is_named():
    assert el.compare(PLAN, {"more": MORE}, towns=1).method == "bootstrap-t interval"
    assert el.compare(PLAN, {"more": MORE}, towns=1, runs=19).method == "Student's t interval"
    both = el.compare(PLAN, {"more": MORE, "bigger": BIGGER}, towns=2, runs=2)
    assert both.method == "Student's t interval over 2 towns, Bonferroni for 2 variants"


# --- until it is precise ---------------------------------------------------------------------


def test_runs_are_added_until_the_precision_is_reached():
    found = el.compare(PLAN, {"more": MORE}, precision=2)
    seen = row(found, "more")
    assert (seen["high"] - seen["low"]) / 2 <= 2
    assert seen["runs"] > 100
    assert found.precise
    assert found.method == "asymptotic confidence sequence"
    fixed = el.compare(PLAN, {"more": MORE}, runs=int(seen["runs"]), towns=1)
    assert fixed.runs.equals(found.runs)  # the same chance, however they were played
    wide = row(fixed, "more")
    assert wide["high"] - wide["low"] < seen["high"] - seen["low"]


def test_no_run_is_added_if_the_first_ones_are_precise():
    found = el.compare(PLAN, {"more": MORE}, precision=400, runs=40)
    assert row(found, "more")["runs"] == 40


def test_the_maximum_of_runs_ends_it_and_is_reported():
    found = el.compare(PLAN, {"bigger": BIGGER, "same": PLAN}, precision=0.5, most_runs=150)
    assert found.table["runs"].tolist() == [150] * 3
    assert not found.precise
    assert found.says[0].endswith(
        "; 150 runs, the maximum, are too few for a precision of 0.5 people"
    )
    assert "the maximum" not in found.says[1]


# --- several towns ---------------------------------------------------------------------------


def test_a_comparison_takes_place_in_eight_towns_that_share_the_runs():
    found = el.compare(PLAN, {"bigger": BIGGER})
    assert (found.towns, row(found, "bigger")["runs"]) == (8, 4)
    assert found.runs["key"].unique().tolist() == list(range(3, 11))
    assert found.method == "Student's t interval over 8 towns"
    assert "(95% interval over 8 simulated towns: " in found.says[0]
    assert found.table.equals(el.compare(PLAN, {"bigger": BIGGER}, towns=8).table)


def test_an_answer_for_one_town_or_network_says_so():
    town = PLAN.town()
    for given, place in (
        ({"towns": 1}, "in this town, with these people to start"),
        ({"precision": 400}, "in this town, with these people to start"),
        ({"network": town}, "on this network, with these people to start"),
    ):
        found = el.compare(PLAN, {"bigger": BIGGER}, **given)
        assert (found.towns, found.place) == (1, place)
        assert f"(95% interval {place}: " in found.says[0]
    redrawn = PLAN.replace({"campaign.redraw_seeds": True})
    assert el.compare(redrawn, {"same": redrawn}, towns=1).place == "in this town"


def test_each_town_is_one_value():
    found = el.compare(PLAN, {"more": MORE}, towns=4, runs=37)
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


def test_missing_towns_are_counted_in_towns():
    found = el.compare(PLAN, {"bigger": BIGGER}, towns=2, runs=4, confidence=0.999)
    more = row(found, "bigger")["runs_to_resolve"]
    assert not row(found, "bigger")["resolved"]
    assert more % 2 == 0
    assert f"about {more / 2:,.0f} more town" in found.says[0]


# --- how it is run ---------------------------------------------------------------------------


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_workers_give_the_same(pool, found):
    with pool(2) as executor:
        there = el.compare(PLAN, {"more": MORE, "bigger": BIGGER}, executor=executor, towns=1)
    pd.testing.assert_frame_equal(there.table, found.table)
    pd.testing.assert_frame_equal(there.runs, found.runs)


def test_on_a_given_network():
    network = el.Network.from_networkx(nx.complete_graph(6), groups={"all": range(6)})
    rules = {"engagement.crowding": 0, "engagement.group_share": 1, "engagement.tie_read": 0}
    one = PLAN.replace({"campaign.posts": [el.Post(seeds=1)], **rules})
    sure, never = (one.replace({"engagement.group_read": p}) for p in (1, 0))
    found = el.compare(never, {"sure": sure}, network=network)
    assert (row(found, "baseline")["reach"], row(found, "sure")["reach"]) == (1, 6)
    assert tuple(row(found, "sure")[["low", "high", "wins", "resolved"]]) == (5, 5, 1, True)


def test_runs_and_key_are_the_baselines_unless_given():
    other = MORE.replace({"settings.key": 99, "settings.runs": 7})
    pd.testing.assert_frame_equal(
        el.compare(PLAN, {"more": other}, towns=1).table,
        el.compare(PLAN, {"more": MORE}, towns=1).table,
    )
    given = el.compare(PLAN, {"more": MORE}, runs=5, key=8, towns=1)
    np.testing.assert_array_equal(
        given.runs.query("plan == 'more'")["reach"], el.reach(MORE.run(runs=5, key=8))
    )


def test_it_can_be_cancelled():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        el.compare(PLAN, {"more": MORE}, cancel=cancel, towns=1)


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variants", "given", "text"),
    [
        ([MORE], {}, "variants: list is not allowed; give a mapping of names to plans"),
        ({}, {}, "variants: is empty; give at least one, such as {'name': plan}"),
        ({"more": 3}, {}, "variants['more']: 3 is not a Scenario; give a Scenario"),
        ({" ": MORE}, {}, "variants[' ']: ' ' is not a name; give a text"),
        ({3: MORE}, {}, "variants[3]: 3 is not a name; give a text"),
        (
            {"baseline": MORE},
            {},
            "variants['baseline']: the baseline has the same name; rename the variant",
        ),
        (
            {"more": MORE},
            {"runs": 1, "towns": 1},
            "runs: 1 is not allowed; give a whole number from 2 to ",
        ),
        ({"more": MORE}, {"key": -1}, "key: -1 is not allowed; "),
        (
            {"more": MORE},
            {"confidence": 95},
            "confidence: 95 is not allowed; give a number between 0 and 1, such as 0.95",
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
            "towns: 2 is not allowed together with precision",
        ),
        (
            {"more": MORE},
            {"towns": 2, "network": el.Network.from_networkx(nx.path_graph(3))},
            "towns: 2 is not allowed together with network; leave out one of the two",
        ),
        (
            {"more": MORE},
            {"network": nx.path_graph(3)},
            "network: Graph is not allowed; give a Network, such as Network.from_networkx(graph)",
        ),
    ],
)
def test_mistakes_are_refused_before_the_first_run(variants, given, text, monkeypatch):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError) as error:
        el.compare(PLAN, variants, **given)
    assert str(error.value).startswith(text)
