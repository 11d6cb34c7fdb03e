"""PowerPoint: slides with native charts and tables."""

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import Any

from ..palette import PLAN, look
from .canvas import (
    HIGH,
    MARGIN,
    PAD,
    WIDE,
    footer,
    new_deck,
    new_slide,
    put_table,
    row_height,
    rule,
    write,
)
from .charts import put_bars, put_curves
from .document import Document, Table
from .findings import PlanFindings
from .palette import INK, MUTED
from .reproducible_zip import frozen
from .text_metrics import columns, unbroken

_HEAD = (MARGIN, 24.0, WIDE - 2 * MARGIN, 62.0)
_TOP, _BOTTOM = 104.0, HIGH - 40
_ACROSS = WIDE - 2 * MARGIN
_SIDE_BY_SIDE = 4  # plans whose values stand beside each other in a table
_BANDS = 3  # plans whose bands stand in one chart
_LETTERS = (14.0, 13.0, 12.0, 11.0, 10.0, 9.5, 9.0)  # of tables
_USUAL = 11.0


def pptx(story: Document) -> bytes:
    """Return the slides: the answer, the curves, the comparison, each plan, the assumptions."""
    deck = new_deck()
    _cover(deck, story)
    _answer(deck, story)
    _curves(deck, story)
    if story.several:
        _bars(deck, story)
        _tables(deck, story, story.comparison())
        _differences(deck, story)
    for plan in story.found.plans:
        _plan(deck, story, plan)
    _tables(deck, story, story.assumptions(), (0.25, 0.17, 0.58))
    _remarks(deck, story)
    _finish(deck, story)
    out = io.BytesIO()
    deck.save(out)
    return frozen(out.getvalue(), story.found.date)


def _finish(deck: Any, story: Document) -> None:
    told = "\n".join((story.headline, story.stamp, *story.hashes))
    for page, slide in enumerate(deck.slides, 1):
        if page > 1:
            footer(slide, story.stamp, page)
        notes = slide.notes_slide.notes_text_frame
        notes.text = f"{notes.text}\n{told}" if notes.text else told
    core = deck.core_properties
    core.title, core.author, core.subject = story.title, "engagelab", story.headline
    core.keywords, core.comments = story.digits, story.stamp
    core.last_modified_by, core.revision, core.language = "engagelab", 1, story.t.lang
    day = datetime.datetime.combine(story.found.date, datetime.time())
    core.created = core.modified = day


def _note(slide: Any, texts: Sequence[str]) -> None:
    slide.notes_slide.notes_text_frame.text = "\n".join(texts)


def _cover(deck: Any, story: Document) -> None:
    slide = new_slide(deck, story.title, (MARGIN + 24, 120, _ACROSS - 48, 130), (40, 34, 28, 22))
    rule(slide, (0, 0, 18, HIGH), PLAN)
    left = MARGIN + 24
    write(slide, [story.headline], (left, 268, _ACROSS - 48, 60), (20, 18, 16, 14), ink=MUTED)
    who = [text for text in (story.client, story.date) if text]
    write(slide, who, (left, 352, _ACROSS - 48, 52), (16, 14, 12))
    write(slide, [story.stamp, story.digits], (left, HIGH - 84, _ACROSS - 48, 62),
          (10, 9, 8, 7), ink=MUTED)  # fmt: skip
    _note(slide, story.answers())


def _answer(deck: Any, story: Document) -> None:
    slide = new_slide(deck, story.headline, _HEAD)
    rule(slide, (MARGIN, _TOP - 12, 60, 3), PLAN)
    cards = list(_cards(story, story.found.best, told=story.several))
    _put_cards(slide, cards, _TOP + 4)
    write(slide, story.answers(), (MARGIN, _TOP + 116, _ACROSS, _BOTTOM - _TOP - 124),
          (18, 16, 15, 14, 13, 12, 11, 10), bullets=True)  # fmt: skip
    _note(slide, story.answers())


