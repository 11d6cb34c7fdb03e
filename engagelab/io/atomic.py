"""Atomic writes: a file is replaced completely or not at all, and nothing else is written to."""

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import Message, refused


@contextmanager
def writing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Yield a temporary path, whose file replaces `path` when the block ends without an error.

    If anything fails, an existing file stays as it was and no temporary file is left behind. A
    link is not followed, and a device or a named pipe is not written to: another person may have
    placed it there.

    Parameters
    ----------
    path : path-like
        The file to create or replace; its folder must exist.

    Yields
    ------
    pathlib.Path
        A new, empty file in the same folder, with the same ending.

    Raises
    ------
    EngagelabError
        If the path leads to something other than a regular file, the disk is full, or the folder
        is missing or not writable.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp(), "note.txt")
    >>> with writing(path) as temporary:
    ...     _ = temporary.write_text("all of it")
    >>> path.read_text()
    'all of it'
    """
    target = path_of(path)
    need_regular(target)
    name = f".{target.stem[:40]}.{secrets.token_hex(6)}{target.suffix[:20]}"
    temporary = target.with_name(name)
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


def path_of(path: object) -> Path:
    """Return a path as such.

    Raises
    ------
    EngagelabError
        If it is not a path, is empty, or contains a character that no file name can have.

    Examples
    --------
    >>> path_of("plan.yaml").suffix
    '.yaml'
    """
    text = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
    if not isinstance(text, str):
        raise refused("path", "not_a_path", value=path)
    if not text or "\0" in text or not _is_encodable(text):
        raise refused(repr(text), "path_characters")
    return Path(text)


def _is_encodable(text: str) -> bool:
    try:
        return bool(os.fsencode(text))
    except UnicodeEncodeError:
        return False


def folder_of(path: object) -> Path:
    """Return the path of a folder to write into, which must not be a link itself.

    Raises
    ------
    EngagelabError
        If it is a link, through which another person could choose where files go, or not a path.

    Examples
    --------
    >>> folder_of("study/").name
    'study'
    """
    folder = path_of(path)
    if os.path.islink(folder):  # noqa: PTH114 - no error for a name that is too long
        raise refused(str(folder), "is_link")
    return folder


def reason(error: BaseException) -> str:
    """Return the system's description of an error, with a code for its translation."""
    text = str(getattr(error, "strerror", None) or error)
    return Message(
        text, f"errno_{errno.errorcode.get(getattr(error, 'errno', None) or 0, 'other')}"
    )


def need_regular(target: Path) -> None:
    """Raise an error if there is something else than a regular file or a folder.

    Raises
    ------
    EngagelabError
        For a link, a device or a named pipe.
    """
    try:
        mode = target.lstat().st_mode
    except (OSError, ValueError):
        return  # there is nothing, or creating the file says why it cannot be
    if stat.S_ISLNK(mode):
        raise refused(str(target), "is_link")
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise refused(str(target), "not_regular")


def _remedy(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Message("free some space, or choose another disk", "remedy_space")
    if error.errno == errno.ENAMETOOLONG:
        return Message("choose a shorter name", "remedy_name")
    return Message("choose a folder that exists and that you may write to", "remedy_folder")


def _put_in_place(temporary: Path, target: Path) -> None:
    """Move a file to its target, once its bytes are on the disk.

    A link that was placed there in the meantime is replaced itself.
    """
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    if target.is_file() and not target.is_symlink():
        shutil.copymode(target, temporary)
    temporary.replace(target)
