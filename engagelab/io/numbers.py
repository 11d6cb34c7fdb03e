"""Numbers in columns of text: decimal commas, thousands separators and percentages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .lazy import late

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")

_PLAIN = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_SPACES = re.compile(r"(?<=\d)[\s'\N{RIGHT SINGLE QUOTATION MARK}](?=\d{3})")
_POINTS = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?")  # of decimal commas
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, eq=False)
class Numbers:
    """The numbers in a column.

    Attributes
    ----------
    values : array of float64, shape (rows,)
        The numbers; NaN for an empty cell and for one that is not a number.
    bad : int
        The first row with a cell that is not a number; -1 if all are.
    decimal : str
        The decimal mark.
    percent : bool
        Whether they were percentages, which become shares.
    """

    values: NDArray[np.float64]
    bad: int
    decimal: str = "."
    percent: bool = False


def numbers_in(
    column: pa.ChunkedArray, *, decimal: str | None = None, empty: Iterable[str] = ()
) -> Numbers:
    """Return the numbers in a column of texts or numbers.

    Parameters
    ----------
    column : pyarrow.ChunkedArray
        The column.
    decimal : str, optional
        The decimal mark; by default detected from all cells. A comma is one unless each cell with a
        comma has it before each three digits.
    empty : iterable of str
        Texts that stand for an empty cell, besides blank ones.

    Examples
    --------
    >>> import pyarrow as pa
    >>> numbers_in(pa.chunked_array([["1,5", "", "1 234,25"]])).values.tolist()
    [1.5, nan, 1234.25]

    Numbers with both marks are not guessed:

    >>> numbers_in(pa.chunked_array([["1,5", "1.5"]])).bad
    1
    """
    if not pa.types.is_string(column.type):
        values = column.cast(pa.float64()).to_numpy().astype(np.float64)
        return Numbers(values, -1)
    if decimal != ",":
        try:
            values = pc.cast(column, pa.float64()).to_numpy()
            if len(values) and np.isfinite(values).all():
                return Numbers(values, -1)
        except pa.ArrowException:
            pass
    encoded = column.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return _from_texts(codes, encoded.dictionary.to_pylist(), decimal, frozenset(empty))


def _from_texts(
    codes: NDArray[np.int32], texts: Sequence[str], decimal: str | None, empty: frozenset[str]
) -> Numbers:
    cells = ["" if text.strip() in empty else _tidy(text) for text in texts]
    mark = decimal or _decimal(cells)
    percent = any(cells) and all(cell.endswith("%") for cell in cells if cell)
    numbers = [_number(cell.removesuffix("%").strip() if percent else cell, mark) for cell in cells]
    table = np.array([*numbers, math.nan]) / (100 if percent else 1)
    is_bad = np.array([*(math.isnan(n) and bool(c) for n, c in zip(numbers, cells, strict=True)),
                       False])  # fmt: skip
    bad = np.flatnonzero(is_bad[codes])
    return Numbers(table[codes], int(bad[0]) if bad.size else -1, mark, percent)


def _tidy(text: str) -> str:
    """Return a number without spaces or apostrophes between thousands."""
    return _SPACES.sub("", text.strip().replace("\N{MINUS SIGN}", "-"))


def _decimal(cells: Sequence[str]) -> str:
    """Return the decimal mark of numbers."""
    commas = [cell.rstrip("% ") for cell in cells if "," in cell]
    if not commas or all(map(_THOUSANDS.fullmatch, commas)):
        return "."
    return "." if all(cell.rfind(".") > cell.rfind(",") for cell in commas) else ","


def _number(cell: str, decimal: str) -> float:
    """Return a number, NaN if the cell is empty or holds something else."""
    if decimal == ",":
        if "." in cell:
            cell = cell.replace(".", "") if _POINTS.fullmatch(cell) else "?"
        cell = cell.replace(",", ".")
    elif "," in cell:
        cell = cell.replace(",", "") if _THOUSANDS.fullmatch(cell) else "?"
    if not _PLAIN.fullmatch(cell):
        return math.nan
    number = float(cell)
    return number if math.isfinite(number) else math.nan
