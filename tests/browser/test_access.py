"""Accessibility of the workbench in both languages: axe-core, names, keyboard, space for texts."""

import pytest

from benchmarks.browser import CELLS, CHROMIUM, Lab, write_notebook
from tests.browser.layout import after_layout
from tests.browser.test_workbench import ANSWER, REACH, browser, into_view, keep, wait_for_another

__all__ = ["browser"]

NOTEBOOK = "access.ipynb"
SOURCE = """\
import engagelab as el
from engagelab import workbench
small = {"population.people": 500, "settings.runs": 20, "settings.horizon": 40}
bench = workbench.open(el.Scenario.preset("invite-a-friend").replace(small), lang="en")
bench
"""
LANGUAGES = {"en": "English", "fr": "Français"}
INVITE = ".el-control-invitations-invite"
SECTIONS = ".el-more .jupyter-widget-Collapse-header"
TABS = ".el-tab-bar button"
SHORT = 60_000  # milliseconds

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]

# what is wider than its place, of all that is seen
TOO_WIDE = """() => [...document.querySelectorAll(
    '.el-workbench :is(label, button, th, legend, caption, .jupyter-widget-Collapse-header, ' +
    '.el-value, .el-label, .el-below, .el-legend li, p)')]
  .filter(box => box.offsetParent && getComputedStyle(box).display !== 'inline')
  .filter(box => !box.closest('.el-slider') && box.scrollWidth > box.clientWidth + 1)
  .map(box => `${box.className}: ${box.innerText} (${box.scrollWidth} > ${box.clientWidth})`)"""
FOCUS = """() => { const box = document.activeElement, look = getComputedStyle(box);
  return { inside: !!box.closest('.el-workbench'), text: box.outerHTML.slice(0, 200),
    seen: look.outlineStyle !== 'none' || look.boxShadow !== 'none' ||
      getComputedStyle(box.parentElement).outlineStyle !== 'none',
    top: Math.round(box.getBoundingClientRect().top), key: box.dataset.cell ?? box.className }; }"""


class Server(Lab):
    """JupyterLab with a notebook that opens a small workbench."""

    def __init__(self, folder):
        super().__init__(folder)
        write_notebook(self.notebooks / NOTEBOOK, SOURCE)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    started = Server(tmp_path_factory.mktemp("access"))
    try:
        started.wait()
        yield started
    finally:
        started.stop()


@pytest.fixture(scope="module")
def opened(server, browser):
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    try:
        server.run_all(page, NOTEBOOK)
        page.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
        server.wait_until_idle()
        yield page
    except BaseException:
        keep(page, "access_failed")
        raise
    finally:
        context.close()


@pytest.fixture
def page(opened):
    into_view(opened)
    return opened


def speak(page, lang):
    """Choose a language in the toolbar."""
    page.select_option(".el-language select", LANGUAGES[lang])
    page.wait_for_selector(f".el-workbench[lang={lang}]", timeout=SHORT)
    page.wait_for_selector(f"{SECTIONS}[aria-expanded]", timeout=SHORT)


def views(page):
    """Open every section and every tab, one after the other, and yield its name."""
    for place in range(page.locator(SECTIONS).count()):
        header = page.locator(SECTIONS).nth(place)
        header.click()
        page.wait_for_selector(f"{SECTIONS}[aria-expanded=true]", timeout=SHORT)
        yield header.inner_text()
    for place in range(page.locator(TABS).count()):
        button = page.locator(TABS).nth(place)
        button.click()
        page.wait_for_function("() => document.querySelector('.el-tab')?.innerText.trim()")
        page.wait_for_timeout(300)
        yield button.inner_text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_view_is_accessible_and_has_room_for_its_texts(page, lang):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    speak(page, lang)
    serious, wide, counted = {}, {}, 0
    for name in views(page):
        violations = axe.run(page, context=".el-workbench").response["violations"]
        serious |= {
            (name, one["id"]): [node["html"] for node in one["nodes"]]
            for one in violations
            if one["impact"] in ("serious", "critical")
        }
        controls = named_controls(page)
        assert [node for node in controls if not node["name"]["value"].strip()] == []
        counted += len(controls)
        for width in (900, 1400):
            page.set_viewport_size({"width": width, "height": 900})
            wide[name, width] = after_layout(page, lambda: page.evaluate(TOO_WIDE), wait=200)
    keep(page, f"access_{lang}")
    assert serious == {}
    assert {view: texts for view, texts in wide.items() if texts} == {}
    assert counted > 300


