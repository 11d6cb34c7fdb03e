"""Sentences, curves and ranges hold for any winner, for a draw and for no plan that pays."""

import itertools
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from workbench.campaign_decisions import assumptions_of, decision, lead_of, shown

from engagelab.experiments.assumption_tests import AssumptionTests
from engagelab.i18n.digits import shown as number
from engagelab.workbench.state.campaign_plan import CampaignPlan
from engagelab.workbench.view.campaign_answer import answer_html, first_sentence, second_sentence
from engagelab.workbench.view.campaign_chart import axis_top, chart_title, end_places, lead_from
from engagelab.workbench.view.campaign_options import chip, options_html
from engagelab.workbench.view.campaign_ranges import ranges
from engagelab.workbench.view.campaign_tools import assumptions_html, handover_html
from engagelab.workbench.view.campaign_warnings import warnings_html, warnings_of
from engagelab.workbench.view.campaign_why import costs, segments, sure, waterfall, why_html

CASES = {
    "A wins": decision([6000, 5000, 4000]),
    "B wins": decision([4000, 6000, 5000]),
    "C wins": decision([4000, 5000, 6000]),
    "draw of two": decision([5000, 4990, 3000]),
    "draw of all": decision([5000, 4990, 4995]),
    "winner loses": decision([6000, 5000, 4000], returns=[-0.2, 0.3, 0.1]),
    "none pays": decision([6000, 5000, 4000], returns=[-0.2, -0.3, -0.1]),
    "draw, none pays": decision([5000, 4990, 3000], returns=[-0.2, -0.3, -0.1]),
    "may pay": decision([6000, 5000, 4000], returns=[0.001, 0.3, 0.1]),
    "no values": decision([6000, 5000, 4000], returns=[-1, -1, -1], value=0),
    "one option": decision([6000]),
    "one that loses": decision([6000], returns=[-0.5]),
    "two": decision([6000, 5000]),
    "four": decision([6000, 5000, 4000, 5900]),
    "unspent": decision([6000, 5000, 4000], ends=("B",)),
    "over": decision([6000, 5000, 4000], over=("A",)),
    "nobody": decision([0, 0, 0]),
    "everybody": decision([11900, 5000, 4000]),
}
each = pytest.mark.parametrize("made", CASES.values(), ids=CASES)
both = pytest.mark.parametrize("lang", ["en", "fr"])


def page_of(made, lang):
    show = shown(made, lang)
    parts = {"tests": assumptions_of(made)}
    if len(made.options) > 1:
        parts["lead"] = lead_of(made)
    show = shown(made, lang, **parts)
    return "".join(
        part(show)
        for part in (
            answer_html,
            why_html,
            warnings_html,
            options_html,
            handover_html,
            assumptions_html,
        )
    )


@each
@both
def test_every_part_is_readable(made, lang):
    text = re.sub(r"<[^>]+>", " ", page_of(made, lang))
    assert not re.search(r"\bnan\b|NaN|None|\{|\}|dtype|array\(|\*\*", text)
    assert not re.search(r"\b(campaign|engagement|invitations|money|rewards|groups)\.[a-z]", text)
    assert "%-" not in text


@each
@both
def test_the_first_sentence_names_the_first(made, lang):
    show = shown(made, lang)
    sentence = first_sentence(show)
    assert show.names[made.order[0]] in sentence
    assert sentence.endswith(".")
    assert number("people", made.summary["reach"][made.order[0]], show.t) in sentence


@pytest.mark.parametrize("letter", "ABC")
def test_any_winner_is_named_with_its_distance(letter):
    reach = {"A": 4000, "B": 4000, "C": 4000} | {letter: 6000}
    show = shown(decision(list(reach.values())))
    sentence = first_sentence(show)
    assert sentence.startswith(f"For 20,000\N{NO-BREAK SPACE}EUR, “{show.names[letter]}” reaches")
    assert sentence.count("2,000 more than") == 2
    assert second_sentence(show).startswith("It comes first in 20 of 20 simulated towns")


def test_a_winner_that_loses_says_so_and_who_earns():
    sentence = first_sentence(shown(CASES["winner loses"]))
    assert "but loses money: its value is 20% below its cost" in sentence
    assert sentence.endswith("“Invite a friend” and “Employees start” earn their cost.")


def test_no_plan_that_pays():
    show = shown(CASES["none pays"])
    assert first_sentence(show).endswith("No option earns its cost.")
    assert [chip(show, letter)[0] for letter in "ABC"] == ["Loses money"] * 3
    assert ranges(show)[2]["title"] == "No option earns its cost"
    assert sum("loses money" in warning.head for warning in warnings_of(show)) == 3


def test_a_draw_is_called_a_draw():
    show = shown(CASES["draw of two"])
    assert "reach about the same for" in first_sentence(show)
    assert "Chance decides which comes first." in first_sentence(show)
    assert [chip(show, letter)[0] for letter in "ABC"] == ["Draw", "Draw", "Earns its cost"]
    assert ranges(show)[0]["title"] == "A and B reach about the same"
    assert "stay close together" in chart_title(show, 3)


def test_unequal_money_is_not_called_equal():
    assert first_sentence(shown(CASES["unspent"])).startswith("At its own cost, ")
    warning = warnings_of(shown(CASES["unspent"]))[0]
    assert warning.head == "Option B cannot spend its budget."
    assert warning.act == "lever"


def test_cost_over_the_budget_is_a_warning():
    heads = [warning.head for warning in warnings_of(shown(CASES["over"]))]
    assert "Option A can cost more than planned." in heads


