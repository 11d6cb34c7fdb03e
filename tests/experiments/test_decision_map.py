"""A decision map agrees with closed forms and with its plans run alone, at equal money."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

import engagelab as el
from engagelab.experiments import DecisionMap, decision_map
from engagelab.experiments.plan_number import PlanNumber
from engagelab.simulation.settings import Cancelled

PEOPLE = 400
SMALL = {"population.people": PEOPLE, "campaign.lifetime": 3, "settings.horizon": 40}
THEM = el.Scenario.preset("go-to-them").replace(SMALL)
THEM = PlanNumber("seeds").set(THEM, 3)
US = el.Scenario.preset("bring-them-to-us").replace(SMALL | {"campaign.own_size": 100})
OWN_SPACE, MEMBER = "engagement.own_space", "money.cost_member"
FIELDS = {OWN_SPACE: [0.2, 2.0], MEMBER: [0.8, 2.0]}
# nobody passes anything on: what is read is known in closed form
SILENT = {"engagement.base_share": 0, "answers.comment": 0, "invitations.invite": 0,
          "engagement.crowding": 0, "answers.critic": 0}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> DecisionMap:
    return decision_map(THEM, US, FIELDS, towns=3, runs=4, key=5)


def at(plan: el.Scenario, row: pd.Series) -> el.Scenario:
    return plan.replace({name: row[name] for name in FIELDS})


def in_towns(plan: el.Scenario, measure: str) -> list[float]:
    return [plan.run(runs=4, key=key).total(measure).mean() for key in (5, 6, 7)]


# --- the numbers -----------------------------------------------------------------------------


@pytest.mark.slow
def test_the_answer_of_a_closed_form_is_found():
    """Paid impressions against an own space of the same money, each read once, no sharing."""
    people, money, price = 1_000, 240.0, 0.012
    plan = el.Scenario(name="paid").replace(SILENT | {"population.people": people})
    paid = plan.replace({"campaign.posts": [el.Post(seeds=0, paid=20_000)]})
    own = plan.replace(
        {"campaign.posts": [el.Post(origin="organisation")], "campaign.own_size": 300},
        name="own space",
    )
    own_space, cost_member = np.array([0.2, 0.5, 0.8, 1.1]), [0.4, 0.6]
    fields = {OWN_SPACE: own_space, MEMBER: cost_member}
    found = decision_map(paid, own, fields, towns=6, runs=30, confidence=0.9999)
    by_money = people * (1 - 0.99 ** (money / price / people))
    for row in found.table.to_dict("records"):
        by_members = money / row[MEMBER] * row[OWN_SPACE] / (1 + row[OWN_SPACE])  # odds of 1 at .5
        assert row["low"] <= by_members - by_money <= row["high"]
        assert row["challenger_lever"] == pytest.approx(money / row[MEMBER], abs=1)
    assert {"baseline", "challenger"} <= set(found.table["verdict"])
    for row in found.turns.to_dict("records"):
        share = by_money * row[MEMBER] / money
        assert row["low"] - 0.02 <= share / (1 - share) <= row["high"] + 0.02
        assert row["above"] == "challenger"
    assert len(found.turns) == 2


@pytest.mark.slow
def test_each_cell_agrees_with_its_plans_run_alone(found):
    assert len(found.table) == 4
    for _, row in found.table.iterrows():
        us = at(US, row).replace({"campaign.own_size": int(row["challenger_lever"])})
        one, other = (in_towns(plan, "readers") for plan in (at(THEM, row), us))
        assert row["baseline"] == pytest.approx(np.mean(one))
        assert row["challenger"] == pytest.approx(np.mean(other))
        assert row["lift"] == pytest.approx(np.mean(np.subtract(other, one)))
        assert row["challenger_cost"] == pytest.approx(np.mean(in_towns(us, "cost")))


def test_money_is_equal_up_to_a_member(found):
    gap = (found.table["challenger_cost"] - found.table["baseline_cost"]).abs()
    able = found.table["verdict"] != "unequal"
    assert able.sum() >= 3
    most = np.maximum(found.table[MEMBER], 5e-4 * found.table["baseline_cost"])
    assert (gap <= most)[able].all()
    assert found.levers == (None, "campaign.own_size")


def test_a_sum_is_spent_by_both():
    fields = FIELDS | {MEMBER: [1.0, 2.0]}
    found = decision_map(THEM, US, fields, equal_money=1_150, towns=2, runs=3)
    costs = found.table[["baseline_cost", "challenger_cost"]].to_numpy()
    np.testing.assert_allclose(costs, 1_150, atol=20)  # a seed
    assert found.levers == ("seeds", "campaign.own_size")
    assert (found.table["baseline_lever"] > 3).all()


def test_without_equal_money_the_plans_stay_as_they_are():
    found = decision_map(THEM, US, FIELDS, equal_money=False, towns=2, runs=3)
    assert (found.table["challenger_lever"] == 100).all()
    assert found.levers == (None, None)
    assert "Costs were not made equal." in found.says


def test_money_that_a_lever_cannot_spend_gives_no_verdict():
    fields = {OWN_SPACE: [0.2, 2.0], MEMBER: [0.001, 1.0]}
    found = decision_map(THEM, US, fields, equal_money=1_150, towns=2, runs=3)
    cheap = found.table[MEMBER] == 0.001
    assert (found.table["challenger_lever"][cheap] == PEOPLE).all()
    assert (found.table["money_met"] == ~cheap).all()
    worse, better = found.table[cheap].to_dict("records")
    assert (worse["verdict"], worse["lift"] < 0) == ("unequal", True)
    assert (better["verdict"], better["lift"] > 0) == ("challenger", True)  # for less money
    assert "in 1 the money cannot be made equal" in found.says[0]
    assert found.says[3].endswith("but in 2 cells in which a plan cannot spend it.")


# --- draws and today's point -----------------------------------------------------------------


def test_a_plan_against_itself_is_a_draw_everywhere():
    found = decision_map(THEM, THEM, FIELDS, towns=2, runs=3)
    assert (found.table["lift"] == 0).all()
    assert (found.table["verdict"] == "draw").all()
    assert found.today["verdict"] == "draw"
    assert found.names == ("the baseline", "the challenger")


def test_the_same_plan_with_other_chance_is_a_draw_nearly_everywhere():
    posts = [post.replace(name=f"post {i}") for i, post in enumerate(THEM.campaign.posts)]
    again = THEM.replace({"campaign.posts": posts})
    fields = {"content.relevance": [0.4, 0.5, 0.6], "engagement.tie_read": [0.1, 0.15, 0.2]}
    found = decision_map(THEM, again, fields, equal_money=False, towns=6, runs=4)
    assert (found.table["lift"] != 0).sum() >= 8
    assert (found.table["verdict"] == "draw").sum() >= 8


def test_today_has_the_values_of_the_baseline(found):
    assert found.today[OWN_SPACE] == THEM.engagement.own_space
    assert found.today[MEMBER] == THEM.money.cost_member
    assert found.today["baseline"] == pytest.approx(np.mean(in_towns(THEM, "readers")))


# --- fields, levers, measures ----------------------------------------------------------------


def test_the_number_of_posts_is_a_field():
    found = decision_map(THEM, US, {"posts": [1, 6], MEMBER: [0.5, 2.0]}, towns=2, runs=2)
    costs = found.table.groupby("posts")["baseline_cost"].mean()
    assert costs[6] > 5 * costs[1]
    assert found.today["posts"] == 4
    assert found.kinds == {"posts": "choice", MEMBER: el.Scenario.field(MEMBER).kind}


def test_a_named_lever_is_set():
    answered = THEM.replace({"answers.reply_rate": 1.0}, name="answered")
    fields = {"content.relevance": [0.4, 0.5], "engagement.tie_read": [0.1, 0.2]}
    found = decision_map(THEM, answered, fields, levers=(None, "answers.reply_rate"), towns=2,
                         runs=3)  # fmt: skip
    assert found.levers == (None, "answers.reply_rate")
    # the same plan but for this lever: at equal money it answers as often
    np.testing.assert_allclose(found.table["challenger_lever"], 0.2, atol=0.05)


def test_less_of_a_cost_is_better():
    options = {"equal_money": False, "towns": 2, "runs": 2, "confidence": 0.5}
    dear = THEM.replace({"money.cost_post": 2_000}, name="dear")
    fields = {"content.relevance": [0.4, 0.5], MEMBER: [0.5, 2.0]}
    found = decision_map(THEM, dear, fields, measure="cost_per_reader", **options)
    assert (found.table["lift"] > 0).all()
    assert (found.table["verdict"] == "baseline").all()
    other = decision_map(THEM, dear, fields, measure="cost", prefer="more", **options)
    assert (other.table["verdict"] == "challenger").all()


def test_a_function_of_the_outcome_is_a_measure():
    last = el.metrics.readers_of_last_post
    found = decision_map(THEM, US, FIELDS, measure=last, towns=2, runs=3, key=5)
    expected = [last(THEM.run(runs=3, key=key)).mean() for key in (5, 6)]
    assert found.today["baseline"] == pytest.approx(np.mean(expected))
    assert found.words == "readers of last post"


def test_a_field_can_vary_in_the_challenger_alone():
    silent = THEM.replace({"answers.reply_rate": 0.0}, name="silent")
    fields = {"answers.reply_rate": [0.5, 1.0], "answers.critic": [0.1, 0.4]}
    found = decision_map(silent, THEM, fields, baseline_keeps=["answers.reply_rate"],
                         equal_money=False, towns=2, runs=3, key=5)  # fmt: skip
    by_critic = found.table.groupby("answers.critic")
    assert (by_critic["baseline_cost"].nunique() == 1).all()
    assert (by_critic["challenger_cost"].nunique() == 2).all()
    assert found.today["answers.reply_rate"] == THEM.answers.reply_rate
    costs = [silent.run(runs=3, key=key).total("cost").mean() for key in (5, 6)]
    assert found.today["baseline_cost"] == pytest.approx(np.mean(costs))


def test_values_come_in_any_iterable():
    options = {"equal_money": False, "towns": 2, "runs": 1}
    listed = decision_map(THEM, US, FIELDS, **options)
    once = {OWN_SPACE: iter(FIELDS[OWN_SPACE]), MEMBER: np.array(FIELDS[MEMBER])}
    pd.testing.assert_frame_equal(decision_map(THEM, US, once, **options).table, listed.table)


def test_cells_of_different_towns_keep_their_places():
    fields = {"population.employees": [0.3, 0.1], "engagement.tie_read": [0.05, 0.2]}
    found = decision_map(THEM, US, fields, equal_money=False, towns=2, runs=2, key=5)
    for row in found.table.to_dict("records"):
        plan = THEM.replace({name: row[name] for name in fields})
        alone = [el.reach(plan.run(runs=2, key=key)).mean() for key in (5, 6)]
        assert row["baseline"] == pytest.approx(np.mean(alone))


# --- execution -------------------------------------------------------------------------------


def test_workers_change_no_number(found):
    with ThreadPoolExecutor(2) as executor:
        other = decision_map(THEM, US, FIELDS, towns=3, runs=4, key=5, executor=executor)
    pd.testing.assert_frame_equal(other.table, found.table)


def test_it_can_be_cancelled():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        decision_map(THEM, US, FIELDS, towns=2, runs=2, cancel=cancel)


# --- mistakes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"fields": {OWN_SPACE: [1, 2]}}, "fields: .* exactly two names"),
        ({"fields": [OWN_SPACE, MEMBER]}, "fields: .* exactly two names"),
        ({"fields": {OWN_SPACE: 1, MEMBER: [1, 2]}}, r"own_space: 1 is not allowed; give a list"),
        ({"fields": {OWN_SPACE: ["a", 1], MEMBER: [1, 2]}}, "own_space: .*give a list of numbers"),
        ({"fields": {OWN_SPACE: [], MEMBER: [1, 2]}}, r"own_space: \[\] .* a list of numbers"),
        ({"fields": {OWN_SPACE: [1], MEMBER: [1, 2]}}, r"own_space: \[1\] .* two or more"),
        ({"fields": {OWN_SPACE: [1, 1], MEMBER: [1, 2]}}, "own_space: .* two or more different"),
        ({"fields": {"engagement.own_spce": [1, 2], MEMBER: [1, 2]}}, r"own_spce: .*own_space"),
        ({"fields": {"groups.hold": [1, 2], MEMBER: [1, 2]}}, "groups.hold: is not a number"),
        ({"fields": {OWN_SPACE: [1, 99], MEMBER: [1, 2]}}, r"own_space: 99\.?0? is above"),
        ({"fields": {"posts": [1.5, 2], MEMBER: [1, 2]}}, "posts: 1.5 is not allowed"),
        (
            {"fields": {"campaign.own_size": [1, 2], MEMBER: [1, 2]}},
            "levers: campaign.own_size is a field of the map",
        ),
        ({"baseline": "go-to-them"}, "baseline: 'go-to-them' is not a Scenario"),
        ({"challenger": None}, "challenger: None is not a Scenario"),
        ({"baseline_keeps": ["posts"]}, r"baseline_keeps: \['posts'\] is not allowed"),
        ({"baseline_keeps": OWN_SPACE}, "baseline_keeps: 'engagement.own_space' is not allowed"),
        ({"levers": "seeds"}, "levers: 'seeds' is not allowed; give a pair"),
        ({"levers": ("seeds",)}, "levers: .* give a pair"),
        ({"levers": (None, "sed")}, "sed: is not a number of a plan; did you mean 'seeds'"),
        ({"equal_money": 0}, "equal_money: 0 is not allowed"),
        ({"equal_money": "yes"}, "equal_money: 'yes' is not allowed"),
        ({"measure": "reech"}, "measure: 'reech' is not known; did you mean 'reach'"),
        ({"measure": 3}, "measure: 3 is not allowed"),
        ({"prefer": "most"}, "prefer: 'most' is not known"),
        ({"towns": 1}, "towns: 1 is not allowed"),
        ({"runs": 0}, "runs: 0 is not allowed"),
        ({"confidence": 1}, "confidence: 1 is not allowed"),
    ],
)
def test_mistakes_are_refused_by_name(change, text):
    arguments = {"baseline": THEM, "challenger": US, "fields": FIELDS} | change
    with pytest.raises(el.EngagelabError, match=text):
        decision_map(**arguments)