def named_controls(page):
    """Return the controls of the workbench as a screen reader has them."""
    client = page.context.new_cdp_session(page)
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    where = {"nodeId": root, "selector": ".el-workbench"}
    box = client.send("DOM.querySelector", where)["nodeId"]
    roles = ("slider", "textbox", "combobox", "checkbox", "button")
    trees = [client.send("Accessibility.queryAXTree", {"nodeId": box, "role": role})
             for role in roles]  # fmt: skip
    client.detach()
    return [node for tree in trees for node in tree["nodes"] if not node["ignored"]]


# cards whose text comes too near to their edge, or whose range is broken in its middle
CRAMPED = """() => [...document.querySelectorAll('.el-card')].flatMap(card => {
  const edge = card.getBoundingClientRect().right - 5, range = document.createRange(), found = [];
  const boxes = (part, from, to) => {
    range.setStart(part.firstChild, from); range.setEnd(part.firstChild, to);
    return [...range.getClientRects()]; };
  for (const part of card.querySelectorAll('.el-below, .el-value, .el-label')) {
    range.selectNodeContents(part);
    if ([...range.getClientRects()].some(one => one.right > edge)) found.push(part.innerText);
    const at = part.matches('.el-below') && part.textContent.indexOf(': ');
    const end = part.firstChild.length;
    if (at > 0 && boxes(part, at + 2, end).length > 1) found.push(part.innerText);
  }
  return found; })"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [1400, 1100, 900, 860, 700])
def test_the_cards_have_room_for_their_numbers(page, lang, width):
    speak(page, lang)
    page.set_viewport_size({"width": width, "height": 900})
    cramped = after_layout(page, lambda: page.evaluate(CRAMPED))
    assert page.locator(".el-card .el-below").count() > 4
    assert cramped == []
    into_view(page)
    keep(page, f"access_cards_{lang}_{width}")
    page.set_viewport_size({"width": 1400, "height": 900})


def test_a_slider_has_its_value_in_the_language(page):
    speak(page, "fr")
    handle = page.locator(f"{INVITE} [role=slider]")
    assert handle.get_attribute("aria-label").startswith("taux d’invitation")
    assert handle.get_attribute("aria-valuetext") == page.input_value(f"{INVITE} input")
    assert "," in handle.get_attribute("aria-valuetext")


def test_the_tab_key_visits_all_controls_from_top_to_bottom(page):
    speak(page, "en")
    page.focus(".el-preset select")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    seen = []
    for _ in range(80):
        at = page.evaluate(FOCUS)
        if not at["inside"]:
            break
        assert at["seen"], at["text"]
        seen.append(at["text"])
        page.keyboard.press("Tab")
    passed = "\n".join(seen)
    sections = page.locator(SECTIONS).count()
    assert sum("Collapse-header" in one for one in seen) == sections
    assert passed.index("widget-input") < passed.index("noUi-handle")
    assert passed.index("noUi-handle") < passed.index("Collapse-header")
    assert passed.index("Collapse-header") < passed.index("widget-toggle-button jupyter-button")


def test_slider_section_and_tab_are_operated_by_keyboard(page):
    speak(page, "en")
    reach = page.inner_text(REACH)
    page.focus(f"{INVITE} [role=slider]")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    wait_for_another(page, reach)
    header = page.locator(SECTIONS).nth(4)
    was = header.get_attribute("aria-expanded")
    header.focus()
    page.keyboard.press("Enter")
    page.wait_for_function(
        "([where, was]) => document.querySelectorAll(where)[4].ariaExpanded !== was",
        arg=[SECTIONS, was],
        timeout=SHORT,
    )
    page.locator(TABS, has_text="Calendar").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{TABS}[aria-pressed=true] >> text=Calendar", timeout=SHORT)
    page.wait_for_selector(".el-posts table", timeout=SHORT)


def test_a_card_is_opened_by_keyboard_and_leads_to_the_glossary(page):
    speak(page, "en")
    about = page.locator(f"{INVITE} > .el-about")
    boxes = [about.bounding_box(), *map(bounds(page), ("input", ".noUi-base", "label"))]
    assert not any(overlap(boxes[0], other) for other in boxes[1:])
    assert about.get_attribute("aria-label") == "About: invitation rate (probability)"
    about.focus()
    page.keyboard.press("Enter")
    card = page.locator(f"{INVITE} > .el-field-card")
    card.wait_for(timeout=SHORT)
    assert about.get_attribute("aria-expanded") == "true"
    value = page.input_value(f"{INVITE} input")
    assert value in card.locator("dd").first.inner_text()
    keep(page, "access_card")
    page.keyboard.press("Escape")
    card.wait_for(state="detached", timeout=SHORT)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".el-pointed", timeout=SHORT)
    assert page.inner_text(".el-pointed dt").startswith("invitation rate")
    page.fill(".el-glossary-tab input", "prospect")
    assert page.locator(".el-words-list dl > div:not([hidden]) dt").first.is_visible()
    shown = page.locator(".el-words-list dl > div:not([hidden])").all_inner_texts()
    assert 0 < len(shown) < 40
    assert all("prospect" in text.lower() for text in shown)
    page.locator(".el-words-list a:visible").first.click()
    page.wait_for_function("() => document.activeElement.matches('.el-pointed')", timeout=SHORT)
    about.click()
    keep(page, "access_glossary")


def bounds(page):
    """Return the locator of a part of the invitation control."""
    return lambda where: page.locator(f"{INVITE} {where}").first.bounding_box()


def overlap(one, other):
    """Return whether two boxes overlap."""
    return all(
        one[start] < other[start] + other[length] and other[start] < one[start] + one[length]
        for start, length in (("x", "width"), ("y", "height"))
    )


def test_a_value_outside_the_evidence_is_marked(page):
    where = ".el-control-population-prospects"
    page.locator(SECTIONS).first.click()
    box = page.locator(f"{where} input").first
    before = box.input_value()
    box.fill("0.7")
    box.press("Enter")
    page.wait_for_selector(f"{where}.el-outside", state="attached", timeout=SHORT)
    box.fill(before)
    box.press("Enter")
    page.wait_for_function(
        "where => document.querySelector(where)?.classList.contains('el-outside') === false",
        arg=where,
        timeout=SHORT,
    )


def test_the_code_follows_the_plan(page):
    page.locator(TABS, has_text="Code").click()
    page.wait_for_selector(".el-code-tab pre", timeout=SHORT)
    page.fill(f"{INVITE} input", "0.37")
    page.press(f"{INVITE} input", "Enter")
    page.wait_for_function(
        "() => document.querySelector('.el-code-tab pre')?.innerText.includes('0.37')",
        timeout=SHORT,
    )
    assert page.evaluate("() => document.querySelector('.el-code-tab pre').tabIndex") == 0


def test_plain_keys_do_not_reach_the_notebook(page):
    for where in (f"{INVITE} [role=slider]", ".el-pin", SECTIONS):
        page.locator(where).first.focus()
        for key in ("d", "d", "x", "a", "b"):
            page.keyboard.press(key)
    page.wait_for_timeout(500)
    assert page.locator(".jp-Notebook .jp-Cell").count() == 1
    assert page.locator(".el-workbench").count() == 1


def test_the_calendar_is_edited_by_keyboard(page):
    speak(page, "en")
    page.locator(TABS, has_text="Calendar").click()
    start = page.locator('[data-cell="1/round"]')
    start.wait_for(timeout=SHORT)
    before, reach = int(start.input_value()), page.inner_text(REACH)
    start.focus()
    page.keyboard.press("ArrowUp")
    page.wait_for_function(
        "was => document.querySelector('[data-cell=\"1/round\"]').value == was + 1",
        arg=before,
        timeout=SHORT,
    )
    assert page.evaluate(FOCUS)["key"] == "1/round"
    page.fill('[data-cell="0/seeds"]', "-4")
    page.keyboard.press("Enter")
    page.wait_for_selector(".el-wrong [role=alert]", timeout=SHORT)
    assert "below the lowest value" in page.inner_text(".el-wrong")
    assert page.input_value('[data-cell="0/seeds"]') == "-4"
    keep(page, "calendar_refused")
    page.fill('[data-cell="0/seeds"]', "90")
    page.keyboard.press("Enter")
    page.wait_for_selector(".el-wrong", state="detached", timeout=SHORT)
    wait_for_another(page, reach)
    rows = page.locator(".el-posts tbody th").count()
    page.focus('[data-cell="1/duplicate"]')
    page.keyboard.press("Enter")
    page.wait_for_selector(f'[data-cell="{rows}/round"]', timeout=SHORT)
    page.focus(".el-undo")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'[data-cell="{rows}/round"]', state="detached", timeout=SHORT)


@pytest.mark.parametrize("early", [True, False])
def test_a_rebuilt_calendar_keeps_the_edit_in_progress(page, early):
    relevance, paid = (f'[data-cell="0/{name}"]' for name in ("relevance", "paid"))
    speak(page, "en")
    page.locator(TABS, has_text="Calendar").click()
    was = page.input_value(paid)
    page.fill(relevance, "0.35" if early else "0.25")
    page.evaluate("paid => { document.querySelector(paid).earlier = true; }", paid)
    page.keyboard.press("Tab")
    page.keyboard.type("7" if early else "")
    page.wait_for_function("() => !document.activeElement.earlier", timeout=SHORT)
    page.keyboard.type("" if early else "7")  # over what the Tab has selected
    assert page.input_value(paid) == "7"
    for value in ("7", was):
        page.keyboard.press("Enter")
        page.wait_for_function(
            "([paid, value]) => document.querySelector(paid)?.sent === value",
            arg=[paid, value],
            timeout=SHORT,
        )
        page.fill(paid, was)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_quick_edits_of_the_calendar_are_not_lost(page, lang):
    speak(page, lang)
    page.locator(TABS, has_text={"fr": "Calendrier", "en": "Calendar"}[lang]).click()
    page.fill('[data-cell="2/round"]', "999")
    page.keyboard.press("Tab")
    page.fill('[data-cell="0/seeds"]', "-4")
    page.keyboard.press("Tab")
    page.wait_for_function("() => document.querySelectorAll('.el-wrong').length === 2")
    page.fill('[data-cell="0/seeds"]', "9")
    page.keyboard.press("Tab")
    page.keyboard.type("0.45")  # before what came of the cell before is there
    page.wait_for_function("() => document.querySelectorAll('.el-wrong').length === 1")
    assert page.input_value('[data-cell="0/relevance"]') == "0.45"
    assert page.locator(".el-posts [aria-invalid]").get_attribute("data-cell") == "2/round"
    rows = page.locator(".el-posts tbody th").count()
    page.locator(".el-posts").evaluate("box => box.scrollIntoView({ block: 'center' })")
    page.fill('[data-cell="2/round"]', "9")
    page.wait_for_timeout(1500)  # until nothing moves any more
    button = page.locator('[data-cell="0/duplicate"]').evaluate(
        "one => { const { x, y } = one.getBoundingClientRect(); return { x, y }; }"
    )
    page.mouse.move(button["x"] + 8, button["y"] + 8)
    page.mouse.down()
    page.wait_for_timeout(400)  # meanwhile the plan is played, and the button made anew
    page.mouse.up()
    page.wait_for_selector(f'[data-cell="{rows}/round"]', timeout=SHORT)
    said = {"fr": "La publication 2 est une copie.", "en": "Post 2 is a copy."}[lang]
    page.wait_for_function(
        "said => document.querySelector('.el-said')?.innerText === said", arg=said, timeout=SHORT
    )
    page.wait_for_timeout(500)
    assert page.inner_text(".el-said") == said
    for place in (0, 1):
        assert page.input_value(f'[data-cell="{place}/relevance"]') == "0.45"
    assert page.input_value('[data-cell="3/round"]') == "9"
    for left in range(rows, -1, -1):
        page.focus('[data-cell="0/remove"]')
        page.keyboard.press("Enter")
        page.wait_for_selector(f'[data-cell="{left}/round"]', state="detached", timeout=SHORT)
    page.wait_for_selector(".el-none", timeout=SHORT)
    assert page.evaluate("() => document.activeElement.className") == "el-add"
    while page.locator("button.el-undo:not([disabled])").count():
        page.locator("button.el-undo").click()
        page.wait_for_timeout(200)
    page.wait_for_selector(f'[data-cell="{rows - 1}/round"]', timeout=SHORT)


def test_a_bar_is_dragged_to_another_round(page):
    page.locator(TABS, has_text="Calendar").click()
    bar = page.locator(".el-bar").first
    bar.scroll_into_view_if_needed()
    before, box = page.input_value('[data-cell="0/round"]'), bar.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 20, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, middle, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "was => document.querySelector('[data-cell=\"0/round\"]').value !== was",
        arg=before,
        timeout=SHORT,
    )
    assert int(page.input_value('[data-cell="0/round"]')) > int(before)


def test_a_broken_file_is_refused_and_a_valid_one_used(page, tmp_path):
    speak(page, "en")
    page.locator(TABS, has_text="Your own network").click()
    button = page.locator(".el-network-tab .el-upload input").first
    (tmp_path / "broken.csv").write_text("a;b\n1;2\n3\n")
    button.set_input_files(tmp_path / "broken.csv")
    page.wait_for_selector(".el-network-wrong", timeout=SHORT)
    assert page.inner_text(".el-network-wrong").startswith("broken.csv: line 3: 1 field where")
    assert "people reached" in page.inner_text(".el-reach").lower()
    keep(page, "network_broken")
    rows = [f"{at};{(7 * at + step) % 90}" for at in range(90) for step in (1, 2)]
    ties = [row for row in rows if len(set(row.split(";"))) == 2]
    (tmp_path / "ties.csv").write_text("\n".join(["from;to", *ties]))
    button.set_input_files(tmp_path / "ties.csv")
    page.wait_for_selector(".el-network-said >> text=ties.csv: 90 people", timeout=SHORT)
    button.set_input_files(tmp_path / "ties.csv")  # the same name again
    page.wait_for_timeout(500)
    shown = page.locator(".el-upload-file").first
    assert shown.inner_text() == "ties.csv"
    page.wait_for_selector(".el-preview >> text=first person", timeout=SHORT)
    page.get_by_role("button", name="Change how the files are read").click()
    page.get_by_label("ties are").select_option(label="from the first to the second")
    page.wait_for_selector(".el-network-said:not(:has-text('ties are mutual'))", timeout=SHORT)
    page.locator(".el-preview").first.scroll_into_view_if_needed()
    keep(page, "network_options")
    page.get_by_label("ties are").select_option(label="detect")
    page.get_by_role("button", name="Run the plan on it").click()
    page.wait_for_selector(".el-reach >> text=of 90 people", timeout=ANSWER)
    page.wait_for_selector(".el-network-said >> text=The plan runs on ties.csv", timeout=SHORT)
    assert shown.inner_text() == "ties.csv"
    assert page.locator(".el-control-groups-size input").is_disabled()
    keep(page, "network_played")
    page.get_by_role("button", name="Back to the town").click()
    page.wait_for_selector(".el-reach >> text=of 500 people", timeout=ANSWER)
    assert page.inner_text(".el-message").strip() == ""
    path = page.locator(".el-path input").first
    path.fill(str(tmp_path / "ties.csv"))
    path.press("Enter")
    page.wait_for_selector(".el-network-said >> text=ties.csv: 90 people", timeout=SHORT)
    page.get_by_role("button", name="Run the plan on it").click()
    page.wait_for_selector(".el-reach >> text=of 90 people", timeout=ANSWER)
    assert page.locator(".el-path input").first.input_value() == str(tmp_path / "ties.csv")
    assert shown.inner_text() == "ties.csv"
    page.get_by_role("button", name="Back to the town").click()
    page.wait_for_selector(".el-reach >> text=of 500 people", timeout=ANSWER)
