import threading
import time

import networkx as nx
import numpy as np
import pytest

import engagelab as el
from engagelab import workbench
from engagelab.i18n import load
from engagelab.workbench.compute import answer as answers
from engagelab.workbench.compute.local_sensitivity import as_html, depends
from engagelab.workbench.controls.panel import MAIN, RUNS, calendar
from engagelab.workbench.workbench import Workbench

SOON = 120.0
SMALL = {"population.people": 800, "settings.runs": 60, "settings.horizon": 40}
PLAN = el.Scenario.preset("invite-a-friend").replace(SMALL)


@pytest.fixture
def bench():
    made = workbench.open(PLAN)
    assert made.wait(SOON)
    yield made
    made.close()
    assert [t for t in threading.enumerate() if t.name == "engagelab workbench"] == []


def typed(bench, name, text):
    bench.panel.controls[name].widget.children[0].value = text


def slid(bench, name, place):
    bench.panel.controls[name].widget.children[1].value = place


def test_it_opens_on_a_preset_when_nothing_is_given():
    bench = Workbench(el.Scenario.preset(workbench.START))
    bench.close()
    assert bench.plan == el.Scenario.preset("invite-a-friend")


@pytest.mark.parametrize(("scenario", "network"), [("voucher", None), (None, nx.path_graph(3))])
def test_what_is_no_plan_or_no_network_is_refused(scenario, network):
    with pytest.raises(el.EngagelabError, match="is not allowed; give a"):
        workbench.open(scenario, network)


def test_the_headline_is_the_answer_of_the_scenario_digit_for_digit(bench):
    outcome = PLAN.run()
    reached, told = el.reach(outcome), bench.answer.numbers
    assert told["reach"]["mean"] == reached.mean()
    assert told["reach"]["low"] == np.quantile(reached, 0.05)
    assert told["cost_per_reader"] == el.cost_per_reader(outcome)
    assert told["return"] == el.return_on_cost(outcome)
    assert f"{reached.mean():,.0f}" in bench.view.told["headline"]
    for name in ("joins", "shares", "cost"):
        assert f"{outcome.total(name).mean():,.0f}" in bench.view.told["headline"]


def test_what_is_shown_stands_at_the_end_of_a_cell(bench):
    shown = bench._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown


def test_the_main_controls_come_first_and_nothing_is_there_twice(bench):
    controls = bench.panel.controls
    assert bench.panel.main.children == tuple(controls[name].widget for name in MAIN)
    assert bench.panel.runs.children == tuple(controls[name].widget for name in RUNS)
    assert bench.panel.more.selected_index is None
    below = [box for section in bench.panel.more.children for box in section.children]
    assert len(set(below)) == len(below)
    everything = {*below, *bench.panel.main.children, *bench.panel.runs.children}
    assert {control.widget for control in controls.values()} <= everything
    assert set(controls) == set(el.Scenario.fields()) - {"campaign.posts"}


def test_moving_invitations_moves_reach_and_the_picture(bench):
    before, picture = bench.answer, bench.view.told["picture"]
    slid(bench, "invitations.invite", 0.9)
    assert bench.wait(SOON)
    assert bench.plan.invitations.invite == 0.9
    assert bench.answer.numbers["reach"]["mean"] > before.numbers["reach"]["mean"]
    assert bench.view.told["picture"]["lines"] != picture["lines"]


def test_a_coarse_answer_comes_before_the_full_one(bench, monkeypatch):
    shown = []
    monkeypatch.setattr(bench._worker, "_show", shown.append)
    slid(bench, "invitations.invite", 0.7)
    assert bench.wait(SOON)
    assert [answer.coarse for answer in shown] == [True, False]
    coarse, full = shown
    assert coarse.runs < full.runs == 60
    assert coarse.plan == full.plan


def test_a_coarse_answer_plays_the_first_runs_of_the_full_one():
    asker, question = answers.Simulator(), answers.Question(PLAN, PLAN)
    coarse = asker(question, True, threading.Event())
    first = el.reach(PLAN.run())[: coarse.runs]
    assert coarse.numbers["reach"]["mean"] == first.mean()


