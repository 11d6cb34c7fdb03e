import json
import threading
import time

import pytest

import engagelab as el
from engagelab import EngagelabError, Scenario, workbench
from engagelab.workbench.state.network_files import BEFORE, NetworkFiles
from engagelab.workbench.state.own_network import NetworkFile
from engagelab.workbench.state.saved_state import LARGEST, AtRest, place_of, read_state, state_of
from engagelab.workbench.state.session import Session

SOON = 120.0
PLAN = Scenario.preset("invite-a-friend").replace({"population.people": 500, "settings.runs": 20})


def session_with_everything():
    """Return a session in which all kinds of things have been done."""
    session = Session(PLAN)
    session.change({"groups.size": 60.0})
    session.pins.add(session.plan, "Été <b>")
    session.change({"invitations.invite": 0.33, "control.review": True})
    session.change({"content.relevance_by_role": {"employee": 0.7}})
    posts = (el.Post(round=2, groups=("a", 3), relevance=0.4), el.Post(round=9, paid=50))
    session.change({"campaign.posts": posts}, "history.calendar")
    session.start_from(Scenario.preset("voucher"))
    session.change({"settings.key": 2**60})
    session.open(Scenario(name="mine", groups={"size": 70}), "mine.yaml")
    session.pins.add(session.plan, "mine")
    session.open(session.pins.get("A").plan, "A: Été", "history.taken")
    session.undo()
    session.undo()
    session.against = "B"
    session.network_files = NetworkFiles(
        NetworkFile("~/ties.csv"), NetworkFile("data/teams.csv"), "names"
    )
    session.notes[BEFORE] = PLAN
    return session


def restored(kept):
    session = Session(Scenario())
    session.restore(kept.steps, kept.place, kept.pins)
    return session


# --- the text --------------------------------------------------------------------------------


def test_a_session_comes_back_as_it_was():
    before = session_with_everything()
    kept = read_state(state_of(before, "fr"))
    after = restored(kept)
    assert after.steps == before.steps
    assert (after.place, tuple(after.pins), kept.lang) == (before.place, tuple(before.pins), "fr")
    assert (after.plan, after.draft.base) == (before.plan, before.draft.base)
    assert (after.baseline, after.custom) == (before.baseline, before.custom)
    assert (kept.against, kept.files, kept.lost) == ("B", before.network_files, ())
    assert kept.before == PLAN


def test_of_an_uploaded_file_only_the_name_is_kept():
    session = Session(PLAN)
    session.network_files = NetworkFiles(
        NetworkFile("ties.csv"), NetworkFile("teams.csv", b"Ann,secret club")
    )
    text = state_of(session, "en")
    assert "secret" not in text
    kept = read_state(text)
    assert (kept.files, kept.lost) == (NetworkFiles(NetworkFile("ties.csv")), ("teams.csv",))
    assert kept.is_something


def test_a_state_of_before_is_still_read():
    state = json.loads(state_of(Session(PLAN), "en"))
    for name in ("against", "network", "before"):
        del state[name]
    kept = read_state(json.dumps(state))
    assert (kept.against, kept.files, kept.is_something) == ("", None, False)


def test_undo_and_redo_go_on_after_it_came_back():
    before = session_with_everything()
    after = restored(read_state(state_of(before, "en")))
    for session in (before, after):
        session.redo()
        session.redo()
    assert after.plan == before.plan
    while before.undo():
        assert after.undo()
        assert after.plan == before.plan
    assert not after.undo()


def test_a_contradiction_is_not_kept():
    session = Session(PLAN)
    with pytest.raises(EngagelabError):
        session.change({"population.employees": 0.9})
    assert restored(read_state(state_of(session, "en"))).plan == PLAN


def test_a_long_history_is_a_short_text():
    session = Session(PLAN)
    for place in range(250):
        field = ("groups.size", "invitations.invite")[place % 2]
        session.change({field: 0.2 + place / 1000 if place % 2 else 20.0 + place})
    assert len(session.steps) == 200
    assert len(state_of(session, "en")) < 100_000


