"""The campaign page as a person uses it, by the messages that its view sends."""

import re
import threading
from contextlib import contextmanager

import pytest

import engagelab as el
from engagelab import workbench
from engagelab.errors import EngagelabError
from engagelab.simulation import limits
from engagelab.simulation.settings import Cancelled
from engagelab.workbench import campaign_page
from engagelab.workbench.campaign_tabs import TABS
from engagelab.workbench.compute import campaign_answers
from engagelab.workbench.compute.campaign_answers import (
    CampaignSimulator,
    FurtherFound,
    SplitFound,
)
from engagelab.workbench.state.audience import Audience
from engagelab.workbench.state.campaign_plan import CampaignPlan

pytestmark = pytest.mark.slow

TIMEOUT = 120.0
SMALL = (
    CampaignPlan.start()
    .with_audience(Audience(people=400, groups=56, size=25, outside=0.2, employees=20))
    .with_(money=1500.0)
    .with_choice("B", lever="seeds")
)


def send(page, act, value="", **others):
    """Send a message as the page does."""
    page._receive({"act": act, "value": value, "name": "", "option": "", **others})


def enter(page, what, text, **others):
    send(page, "set", text, what=what, **others)


@contextmanager
def opened_page():
    opened = workbench.campaign(SMALL, lang="en")
    assert opened.wait(TIMEOUT)
    yield opened
    opened.close()
    names = ("engagelab workbench", "engagelab job")
    assert [thread for thread in threading.enumerate() if thread.name in names] == []