def test_the_invitation_slider_does_not_rebuild_the_town(bench):
    town = bench.plan.town()
    slid(bench, "invitations.invite", 0.7)
    assert bench.plan.town() is town


def test_what_changes_win_is_paired_with_the_baseline(bench):
    slid(bench, "invitations.invite", 0.9)
    assert bench.wait(SOON)
    paired = el.reach(PLAN.replace({"invitations.invite": 0.9}).run()) - el.reach(PLAN.run())
    assert bench.answer.numbers["lift"]["mean"] == paired.mean()
    assert f"{paired.mean():+,.0f}" in bench.view.told["headline"]
    assert "this is the baseline" not in bench.view.told["headline"]


def test_a_slow_run_makes_coarse_answers_of_fewer_runs():
    asker = answers.Simulator()
    assert asker.coarse_runs(PLAN) == 20
    asker._pace = answers._QUICK / (10 * PLAN.population.people)
    assert asker.coarse_runs(PLAN) == 10
    asker._pace = 1e9
    assert asker.coarse_runs(PLAN) == 5
    assert asker.coarse_runs(PLAN.replace({"settings.runs": 3})) == 3


def test_a_plan_that_takes_long_is_said_to_and_holds_nothing_up(bench):
    typed(bench, "population.people", "3000")
    typed(bench, "engagement.reinforcement", "20")
    end = time.monotonic() + SOON
    while "takes longer" not in bench.view.told["status"]:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert bench.answer.plan.engagement.reinforcement == 1  # that of before stays in view
    typed(bench, "engagement.reinforcement", "1")
    assert bench.wait(SOON)
    assert "60 runs" in bench.view.told["status"]
    assert bench.answer.plan == bench.plan


def test_the_picture_shows_the_curve_its_band_and_the_baseline(bench):
    slid(bench, "invitations.invite", 0.9)
    assert bench.wait(SOON)
    before, plan = bench.view.told["picture"]["lines"]
    curve = el.curve(bench.plan.run()).query("measure == 'reach'")
    assert (before["key"], plan["key"]) == ("baseline", "plan")
    for side in ("median", "low", "high"):
        assert plan[side] == curve[side].tolist()
    assert before["median"][-1] == np.median(el.reach(PLAN.run()))
    bars = bench.view.told["picture"]["bars"]
    assert max(bar["mean"] for bar in bars) <= 1
    assert [bar["label"] for bar in bars][1] == "1–10"


def test_the_axis_of_reach_only_grows_while_sliders_move(bench):
    before = bench.view.told["picture"]["top"]
    for place in (0.0, 1.0, 0.0):
        slid(bench, "invitations.invite", place)
        assert bench.wait(SOON)
        assert bench.view.told["picture"]["top"] >= before
        assert bench.view.told["picture"]["last"] == 40
        before = bench.view.told["picture"]["top"]
    typed(bench, "population.people", "400")
    assert bench.wait(SOON)
    assert bench.view.told["picture"]["top"] <= 400 * 1.05


def test_a_value_out_of_range_stays_out_of_the_plan(bench):
    before = bench.answer
    typed(bench, "invitations.invite", "1.2")
    control = bench.panel.controls["invitations.invite"]
    assert control.refusal == "1.2 is above the highest value allowed; give a number from 0 to 1"
    assert bench.plan.invitations.invite == PLAN.invitations.invite
    assert bench.wait(SOON)
    assert bench.answer is before


def test_a_contradiction_is_told_and_the_last_plan_stays(bench):
    before = bench.plan
    typed(bench, "population.employees", "0.9")
    assert "employees (population.employees)" in bench.message
    assert 'role="alert"' in bench.message
    assert bench.plan is before
    typed(bench, "population.customers", "0.05")
    assert bench.message == ""
    assert bench.plan.population.employees == 0.9


def test_more_seeds_than_people_is_told(bench):
    typed(bench, "population.ties", "5")
    typed(bench, "population.people", "12")
    assert "15 are more than the 12 people" in bench.message


def test_an_own_group_that_its_posts_need_is_missed():
    bench = workbench.open(
        el.Scenario.preset("bring-them-to-us").replace(SMALL | {"groups.own_size": 50})
    )
    typed(bench, "groups.own_size", "0")
    assert "the plan has no own group" in bench.message
    bench.close()


