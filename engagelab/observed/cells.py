"""Numbers and dates in the columns of an export."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..io.numbers import numbers_in
from ..io.table import Table
from .header_words import date_forms
from .remarks import refused_export

LARGEST = 1e12  # a number of a post, more than people there are
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
_EMPTY = ("-", "--", "n/a", "N/A", "nan", "None", "null")


def numbers_of(table: Table, at: int, decimal: str | None) -> NDArray[np.float64]:
    """Return the numbers of a column, shape (rows,); NaN for an empty cell.

    Raises
    ------
    EngagelabError
        For a cell that holds something else or more than `LARGEST`, with its row.
    """
    numbers = numbers_in(table.columns[at], decimal=decimal, empty=_EMPTY)
    if numbers.bad >= 0:
        raise _refused("bad_number", table, at, numbers.bad)
    too_large = np.flatnonzero(numbers.values > LARGEST)
    if too_large.size:
        raise _refused("too_large", table, at, int(too_large[0]))
    return numbers.values


def has_points_of_thousands(table: Table, at: int) -> bool:
    """Return whether a column has points before three digits only, as 1.200 in German or Spanish.

    Measures of posts are counts, so such a cell is not a number with three decimals.
    """
    cells = table.columns[at].to_pylist()
    pointed = [cell for cell in cells if isinstance(cell, str) and "." in cell]
    return (
        bool(pointed)
        and not any(isinstance(cell, str) and "," in cell for cell in cells)
        and all(_THOUSANDS.fullmatch(cell.strip()) for cell in pointed)
    )


def texts_of(table: Table, at: int) -> list[str]:
    """Return the cells of a column as texts without surrounding space."""
    return [str(cell or "").strip() if cell != 0 else "0" for cell in table.columns[at].to_pylist()]


def dates_of(
    table: Table, at: int, *, dayfirst: bool | None = None
) -> tuple[pd.DatetimeIndex, bool]:
    """Return the times of a column, and whether day and month could be the other way round.

    Parameters
    ----------
    table : Table
        The table.
    at : int
        The position of the column.
    dayfirst : bool, optional
        Whether the day comes before the month; by default only if no other order reads all cells.

    Raises
    ------
    EngagelabError
        For a cell that no form of dates reads, with its row.
    """
    texts = pd.Series(texts_of(table, at), dtype=object)
    filled = texts != ""
    readings = {form: _read(texts, form) for form in _forms(dayfirst)}
    full = [form for form, times in readings.items() if times[filled].notna().all()]
    if not full:
        best = max(readings.values(), key=lambda times: int(times.notna().sum()))
        raise _refused("bad_date", table, at, int(np.flatnonzero(filled & best.isna())[0]))
    both = dayfirst is None and any(form.startswith("%m") for form in full)
    ambiguous = both and any(form.startswith("%d/") for form in full)
    return pd.DatetimeIndex(readings[full[0]]), ambiguous


def _forms(dayfirst: bool | None) -> list[str]:
    unwanted = () if dayfirst is None else ("%m/",) if dayfirst else ("%d/",)
    return [form for form in date_forms() if not form.startswith(unwanted or ("?",))]


def _read(texts: pd.Series[Any], form: str) -> pd.Series[Any]:
    times = pd.to_datetime(texts.where(texts != "", None), format=form, errors="coerce", utc=True)
    return times.dt.tz_localize(None)


def _refused(code: str, table: Table, at: int, row: int) -> Exception:
    place, value = table.place(row), texts_of(table, at)[row]
    return refused_export(table.name, code, place=place, column=table.names[at], value=value)
