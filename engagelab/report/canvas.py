"""Primitives for slides: text boxes, tables and bars at positions in points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Pt

from ..palette import INK, LINE, MUTED
from .document import ReportTable
from .text_metrics import LEADING, fitted, height

WIDE, HIGH = 960.0, 540.0  # 16:9, in points
MARGIN = 40.0
FONT = "Arial"
TITLE_LAYOUT = 5  # "Title Only" in python-pptx's default template
PAD = 5.0  # within a cell
_DECORATIVE = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative val="1" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"/></a:ext></a:extLst>'
)
BULLET = 14.0  # indent of a paragraph with a bullet
_BULLET = '<a:buChar xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" char="•"/>'
_WHITE, _SHADED = "#ffffff", "#f3f5f7"
Box = tuple[float, float, float, float]  # left, top, width, height


@dataclass(frozen=True)
class Style:
    """How to write a text: the largest of some sizes that fits, colour, weight and placement."""

    sizes: Sequence[float]
    ink: str = INK
    bold: bool = False
    bullets: bool = False
    right: bool = False
    anchor: Any = MSO_ANCHOR.TOP


def colour(text: str) -> Any:
    """Return a colour for slides from text such as ``#0173b2``."""
    rgb: Any = RGBColor
    return rgb.from_string(text.removeprefix("#").upper())


def new_deck() -> Any:
    """Return an empty presentation of wide slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDE), Pt(HIGH)
    return deck


def new_slide(deck: Any, title: str, box: Box, sizes: Sequence[float] = (28, 24, 20, 17)) -> Any:
    """Add a slide with a title to a presentation and return it."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_LAYOUT])
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = (Pt(side) for side in box)
    _fill(shape.text_frame, [title], box, Style(sizes, bold=True, anchor=MSO_ANCHOR.BOTTOM))
    return slide


def write(slide: Any, texts: Sequence[str], box: Box, style: Style) -> None:
    """Write paragraphs into a box at the largest size at which they fit."""
    shape = slide.shapes.add_textbox(*(Pt(side) for side in box))
    _fill(shape.text_frame, texts, box, style)


def _fill(frame: Any, texts: Sequence[str], box: Box, style: Style) -> None:
    """Fill a text frame that has the size of the box."""
    indent = BULLET if style.bullets else 0.0
    size, paragraphs = fitted(texts, (box[2] - indent, box[3]), style.sizes, bold=style.bold)
    frame.word_wrap, frame.vertical_anchor = True, style.anchor
    frame.auto_size = None
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, text in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if style.right else PP_ALIGN.LEFT
        paragraph.line_spacing = Pt(size * LEADING)
        paragraph.space_before = Pt(0.4 * size if place else 0)
        if style.bullets:
            _bullet(paragraph)
        _run(paragraph, text, size, style.ink, style.bold)


def _bullet(paragraph: Any) -> None:
    """Add a bullet with a hanging indent to a paragraph."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(Pt(BULLET)))
    properties.set("indent", str(-Pt(BULLET)))
    properties.append(parse_xml(_BULLET))


def _run(paragraph: Any, text: str, size: float, ink: str, bold: bool) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = colour(ink)


def row_height(row: Sequence[str], widths: Sequence[float], size: float, *, head: bool) -> float:
    """Return the height that a row of a table needs; its first cell is bold."""
    tall = max(
        height(text, room - 2 * PAD, size, bold=head or place == 0)
        for place, (text, room) in enumerate(zip(row, widths, strict=True))
    )
    return tall + 2 * PAD * 0.6


def put_table(
    slide: Any, table: ReportTable, box: Box, widths: Sequence[float], size: float, alt: str
) -> None:
    """Add a table whose rows are as high as their texts; the first column is left-aligned."""
    rows = (table.columns, *table.rows)
    heights = [row_height(row, widths, size, head=place == 0) for place, row in enumerate(rows)]
    shape = slide.shapes.add_table(len(rows), len(widths), Pt(box[0]), Pt(box[1]), Pt(sum(widths)),
                                   Pt(sum(heights)))  # fmt: skip
    describe(shape, table.title, alt)
    _remove_style(shape)
    for column, wide in zip(shape.table.columns, widths, strict=True):
        column.width = Pt(wide)
    for place, (line, row, high) in enumerate(zip(shape.table.rows, rows, heights, strict=True)):
        line.height = Pt(high)
        shade = INK if place == 0 else _SHADED if place % 2 == 0 else _WHITE
        for column, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            bold, right = place == 0 or column == 0, table.right and column > 0
            ink = _WHITE if place == 0 else INK
            _cell(cell, text, shade, Style((size,), ink, bold=bold, right=right))


def _remove_style(shape: Any) -> None:
    """Remove the template's table style, because every cell has its own colour."""
    shape.table.horz_banding = False
    style = shape._element.graphic.graphicData.tbl.tblPr.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
    )
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid


def _cell(cell: Any, text: str, shade: str, style: Style) -> None:
    cell.margin_left = cell.margin_right = Pt(PAD)
    cell.margin_top = cell.margin_bottom = Pt(PAD * 0.6)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(shade)
    cell.text_frame.word_wrap = True
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if style.right else PP_ALIGN.LEFT
    paragraph.line_spacing = Pt(style.sizes[0] * LEADING)
    _run(paragraph, text, style.sizes[0], style.ink, style.bold)


def describe(shape: Any, name: str, alt: str) -> None:
    """Set a shape's name and its alternative text."""
    shape.name = name[:120]
    shape._element.xpath(".//p:cNvPr")[0].set("descr", alt)


def rule(slide: Any, box: Box, ink: str = LINE) -> None:
    """Add a filled bar, marked as decorative for screen readers."""
    bar = slide.shapes.add_shape(1, *(Pt(side) for side in box))
    bar.fill.solid()
    bar.fill.fore_color.rgb = colour(ink)
    bar.line.fill.background()
    unstyled(bar)
    describe(bar, "-", "")
    bar._element.xpath(".//p:cNvPr")[0].append(parse_xml(_DECORATIVE))


def unstyled(shape: Any) -> None:
    """Remove the theme's style from a shape, and with it its shadow."""
    style = shape._element.find(f"{{{shape._element.nsmap['p']}}}style")
    if style is not None:
        shape._element.remove(style)


def footer(slide: Any, text: str, page: int) -> None:
    """Write a line of text and the page number at the bottom of a slide."""
    left = (MARGIN, HIGH - 30, WIDE - 2 * MARGIN - 60, 14.0)
    write(slide, [text], left, Style((9, 8, 7), MUTED))
    right = (WIDE - MARGIN - 50, HIGH - 30, 50.0, 14.0)
    write(slide, [str(page)], right, Style((9,), MUTED, right=True))
