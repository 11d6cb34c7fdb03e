"""PDF: two A4 pages with searchable text."""

import datetime
import io
from bisect import bisect_left

from matplotlib.backends.backend_pdf import PdfPages

from ..palette import LINE, MUTED, PLAN
from .bars import draw_bars
from .document import Document, ReportTable
from .paper import ACROSS, HIGH, MARGIN, PAD, WIDE, Ink, PdfPage
from .picture import draw_curves, drawing
from .text_metrics import columns, drawable, fitted, table_size, wrapped

_FOOT = 48.0  # reserved for the origin of the numbers
_SIZES = (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_SIDE_BY_SIDE = 4
_BELOW = 64.0  # reserved around a picture for its titles


def pdf(document: Document) -> bytes:
    """Return two pages: the answer with its picture, and its numbers, assumptions and notes.

    If the values of the plans were fitted to posts, a third says what they rest on.
    """
    day = datetime.datetime.combine(document.findings.date, datetime.time(), datetime.UTC)
    metadata = {"Title": document.title, "Author": "engagelab", "Subject": document.headline,
                "Keywords": f"{document.stamp} {document.hash_line}",
                "Creator": f"engagelab {document.findings.version}",
                "CreationDate": day}  # fmt: skip
    out = io.BytesIO()
    with drawing(), PdfPages(out, metadata=metadata) as file:
        for page in (_first(document), _second(document), *_third(document)):
            file.savefig(page.figure)
    return out.getvalue()


def _foot(page: PdfPage, document: Document, number: int) -> None:
    page.bar(HIGH - _FOOT, 0.7, LINE)
    size, hashes = fitted([document.hash_line], (ACROSS, 18), (6.5, 6, 5.5, 5))
    top = HIGH - _FOOT + 6
    muted, right = Ink(MUTED), Ink(MUTED, right=True)
    page.line([document.stamp], 7, muted, top=top)
    number_of = document.t("report.page_of", page=number, pages=2 + bool(document.rests_on()))
    page.line([number_of], 7, right, left=ACROSS, top=top)
    page.line(wrapped(hashes[0], ACROSS, size), size, muted, top=top + 10)


def _first(document: Document) -> PdfPage:
    page = PdfPage()
    page.bar(page.top - 12, 3, PLAN, 60)
    size, title = fitted([drawable(document.title)], (ACROSS, 58), (22, 19, 16, 14), bold=True)
    page.text(title[0], size, Ink(bold=True), gap=0.2)
    who = " · ".join(text for text in (document.client, document.date) if text)
    page.text(who, 10, Ink(MUTED), gap=1.2)
    page.text(document.headline, 14, Ink(PLAN, bold=True), gap=0.6)
    plans = len(document.findings.plans)
    pictured = 250 + 15 * max(0, plans - 4)
    room = HIGH - _FOOT - page.top - pictured - _BELOW
    answers = [drawable(text) for text in document.answers()]
    size, fitting = fitted(answers, (ACROSS - 9, room), (11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7))
    page.bullets(fitting, size)
    _picture(page, document, min(max(pictured, 420.0), HIGH - _FOOT - page.top - _BELOW))
    _foot(page, document, 1)
    return page


def _picture(page: PdfPage, document: Document, high: float) -> None:
    """Draw the curves and the bars side by side below the text."""
    page.top += 24
    bottom = 1 - (page.top + high) / HIGH
    tall, left, wide = high / HIGH, MARGIN + 30, 0.5 * ACROSS
    curves = page.figure.add_axes((left / WIDE, bottom, wide / WIDE, tall))
    draw_curves(curves, document, size=8)
    start = left + wide + 24
    rest = WIDE - MARGIN - start
    bars = page.figure.add_axes((start / WIDE, bottom, rest / WIDE, tall))
    draw_bars(bars, document, size=8)
    page.top += high + 24


def _second(document: Document) -> PdfPage:
    """Return the tables and notes at the largest size at which all of them fit one page."""
    table = document.assumptions()
    number = len(table.rows)
    for size in _SIZES:
        page = _written(document, table, size, number)
        if _fits(page):
            break
    else:
        fewer = range(number - 1, 0, -1)
        place = bisect_left(
            fewer, True, key=lambda rows: _fits(_written(document, table, size, rows))
        )
        page = _written(document, table, size, max(number - 1 - place, 0))
    _foot(page, document, 2)
    return page


def _third(document: Document) -> list[PdfPage]:
    """Return the page on the fit to posts, if there is one."""
    table, texts = document.learned(), document.rests_on()
    if not texts:
        return []
    page, size = PdfPage(), _SIZES[0]
    page.heading(table.title, size)
    page.table(table, size, [part * ACROSS for part in (0.3, 0.13, 0.19, 0.18, 0.2)])
    page.bullets(texts, size)
    _foot(page, document, 3)
    return [page]


def _fits(page: PdfPage) -> bool:
    """Return whether what was written leaves room for the foot of a page."""
    return page.top <= HIGH - _FOOT - 4


def _written(document: Document, table: ReportTable, size: float, rows: int) -> PdfPage:
    """Return the second page at a letter size, with at most so many rows of assumptions."""
    t, page = document.t, PdfPage()
    _comparison(page, document, size)
    _differences(page, document, size)
    page.heading(table.title, size)
    shown = ReportTable(table.title, table.columns, table.rows[:rows])
    page.table(shown, size, [part * ACROSS for part in (0.28, 0.22, 0.5)])
    if len(table.rows) > rows:
        page.text(t("report.more_rows", more=len(table.rows) - rows), size, Ink(MUTED))
    for title, texts in (("warnings", document.warnings()), ("remarks", document.remarks())):
        if texts:
            page.heading(t(f"report.{title}"), size)
            page.bullets(texts, size)
    page.heading(t("report.where_from"), size)
    page.text(" · ".join(document.hashes), size, Ink(MUTED))
    return page


def _comparison(page: PdfPage, document: Document, size: float) -> None:
    """Write the tables of results and costs, in smaller letters if their lines would break."""
    for table in (document.comparison(), document.costs()):
        if table.rows:
            _results(page, table, size)


def _results(page: PdfPage, table: ReportTable, size: float) -> None:
    page.heading(table.title, size)
    cells = (table.columns, *table.rows)
    smaller = [other for other in _SIZES if other <= size] or [size]
    fitting = table_size(cells, ACROSS, smaller, PAD)
    page.table(table, fitting, columns(cells, ACROSS, fitting, PAD))


def _differences(page: PdfPage, document: Document, size: float) -> None:
    """Write the table of the fields in which the plans differ, if there are any."""
    if document.findings.differences:
        beside = len(document.findings.plans) <= _SIDE_BY_SIDE
        table = document.differences() if beside else document.differences_by_plan()
        rest = table.columns[1:]
        page.heading(table.title, size)
        page.table(table, size, [0.26 * ACROSS, *(0.74 * ACROSS / len(rest) for _ in rest)])