def test_a_cost_that_is_the_same_in_all_towns_varies_in_none():
    made = decision([6000, 5000], ends=("A",), budget=800.0)
    low = replace(made.options[0], budget=600.0)
    made = replace(made, options=(low, made.options[1]))
    assert made.over_budget == ("A",)
    assert not any("can cost more" in warning.head for warning in warnings_of(shown(made)))


def test_an_option_that_reaches_nobody_pays_at_no_value():
    made = decision([6000, 0], returns=[0.1, -1.0])
    texts = [warning.text for warning in warnings_of(shown(made)) if "loses" in warning.head]
    assert texts == ["Option B loses money. It reaches nobody, whatever a person is worth."]


def test_the_turn_is_in_the_second_sentence():
    show = shown(CASES["A wins"], tests=assumptions_of(CASES["A wins"]))
    assert second_sentence(show).endswith("It loses its lead if invitations accepted is below 5%.")
    show = shown(CASES["A wins"], tests=assumptions_of(CASES["A wins"], turns=False))
    assert "loses its lead" not in second_sentence(show)


def test_returns_only_if_valued():
    assert len(ranges(shown(CASES["no values"]))) == 2
    assert len(ranges(shown(CASES["A wins"]))) == 3


@each
def test_bars_stay_in_their_strip(made):
    for measure in ranges(shown(made)):
        for row in measure["rows"]:
            assert 0 <= row["left"] <= row["left"] + row["width"] <= 100.01
            assert 0 <= row["dot"] <= 100


@each
def test_ends_of_curves_are_apart_and_in_the_picture(made):
    top = axis_top(float(made.curves["high"].max()))
    places = [place for _, place, _ in end_places(made, top)]
    assert all(a - b >= 8.3 for a, b in itertools.pairwise(places))
    assert all(-20 <= place <= 100.01 for place in places)


def test_the_day_of_the_lead_is_computed():
    made = decision([4000, 5000, 3000])
    day = lead_from(made)
    curves = made.curves.pivot_table(index="round", columns="option", values="mean")
    assert (curves["B"] >= curves["A"])[day:].all()
    assert curves["B"][day - 1] < curves["A"][day - 1]
    assert chart_title(shown(made), day) == (
        f"“Paid ads” starts fast; “Invite a friend” takes the lead on day {day} and keeps it"
    )


@each
def test_costs_add_up(made):
    for bar, option in zip(costs(shown(made)), made.options, strict=True):
        assert sum(part["width"] for part in bar["parts"]) <= 100.01
        assert bar["letter"] == option.letter


def test_the_waterfall_ends_at_the_first():
    made = CASES["A wins"]
    steps = waterfall(shown(made, lead=lead_of(made)))
    assert [bar["up"] for bar in steps["bars"]] == [False, True]
    assert steps["bars"][-1]["end"] == pytest.approx(steps["ends"][1][2])
    assert all(-0.01 <= bar["left"] <= 100 for bar in steps["bars"])


def test_an_option_that_loses_is_not_called_the_one_that_earns_most():
    made = decision([6000, 5000, 4000], returns=[-0.3, 0.2, 0.1])
    towns = made.towns.copy()
    towns.loc[towns["option"] != "A", ["cost", "return"]] = 0.0, np.nan
    show = shown(replace(made, towns=towns))
    assert ranges(show)[-1]["title"] == "Only B and C earn their cost"


def test_strips_are_filled_by_the_winner():
    made = CASES["A wins"]
    tests = assumptions_of(made)
    row = tests.table.iloc[0].to_dict()
    assert segments(row, "A") == [
        ("B", 0.0, pytest.approx(23.08, abs=0.1)),
        ("A", pytest.approx(23.08, abs=0.1), pytest.approx(76.9, abs=0.1)),
    ]
    found = sure(shown(made, tests=tests))
    assert found["title"] == "How sure is it? 1 of 3 assumptions can turn the winner"
    assert [strip["verdict"] for strip in found["strips"]] == [
        "B wins below 5%",
        "A wins throughout",
        "A wins throughout",
    ]


def test_every_assumption_that_decides_has_a_strip_before_others():
    made = CASES["one option"]
    names = ["money.cost_post", "engagement.group_share", "engagement.tie_read",
             "invitations.accept", "invitations.invite", "engagement.crowding",
             "engagement.base_share", "money.value_reader"]  # fmt: skip
    row = assumptions_of(made, turns=False).table.iloc[0].to_dict()
    table = pd.DataFrame([row | {"field": name, "fragile": False} for name in names])
    table.loc[table["field"] == "money.value_reader", ["fragile", "break_even_value"]] = True, 0.3
    found = sure(shown(made, tests=AssumptionTests("A", table, 20)))
    assert found["title"].startswith("How sure is it? 1 of 8 assumptions")
    assert any(strip["turns"] for strip in found["strips"])


def test_the_note_below_the_strips_says_whose_money_it_is():
    made = CASES["A wins"]
    show = shown(made, tests=assumptions_of(made))
    assert "at equal money" in sure(show)["note"]
    own = sure(replace(show, plan=show.plan.with_(same_money=False)))["note"]
    assert "its own money" in own
    assert "equal money" not in own
    one = CASES["one option"]
    assert "Winner" not in sure(shown(one, tests=assumptions_of(one)))["note"]


def test_names_are_escaped():
    plan = CampaignPlan.start().with_choice("A", name="<script>alert(1)</script>")
    show = shown(CASES["A wins"])
    show = type(show)(
        plan, show.t, {**show.names, "A": "<script>alert(1)</script>"}, show.audience, show.decision
    )
    page = answer_html(show) + options_html(show) + why_html(show) + handover_html(show)
    assert "<script>" not in page
