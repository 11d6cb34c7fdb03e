"""Tables read from CSV, TSV and Parquet files, with errors that name the line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .columns import Kind
from .delimited import open_sheet, read_sheet, records
from .lazy import late
from .parquet import read_parquet

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc
else:
    pa = late("pyarrow")
    pc = late("pyarrow.compute")


def read_table(
    path: str | os.PathLike[str],
    columns: Mapping[str, Kind],
    *,
    encoding: str = "utf-8",
    separator: str | None = None,
    header: Sequence[str] | None = None,
) -> pd.DataFrame:
    r"""Read the named columns of a CSV, TSV or Parquet file.

    Blank lines are skipped. Windows line ends, a byte order mark, and quoted fields that contain
    separators or line ends are accepted. Labels and column names are trimmed.

    Parameters
    ----------
    path : path-like
        A file that ends in .csv, .tsv, .txt, .dat or .parquet.
    columns : mapping of str to {"label", "number", "text"}
        The columns to read and what they hold. Labels become ``int64`` only if every value of every
        label column is a whole number in its usual spelling, so ``007`` stays text and both ends of
        a tie have one type. Numbers become ``float64``.
    encoding : str, default "utf-8"
        The character encoding of a text file.
    separator : str, optional
        The one character between fields. By default the tab in .tsv; the comma (or else semicolon
        or tab) in .csv; in .txt and .dat the first of tab, comma, semicolon and space that the
        first line contains.
    header : sequence of str, optional
        The names of all columns, for a text file whose first line is data.

    Returns
    -------
    pandas.DataFrame
        The columns in the order given, one row for each row of the file.

    Raises
    ------
    EngagelabError
        If the file is missing, empty, damaged or of unknown suffix, lacks a column, or has a row
        that does not fit: too few or too many fields, an empty label, or an invalid number.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "ties.csv")
    >>> _ = path.write_text("source,target,weight\n1,2,0.5\n2,3,1\n")
    >>> read_table(path, {"source": "label", "target": "label", "weight": "number"})
       source  target  weight
    0       1       2     0.5
    1       2       3     1.0
    """
    where = Path(path)
    if where.suffix.lower() == ".parquet":
        table = read_parquet(where, columns)
    else:
        sheet = open_sheet(where, encoding, separator=separator, header=header)
        table = read_sheet(sheet, columns)
    labels = [name for name, kind in columns.items() if kind == "label"]
    frame: pd.DataFrame = _with_labels(table, labels).to_pandas()
    return frame


def rows_of(
    path: str | os.PathLike[str], *, encoding: str = "utf-8"
) -> Iterator[tuple[int, list[str]]]:
    r"""Yield the line number and the fields of each row of a text file, a header included.

    Raises
    ------
    EngagelabError
        As for `read_table`.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "ties.csv")
    >>> _ = path.write_text("\nAnn;Bo\nBo;Cy\n")
    >>> list(rows_of(path))
    [(2, ['Ann', 'Bo']), (3, ['Bo', 'Cy'])]
    """
    sheet = open_sheet(Path(path), encoding, separator=None, header=())
    yield from ((line, fields) for line, _, fields in records(sheet))


def _with_labels(table: pa.Table, labels: Sequence[str]) -> pa.Table:
    """Convert the label columns to whole numbers if all labels are such, otherwise to text."""
    columns = [table[name] for name in labels]
    whole = [_whole(values) for values in columns]
    for name, values, number in zip(labels, columns, whole, strict=True):
        text = pc.utf8_trim_whitespace(pc.cast(values, pa.string()))
        column = text if any(each is None for each in whole) else number
        table = table.set_column(table.column_names.index(name), name, column)
    return table


def _whole(values: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Return labels as whole numbers, or None unless each has the usual spelling of a number."""
    if pa.types.is_integer(values.type):
        return values
    values = pc.utf8_trim_whitespace(values)
    try:
        numbers = pc.cast(values, pa.int64())
    except pa.ArrowInvalid:
        return None
    same = pc.all(pc.equal(pc.cast(numbers, pa.string()), values)).as_py()
    return None if same is False else numbers
