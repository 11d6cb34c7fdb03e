import pytest
from workbench.driver import TIMEOUT, closed, enter, opened

import engagelab as el
from engagelab.i18n import load
from engagelab.workbench.controls.panel import MAIN, RUNS, posts_table


@pytest.fixture
def bench():
    bench = opened()
    yield bench
    closed(bench)


def test_the_main_controls_come_first_and_no_control_appears_twice(bench):
    controls = bench.panel.controls
    assert bench.panel.main.children == tuple(controls[name].widget for name in MAIN)
    assert bench.panel.runs.children == tuple(controls[name].widget for name in RUNS)
    assert bench.panel.more.selected_index is None
    below = [box for section in bench.panel.more.children for box in section.children]
    assert len(set(below)) == len(below)
    everything = {*below, *bench.panel.main.children, *bench.panel.runs.children}
    assert {control.widget for control in controls.values()} <= everything
    assert set(controls) == set(el.Scenario.fields()) - {"campaign.posts"}


def test_a_preset_sets_all_controls(bench):
    enter(bench, "groups.size", "80")
    enter(bench, "invitations.accept", "2")
    bench.picker.widget.value = "empowered-employees"
    plan = el.Scenario.preset("empowered-employees")
    for name, control in bench.panel.controls.items():
        if name not in RUNS:
            assert control.value == plan.get(name), name
            assert control.refusal == ""
    assert bench.panel.controls["settings.runs"].value == 60
    assert bench.plan.campaign.posts == plan.campaign.posts
    assert plan.summary in bench.picker.summary.value
    enter(bench, "population.people", "3000")
    assert bench.wait(TIMEOUT)
    assert bench.message == ""
    assert bench.answer.plan.name == plan.name


def test_the_table_of_posts_is_escaped_and_in_the_language():
    posts = el.Scenario.preset("invite-a-friend").campaign.posts
    table = posts_table((*posts, el.Post(groups=("<b>",), paid=1000)), load("en"))
    assert table.count("<tr>") == len(posts) + 2
    assert "customer" in table
    assert "1,000" in table
    assert "&lt;b&gt;" in table
    assert "No posts" in posts_table((), load("en"))
    told = posts_table((el.Post(relevance=0.25, relevance_by_role={"employee": 0.7}),), load("fr"))
    assert "<td>0,25</td>" in told
    assert "<td>salarié 0,7</td>" in told
