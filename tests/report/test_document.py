"""Findings as tables and sentences."""

from report.conftest import DAY

import engagelab as el
from engagelab.i18n import load
from engagelab.report import findings
from engagelab.report.document import Document


def test_the_values_of_a_field_are_in_the_order_of_the_plans():
    plan = el.Scenario.preset("go-to-them").replace({"population.people": 200})
    plans = {"A": plan, "B": plan, "C": plan.replace({"rewards.trial": 5})}
    told = Document(findings(plans, runs=4, key=1, date=DAY), load("en")).assumptions().rows
    assert [value for _, value, _ in told if " / " in value] == ["0 / 0 / 5"]


def test_the_comparison_has_a_row_for_each_plan_and_dashes_for_the_baseline(document):
    table = document.comparison()
    assert [row[0] for row in table.rows] == list(document.names)
    assert all(len(row) == len(table.columns) for row in table.rows)
    if document.several:
        assert table.rows[0][4:7] == (document.t("report.baseline_mark"), "–", "–")


def test_differences_by_plan_list_only_what_a_plan_changes(found):
    document = Document(found[5], load("en"))
    rows = dict(document.differences_by_plan().rows)
    assert rows["Bigger groups"] == "Group size (people) 30"
    assert rows["Nothing"].startswith("Posts no post")


def test_a_source_tells_a_chosen_value_from_a_default(found):
    document = Document(found[2], load("en"))
    cards = {card.field: card for card in found[2].cards}
    assert document.source(cards["invitations.accept"]).startswith("anchored: ")
    assert document.source(cards["rewards.trial"]) == "chosen in the plan"
    assert document.source(cards["campaign.posts"]) == "chosen in the plan"
    sizes = next(card for card in found[5].cards if card.field == "groups.size")
    assert document.source(sizes).startswith("chosen in the plan; default 25, anchored: ")


def test_many_numbers_are_given_by_their_ends(found):
    document = Document(found[5], load("en"))
    rows = {label: value for label, value, _ in document.assumptions().rows}
    assert rows["Group size (people)"] == "25 to 30"
