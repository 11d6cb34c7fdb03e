"""PowerPoint: slides with native charts and tables."""

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import Any

from ..palette import INK, MUTED, PLAN, look
from .canvas import (
    HIGH,
    MARGIN,
    PAD,
    WIDE,
    Style,
    footer,
    new_deck,
    new_slide,
    put_table,
    row_height,
    rule,
    write,
)
from .charts import BarChart, put_bars, put_curves
from .document import Document, ReportTable
from .findings import PlanFindings
from .reproducible_zip import reproducible
from .text_metrics import columns, unbroken

_HEAD = (MARGIN, 24.0, WIDE - 2 * MARGIN, 62.0)
_TOP, _BOTTOM = 104.0, HIGH - 40
_ACROSS = WIDE - 2 * MARGIN
_SIDE_BY_SIDE = 4  # plans whose values are in columns of one table
_BANDS = 3  # plans whose bands are in one chart
_LETTERS = (14.0, 13.0, 12.0, 11.0, 10.0, 9.5, 9.0)  # of tables
_USUAL = 11.0


def pptx(document: Document) -> bytes:
    """Return the slides: the answer, the curves, the comparison, each plan, the assumptions."""
    deck = new_deck()
    _cover(deck, document)
    _answer(deck, document)
    _curves(deck, document)
    if document.several:
        _bars(deck, document)
        _tables(deck, document, document.comparison())
        _differences(deck, document)
    if document.findings.kinds:
        _tables(deck, document, document.costs())
    for plan in document.findings.plans:
        _plan(deck, document, plan)
    _tables(deck, document, document.assumptions(), (0.25, 0.17, 0.58))
    _rests_on(deck, document)
    _remarks(deck, document)
    _finish(deck, document)
    out = io.BytesIO()
    deck.save(out)
    return reproducible(out.getvalue(), document.findings.date)


def _finish(deck: Any, document: Document) -> None:
    """Write footers, the origin of the numbers into the notes, and the properties of the file."""
    origin = "\n".join((document.headline, document.stamp, *document.hashes))
    for page, slide in enumerate(deck.slides, 1):
        if page > 1:
            footer(slide, document.stamp, page)
        notes = slide.notes_slide.notes_text_frame
        notes.text = f"{notes.text}\n{origin}" if notes.text else origin
    core = deck.core_properties
    core.title, core.author, core.subject = document.title, "engagelab", document.headline
    core.keywords, core.comments = document.hash_line, document.stamp
    core.last_modified_by, core.revision, core.language = "engagelab", 1, document.t.lang
    day = datetime.datetime.combine(document.findings.date, datetime.time())
    core.created = core.modified = day


