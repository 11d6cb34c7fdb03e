"""Where a result goes: a file by its ending, a table for people, CSV for programs."""

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import EngagelabError
from ..io.atomic import reason, writing

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".csv", ".parquet", ".json")


def checked_output(output: Path | None) -> None:
    """Refuse, before anything is run, a file that could not be written afterwards.

    Raises
    ------
    EngagelabError
        For an ending that means no format, a folder in its place, and a folder that is missing or
        not to be written to.
    """
    if output is None:
        return
    if output.suffix.lower() not in ENDINGS:
        raise EngagelabError(
            f"--output: {output} has no known ending; let it end in .csv, .parquet or .json"
        )
    if output.is_dir():
        raise EngagelabError(f"--output: {output} is a folder; name a file in it")
    need_folder("--output", output, output.parent)


def need_folder(name: str, path: Path, folder: Path) -> None:
    """Refuse a folder in which no file can be made.

    Raises
    ------
    EngagelabError
        With what the system says of it.
    """
    try:
        # trying is the one test that knows of read-only disks and of access lists
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        raise EngagelabError(
            f"{name}: {path} cannot be written: {reason(error)}; "
            "choose a folder that exists and that you may write to"
        ) from None


def give(frame: "pd.DataFrame", output: Path | None, columns: list[str] | None = None) -> None:
    """Write a frame to its file, or to standard output.

    Parameters
    ----------
    frame : DataFrame
        What is given out, its numbers as they are.
    output : Path, optional
        The file, whole or not at all; none: standard output, where a terminal gets a table rounded
        for reading and everything else CSV.
    columns : list of str, optional
        The columns that a terminal shows; none: all.
    """
    if output is not None:
        _write(frame, output)
    elif sys.stdout.isatty():
        shown = frame[columns] if columns else frame
        click.echo(_for_people(shown))
    else:
        click.echo(frame.to_csv(index=False, lineterminator="\n"), nl=False)


def _write(frame: "pd.DataFrame", output: Path) -> None:
    with writing(output) as temporary:
        ending = output.suffix.lower()
        if ending == ".parquet":
            frame.to_parquet(temporary, index=False)
        elif ending == ".csv":
            frame.to_csv(temporary, index=False, lineterminator="\n")
        else:
            temporary.write_text(_as_json(frame), encoding="utf-8")


def _as_json(frame: "pd.DataFrame") -> str:
    """Return a list of rows; pandas' own JSON would round, and JSON has no word for NaN."""
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
    """Return four digits; money and people in the thousands with their commas.

    Examples
    --------
    >>> _short(12345.678), _short(0.123456)
    ('12,346', '0.1235')
    """
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
