"""Files out: nothing half-written, whatever fails."""

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
    """Give a path to write to, whose file takes the place of `path` only when all went well.

    Whatever fails, in the body or here, an older file stays as it was and nothing is left behind.

    Parameters
    ----------
    path : path-like
        The file to make or to replace; its folder must exist. A link is written through.

    Yields
    ------
    pathlib.Path
        A new, empty file in the same folder, with the same ending.

    Raises
    ------
    EngagelabError
        If the disk is full, or the folder missing or not to be written to.

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
        # Made as any new file is, so the user's own mask decides who may read it.
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
    """Return what the system says of an error, so that it can be said in another language."""
    text = str(getattr(error, "strerror", None) or error)
    return Message(
        text, f"errno_{errno.errorcode.get(getattr(error, 'errno', None) or 0, 'other')}"
    )


def _remedy(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Message("free some space, or choose another disk", "remedy_space")
    return Message("choose a folder that exists and that you may write to", "remedy_folder")


def _put_in_place(temporary: Path, target: Path) -> None:
    """Make sure that the bytes are on the disk before the name points to them."""
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    if target.is_file():
        shutil.copymode(target, temporary)
    temporary.replace(target)
