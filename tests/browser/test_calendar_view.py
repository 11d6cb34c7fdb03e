"""The calendar in a page whose kernel answers late: what is typed is not lost."""

import base64
import json

import pytest

import engagelab as el
from benchmarks.browser import CHROMIUM, chromium
from engagelab import workbench
from engagelab.workbench.browser import STATIC

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]

PAID, RELEVANCE = '[data-cell="0/paid"]', '[data-cell="0/relevance"]'
# a model whose messages wait until the test hands them to the kernel
OPEN = """async ([source, content]) => {
  const { default: view } = await import(`data:text/javascript;base64,${source}`);
  const sent = [], watching = [];
  window.model = { sent, get: () => content, send: message => sent.push(message), off() {},
    on: (_, callback) => watching.push(callback),
    show: next => { content = next; watching.forEach(callback => callback()); } };
  const el = document.body.appendChild(document.createElement("div"));
  view.render({ model: window.model, el });
}"""


@pytest.fixture(scope="module")
def browser():
    pytest.importorskip("playwright.sync_api")
    with chromium() as opened:
        yield opened


@pytest.fixture
def tab():
    plan = el.Scenario.preset("voucher").replace({"population.people": 300, "settings.runs": 4})
    bench = workbench.open(plan, lang="en")
    bench.tabs.open("calendar")
    yield bench.tabs.tab
    bench.close()


@pytest.fixture
def page(browser, tab):
    opened = browser.new_page()
    source = base64.b64encode((STATIC / "calendar.js").read_bytes()).decode()
    opened.evaluate(OPEN, [source, json.loads(json.dumps(tab.widget.content))])
    yield opened
    opened.close()


def handed_over(page, tab):
    """Hand the oldest message of the page to the kernel."""
    tab.widget._handle_custom_msg(page.evaluate("model.sent.shift()"), [])


def shown(page, tab):
    """Show what the kernel answers."""
    page.evaluate("content => model.show(content)", json.loads(json.dumps(tab.widget.content)))


def test_a_value_typed_again_survives_the_answers_to_earlier_ones(page, tab):
    before = page.input_value(PAID)
    page.fill(RELEVANCE, "0.25")
    page.focus(PAID)  # which sends the relevance
    handed_over(page, tab)
    page.fill(PAID, "7")
    page.keyboard.press("Enter")
    page.fill(PAID, before)
    shown(page, tab)  # the answer to the relevance: the paid impressions are as before
    assert page.input_value(PAID) == before
    handed_over(page, tab)
    shown(page, tab)  # now they are 7
    assert tab.rows[0]["paid"] == "7"
    assert page.input_value(PAID) == before
    page.keyboard.press("Enter")
    handed_over(page, tab)
    shown(page, tab)
    assert (tab.rows[0]["paid"], page.input_value(PAID)) == (before, before)


def test_a_cell_shows_its_edit_until_the_kernel_has_answered_it(page, tab):
    page.fill(RELEVANCE, "0.25")
    page.fill(PAID, "7")
    page.focus('[data-cell="1/round"]')
    handed_over(page, tab)
    shown(page, tab)
    assert (page.input_value(RELEVANCE), page.input_value(PAID)) == ("0.25", "7")
    handed_over(page, tab)
    tab.set(0, "paid", "9")  # such as by undo
    shown(page, tab)
    assert page.input_value(PAID) == "9"


def test_a_choice_shows_its_edit_until_the_kernel_has_answered_it(page, tab):
    page.fill(RELEVANCE, "0.25")
    origin = '[data-cell="0/origin"]'
    other = page.eval_on_selector(origin, "box => [...box.options].find(o => !o.selected).value")
    page.focus(origin)  # which sends the relevance
    page.select_option(origin, other)
    handed_over(page, tab)
    shown(page, tab)
    assert page.input_value(origin) == other
    handed_over(page, tab)
    shown(page, tab)
    assert (page.input_value(origin), tab.rows[0]["origin"]) == (other, other)


def test_an_act_on_a_row_meets_that_row_wherever_it_is_and_none_if_it_is_gone(page, tab):
    before = [dict(row) for row in tab.rows]
    page.dispatch_event('[data-cell="1/remove"]', "click")
    page.dispatch_event('[data-cell="1/remove"]', "click")  # before the kernel has answered
    page.dispatch_event('[data-cell="2/duplicate"]', "click")
    for _ in range(3):
        handed_over(page, tab)
    shown(page, tab)
    copy = before[2] | {"name": ""}
    assert tab.rows == [before[0], before[2], copy, *before[3:]]


def test_a_double_click_removes_one_post(page, tab):
    page.dblclick('[data-cell="1/remove"]')
    assert page.evaluate("model.sent.length") == 1
