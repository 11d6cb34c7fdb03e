"""Outputs that are streams, such as ``/dev/stdout``: written to as they are, never renamed."""

import os
import re
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from ..errors import refused
from .atomic import path_of, reason, writing

_NAMED = {"/dev/stdout": 1, "/dev/stderr": 2}
_NUMBERED = re.compile(r"/(?:dev|proc/self)/fd/(\d{1,9})")


def is_stream(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is an open stream of this process or a device, and not a file.

    Examples
    --------
    >>> is_stream("/dev/stdout"), is_stream("/dev/fd/3"), is_stream("out.csv")
    (True, True, False)
    """
    return _number(path) is not None or _is_device(path)


def deliver(path: str | os.PathLike[str], data: bytes) -> None:
    """Write data to a stream, or to a file, which is replaced completely or not at all.

    Raises
    ------
    EngagelabError
        If the stream is closed, or the file cannot be written; see `writing`.
    """
    if not is_stream(path):
        with writing(path) as temporary:
            temporary.write_bytes(data)
        return
    try:
        with _opened(path) as stream:
            stream.write(data)
    except BrokenPipeError:
        raise  # the reader has what it wanted
    except OSError as error:
        raise refused(str(path), "unreadable_stream", reason=reason(error)) from error


def _opened(path: str | os.PathLike[str]) -> BinaryIO:
    number = _number(path)
    if number is None:
        return Path(path).open("wb")
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # what was written before comes first
    return os.fdopen(os.dup(number), "wb")


def _number(path: str | os.PathLike[str]) -> int | None:
    """Return the number of the open stream that a path names; None for other paths."""
    text = str(path)
    match = _NUMBERED.fullmatch(text)
    return int(match[1]) if match else _NAMED.get(text)


def _is_device(path: str | os.PathLike[str]) -> bool:
    try:
        return stat.S_ISCHR(path_of(path).lstat().st_mode)
    except OSError:
        return False
