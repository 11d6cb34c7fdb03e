"""Excel: the numbers as numbers, with native charts."""

import datetime
import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter

from ..i18n.rounding import Number, one_format
from ..palette import PLAN, Look, look
from .document import Document
from .findings import MEASURES, FindingCard
from .names import inert
from .palette import INK, LINE, MUTED
from .reproducible_zip import frozen
from .text_metrics import wrapped
from .values import class_text

_FONT = "Arial"
_SIZE = 10  # of the letters
_LETTER = 6.0  # points for each letter that a column is wide
_PIXELS = 20  # height of a row


class Book:
    """A workbook, and the formats of its cells.

    Parameters
    ----------
    story : Document
        What is written.
    """

    def __init__(self, story: Document) -> None:
        self.story, self.out = story, io.BytesIO()
        # nothing that a person has named becomes a formula or a link
        safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                "strings_to_numbers": False}  # fmt: skip
        self.file = xlsxwriter.Workbook(self.out, safe)
        self._formats: dict[Any, Any] = {}

    def format(self, **how: Any) -> Any:
        """Return a format of cells; made once."""
        place = tuple(sorted(how.items()))
        if place not in self._formats:
            self._formats[place] = self.file.add_format({"font_name": _FONT, "font_size": _SIZE,
                                                         "valign": "top", **how})  # fmt: skip
        return self._formats[place]

    def sheet(self, name: str, widths: Sequence[float]) -> Any:
        """Return a new sheet with widths of its columns, in letters, that prints across a page."""
        sheet = self.file.add_worksheet(self.story.t(f"report.{name}_sheet")[:31])
        for place, wide in enumerate(widths):
            sheet.set_column(place, place, wide)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8" + self.story.stamp.replace("&", "&&") + "&R&8&P")
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, **how: Any) -> None:
        """Write a text as a text, which stays one when its cell is edited."""
        quoted = {"quote_prefix": True} if inert(text) != text else {}
        sheet.write_string(row, column, text, self.format(**how, **quoted))

    def number(self, sheet: Any, row: int, column: int, number: Number, **how: Any) -> None:
        """Write a number in full, shown as everywhere; an unknown one as an empty cell."""
        form = self.format(num_format=number.excel(self.story.t), **how)
        if number.known:
            sheet.write_number(row, column, number.value, form)
        else:
            sheet.write_blank(row, column, None, form)

    def head(self, sheet: Any, row: int, texts: Sequence[str], *, right: int) -> None:
        """Write headings, which stay when the sheet is scrolled; numbers begin at a column."""
        sheet.set_row(row, 40)
        for column, text in enumerate(texts):
            side = {"align": "right"} if column >= right else {}
            self.text(sheet, row, column, text, bold=True, bg_color=INK, font_color="#ffffff",
                      valign="vcenter", text_wrap=True, **side)  # fmt: skip
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(row)


def xlsx(story: Document) -> bytes:
    """Return the workbook: summary, curves, comparison, group sizes, parameters, about."""
    book = Book(story)
    day = datetime.datetime.combine(story.found.date, datetime.time())
    book.file.set_properties({"title": story.title, "subject": story.headline,
                              "author": "engagelab", "keywords": story.digits,
                              "comments": story.stamp, "created": day})  # fmt: skip
    _summary(book)
    _curves(book)
    _comparison(book)
    _groups(book)
    _parameters(book)
    _about(book)
    book.file.close()
    return frozen(book.out.getvalue(), story.found.date)


def _summary(book: Book) -> None:
    story, t = book.story, book.story.t
    sheet = book.sheet("summary", (30, 30, 14, 14, 14, 14))
    book.text(sheet, 0, 0, story.title, bold=True, font_size=16)
    book.text(sheet, 1, 0, story.headline, bold=True, font_size=12, font_color=PLAN)
    sheet.set_row(0, 26)
    sheet.set_row(1, 20)
    texts = [*story.answers(), *story.warnings()]
    for place, text in enumerate(texts, 3):
        book.text(sheet, place, 0, text)
    top = len(texts) + 4
    words = ("plan", "measure", "mean", "error", "low", "high")
    book.head(sheet, top, [t(f"report.{word}") for word in words], right=2)
    sheet.freeze_panes(0, 0)
    row = top
    for name, plan in zip(story.full_names, story.found.plans, strict=True):
        for measure in MEASURES:
            row += 1
            told = plan.numbers[measure]
            edge = {"top": 1, "top_color": LINE} if measure == MEASURES[0] else {}
            book.text(sheet, row, 0, name, bold=True, **edge)
            book.text(sheet, row, 1, story.measure(measure), **edge)
            for column, number in enumerate((told.mean, told.error, told.low, told.high), 2):
                book.number(sheet, row, column, number, **edge)
    sheet.autofilter(top, 0, row, len(words) - 1)


