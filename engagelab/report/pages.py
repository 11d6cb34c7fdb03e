"""PDF: two pages, A4, to be read, printed and searched."""

import datetime
import io
from collections.abc import Sequence

from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..palette import PLAN
from .bars import draw_bars
from .document import Document, Table
from .palette import INK, LINE, MUTED
from .picture import draw_curves, drawing
from .text_metrics import LEADING, columns, drawable, fitted, table_size, wrapped

_WIDE, _HIGH = 595.28, 841.89  # A4, in points
_MARGIN = 44.0
_ACROSS = _WIDE - 2 * _MARGIN
_FOOT = 48.0  # kept for where the numbers come from
_PAD = 3.0
_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_SIDE_BY_SIDE = 4
_BELOW = 64.0  # kept around a picture for its titles


class PdfPage:
    """A sheet of paper that is written from top to bottom.

    Attributes
    ----------
    figure : Figure
        What is drawn.
    top : float
        How far down the next text begins, in points.
    """

    def __init__(self) -> None:
        self.figure = Figure(figsize=(_WIDE / 72, _HIGH / 72))
        self.top = _MARGIN

    def text(
        self,
        text: str,
        size: float,
        *,
        left: float = 0,
        room: float = _ACROSS,
        ink: str = INK,
        bold: bool = False,
        gap: float = 0.35,
    ) -> None:
        """Write a paragraph, and go on below it."""
        lines = wrapped(drawable(text), room, size, bold=bold)
        self.line(lines, size, left=left, ink=ink, bold=bold)
        self.top += len(lines) * size * LEADING + gap * size

    def line(
        self,
        lines: Sequence[str],
        size: float,
        *,
        left: float = 0,
        ink: str = INK,
        bold: bool = False,
        right: bool = False,
        top: float | None = None,
    ) -> None:
        """Write lines where the page stands, or at a place of their own."""
        at = self.top if top is None else top
        for place, text in enumerate(lines):
            self.figure.text(
                (_MARGIN + left) / _WIDE, 1 - (at + place * size * LEADING + 0.82 * size) / _HIGH,
                text, size=size, color=ink, weight="bold" if bold else "normal",
                ha="right" if right else "left", va="baseline",
            )  # fmt: skip

    def heading(self, text: str, size: float) -> None:
        """Write the title of a part."""
        self.top += 0.5 * size
        self.text(text, size + 1.5, bold=True, ink=PLAN, gap=0.3)

    def bullets(self, texts: Sequence[str], size: float) -> None:
        """Write paragraphs, each with a bullet."""
        for text in texts:
            self.line(["•"], size)
            self.text(text, size, left=9, room=_ACROSS - 9, gap=0.3)

    def bar(self, top: float, high: float, ink: str, wide: float = _ACROSS) -> None:
        """Draw a filled bar across the page."""
        self.figure.add_artist(
            Rectangle((_MARGIN / _WIDE, 1 - (top + high) / _HIGH), wide / _WIDE, high / _HIGH,
                      color=ink, lw=0, transform=self.figure.transFigure, zorder=-1)
        )  # fmt: skip

    def table(self, table: Table, size: float, widths: Sequence[float]) -> None:
        """Write a table whose rows are as high as their texts."""
        for place, row in enumerate((table.columns, *table.rows)):
            cells = _cells(row, widths, size, head=place == 0)
            tall = max(map(len, cells)) * size * LEADING + _PAD
            if place == 0:
                self.bar(self.top, tall, INK)
            elif place % 2 == 0:
                self.bar(self.top, tall, "#f3f5f7")
            left = 0.0
            for column, (lines, wide) in enumerate(zip(cells, widths, strict=True)):
                right = table.right and column > 0
                self.line(lines, size, left=left + (wide - _PAD if right else _PAD),
                          ink="#ffffff" if place == 0 else INK, bold=place == 0 or column == 0,
                          right=right, top=self.top + _PAD / 2)  # fmt: skip
                left += wide
            self.top += tall
        self.top += 0.5 * size


def _cells(
    row: Sequence[str], widths: Sequence[float], size: float, *, head: bool
) -> list[list[str]]:
    return [
        wrapped(drawable(text), wide - 2 * _PAD, size, bold=head or place == 0)
        for place, (text, wide) in enumerate(zip(row, widths, strict=True))
    ]


def pdf(story: Document) -> bytes:
    """Return two pages: the answer with its picture, and what it stands on."""
    day = datetime.datetime.combine(story.found.date, datetime.time(), datetime.UTC)
    told = {"Title": story.title, "Author": "engagelab", "Subject": story.headline,
            "Keywords": " ".join((story.stamp, story.digits)),
            "Creator": f"engagelab {story.found.version}", "CreationDate": day}  # fmt: skip
    out = io.BytesIO()
    with drawing(), PdfPages(out, metadata=told) as file:
        for page in (_first(story), _second(story)):
            file.savefig(page.figure)
    return out.getvalue()


