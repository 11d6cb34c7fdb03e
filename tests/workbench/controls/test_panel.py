import pytest
from workbench.driver import TIMEOUT, closed, enter, opened

import engagelab as el
from engagelab.i18n import load
from engagelab.workbench.controls.panel import MAIN, RUNS, posts_table
from engagelab.workbench.state.every_post import EVERY_POST, value_in


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
    fields = set(el.Scenario.fields()) - {"campaign.posts"}
    assert set(controls) == fields | set(EVERY_POST)
    assert set(EVERY_POST) < set(MAIN)
    assert len(MAIN) == 10


@pytest.mark.slow
def test_a_preset_sets_all_controls(bench):
    enter(bench, "groups.size", "80")
    enter(bench, "invitations.accept", "2")
    bench.picker.widget.value = "empowered-employees"
    plan = el.Scenario.preset("empowered-employees")
    for name, control in bench.panel.controls.items():
        if name not in RUNS:
            assert control.value == value_in(plan, name), name
            assert control.refusal == ""
    assert bench.panel.controls["settings.runs"].value == 60
    assert bench.plan.campaign.posts == plan.campaign.posts
    assert plan.summary in bench.picker.summary.value
    enter(bench, "population.people", "3000")
    assert bench.wait(TIMEOUT)
    assert bench.message == ""
    assert bench.answer.plan.name == plan.name


@pytest.mark.slow
def test_a_main_control_sets_all_posts_in_one_step(bench):
    posts = bench.plan.campaign.posts
    enter(bench, "post.seeds", "7")
    assert [post.seeds for post in bench.plan.campaign.posts] == [7] * len(posts)
    assert bench.toolbar.history.label == "2. seeds of each post: 7"
    enter(bench, "post.paid", "1500")
    assert bench.toolbar.history.label == "3. paid impressions of each post: 1,500"
    bench.panel.controls["post.origin"].widget.children[0].value = "organisation"
    assert bench.toolbar.history.label == "4. who starts: organisation"
    assert {post.origin for post in bench.plan.campaign.posts} == {"organisation"}
    seeds = bench.panel.controls["post.seeds"]
    assert "without seeds" in seeds.obstacle
    assert "without seeds" in seeds.widget.children[-1].value
    bench.panel.controls["post.origin"].widget.children[0].value = "customer"
    assert seeds.obstacle == ""
    assert [post.seeds for post in bench.plan.campaign.posts] == [posts[0].seeds] * len(posts)
    bench.toolbar.undo.click()  # both moves were one gesture
    assert bench.panel.controls["post.origin"].value == "members"
    assert bench.panel.controls["post.paid"].value == 1500
    assert bench.wait(TIMEOUT)
    assert bench.message == ""


@pytest.mark.slow
def test_a_main_control_leaves_posts_that_differ_alone(bench):
    first, *rest = bench.plan.campaign.posts
    bench._actions.set({"campaign.posts": (first.replace(seeds=3), *rest)}, "history.calendar")
    assert "differ" in bench.panel.controls["post.seeds"].widget.children[-1].value
    assert bench.panel.controls["post.seeds"].widget.children[0].disabled
    assert bench.panel.controls["post.paid"].obstacle == ""
    enter(bench, "post.paid", "40")
    assert [post.seeds for post in bench.plan.campaign.posts][:2] == [3, rest[0].seeds]
    assert bench.wait(TIMEOUT)


def test_the_table_of_posts_is_escaped_and_in_the_language():
    posts = el.Scenario.preset("invite-a-friend").campaign.posts
    table = posts_table((*posts, el.Post(groups=("<b>",), paid=1000)), load("en"))
    assert table.count("<tr>") == len(posts) + 2
    assert "members" in table
    assert "1,000" in table
    assert "&lt;b&gt;" in table
    assert "No posts" in posts_table((), load("en"))
    own = el.Post(relevance=0.25, origin="organisation", name="printemps")
    told = posts_table((own, el.Post(people=("Ann", 7))), load("fr"))
    for cell in ("0,25", "organisation", "printemps", "Ann, 7"):
        assert f"<td>{cell}</td>" in told
    assert "<td>10</td>" not in told  # neither has a number of seeds
