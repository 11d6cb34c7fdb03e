"""Findings as tables and sentences."""

import pytest
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


def test_the_cost_of_each_plan_is_given_by_kind(found):
    document = Document(found[5], load("en"))
    table = document.costs()
    kinds = [name.removeprefix("cost of ") for name in found[5].kinds]
    words = [load("en").word("cost", kind) for kind in kinds]
    assert [column.lower() for column in table.columns] == ["plan", *words, "total cost"]
    for plan, row in zip(found[5].plans, table.rows, strict=True):
        outcome = plan.scenario.run(runs=24, key=5)
        means = el.metrics.cost_by_kind(outcome).set_index("kind")["mean"]
        assert sum(means[kind] for kind in kinds) == pytest.approx(
            outcome.total("cost").mean(), abs=0.5
        )
        assert row[-1] == plan.numbers["cost"].mean.text(load("en"))
        for kind, cell in zip(kinds, row[1:-1], strict=True):
            assert float(cell.replace(",", "")) == pytest.approx(means[kind], abs=0.501)
    measures = found[5].measures
    assert measures[measures.index("cost") + 1] == f"cost of {kinds[0]}"


def test_a_plan_with_one_kind_of_cost_has_no_table_of_kinds():
    plan = el.Scenario(population={"people": 100}, campaign={"posts": [{"seeds": 0}]})
    alone = findings(plan, runs=2, key=1, date=DAY)
    assert alone.kinds == ()
    assert Document(alone, load("en")).costs().rows == ()
    assert "Of that" not in " ".join(Document(alone, load("en")).answers())


def test_assumptions_that_change_nothing_are_left_out():
    plan = el.Scenario(population={"people": 100}, campaign={"posts": [{"seeds": 5}]})
    rows = [
        row[0] for row in Document(findings(plan, runs=2, key=1), load("en")).assumptions().rows
    ]
    assert "Willingness to share (probability)" in rows
    assert not [row for row in rows if "own space" in row and "Attention" in row]
    assert "Goodwill (probability)" not in rows
    own = {"campaign.posts": [{"origin": "organisation"}], "campaign.own_size": 30}
    both = {"seeds": plan, "own": plan.replace(own)}
    document = Document(findings(both, runs=2, key=1), load("en"))
    assert "Attention in the own space (odds factor)" in [r[0] for r in document.assumptions().rows]


def test_sources_name_their_kind(found):
    rows = Document(found[1], load("en")).assumptions().rows
    kinds = ("measured: ", "anchored: ", "anchored weakly: ", "assumed", "choice", "chosen in")
    assert all(source.startswith(kinds) for _, _, source in rows)
    assert len({source.split(":")[0] for _, _, source in rows}) > 3