def test_a_town_that_cannot_be_built_is_told(bench):
    before = bench.answer
    typed(bench, "groups.per_person", "0.1")
    assert bench.wait(SOON)
    assert "too few" in bench.message
    assert bench.answer is before
    typed(bench, "groups.per_person", "3")
    assert bench.message == ""
    assert bench.wait(SOON)
    assert bench.answer.plan.groups.per_person == 3


def test_an_unexpected_error_is_one_line_with_advice(bench, monkeypatch, capfd):
    def broken(self, settings, network=None):
        raise ZeroDivisionError("inside\nthe kernel")

    with monkeypatch.context() as patch:
        patch.setattr(el.Scenario, "simulate", broken)
        slid(bench, "invitations.invite", 0.7)
        assert bench.wait(SOON)
    assert "ZeroDivisionError: inside the kernel" in bench.message
    assert "Traceback" not in bench.message
    slid(bench, "invitations.invite", 0.6)
    assert bench.wait(SOON)
    assert bench.message == ""
    assert capfd.readouterr().err == ""


def test_an_unexpected_error_in_a_choice_is_told(bench, monkeypatch):
    def broken(plan):
        raise KeyError("lost")

    monkeypatch.setattr(bench.panel, "show", broken)
    bench.picker.widget.value = "voucher"
    assert "KeyError" in bench.message


def test_a_preset_sets_all_controls(bench):
    typed(bench, "groups.size", "80")
    typed(bench, "invitations.accept", "2")
    bench.picker.widget.value = "empowered-employees"
    plan = el.Scenario.preset("empowered-employees")
    for name, control in bench.panel.controls.items():
        if name not in RUNS:
            assert control.value == plan.get(name), name
            assert control.refusal == ""
    assert bench.panel.controls["settings.runs"].value == 60
    assert bench.plan.campaign.posts == plan.campaign.posts
    assert plan.summary in bench.picker.summary.value
    typed(bench, "population.people", "3000")
    assert bench.wait(SOON)
    assert bench.message == ""
    assert bench.answer.plan.name == plan.name


def test_a_changed_plan_is_called_custom_and_the_preset_can_be_chosen_again(bench):
    bench.picker.widget.value = "voucher"
    typed(bench, "population.people", "500")
    assert bench.picker.widget.label == "custom (from Voucher)"
    assert bench.picker.widget.options[0][0] == "custom (from Voucher)"
    bench.picker.widget.value = "voucher"
    assert bench.plan.population.people == el.Scenario().population.people
    assert bench.picker.widget.label == "Voucher"
    assert len(bench.picker.widget.options) == len(el.Scenario.presets()) + 1  # and as opened
    typed(bench, "population.people", "500")
    assert bench.wait(SOON)


def test_the_plan_as_opened_stands_in_the_list_unless_it_is_a_preset(bench):
    assert bench.picker.widget.value == "as opened"
    other = workbench.open(el.Scenario.preset("voucher").replace({"settings.runs": 5}))
    assert other.picker.widget.value == "voucher"
    other.close()


def test_a_drag_ends_at_its_last_place(bench):
    for step in range(30):
        slid(bench, "invitations.invite", 0.5 + step / 100)
        time.sleep(0.002)
    assert bench.wait(SOON)
    assert bench.answer.plan == bench.plan
    assert bench.answer.plan.invitations.invite == 0.79
    assert not bench.answer.coarse
    expected = el.reach(bench.plan.run()).mean()
    assert bench.answer.numbers["reach"]["mean"] == expected


def test_a_network_that_is_given_is_played_and_the_town_is_out_of_use():
    network = el.Network.from_networkx(nx.karate_club_graph(), groups={"club": list(range(20))})
    plan = el.Scenario(campaign={"posts": [{"seeds": 2}]}, run={"runs": 30})
    bench = workbench.open(plan, network)
    assert bench.wait(SOON)
    assert bench.answer.people == 34
    assert bench.answer.numbers["reach"]["mean"] == el.reach(plan.run(network=network)).mean()
    assert bench.panel.controls["groups.size"].widget.children[0].disabled
    assert not bench.panel.controls["invitations.invite"].widget.children[0].disabled
    bench.close()