def _curves(book: Book) -> None:
    story, t, plans = book.story, book.story.t, book.story.found.plans
    heads = [t("report.round")]
    for name in story.names:
        heads += [t(f"report.curve_{part}", plan=name) for part in ("mean", "low", "high")]
    sheet = book.sheet("curves", (14, *(16 for _ in heads[1:])))
    book.head(sheet, 0, heads, right=1)
    for place, plan in enumerate(plans):
        curve = plan.curve
        for row, at in enumerate(curve.rounds, 1):
            sheet.write_number(row, 0, at, book.format())
            for part, numbers in enumerate((curve.mean, curve.low, curve.high), 1):
                book.number(sheet, row, 3 * place + part, numbers[row - 1])
    chart = book.file.add_chart({"type": "scatter", "subtype": "straight"})
    for place, plan in enumerate(plans):
        for part in range(3):
            rounds = len(plan.curve.rounds)
            chart.add_series(_series(sheet.name, place, part, rounds, look(plan.look)))
    _axes(chart, t("report.round"), t("report.reached_so_far"), t("report.by_round"))
    chart.set_x_axis({"name": t("report.round"), "min": 0, "num_format": "0",
                      "max": max(plan.curve.rounds[-1] for plan in plans) or 1,
                      "major_gridlines": {"visible": False}})  # fmt: skip
    hidden = [place for place in range(3 * len(plans)) if place % 3]
    chart.set_legend({"position": "bottom", "delete_series": hidden})
    where = {"description": story.picture(), "object_position": 3}
    sheet.insert_chart(1, len(heads) + 1, chart, where)


def _series(sheet: str, place: int, part: int, rounds: int, seen: Look) -> dict[str, Any]:
    column = 3 * place + part + 1
    line = {"color": seen.colour, "width": 0.75 if part else 2.25,
            "dash_type": "square_dot" if part else seen.office}  # fmt: skip
    return {"name": [sheet, 0, column], "categories": [sheet, 1, 0, rounds, 0],
            "values": [sheet, 1, column, rounds, column], "line": line}  # fmt: skip


def _axes(chart: Any, across: str, up: str, title: str) -> None:
    font = {"name": _FONT, "size": 10, "bold": False, "color": INK}
    chart.set_title({"name": title, "name_font": {**font, "size": 12, "bold": True}})
    chart.set_x_axis({"name": across, "name_font": font})
    chart.set_y_axis({"name": up, "name_font": font, "min": 0, "num_format": "#,##0",
                      "major_gridlines": {"visible": True, "line": {"color": LINE}},
                      "line": {"none": True}})  # fmt: skip
    chart.set_size({"width": 760, "height": 420})


def _comparison(book: Book) -> None:
    story, t = book.story, book.story.t
    heads = [t("report.plan"), story.measure("reach"), t("report.error"), t("report.lift"),
             t("report.lift_low", sure=story.sure), t("report.lift_high", sure=story.sure),
             t("report.wins"), t("report.runs"), t("report.sure"), story.measure("cost"),
             story.measure("cost_per_reader"), story.measure("return"), t("report.extra"),
             t("report.low_end"), t("report.high_end")]  # fmt: skip
    sheet = book.sheet("comparison", (32, *(13 for _ in heads[1:])))
    book.head(sheet, 0, heads, right=1)
    for row, line in enumerate(_compared(story), 1):
        for column, cell in enumerate(line):
            if isinstance(cell, Number):
                book.number(sheet, row, column, cell)
            else:
                book.text(sheet, row, column, cell, bold=column == 0)
    top = len(story.found.plans) + 3
    for column, measure in ((1, "reach"), (10, "cost_per_reader")):
        top += _bars(book, sheet, column, measure, top)


