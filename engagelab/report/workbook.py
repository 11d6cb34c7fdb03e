"""Excel: the numbers as numbers, with native charts."""

import datetime
from collections.abc import Iterator
from typing import Any

from ..experiments.fit_record import FitRecord
from ..i18n.rounding import MISSING, Number
from ..palette import LINE, PLAN
from .book import Book, row_height
from .book_charts import put_bars, put_curves
from .document import Document
from .findings import MEASURES, FindingCard, PlanFindings
from .reproducible_zip import reproducible
from .rests_on_sheet import SHEET_WIDTHS, sheet_head, write_sheet

_UNKNOWN = Number(MISSING)


def xlsx(document: Document) -> bytes:
    """Return the workbook: summary, curves, comparison, group sizes, parameters, about."""
    book = Book(document)
    day = datetime.datetime.combine(document.findings.date, datetime.time())
    book.file.set_properties({"title": document.title, "subject": document.headline,
                              "author": "engagelab", "keywords": document.hash_line,
                              "comments": document.stamp, "created": day})  # fmt: skip
    _summary(book)
    _curves(book)
    _comparison(book)
    _groups(book)
    _parameters(book)
    if document.findings.fit is not None:
        _fit(book, document.findings.fit)
    _about(book)
    book.file.close()
    return reproducible(book.out.getvalue(), document.findings.date)


def _summary(book: Book) -> None:
    document = book.document
    sheet = book.sheet("summary", (30, 30, 14, 14, 14, 14))
    book.text(sheet, 0, 0, document.title, bold=True, font_size=16)
    book.text(sheet, 1, 0, document.headline, bold=True, font_size=12, font_color=PLAN)
    sheet.set_row(0, 26)
    sheet.set_row(1, 20)
    texts = [*document.answers(), *document.warnings()]
    for place, text in enumerate(texts, 3):
        book.text(sheet, place, 0, text)
    _measures(book, sheet, len(texts) + 4)


def _measures(book: Book, sheet: Any, top: int) -> None:
    """Write a table of all measures of all plans from a row on."""
    document, row = book.document, top
    words = ("plan", "measure", "mean", "error", "low", "high")
    book.head(sheet, top, [document.t(f"report.{word}") for word in words], right=2)
    sheet.freeze_panes(0, 0)
    for name, plan in zip(document.full_names, document.findings.plans, strict=True):
        for measure in document.findings.measures:
            row += 1
            number = plan.numbers[measure]
            edge = {"top": 1, "top_color": LINE} if measure == MEASURES[0] else {}
            numbers = (number.mean, number.error, number.low, number.high)
            book.cells(sheet, row, [name, document.measure(measure), *numbers], **edge)
    sheet.autofilter(top, 0, row, len(words) - 1)


def _curves(book: Book) -> None:
    document, t, plans = book.document, book.document.t, book.document.findings.plans
    heads = [t("report.round")]
    for name in document.names:
        heads += [t(f"report.curve_{part}", plan=name) for part in ("mean", "low", "high")]
    sheet = book.sheet("curves", (14, *(16 for _ in heads[1:])))
    book.head(sheet, 0, heads, right=1)
    for place, plan in enumerate(plans):
        curve = plan.curve
        for row, at in enumerate(curve.rounds, 1):
            sheet.write_number(row, 0, at, book.format())
            for part, numbers in enumerate((curve.mean, curve.low, curve.high), 1):
                book.number(sheet, row, 3 * place + part, numbers[row - 1])
    put_curves(book, sheet, len(heads) + 1)


def _comparison(book: Book) -> None:
    document, t = book.document, book.document.t
    level = document.confidence
    heads = [t("report.plan"), document.measure("reach"), t("report.error"), t("report.lift"),
             t("report.lift_low", sure=level), t("report.lift_high", sure=level),
             t("report.wins"), t("report.runs"), t("report.sure"), document.measure("cost"),
             document.measure("cost_per_reader"), document.measure("return"), t("report.extra"),
             t("report.low_end"), t("report.high_end")]  # fmt: skip
    sheet = book.sheet("comparison", (32, *(13 for _ in heads[1:])))
    book.head(sheet, 0, heads, right=1)
    plans = document.findings.plans
    for row, (name, plan) in enumerate(zip(document.full_names, plans, strict=True), 1):
        book.cells(sheet, row, [name, *_compared(document, plan)])
    top = len(plans) + 3
    for column, measure in ((1, "reach"), (10, "cost_per_reader")):
        top += put_bars(book, sheet, column, measure, top)


