"""Slides: ten of them, all text in its place, native charts, every warning, any decision."""

import io

import pytest
from hypothesis import given, settings
from pptx import Presentation
from report.decision.checks import check_text
from report.decision.decisions import NAMED, PAIRS, WARNINGS, case, decisions

from engagelab.i18n import load
from engagelab.report.decision.deck import pptx
from engagelab.report.decision.story import Story
from engagelab.report.text_metrics import ARIAL, wrapped

pytestmark = pytest.mark.slow
EMU = 9525  # of a pixel
TEXTS = {lang: load(lang, "EUR") for lang in ("en", "fr")}
BELOW = 650  # pixels, from which on there are only the source line and the foot


def deck(facts, lang="en"):
    return Presentation(io.BytesIO(pptx(Story(facts, TEXTS[lang]))))


@pytest.fixture(scope="module", params=PAIRS, ids="-".join)
def named(request):
    name, lang = request.param
    facts = NAMED[name]()
    return facts, Story(facts, TEXTS[lang]), deck(facts, lang)


def texts_of(slide):
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells if cell.text)


def needed(frame, room):
    """Return the height in pixels of the text of a frame that is so many pixels wide."""
    high = 0.0
    for place, paragraph in enumerate(frame.paragraphs):
        runs = paragraph.runs
        if not runs:
            continue
        size, bold = runs[0].font.size.pt, any(run.font.bold for run in runs)
        indent = int(paragraph._p.get_or_add_pPr().get("marL", 0)) / EMU
        text = "".join(run.text for run in runs)
        lines = wrapped(text, 0.75 * (room - indent), size, bold=bold, font=ARIAL)
        high += len(lines) * paragraph.line_spacing.pt / 0.75
        high += paragraph.space_before.pt / 0.75 if place and paragraph.space_before else 0
    return high


def test_there_are_ten_slides_with_their_titles_and_one_more_with_a_fit(named):
    facts, story, slides = named
    titles = [slide.shapes.title.text_frame.text for slide in slides.slides]
    assert len(titles) == 10 + (facts.fit is not None)
    assert titles == [story.answer.finding, *story.all_titles]


def test_every_text_is_finished_and_has_room_in_its_box(named):
    _, _, slides = named
    for page, slide in enumerate(slides.slides, 1):
        for text in texts_of(slide):
            for line in text.split("\n"):
                check_text(line)
        for shape in slide.shapes:
            right, bottom = (shape.left + shape.width) / EMU, (shape.top + shape.height) / EMU
            assert right <= 1281, (page, shape.name)
            assert bottom <= 721, (page, shape.name)
            if shape.has_text_frame and shape.text_frame.text:
                high = needed(shape.text_frame, shape.width / EMU)
                text = shape.text_frame.text
                assert high <= shape.height / EMU + 2, (page, text)
                top = shape.top / EMU
                assert page == 1 or top >= BELOW or top + high <= BELOW + 5, (page, text)


def test_no_table_runs_over_the_source_line(named):
    for slide in named[2].slides:
        for shape in slide.shapes:
            if shape.has_table:
                high = sum(row.height for row in shape.table.rows) / EMU
                assert shape.top / EMU + high <= BELOW


def test_every_chart_and_table_has_alternative_text_and_data_to_edit(named):
    charts = 0
    for slide in named[2].slides:
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                text = shape._element.xpath(".//p:cNvPr")[0].get("descr")
                check_text(text)
            if shape.has_chart:
                charts += 1
                assert shape.chart.part.chart_workbook.xlsx_part is not None
    assert charts >= 3


def test_every_warning_is_on_the_slide_of_assumptions(named):
    facts, story, slides = named
    text = "\n".join(texts_of(slides.slides[6]))
    assert all(warning in text for warning in story.warnings)
    assert facts.warnings == WARNINGS


def test_hashes_are_in_the_foot_of_the_last_slide_only(named):
    facts, story, slides = named
    *others, last = slides.slides
    digest = facts.options[0].digest
    assert story.words.footer in list(texts_of(last))
    assert not any(digest in text for slide in others for text in texts_of(slide))


def test_a_loss_is_red_and_never_has_the_accent():
    slides = deck(NAMED["none"]())
    colours = {
        str(run.font.color.rgb)
        for shape in slides.slides[1].shapes if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs for run in paragraph.runs
        if run.text == "\N{MINUS SIGN}19%"
    }  # fmt: skip
    assert colours == {"B23A2B"}


def chart_of(slide, at=0):
    return [shape.chart for shape in slide.shapes if shape.has_chart][at]


def test_a_band_is_a_stacked_area_with_lines_on_the_same_axes():
    chart = chart_of(deck(case()).slides[3], 2)
    area, line = chart.plots
    low, band = (list(series.values) for series in area.series)
    means = [list(series.values) for series in line.series]
    assert [round(a + b) for a, b in zip(low[-1:], band[-1:], strict=True)] == [7230]
    assert means[0][-1] == 6480
    assert len(means) == 3
    assert chart.value_axis.maximum_scale == 8000


def test_a_waterfall_adds_up_from_the_second_to_the_first():
    chart = chart_of(deck(case()).slides[4])
    base, total, gain, loss, _ = (list(series.values) for series in chart.plots[0].series)
    assert (total[0], total[-1]) == (4630, 6480)
    assert total[0] + sum(gain) - sum(loss) == total[-1]
    assert all(at >= 0 for at in base)


def test_a_tornado_grows_from_the_lead_of_the_plan():
    chart = chart_of(deck(case()).slides[5])
    low, high = (list(series.values) for series in chart.plots[0].series)
    assert low[0] == 540
    assert high[0] == 3310
    assert None in low  # an end that equals the plan's lead
    assert chart.value_axis.crosses_at is None or chart.value_axis.crosses_at == 1850
    assert chart.value_axis.minimum_scale < 0 < chart.value_axis.maximum_scale


def test_costs_are_stacked_in_one_order_and_add_up():
    chart = chart_of(deck(case()).slides[4], 1)
    stacks = [list(series.values) for series in chart.plots[0].series]
    sums = [sum(value or 0 for value in column) for column in zip(*stacks, strict=True)]
    assert sums == [20_000] * 3


@settings(max_examples=5, deadline=None)
@given(facts=decisions())
def test_any_decision_makes_a_deck_of_finished_texts(facts):
    for slide in deck(facts, "fr").slides:
        for text in texts_of(slide):
            for line in text.split("\n"):
                check_text(line)


def test_the_same_decision_gives_the_same_bytes():
    assert pptx(Story(case(), TEXTS["en"])) == pptx(Story(case(), TEXTS["en"]))