def _cards(
    story: Document, plan: PlanFindings, *, told: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Yield label, with the plan's name where it is told, number and what stands below it."""
    name = f" · {story.name(plan)}" if told else ""
    yield from ((label + name, number, below) for label, number, below in _facts(story, plan))


def _facts(story: Document, plan: PlanFindings) -> Iterator[tuple[str, str, str]]:
    t, told, duel = story.t, plan.numbers, plan.duel
    share = told["reach_share"].mean.text(t)
    yield story.measure("reach"), told["reach"].with_error(t), f"{share} · {told['reach'].band(t)}"
    each = told["cost_per_reader"]
    cost = f"{story.measure('cost')}{story.colon} {told['cost'].mean.text(t)}"
    yield story.measure("cost_per_reader"), each.with_error(t), cost
    if duel is None:
        pays = f"{t('report.pays')}{story.colon} {plan.pays.text(t)}"
        yield story.measure("return"), told["return"].mean.text(t), pays
    else:
        lift, interval, wins = story.duel_cells(plan)
        yield t("report.lift"), lift, f"{story.sure}{story.colon} {interval} · {wins}"


def _put_cards(slide: Any, cards: Sequence[tuple[str, str, str]], top: float) -> None:
    wide = (_ACROSS - 2 * 20) / 3
    for place, (label, number, below) in enumerate(cards):
        left = MARGIN + place * (wide + 20)
        rule(slide, (left, top, wide, 92), "#f3f5f7")
        rule(slide, (left, top, 4, 92), PLAN)
        inner = wide - 28
        write(slide, [label], (left + 16, top + 9, inner, 17), (12, 11, 10), ink=MUTED)
        write(slide, [number], (left + 16, top + 28, inner, 36), (26, 22, 18, 15), bold=True)
        write(slide, [below], (left + 16, top + 68, inner, 16), (11, 10, 9, 8), ink=MUTED)


def _curves(deck: Any, story: Document) -> None:
    slide = new_slide(deck, story.t("report.by_round"), _HEAD)
    plans = story.found.plans
    bands = len(plans) <= _BANDS
    put_curves(slide, story, plans, (MARGIN, _TOP, _ACROSS, _BOTTOM - _TOP - 26), bands=bands)
    text = story.t("report.dashed" if bands else "report.solid")
    write(slide, [text], (MARGIN, _BOTTOM - 22, _ACROSS, 16), (11, 10), ink=MUTED)
    _note(slide, [story.picture()])


def _inks(story: Document) -> list[str]:
    return [look(plan.look).colour for plan in story.found.plans]


def _bars(deck: Any, story: Document) -> None:
    slide = new_slide(deck, story.t("report.who_reaches"), _HEAD)
    wide = (_ACROSS - 20) / 2
    parts = (("reach", "bars_say"), ("cost_per_reader", "costs_say"))
    for place, (name, says) in enumerate(parts):
        left = MARGIN + place * (wide + 20)
        title = story.measure(name)
        runs = {"runs": story.found.runs} if name == "reach" else {}
        alt = story.t(f"report.{says}", ends=story.ends(name), **runs)
        write(slide, [title], (left, _TOP, wide, 20), (14, 12), bold=True)
        numbers = [plan.numbers[name].mean for plan in story.found.plans]
        put_bars(slide, story.names, numbers, _inks(story), (left, _TOP + 22, wide,
                 _BOTTOM - _TOP - 26), story=story, title=title, alt=alt)  # fmt: skip
    _note(slide, story.answers())


def _differences(deck: Any, story: Document) -> None:
    if not story.found.differences:
        return
    if len(story.found.plans) > _SIDE_BY_SIDE:
        _tables(deck, story, story.differences_by_plan(), (0.26, 0.74))
        return
    table = story.differences()
    rest = 0.74 / (len(table.columns) - 1)
    _tables(deck, story, table, (0.26, *(rest for _ in table.columns[1:])))


def _tables(
    deck: Any, story: Document, table: Table, shares: Sequence[float] | None = None
) -> None:
    """Put a table on as many slides as it needs, in the largest letters for the fewest slides."""
    rows = (table.columns, *table.rows)

    def laid(size: float) -> tuple[list[float], list[tuple[tuple[str, ...], ...]]]:
        if shares is None:
            widths = columns(rows, _ACROSS, size, PAD)
        else:
            widths = [_ACROSS * share for share in shares]
        return widths, list(_parts(table, widths, size, _BOTTOM - _TOP))

    fits = [size for size in _LETTERS if len(laid(size)[1]) == 1]
    whole = [size for size in fits if unbroken(rows, laid(size)[0], size, PAD)]
    # for many rows, one slide is too few anyway, and the letters need not be small
    size = (whole if shares is None and whole else fits or [_USUAL])[0]
    widths, parts = laid(size)
    for place, part_rows in enumerate(parts, 1):
        title = table.title
        if len(parts) > 1:
            title = story.t("report.part_of", title=title, part=place, parts=len(parts))
        slide = new_slide(deck, title, _HEAD)
        part = Table(title, table.columns, part_rows, right=table.right)
        alt = story.t("report.table_says", title=title)
        put_table(slide, part, (MARGIN, _TOP, _ACROSS, _BOTTOM - _TOP), widths, size, alt)
        _note(slide, [" · ".join(row) for row in part_rows])


def _parts(
    table: Table, widths: Sequence[float], size: float, room: float
) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield the rows that fit on one slide after another."""
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


def _plan(deck: Any, story: Document, plan: PlanFindings) -> None:
    slide = new_slide(deck, story.t("report.the_plan", plan=story.name(plan)), _HEAD)
    summary = story.summary(plan)
    if summary:
        write(slide, [summary], (MARGIN, _TOP - 12, _ACROSS, 20), (14, 12, 11, 10), ink=MUTED)
    _put_cards(slide, list(_cards(story, plan)), _TOP + 16)
    top, wide = _TOP + 122, _ACROSS * 0.58
    high = _BOTTOM - top
    put_curves(slide, story, (plan,), (MARGIN, top, wide, high), bands=True)
    classes = story.classes(plan)
    if classes:
        title = story.t("report.by_group_size")
        ends = "; ".join(f"{name} {number.text(story.t)}" for name, number in classes)
        left, rest = MARGIN + wide + 16, _ACROSS - wide - 16
        write(slide, [title], (left, top, rest, 18), (12, 11, 10, 9), bold=True)
        put_bars(slide, [name for name, _ in classes], [number for _, number in classes],
                 [INK] * len(classes), (left, top + 20, rest, high - 20), story=story, title=title,
                 alt=story.t("report.groups_say", ends=ends))  # fmt: skip
    _note(slide, [story.says_reach(plan), story.says_cost(plan), story.says_half(plan),
                  story.says_pays(plan)])  # fmt: skip


def _remarks(deck: Any, story: Document) -> None:
    slide = new_slide(deck, story.t("report.remarks"), _HEAD)
    half = (_ACROSS - 30) / 2
    sizes = (14, 13, 12, 11, 10, 9, 8)
    warnings = story.warnings() or [story.t("report.warn_none")]
    write(slide, story.remarks(), (MARGIN, _TOP, half, _BOTTOM - _TOP), sizes, bullets=True)
    left = MARGIN + half + 30
    write(slide, [story.t("report.warnings")], (left, _TOP, half, 18), (14, 12), bold=True)
    write(slide, warnings, (left, _TOP + 24, half, 190), sizes, bullets=True)
    write(slide, [story.t("report.where_from")], (left, _TOP + 224, half, 18), (14, 12), bold=True)
    write(slide, [story.stamp, *story.hashes], (left, _TOP + 248, half, _BOTTOM - _TOP - 248),
          (11, 10, 9, 8, 7, 6), ink=MUTED)  # fmt: skip
    _note(slide, [*story.remarks(), *warnings])
