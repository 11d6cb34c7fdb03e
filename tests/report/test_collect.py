import threading

import networkx as nx
import numpy as np
import pytest
from report import reading
from report.conftest import DAY, small

import engagelab as el
from engagelab.report import findings
from engagelab.report.document import Document
from engagelab.simulation.settings import Cancelled


@pytest.mark.slow
def test_the_comparison_is_that_of_compare(found):
    plans = small(5)
    (name, first), *others = plans.items()
    told = el.compare(first.replace(name=name), dict(others), runs=24, key=5, towns=1).table
    for plan, row in zip(found[5].variants, told.iloc[1:].to_dict("records"), strict=True):
        comparison = plan.comparison
        close = pytest.approx
        assert plan.name == row["plan"]
        assert comparison.lift.value == close(row["lift"], rel=1e-14)
        assert comparison.low.value == close(row["low"], rel=1e-14)
        assert comparison.high.value == close(row["high"], rel=1e-14)
        assert comparison.wins.value == row["wins"] * 24
        assert comparison.resolved == row["resolved"]
        wanted = [row[f"cost_per_extra_reader{end}"] for end in ("", "_low", "_high")]
        if not row["low"] > 0:  # nobody is surely won
            wanted = [np.nan] * 3
        extra = comparison.cost_per_extra_reader
        held = [extra.mean.value, extra.low.value, extra.high.value]
        np.testing.assert_allclose(held, wanted, rtol=1e-14)


def test_no_file_names_a_price_of_people_who_are_not_won(found, texts, handed):
    """Of these four plans one reaches more, one may, and two reach fewer people."""
    document = Document(found[5], texts)
    invite, bigger, nothing, tight = (plan.comparison for plan in found[5].variants)
    assert invite.cost_per_extra_reader.mean.value > 0
    assert bigger.lift.value > 0 > bigger.low.value
    assert max(nothing.high.value, tight.high.value) < 0
    for comparison in (bigger, nothing, tight):
        told = comparison.cost_per_extra_reader
        assert not any(n.known for n in (told.mean, told.error, told.low, told.high))
    rows = reading.tables(handed(document, "csv"))["comparison.csv"]
    names = [f"cost_per_extra_reader{end}" for end in ("", "_low", "_high")]
    assert [[bool(row[name]) for name in names] for row in rows] == [[True] * 3] + [[False] * 3] * 3
    sheet = reading.book(handed(document, "xlsx"))[texts("report.comparison_sheet")]
    cells = [[cell.value for cell in row[12:15]] for row in sheet.iter_rows(min_row=3, max_row=6)]
    assert all(value is not None for value in cells[0])
    assert cells[1:] == [[None] * 3] * 3


def test_the_numbers_are_those_of_the_outcome(found):
    outcome = small(2)["Invite"].run(runs=24, key=5)
    plan = found[2].plans[1]
    summary = outcome.summary()
    for name, measure in (("reach", "readers"), ("shares", "shares"), ("joins", "joins"),
                          ("cost", "cost"), ("value", "value")):  # fmt: skip
        told, row = plan.numbers[name], summary.loc[measure]
        held = [told.mean.value, told.error.value, told.low.value, told.high.value]
        wanted = [row["mean"], row["standard_error"], row["low"], row["high"]]
        np.testing.assert_allclose(held, wanted, rtol=1e-14)
    each = el.cost_per_reader(outcome)
    assert plan.numbers["cost_per_reader"].error.value == pytest.approx(each["standard_error"])
    assert plan.curve.mean[-1] == plan.numbers["reach"].mean
    assert len(plan.curve.rounds) == 61


def test_a_number_does_not_depend_on_the_other_plans(found):
    for number in (2, 5):
        assert found[number].baseline.numbers == found[1].baseline.numbers
        assert found[number].baseline.curve == found[1].baseline.curve


def test_plans_look_as_they_are_asked_to():
    plans = small(2)
    told = findings(plans, runs=2, looks={"Invite": "plan", "Go to them": "C"})
    assert [plan.look for plan in told.plans] == ["C", "plan"]
    assert [plan.look for plan in findings(plans, runs=2).plans] == ["plan", "A"]