def _foot(page: PdfPage, story: Document, number: int) -> None:
    page.bar(_HIGH - _FOOT, 0.7, LINE)
    digits = fitted([story.digits], (_ACROSS, 18), (6.5, 6, 5.5, 5))
    lines = wrapped(digits[1][0], _ACROSS, digits[0])
    top = _HIGH - _FOOT + 6
    page.line([story.stamp], 7, ink=MUTED, top=top)
    page.line([story.t("report.page_of", page=number, pages=2)], 7, ink=MUTED, top=top,
              left=_ACROSS, right=True)  # fmt: skip
    page.line(lines, digits[0], ink=MUTED, top=top + 10)


def _first(story: Document) -> PdfPage:
    page = PdfPage()
    page.bar(page.top - 12, 3, PLAN, 60)
    size, kept = fitted([drawable(story.title)], (_ACROSS, 58), (22, 19, 16, 14), bold=True)
    page.text(kept[0], size, bold=True, gap=0.2)
    who = " · ".join(text for text in (story.client, story.date) if text)
    page.text(who, 10, ink=MUTED, gap=1.2)
    page.text(story.headline, 14, bold=True, ink=PLAN, gap=0.6)
    plans = len(story.found.plans)
    pictured = 250 + 15 * max(0, plans - 4)
    room = _HIGH - _FOOT - page.top - pictured - _BELOW
    answers = [drawable(text) for text in story.answers()]
    size, kept = fitted(answers, (_ACROSS - 9, room), (11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7))
    page.bullets(kept, size)
    _picture(page, story, min(max(pictured, 420.0), _HIGH - _FOOT - page.top - _BELOW))
    _foot(page, story, 1)
    return page


def _picture(page: PdfPage, story: Document, high: float) -> None:
    """Draw the curves and the bars beside each other, below what is written."""
    page.top += 24
    bottom = 1 - (page.top + high) / _HIGH
    tall, left = high / _HIGH, (_MARGIN + 30) / _WIDE
    wide = 0.5 * _ACROSS
    curves = page.figure.add_axes((left, bottom, wide / _WIDE, tall))
    draw_curves(curves, story, size=8)
    start = _MARGIN + 30 + wide + 24
    rest = _WIDE - _MARGIN - start
    bars = page.figure.add_axes((start / _WIDE, bottom, rest / _WIDE, tall))
    draw_bars(bars, story, size=8)
    page.top += high + 24


def _second(story: Document) -> PdfPage:
    """Write the tables and remarks at the largest size at which all of them fit one page."""
    rows = [len(story.assumptions().rows)] * len(_SIZES)
    fewer = range(len(story.assumptions().rows) - 1, -1, -1)
    tries = [*zip(_SIZES, rows, strict=True), *((_SIZES[-1], most) for most in fewer)]
    for size, most in tries:
        page = _written(story, size, most)
        if page.top <= _HIGH - _FOOT - 4:
            break
    _foot(page, story, 2)
    return page


def _written(story: Document, size: float, most: int) -> PdfPage:
    t, page = story.t, PdfPage()
    compared = story.comparison()
    page.heading(compared.title, size)
    cells = (compared.columns, *compared.rows)
    small = [s for s in _SIZES if s <= size] or [size]
    fits = table_size(cells, _ACROSS, small, _PAD)
    page.table(compared, fits, columns(cells, _ACROSS, fits, _PAD))
    if story.found.differences:
        beside = len(story.found.plans) <= _SIDE_BY_SIDE
        table = story.differences() if beside else story.differences_by_plan()
        rest = len(table.columns) - 1
        page.heading(table.title, size)
        page.table(table, size, [0.26 * _ACROSS, *(0.74 * _ACROSS / rest for _ in range(rest))])
    table = story.assumptions()
    left_out = len(table.rows) - most
    page.heading(table.title, size)
    kept = Table(table.title, table.columns, table.rows[:most])
    page.table(kept, size, [part * _ACROSS for part in (0.28, 0.22, 0.5)])
    if left_out:
        page.text(t("report.more_rows", more=left_out), size, ink=MUTED)
    warnings = story.warnings()
    if warnings:
        page.heading(t("report.warnings"), size)
        page.bullets(warnings, size)
    page.heading(t("report.remarks"), size)
    page.bullets(story.remarks(), size)
    page.heading(t("report.where_from"), size)
    page.text(" · ".join(story.hashes), size, ink=MUTED)
    return page
