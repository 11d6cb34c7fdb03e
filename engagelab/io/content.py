"""Content of files: from a path, an open file or bytes, unpacked within a limit."""

import bz2
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Protocol, TypeAlias, runtime_checkable

from ..errors import EngagelabError, Message, listing, refused
from .atomic import path_of
from .files import read_bytes

MOST_UNPACKED = 1 << 30
"""The largest size of an unpacked file, in bytes."""

_PACKINGS: Mapping[bytes, Callable[[], Any]] = {
    b"\x1f\x8b": lambda: zlib.decompressobj(wbits=31),
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ": lambda: lzma.LZMADecompressor(memlimit=MOST_UNPACKED),
}
_ENDINGS = (".gz", ".bz2", ".xz", ".zip")


@runtime_checkable
class Readable(Protocol):
    """A file that is open for reading, as text or as bytes."""

    def read(self) -> Any:
        """Return the rest of the file."""


Source: TypeAlias = "str | os.PathLike[str] | Readable"


@dataclass(frozen=True)
class FileContent:
    """The unpacked content of a file.

    Attributes
    ----------
    name : str
        The name for messages: the path, or the name of an open file.
    ending : str
        The extension in lower case, without those of packed files.
    data : bytes
        The content.
    """

    name: str
    ending: str
    data: bytes


def content_of(source: Source) -> FileContent:
    r"""Return the content of a path or an open file; gz, bz2, xz and zip files are unpacked.

    Raises
    ------
    EngagelabError
        For a file that cannot be read, a damaged or too large packed file, or a zip file that does
        not hold exactly one file.

    Examples
    --------
    >>> import bz2, io
    >>> content_of(io.BytesIO(bz2.compress(b"1 2\n"))).data
    b'1 2\n'
    """
    if isinstance(source, (str, os.PathLike)):
        name = str(path_of(source))
        data = read_bytes(source)
    elif isinstance(source, Readable):
        name = str(getattr(source, "name", "open file"))
        data = source.read()
        data = data.encode("utf-8-sig") if isinstance(data, str) else bytes(data)
    else:
        raise EngagelabError(
            f"file: {type(source).__name__} is not allowed; give a path or an open file"
        )
    return _unpacked(name, data)


def _unpacked(name: str, data: bytes) -> FileContent:
    path = PurePath(name)
    while path.suffix.lower() in _ENDINGS:
        path = path.with_suffix("")
    if data.startswith(b"PK\3\4"):
        path, data = _only_member(name, path, data)
    return FileContent(name, path.suffix.lower(), unpacked(data, name, MOST_UNPACKED))


def _only_member(name: str, path: PurePath, data: bytes) -> tuple[PurePath, bytes]:
    """Return the one file in a zip file; a spreadsheet is a zip file too and is left as it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [each for each in archive.infolist() if _is_wanted(each)]
            names = {each.filename for each in members}
            if names & {"[Content_Types].xml", "mimetype"}:
                return path, data
            if len(members) != 1:
                names_found = listing(sorted(names) or ["-"])
                raise refused(name, "file_zip", number=len(members), names=names_found)
            if members[0].file_size > MOST_UNPACKED:
                raise _too_large(name, MOST_UNPACKED)
            with archive.open(members[0]) as file:
                return PurePath(members[0].filename), file.read(MOST_UNPACKED)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        raise _damaged(name, error) from error
    except zlib.error as error:
        raise _damaged(name, error) from error


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    path = PurePath(member.filename)
    return not member.is_dir() and path.parts[0] != "__MACOSX" and not path.name.startswith(".")


def unpacked(data: bytes, where: str, most: int = MOST_UNPACKED) -> bytes:
    """Return the content of a gzip, bzip2 or xz file; return other data unchanged.

    Parameters
    ----------
    data : bytes
        The file.
    where : str
        Its name, for errors.
    most : int
        The largest size of the content, in bytes.

    Raises
    ------
    EngagelabError
        For larger content, or a damaged or truncated file.

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
                raise EOFError("it is truncated")
            data = packing.unused_data
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise _damaged(where, error) from error
    if not left:
        raise _too_large(where, most)
    return b"".join(parts)


def _damaged(where: str, error: Exception) -> EngagelabError:
    return refused(where, "file_damaged", problem=Message(str(error), "csv_damaged"))


def _too_large(where: str, most: int) -> EngagelabError:
    return refused(where, "file_bomb", most=most)