def _bars(book: Book, sheet: Any, column: int, measure: str, top: int) -> int:
    """Put bars of a column below the table; return how many rows they stand on."""
    story, rows = book.story, len(book.story.found.plans)
    chart = book.file.add_chart({"type": "bar"})
    form = one_format([plan.numbers[measure].mean for plan in story.found.plans], story.t)
    chart.add_series(
        {
            "name": [sheet.name, 0, column],
            "categories": [sheet.name, 1, 0, rows, 0],
            "values": [sheet.name, 1, column, rows, column],
            "points": [{"fill": {"color": look(p.look).colour}} for p in story.found.plans],
            "gap": 60,
            "data_labels": {"value": True, "num_format": form},
        }
    )
    _axes(chart, "", "", story.measure(measure))
    chart.set_y_axis({"reverse": True, "line": {"color": MUTED}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    high = 120 + 36 * rows
    chart.set_size({"width": 620, "height": high})
    runs = {"runs": story.found.runs} if measure == "reach" else {}
    row = "bars_say" if runs else "costs_say"
    alt = story.t(f"report.{row}", ends=story.ends(measure), **runs)
    sheet.insert_chart(top, 0, chart, {"description": alt})
    return high // _PIXELS + 2


def _compared(story: Document) -> Iterator[list[str | Number]]:
    """Yield the cells of each plan."""
    t, none = story.t, Number(float("nan"))
    for name, plan in zip(story.full_names, story.found.plans, strict=True):
        told, duel = plan.numbers, plan.duel
        line: list[str | Number] = [name, told["reach"].mean, told["reach"].error]
        if duel is None:
            line += [none, none, none, none, none, ""]
        else:
            line += [duel.lift, duel.low, duel.high, duel.wins, duel.runs,
                     t("report.yes" if duel.resolved else "report.no")]  # fmt: skip
        line += [told["cost"].mean, told["cost_per_reader"].mean, told["return"].mean]
        extra = duel.cost_per_extra_reader if duel else None
        yield line + ([extra.mean, extra.low, extra.high] if extra else [none, none, none])


def _groups(book: Book) -> None:
    story, t = book.story, book.story.t
    words = ("plan", "group_size", "class_people", "class_reached", "error", "low", "high")
    sheet = book.sheet("groups", (32, 24, 14, 14, 14, 14, 14))
    book.head(sheet, 0, [t(f"report.{word}") for word in words], right=2)
    row = 0
    for name, plan in zip(story.full_names, story.found.plans, strict=True):
        for found in plan.classes:
            row += 1
            book.text(sheet, row, 0, name, bold=True)
            book.text(sheet, row, 1, class_text(found.word, t))
            told = found.reached
            numbers = (found.people, told.mean, told.error, told.low, told.high)
            for column, number in enumerate(numbers, 2):
                book.number(sheet, row, column, number)


def _parameters(book: Book) -> None:
    story, t = book.story, book.story.t
    heads = [t("report.parameter"), *story.full_names, t("report.unit"), t("report.differs"),
             t("report.meaning"), t("report.source"), t("report.field")]  # fmt: skip
    widths = (32, *(24 for _ in story.full_names), 16, 10, 60, 60, 30)
    sheet = book.sheet("parameters", widths)
    book.head(sheet, 0, heads, right=len(heads))
    for row, card in enumerate(story.found.cards, 1):
        how: dict[str, Any] = {"bg_color": "#fdf3d8"} if card.differs else {}
        cells = _parameter(story, card)
        sheet.set_row(row, _tall(cells, widths))
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                book.text(sheet, row, column, cell, text_wrap=True, bold=column == 0, **how)
            else:
                form = book.format(num_format="General", align="left", **how)
                sheet.write_number(row, column, cell, form)


def _parameter(story: Document, card: FindingCard) -> list[str | float]:
    """Return the cells of a field; numbers as they are."""
    told, t = story.t.field(card.field), story.t
    values: list[str | float] = [
        value if isinstance(value, (int, float)) and not isinstance(value, bool) else text
        for value, text in zip(card.values, story.values(card), strict=True)
    ]
    mark = t("report.yes" if card.differs else "report.no")
    return [told.label, *values, told.unit, mark, told.says, story.source(card), card.field]


def _tall(cells: Sequence[str | float], widths: Sequence[float]) -> float:
    """Return how high a row is in which each text stands in its column, in points."""
    lines = (
        len(wrapped(cell, _LETTER * wide, _SIZE)) if isinstance(cell, str) else 1
        for cell, wide in zip(cells, widths, strict=True)
    )
    return 2 + 13 * max(lines)


def _about(book: Book) -> None:
    story, t, found = book.story, book.story.t, book.story.found
    sheet = book.sheet("about", (34, 90))
    lines: list[tuple[str, str | int]] = [
        ("title", story.title),
        ("client", found.client),
        ("date", found.date.isoformat()),
        ("version", found.version),
        ("key", str(found.key)),
        ("runs", found.runs),
        ("network", found.network),
    ]
    row = -1
    for word, value in lines:
        if value == "":
            continue
        row += 1
        book.text(sheet, row, 0, t(f"report.{word}"), bold=True)
        if isinstance(value, int):
            sheet.write_number(row, 1, value, book.format(align="left"))
        else:
            book.text(sheet, row, 1, value)
    for name, plan in zip(story.full_names, found.plans, strict=True):
        row += 1
        book.text(sheet, row, 0, f"{t('report.hash')}{story.colon} {name}", bold=True)
        book.text(sheet, row, 1, plan.hash)
    for text in ("", *story.remarks(), *story.warnings()):
        row += 1
        book.text(sheet, row, 0, text)