@pytest.fixture(scope="module")
def first_answers():
    """The numbers of the plans that the page opens with, by plan and towns."""
    simulators = []

    class Remembered(CampaignSimulator):
        def __init__(self, report):
            super().__init__(report)
            simulators.append(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(campaign_page, "CampaignSimulator", Remembered)
        with opened_page():
            return dict(simulators[0]._cache)


@pytest.fixture(scope="module", autouse=True)
def known_answers(first_answers):
    """Let each page begin with what the first one has simulated, but in a cache of its own."""

    class Knowing(CampaignSimulator):
        def __init__(self, report):
            super().__init__(report)
            self._cache.update(first_answers)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(campaign_page, "CampaignSimulator", Knowing)
        yield


@pytest.fixture
def page():
    with opened_page() as opened:
        yield opened


def test_the_page_shows_three_options_at_equal_money(page):
    decision = page.answer.decision
    assert [each.name for each in decision.options] == [
        "Paid ads",
        "Invite a friend",
        "Employees start",
    ]
    assert decision.number_of_towns == 100
    assert "1,500" in page.view.answer
    assert page.edits.notice == ""


def test_groups_are_given_in_a_planners_words(page):
    send(page, "toggle", "audience")
    for name, text in (("groups", "16"), ("size", "25"), ("outside", "0 %")):
        enter(page, "audience", text, name=name)
    assert page.plan.audience == Audience(people=400, groups=16, size=25, outside=0, employees=20)
    assert page.wait(TIMEOUT)
    assert page.answer.decision.people == 400


@pytest.mark.parametrize(
    "late",
    [
        {"act": "set", "what": "name", "value": "Late"},
        {"act": "set", "what": "budget", "value": "300"},
        {"act": "slide", "name": "invitations.accept", "value": 0.2},
        {"act": "duplicate"},
    ],
    ids=lambda message: message["act"] + message.get("what", ""),
)
def test_a_late_message_of_a_removed_option_changes_nothing(page, late):
    send(page, "remove", option="C")
    before = page.plan
    page.guarded(lambda: send(page, option="C", **late))()
    assert page.plan == before
    assert page.edits.notice == ""


def test_an_impossible_audience_names_the_nearest_and_changes_nothing(page):
    send(page, "toggle", "audience")
    before = page.plan
    enter(page, "audience", "3", name="groups")
    assert page.plan == before
    assert "would be left out" in page.view.audience
    assert page.view.audience.count('data-act="nearest"') == 3
    send(page, "nearest", "0")
    assert page.plan.audience.is_possible
    assert page.plan.audience.size == 25


@pytest.mark.parametrize("text", ["inf", "nan", "1e400", "9" * 400, "", "2.5", "1.000"])
@pytest.mark.parametrize("name", ["people", "groups", "employees"])
def test_a_count_is_a_whole_number(page, name, text):
    before = page.plan
    page.guarded(lambda: enter(page, "audience", text, name=name))()
    assert page.plan == before
    assert page.edits.refused["", name][0] == text
    assert page.edits.notice == ""


@pytest.mark.parametrize("text", ["inf", "1e308", "nan", "-5", "much"])
def test_a_target_without_end_is_not_taken(page, text):
    page.guarded(lambda: enter(page, "find_target", text))()
    assert page.edits.asked["target"] == 0
    assert page.edits.notice == ""


def test_money_is_typed_as_it_is_shown(page):
    """With the currency behind it, as the page writes amounts."""
    enter(page, "money", "1,700 EUR")
    assert page.plan.money == 1700
    page.put(page.plan.with_(currency="CHF"))
    enter(page, "money", "1 800\N{NO-BREAK SPACE}CHF")
    assert page.plan.money == 1800
    enter(page, "field", "25 CHF", name="money.cost_employee", option="C")
    assert page.plan.choices[2].plan.money.cost_employee == 25


@pytest.mark.parametrize(("lang", "text", "money"), [
    ("en", "20.000", None), ("fr", "20.000", None), ("fr", "20,000", None),
    ("en", "20,000", 20_000), ("fr", "20 000", 20_000), ("en", "20.5", 20.5), ("fr", "20,50", 20.5),
])  # fmt: skip
def test_money_that_may_have_thousands_or_thousandths_is_not_guessed(page, lang, text, money):
    if lang == "fr":
        send(page, "language")
    before = page.plan.money
    enter(page, "money", text)
    assert page.plan.money == (money or before)
    assert (("", "money") in page.edits.refused) == (money is None)


def test_too_few_groups_for_the_people_are_refused_at_their_field(page):
    before = page.plan
    enter(page, "field", "0.4", name="groups.per_person")
    assert page.plan == before
    text, problem = page.edits.refused["*", "groups.per_person"]
    assert text == "0.4"
    assert problem.endswith("would be left out.")
    assert "*" not in problem
    enter(page, "field", "1.2", name="groups.per_person")
    assert page.plan.audience.groups < before.audience.groups
    assert page.edits.refused == {}


def test_an_answer_that_fails_names_the_option(page):
    before = page.answer
    page.put(page.plan.with_field("groups.per_person", 0.1, "B"))
    assert page.wait(TIMEOUT)
    assert page.edits.notice.startswith("option B, groups per person (groups.per_person): 0.1")
    assert page.answer is before
    page.put(page.plan.with_field("groups.per_person", 0.1))  # of all
    assert page.wait(TIMEOUT)
    assert page.edits.notice.startswith("groups per person (groups.per_person): 0.1")


def test_refusals_follow_the_language_and_change_nothing(page):
    enter(page, "field", "0.4", name="groups.per_person")
    enter(page, "field", "700", name="invitations.invite", option="B")
    enter(page, "audience", "0", name="people")
    enter(page, "money", "much")
    enter(page, "field", "0,3", name="invitations.accept")  # French for 0.3
    before = page.plan
    assert len(page.edits.refused) == 5
    send(page, "language")
    refused = page.edits.refused
    assert page.plan == before
    assert ("*", "invitations.accept") not in refused
    assert {key: text for key, (text, _) in refused.items()} == {
        ("*", "groups.per_person"): "0.4", ("B", "invitations.invite"): "700",
        ("", "people"): "0", ("", "money"): "much",
    }  # fmt: skip
    for _, problem in refused.values():
        assert re.search(r"accueillent|plus|valeur|nombre|minimum", problem), problem
    send(page, "language")
    assert "would be left out" in page.edits.refused["*", "groups.per_person"][1]


def test_an_assumption_that_no_audience_has_is_refused_in_the_language(page):
    send(page, "language")
    enter(page, "field", "5000000", name="population.people")
    _, problem = page.edits.refused["*", "population.people"]
    assert problem.startswith("personnes du public")


def test_options_of_equal_names_get_names_that_differ(page):
    """Also if one has by hand the name that another would get."""
    for letter, name in (("A", "X"), ("B", "X"), ("C", "X (A)")):
        enter(page, "name", name, option=letter)
    assert page.wait(TIMEOUT)
    assert len({each.name for each in page.answer.decision.options}) == 3
    assert page.edits.notice == ""


def test_half_an_emoji_in_a_name_is_left_out(page):
    enter(page, "name", "Ads \ud83d", option="A")
    assert page.wait(TIMEOUT)
    assert page.answer.decision["A"].name == "Ads"


def test_another_strategy_keeps_audience_and_money(page):
    enter(page, "strategy", "voucher", option="B")
    assert (page.plan.audience, page.plan.money) == (SMALL.audience, 1500.0)
    assert page.wait(TIMEOUT)
    assert page.answer.decision["B"].lever == "rewards.discount"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0,4", "Write 0.4 with a point. The plan still uses"),
        ("many", "Write a number."),
        ("400", "Write a number from 0% to 100%"),
    ],
)
def test_a_refused_number_says_how_to_write_it(page, text, says):
    before = page.plan
    enter(page, "field", text, name="invitations.accept", option="B")
    assert page.plan == before
    assert says in page.view.options
    assert f'value="{text}"' in page.view.options
    enter(page, "field", "12", name="invitations.accept", option="B")
    assert page.plan.choices[1].plan.invitations.accept == 0.12
    assert says not in page.view.options


