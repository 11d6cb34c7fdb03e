"""A workbench whose state is saved in a browser and comes back in a new kernel."""

import pytest

import engagelab as el
from engagelab import Scenario, workbench
from engagelab.workbench import autosave
from engagelab.workbench.state.saved_state import SavedState, state_key

pytestmark = pytest.mark.slow

SOON = 120.0
PLAN = Scenario.preset("invite-a-friend").replace({"population.people": 500, "settings.runs": 20})


class Browser:
    """What a page does: it keeps what the workbench gives it, and tells it to the next one."""

    def __init__(self):
        self.shelf = {}

    def show(self, bench, languages=("en",)):
        bench.page.observe(lambda change: self.keep(bench.page), "saved_state")
        bench.page.languages = list(languages)
        bench.page.stored = self.shelf.get(bench.page.storage_key, "")
        bench.page.views += 1

    def keep(self, page):
        self.shelf[page.storage_key] = page.saved_state


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
    bench.toolbar.pin.click()
    bench.panel.controls["groups.size"].widget.children[0].value = "60"
    bench.toolbar.undo.click()
    bench.toolbar.language.value = "fr"
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
    assert not after.toolbar.redo.disabled
    assert after.wait(SOON)
    assert after.answer.plan == before.plan
    assert after.view.content["picture"]["lines"][-1]["letter"] == "A"
    after.close()


def test_starting_afresh_can_be_undone(browser):
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
    bench.toolbar.language.value = "en"
    bench.panel.controls["groups.size"].widget.children[0].value = "70"
    steps = bench.session.steps
    browser.show(bench, ["fr"])
    assert (bench.session.steps, bench.texts.lang) == (steps, "en")
    bench.close()


def test_an_unchanged_session_is_not_restored(browser):
    opened(browser).close()
    assert opened(browser).notice.text == ""
    assert browser.shelf == {}


@pytest.mark.parametrize("text", ["{", '{"kind": "a game"}', "[]"])
def test_a_damaged_state_is_reported_and_not_deleted(browser, text):
    browser.shelf[PLAN.hash] = text
    bench = opened(browser)
    assert bench.notice.text.startswith("Your last state could not be brought back (state: ")
    assert (bench.plan, len(bench.session.steps)) == (PLAN, 1)
    assert browser.shelf[PLAN.hash] == text
    bench.close()


def test_a_given_language_wins_over_the_saved_one(browser):
    worked(opened(browser))
    bench = opened(browser, lang="en")
    assert bench.notice.text == "Your last state is back."
    bench.close()


def test_nothing_is_written_while_a_slider_moves(browser, monkeypatch):
    # twenty moves may take longer than the quiet time on a busy machine
    monkeypatch.setattr(autosave, "_QUIET", 1e6)
    bench = opened(browser)
    written = []
    bench.page.observe(written.append, "saved_state")
    for place in range(20):
        bench.panel.controls["invitations.invite"].widget.children[1].value = 0.3 + place / 100
    assert written == []
    bench.close()
    assert len(written) == 1
    assert SavedState.from_json(written[0]["new"]).history[-1].plan == bench.plan


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
    """Load a file by its path, and run the plan on it."""
    row(bench).path.value = str(ties)
    bench.tabs.tab.use.click()
    assert bench.network.people == 60
    return bench


def uploaded(bench, name, text):
    told = {"place": 0, "name": name, "last": True}
    row(bench).upload._handle_custom_msg(told, [memoryview(text.encode())])
    bench.tabs.tab.use.click()
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


def test_a_missing_file_is_reported(browser, ties):
    played_on(opened(browser), ties).close()
    ties.unlink()
    after = opened(browser)
    assert "not its network" in after.notice.text
    assert "ties.csv" in after.notice.text
    row(after)
    assert "cannot be read" in after.tabs.tab.preview.value
    assert (after.network, after.message) == (None, "")
    after.close()


def test_visitors_cannot_read_files_of_the_server(browser, ties, monkeypatch):
    played_on(opened(browser), ties).close()
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    after = opened(browser)
    assert after.network is None
    assert "give ties.csv again" in " ".join(after.notice.text.split())
    assert row(after).path not in row(after).widget.children
    after.close()


def test_starting_afresh_leaves_the_network_and_can_be_undone(browser, ties):
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


def test_each_network_has_its_own_state(browser):
    network = PLAN.replace({"population.people": 200}).town()
    other = PLAN.replace({"population.people": 201}).town()
    places = [state_key(PLAN, one) for one in (None, network, other)]
    assert len(set(places)) == 3
    worked(opened(browser))
    bench = opened(browser, network=network)
    assert (bench.notice.text, bench.session.fresh) == ("", True)
    worked(bench)
    assert set(browser.shelf) == set(places[:2])
    again = opened(browser, network=network)
    assert again.plan == bench.plan
    again.close()
