"""Temporary folders, whose failure is the user's to mend and so has a message."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import EngagelabError, refused
from .atomic import reason


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Provide a new folder for temporary files, which is removed in the end.

    Raises
    ------
    EngagelabError
        If none can be created.

    Examples
    --------
    >>> with scratch_folder() as folder:
    ...     folder.is_dir()
    True
    >>> folder.exists()
    False
    """
    try:
        made = tempfile.TemporaryDirectory(prefix="engagelab-", ignore_cleanup_errors=True)
    except OSError as error:
        raise scratch_refusal(error) from error
    with made as folder:
        yield Path(folder)


def scratch_refusal(error: OSError) -> EngagelabError:
    """Return the error for temporary files that cannot be written.

    Examples
    --------
    >>> print(scratch_refusal(OSError(28, "No space left on device")))
    temporary folder: cannot be written to: No space left on device; free some space in it, or set
    TMPDIR to another folder
    """
    return refused("temporary folder", "no_scratch", reason=reason(error))
