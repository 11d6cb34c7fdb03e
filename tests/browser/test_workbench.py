"""The second notebook in JupyterLab and Chromium, with all cells run."""

import json
import time

import pytest
from checkout import ROOT

from benchmarks.browser import CELLS, CHROMIUM, QUIET, TOKEN, Lab, hosts

__all__ = ["CHROMIUM", "QUIET", "TOKEN"]

ARTIFACTS = ROOT / "artifacts"
NOTEBOOK = "02_group_size_and_invitations.ipynb"
HERE = ("127.0.0.1", "localhost")

ANSWER = 120_000  # milliseconds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]

INVITE = ".el-control-invitations-invite"
REACH = ".el-reach .el-value"

COARSE_SEEN = """() => {
  window.coarseSeen = false;
  const look = () => { window.coarseSeen ||= !!document.querySelector('.el-coarse'); };
  new MutationObserver(look).observe(document.querySelector('.el-status'),
    { subtree: true, childList: true });
}"""


class Server(Lab):
    """JupyterLab with one notebook."""

    def outputs(self):
        """Return the outputs of the saved notebook."""
        return super().outputs(NOTEBOOK)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = Server(tmp_path_factory.mktemp("lab"))
    try:
        started.wait()
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install 'engagelab[test]'"
    )
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def requested():
    """The addresses that the page has requested."""
    return []


@pytest.fixture(scope="module")
def notebook(server, browser, requested):
    """The notebook with all its cells run."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.on("request", lambda request: requested.append(request.url))
    opened = context.new_page()
    opened.on("websocket", lambda channel: requested.append(channel.url))
    try:
        run_all(opened, server)
        yield opened
    except BaseException:
        keep(opened, "browser_failed")
        raise
    finally:
        context.close()


def run_all(page, server):
    """Open the notebook and run its cells, once it has a kernel: before, a dialog would appear."""
    Lab.run_all(server, page, NOTEBOOK)
    page.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
    server.wait_until_idle()


@pytest.fixture
def page(notebook):
    """The notebook, scrolled to the workbench."""
    into_view(notebook)
    return notebook


def into_view(page):
    """Scroll the workbench to the top."""
    page.locator(".el-workbench").evaluate("box => box.scrollIntoView()")
    page.wait_for_timeout(500)


def keep(page, name):
    """Save a screenshot for review."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"{name}.png")


def picture(page):
    """Return the curve of the picture."""
    return page.get_attribute(".el-picture .el-line-plan", "points")


def wait_for_another(page, reach):
    """Wait for the full answer with another reach."""
    page.wait_for_function(
        "([where, before]) => document.querySelector('.el-refined') && "
        "(document.querySelector(where)?.innerText ?? before) !== before",
        arg=[REACH, reach],
        timeout=ANSWER,
    )
    return page.inner_text(REACH)


def wait_for_another_picture(page, seen):
    """Wait for another picture, which may be painted after the headline."""
    until = time.monotonic() + ANSWER / 1000
    while picture(page) == seen:
        assert time.monotonic() < until, "the picture has not changed"
        page.wait_for_timeout(100)


def test_the_invitation_slider_changes_reach_and_the_picture(page):
    keep(page, "workbench")
    reach, seen = page.inner_text(REACH), picture(page)
    typed = page.input_value(f"{INVITE} input")
    page.focus(f"{INVITE} [role=slider]")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    moved = wait_for_another(page, reach)
    wait_for_another_picture(page, seen)
    keep(page, "workbench_moved")
    assert float(page.input_value(f"{INVITE} input")) == pytest.approx(float(typed) + 0.12)
    assert people(moved) > people(reach)
    assert "against the baseline" in page.inner_text(".el-reach")
    assert page.locator(".el-preset select").evaluate("box => box.value").startswith("custom")


def test_dragging_shows_coarse_answers_and_ends_in_a_full_one(page):
    reach = page.inner_text(REACH)
    page.evaluate(COARSE_SEEN)
    handle = page.locator(".el-control-groups-size [role=slider]")
    handle.hover()
    place = handle.bounding_box()
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(place["x"] + place["width"] / 2 + 5 * step, place["y"] + 5)
        page.wait_for_timeout(50)
    page.wait_for_function("() => window.coarseSeen", timeout=ANSWER)
    page.mouse.up()
    wait_for_another(page, reach)
    assert page.locator(".el-coarse").count() == 0


def test_a_value_out_of_range_is_refused_beside_its_control(page):
    reach = page.inner_text(REACH)
    page.fill(f"{INVITE} input", "1.2")
    page.press(f"{INVITE} input", "Enter")
    alert = page.wait_for_selector(f"{INVITE} [role=alert]", timeout=ANSWER)
    assert alert.inner_text().startswith("1.2 is above the highest value allowed; give a number")
    keep(page, "workbench_refused")
    assert page.inner_text(REACH) == reach
    page.fill(f"{INVITE} input", "0.3")
    page.press(f"{INVITE} input", "Enter")
    page.wait_for_selector(f"{INVITE} [role=alert]", state="detached", timeout=ANSWER)
    wait_for_another(page, reach)


def test_a_contradiction_is_shown_in_the_workbench(page):
    page.locator(".el-more .jupyter-widget-Collapse-header").first.click()
    employees = page.locator(".el-control-population-employees input").first
    before = employees.input_value()
    employees.fill("0.9")
    employees.press("Enter")
    alert = page.wait_for_selector(".el-message [role=alert]", timeout=ANSWER)
    assert "employees (population.employees)" in alert.inner_text()
    keep(page, "workbench_contradiction")
    employees.fill(before)
    employees.press("Enter")
    page.wait_for_selector(".el-message [role=alert]", state="detached", timeout=ANSWER)


def test_main_controls_headline_and_picture_are_in_view_together(page):
    for part in (INVITE, ".el-control-groups-size", REACH, "svg.el-picture"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900, part


def is_whole(server):
    """Return whether the notebook is on disk whole, not while it is written."""
    try:
        json.loads((server.notebooks / NOTEBOOK).read_text(encoding="utf-8"))
    except ValueError:
        return False
    return True


def test_no_cell_ended_in_an_error(page, server):
    before = (server.notebooks / NOTEBOOK).stat().st_mtime_ns
    page.get_by_role("menuitem", name="File", exact=True).first.click()
    page.get_by_text("Save Notebook", exact=True).click()
    until = time.monotonic() + 30
    while (server.notebooks / NOTEBOOK).stat().st_mtime_ns == before or not is_whole(server):
        assert time.monotonic() < until, "the notebook is not saved"
        page.wait_for_timeout(200)
    outputs = server.outputs()
    assert outputs
    assert [output for output in outputs if output["output_type"] == "error"] == []
    assert "Traceback" not in json.dumps(outputs)
    assert "Traceback" not in page.inner_text(".jp-Notebook")
    assert page.locator(".jp-OutputArea-error").count() == 0


def test_nothing_was_requested_from_another_host(page, requested):
    assert hosts(requested) <= {*HERE}
    assert len(requested) > 10


def people(text):
    """Return the first number of a headline."""
    return int(text.split()[0].replace(",", ""))
