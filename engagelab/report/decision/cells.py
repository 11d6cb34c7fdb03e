"""Sheets with inputs, formulas with their cached values, and values of the simulation."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from ..book import SafeBook
from .look import INK, RULE
from .story import Story

INPUT = {"font_color": "#0000C0", "bg_color": "#FFF9DB", "border": 1, "border_color": RULE}
SIMULATED = {"font_color": "#4E5B68"}
_MINUS = '"\N{MINUS SIGN}"'


class Cells(SafeBook):
    """The workbook of a decision, with the places of prices, totals and ranges.

    Parameters
    ----------
    story : Story
        The texts and numbers to write.

    Attributes
    ----------
    prices : dict of (kind, letter) to str
        The cell of each price.
    totals : dict of (name, letter) to str
        The cells of the calculation.
    ranges : dict of (name, letter) to (str, value)
        The cells of the ranges, with their cached values.
    runs : dict of (name, letter) to str
        The spans of columns of the runs.
    inputs : int
        The last row of the prices.
    """

    gain_form = f"+#,##0;{_MINUS}#,##0;0"
    back_form = f"+0%;{_MINUS}0%;0%"

    def __init__(self, story: Story) -> None:
        super().__init__(story.words.footer)
        self.story = story
        self.prices: dict[tuple[str, str], str] = {}
        self.totals: dict[tuple[str, str], str] = {}
        self.ranges: dict[tuple[str, str], tuple[str, float]] = {}
        self.runs: dict[tuple[str, str], str] = {}
        self.inputs = 0
        self._sheets: dict[str, Any] = {}

    def add(self, name: str) -> None:
        """Add a sheet, so that formulas of earlier sheets can name it."""
        self._sheets[name] = self.new_sheet(self.story.t(f"decision.sheet_{name}"))

    def sheet(self, name: str, widths: Sequence[float]) -> Any:
        """Return a sheet that was added, with the widths of its columns in letters."""
        sheet = self._sheets[name]
        for place, wide in enumerate(widths):
            sheet.set_column(place, place, wide)
        return sheet

    def head(self, sheet: Any, texts: Sequence[str], *, row: int = 0) -> None:
        """Write headings; those of the first row stay in view."""
        form = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 2,
                "bottom_color": INK}  # fmt: skip
        sheet.set_row(row, 34)
        for column, text in enumerate(texts):
            side = {"align": "right"} if column else {}
            self.text(sheet, row, column, text, **form, **side)
        if row == 0:
            sheet.freeze_panes(1, 1)
            sheet.repeat_rows(0)

    def number(
        self, sheet: Any, row: int, column: int, number: float, form: str, **properties: Any
    ) -> None:
        """Write a number in full, or an empty cell if it is not finite."""
        style = self.format(num_format=form, **properties)
        if number == number and abs(number) != float("inf"):
            sheet.write_number(row, column, number, style)
        else:
            sheet.write_blank(row, column, None, style)

    def formula(
        self, sheet: Any, row: int, column: int, formula: str, cached: float | str, form: str,
        **properties: Any,
    ) -> None:  # fmt: skip
        """Write a formula with the value that viewers show that do not compute."""
        style = self.format(**({"num_format": form} if form else {}), **properties)
        known = cached if isinstance(cached, str) or cached == cached else ""
        sheet.write_formula(row, column, formula, style, known)

    def name(self, name: str, sheet: str, row: int, column: int) -> None:
        """Give a cell a name."""
        place = address(sheet, row, column, self.story)
        self.file.define_name(name, f"={place}")

    def at(self, row: int, column: int) -> str:
        """Return the address of a cell of the same sheet."""
        return str(xl_rowcol_to_cell(row, column))

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return the address of a range of the same sheet."""
        return str(xl_range_abs(*first, *last))

    def far_span(self, sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
        """Return the address of a range of another sheet."""
        return f"{_quoted(sheet, self.story)}!{self.span(first, last)}"


def address(sheet: str, row: int, column: int, story: Story) -> str:
    """Return the absolute address of a cell with its sheet."""
    cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
    return f"{_quoted(sheet, story)}!{cell}"


def _quoted(sheet: str, story: Story) -> str:
    title = story.t(f"decision.sheet_{sheet}")
    return "'" + title.replace("'", "''") + "'"
