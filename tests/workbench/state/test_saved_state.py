import json

import pytest

import engagelab as el
from engagelab import EngagelabError, Scenario
from engagelab.workbench.state.every_post import with_every
from engagelab.workbench.state.network_files import NetworkFiles
from engagelab.workbench.state.own_network import NetworkFile
from engagelab.workbench.state.saved_state import MAX_LETTERS, SavedState, state_key
from engagelab.workbench.state.session import Session

PLAN = Scenario.preset("invite-a-friend").replace({"population.people": 500, "settings.runs": 20})


DECIDED = {
    "header": {"ties": True},
    "columns": {"source": "From", "target": 2},
    "weight": False,
}


def session_with_everything():
    """Return a session in which all kinds of things have been done."""
    session = Session(PLAN)
    session.change({"groups.size": 60.0})
    session.pins.add(session.plan, "Été <b>")
    session.change({"invitations.invite": 0.33, "control.review": True})
    session.change({"campaign.own_size": 40})
    posts = (el.Post(round=2, groups=("a", 3), relevance=0.4), el.Post(round=9, paid=50))
    session.change({"campaign.posts": posts}, "history.calendar")
    posts = with_every(session.plan, "post.paid", 70, session.plan)
    session.change({"campaign.posts": posts}, "history.post_paid")
    session.start_from(Scenario.preset("voucher"))
    session.change({"settings.key": 2**60})
    session.open(Scenario(name="mine", groups={"size": 70}), "mine.yaml")
    session.pins.add(session.plan, "mine")
    session.open(session.pins.get("A").plan, "A: Été", "history.taken")
    session.undo()
    session.undo()
    session.against = "B"
    session.network_files = NetworkFiles(
        NetworkFile("~/ties.csv"), NetworkFile("data/teams.csv"), options=DECIDED
    )
    session.plan_before_network = PLAN
    return session


def stored(session, lang="en"):
    """Return the state of a session after it was written and read."""
    return SavedState.from_json(SavedState.of(session, lang).to_json())


def restored(state):
    session = Session(Scenario())
    session.restore(state.history, state.place, state.pins)
    return session


# --- the text --------------------------------------------------------------------------------


def test_a_session_comes_back_as_it_was():
    before = session_with_everything()
    state = stored(before, "fr")
    after = restored(state)
    assert after.steps == before.steps
    assert (after.place, tuple(after.pins), state.lang) == (before.place, tuple(before.pins), "fr")
    assert (after.plan, after.draft.base) == (before.plan, before.draft.base)
    assert (after.baseline, after.custom) == (before.baseline, before.custom)
    assert (state.against, state.files, state.lost) == ("B", before.network_files, ())
    assert state.before == PLAN


def test_only_the_name_of_an_uploaded_file_is_stored():
    session = Session(PLAN)
    session.network_files = NetworkFiles(
        NetworkFile("ties.csv"), NetworkFile("teams.csv", b"Ann,secret club")
    )
    text = SavedState.of(session, "en").to_json()
    assert "secret" not in text
    state = SavedState.from_json(text)
    assert (state.files, state.lost) == (NetworkFiles(NetworkFile("ties.csv")), ("teams.csv",))
    assert not state.is_empty


@pytest.mark.parametrize("version", [2, 4, "3", None])
def test_a_state_of_another_version_is_refused_as_such(version):
    state = json.loads(SavedState.of(Session(PLAN), "en").to_json())
    with pytest.raises(
        EngagelabError, match=r"^state: the saved state has another version; start afresh"
    ):
        SavedState.from_json(json.dumps(state | {"version": version}))
    first = {"kind": "session of an engagelab workbench", "version": 1, "plans": []}
    with pytest.raises(
        EngagelabError, match=r"^state: the saved state has another version; start afresh"
    ):
        SavedState.from_json(json.dumps(first))


def test_a_session_in_which_nothing_was_done_is_empty():
    assert stored(Session(PLAN)).is_empty


def test_undo_and_redo_go_on_after_it_came_back():
    before = session_with_everything()
    after = restored(stored(before))
    for session in (before, after):
        session.redo()
        session.redo()
    assert after.plan == before.plan
    while before.undo():
        assert after.undo()
        assert after.plan == before.plan
    assert not after.undo()


