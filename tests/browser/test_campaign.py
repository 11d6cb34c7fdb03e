"""The campaign page in Voila and Chromium: the task of a new user, looks, access and failures."""

import re
import time
import urllib.request

import pytest
from checkout import ROOT
from fitted import happened

from benchmarks.browser import CELLS, CHROMIUM, Server, write_notebook
from tests.browser.layout import after_layout
from tests.browser.test_campaign_looks import COLLISIONS, LOOKS

ARTIFACTS = ROOT / "artifacts"
NOTEBOOK, SMALL, RESULTS = "plan_a_campaign.ipynb", "small.ipynb", "results.ipynb"
# the page with few people, for tests to which their number makes no difference
SOURCE = """\
from engagelab.workbench import CampaignPlan, campaign
from engagelab.workbench.state.audience import Audience
few = Audience(people=400, groups=56, size=25, outside=0.2, employees=20)
campaign(CampaignPlan.start().with_audience(few).with_(money=1500.0))"""
OF_RESULTS = f"""\
from engagelab.workbench.compute import results_fit
results_fit.SIMULATIONS = 200
{SOURCE}"""
TAKEN = "() => document.querySelector(\"[data-act='undo']\")?.disabled === false"
ANSWER = 240_000  # milliseconds, on a busy machine
WIDTHS = {1440: 900, 1024: 768, 390: 844}
MOST_ACTIONS = 25
REFINED = ".elp .step--ans:not(.is-coarse):not(.is-stale) .status .ic--check"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]

WATCH = """() => { window.seen = [];
  const look = () => {
    const { classList } = document.querySelector('.elp .step--ans');
    const state = ['is-coarse', 'is-stale'].find(name => classList.contains(name)) ?? 'refined';
    if (window.seen.at(-1) !== state) window.seen.push(state);
  };
  const all = { subtree: true, childList: true, attributes: true };
  new MutationObserver(look).observe(document.querySelector('.elp'), all); }"""


class Present(Server):
    """The campaign page as an application."""

    def arguments(self):
        """Return what starts the application on this notebook alone."""
        for path in self.notebooks.glob("*.ipynb"):
            if path.name != NOTEBOOK:
                path.unlink()
        write_notebook(self.notebooks / SMALL, SOURCE)
        write_notebook(self.notebooks / RESULTS, OF_RESULTS)
        # a kernel that is started ahead runs the page: for half a minute of computing
        told = ["present", "--port", str(self.port), "--no-browser", "--warm", "0", "--folder"]
        return ["-m", "engagelab", *told, str(self.notebooks)]

    def is_up(self):
        """Return whether the server answers."""
        with urllib.request.urlopen(self.address, timeout=10) as answer:
            return answer.status == 200

    def page(self, notebook):
        """Return the address of a page."""
        return f"{self.address}/voila/render/{notebook}"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = Present(tmp_path_factory.mktemp("campaign"))
    try:
        started.wait()
        yield started
    finally:
        started.stop()


@pytest.fixture
def visit(server, chrome):
    """Return a function that opens the page at a width, in a language."""
    yield from _visits(server, chrome)


@pytest.fixture(scope="module")
def english(server, chrome):
    """Return a page in English with few people, which tests share."""
    visits = _visits(server, chrome)
    yield next(visits)()
    next(visits, None)


def _visits(server, chrome):
    contexts = []

    def open_at(width=1440, lang="en", *, wait=True, route=None, notebook=SMALL):
        size = {"width": width, "height": WIDTHS[width]}
        context = chrome.new_context(viewport=size, locale={"en": "en-US", "fr": "fr-FR"}[lang])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(ANSWER)
        if route is not None:
            page.route(*route)
        page.goto(server.page(notebook), timeout=CELLS)
        if wait:
            page.wait_for_selector(f".elp[lang={lang}]")
            page.wait_for_selector(REFINED)
        return page

    yield open_at
    for context in contexts:
        for page in context.pages:
            page.goto("about:blank")  # the page reports that it is left, and its kernel ends
        context.close()


