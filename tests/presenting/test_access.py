"""Accessibility of a French page of the application: axe-core finds nothing serious."""

import urllib.request
from typing import ClassVar

import pytest

from benchmarks.browser import CELLS, CHROMIUM, START, Server, chromium, served, write_notebook
from tests.browser.test_access import TABS, views

NOTEBOOK = "open.ipynb"
SOURCE = """\
import engagelab as el
from engagelab import workbench
small = {"population.people": 300, "settings.runs": 20, "settings.horizon": 30}
workbench.open(el.Scenario.preset("voucher").replace(small))"""
ANSWER = 120_000  # milliseconds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]


class Application(Server):
    """``engagelab present`` on one notebook with the workbench in it."""

    given: ClassVar[dict[str, str]] = {}

    def arguments(self):
        for path in self.notebooks.glob("*.ipynb"):
            path.unlink()
        write_notebook(self.notebooks / NOTEBOOK, SOURCE)
        told = ["--port", str(self.port), "--no-browser", "--warm", "0"]
        return ["-m", "engagelab", "present", *told, "--folder", str(self.notebooks)]

    def is_up(self):
        with urllib.request.urlopen(f"{self.address}/", timeout=30) as answer:
            return answer.status == 200


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    pytest.importorskip("playwright.sync_api")
    with served(Application(tmp_path_factory.mktemp("open"))) as server, chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR")
        opened = context.new_page()
        opened.goto(f"{server.address}/voila/render/{NOTEBOOK}", timeout=START)
        opened.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
        opened.wait_for_selector(".el-workbench[lang=fr]", timeout=ANSWER)
        opened.wait_for_selector("#loading", state="detached", timeout=ANSWER)
        yield opened


def serious(page, axe):
    """Return the serious findings of axe-core in the whole page, with its frames."""
    return {
        one["id"]: [(node["html"], node["any"][0]["message"]) for node in one["nodes"]]
        for one in axe.run(page).response["violations"]
        if one["impact"] in ("serious", "critical")
    }


def test_axe_finds_nothing_serious_in_the_whole_page(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.wait_for_function(
        "tabs => document.querySelector(tabs)?.innerText === 'Comparer'", arg=TABS, timeout=ANSWER
    )
    assert page.locator(TABS).count() > 5
    found = {"the page as it opens": serious(page, axe)}
    found |= {name: serious(page, axe) for name in views(page)}
    assert {name: told for name, told in found.items() if told} == {}
    assert len(found) > page.locator(TABS).count()
