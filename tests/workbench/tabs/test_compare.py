"""Pin and compare plans as a person does."""

import re
from html import unescape

import pytest

import engagelab as el
from engagelab import workbench
from engagelab.experiments import compare_outcomes
from engagelab.i18n import load
from engagelab.palette import look
from engagelab.workbench.state.pins import LETTERS

pytestmark = pytest.mark.slow

SOON = 120.0
SMALL = {"population.people": 500, "settings.runs": 40, "settings.horizon": 30}
PLAN = el.Scenario.preset("invite-a-friend").replace(SMALL)
MORE = PLAN.replace({"invitations.invite": 0.9})


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    made.tabs.open("compare")
    assert made.wait(SOON)
    yield made
    made.close()


@pytest.fixture
def pinned(bench):
    """A is the opened plan; B, the present plan, has more invitations."""
    tab(bench).pin.click()
    typed(bench, "invitations.invite", "0.9")
    tab(bench).pin.click()
    assert bench.wait(SOON)
    return bench


def tab(bench):
    return bench.tabs.opened["compare"]


def typed(bench, name, text):
    bench.panel.controls[name].widget.children[0].value = text


def press(bench, letter, button):
    tab(bench).rows[letter].buttons[button].click()
    assert bench.wait(SOON)


def shown(bench):
    return unescape(tab(bench)._comparison.value)


def sentences(bench):
    return re.findall(r"<li[^>]*>(.*?)</li>", shown(bench))