class Person:
    """Someone at the page, whose actions are counted."""

    def __init__(self, page):
        self.page, self.actions, self.began = page, 0, time.monotonic()

    def click(self, selector):
        self.actions += 1
        self.page.locator(selector).first.click()

    def type(self, selector, text):
        self.actions += 1
        box = self.page.locator(selector).first
        box.fill(text)
        box.press("Tab")

    def text(self, selector):
        return re.sub(r"\s+", " ", self.page.locator(selector).first.inner_text())


def keep(page, name):
    """Save a screenshot for review."""
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"campaign_{name}.png", full_page=True)


def test_an_answer_leaves_a_number_that_is_being_typed(visit):
    page = visit()
    page.click("[data-act=toggle][data-value=audience]")
    page.locator("#elp-a-people").fill("500")
    page.locator("#elp-a-people").press("Tab")
    groups = page.locator("#elp-a-groups")
    groups.fill("12")  # before the answer to the first number
    page.wait_for_timeout(4_000)
    assert groups.input_value() == "12"


@pytest.mark.parametrize(("width", "lang"), [(390, "en"), (1440, "fr")])
def test_a_new_user_compares_three_strategies_for_20_000(visit, width, lang):
    page = visit(width, lang, notebook=NOTEBOOK)
    person = Person(page)
    person.click("[data-act=toggle][data-value=audience]")
    for name, text in (("people", "12 000"), ("groups", "300"), ("size", "40"), ("outside", "0")):
        person.type(f"#elp-a-{name}", text)
    person.click("[data-act=toggle][data-value=audience]")
    if width == 390:
        person.click("[data-act=toggle][data-value=options]")
    person.type("#elp-money", "20000")
    if page.locator(".warns [data-act=lever]").count():
        person.click(".warns [data-act=lever]")
    page.wait_for_function(
        "() => /300/.test(document.querySelector('.elp .sum')?.innerText)", timeout=ANSWER
    )
    page.wait_for_timeout(1_000)
    page.wait_for_selector(REFINED)
    sentence = person.text(".ans__s")
    assert "20,000" in sentence.replace("\N{NARROW NO-BREAK SPACE}", ",").replace(" ", ",") or (
        {"en": "own cost", "fr": "propre coût"}[lang] in sentence or "12" in sentence
    )
    assert person.text(".elp .sum").count("300") == 1
    page.wait_for_selector(".wfl .wf__bar, .wfl", state="attached")
    person.click("[data-act=tab][data-value=handover]")
    page.wait_for_selector("[data-act=export]:not([disabled])")
    seconds = time.monotonic() - person.began
    report = f"{lang} {width}: {person.actions} actions, {seconds:.0f} s: {sentence}"
    (ARTIFACTS / f"campaign_task_{lang}_{width}.txt").write_text(report, encoding="utf-8")
    assert person.actions < MOST_ACTIONS
    for shown, height in sorted(WIDTHS.items(), key=lambda size: abs(size[0] - width)):
        page.set_viewport_size({"width": shown, "height": height})
        found = after_layout(page, lambda: page.evaluate(LOOKS) + page.evaluate(COLLISIONS))
        keep(page, f"task_{lang}_{shown}")
        assert found == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_axe_finds_nothing(visit, lang):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(1440, lang)
    page.click("[data-act=toggle][data-value=audience]")
    page.click("[data-act=toggle][data-value=menu-A]")
    page.wait_for_selector(".elp .menu")
    found = {}
    for key in ("handover", "all"):
        page.click(f"#elp-t-{key}")
        page.wait_for_selector(f"#elp-t-{key}[aria-selected=true]")
        for theme, is_light in (("light", "true"), ("dark", "false")):
            page.evaluate(
                "light => document.body.setAttribute('data-jp-theme-light', light)", is_light
            )
            page.wait_for_timeout(300)
            for violation in axe.run(page, context=".elp").response["violations"]:
                nodes = [node["html"][:120] for node in violation["nodes"]][:3]
                found[f"{key} {theme} {violation['id']}"] = nodes
            keep(page, f"axe_{lang}_{key}_{theme}")
    assert found == {}


