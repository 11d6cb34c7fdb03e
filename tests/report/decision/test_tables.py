"""Tables: options side by side, sums that add up, assumptions with kind and source."""

from dataclasses import replace

import pytest
from hypothesis import given
from report.decision.checks import check_text
from report.decision.decisions import (
    NAMED,
    case,
    decisions,
    draw,
    four,
    none_pays,
    option,
    untested,
)

import engagelab as el
from engagelab.i18n import load
from engagelab.report.decision.tables import Tables
from engagelab.report.decision.words import Words

TEXTS = [load("en", "EUR"), load("fr", "EUR")]


def tables(facts, t=TEXTS[0]):
    return Tables(Words(facts, t))


def every(written):
    for row in (*written.options, *written.sums, *written.calendar):
        yield from filter(None, [row.label])
        for cell in row.cells:
            yield from filter(None, (cell.text, cell.beside))
    for one in written.assumptions:
        yield from (one.name, one.value, one.range, one.kind, one.source)
    for one in written.measurements:
        yield from (one.name, one.how, one.go_on, one.otherwise)
    yield from (*written.decisions, *written.method, written.options_source)
    yield from filter(None, (written.values_note, written.lifetime))


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("t", TEXTS, ids=["en", "fr"])
def test_a_named_decision_has_finished_texts(name, t):
    for text in every(tables(NAMED[name](), t)):
        check_text(text)


@given(facts=decisions())
def test_any_decision_has_finished_texts(facts):
    for t in TEXTS:
        for text in every(tables(facts, t)):
            check_text(text)


@pytest.mark.parametrize("t", TEXTS, ids=["en", "fr"])
def test_a_plan_with_another_name_does_not_have_the_summary_of_its_preset(t):
    """The summary is in English and no longer true: paid ads need no own space."""
    facts, plan = four(), el.Scenario.preset("top-down")
    ads = replace(facts.options[0], preset="", plan=plan.replace({}, name="Paid ads"))
    facts = replace(facts, options=(ads, *facts.options[1:]))
    texts = [text for row in tables(facts, t).options for text in (row.cells[0].text,)]
    assert plan.summary.rstrip(".") not in " ".join(texts)


def number(text):
    return float(text.replace(",", "").replace("–", "0").replace("\N{MINUS SIGN}", "-"))


def test_kinds_of_cost_and_value_add_up_to_their_totals():
    rows = tables(case()).sums
    labels = [row.label for row in rows]
    cost, value = labels.index("Cost"), labels.index("Value")
    for column in range(3):
        amounts = [number(row.cells[column].text) for row in rows[: value + 2]]
        assert sum(amounts[:cost]) == amounts[cost] == 20_000
        assert sum(amounts[cost + 1 : value]) == amounts[value]
        assert amounts[value] - amounts[cost] == amounts[value + 1]


def test_a_small_quantity_has_the_decimal_sign_of_the_language():
    first = option(0, costs={"posts": (6, 500), "off message": (0.052, 10.0)})
    for t, text in zip(TEXTS, ("0.052", "0,052"), strict=True):
        besides = [row.cells[0].beside for row in tables(case(options=(first,)), t).sums]
        assert f"{text} × 10" in besides


def test_the_value_of_a_person_has_one_threshold_everywhere():
    facts = case(options=tuple(option(place, worth=12.0) for place in range(3)))
    tested = replace(facts.tests[0], field="money.value_reader", low=0.5, plan=12.0, high=12.0,
                     back=facts.tests[0].back | {"C": (-0.5, 1.0)}, break_even=2.61)  # fmt: skip
    written = tables(replace(facts, tests=(tested,)))
    worth = written.words.safe_side("money.value_reader", facts.first.break_even, up=True)
    assert written.measurements[0].go_on == f"{worth} or more"
    assert any(f"at least {worth}" in text for text in written.decisions)


def test_a_plan_that_cannot_spend_its_budget_is_not_said_to_cost_it():
    cheap = option(0, costs={"posts": (6, 500)})
    note = tables(case(options=(cheap, *case().options[1:]))).values_note
    assert note.replace("\N{NO-BREAK SPACE}", " ").startswith("Each plan has 20,000 EUR to spend.")


@pytest.mark.parametrize("members", [0, 300])
def test_posts_are_in_the_own_space_only_if_it_has_members(members):
    posts = [{"round": 0, "seeds": 0, "origin": "organisation", "paid": 40}]
    made = option(0)
    plan = made.plan.replace({"campaign.posts": posts, "campaign.own_size": members})
    written = tables(case(options=(replace(made, plan=plan), *case().options[1:])))
    assert ("own space" in written.calendar[0].cells[0].text) == (members > 0)


def test_a_loss_has_its_tone_and_a_verdict_its_condition():
    rows = {row.label: row for row in tables(case()).options}
    assert [cell.tone for cell in rows["Return on cost"].cells] == ["loss", "loss", "strong"]
    assert [cell.text for cell in rows["Verdict"].cells] == [
        "Loses money", "Likely to lose money", "Pays, if assumptions hold"]  # fmt: skip
    drawn = {row.label: row for row in tables(draw()).options}
    assert "As good as C" in drawn["Verdict"].cells[1].text


def test_every_assumption_has_a_kind_and_an_evidenced_one_a_source():
    for one in tables(case()).assumptions:
        assert one.kind in ("measured", "anchored", "assumed")
        assert one.kind == "assumed" or one.source not in ("", "–")
        assert "(studies" not in one.source
    rows = tables(case()).assumptions
    assert len(rows) <= 12
    assert [row.flagged for row in rows] == sorted((row.flagged for row in rows), reverse=True)


def test_thresholds_are_on_the_safe_side():
    go_on = {one.name: one.go_on for one in tables(case()).measurements}
    assert go_on["Trust in employees"] == "0.61 or more"
    assert go_on["Invitations accepted"] == "7% to 20%"
    assert go_on["Price of an employee’s start"].replace("\N{NO-BREAK SPACE}", " ") == (
        "81 EUR or less"
    )
    assert go_on["Willingness to share"] == "4.3% or more"


def test_without_tests_the_measurement_is_the_reach_itself():
    (only,) = tables(untested()).measurements
    assert only.name == "People reached"
    assert "How sure" in tables(untested()).decisions[-1]


def test_no_plan_that_pays_is_not_released():
    (only,) = tables(none_pays()).decisions
    assert "worth" in only


def test_a_calendar_counts_starters_and_showings():
    rows = tables(four()).calendar
    assert rows[0].label == "0"
    assert rows[0].cells[2].text == "40 employees"
    assert rows[-1].cells[0].text.startswith("405,000")
    assert rows[-1].cells[2].text == "240"
