"""Write results: to a file by its extension, as a table in a terminal, otherwise as CSV."""

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import EngagelabError
from ..io.atomic import need_regular, path_of, reason
from ..io.files import is_folder
from ..io.spreadsheet import inert
from ..io.streams import deliver, is_stream

if TYPE_CHECKING:
    import pandas as pd

EXTENSIONS = (".csv", ".parquet", ".json")


def checked_output(output: Path | None) -> None:
    """Check, before anything is simulated, that the output can be written.

    Raises
    ------
    EngagelabError
        If standard output is to be written to and is closed; for an unknown extension, a folder, a
        link or a named pipe in place of a file, or a folder that does not exist or is not writable.
    """
    if output is None and sys.stdout is None:
        raise EngagelabError("standard output: is closed; give a file with --output")
    if output is None or is_stream(output):
        return
    if output.suffix.lower() not in EXTENSIONS:
        raise EngagelabError(
            f"--output: {output} has an unknown extension; use .csv, .parquet or .json"
        )
    need_folder("--output", output, output.parent)


def need_folder(name: str, path: Path, folder: Path) -> None:
    """Check that a file can be written in a folder.

    Raises
    ------
    EngagelabError
        If the file is a folder, a link or a named pipe, or with the reason of the operating
        system.
    """
    if is_folder(path):
        raise EngagelabError(f"{name}: {path} is a folder; give a file")
    need_regular(path_of(path))
    try:
        # only an attempt detects read-only disks and access lists
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise EngagelabError(
            f"{name}: {path} cannot be written: {reason(error)}; "
            "choose an existing, writable folder"
        ) from None


def give(frame: "pd.DataFrame", output: Path | None, columns: list[str] | None = None) -> None:
    """Write a frame to its file, or to standard output.

    Parameters
    ----------
    frame : DataFrame
        The result, with full precision.
    output : Path, optional
        The file, written whole or not at all, or a stream such as ``/dev/stdout``, which gets CSV
        if it has no extension; by default standard output, as a rounded table in a terminal and
        otherwise as CSV.
    columns : list of str, optional
        The columns to show in a terminal; by default all.
    """
    if output is not None:
        deliver(output, _encoded(frame, output.suffix.lower()))
    elif sys.stdout.isatty():
        shown = frame[columns] if columns else frame
        click.echo(_for_people(shown))
    else:
        click.echo(_encoded(frame, ".csv").decode(), nl=False)


def _encoded(frame: "pd.DataFrame", extension: str) -> bytes:
    """Return a frame in the format of an extension."""
    if extension == ".parquet":
        return bytes(frame.to_parquet(index=False))
    if extension == ".json":
        return _as_json(frame).encode()
    return inert(frame).to_csv(index=False, lineterminator="\n").encode()


def _as_json(frame: "pd.DataFrame") -> str:
    """Return a list of rows in full precision, which pandas would round, with null for NaN."""
    rows = [{str(name): _jsonable(value) for name, value in row.items()}
            for row in frame.to_dict("records")]  # fmt: skip
    return json.dumps(rows, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _jsonable(value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and not -float("inf") < value < float("inf"):
        return None
    return value if isinstance(value, (bool, int, float, str, type(None))) else str(value)


def _for_people(frame: "pd.DataFrame") -> str:
    return frame.to_string(index=False, float_format=_short, line_width=None, na_rep="-")


def _short(value: float) -> str:
    """Return a number with four digits, or from 1,000 on without decimals.

    Examples
    --------
    >>> _short(12345.678), _short(0.123456)
    ('12,346', '0.1235')
    """
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