def changed(act):
    state = json.loads(state_of(session_with_everything(), "en"))
    act(state)
    return json.dumps(state)


DAMAGED = {
    "kind": lambda state: state.update(kind="another"),
    "version": lambda state: state.update(version=2),
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
    "a base below": lambda state: state["steps"][1].update(base=-1),
    "a text that is not there": lambda state: state["steps"][1].update(what="history.no"),
    "a text that needs more": lambda state: state["steps"][0].update(what="history.read"),
    "a text with a reach": lambda state: state["steps"][1]["values"].update(field="{0}"),
    "an unknown field": lambda state: state["steps"][1].update(wanted={"no.such": 1}),
    "a value out of bounds": lambda state: state["steps"][1].update(wanted={"groups.size": -1}),
    "a plan that contradicts": lambda state: state["plans"][0].update(population={"people": -1}),
    "against no letter": lambda state: state.update(against=3),
    "a network of no files": lambda state: state.update(network={"first_line": "guess"}),
    "a network of no name": lambda state: state["network"]["ties"].update(name=None),
    "a network that is none": lambda state: state.update(network=[3]),
    "a first line of no kind": lambda state: state["network"].update(first_line="all"),
    "a plan before of no plan": lambda state: state.update(before=77),
    "a plan of no sections": lambda state: state.update(plans=[3]),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_what_is_damaged_is_refused_in_one_error(what):
    with pytest.raises(EngagelabError, match=r"^state: .*start afresh"):
        read_state(changed(DAMAGED[what]))


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "null", "[" * 100_000, "NaN", '{"kind": 1}'])
def test_what_is_no_state_is_refused(text):
    with pytest.raises(EngagelabError, match="start afresh"):
        read_state(text)


def test_what_is_too_large_is_refused_unread():
    with pytest.raises(EngagelabError, match="letters; start afresh"):
        read_state(" " * (LARGEST + 1))


# --- when it is kept -------------------------------------------------------------------------


def living():
    return [thread for thread in threading.enumerate() if thread.name == "engagelab state"]


def test_it_is_done_once_when_changes_rest():
    done = []
    rest = AtRest(lambda: done.append(time.monotonic()), seconds=0.2)
    for _ in range(20):
        rest.soon()
        time.sleep(0.01)
        last = time.monotonic()
    until = time.monotonic() + 10
    while living() or not done:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert len(done) == 1
    assert done[0] - last > 0.1


def test_closing_does_what_is_due_and_nothing_more():
    done = []
    rest = AtRest(lambda: done.append(1), seconds=1e6)
    rest.close()
    assert done == []
    rest = AtRest(lambda: done.append(1), seconds=1e6)
    rest.soon()
    rest.close()
    rest.soon()
    assert done == [1]
    assert living() == []


# --- a workbench and its page ----------------------------------------------------------------


class Browser:
    """What a page does: it keeps what the workbench gives it, and tells it to the next one."""

    def __init__(self):
        self.shelf = {}

    def show(self, bench, languages=("en",)):
        bench.page.observe(lambda change: self.keep(bench.page), "kept")
        bench.page.languages = list(languages)
        bench.page.stored = self.shelf.get(bench.page.place, "")
        bench.page.seen += 1

    def keep(self, page):
        self.shelf[page.place] = page.kept


@pytest.fixture
def browser():
    return Browser()


def opened(browser, plan=PLAN, **given):
    bench = workbench.open(plan, **given)
    browser.show(bench)
    return bench


def worked(bench):
    """Do some things, and let the kernel end."""
    bench.panel.controls["invitations.invite"].widget.children[0].value = "0.6"
    bench.tools.pin.click()
    bench.panel.controls["groups.size"].widget.children[0].value = "60"
    bench.tools.undo.click()
    bench.tools.language.value = "fr"
    bench.close()
    return bench