def test_a_contradiction_is_not_stored():
    session = Session(PLAN)
    with pytest.raises(EngagelabError):
        session.change({"population.employees": 0.9})
    assert restored(stored(session)).plan == PLAN


def test_a_long_history_is_a_short_text():
    session = Session(PLAN)
    for place in range(250):
        field = ("groups.size", "invitations.invite")[place % 2]
        session.change({field: 0.2 + place / 1000 if place % 2 else 20.0 + place})
    assert len(session.steps) == 200
    assert len(SavedState.of(session, "en").to_json()) < 100_000


def changed(act):
    state = json.loads(SavedState.of(session_with_everything(), "en").to_json())
    act(state)
    return json.dumps(state)


DAMAGED = {
    "an unknown part": lambda state: state.update(kind="another"),
    "a missing part": lambda state: state.pop("pins"),
    "version": lambda state: state.update(version=1),
    "no version": lambda state: state.pop("version"),
    "lang": lambda state: state.update(lang="ja"),
    "place too high": lambda state: state.update(place=99),
    "place below": lambda state: state.update(place=-1),
    "place no number": lambda state: state.update(place="1"),
    "place a truth": lambda state: state.update(place=True),
    "no steps": lambda state: state.update(steps=[]),
    "steps no list": lambda state: state.update(steps=3),
    "too many steps": lambda state: state.update(steps=state["steps"] * 90),
    "too many pins": lambda state: state.update(pins=state["pins"] * 9),
    "a pin twice": lambda state: state["pins"].append(state["pins"][0]),
    "a pin of no letter": lambda state: state["pins"][0].update(letter="AB"),
    "a pin without a name": lambda state: state["pins"][0].update(name=None),
    "a pin of no plan": lambda state: state["pins"][0].update(plan=77),
    "a first step of no base": lambda state: state["steps"][0].update(base=None),
    "a base that is none": lambda state: state["steps"][1].update(base=-1),
    "an unknown part of a step": lambda state: state["steps"][1].update(plan={}),
    "a text that is not there": lambda state: state["steps"][1].update(what="history.no"),
    "a text that needs more": lambda state: state["steps"][0].update(what="history.read"),
    "a text with a reach": lambda state: state["steps"][1]["values"].update(field="{0}"),
    "an unknown field": lambda state: state["steps"][1].update(wanted={"no.such": 1}),
    "a value out of bounds": lambda state: state["steps"][1].update(wanted={"groups.size": -1}),
    "a plan that contradicts": lambda state: state["steps"][0]["base"].update(
        population={"people": -1}
    ),
    "against no letter": lambda state: state.update(against=3),
    "a network of no files": lambda state: state.update(files={"options": {}}),
    "a network of no name": lambda state: state["files"]["ties"].update(name=None),
    "a network that is none": lambda state: state.update(files=[3]),
    "a decision of no kind": lambda state: state["files"].update(options={"header": "all"}),
    "columns of no kind": lambda state: state["files"].update(options={"columns": 3}),
    "a plan before of no plan": lambda state: state.update(before=77),
    "a pin twice over": lambda state: state["pins"][1].update(letter="A"),
    "a value of no kind": lambda state: state["steps"][1]["values"].update(field=3),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_state_is_refused_with_one_error(what):
    with pytest.raises(EngagelabError, match=r"^state: .*start afresh"):
        SavedState.from_json(changed(DAMAGED[what]))


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", "[" * 100_000, "NaN", '{"kind": 1}'])
def test_a_text_that_is_not_a_state_is_refused(text):
    with pytest.raises(EngagelabError, match="start afresh"):
        SavedState.from_json(text)


def test_a_state_that_is_too_large_is_refused_unread():
    with pytest.raises(EngagelabError, match="characters; start afresh"):
        SavedState.from_json(" " * (MAX_LETTERS + 1))


def test_each_plan_and_network_has_a_key_of_its_own():
    networks = [PLAN.replace({"population.people": people}).town() for people in (200, 201)]
    keys = [state_key(plan, one) for plan in (PLAN, Scenario()) for one in (None, *networks)]
    assert len(set(keys)) == 6