def _note(slide: Any, texts: Sequence[str]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(texts)


def _cover(deck: Any, document: Document) -> None:
    left, wide = MARGIN + 24, _ACROSS - 48
    slide = new_slide(deck, document.title, (left, 120, wide, 130), (40, 34, 28, 22))
    rule(slide, (0, 0, 18, HIGH), PLAN)
    write(slide, [document.headline], (left, 268, wide, 60), Style((20, 18, 16, 14), MUTED))
    who = [text for text in (document.client, document.date) if text]
    write(slide, who, (left, 352, wide, 52), Style((16, 14, 12)))
    origin = [document.stamp, document.hash_line]
    write(slide, origin, (left, HIGH - 84, wide, 62), Style((10, 9, 8, 7), MUTED))
    _note(slide, document.answers())


def _answer(deck: Any, document: Document) -> None:
    slide = new_slide(deck, document.headline, _HEAD)
    rule(slide, (MARGIN, _TOP - 12, 60, 3), PLAN)
    cards = list(_cards(document, document.findings.best, named=document.several))
    _put_cards(slide, cards, _TOP + 4)
    box = (MARGIN, _TOP + 116, _ACROSS, _BOTTOM - _TOP - 124)
    style = Style((18, 16, 15, 14, 13, 12, 11, 10), bullets=True)
    write(slide, document.answers(), box, style)
    _note(slide, document.answers())


def _cards(
    document: Document, plan: PlanFindings, *, named: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield label, number and small print of a plan's main results, with its name if wanted."""
    name = f" · {document.name(plan)}" if named else ""
    yield from ((label + name, number, below) for label, number, below in _facts(document, plan))


def _facts(document: Document, plan: PlanFindings) -> Iterator[tuple[str, str, str]]:
    t, numbers, colon = document.t, plan.numbers, document.colon
    share = numbers["reach_share"].mean.text(t)
    reach = numbers["reach"]
    yield document.measure("reach"), reach.with_error(t), f"{share} · {reach.band(t)}"
    cost = f"{document.measure('cost')}{colon} {numbers['cost'].mean.text(t)}"
    yield document.measure("cost_per_reader"), numbers["cost_per_reader"].with_error(t), cost
    if plan.comparison is None:
        pays = f"{t('report.pays')}{colon} {plan.pays.text(t)}"
        yield document.measure("return"), numbers["return"].mean.text(t), pays
    else:
        lift, interval, wins = document.comparison_cells(plan)
        yield t("report.lift"), lift, f"{document.confidence}{colon} {interval} · {wins}"


def _put_cards(slide: Any, cards: Sequence[tuple[str, str, str]], top: float) -> None:
    wide = (_ACROSS - 2 * 20) / 3
    for place, (label, number, below) in enumerate(cards):
        left = MARGIN + place * (wide + 20)
        rule(slide, (left, top, wide, 92), "#f3f5f7")
        rule(slide, (left, top, 4, 92), PLAN)
        start, inner = left + 16, wide - 28
        write(slide, [label], (start, top + 9, inner, 17), Style((12, 11, 10), MUTED))
        write(slide, [number], (start, top + 28, inner, 36), Style((26, 22, 18, 15), bold=True))
        write(slide, [below], (start, top + 68, inner, 16), Style((11, 10, 9, 8), MUTED))


def _curves(deck: Any, document: Document) -> None:
    slide = new_slide(deck, document.t("report.by_round"), _HEAD)
    plans = document.findings.plans
    bands = len(plans) <= _BANDS
    put_curves(slide, document, plans, (MARGIN, _TOP, _ACROSS, _BOTTOM - _TOP - 26), bands=bands)
    text = document.t("report.dashed" if bands else "report.solid")
    write(slide, [text], (MARGIN, _BOTTOM - 22, _ACROSS, 16), Style((11, 10), MUTED))
    _note(slide, [document.picture()])


def _bars(deck: Any, document: Document) -> None:
    slide = new_slide(deck, document.t("report.who_reaches"), _HEAD)
    wide, plans = (_ACROSS - 20) / 2, document.findings.plans
    colours = [look(plan.look).colour for plan in plans]
    for place, (measure, row) in enumerate(
        (("reach", "bars_say"), ("cost_per_reader", "costs_say"))
    ):
        left, title = MARGIN + place * (wide + 20), document.measure(measure)
        write(slide, [title], (left, _TOP, wide, 20), Style((14, 12), bold=True))
        alt = document.t(f"report.{row}", ends=document.ends(measure), runs=document.findings.runs)
        numbers = [plan.numbers[measure].mean for plan in plans]
        bars = BarChart(title, alt, document.names, numbers, colours)
        put_bars(slide, document, bars, (left, _TOP + 22, wide, _BOTTOM - _TOP - 26))
    _note(slide, document.answers())


def _differences(deck: Any, document: Document) -> None:
    if not document.findings.differences:
        return
    if len(document.findings.plans) > _SIDE_BY_SIDE:
        _tables(deck, document, document.differences_by_plan(), (0.26, 0.74))
        return
    table = document.differences()
    rest = 0.74 / (len(table.columns) - 1)
    _tables(deck, document, table, (0.26, *(rest for _ in table.columns[1:])))


def _tables(
    deck: Any, document: Document, table: ReportTable, shares: Sequence[float] | None = None
) -> None:
    """Put a table on as few slides as possible, in the largest letters that allow it."""
    size, widths = _size(table, shares)
    parts = list(_parts(table, widths, size, _BOTTOM - _TOP))
    for place, rows in enumerate(parts, 1):
        title = table.title
        if len(parts) > 1:
            title = document.t("report.part_of", title=title, part=place, parts=len(parts))
        slide = new_slide(deck, title, _HEAD)
        part = ReportTable(title, table.columns, rows, right=table.right)
        alt = document.t("report.table_says", title=title)
        put_table(slide, part, (MARGIN, _TOP, _ACROSS, _BOTTOM - _TOP), widths, size, alt)
        _note(slide, [" · ".join(row) for row in rows])


def _size(table: ReportTable, shares: Sequence[float] | None) -> tuple[float, list[float]]:
    """Return the size of a table's letters and the widths of its columns.

    Without given shares of the width, the columns fit their texts, and a size that breaks no text
    is preferred. A table that needs several slides anyway has the usual size.
    """
    rows = (table.columns, *table.rows)

    def widths(size: float) -> list[float]:
        if shares is None:
            return columns(rows, _ACROSS, size, PAD)
        return [_ACROSS * share for share in shares]

    def slides(size: float) -> int:
        return len(list(_parts(table, widths(size), size, _BOTTOM - _TOP)))

    fits = [size for size in _LETTERS if slides(size) == 1]
    whole = [size for size in fits if unbroken(rows, widths(size), size, PAD)]
    size = (whole if shares is None and whole else fits or [_USUAL])[0]
    return size, widths(size)


def _parts(
    table: ReportTable, widths: Sequence[float], size: float, room: float
) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the rows of one slide after another."""
    head = row_height(table.columns, widths, size, head=True)
    rows: list[tuple[str, ...]] = []
    used = head
    for row in table.rows:
        tall = row_height(row, widths, size, head=False)
        if rows and used + tall > room:
            yield tuple(rows)
            rows, used = [], head
        rows.append(row)
        used += tall
    yield tuple(rows)


def _plan(deck: Any, document: Document, plan: PlanFindings) -> None:
    slide = new_slide(deck, document.t("report.the_plan", plan=document.name(plan)), _HEAD)
    summary = document.summary(plan)
    if summary:
        write(slide, [summary], (MARGIN, _TOP - 12, _ACROSS, 20), Style((14, 12, 11, 10), MUTED))
    _put_cards(slide, list(_cards(document, plan)), _TOP + 16)
    top, wide = _TOP + 122, _ACROSS * 0.58
    put_curves(slide, document, (plan,), (MARGIN, top, wide, _BOTTOM - top), bands=True)
    _classes(slide, document, plan, (MARGIN + wide + 16, top, _ACROSS - wide - 16, _BOTTOM - top))
    _note(slide, [document.says_reach(plan), document.says_cost(plan), document.says_half(plan),
                  document.says_voices(plan), document.says_pays(plan)])  # fmt: skip


def _classes(
    slide: Any, document: Document, plan: PlanFindings, box: tuple[float, float, float, float]
) -> None:
    """Put bars of the share reached by group size into a box, if there are groups."""
    classes, (left, top, wide, high) = document.classes(plan), box
    if not classes:
        return
    title = document.t("report.by_group_size")
    ends = "; ".join(f"{name} {number.text(document.t)}" for name, number in classes)
    alt = document.t("report.groups_say", ends=ends)
    names, numbers = zip(*classes, strict=True)
    write(slide, [title], (left, top, wide, 18), Style((12, 11, 10, 9), bold=True))
    bars = BarChart(title, alt, names, numbers, [INK] * len(classes))
    put_bars(slide, document, bars, (left, top + 20, wide, high - 20))


def _rests_on(deck: Any, document: Document) -> None:
    """Add a slide on the fit to posts, if the values of the plans come from one."""
    table, texts = document.learned(), document.rests_on()
    if not texts:
        return
    slide, t = new_slide(deck, table.title, _HEAD), document.t
    widths = [part * _ACROSS for part in (0.3, 0.12, 0.2, 0.18, 0.2)]
    high = sum(row_height(row, widths, _USUAL, head=row is table.columns)
               for row in (table.columns, *table.rows))  # fmt: skip
    alt = t("report.table_says", title=table.title)
    put_table(slide, table, (MARGIN, _TOP, _ACROSS, high), widths, _USUAL, alt)
    box = (MARGIN, _TOP + high + 16, _ACROSS, _BOTTOM - _TOP - high - 16)
    write(slide, texts, box, Style((14, 13, 12, 11, 10, 9, 8), bullets=True))
    _note(slide, [*(" · ".join(row) for row in table.rows), *texts])


def _remarks(deck: Any, document: Document) -> None:
    slide = new_slide(deck, document.t("report.remarks"), _HEAD)
    half, t = (_ACROSS - 30) / 2, document.t
    points, title = Style((14, 13, 12, 11, 10, 9, 8), bullets=True), Style((14, 12), bold=True)
    warnings = document.warnings() or [t("report.warn_none")]
    write(slide, document.remarks(), (MARGIN, _TOP, half, _BOTTOM - _TOP), points)
    left = MARGIN + half + 30
    write(slide, [t("report.warnings")], (left, _TOP, half, 18), title)
    write(slide, warnings, (left, _TOP + 24, half, 190), points)
    write(slide, [t("report.where_from")], (left, _TOP + 224, half, 18), title)
    box = (left, _TOP + 248, half, _BOTTOM - _TOP - 248)
    write(slide, [document.stamp, *document.hashes], box, Style((11, 10, 9, 8, 7, 6), MUTED))
    _note(slide, [*document.remarks(), *warnings])
