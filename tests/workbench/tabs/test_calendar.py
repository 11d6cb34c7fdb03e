import pytest

import engagelab as el
from engagelab import workbench
from engagelab.models import Post
from engagelab.workbench.tabs.calendar import MAX_POSTS

pytestmark = pytest.mark.slow

PLAN = el.Scenario.preset("invite-a-friend").replace({"population.people": 300, "settings.runs": 4})
POSTS = PLAN.campaign.posts


@pytest.fixture
def bench():
    made = workbench.open(PLAN, lang="en")
    yield made
    made.close()


@pytest.fixture
def tab(bench):
    bench.tabs.open("calendar")
    return bench.tabs.tab


def sent(tab, act, **given):
    """Send a message as the page does."""
    tab.widget._handle_custom_msg({"act": act, "with": given}, [])


def rounds(bench):
    return [post.round for post in bench.plan.campaign.posts]


def test_the_posts_of_the_plan_are_its_rows(tab):
    assert [row["round"] for row in tab.widget.content["rows"]] == [str(p.round) for p in POSTS]
    assert tab.widget.content["names"][0] == "post 1"
    origins = next(c for c in tab.widget.content["columns"] if c["name"] == "origin")["choices"]
    assert ["organisation", "organisation"] in origins
    assert [bar["from"] for bar in tab.widget.content["time"]["posts"]] == [p.round for p in POSTS]
    assert tab.widget.content["time"]["lifetime"] == PLAN.campaign.lifetime


def test_an_edit_is_one_step_of_the_history_and_can_be_undone(bench, tab):
    sent(tab, "set", row=1, name="seeds", value="3")
    assert bench.plan.campaign.posts[1].seeds == 3
    assert [step.what for step in bench.session.steps] == ["history.opened", "history.calendar"]
    bench.toolbar.undo.click()
    assert bench.plan.campaign.posts == POSTS
    assert tab.widget.content["rows"][1]["seeds"] == str(POSTS[1].seeds)
    bench.toolbar.redo.click()
    assert tab.widget.content["rows"][1]["seeds"] == "3"


def test_a_second_click_on_a_row_that_is_gone_changes_nothing(bench, tab):
    last = len(POSTS) - 1
    for act, more in (("remove", {}), ("remove", {}), ("duplicate", {}), ("move", {"by": 1})):
        sent(tab, act, row=last, **more)
        assert bench.message == ""
    assert bench.plan.campaign.posts == POSTS[:-1]


@pytest.mark.parametrize(
    ("cell", "value", "says"),
    [
        ("seeds", "-1", "below the lowest"),
        ("seeds", "301", "more than the 300 people"),
        ("name", "spring", "post 1 has the name 'spring' too"),
        ("round", "61", "is after the last round"),
        ("origin", "moon", "is not one of the choices"),
    ],
)
def test_a_refusal_is_shown_at_its_cell_and_nothing_is_lost(bench, tab, cell, value, says):
    named = (POSTS[0].replace(name="spring"), *POSTS[1:])
    sent(tab, "set", row=0, name="name", value="spring")
    sent(tab, "set", row=2, name=cell, value=value)
    assert says in tab.widget.content["refused"]["2"][cell]
    assert tab.widget.content["rows"][2][cell] == value
    assert bench.plan.campaign.posts == named
    assert bench.message == ""
    sent(tab, "set", row=0, name="paid", value="7")  # typed while another is refused
    assert bench.plan.campaign.posts == named
    sent(tab, "set", row=2, name=cell, value=str(getattr(POSTS[2], cell)))
    assert tab.widget.content["refused"] == {}
    assert bench.plan.campaign.posts == (named[0].replace(paid=7), *POSTS[1:])