def test_the_calendar_shows_the_posts_and_escapes_their_words():
    posts = el.Scenario.preset("invite-a-friend").campaign.posts
    table = calendar((*posts, el.Post(groups=("<b>",), paid=1000)), load("en"))
    assert table.count("<tr>") == len(posts) + 2
    assert "customer" in table
    assert "1,000" in table
    assert "&lt;b&gt;" in table
    assert "No posts" in calendar((), load("en"))
    told = calendar((el.Post(relevance=0.25, relevance_by_role={"employee": 0.7}),), load("fr"))
    assert "<td>0,25</td>" in told
    assert "<td>salarié 0,7</td>" in told


def test_a_plan_without_posts_reaches_nobody_and_says_so():
    bench = workbench.open(PLAN.replace({"campaign.posts": []}))
    assert bench.wait(SOON)
    assert bench.message == ""
    assert ">0" in bench.view.told["headline"]
    assert "nan" not in bench.view.told["headline"]
    bench.close()


def test_one_run_has_no_standard_error():
    bench = workbench.open(PLAN.replace({"settings.runs": 1}))
    slid(bench, "invitations.invite", 0.9)
    assert bench.wait(SOON)
    assert "nan" not in bench.view.told["headline"]
    bench.close()


def test_the_picture_is_told_in_words(bench):
    reached = bench.answer.numbers["reach"]
    assert f"{reached['median']:,.0f} of 800 people" in bench.view.told["picture"]["alt"]


def test_closing_while_it_answers_ends_it():
    bench = workbench.open(el.Scenario.preset("voucher").replace({"settings.runs": 5_000}))
    bench.close()
    assert [t for t in threading.enumerate() if t.name == "engagelab workbench"] == []
    bench.close()


def test_the_answer_is_told_in_words_below_the_picture(bench):
    assert "5 posts start in rounds" in bench.view.beside["words"]
    bench.speak("fr")
    assert "publications" in bench.view.beside["words"]


def test_every_control_has_a_card_and_those_that_changed_are_fresh(bench):
    assert set(bench.panel.controls) <= set(bench.page.cards)
    assert bench.page.fresh == {}
    typed(bench, "population.prospects", "0.7")
    assert list(bench.page.fresh) == ["population.prospects"]
    assert "0.7" in bench.page.fresh["population.prospects"]
    assert "population.prospects" in bench.page.outside
    bench.tools.undo.click()
    assert bench.page.fresh == {}
    assert "population.prospects" not in bench.page.outside
    english = bench.page.cards["groups.size"]
    bench.speak("fr")
    assert bench.page.cards["groups.size"] != english
    assert bench.page.explain == "Voir dans le glossaire"


def test_the_network_is_changed_at_run_time():
    bench = workbench.open(PLAN, lang="en")
    network = el.Network.from_networkx(nx.path_graph(30), groups={"club": list(range(20))})
    bench.play_on(network, "a path")
    assert bench.wait(SOON)
    assert bench.session.network_name == "a path"
    assert "Out of use" in bench.panel.note.value
    bench.play_on(None)
    assert bench.wait(SOON)
    assert bench.answer.people == 800
    assert (bench.session.network_name, bench.panel.note.value) == ("", "")
    bench.close()


def test_beside_the_headline_stands_what_it_depends_on_most(bench):
    assert bench.settle(SOON)
    effects = depends(PLAN)
    assert effects
    assert bench.view.beside["depends"] == as_html(effects, load("en"))
    bench.speak("fr")
    assert bench.view.beside["depends"] == as_html(effects, load("fr"))


def test_what_it_depends_on_is_marked_until_it_is_worked_out_anew(bench):
    assert bench.settle(SOON)
    slid(bench, "invitations.invite", 0.3)
    assert bench.wait(SOON)
    assert bench.settle(SOON)
    assert "el-stale" not in bench.view.beside["depends"]
    assert bench.view.beside["depends"] == as_html(depends(bench.plan), load("en"))
