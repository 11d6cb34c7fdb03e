"""The tab of a person's results on the campaign page: a fit, its use, and where it is kept."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from fitted import happened

from engagelab import workbench
from engagelab.workbench.compute import results_fit
from engagelab.workbench.state.audience import Audience
from engagelab.workbench.state.campaign_plan import CampaignPlan
from engagelab.workbench.view.campaign_tools import assumptions_html

pytestmark = pytest.mark.slow

TIMEOUT = 240.0
CSV = happened().drop(columns="seeds").to_csv(index=False).encode()
INVITE, SHARE = "invitations.invite", "engagement.base_share"
SMALL = (
    CampaignPlan.start()
    .with_audience(Audience(people=400, groups=56, size=25, outside=0.2, employees=20))
    .with_(money=1500.0)
    .with_choice("B", lever="seeds")
    .with_field(INVITE, 0.07)
    .with_field(INVITE, 0.4, "C")
)


def send(page, act, value="", **others):
    page._receive({"act": act, "value": value, "name": "", "option": "", **others})


@contextmanager
def opened(plan, lang="en"):
    page = workbench.campaign(plan, lang=lang)
    yield page
    page.close()
    names = ("engagelab workbench", "engagelab job")
    assert [thread for thread in threading.enumerate() if thread.name in names] == []


def fitted_tab(page, monkeypatch):
    """Return the open tab of results with a fit of eight posts, made for option A."""
    monkeypatch.setattr(results_fit, "SIMULATIONS", 200)
    send(page, "tab", "results")
    tab = page.tabs._tab
    tab.stated["seeds"].value = "12"
    tab.add("posts.csv", CSV)
    tab.bar.start.click()
    assert page.tabs._exploration.jobs.wait(TIMEOUT)
    assert tab.fit is not None, tab.bar.text
    return tab


def medians(fit):
    """Return what a fit learned as its record rounds it, which a person can read and type."""
    return {field.name: field.median for field in fit.record.fields if field.is_learned}


@pytest.fixture(scope="module")
def taken():
    """The document of a page on which a fit for option A was used, and what that fit learned."""
    with pytest.MonkeyPatch.context() as patch, opened(SMALL) as page:
        tab = fitted_tab(page, patch)
        tab.take.click()
        assert page.edits.notice == ""
        return page.plan, tab.fit


def test_exports_and_fit_outlive_tabs_options_and_languages(monkeypatch):
    with opened(SMALL) as page:
        tab = fitted_tab(page, monkeypatch)
        assert 'id="elp-tab-option"' in page.view.tabs
        for act in (
            lambda: send(page, "tab", "calendar"),
            lambda: send(page, "set", "B", what="tab_option"),
            lambda: send(page, "tab", "results"),
            lambda: send(page, "language"),
        ):
            act()
            assert page.edits.notice == ""
        again = page.tabs._tab
        assert again is not tab
        assert again.exports.files == (("posts.csv", CSV),)
        assert again.fit is tab.fit
        assert "Vos publications" in again.said.value
        assert "Vos résultats" in page.view.tabs
        again.take.click()  # while option B is open; A was fitted
        values = medians(tab.fit)
        assert [c.plan.get(INVITE) for c in page.plan.choices] == [values[INVITE], 0.07, 0.4]
        assert page.tabs._session.plan == page.plan.choices[1].plan


def test_a_fit_is_used_in_its_option_when_that_has_another_letter(monkeypatch):
    with opened(SMALL) as page:
        send(page, "set", "B", what="tab_option")
        tab = fitted_tab(page, monkeypatch)
        send(page, "remove", option="A")
        page.tabs._tab.take.click()
        value = medians(tab.fit)[INVITE]
        assert [c.plan.get(INVITE) for c in page.plan.choices] == [value, 0.4]


def test_what_is_shared_is_set_in_all_options_and_what_differs_in_the_fitted_one(taken):
    plan, fit = taken
    values = medians(fit)
    assert set(values) >= {INVITE, SHARE}
    assert [c.plan.get(INVITE) for c in plan.choices] == [values[INVITE], 0.07, 0.4]
    assert [c.plan.get(SHARE) for c in plan.choices] == [values[SHARE]] * 3
    assert plan.fit == fit.record


def test_its_use_is_one_step_of_the_history(taken):
    plan, _ = taken
    with opened(SMALL) as page:
        page.put(plan)
        send(page, "undo")
        assert page.plan == SMALL
        send(page, "redo")
        assert page.plan.fit == plan.fit


@pytest.fixture(scope="module")
def restored(taken):
    """A new page, as after a restart, that restored the document from its browser."""
    first = workbench.campaign(taken[0], lang="en")
    first.browser.save()
    first.close()
    with opened(None, "fr") as page:
        page.browser.page.stored = first.browser.page.saved_state
        page.browser.page.views = 1
        assert page.settle(TIMEOUT)
        yield page


class TestRestored:
    """A restored page with its explanation, which these tests only read."""

    def test_the_fit_is_there_and_its_fields_are_tested_at_its_interval(self, restored, taken):
        assert restored.plan == taken[0]
        record = taken[1].record
        (field,) = [each for each in record.fields if each.name == SHARE]
        row = restored.shown.tests.table.set_index("field").loc[SHARE]
        assert (row["low"], row["high"], row["kind"]) == (field.low, field.high, "measured")

    def test_assumptions_say_where_they_come_from(self, restored):
        html = assumptions_html(restored.shown).replace("\N{NO-BREAK SPACE}", " ")
        assert html.count("mesuré : ajusté sur vos 8 publications, ") == 2

    @pytest.mark.parametrize("format", ["html", "pptx"])
    def test_it_is_handed_over(self, restored, format, monkeypatch):
        sent = []
        monkeypatch.setattr(restored, "send_file", lambda *file: sent.append(file))
        send(restored, "export", format)
        ((name, _, data),) = sent
        assert name.endswith(format)
        if format == "html":
            text = data.decode().replace("\N{NO-BREAK SPACE}", " ")
            assert "Ajusté sur vos 8 publications" in text
            assert "Sur quoi cela repose : vos publications" in text

    def test_a_fit_without_a_value_in_use_is_left_out(self, restored, monkeypatch):
        sent = []
        monkeypatch.setattr(restored, "send_file", lambda *file: sent.append(file))
        plan = restored.plan
        for name in learned_names(plan):
            plan = plan.with_field(name, 0.5)
        assert plan.fit is not None
        assert plan.applied_fit is None
        # the document of the answer is what is handed over
        answered = replace(restored.answer.question, document=plan)
        answer = replace(restored.answer, question=answered)
        monkeypatch.setattr(restored, "_answer", answer)
        send(restored, "export", "html")
        assert "vos publications" not in sent[0][2].decode()


def learned_names(plan):
    return [field.name for field in plan.fit.fields if field.is_learned]


def test_a_tab_follows_what_is_changed_elsewhere(monkeypatch):
    with opened(SMALL) as page:
        send(page, "tab", "calendar")
        send(page, "slide", 0.33, name="invitations.accept", option="A")
        page.tabs._tab.remove(0)
        assert page.plan.choices[0].plan.invitations.accept == 0.33
        assert len(page.plan.choices[0].plan.campaign.posts) == 3
        send(page, "undo")
        assert len(page.tabs._tab.rows) == 4
