"""Slides at their simplest: boxes, tables and charts put where they belong, in points."""

from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Pt

from .document import Table
from .palette import INK, LINE, MUTED
from .text_metrics import LEADING, fitted, height

WIDE, HIGH = 960.0, 540.0  # 16:9, in points
MARGIN = 40.0
FONT = "Arial"
TITLE_LAYOUT = 5  # of python-pptx's own template: a title and nothing else
PAD = 5.0  # within a cell
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)
BULLET = 14.0  # how far a paragraph with a bullet stands in
_BULLET = '<a:buChar xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" char="•"/>'
Box = tuple[float, float, float, float]  # left, top, width, height


def colour(text: str) -> Any:
    """Return a colour of slides."""
    made: Any = RGBColor
    return made.from_string(text.removeprefix("#").upper())


def new_deck() -> Any:
    """Return an empty presentation of wide slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    return deck


def new_slide(deck: Any, title: str, box: Box, sizes: Sequence[float] = (28, 24, 20, 17)) -> Any:
    """Return a new slide with its title."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_LAYOUT])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Pt(side) for side in box)
    fill(shape.text_frame, [title], box, sizes, bold=True, anchor=MSO_ANCHOR.BOTTOM)
    return slide


def write(
    slide: Any,
    texts: Sequence[str],
    box: Box,
    sizes: Sequence[float],
    *,
    ink: str = INK,
    bold: bool = False,
    bullets: bool = False,
    right: bool = False,
) -> Any:
    """Write paragraphs into a box, at the largest size at which they fit."""
    left, top, wide, high = (Pt(side) for side in box)
    shape = slide.shapes.add_textbox(left, top, wide, high)
    fill(shape.text_frame, texts, box, sizes, ink=ink, bold=bold, bullets=bullets, right=right)
    return shape


def fill(
    frame: Any,
    texts: Sequence[str],
    box: Box,
    sizes: Sequence[float],
    *,
    ink: str = INK,
    bold: bool = False,
    bullets: bool = False,
    right: bool = False,
    anchor: Any = MSO_ANCHOR.TOP,
) -> None:
    """Fill a frame of text that has the size of the box."""
    indent = BULLET if bullets else 0.0
    size, kept = fitted(texts, (box[2] - indent, box[3]), sizes, bold=bold)
    frame.word_wrap, frame.vertical_anchor = True, anchor
    frame.auto_size = None
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, text in enumerate(kept):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.line_spacing = Pt(size * LEADING)
        paragraph.space_before = Pt(0.4 * size if place else 0)
        if bullets:
            _bullet(paragraph)
        _run(paragraph, text, size, ink, bold)


def _bullet(paragraph: Any) -> None:
    """Put a bullet before a paragraph whose lines stand under each other."""
    form = paragraph._p.get_or_add_pPr()
    form.set("marL", str(Pt(BULLET)))
    form.set("indent", str(-Pt(BULLET)))
    form.append(parse_xml(_BULLET))


def _run(paragraph: Any, text: str, size: float, ink: str, bold: bool) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = colour(ink)


def row_height(row: Sequence[str], widths: Sequence[float], size: float, *, head: bool) -> float:
    """Return how high a row of a table has to be; its first cell is bold."""
    tall = max(
        height(text, room - 2 * PAD, size, bold=head or place == 0)
        for place, (text, room) in enumerate(zip(row, widths, strict=True))
    )
    return tall + 2 * PAD * 0.6


def put_table(
    slide: Any, table: Table, box: Box, widths: Sequence[float], size: float, alt: str
) -> None:
    """Put a table whose rows are as high as their texts; the first column stands left."""
    rows = (table.columns, *table.rows)
    tall = [row_height(row, widths, size, head=place == 0) for place, row in enumerate(rows)]
    shape = slide.shapes.add_table(len(rows), len(widths), Pt(box[0]), Pt(box[1]), Pt(sum(widths)),
                                   Pt(sum(tall)))  # fmt: skip
    describe(shape, table.title, alt)
    _plain(shape)
    for column, wide in zip(shape.table.columns, widths, strict=True):
        column.width = Pt(wide)
    for place, (line, row, high) in enumerate(zip(shape.table.rows, rows, tall, strict=True)):
        line.height = Pt(high)
        for column, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            right = table.right and column > 0
            _cell(cell, text, size, head=place == 0, first=column == 0, right=right,
                  striped=place % 2 == 0)  # fmt: skip


def _plain(shape: Any) -> None:
    """Take off the template's own colours of tables: every cell has its own."""
    shape.table.horz_banding = False
    style = shape._element.graphic.graphicData.tbl.tblPr.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
    )
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid


def _cell(
    cell: Any, text: str, size: float, *, head: bool, first: bool, right: bool, striped: bool
) -> None:
    cell.margin_left = cell.margin_right = Pt(PAD)
    cell.margin_top = cell.margin_bottom = Pt(PAD * 0.6)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(INK if head else "#f3f5f7" if striped else "#ffffff")
    cell.text_frame.word_wrap = True
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    paragraph.line_spacing = Pt(size * LEADING)
    _run(paragraph, text, size, "#ffffff" if head else INK, head or first)


def describe(shape: Any, name: str, alt: str) -> None:
    """Give a shape a name, and words for those who do not see it."""
    shape.name = name[:120]
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def rule(slide: Any, box: Box, ink: str = LINE) -> None:
    """Draw a filled bar without meaning, which screen readers pass over."""
    bar = slide.shapes.add_shape(1, *(Pt(side) for side in box))
    bar.fill.solid()
    bar.fill.fore_color.rgb = colour(ink)
    bar.line.fill.background()
    bar.shadow.inherit = False
    describe(bar, "-", "")
    bar._element.xpath(".//p:cNvPr")[0].append(parse_xml(_DECORATIVE))


def footer(slide: Any, text: str, page: int) -> None:
    """Write where the numbers come from and the number of the slide."""
    write(slide, [text], (MARGIN, HIGH - 30, WIDE - 2 * MARGIN - 60, 14), (9, 8, 7), ink=MUTED)
    write(slide, [str(page)], (WIDE - MARGIN - 50, HIGH - 30, 50, 14), (9,), ink=MUTED, right=True)
