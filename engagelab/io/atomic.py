"""Atomic writes: a file is replaced completely or not at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import Message, refused


@contextmanager
def writing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary path, whose file replaces `path` when the block ends without an error.

    If anything fails, an existing file stays as it was and no temporary file is left behind.

    Parameters
    ----------
    path : path-like
        The file to create or replace; its folder must exist. A symbolic link is followed.

    Yields
    ------
    pathlib.Path
        A new, empty file in the same folder, with the same ending.

    Raises
    ------
    EngagelabError
        If the disk is full, or the folder is missing or not writable.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "note.txt")
    >>> with writing(path) as temporary:
    ...     _ = temporary.write_text("all of it")
    >>> path.read_text()
    'all of it'
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.stem[:80]}.{secrets.token_hex(6)}{target.suffix}")
    try:
        # Created like any new file, so that the user's umask sets its permissions.
        temporary.open("xb").close()
        yield temporary
        _put_in_place(temporary, target)
    except OSError as error:
        remedy = _remedy(error)
        raise refused(str(path), "unwritten", reason=reason(error), remedy=remedy) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def reason(error: BaseException) -> str:
    """Return the system's description of an error, with a code for its translation."""
    text = str(getattr(error, "strerror", None) or error)
    return Message(
        text, f"errno_{errno.errorcode.get(getattr(error, 'errno', None) or 0, 'other')}"
    )


def _remedy(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Message("free some space, or choose another disk", "remedy_space")
    return Message("choose a folder that exists and that you may write to", "remedy_folder")


def _put_in_place(temporary: Path, target: Path) -> None:
    """Move a file to its target, once its bytes are on the disk."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    if target.is_file():
        shutil.copymode(target, temporary)
    temporary.replace(target)