def rows(bench):
    """Return the cells of the table by the labels of their rows."""
    found = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', shown(bench))
    return {
        head: [re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<td.*?>(.*?)</td>", cells)]
        for head, cells in found
    }


def names(bench):
    return [(pin.letter, pin.name) for pin in bench.session.pins]


# --- the comparison --------------------------------------------------------------------------


def test_without_pins_it_explains_pins(bench):
    assert "Pin plans to keep them" in shown(bench)


def test_without_pins_a_changed_plan_is_compared_with_the_baseline(bench):
    typed(bench, "invitations.invite", "0.9")
    assert bench.wait(SOON)
    found = compare_outcomes({"baseline": PLAN.run(), "plan": MORE.run()}).table.iloc[1]
    assert sentences(bench) == [
        f"This plan beats the baseline in {load('en').exact(found['wins'] * 40)} of 40 paired runs"
        f"{'' if found['wins'] * 40 % 1 == 0 else ' (a tie counts half)'}: "
        f"{load('en').whole(found['lift'])} more people reached "
        f"(95% interval: {found['low']:,.0f} to {found['high']:,.0f} more)."
    ]


def test_the_table_has_the_numbers_of_separate_runs(pinned):
    typed(pinned, "groups.size", "40")
    assert pinned.wait(SOON)
    played = {"A": PLAN.run(), "B": MORE.run(), "plan": pinned.plan.run()}
    found, t = compare_outcomes(played).table.set_index("plan"), load("en")
    table = rows(pinned)
    assert table["invitation rate (probability)"] == ["0.05", "0.9", "0.9"]
    assert table["group size (people)"] == ["25", "25", "40"]
    assert "crowding (exponent)" not in table
    reached = el.reach(played["B"])
    error = reached.std(ddof=1) / 40**0.5
    assert table["People reached"][1] == f"{reached.mean():,.0f} ± {error:,.0f}"
    assert table["Lift against A (95% interval)"] == [
        "–",
        *(
            f"{t.signed(found.loc[key, 'lift'])} "
            f"({t.signed(found.loc[key, 'low'])} to {t.signed(found.loc[key, 'high'])})"
            for key in ("B", "plan")
        ),
    ]
    assert table["Paired runs that beat A"] == [
        "–",
        *(f"{t.exact(found.loc[key, 'wins'] * 40)} of 40" for key in ("B", "plan")),
    ]
    price = el.cost_per_reader(played["A"])
    assert table["Cost per person reached"][0].startswith(t.money(price["mean"]))
    assert len(table["Return on cost"]) == len(table["Total cost"]) == 3
    seeds = played["plan"].total("cost of seeds").mean()
    shown = float(table["Cost of seeds"][2].split(" ")[0].replace(",", ""))
    assert shown == pytest.approx(seeds, abs=0.5)
    kinds = [cells[0].split(" ")[0] for head, cells in table.items() if head.startswith("Cost of ")]
    total = played["A"].total("cost").mean()
    assert sum(float(kind.replace(",", "")) for kind in kinds) == pytest.approx(total, abs=5)


def test_the_others_can_be_compared_with_any_plan(pinned):
    assert tab(pinned).against.value == "A"
    tab(pinned).against.value = "B"
    assert any(text.startswith("B beats A in") for text in sentences(pinned))
    assert "Lift against B (95% interval)" in rows(pinned)
    press(pinned, "B", "remove")
    assert tab(pinned).against.value == "A"


def test_equal_plans_are_called_equal(pinned):
    tab(pinned).pin.click()
    tab(pinned).against.value = "B"
    text = "C and B reach the same number of people in each of the 40 runs."
    assert text in sentences(pinned)


def test_a_pinned_present_plan_is_compared_once(pinned):
    """Counting it twice would widen the interval for two comparisons."""
    found = compare_outcomes({"A": PLAN.run(), "B": MORE.run()}).table.iloc[1]
    t = load("en")
    low, high = (t.signed(found[end]) for end in ("low", "high"))
    (lift,) = [cells for head, cells in rows(pinned).items() if head.startswith("Lift")]
    assert lift == ["–", f"{t.signed(found['lift'])} ({low} to {high})"]
    assert len(sentences(pinned)) == 1
    heads = re.findall(r'<th scope="col">(.*?)</th>', shown(pinned))
    assert ["(the present plan)" in head for head in heads] == [False, True]
    assert tab(pinned).against.options == (("A", "A"), ("B", "B"))


def test_a_pinned_present_plan_has_one_line_in_the_picture(pinned):
    lines = pinned.view.content["picture"]["lines"]
    assert [line["key"] for line in lines] == ["A", "baseline", "plan"][-len(lines) :]
    assert lines[-1]["name"] == f"B: {pinned.session.pins.get('B').name} (the present plan)"
    assert [line["letter"] for line in lines if line["letter"]] == ["A", "B"]
    assert lines[-1]["colour"] == look("B").colour
    typed(pinned, "groups.size", "40")
    assert pinned.wait(SOON)
    lines = pinned.view.content["picture"]["lines"]
    assert [line["letter"] for line in lines if line["letter"]] == ["A", "B"]
    assert (lines[-1]["name"], lines[-1]["colour"]) == ("this plan", look("plan").colour)


def test_a_single_pinned_plan_is_compared_with_the_baseline(bench):
    typed(bench, "invitations.invite", "0.9")
    tab(bench).pin.click()
    assert bench.wait(SOON)
    assert tab(bench).against.options == (("the baseline", "baseline"), ("A", "A"))
    assert [text.partition(" in ")[0] for text in sentences(bench)] == ["A beats the baseline"]


def test_the_chosen_plan_survives_another_language(pinned):
    tab(pinned).against.value = "B"
    pinned.toolbar.language.value = "fr"
    pinned.tabs.open("compare")
    assert tab(pinned).against.value == "B"


def test_an_unresolved_lift_has_no_price(pinned):
    typed(pinned, "invitations.invite", "0.05")
    typed(pinned, "groups.size", "28")
    assert pinned.wait(SOON)
    prices = rows(pinned)["Cost per extra person over A"]
    assert prices[0] == prices[2] == "–"
    found = compare_outcomes({"A": PLAN.run(), "B": MORE.run()}).table.iloc[1]
    assert prices[1] == load("en").money(found["cost_per_extra_reader"])


def test_an_unresolved_comparison_is_reported(bench):
    typed(bench, "settings.runs", "4")
    tab(bench).pin.click()
    typed(bench, "groups.size", "28")
    assert bench.wait(SOON)
    (text,) = sentences(bench)
    assert text.startswith("These runs cannot tell this plan and A apart: the lift is ")
    assert "more runs would" in text


def test_a_single_run_is_not_compared(pinned):
    typed(pinned, "settings.runs", "1")
    assert pinned.wait(SOON)
    assert "A single run tells nothing of chance" in shown(pinned)


def test_the_table_is_accessible(pinned):
    typed(pinned, "groups.size", "40")
    assert pinned.wait(SOON)
    html = shown(pinned)
    assert "<caption>3 plans side by side, in 40 paired runs each</caption>" in html
    assert html.count('scope="col"') == 3
    assert 'scope="rowgroup"' in html
    assert 'role="region" tabindex="0" aria-label=' in html


def test_the_comparison_is_in_french(pinned):
    pinned.toolbar.language.value = "fr"
    pinned.tabs.open("compare")
    assert "plans côte à côte, sur 40 tirages appariés chacun" in shown(pinned)
    assert any(text.startswith("B l’emporte sur A dans") for text in sentences(pinned))
    assert tab(pinned).rows["B"].buttons["take"].description == "Reprendre"


# --- the pins --------------------------------------------------------------------------------


def test_a_pin_is_renamed_in_place(pinned):
    row = tab(pinned).rows["B"]
    row.name.value = "<b>More</b> & more"
    assert names(pinned)[1] == ("B", "<b>More</b> & more")
    assert "&lt;b&gt;More&lt;/b&gt; &amp; more" in tab(pinned)._comparison.value
    assert pinned.wait(SOON)
    assert pinned.view.content["picture"]["lines"][-1]["name"].startswith("B: <b>More</b> & more (")
    assert tab(pinned).rows["B"] is row


def test_an_empty_name_is_ignored(pinned):
    before = names(pinned)
    tab(pinned).rows["A"].name.value = "  "
    assert names(pinned) == before
    assert tab(pinned).rows["A"].name.value == before[0][1]


def test_two_pins_are_swapped(pinned):
    tab(pinned).rows["A"].name.value = "few"
    tab(pinned).rows["B"].name.value = "many"
    press(pinned, "B", "swap")
    assert names(pinned) == [("A", "many"), ("B", "few")]
    assert [tab(pinned).rows[letter].name.value for letter in "AB"] == ["many", "few"]
    assert rows(pinned)["invitation rate (probability)"][:2] == ["0.9", "0.05"]
    assert sentences(pinned)[0].startswith("A beats B in")


def test_taking_a_pinned_plan_is_a_step_of_the_history(pinned):
    steps = len(pinned.session.steps)
    press(pinned, "A", "take")
    assert pinned.plan == PLAN
    assert pinned.panel.controls["invitations.invite"].value == 0.05
    assert len(pinned.session.steps) == steps + 1
    assert pinned.toolbar.history.label.endswith("taken from pin A: custom (from Invite a friend)")
    pinned.toolbar.undo.click()
    assert pinned.plan == MORE
    assert len(pinned.session.pins) == 2


def test_a_pinned_plan_is_taken_with_the_present_runs(pinned):
    typed(pinned, "settings.runs", "33")
    press(pinned, "A", "take")
    assert pinned.plan == PLAN.replace({"settings.runs": 33})


def test_a_pin_can_be_moved_to_another_plan_and_restored(pinned):
    typed(pinned, "groups.size", "40")
    press(pinned, "A", "replan")
    assert pinned.session.pins.get("A").plan == pinned.plan
    tab(pinned).put_back.click()
    assert [pin.plan for pin in pinned.session.pins] == [pinned.plan, MORE, PLAN]


def test_removed_pins_can_be_restored(pinned):
    before = names(pinned)
    tab(pinned).remove_all.click()
    assert names(pinned) == []
    assert tab(pinned).remove_all.layout.display == "none"
    assert pinned.wait(SOON)
    assert [line["key"] for line in pinned.view.content["picture"]["lines"]] == ["baseline", "plan"]
    tab(pinned).put_back.click()
    assert names(pinned) == before
    assert tab(pinned).put_back.layout.display == "none"


def test_there_are_at_most_as_many_pins_as_letters(bench):
    for _ in LETTERS:
        tab(bench).pin.click()
    assert tab(bench).pin.disabled
    assert len(tab(bench).rows) == len(LETTERS)
    assert bench.message == ""


def test_pins_of_the_toolbar_are_in_the_table(bench):
    bench.toolbar.pin.click()
    assert bench.wait(SOON)
    assert list(tab(bench).rows) == ["A"]
    assert "The present plan is pinned, and there is no other one yet" in shown(bench)
    typed(bench, "groups.size", "40")
    assert bench.wait(SOON)
    assert "<b>A</b>" in shown(bench)
