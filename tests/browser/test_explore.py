"""Rankings, sweeps and response curves in a real browser."""

import pytest

from benchmarks.browser import CELLS, CHROMIUM, Lab, chromium, hosts, write_notebook
from tests.browser.test_workbench import ARTIFACTS, HERE, keep

ANSWER = 120_000  # milliseconds
NOTEBOOK = "explore.ipynb"
SWEEP = ".el-tab-sweep"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]

# what stands out to the right
TOO_WIDE = """box => [...box.querySelectorAll('button, p, label, select, input, svg')]
  .filter(one => one.offsetParent !== null && !one.closest('.el-scroll'))
  .filter(one => one.getBoundingClientRect().right > box.getBoundingClientRect().right + 1)
  .map(one => one.outerHTML.slice(0, 90))"""

SOURCE = """import engagelab as el
from engagelab import workbench
small = {"population.people": 600, "settings.runs": 40}
plan = el.Scenario.preset("invite-a-friend").replace(small)
bench = workbench.open(plan, lang="en")
bench"""


@pytest.fixture(scope="module")
def seen():
    """The errors of the console, and the requests."""
    return {"errors": [], "requested": []}


@pytest.fixture(scope="module")
def notebook(tmp_path_factory, seen):
    pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install 'engagelab[test]'"
    )
    server = Lab(tmp_path_factory.mktemp("lab"))
    write_notebook(server.notebooks / NOTEBOOK, SOURCE)
    try:
        server.wait()
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            page.on("pageerror", lambda error: seen["errors"].append(str(error)))
            page.on("request", lambda request: seen["requested"].append(request.url))
            server.run_all(page, NOTEBOOK)
            page.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
            server.wait_until_idle()
            page.on("console", lambda told: _note(seen, told))
            yield page
    finally:
        server.stop()


def _note(seen, told):
    if told.type == "error":
        seen["errors"].append(told.text)


@pytest.fixture
def page(notebook):
    notebook.set_viewport_size({"width": 1400, "height": 1000})
    return notebook


def open_tab(page, title, key):
    page.locator(".el-tab-bar button", has_text=title).click()
    page.wait_for_selector(f".el-tab-{key}", timeout=ANSWER)
    page.locator(".el-tabs").evaluate("box => box.scrollIntoView()")
    page.wait_for_timeout(300)


def note(page, key):
    return page.inner_text(f".el-tab-{key} .el-job-note")


def wait_for_note(page, key, words):
    page.wait_for_function(
        "([where, words]) => document.querySelector(where)?.innerText.includes(words)",
        arg=[f".el-tab-{key} .el-job-note", words],
        timeout=ANSWER,
    )


def rows(page):
    return page.locator(f"{SWEEP} .el-values tbody tr").count()


def test_the_strongest_effects_are_beside_the_headline(page):
    page.wait_for_selector(".el-depends li", timeout=ANSWER)
    assert "%" in page.inner_text(".el-depends")
    keep(page, "explore_depends")


def test_a_long_sweep_is_paused_continued_and_cancelled(page):
    open_tab(page, "Sweep this", "sweep")
    runs = page.locator(f"{SWEEP} .el-form-runs input")
    runs.fill("600")
    runs.press("Tab")
    page.click(f"{SWEEP} .el-job-start")
    page.wait_for_selector(f"{SWEEP} .el-values tbody tr", timeout=ANSWER)
    page.focus(f"{SWEEP} .el-job-pause")
    page.keyboard.press("Enter")
    wait_for_note(page, "sweep", "paused")
    done = note(page, "sweep")
    keep(page, "explore_paused")
    page.wait_for_timeout(1500)
    assert note(page, "sweep") == done
    page.click(f"{SWEEP} .el-job-pause")
    wait_for_note(page, "sweep", " of 9 plans simulated")
    page.click(f"{SWEEP} .el-job-cancel")
    wait_for_note(page, "sweep", "cancelled")
    kept = rows(page)
    assert 0 < kept < 9
    keep(page, "explore_cancelled")
    page.click(f"{SWEEP} .el-job-start")
    wait_for_note(page, "sweep", "done: 9 plans simulated")
    assert rows(page) == 9
    keep(page, "explore_sweep")


def test_a_cell_sets_the_sliders_by_keyboard(page):
    first = page.locator(f"{SWEEP} .el-values tbody tr").nth(8)
    value = float(first.locator("td").nth(1).inner_text())
    first.locator("button").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "value => Number(document.querySelector('.el-control-invitations-invite input').value)"
        " === value",
        arg=value,
        timeout=ANSWER,
    )
    wait_for_note(page, "sweep", "For the plan as it was")


def test_a_response_curve_names_and_sets_the_best_value(page):
    open_tab(page, "Response curve", "response")
    page.click(".el-tab-response .el-job-start")
    wait_for_note(page, "response", "done")
    assert "is best for people reached" in page.inner_text(".el-tab-response .el-explore-words")
    assert page.locator(".el-tab-response svg.el-picture").get_attribute("aria-label")
    keep(page, "explore_response")


def test_fields_are_ranked(page):
    open_tab(page, "What matters", "matters")
    page.click(".el-tab-matters .el-job-start")
    wait_for_note(page, "matters", "done")
    assert "matters most" in page.inner_text(".el-tab-matters .el-explore-words")
    assert page.locator(".el-tab-matters svg.el-picture rect").count() == 8
    keep(page, "explore_matters")


@pytest.mark.parametrize("wide", [1400, 900])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_overflows(page, wide, lang):
    page.set_viewport_size({"width": wide, "height": 1000})
    page.locator(".el-tools select").last.select_option(index=["en", "fr"].index(lang))
    page.wait_for_selector(
        f".el-tab-bar button:has-text('{ {'fr': 'Tester', 'en': 'Sweep'}[lang] }')"
    )
    titles = {
        "fr": ("Tester", "Courbe", "Ce qui compte"),
        "en": ("Sweep", "Response", "What matters"),
    }
    for key, title in zip(("sweep", "response", "matters"), titles[lang], strict=True):
        open_tab(page, title, key)
        keep(page, f"explore_{key}_{lang}_{wide}")
        assert page.locator(f".el-tab-{key}").evaluate(TOO_WIDE) == []


def test_no_error_was_logged_and_no_other_host_requested(page, seen):
    assert seen["errors"] == []
    assert hosts(seen["requested"]) <= {*HERE}
    assert ARTIFACTS.exists()
