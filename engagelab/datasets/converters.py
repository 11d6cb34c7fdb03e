"""Files that other programs wrote, turned into tables without running anything in them.

R's ``.rdata`` and compressed JSON are read whole, in memory; what they hold when unpacked is
bounded, and only numbers and texts are taken from it.
"""

import bz2
import importlib
import json
import lzma
import warnings
import zlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from ..errors import EngagelabError

MOST = 1 << 28
"""Bytes that a file may have when unpacked."""

Objects: TypeAlias = Mapping[str, Any]

_PACKINGS: Mapping[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ": lambda: lzma.LZMADecompressor(memlimit=MOST),
}
_R_FORMATS = (b"RDX2\n", b"RDX3\n")


def unpacked(data: bytes, where: str, most: int = MOST) -> bytes:
    """Return the content of a gzip, bzip2 or xz file, or the data as they are where they are none.

    Parameters
    ----------
    data : bytes
        The file.
    where : str
        What it is called, for errors.
    most : int
        How many bytes the content may have.

    Raises
    ------
    EngagelabError
        For content of more bytes, or a file that is damaged or cut short.

    Examples
    --------
    >>> import bz2
    >>> unpacked(bz2.compress(b"all of it"), "a note")
    b'all of it'
    """
    make = next((make for mark, make in _PACKINGS.items() if data.startswith(mark)), None)
    if make is None:
        return data
    parts, left = [], most + 1
    try:
        while data and left:
            packing = make()
            parts.append(packing.decompress(data, left))
            left -= len(parts[-1])
            if left and not packing.eof:
                raise EOFError("it ends too early")
            data = packing.unused_data
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise EngagelabError(f"{where}: cannot be unpacked: {error}; fetch it again") from error
    if not left:
        raise EngagelabError(
            f"{where}: holds more than {most:,} bytes when unpacked, which is not allowed; give "
            "the file on record"
        )
    return b"".join(parts)


def need_rdata() -> Any:
    """Return the package that reads R's files, or say how to get it.

    Raises
    ------
    EngagelabError
        Where it is not installed.
    """
    try:
        return importlib.import_module("rdata")
    except ImportError as error:
        raise EngagelabError(
            "rdata: this package, which reads the files of R, is not installed; install it by "
            "pip install 'engagelab[data]'"
        ) from error


def read_rdata(data: bytes, where: str) -> Objects:
    """Return the objects of an .rdata file by name: frames, arrays and mappings of these.

    A sparse matrix becomes the mapping of its slots. No code is run: functions and environments of
    R stay what they are, dead trees of symbols.

    Raises
    ------
    EngagelabError
        Where the package rdata is missing, or the file is none of R's.
    """
    rdata = need_rdata()
    content = unpacked(data, where)
    if not content.startswith(_R_FORMATS):
        raise EngagelabError(f"{where}: is no .rdata file as R saves it; give the file on record")
    constructors = {
        **rdata.conversion.DEFAULT_CLASS_MAP,
        "diffnet": lambda value, _: value,
        "dgCMatrix": lambda _, slots: slots,
    }
    try:
        # What the reader wonders at, such as classes it does not know, is no matter of the user's.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            objects: Objects = rdata.conversion.convert(
                rdata.parser.parse_data(content),
                constructor_dict=constructors,
                default_encoding="utf-8",
            )
    # A damaged file fails deep inside another package, in ways that it does not list.
    except Exception as error:
        raise EngagelabError(
            f"{where}: cannot be read as .rdata: {error}; fetch it again"
        ) from error
    return objects


def table(file: str, objects: Objects, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Return one of the three tables of a study out of the objects that its home serves.

    Parameters
    ----------
    file : {"edges.csv", "adoption.csv", "people.csv"}
        Who names whom (columns ``from``, ``to``, ``weight``) and when each person adopted (``id``,
        ``toa``), out of a diffnet; or the survey. The graph of the first period stands for all:
        those on record do not change.
    objects : mapping
        What `read_rdata` has returned: one object.
    columns : sequence of str
        Those of the survey, all where there are none.

    Returns
    -------
    DataFrame
        Numbers are whole where a column has only such, and NaN where one is missing.

    Raises
    ------
    EngagelabError
        Where the object is another one.
    """
    found = next(iter(objects.values()), None)
    make = {"edges.csv": _ties, "adoption.csv": _adoption}.get(file)
    try:
        return make(found) if make else _survey(found, columns)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, StopIteration) as error:
        raise EngagelabError(
            f"{file}: the file of R holds no such table ({error!r}); give the file on record"
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
    """Return code reviews from JSON: columns review, bound, start, end, participants (in a text).

    Participants are numbered in the order in which they appear.

    Raises
    ------
    EngagelabError
        Where the file is no JSON, or has another structure.
    """
    try:
        found = json.loads(unpacked(data, where))
        numbers: dict[Any, int] = {}
        rows = [_review(str(name), each, numbers) for name, each in found.items()]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, EngagelabError):
            raise
        raise EngagelabError(
            f"{where}: is no JSON of reviews ({error!r}); give the file on record"
        ) from error
    return pd.DataFrame(rows, columns=["review", "bound", "start", "end", "participants"])


def _review(name: str, each: Mapping[str, Any], numbers: dict[Any, int]) -> dict[str, str]:
    who = [numbers.setdefault(person, len(numbers)) for person in each["participants"]]
    told = {key: str(each[key]) for key in ("bound", "start", "end")}
    return {"review": name, **told, "participants": " ".join(map(str, who))}


def _labels(diffnet: Mapping[str, Any]) -> Any:
    """Return the labels of the people, as whole numbers where they all are."""
    return pd.to_numeric(pd.Series(np.asarray(diffnet["meta"]["ids"]).astype("str"))).to_numpy()


def _plain(values: Any) -> Any:
    """Return numbers as whole ones where they all are, as a table of text would give them."""
    numbers = np.ma.filled(np.ma.asarray(values).astype("float64"), np.nan)
    whole = np.isfinite(numbers).all() and (numbers == np.round(numbers)).all()
    return numbers.astype("int64") if whole else numbers