def test_a_post_of_the_organisation_needs_no_seeds(bench, tab):
    sent(tab, "set", row=1, name="seeds", value="many")
    sent(tab, "set", row=1, name="people", value="1; 2")
    sent(tab, "set", row=1, name="origin", value="organisation")
    assert tab.widget.content["refused"] == {}
    assert "without seeds" in tab.widget.content["unneeded"][1]
    assert tab.widget.content["time"]["posts"][1]["start"] == "own"
    assert bench.plan.campaign.posts[1].starters == 0
    sent(tab, "set", row=1, name="people", value="1")
    assert "has no seeds" in tab.widget.content["refused"]["1"]["people"]
    sent(tab, "set", row=1, name="people", value="")
    sent(tab, "set", row=1, name="origin", value="customer")
    assert tab.widget.content["unneeded"][1] == ""
    assert tab.widget.content["rows"][1]["seeds"] == str(Post().seeds)
    assert bench.plan.campaign.posts[1] == Post(round=POSTS[1].round, origin="customer")


def test_named_people_start_instead_of_a_number(bench, tab):
    sent(tab, "set", row=0, name="people", value="7; 9")
    assert bench.plan.campaign.posts[0].people == (7, 9)
    assert "are named" in tab.widget.content["unneeded"][0]
    assert bench.wait(60)
    assert bench.message == ""


def test_a_copy_of_a_named_post_has_no_name(bench, tab):
    sent(tab, "set", row=len(POSTS) - 1, name="name", value="last")
    sent(tab, "duplicate", row=len(POSTS) - 1)
    sent(tab, "add")
    sent(tab, "repeat", every="7", times="1")
    assert [post.name for post in bench.plan.campaign.posts[len(POSTS) - 1 :]] == [
        "last",
        *3 * [""],
    ]


def test_posts_are_added_copied_moved_and_removed(bench, tab):
    first = [post.round for post in POSTS]
    sent(tab, "add")
    assert rounds(bench) == [*first, first[-1] + 7]
    assert tab.widget.content["focus"] == [len(first), "round"]
    bench.tabs.follow()  # as it is a moment later
    assert tab.widget.content["note"] == f"Post {len(first) + 1} is added."
    sent(tab, "remove", row=len(first))
    assert rounds(bench) == first
    sent(tab, "duplicate", row=0)
    assert rounds(bench) == [first[0], *first]
    sent(tab, "move", row=0, by=30)
    assert rounds(bench) == [first[0] + 30, *first]
    sent(tab, "sort")
    assert rounds(bench) == sorted([first[0] + 30, *first])
    sent(tab, "move", row=0, by=-5)
    assert rounds(bench)[0] == 0


def test_a_post_is_repeated_up_to_the_horizon(bench, tab):
    sent(tab, "repeat", every="7", times="6")
    last = POSTS[-1].round
    assert rounds(bench)[len(POSTS) :] == [at for at in range(last + 7, last + 43, 7) if at <= 60]
    assert "left out" in tab.widget.content["note"]
    before = rounds(bench)
    sent(tab, "repeat", every="0", times="many")
    assert rounds(bench) == before
    assert "whole number" in tab.widget.content["note"]


def test_the_number_of_posts_is_limited(bench, tab):
    sent(tab, "repeat", every="1", times=str(MAX_POSTS - len(POSTS)))
    while len(tab.rows) < MAX_POSTS:
        sent(tab, "duplicate", row=0)
    sent(tab, "add")
    assert len(tab.rows) == MAX_POSTS
    assert str(MAX_POSTS) in tab.widget.content["note"]


def test_a_post_can_be_added_to_an_empty_campaign(bench, tab):
    bench._actions.start_from(PLAN.replace({"campaign.posts": []}))
    assert tab.widget.content["rows"] == []
    assert "nothing happens" in tab.widget.content["time"]["alt"]
    sent(tab, "add")
    assert bench.plan.campaign.posts == (Post(),)


def test_another_plan_replaces_the_rows_and_their_refusals(bench, tab):
    sent(tab, "set", row=0, name="seeds", value="many")
    bench.picker.widget.value = "top-down"
    posts = el.Scenario.preset("top-down").campaign.posts
    assert [row["origin"] for row in tab.widget.content["rows"]] == [post.origin for post in posts]
    assert tab.widget.content["refused"] == {}


