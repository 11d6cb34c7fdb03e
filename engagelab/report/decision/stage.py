"""A slide on a grid of 1280 by 720 pixels: text, rules, badges and native tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Pt

from ..canvas import FONT, TITLE_LAYOUT, colour, describe, rule, unstyled
from ..text_metrics import ARIAL, wrapped
from .look import ACCENT, BADGE, INK, RULE, WHITE

PX = 0.75  # points of a pixel
LEFT, RIGHT, TOP, BOTTOM = 56, 1224, 144, 640
LEADING = 1.38  # line height over letter size
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}
_ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
PxBox = tuple[float, float, float, float]  # left, top, width, height in pixels


@dataclass(frozen=True)
class Pen:
    """How a text is written; sizes in pixels."""

    size: float = 15
    ink: str = INK
    bold: bool = False
    align: str = "left"
    anchor: str = "top"
    numbered: bool = False


@dataclass(frozen=True)
class TextRun:
    """A part of a paragraph with its own colour and weight."""

    text: str
    ink: str = INK
    bold: bool = False
    size: float = 15


@dataclass(frozen=True)
class TableCell:
    """A cell of a native table."""

    text: str
    style: Pen = Pen()
    fill: str = ""
    below: str = RULE  # colour of the line below; empty: none
    span: int = 1


class Stage:
    """A slide that is written at pixels of a 1280 by 720 grid.

    Parameters
    ----------
    deck : Presentation
        Where the slide is added.
    """

    def __init__(self, deck: Any) -> None:
        self.slide = deck.slides.add_slide(deck.slide_layouts[TITLE_LAYOUT])

    def title(self, text: str, box: PxBox, style: Pen) -> None:
        """Write the title into the placeholder that screen readers announce."""
        shape = self.slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = (Pt(PX * side) for side in box)
        _write(shape.text_frame, [[_run_of(text, style)]], style)

    def text(self, text: str | Sequence[str], box: PxBox, style: Pen) -> Any:
        """Write one or more paragraphs and return their shape."""
        paragraphs = [text] if isinstance(text, str) else list(text)
        return self.runs([[_run_of(each, style)] for each in paragraphs], box, style)

    def runs(self, paragraphs: Sequence[Sequence[TextRun]], box: PxBox, style: Pen) -> Any:
        """Write paragraphs of runs and return their shape."""
        shape = self.slide.shapes.add_textbox(*(Pt(PX * side) for side in box))
        _write(shape.text_frame, paragraphs, style)
        return shape

    def rule(self, box: PxBox, ink: str = RULE) -> None:
        """Add a filled bar."""
        rule(self.slide, tuple(PX * side for side in box), ink)  # type: ignore[arg-type]

    def badge(self, letter: str, at: tuple[float, float], fill: str = "") -> None:
        """Add an option's letter in a circle of 22 pixels."""
        shape = self.slide.shapes.add_shape(
            MSO_SHAPE.OVAL, *(Pt(PX * side) for side in (*at, 22.0, 22.0))
        )
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill if fill == ACCENT else BADGE)
        shape.line.fill.background()
        unstyled(shape)
        style = Pen(13, WHITE, bold=True, align="center", anchor="middle")
        _write(shape.text_frame, [[_run_of(letter, style)]], style)
        describe(shape, f"{letter}", letter)

    def line(self, start: tuple[float, float], end: tuple[float, float], ink: str) -> None:
        """Add a straight line of two pixels."""
        ends = (Pt(PX * at) for at in (*start, *end))
        connector = self.slide.shapes.add_connector(1, *ends)
        connector.line.color.rgb = colour(ink)
        connector.line.width = Pt(1.5)
        describe(connector, "-", "")

    def table(
        self,
        rows: Sequence[Sequence[TableCell]],
        at: tuple[float, float],
        widths: Sequence[float],
        heights: Sequence[float],
        *,
        name: str,
    ) -> Any:
        """Add a native table; a cell that spans columns is followed by as many fewer cells."""
        sides = (at[0], at[1], sum(widths), sum(heights))
        shape = self.slide.shapes.add_table(len(rows), len(widths), *(Pt(PX * s) for s in sides))
        describe(shape, name, name)
        _plain(shape)
        for column, wide in zip(shape.table.columns, widths, strict=True):
            column.width = Pt(PX * wide)
        for place, (row, high) in enumerate(zip(rows, heights, strict=True)):
            shape.table.rows[place].height = Pt(PX * high)
            column = 0
            for cell in row:
                target = shape.table.cell(place, column)
                if cell.span > 1:
                    target.merge(shape.table.cell(place, column + cell.span - 1))
                for spanned in range(cell.span):
                    _cell(shape.table.cell(place, column + spanned), cell, empty=spanned > 0)
                column += cell.span
        return shape

    def note(self, text: str) -> None:
        """Write the notes of the speaker."""
        self.slide.notes_slide.notes_text_frame.text = text


