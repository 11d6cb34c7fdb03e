"""Read whole files, and never wait for what is not a file."""

import os
import stat
from typing import BinaryIO

from ..errors import EngagelabError, refused
from .atomic import path_of, reason

# What a shell gives a command in place of a file: another process writes to it.
_STREAMS = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")


def read_bytes(
    path: str | os.PathLike[str], code: str = "file_unreadable", *, most: int = -1
) -> bytes:
    """Return the content of a file.

    Parameters
    ----------
    path : path-like
        The file.
    code : str
        The message for a file that cannot be read.
    most : int
        The number of bytes to read at most; by default all.

    Raises
    ------
    EngagelabError
        If it is missing or cannot be read, or is not a regular file, such as a named pipe, which
        could be waited for without end.

    Examples
    --------
    >>> from pathlib import Path
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "note.txt")
    >>> _ = path.write_bytes(b"all of it")
    >>> read_bytes(path)
    b'all of it'
    """
    try:
        with open_file(path) as file:
            return file.read(most)
    except OSError as error:
        raise refused(str(path), code, reason=reason(error)) from error


def open_file(path: str | os.PathLike[str]) -> BinaryIO:
    """Open a regular file, or a stream of the shell, for reading.

    Raises
    ------
    EngagelabError
        If it is something else.
    OSError
        If it cannot be opened.
    """
    place = path_of(path)
    if str(place).startswith(_STREAMS):
        return place.open("rb")
    # a named pipe without a writer opens at once, instead of waiting for one
    file = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(file).st_mode
    if not stat.S_ISREG(mode):
        os.close(file)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError(21, "Is a directory")
        raise refused(str(path), "unreadable_kind")
    return os.fdopen(file, "rb")


def text_of(path: str | os.PathLike[str], data: bytes) -> str:
    """Return the text of a file in UTF-8, without a byte order mark.

    Raises
    ------
    EngagelabError
        If it is not UTF-8, with the line.

    Examples
    --------
    >>> text_of("plan.yaml", b"name: Plan")
    'name: Plan'
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise refused(f"{path}, line {line}", "not_utf8") from None


def exists(path: object) -> bool:
    """Return whether there is something at a path; false for what cannot be a path.

    Examples
    --------
    >>> exists("."), exists("a" * 5_000), exists("no/such/file")
    (True, False, False)
    """
    return _mode(path) is not None


def is_folder(path: object) -> bool:
    """Return whether a path is a folder; false for what cannot be a path.

    Examples
    --------
    >>> is_folder("."), is_folder("a" * 5_000)
    (True, False)
    """
    mode = _mode(path)
    return mode is not None and stat.S_ISDIR(mode)


def size_of(path: object) -> int:
    """Return the size of a file in bytes; 0 if there is none.

    Examples
    --------
    >>> size_of("no-such-file")
    0
    """
    status = _status(path)
    return 0 if status is None or not stat.S_ISREG(status.st_mode) else status.st_size


def _mode(path: object) -> int | None:
    status = _status(path)
    return None if status is None else status.st_mode


def _status(path: object) -> os.stat_result | None:
    try:
        return path_of(path).stat()
    except (OSError, EngagelabError):
        return None