def test_a_drag_is_one_step_and_can_be_undone(page):
    for value in (0.11, 0.12, 0.13):
        send(page, "slide", value, name="invitations.accept", option="B")
    assert page.plan.choices[1].plan.invitations.accept == 0.13
    send(page, "undo")
    assert page.plan == SMALL
    send(page, "redo")
    assert page.plan.choices[1].plan.invitations.accept == 0.13


def test_each_its_own_money(page):
    send(page, "same_money", "")
    enter(page, "budget", "1,200", option="A")
    assert page.wait(TIMEOUT)
    assert page.answer.decision["A"].budget == 1200
    assert page.answer.decision["B"].budget == 1500
    assert "own cost" in page.view.answer


def test_own_money_outlives_a_second_click_and_a_new_option_starts_with_that_of_all(page):
    send(page, "same_money", "")
    enter(page, "budget", "1,200", option="A")
    send(page, "same_money", "")
    assert page.plan.choices[0].budget == 1200
    send(page, "add")
    assert page.plan.choices[3].budget == 1500


def test_the_budget_can_set_another_lever(page):
    enter(page, "lever", "rewards.trial", option="B")
    assert page.wait(TIMEOUT)
    assert page.answer.decision["B"].lever == "rewards.trial"
    assert 'data-act="lever"' in page.view.warnings  # the money cannot be spent on it
    send(page, "lever", option="B")
    assert page.wait(TIMEOUT)
    option = page.answer.decision["B"]
    assert option.lever == "seeds"
    assert page.answer.decision.summary["cost"]["B"] == pytest.approx(1500, rel=0.02)


def test_the_same_option_twice_says_so(page):
    send(page, "duplicate", option="B")
    assert "already option B" in page.edits.notice
    assert len(page.plan.choices) == 3


def test_options_are_added_and_removed(page):
    send(page, "add")
    assert len(page.plan.choices) == 4
    assert "disabled" in page.view.options.split('data-act="add"')[1][:20]
    send(page, "remove", option="A")
    assert [choice.strategy for choice in page.plan.choices][:2] == [
        "invite-a-friend",
        "empowered-employees",
    ]


def test_a_removed_option_takes_no_name_with_it_until_the_next_answer(page, monkeypatch):
    """The latest answer keeps the letters and names of its own document."""
    monkeypatch.setattr(page._worker, "submit", lambda question: None)  # which does not come
    monkeypatch.setattr(page._when_slow, "request", lambda: None)
    first = page.view.answer
    send(page, "remove", option="A")
    page.render("answer", "why", "warnings", "tools", "tabs")
    assert page.view.answer == first
    assert "Paid ads" not in page.view.options.split('class="menu"')[0]
    assert "Paid ads" in page.view.tabs
    assert "÷" not in page.view.options  # no option has the division of another