def _run_of(text: str, style: Pen) -> TextRun:
    return TextRun(text, style.ink, style.bold, style.size)


def _write(frame: Any, paragraphs: Sequence[Sequence[TextRun]], style: Pen) -> None:
    frame.word_wrap, frame.auto_size = True, None
    frame.vertical_anchor = _ANCHOR[style.anchor]
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for place, runs in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        _paragraph(paragraph, runs, style)
        if place:
            paragraph.space_before = Pt(PX * style.size * 0.6)
        if style.numbered:
            _number(paragraph, style.size)


def _paragraph(paragraph: Any, runs: Sequence[TextRun], style: Pen) -> None:
    paragraph.alignment = _ALIGN[style.align]
    largest = max((run.size for run in runs), default=style.size)
    leading = LEADING if largest < 24 else 1.26
    paragraph.line_spacing = Pt(PX * largest * leading)
    for part in runs:
        run = paragraph.add_run()
        run.text = part.text
        run.font.size, run.font.bold, run.font.name = Pt(PX * part.size), part.bold, FONT
        run.font.color.rgb = colour(part.ink)


def _number(paragraph: Any, size: float) -> None:
    """Number a paragraph, with a hanging indent."""
    properties = paragraph._p.get_or_add_pPr()
    indent = Pt(PX * 1.35 * size)
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    properties.append(parse_xml(f'<a:buAutoNum xmlns:a="{_A}" type="arabicPeriod"/>'))


def _plain(shape: Any) -> None:
    """Remove the template's table style and its special rows."""
    table = shape.table
    table.first_row = table.horz_banding = False
    style = shape._element.graphic.graphicData.tbl.tblPr.find(f"{{{_A}}}tableStyleId")
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid


def _cell(target: Any, cell: TableCell, *, empty: bool) -> None:
    target.margin_left, target.margin_right = Pt(PX * 4), Pt(PX * 8)
    target.margin_top = target.margin_bottom = Pt(PX * 2)
    target.vertical_anchor = MSO_ANCHOR.MIDDLE
    if cell.fill:
        target.fill.solid()
        target.fill.fore_color.rgb = colour(cell.fill)
    else:
        target.fill.background()
    target.text_frame.word_wrap = True
    text = "" if empty else cell.text
    _paragraph(target.text_frame.paragraphs[0], [_run_of(text, cell.style)], cell.style)
    if cell.below:
        _border(target, cell.below)


def _border(target: Any, ink: str) -> None:
    """Draw the line below a cell."""
    wide = Pt(1.5) if ink in (INK, ACCENT) else Pt(0.75)
    line = parse_xml(
        f'<a:lnB xmlns:a="{_A}" w="{wide}"><a:solidFill><a:srgbClr val="{ink[1:]}"/></a:solidFill>'
        "</a:lnB>"
    )
    target._tc.get_or_add_tcPr().insert(0, line)


def row_heights(
    rows: Sequence[Sequence[TableCell]], widths: Sequence[float], least: float
) -> list[float]:
    """Return the heights in pixels that rows of a table need, at least a usual one."""
    return [max(least, _row_height(row, widths)) for row in rows]


def _row_height(row: Sequence[TableCell], widths: Sequence[float]) -> float:
    column, high = 0, 0.0
    for cell in row:
        room = sum(widths[column : column + cell.span]) - 12
        style = cell.style
        lines = wrapped(cell.text, PX * room, PX * style.size, bold=style.bold, font=ARIAL)
        high = max(high, len(lines) * style.size * LEADING + 5)
        column += cell.span
    return high
