"""The parts of the campaign page in Chromium without a kernel: any winner, all widths, two themes.

The parts are those that the page sends; the document around them has the style of the page alone.
"""

import pytest
from workbench.campaign_decisions import assumptions_of, decision, lead_of, shown

from benchmarks.browser import CHROMIUM
from engagelab.workbench.browser import STATIC
from engagelab.workbench.view.campaign_answer import answer_html
from engagelab.workbench.view.campaign_options import audience_html, options_html, top_html
from engagelab.workbench.view.campaign_tools import assumptions_html, handover_html
from engagelab.workbench.view.campaign_warnings import warnings_html
from engagelab.workbench.view.campaign_why import why_html

WIDTHS = {1440: 900, 1024: 768, 700: 900, 390: 844}
CASES = {
    "B wins": decision([4180, 5640, 4910], returns=[-0.06, 0.27, 0.1]),
    "draw": decision([5000, 4990, 3000]),
    "none pays": decision([6000, 5000, 4000], returns=[-0.2, -0.3, -0.1]),
    "close ends": decision([5000, 5020, 5040], returns=[0.1, 0.2, 0.3]),
    "four": decision([6000, 5000, 4000, 5900], ends=("B",), over=("A",)),
    "one": decision([6000]),
    "large": decision([3_456_789, 1_234_567, 2_345_678], budget=123_456_789.0),
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install the package chromium"),
]

# controls lower than 32 px, texts smaller than 12 px, and whether the page is wider than the window
LOOKS = """() => {
  const seen = e => { const r = e.getBoundingClientRect(); return r.width > 1 && r.height > 1; };
  const bad = [], all = selector => [...document.querySelectorAll(selector)].filter(seen);
  for (const e of all('.elp :is(button, select, input:not([type=range], [type=file]))')) {
    const box = (e.closest('.field') ?? e).getBoundingClientRect();
    const small = box.height < 31.5 || box.width < 24;
    if (small) bad.push(`${box.height} px: ${e.outerHTML.slice(0, 80)}`);
  }
  for (const e of all('.elp *')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.nodeValue.trim());
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (own && size < 12) bad.push(`text of ${size} px: ${e.outerHTML.slice(0, 80)}`);
  }
  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) bad.push(`page of ${width} px`);
  return bad;
}"""
# names at the ends of curves, and ticks, that lie on each other
COLLISIONS = """() => {
  const boxes = [...document.querySelectorAll('.elp .plot :is(.end, .yt, .xt, .crosstext)')]
    .map(e => [e.innerText, e.getBoundingClientRect()])
    .filter(([text, box]) => text && box.width > 1);
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 &&
    a.top < b.bottom - 2 && b.top < a.bottom - 2;
  return boxes.flatMap(([a, one]) => boxes.filter(([b, other]) => a < b && meet(one, other))
    .map(([b]) => `${a} on ${b}`));
}"""


def document(made, lang, *, dark=False):
    """Return the parts of a decision as a page, all steps open."""
    parts = {"tests": assumptions_of(made)}
    if len(made.options) > 1:
        parts["lead"] = lead_of(made)
    opened = frozenset({"audience", "options", "details", "menu-A"})
    show = shown(made, lang, opened=opened, **parts)
    html = {
        "top": top_html(show, can_undo=True, can_redo=False), "audience": audience_html(show),
        "options": options_html(show), "answer": answer_html(show), "why": why_html(show),
        "warnings": warnings_html(show),
        "tabs": f'<section class="panel">{handover_html(show)}</section>'
                f'<section class="panel">{assumptions_html(show)}</section>',
    }  # fmt: skip
    body = "".join(f'<div class="elp__part elp__part--{name}">{part}</div>'
                   for name, part in html.items())  # fmt: skip
    style = (STATIC / "campaign.css").read_text(encoding="utf-8")
    theme = "false" if dark else "true"
    return (f'<!doctype html><html lang="{lang}"><title>Plan a campaign</title>'
            f"<style>body{{margin:0}}{style}</style>"
            f'<body data-jp-theme-light="{theme}"><main class="el-workbench el-campaign">'
            f'<div class="elp" lang="{lang}">{body}</div></main></body></html>')  # fmt: skip


@pytest.fixture
def look(chrome):
    """Return a function that shows a document at a width."""
    contexts = []

    def at(html, width=1440):
        size = {"width": width, "height": WIDTHS[width]}
        contexts.append(chrome.new_context(viewport=size))
        page = contexts[-1].new_page()
        page.set_content(html)
        return page

    yield at
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("made", CASES.values(), ids=CASES)
def test_nothing_is_small_wide_or_on_something_else(look, made, width, lang):
    page = look(document(made, lang), width)
    assert page.evaluate(LOOKS) == []
    assert page.evaluate(COLLISIONS) == []


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("case", ["B wins", "four", "none pays"])
def test_axe_finds_nothing_in_any_theme(look, case, dark, lang):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = look(document(CASES[case], lang, dark=dark))
    violations = axe.run(page, context=".elp").response["violations"]
    assert {v["id"]: [n["html"][:120] for n in v["nodes"]][:3] for v in violations} == {}


def test_question_answer_chart_and_ranges_stand_above_the_fold(look):
    html = document(CASES["B wins"], "en").replace(" is-open", "")
    page = look(html)
    page.evaluate("""() => { document.querySelector('.who').remove();
      document.querySelector('.menu').remove(); document.querySelector('.errs').remove(); }""")
    bottom = page.evaluate("() => document.querySelector('.g2').getBoundingClientRect().bottom")
    assert bottom <= 900


def test_on_a_phone_the_answer_stands_on_the_first_screen(look):
    page = look(document(CASES["B wins"], "en"), 390)
    page.evaluate("""() => { document.querySelector('.who').remove();
      document.querySelectorAll('.is-open').forEach(e => e.classList.remove('is-open')); }""")
    bottom = page.evaluate("() => document.querySelector('.ans__s').getBoundingClientRect().bottom")
    assert bottom <= 844