def test_an_answer_of_fewer_options_stays_after_undo(page):
    send(page, "remove", option="C")
    assert page.wait(TIMEOUT)
    send(page, "undo")
    page.render("answer", "why", "warnings", "tools", "tabs")
    assert page.wait(TIMEOUT)
    assert page.answer.decision.order
    assert page.edits.notice == ""


def test_a_result_of_an_option_goes_with_its_letter(page):
    send(page, "job", "split")
    assert page.money.jobs.wait(TIMEOUT)
    assert page.last_job("split") is not None
    send(page, "remove", option="A")
    assert page.last_job("split") is None
    send(page, "add_split")
    assert len(page.plan.choices) == 2


def test_an_audience_that_nobody_can_start_in_has_an_answer(page):
    """No lever changes a reach of 0, so that there is none to search."""
    page.put(
        page.plan.with_audience(Audience(people=20, groups=2, size=10, outside=0, employees=0))
        .removed("A")
        .removed("A")
    )
    assert page.wait(TIMEOUT)
    assert page.answer.decision.people == 20
    assert page.edits.notice == ""
    assert "No lever here changes" in page.view.tools


def test_a_currency_of_a_document_is_chosen_in_the_list(page):
    page.put(page.plan.with_(currency="JPY"))
    assert "<option selected>JPY</option>" in page.view.options


def test_an_own_budget_is_shown_as_it_was_typed(page):
    send(page, "same_money", "")
    enter(page, "budget", "1200.5", option="A")
    assert 'value="1,200.50"' in page.view.options
    enter(page, "budget", "much", option="A")
    assert 'aria-describedby="elp-b-A-bad"' in page.view.options


def test_a_document_is_saved_and_opened(page):
    enter(page, "title", "Spring")
    text = page.plan.to_text()
    send(page, "undo")
    assert page.plan.title == ""
    send(page, "open", text, name="spring.yaml")
    assert page.plan.title == "Spring"
    assert "spring.yaml" in page.view.top
    page.guarded(lambda: send(page, "open", "a: [", name="bad.yaml"))()
    assert page.plan.title == "Spring"
    assert "bad.yaml" in page.view.top


def test_the_browser_keeps_the_document():
    first = workbench.campaign(SMALL.with_(title="Kept"), lang="en")
    first.browser.save()
    second = workbench.campaign(lang="en")
    second.browser.page.stored = first.browser.page.saved_state
    second.browser.page.views = 1
    assert second.plan.title == "Kept"
    assert "restored" in second.view.top
    for each in (first, second):
        each.close()


def test_french(page):
    send(page, "language")
    assert "touche le plus de monde" in page.view.answer or "autant de monde" in page.view.answer
    assert "Votre public" in page.view.audience
    assert "Publicité payante" in page.view.options


def test_the_best_split_is_added_as_an_option(page):
    send(page, "job", "split")
    assert page.money.jobs.wait(TIMEOUT)
    job = page.money.jobs.of("split")
    assert isinstance(job.result, SplitFound), job.error
    if job.result.is_better:
        send(page, "add_split")
        assert page.plan.choices[3].plan == job.result.plan
    else:
        assert "already as good" in page.view.tools


def test_a_target_is_found_and_used(page):
    enter(page, "find_option", "B")
    enter(page, "find_field", "engagement.group_share")
    reach = page.answer.decision.summary["reach"]["B"]
    enter(page, "find_target", str(round(1.02 * reach)))
    send(page, "job", "find")
    assert page.money.jobs.wait(TIMEOUT)
    found = page.money.jobs.of("find").result
    assert found.value > 0.3
    send(page, "use_found")
    assert page.plan.choices[1].plan.engagement.group_share == pytest.approx(found.value, rel=1e-3)


def test_more_money_and_less(page):
    send(page, "job", "further")
    assert page.money.jobs.wait(TIMEOUT)
    found = page.money.jobs.of("further").result
    assert isinstance(found, FurtherFound)
    assert set(found.reach) == {"A", "B", "C"}
    assert found.reach["A"][0] < found.reach["A"][-1]


def test_a_job_can_be_cancelled(page):
    send(page, "job", "split")
    send(page, "cancel_job")
    assert page.money.jobs.wait(TIMEOUT)
    assert page.money.jobs.of("split").state in ("cancelled", "done")
    assert 'data-act="cancel_job"' not in page.view.tools


