"""Slides: native charts, words for those who do not see them, and texts that fit."""

import itertools

import pytest
from pptx.util import Pt
from report import reading

from engagelab.i18n import load
from engagelab.report.document import Document
from engagelab.report.text_metrics import width

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reports")]

SLACK = 0.5  # points: positions are whole English metric units


@pytest.fixture
def data(document, handed):
    return handed(document, "pptx")


@pytest.fixture(params=["en", "fr"])
def odd_data(request, odd, handed):
    return handed(Document(odd, load(request.param)), "pptx")


def lines(text, room, size, bold):
    """Return how many lines a text takes: words one after another, each broken where it must."""
    count, used = 1, 0.0
    for word in text.split(" "):
        wide = width(word, size, bold=bold)
        gap = width(" ", size, bold=bold) if used else 0.0
        if used + gap + wide <= room + 1e-6:
            used += gap + wide
            continue
        count += used > 0
        used = 0.0
        for letter in word:
            step = width(letter, size, bold=bold)
            if used + step > room + 1e-6:
                count, used = count + 1, 0.0
            used += step
    return count


def tall(frame, room):
    """Return the height of the paragraphs of a frame, in points."""
    total = 0.0
    for paragraph in frame.paragraphs:
        (run,) = paragraph.runs
        form = paragraph._p.pPr
        indent = Pt(0) if form is None else int(form.get("marL", 0))
        count = lines(run.text, room - indent / 12700, run.font.size.pt, run.font.bold)
        total += count * paragraph.line_spacing.pt
        total += paragraph.space_before.pt if paragraph.space_before else 0
    return total


def check_fit(data):
    checked = 0
    for _, shape in reading.shapes(data):
        if shape.has_text_frame and shape.text_frame.text:
            high = tall(shape.text_frame, shape.width.pt)
            assert high <= shape.height.pt + SLACK, shape.text_frame.text
            checked += 1
        if shape.has_table:
            columns = [column.width.pt for column in shape.table.columns]
            for row in shape.table.rows:
                for cell, wide in zip(row.cells, columns, strict=True):
                    if cell.text:
                        room = wide - cell.margin_left.pt - cell.margin_right.pt
                        high = tall(cell.text_frame, room)
                        high += cell.margin_top.pt + cell.margin_bottom.pt
                        assert high <= row.height.pt + SLACK, cell.text
                        checked += 1
    assert checked > 40


def test_every_text_fits_its_box(data):
    check_fit(data)


def test_odd_and_long_names_fit_too(odd_data):
    check_fit(odd_data)


def inside(data):
    deck = reading.deck(data)
    for slide in deck.slides:
        for shape in slide.shapes:
            ends = shape.left + shape.width, shape.top + shape.height
            assert min(shape.left, shape.top) >= 0
            assert ends[0] <= deck.slide_width + 2
            assert ends[1] <= deck.slide_height + 2, shape.name


def test_every_shape_is_inside_its_slide(data, odd_data):
    inside(data)
    inside(odd_data)


def is_solid(shape):
    written = shape.has_text_frame and shape.text_frame.text
    return bool(shape.has_table or shape.has_chart or written)


def overlaps(one, other):
    return (
        one.left < other.left + other.width - 12700
        and other.left < one.left + one.width - 12700
        and one.top < other.top + other.height - 12700
        and other.top < one.top + one.height - 12700
    )


@pytest.mark.parametrize("number", [1, 2, 5, 12])
def test_no_two_shapes_overlap(number, found, odd, texts, handed):
    told = odd if number == 12 else found[number]
    for slide in reading.deck(handed(Document(told, texts), "pptx")).slides:
        solid = [shape for shape in slide.shapes if is_solid(shape)]
        for one, other in itertools.combinations(solid, 2):
            assert not overlaps(one, other), (one.name, other.name)


def test_slides_are_wide_and_each_has_a_title_of_its_own(data, document):
    deck = reading.deck(data)
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9)
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert titles[0] == "Spring"
    for name in document.names:
        assert document.t("report.the_plan", plan=name) in titles


def test_each_slide_has_notes_with_where_it_comes_from(data, document):
    for slide in reading.deck(data).slides:
        assert document.stamp in slide.notes_slide.notes_text_frame.text


def test_the_file_says_what_it_is(data, document):
    told = reading.deck(data).core_properties
    assert (told.title, told.subject) == (document.title, document.headline)
    assert told.created.date() == document.findings.date
