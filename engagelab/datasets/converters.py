"""Files of other programs, converted to tables without running any code in them.

R's ``.rdata`` and compressed JSON are read in memory; their unpacked size is limited, and only
numbers and texts are extracted.
"""

import importlib
import json
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from ..errors import EngagelabError
from ..io.content import unpacked

MOST = 1 << 28
"""The largest size of an unpacked file, in bytes."""

Objects: TypeAlias = Mapping[str, Any]

_R_FORMATS = (b"RDX2\n", b"RDX3\n")


def need_rdata() -> Any:
    """Return the package rdata, which reads files of R.

    Raises
    ------
    EngagelabError
        If it is not installed, with the command that installs it.
    """
    try:
        return importlib.import_module("rdata")
    except ImportError as error:
        raise EngagelabError(
            "rdata: this package, which reads the files of R, is not installed; install it with "
            "pip install 'engagelab[data]'"
        ) from error


def read_rdata(data: bytes, where: str) -> Objects:
    """Return the objects of an .rdata file by name: frames, arrays and mappings of these.

    A sparse matrix becomes the mapping of its slots. No code is run: functions and environments of
    R are read as data.

    Raises
    ------
    EngagelabError
        If the package rdata is missing, or the file is not one of R.
    """
    rdata = need_rdata()
    content = unpacked(data, where, MOST)
    if not content.startswith(_R_FORMATS):
        raise EngagelabError(f"{where}: is not an .rdata file of R; give the file on record")
    constructors = {
        **rdata.conversion.DEFAULT_CLASS_MAP,
        "diffnet": lambda value, _: value,
        "dgCMatrix": lambda _, slots: slots,
    }
    try:
        # Warnings of the reader, for instance of unknown classes, do not concern the user.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            objects: Objects = rdata.conversion.convert(
                rdata.parser.parse_data(content),
                constructor_dict=constructors,
                default_encoding="utf-8",
            )
    # A damaged file fails deep inside rdata, with exceptions that it does not document.
    except Exception as error:
        raise EngagelabError(
            f"{where}: cannot be read as .rdata: {error}; download it again"
        ) from error
    return objects


def table(file: str, objects: Objects, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Return one of the three tables of a study from the objects of its .rdata file.

    Parameters
    ----------
    file : {"edges.csv", "adoption.csv", "people.csv"}
        From a diffnet, the nominations (columns ``from``, ``to``, ``weight``) or the times of
        adoption (``id``, ``toa``); or the survey. The graph of the first period is taken, since
        those on record do not change.
    objects : mapping
        The result of `read_rdata`, with one object.
    columns : sequence of str
        The columns of the survey to return; if empty, all.

    Returns
    -------
    DataFrame
        Columns of whole numbers only are integers; missing numbers are NaN.

    Raises
    ------
    EngagelabError
        If the object has another structure.
    """
    data = next(iter(objects.values()), None)
    convert = {"edges.csv": _ties, "adoption.csv": _adoption}.get(file)
    try:
        return convert(data) if convert else _survey(data, columns)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise EngagelabError(
            f"{file}: the file of R has no such table ({error!r}); give the file on record"
        ) from error


def _ties(diffnet: Any) -> pd.DataFrame:
    matrix, people = next(iter(diffnet["graph"].values())), _labels(diffnet)
    named = np.repeat(np.arange(people.size), np.diff(matrix["p"]))
    return pd.DataFrame(
        {"from": people[matrix["i"]], "to": people[named], "weight": _plain(matrix["x"])}
    )


def _adoption(diffnet: Any) -> pd.DataFrame:
    return pd.DataFrame({"id": _labels(diffnet), "toa": _plain(np.asarray(diffnet["toa"]))})


def _survey(frame: Any, columns: Sequence[str]) -> pd.DataFrame:
    names = list(columns) or list(frame.columns)
    numbers = {name: frame[name].to_numpy("float64", na_value=np.nan) for name in names}
    return pd.DataFrame({name: _plain(values) for name, values in numbers.items()})


def reviews(data: bytes, where: str) -> pd.DataFrame:
    """Return code reviews from JSON, one a row, all columns as text.

    The columns are review, bound, start, end and participants, who are numbered in the order of
    their first appearance.

    Raises
    ------
    EngagelabError
        If the file is not JSON, or has another structure.
    """
    try:
        entries = json.loads(unpacked(data, where, MOST))
        numbers: dict[Any, int] = {}
        rows = [_review(str(name), each, numbers) for name, each in entries.items()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, EngagelabError):
            raise
        raise EngagelabError(
            f"{where}: is not JSON of reviews ({error!r}); give the file on record"
        ) from error
    return pd.DataFrame(rows, columns=["review", "bound", "start", "end", "participants"])


def _review(name: str, entry: Mapping[str, Any], numbers: dict[Any, int]) -> dict[str, str]:
    people = [numbers.setdefault(person, len(numbers)) for person in entry["participants"]]
    texts = {key: str(entry[key]) for key in ("bound", "start", "end")}
    return {"review": name, **texts, "participants": " ".join(map(str, people))}


def _labels(diffnet: Mapping[str, Any]) -> Any:
    """Return the labels of the people as numbers."""
    return pd.to_numeric(pd.Series(np.asarray(diffnet["meta"]["ids"]).astype("str"))).to_numpy()


def _plain(values: Any) -> Any:
    """Return numbers as integers if all are whole, as if read from a text file."""
    numbers = np.ma.filled(np.ma.asarray(values).astype("float64"), np.nan)
    whole = np.isfinite(numbers).all() and (numbers == np.round(numbers)).all()
    return numbers.astype("int64") if whole else numbers
