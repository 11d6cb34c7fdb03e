"""Two pages: the same sentences and figures, every warning, nothing over the margin."""

import io

import pytest
from hypothesis import given, settings
from pypdf import PdfReader
from report.decision.decisions import FIT, NAMED, PAIRS, case, decisions
from report.drawn import boxes

from engagelab.i18n import load
from engagelab.report.decision.page_of_fit import rests_on
from engagelab.report.decision.pages import _first, _others, pdf
from engagelab.report.decision.sheet import ACROSS, MARGIN, WIDE, Sheet
from engagelab.report.decision.story import Story
from engagelab.report.picture import drawing
from engagelab.report.rests_on import fit_sentences, learned_rows

pytestmark = pytest.mark.slow
TEXTS = {lang: load(lang, "EUR") for lang in ("en", "fr")}


def squeezed(text):
    """Return a text without spaces, which a reader of PDF files may put elsewhere."""
    return "".join(text.split())


def pages(facts, lang="en"):
    return [
        page.extract_text() for page in PdfReader(io.BytesIO(pdf(Story(facts, TEXTS[lang])))).pages
    ]


@pytest.mark.parametrize(("name", "lang"), PAIRS)
def test_two_pages_hold_the_answer_and_every_warning(name, lang):
    facts = NAMED[name]()
    story = Story(facts, TEXTS[lang])
    first, second, *further = pages(facts, lang)
    assert len(further) == (facts.fit is not None)
    for text in (story.answer.finding, *(text for _, text in story.answer.rows)):
        assert squeezed(text) in squeezed(first)
    for text in (story.titles.options, *story.warnings):
        assert squeezed(text) in squeezed(second)
    assert "(page 8)" not in first
    assert facts.options[0].digest in first


@pytest.mark.parametrize("name", ["case", "draw", "four", "fitted"])
@pytest.mark.parametrize("lang", TEXTS)
def test_no_text_leaves_the_margins(name, lang):
    story = Story(NAMED[name](), TEXTS[lang])
    with drawing():
        for sheet in (_first(story), *_others(story), *rests_on(story)):
            every = boxes(sheet.figure)
            wide = sheet.figure.bbox.width
            scale = wide / WIDE
            for text, box in every:
                assert box.x0 >= (MARGIN - 3) * scale, text
                assert box.x1 <= wide - (MARGIN - 8) * scale, text


def test_many_warnings_make_a_third_page_and_no_smaller_letters():
    facts = case(warnings=tuple(f"Warning {n}: {'word ' * 40}end." for n in range(25)))
    text = pages(facts)
    assert len(text) == 3
    assert all(f"Warning{n}:" in squeezed("".join(text)) for n in range(25))


@settings(max_examples=5, deadline=None)
@given(facts=decisions())
def test_any_decision_makes_pages(facts):
    text = "".join(pages(facts, "fr"))
    assert "nan" not in text.lower().split()


@pytest.mark.parametrize("lang", TEXTS)
def test_a_fit_has_a_page_of_its_own(lang):
    *_, last = pages(NAMED["fitted"](), lang)
    assert all(squeezed(text) in squeezed(last) for text in fit_sentences(FIT, TEXTS[lang]))
    assert squeezed(learned_rows(FIT, TEXTS[lang])[0][2]) in squeezed(last)


def test_a_sheet_moves_down_as_it_is_written():
    sheet = Sheet()
    top = sheet.top
    assert sheet.text("word " * 60, 10) == sheet.top > top + 20
    assert sheet.text("aside", 10, top=5.0, wide=ACROSS) < sheet.top