@pytest.mark.parametrize(
    ("looks", "says"),
    [
        ({"Invite": "plan"}, r"looks: plan 'Go to them' has none; give one for each plan"),
        ({"Invite": "A", "Go to them": "Z"}, "look: 'Z' is not known"),
    ],
)
def test_an_unknown_look_is_refused_before_any_simulation(looks, says, monkeypatch):
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    with pytest.raises(el.EngagelabError, match=says):
        findings(small(2), looks=looks)


def test_existing_outcomes_are_not_simulated_again(found, monkeypatch):
    plans = small(2)
    outcomes = {name: plan.run(runs=24, key=5) for name, plan in plans.items()}
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    again = findings(plans, runs=24, key=5, outcomes=outcomes, title="Spring", client="Dupont",
                     date=DAY)  # fmt: skip
    assert again == found[2]


def test_only_missing_outcomes_are_simulated(found):
    plans = small(2)
    outcomes = {"Invite": plans["Invite"].run(runs=24, key=5)}
    assert findings(plans, runs=24, key=5, outcomes=outcomes, date=DAY).plans == found[2].plans


@pytest.mark.parametrize(
    ("change", "runs", "key"),
    [
        ({"invitations.invite": 0.1}, 24, 5),
        ({}, 23, 5),
        ({}, 24, 6),
        ({"settings.horizon": 9}, 24, 5),
    ],
)
def test_an_outcome_of_something_else_is_refused(change, runs, key):
    plans = small(2)
    plan = plans["Invite"].replace({"campaign.posts": [], **change} if "settings.horizon" in change
                                   else change)  # fmt: skip
    other = {"Invite": plan.run(runs=runs, key=key)}
    with pytest.raises(el.EngagelabError, match=r"outcomes\['Invite'\]: this is not the outcome"):
        findings(plans, runs=24, key=5, outcomes=other)


def test_an_outcome_on_other_people_is_refused():
    plans = small(1)
    elsewhere = plans["Go to them"].town(99)
    outcomes = {"Go to them": plans["Go to them"].run(runs=3, key=5, network=elsewhere)}
    with pytest.raises(el.EngagelabError, match="this is not the outcome of the plan"):
        findings(plans, runs=3, key=5, outcomes=outcomes)
    assert findings(plans, runs=3, key=5, outcomes=outcomes, network=elsewhere).network


def test_an_outcome_of_no_plan_is_refused():
    plans = small(1)
    with pytest.raises(el.EngagelabError, match=r"outcomes\['x'\]: there is no plan"):
        findings(plans, outcomes={"x": plans["Go to them"].run(runs=2)})


def test_a_network_replaces_the_generated_one():
    network = el.Network.from_networkx(nx.karate_club_graph())
    plan = el.Scenario(population={"people": 34}, campaign={"posts": [{"seeds": 2}]})
    told = findings(plan, network=network, runs=3)
    assert told.network == network.fingerprint
    assert told.baseline.people.value == 34
    assert not [card for card in told.cards if card.field.startswith(("population.", "groups."))]


def test_a_single_run_compares_nothing():
    told = findings(small(2), runs=1)
    assert [plan.comparison for plan in told.plans] == [None, None]
    assert not told.baseline.numbers["reach"].error.known


@pytest.mark.parametrize(
    ("plans", "says"),
    [
        ({}, "plans: 0 plans are not allowed; give 1 to 12"),
        ({str(i): el.Scenario() for i in range(13)}, "plans: 13 plans are not allowed"),
        ([el.Scenario()], "plans: list is not allowed"),
        ({"a": "voucher"}, r"plans\['a'\]: 'voucher' is not a Scenario"),
        ({1: el.Scenario()}, "plans: the name 1 is not a text"),
    ],
)
def test_other_objects_than_plans_are_refused(plans, says):
    with pytest.raises(el.EngagelabError, match=says):
        findings(plans)


def test_a_date_is_a_date():
    with pytest.raises(el.EngagelabError, match="date: '2026' is not a date"):
        findings(small(1), runs=2, date="2026")


def test_it_can_be_cancelled_and_tells_how_far_it_is():
    stop, seen = threading.Event(), []
    findings(small(2), runs=2, progress=lambda done, plans: seen.append((done, plans)))
    assert seen == [(1, 2), (2, 2)]
    stop.set()
    with pytest.raises(Cancelled):
        findings(small(2), runs=2, cancel=stop)
