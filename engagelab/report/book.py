"""A workbook whose cells have consistent formats and whose texts are never formulas."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from ..i18n.rounding import Number
from ..palette import INK
from .document import Document
from .names import escape_formula
from .text_metrics import wrapped

FONT = "Arial"
_SIZE = 10  # of the letters
_LETTER = 6.0  # points for each letter of a column's width


class SafeBook:
    """A workbook in memory whose texts never become formulas, with a cache of cell formats.

    Parameters
    ----------
    stamp : str
        Origin of the numbers, for the foot of each printed page.
    """

    def __init__(self, stamp: str) -> None:
        self.stamp, self.out = stamp, io.BytesIO()
        # no text of a user becomes a formula or a link
        safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                "strings_to_numbers": False}  # fmt: skip
        self.file = xlsxwriter.Workbook(self.out, safe)
        self._formats: dict[Any, Any] = {}

    def format(self, **properties: Any) -> Any:
        """Return a cell format; the same properties give the same format."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            usual = {"font_name": FONT, "font_size": _SIZE, "valign": "top"}
            self._formats[key] = self.file.add_format(usual | properties)
        return self._formats[key]

    def new_sheet(self, title: str) -> Any:
        """Return a new sheet that prints one page wide."""
        sheet = self.file.add_worksheet(title[:31])
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&8" + self.stamp.replace("&", "&&") + "&R&8&P")
        return sheet

    def text(self, sheet: Any, row: int, column: int, text: str, **properties: Any) -> None:
        """Write a text that stays a text when its cell is edited."""
        quoted = {"quote_prefix": True} if escape_formula(text) != text else {}
        sheet.write_string(row, column, text, self.format(**properties, **quoted))


class Book(SafeBook):
    """The workbook of a document.

    Parameters
    ----------
    document : Document
        The texts and numbers to write.
    """

    def __init__(self, document: Document) -> None:
        super().__init__(document.stamp)
        self.document = document

    def sheet(self, name: str, widths: Sequence[float]) -> Any:
        """Return a new sheet; the widths of columns are in letters."""
        sheet = self.new_sheet(self.document.t(f"report.{name}_sheet"))
        for place, wide in enumerate(widths):
            sheet.set_column(place, place, wide)
        return sheet

    def number(self, sheet: Any, row: int, column: int, number: Number, **properties: Any) -> None:
        """Write a number in full, shown with its digits; an unknown one as an empty cell."""
        form = self.format(num_format=number.excel(self.document.t), **properties)
        if number.known:
            sheet.write_number(row, column, number.value, form)
        else:
            sheet.write_blank(row, column, None, form)

    def cells(self, sheet: Any, row: int, cells: Sequence[str | Number], **properties: Any) -> None:
        """Write a row of texts and numbers, the first cell bold."""
        for column, cell in enumerate(cells):
            if isinstance(cell, Number):
                self.number(sheet, row, column, cell, **properties)
            else:
                self.text(sheet, row, column, cell, bold=column == 0, **properties)

    def head(self, sheet: Any, row: int, texts: Sequence[str], *, right: int) -> None:
        """Write frozen headings, right-aligned from a column on."""
        sheet.set_row(row, 40)
        for column, text in enumerate(texts):
            side = {"align": "right"} if column >= right else {}
            self.text(sheet, row, column, text, bold=True, bg_color=INK, font_color="#ffffff",
                      valign="vcenter", text_wrap=True, **side)  # fmt: skip
        sheet.freeze_panes(row + 1, 1)
        sheet.repeat_rows(row)


def row_height(cells: Sequence[str | float], widths: Sequence[float]) -> float:
    """Return the height in points of a row whose texts are wrapped in their columns."""
    lines = (
        len(wrapped(cell, _LETTER * wide, _SIZE)) if isinstance(cell, str) else 1
        for cell, wide in zip(cells, widths, strict=True)
    )
    return 2 + 13 * max(lines)
