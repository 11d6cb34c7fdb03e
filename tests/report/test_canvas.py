"""Primitives for slides."""

import pytest
from pptx.util import Pt

from engagelab.palette import INK
from engagelab.report.canvas import Style, footer, new_deck, new_slide, put_table, rule, write
from engagelab.report.document import ReportTable

BOX = (100.0, 100.0, 200.0, 60.0)


@pytest.fixture
def slide():
    return new_slide(new_deck(), "Title", BOX)


def test_a_text_has_the_largest_size_that_fits(slide):
    write(slide, ["short"], BOX, Style((40, 20, 10), bold=True))
    write(slide, ["a long text " * 8], BOX, Style((40, 20, 10), "#0173b2"))
    short, long = (shape.text_frame.paragraphs[0].runs[0].font for shape in slide.shapes if
                   shape != slide.shapes.title)  # fmt: skip
    assert (short.size, short.bold, str(short.color.rgb)) == (Pt(40), True, INK[1:].upper())
    assert (long.size, long.bold, str(long.color.rgb)) == (Pt(10), False, "0173B2")


def test_a_table_has_a_dark_head_and_shaded_rows(slide):
    table = ReportTable(
        "Results", ("Plan", "Reach"), (("A", "1"), ("B", "2"), ("C", "3")), right=True
    )
    put_table(slide, table, (0, 100, 400, 300), [200, 200], 10, "A table of results.")
    shape = slide.shapes[-1]
    assert shape.name == "Results"
    assert shape._element.xpath(".//p:cNvPr")[0].get("descr") == "A table of results."
    shades = [str(row.cells[0].fill.fore_color.rgb) for row in shape.table.rows]
    assert shades == [INK[1:].upper(), "FFFFFF", "F3F5F7", "FFFFFF"]
    first, second = shape.table.rows[1].cells
    assert first.text_frame.paragraphs[0].runs[0].font.bold
    assert not second.text_frame.paragraphs[0].runs[0].font.bold


def test_a_rule_is_decorative(slide):
    rule(slide, (0, 0, 10, 10))
    (decorative,) = slide.shapes[-1]._element.findall(".//{*}decorative")
    assert decorative.get("val") == "1"


def test_a_footer_has_the_number_of_the_slide(slide):
    footer(slide, "engagelab", 7)
    assert [shape.text_frame.text for shape in slide.shapes][-2:] == ["engagelab", "7"]