def _compared(document: Document, plan: PlanFindings) -> Iterator[str | Number]:
    """Yield the cells of a plan; empty ones for the comparison of the baseline."""
    numbers, row = plan.numbers, plan.comparison
    yield from (numbers["reach"].mean, numbers["reach"].error)
    if row is None:
        yield from [_UNKNOWN] * 5
        yield ""
    else:
        yield from (row.lift, row.low, row.high, row.wins, row.runs)
        yield document.t.word("choice", row.resolved)
    yield from (numbers[name].mean for name in ("cost", "cost_per_reader", "return"))
    extra = None if row is None else row.cost_per_extra_reader
    ends = [_UNKNOWN] * 3 if extra is None else [extra.mean, extra.low, extra.high]
    yield from ends


def _groups(book: Book) -> None:
    document, row = book.document, 0
    words = ("plan", "group_size", "class_people", "class_reached", "error", "low", "high")
    sheet = book.sheet("groups", (32, 24, 14, 14, 14, 14, 14))
    book.head(sheet, 0, [document.t(f"report.{word}") for word in words], right=2)
    for name, plan in zip(document.full_names, document.findings.plans, strict=True):
        for group in plan.classes:
            row += 1
            share, label = group.reached, document.class_name(group.name)
            numbers = (group.people, share.mean, share.error, share.low, share.high)
            book.cells(sheet, row, [name, label, *numbers])


def _parameters(book: Book) -> None:
    document, t = book.document, book.document.t
    heads = [t("report.parameter"), *document.full_names, t("report.unit"), t("report.differs"),
             t("report.meaning"), t("report.source"), t("report.field")]  # fmt: skip
    widths = (32, *(24 for _ in document.full_names), 16, 10, 60, 60, 30)
    sheet = book.sheet("parameters", widths)
    book.head(sheet, 0, heads, right=len(heads))
    for row, card in enumerate(document.findings.cards, 1):
        shade: dict[str, Any] = {"bg_color": "#fdf3d8"} if card.differs else {}
        cells = _parameter(document, card)
        sheet.set_row(row, row_height(cells, widths))
        for column, cell in enumerate(cells):
            if isinstance(cell, str):
                book.text(sheet, row, column, cell, text_wrap=True, bold=column == 0, **shade)
            else:
                form = book.format(num_format="General", align="left", **shade)
                sheet.write_number(row, column, cell, form)


def _parameter(document: Document, card: FindingCard) -> list[str | float]:
    """Return the cells of a field, with numbers as numbers."""
    field, t = document.t.field(card.field), document.t
    values: list[str | float] = [
        value if isinstance(value, (int, float)) and not isinstance(value, bool) else text
        for value, text in zip(card.values, document.values(card), strict=True)
    ]
    differs, source = t.word("choice", card.differs), document.source(card)
    return [field.label, *values, field.unit, differs, field.says, source, card.field]


def _fit(book: Book, fit: FitRecord) -> None:
    """Write the fitted fields with their numbers, and what they rest on."""
    t = book.document.t
    sheet = book.sheet("fit", SHEET_WIDTHS)
    book.head(sheet, 0, sheet_head(t), right=2)
    write_sheet(book, sheet, fit, t)


def _about(book: Book) -> None:
    sheet = book.sheet("about", (34, 90))
    for row, (label, value) in enumerate(_origin(book.document)):
        book.text(sheet, row, 0, label, **({} if value is None else {"bold": True}))
        if isinstance(value, int):
            sheet.write_number(row, 1, value, book.format(align="left"))
        elif value is not None:
            book.text(sheet, row, 1, value)


def _origin(document: Document) -> Iterator[tuple[str, str | int | None]]:
    """Yield a label and a value for each row of the last sheet; notes have no value."""
    t, findings = document.t, document.findings
    values: dict[str, str | int] = {
        "title": document.title,
        "client": findings.client,
        "date": findings.date.isoformat(),
        "version": findings.version,
        "key": str(findings.key),
        "runs": findings.runs,
        "network": findings.network,
    }
    yield from ((t(f"report.{word}"), value) for word, value in values.items() if value != "")
    for name, plan in zip(document.full_names, findings.plans, strict=True):
        yield f"{t('report.hash')}{document.colon} {name}", plan.hash
    yield from ((text, None) for text in ("", *document.remarks(), *document.warnings()))