def test_a_cancelled_answer_is_stale_and_can_be_computed(page):
    enter(page, "money", "1600")
    send(page, "cancel_answer")
    if not page.is_current or page.answer.coarse:
        assert "before your last change" in page.view.answer
    send(page, "compute")
    assert 'data-act="compute"' not in page.view.answer
    assert page.wait(TIMEOUT)
    assert "before your last change" not in page.view.answer
    assert 'data-act="cancel_answer"' not in page.view.answer


def test_more_people_than_visitors_may_have_are_refused_at_their_field(page, monkeypatch):
    monkeypatch.setattr(limits, "_PROCESS_LIMITS", limits.VisitorLimits(people=11_000))
    page.put(page.plan.with_audience(Audience(people=10_900, groups=6_000, size=2, employees=20)))
    send(page, "cancel_answer")
    before = page.plan
    enter(page, "audience", "11000", name="people")
    assert page.plan == before
    assert page.edits.audience == before.audience
    text, problem = page.edits.refused["", "people"]
    assert text == "11000"
    assert "11,020 are more than the 11,000 allowed to visitors" in problem
    enter(page, "audience", "5900", name="groups")
    assert page.plan.audience.groups == 5_900


class Waiting(CampaignSimulator):
    """Answers nothing until it is cancelled or released."""

    released = threading.Event()

    def __call__(self, question, coarse, cancel):
        while not self.released.wait(0.01):
            if cancel.is_set():
                raise Cancelled
        return super().__call__(question, coarse, cancel)


def test_a_first_answer_that_is_cancelled_can_be_computed(monkeypatch):
    monkeypatch.setattr(Waiting, "released", threading.Event())
    monkeypatch.setattr(campaign_page, "CampaignSimulator", Waiting)
    page = workbench.campaign(SMALL, lang="en")
    try:
        assert 'data-act="cancel_answer"' in page.view.answer
        send(page, "cancel_answer")
        assert page.wait(TIMEOUT)
        assert page.answer is None
        assert "Computing" not in page.view.answer
        assert 'data-act="compute"' in page.view.answer
        send(page, "compute")
        assert "Computing" in page.view.answer
        Waiting.released.set()
        assert page.wait(TIMEOUT)
        assert "refined" in page.view.answer
    finally:
        page.close()


def test_a_long_answer_after_a_change_can_be_cancelled(monkeypatch):
    monkeypatch.setattr(Waiting, "released", threading.Event())
    monkeypatch.setattr(campaign_page, "CampaignSimulator", Waiting)
    Waiting.released.set()
    page = workbench.campaign(SMALL, lang="en")
    try:
        assert page.wait(TIMEOUT)
        Waiting.released.clear()
        enter(page, "money", "1600")
        page._show_stale()
        assert "before your last change" in page.view.answer
        assert 'data-act="compute"' not in page.view.answer  # it is computing already
        assert 'data-act="cancel_answer"' in page.view.answer
        send(page, "cancel_answer")
        assert 'data-act="compute"' in page.view.answer
    finally:
        page.close()


def test_a_long_answer_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(campaign_answers, "_REPORT_INTERVAL", 0.0)
    reported, show = [], campaign_page.CampaignPage._report

    def remembered(page, simulated):
        show(page, simulated)
        reported.append((simulated, page.view.answer))

    monkeypatch.setattr(campaign_page.CampaignPage, "_report", remembered)
    page = workbench.campaign(SMALL.with_(money=1600.0), lang="fr")
    try:
        assert page.wait(TIMEOUT)
        assert max(simulated for simulated, _ in reported) >= 3 * 100  # each option in each town
        for simulated, html in reported:
            assert f"simulations jusqu’ici\N{NO-BREAK SPACE}: {simulated}</span>" in html
        assert "jusqu’ici" not in page.view.answer
    finally:
        page.close()


@pytest.mark.parametrize("key", TABS)
def test_every_tab_opens(page, key):
    send(page, "tab", key)
    assert page.edits.notice == ""
    assert f'id="elp-t-{key}" ' in page.view.tabs
    send(page, "language")
    assert page.edits.notice == ""


