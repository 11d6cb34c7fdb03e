"""The tab of results in a real browser: exports in, columns edited, a fit, and its use."""

import pytest
from fitted import happened

from benchmarks.browser import CELLS, CHROMIUM, Lab, chromium, write_notebook
from tests.browser.layout import after_layout
from tests.browser.test_explore import ANSWER, TOO_WIDE, open_tab
from tests.browser.test_workbench import keep

TAB = ".el-tab-results"
NOTEBOOK = "results.ipynb"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]

SOURCE = """import engagelab as el
from engagelab import workbench
from engagelab.workbench.compute import results_fit
results_fit.SIMULATIONS = 200
small = {"population.people": 600, "settings.runs": 40, "campaign.lifetime": 6}
plan = el.Scenario.preset("invite-a-friend").replace(small)
bench = workbench.open(plan, lang="en")
bench"""

BAD = {
    "empty.csv": (b"", "empty"),
    "no dates.csv": (b"colour,mood\nred,fine\nblue,bad\n", "No column with a measure of posts"),
    "picture.csv": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4,
        "this is a PNG file",
    ),
    "wrong sheet.csv": (
        b"Note,Author\nPlease see the other sheet,me\n",
        "No column with a measure",
    ),
    "one post.csv": (b"post,date,reach,seeds\nA,2026-07-06,120,9\n", "give at least 3"),
}


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install 'engagelab[test]'"
    )
    server = Lab(tmp_path_factory.mktemp("lab"))
    write_notebook(server.notebooks / NOTEBOOK, SOURCE)
    try:
        server.wait()
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            server.run_all(page, NOTEBOOK)
            page.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
            server.wait_until_idle()
            yield page
    finally:
        server.stop()


def give(page, name, content):
    """Give one file, and wait until the page says something of it."""
    page.set_input_files(
        f"{TAB} input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def wait_for_words(page, words):
    page.wait_for_function(
        "([where, words]) => document.querySelector(where)?.innerText.includes(words)",
        arg=[TAB, words],
        timeout=ANSWER,
    )


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_answered_in_a_sentence(page, name):
    content, words = BAD[name]
    if not page.locator(TAB).count():
        open_tab(page, "Your results", "results")
    give(page, name, content)
    wait_for_words(page, words)
    keep(page, f"results_bad_{name.split('.')[0].replace(' ', '_')}")
    assert "Traceback" not in page.inner_text(TAB)
    page.click(f"{TAB} button:has-text('Remove the files')")
    page.wait_for_function(
        "where => !document.querySelector(where).innerText.includes('Remove the files')",
        arg=TAB,
        timeout=ANSWER,
    )


def test_posts_are_drawn_fitted_and_used(page):
    table = happened().drop(columns="seeds").rename(columns={"reach": "eyes"})
    give(page, "posts.csv", table.to_csv(index=False).encode())
    wait_for_words(page, "8 posts as they were read")
    page.click(f"{TAB} button:has-text('What each column is read as')")
    choice = page.locator(f"{TAB} .el-column", has_text="eyes").locator("select")
    choice.select_option(label="first readings")
    wait_for_words(page, "reads from eyes")
    keep(page, "results_columns")
    seeds = page.locator(f"{TAB} .el-form-row input").first
    seeds.fill("12")
    seeds.press("Tab")
    wait_for_words(page, "simulated campaigns before the fit")
    keep(page, "results_prior")
    page.click(f"{TAB} .el-job-start")
    wait_for_words(page, "What was learned")
    keep(page, "results_fit")
    page.click(f"{TAB} button:has-text('Use as plan with uncertainty')")
    page.wait_for_function(
        "() => document.body.innerText.includes('what the fit to your posts leaves open')",
        timeout=ANSWER,
    )
    keep(page, "results_used")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("wide", [1440, 1024, 390])
def test_nothing_stands_out_at_any_width(page, wide, lang):
    page.wait_for_timeout(2_000)  # the answer of the test before is painted
    page.locator(".el-tools select").last.select_option(index=["en", "fr"].index(lang))
    wait_for_words(page, {"en": "What was learned", "fr": "Ce qu’on a appris"}[lang])
    if page.locator(".jp-SideBar .lm-mod-current").count():
        page.keyboard.press("Control+b")  # the list of files leaves no room on a phone
    page.set_viewport_size({"width": wide, "height": 1000})
    stands_out = after_layout(page, lambda: page.locator(TAB).evaluate(TOO_WIDE))
    page.locator(TAB).evaluate("box => box.scrollIntoView()")
    keep(page, f"results_{lang}_{wide}")
    page.locator(f"{TAB} .el-figure").evaluate("box => box.scrollIntoView({block: 'end'})")
    keep(page, f"results_{lang}_{wide}_picture")
    assert stands_out == []
    page.set_viewport_size({"width": 1440, "height": 1000})