def test_a_comma_is_refused_in_english_with_the_remedy(english):
    page = english
    box = page.locator("#elp-B-invitations-accept")
    before = box.input_value()
    box.fill("0,4")
    box.press("Tab")
    page.wait_for_selector("#elp-B-invitations-accept-bad")
    assert "Write 0.4 with a point" in page.inner_text("#elp-B-invitations-accept-bad")
    box.focus()
    assert box.input_value() == before  # an edit starts from the last valid value
    box.fill("12")
    box.press("Tab")
    page.wait_for_selector("#elp-B-invitations-accept-bad", state="detached")


def test_a_drag_shows_a_coarse_answer_then_a_refined_one(english):
    page = english
    page.evaluate(WATCH)
    slider = page.locator("input[data-slide='engagement.paid_read']")
    slider.focus()
    for _ in range(6):
        page.keyboard.press("ArrowLeft")
    refined = "() => window.seen.includes('is-coarse') && window.seen.at(-1) === 'refined'"
    page.wait_for_function(refined, timeout=ANSWER)
    seen = page.evaluate("() => window.seen")
    assert "is-coarse" in seen
    assert seen.index("is-coarse") < len(seen) - 1


def test_without_a_connection_the_page_says_so(english):
    page = english
    page.context.set_offline(True)
    page.wait_for_selector(".el-lost-note")
    assert "lost its connection" in page.inner_text(".el-lost-note")
    assert page.locator(".el-lost-note button").is_visible()
    options = "() => document.querySelector('.elp__part--options').closest('[inert]') !== null"
    assert page.evaluate(options)
    page.context.set_offline(False)
    page.wait_for_selector(".el-lost-note", state="detached")


def test_plain_fields_are_shown_if_the_scripts_are_blocked(visit):
    blocked = re.compile("anywidget"), lambda route: route.abort()
    page = visit(wait=False, route=blocked)
    page.wait_for_selector(".elp-fallback input", state="visible")
    assert page.locator(".elp-fallback input:visible").count() == 4
    assert page.locator(".elp").count() == 0
    assert page.locator(".jupyter-widgets-error-widget:visible").count() == 0


def test_a_persons_results_are_fitted_used_and_survive_a_restart(visit):
    page = visit(notebook=RESULTS)
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.click("#elp-t-results")
    body = page.locator(".elp-open-tab")
    content = happened().drop(columns="seeds").to_csv(index=False).encode()
    page.wait_for_selector(".elp-open-tab input[type=file]", state="attached")
    page.set_input_files(
        ".elp-open-tab input[type=file]",
        {"name": "posts.csv", "mimeType": "text/csv", "buffer": content},
    )
    body.get_by_text("8 posts as they were read").wait_for()
    box = body.get_by_label("Seeds of each post")
    box.fill("12")
    box.press("Enter")
    body.locator(".el-job-start").click()
    body.get_by_role("button", name="Use as plan with uncertainty").click()
    page.wait_for_function(TAKEN)
    keep(page, "results")
    page.set_viewport_size({"width": 390, "height": 844})
    wide = after_layout(
        page, lambda: page.evaluate("() => document.documentElement.scrollWidth > 390")
    )
    keep(page, "results_narrow")
    assert not wide
    words = body.locator(".el-explore-words").bounding_box()
    assert words["x"] + words["width"] <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
    assert errors == []
    page.click("#elp-t-all")
    page.get_by_text("measured: fitted to your 8 posts").first.wait_for()
    page.wait_for_selector(REFINED)
    keep(page, "fitted")
    page.reload()  # Voila starts a new kernel
    page.wait_for_selector(REFINED)
    page.click("#elp-t-all")
    page.get_by_text("measured: fitted to your 8 posts").first.wait_for()