def test_refused_input_survives_another_language(bench, tab):
    sent(tab, "set", row=0, name="seeds", value="many")
    bench.set_language("fr")
    again = bench.tabs.tab
    assert again is not tab
    assert again.widget.content["rows"][0]["seeds"] == "many"
    assert "many" in again.widget.content["refused"]["0"]["seeds"]
    assert "n’est pas permis" in again.widget.content["refused"]["0"]["seeds"]
    sent(again, "set", row=1, name="seeds", value="-3")
    assert "au-dessous" in again.widget.content["refused"]["1"]["seeds"]
    assert again.widget.content["texts"]["add"] == "Ajouter une publication"


def test_an_edit_of_an_unknown_cell_changes_nothing(bench, tab):
    sent(tab, "set", row=99, name="seeds", value="3")
    sent(tab, "set", row=0, name="colour", value="red")
    assert bench.plan.campaign.posts == POSTS
    assert bench.message == ""
    sent(tab, "explode")
    assert "KeyError" in bench.message


def test_fifty_posts_are_shown_in_one_message(bench, tab):
    posts = [Post(round=at % 60, seeds=1) for at in range(50)]
    bench._actions.start_from(PLAN.replace({"campaign.posts": posts}))
    assert len(tab.widget.content["rows"]) == 50
    assert len(tab.widget.content["time"]["posts"]) == 50


def test_correcting_one_cell_keeps_the_other_refusals(bench, tab):
    wrong = [(0, "seeds", "many"), (1, "round", "61"), (2, "seeds", "9999"), (2, "paid", "-1")]
    for row, cell, value in wrong:
        sent(tab, "set", row=row, name=cell, value=value)
    for _ in wrong[:]:
        marked = tab.widget.content["refused"]
        cells = {(int(row), cell) for row in marked for cell in marked[row]}
        assert cells == {(row, cell) for row, cell, _ in wrong}
        row, cell, _ = wrong.pop(0)
        sent(tab, "set", row=row, name=cell, value=str(getattr(POSTS[row], cell)))
    assert tab.widget.content["refused"] == {}
    assert bench.plan.campaign.posts == POSTS


def test_refusals_move_with_their_posts(bench, tab):
    sent(tab, "set", row=0, name="round", value="61")
    sent(tab, "set", row=2, name="seeds", value="many")
    sent(tab, "duplicate", row=1)
    assert set(tab.widget.content["refused"]) == {"0", "3"}
    sent(tab, "remove", row=1)
    assert set(tab.widget.content["refused"]) == {"0", "2"}
    sent(tab, "sort")
    assert tab.widget.content["refused"][str(len(POSTS) - 1)].keys() == {"round"}
    assert tab.widget.content["refused"]["1"].keys() == {"seeds"}


def test_valid_numbers_are_rewritten_in_another_language(bench, tab):
    bench.set_language("fr")
    sent(bench.tabs.tab, "set", row=1, name="seeds", value="beaucoup")
    sent(bench.tabs.tab, "set", row=0, name="relevance", value="0,3")
    bench.set_language("en")
    tab = bench.tabs.tab
    assert tab.widget.content["rows"][0]["relevance"] == "0.3"
    assert list(tab.widget.content["refused"]) == ["1"]
    assert tab.widget.content["refused"]["1"].keys() == {"seeds"}


def test_a_row_keeps_its_id_when_rows_move(bench, tab):
    first = tab.widget.content["ids"]
    sent(tab, "duplicate", row=0)
    copied = tab.widget.content["ids"]
    assert copied == [first[0], copied[1], *first[1:]]
    assert copied[1] not in first
    sent(tab, "remove", row=0)
    assert tab.widget.content["ids"] == copied[1:]
    sent(tab, "move", row=0, by=50)
    sent(tab, "sort")
    assert tab.widget.content["ids"] == [*copied[2:], copied[1]]


def test_a_post_with_an_unreadable_round_is_not_repeated(tab):
    sent(tab, "set", row=len(POSTS) - 1, name="round", value="soon")
    sent(tab, "repeat", every="7", times="2")
    assert len(tab.widget.content["rows"]) == len(POSTS)
    assert "correct what is marked" in tab.widget.content["note"]