def test_a_new_kernel_brings_the_state_back_and_says_so(browser):
    before = worked(opened(browser))
    after = opened(browser)
    assert after.notice.text == "Votre dernier état est de retour."
    assert after.texts.lang == "fr"
    assert after.session.steps == before.session.steps
    assert tuple(after.session.pins) == tuple(before.session.pins)
    assert after.plan == before.plan
    assert after.panel.controls["invitations.invite"].value == 0.6
    assert not after.tools.redo.disabled
    assert after.wait(SOON)
    assert after.answer.plan == before.plan
    assert after.view.told["picture"]["lines"][-1]["letter"] == "A"
    after.close()


def test_starting_afresh_can_be_taken_back(browser):
    before = worked(opened(browser))
    after = opened(browser)
    line, start, close = after.notice.widget.children
    start.click()
    assert (after.plan, len(after.session.pins), len(after.session.steps)) == (PLAN, 0, 1)
    assert "Tout est comme à l’ouverture." in line.value
    start.click()
    assert after.session.steps == before.session.steps
    close.click()
    assert (after.notice.text, after.notice.widget.layout.display) == ("", "none")
    after.close()


def test_after_starting_afresh_nothing_comes_back(browser):
    worked(opened(browser))
    after = opened(browser)
    after.notice.widget.children[1].click()
    after.close()
    again = opened(browser)
    assert (again.notice.text, again.plan, again.session.fresh) == ("", PLAN, True)
    again.close()


def test_another_plan_brings_nothing_back(browser):
    worked(opened(browser))
    other = opened(browser, PLAN.replace({"groups.size": 33}))
    assert (other.notice.text, len(other.session.steps)) == ("", 1)
    other.close()


def test_a_page_that_is_loaded_again_changes_nothing(browser):
    worked(opened(browser))
    bench = opened(browser)
    bench.tools.language.value = "en"
    bench.panel.controls["groups.size"].widget.children[0].value = "70"
    steps = bench.session.steps
    browser.show(bench, ["fr"])
    assert (bench.session.steps, bench.texts.lang) == (steps, "en")
    bench.close()


def test_what_was_only_looked_at_is_not_brought_back(browser):
    opened(browser).close()
    assert opened(browser).notice.text == ""
    assert browser.shelf == {}


@pytest.mark.parametrize("text", ["{", '{"kind": "a game"}', "[]"])
def test_a_damaged_state_is_told_and_nothing_is_lost(browser, text):
    browser.shelf[PLAN.hash] = text
    bench = opened(browser)
    assert bench.notice.text.startswith("Your last state could not be brought back (state: ")
    assert (bench.plan, len(bench.session.steps)) == (PLAN, 1)
    assert browser.shelf[PLAN.hash] == text
    bench.close()


def test_a_language_that_is_given_wins_over_the_one_that_was_kept(browser):
    worked(opened(browser))
    bench = opened(browser, lang="en")
    assert bench.notice.text == "Your last state is back."
    bench.close()


def test_nothing_is_written_while_a_slider_moves(browser):
    bench = opened(browser)
    written = []
    bench.page.observe(written.append, "kept")
    for place in range(20):
        bench.panel.controls["invitations.invite"].widget.children[1].value = 0.3 + place / 100
    assert written == []
    bench.close()
    assert len(written) == 1
    assert read_state(written[0]["new"]).steps[-1].plan == bench.plan


# --- a network of one's own ------------------------------------------------------------------

TIES = "source,target\n" + "".join(f"{at},{(at + 1) % 60}\n" for at in range(60))


@pytest.fixture
def ties(tmp_path):
    path = tmp_path / "ties.csv"
    path.write_text(TIES)
    return path


def row(bench):
    bench.tabs.open("network")
    return bench.tabs.tab.rows["ties"]


def played_on(bench, ties):
    """Hand a file over, by its path, and play the plan on it."""
    row(bench).path.value = str(ties)
    bench.tabs.tab.play.click()
    assert bench.network.people == 60
    return bench