def test_tests_that_fail_say_why_and_the_answer_stays(monkeypatch):
    def failing(*_, **__):
        raise EngagelabError("memory: about 9.0 GB are needed")

    monkeypatch.setattr(campaign_page, "explain", failing)
    with opened_page() as page:
        assert page.settle(TIMEOUT)
        assert page.edits.notice == "memory: about 9.0 GB are needed"
        assert page.edits.notice in page.view.top
        assert page.answer is not None
        assert not page.shown.stale


@pytest.fixture(scope="class")
def settled():
    with opened_page() as opened:
        assert opened.settle(TIMEOUT)
        yield opened


class TestExplained:
    """A page with its explanation, which these tests only read."""

    def test_the_answer_is_explained(self, settled):
        assert "Shapley" in settled.view.why
        assert settled.shown.tests is not None
        assert "How sure is it?" in settled.view.why

    @pytest.mark.parametrize("format", ["pptx", "xlsx", "pdf", "html"])
    def test_the_decision_is_handed_over(self, settled, format, monkeypatch):
        sent = []
        monkeypatch.setattr(settled, "send_file", lambda *file: sent.append(file))
        send(settled, "export", format)
        ((name, _, data),) = sent
        assert name.endswith(f".{format}")
        assert len(data) > 10_000


def test_the_calendar_changes_one_option(page):
    send(page, "tab", "calendar")
    enter(page, "tab_option", "C")
    page.tabs._tab.remove(0)
    counts = [len(choice.plan.campaign.posts) for choice in page.plan.choices]
    assert counts == [4, 4, 3]


def test_an_assumption_is_set_in_all_options(page):
    send(page, "tab", "all")
    enter(page, "field", "0.3", name="engagement.crowding")
    assert {choice.plan.engagement.crowding for choice in page.plan.choices} == {0.3}


def test_an_own_network(page):
    network = el.Scenario().replace({"population.people": 300}).town(1)
    page.use_network(network, "mine")
    assert page.wait(TIMEOUT)
    assert page.answer.decision.people == 294
    assert "300 people of your network mine" in page.view.audience.replace("<b>", "").replace(
        "</b>", ""
    )
    page.use_network(None, "")
    assert page.wait(TIMEOUT)
    assert page.answer.decision.people == 400


def test_the_page_answers_a_ping(page):
    sent = []
    page.browser.page.send = lambda content, buffers=None: sent.append(content)
    page.browser.page._handle_custom_msg({"ping": True}, [])
    assert sent == [{"pong": True}]
    page.browser.page._handle_custom_msg({"step": "undo"}, [])
    assert sent == [{"pong": True}]


def test_the_fallback_computes(page):
    page.fallback.fields["money"].value = 1700.0
    page.fallback.compute.click()
    assert page.plan.money == 1700
    assert page.wait(TIMEOUT)
    assert "people" in page.fallback.widget.children[-1].value


@pytest.mark.parametrize(
    ("name", "value", "says"), [("people", 5, "lowest value"), ("groups", 2, "2 groups of 25 hold")]
)
def test_the_fallback_says_what_is_impossible(page, name, value, says):
    page.fallback.fields[name].value = value
    page.fallback.compute.click()
    assert page.plan == SMALL
    assert says in page.fallback.widget.children[-1].value


def test_fewer_employees_reach_a_warm_start(page):
    """It takes from the last answer only what the budget sets: here the trial, not the seeds."""
    page.put(page.plan.with_field("rewards.trial", 5.0, "C"))
    assert page.wait(TIMEOUT)
    enter(page, "audience", "4", name="employees")
    assert page.wait(TIMEOUT)
    assert page.edits.notice == ""
    assert page.answer.decision.employees == 4


def test_a_target_is_at_most_all_people(page):
    page.put(page.plan.with_(money=100_000.0))
    assert page.wait(TIMEOUT)
    assert page.answer.decision.summary["reach"].max() > 0.95 * page.answer.decision.people
    assert page.edits.asked_now["target"] == page.answer.decision.people


def test_another_kind_of_plan_is_refused():
    with pytest.raises(EngagelabError, match="CampaignPlan"):
        workbench.campaign(el.Scenario())
