"""The sheet of a workbook that says what fitted values rest on."""

from typing import Any

from ..experiments.fit_record import FitRecord
from ..i18n import Texts
from .book import SafeBook
from .rests_on import fit_sentences, learned_rows

SHEET_WIDTHS = (34, 22, 14, 14, 14, 24)  # letters


def sheet_head(t: Texts) -> list[str]:
    """Return the heads of the columns of a sheet of a workbook."""
    names = ("fit.field", "fit.verdict", "report.low_end", "fit.median", "report.high_end",
             "fit.record")  # fmt: skip
    return list(map(t, names))


def write_sheet(book: SafeBook, sheet: Any, fit: FitRecord, t: Texts) -> None:
    """Write the fitted fields with their numbers below the heads, and what they rest on."""
    rows = learned_rows(fit, t)
    for row, (field, cells) in enumerate(zip(fit.fields, rows, strict=True), 1):
        book.text(sheet, row, 0, cells[0], bold=True)
        book.text(sheet, row, 1, cells[3])
        for column, value in enumerate((field.low, field.median, field.high), 2):
            sheet.write_number(row, column, value, book.format(num_format="General"))
        book.text(sheet, row, 5, cells[4])
    for place, text in enumerate(fit_sentences(fit, t), len(rows) + 2):
        book.text(sheet, place, 0, text)