def uploaded(bench, name, text):
    told = {"place": 0, "name": name, "last": True}
    row(bench).upload._handle_custom_msg(told, [memoryview(text.encode())])
    bench.tabs.tab.play.click()
    assert bench.network.people == 60
    return bench


def test_a_network_is_read_again_from_its_path(browser, ties):
    before = played_on(opened(browser), ties)
    before.panel.controls["invitations.invite"].widget.children[0].value = "0.6"
    before.close()
    after = opened(browser)
    assert after.notice.text == "Your last state is back."
    assert after.network.fingerprint == before.network.fingerprint
    assert (after.plan, after.session.network_name) == (before.plan, "ties.csv")
    assert after.wait(SOON)
    assert (after.answer.people, after.message) == (60, "")
    assert row(after).upload.shown == "ties.csv"
    after.tabs.tab.back.click()
    assert after.plan == PLAN.replace({"invitations.invite": 0.6})
    after.close()


def test_a_network_that_nothing_else_was_done_on_is_brought_back(browser, ties):
    plan = PLAN.replace({"campaign.posts": [el.Post(seeds=2)]})
    played_on(opened(browser, plan), ties).close()
    after = opened(browser, plan)
    assert after.network.people == 60
    after.close()
    again = opened(browser, plan)
    row(again)
    again.tabs.tab.back.click()
    again.close()
    last = opened(browser, plan)
    assert (last.network, last.notice.text) == (None, "")
    last.close()


@pytest.mark.parametrize(
    ("lang", "says"),
    [("en", "give mine.csv again under “Your own network”"), ("fr", "redonnez mine.csv sous")],
)
def test_an_uploaded_file_is_asked_for_again_by_its_name(browser, lang, says):
    uploaded(opened(browser, lang=lang), "mine.csv", TIES).close()
    after = opened(browser, lang=lang)
    assert says in " ".join(after.notice.text.split())
    assert after.network is None
    assert after.wait(SOON)
    assert (after.answer.people, after.message) == (500, "")
    uploaded(after, "mine.csv", TIES)
    after.tabs.tab.back.click()
    assert after.plan == PLAN  # its posts start with customers again
    after.close()


def test_a_file_that_is_gone_is_told(browser, ties):
    played_on(opened(browser), ties).close()
    ties.unlink()
    after = opened(browser)
    assert "not its network" in after.notice.text
    assert "ties.csv" in after.notice.text
    row(after)
    assert "cannot be read" in after.tabs.tab.said.value
    assert (after.network, after.message) == (None, "")
    after.close()


def test_visitors_have_no_files_of_the_house_read(browser, ties, monkeypatch):
    played_on(opened(browser), ties).close()
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    after = opened(browser)
    assert after.network is None
    assert "give ties.csv again" in " ".join(after.notice.text.split())
    assert row(after).path not in row(after).widget.children
    after.close()


def test_starting_afresh_leaves_the_network_and_can_be_taken_back(browser, ties):
    before = played_on(opened(browser), ties)
    before.close()
    after = opened(browser)
    again = after.notice.widget.children[1]
    again.click()
    assert (after.network, after.plan, after.session.network_files) == (None, PLAN, None)
    again.click()
    assert after.network.fingerprint == before.network.fingerprint
    uploaded(after, "mine.csv", TIES)
    after.close()


def test_on_a_network_a_plan_has_a_state_of_its_own(browser):
    network = PLAN.replace({"population.people": 200}).town()
    other = PLAN.replace({"population.people": 201}).town()
    places = [place_of(PLAN, one) for one in (None, network, other)]
    assert len(set(places)) == 3
    worked(opened(browser))
    bench = opened(browser, network=network)
    assert (bench.notice.text, bench.session.fresh) == ("", True)
    worked(bench)
    assert set(browser.shelf) == set(places[:2])
    again = opened(browser, network=network)
    assert again.plan == bench.plan
    again.close()
