"""The commands, in modules by topic; heavy packages are imported inside the commands.

So ``engagelab --help`` imports little more than Click.
"""

import errno
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from ..errors import EngagelabError
from ..io.atomic import reason
from . import fits, handover, kernels, plans, present, questions, studies
from .group import commands, refuse
from .notebooks import has_display, lab_arguments

__all__ = [
    "commands",
    "fits",
    "handover",
    "has_display",
    "kernels",
    "lab_arguments",
    "main",
    "plans",
    "present",
    "questions",
    "studies",
]


# errors of writing to standard output; those of files are EngagelabErrors
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit with its status.

    The status is 0 on success, 2 for a mistake of the user, and 130 after Ctrl-C.

    Parameters
    ----------
    arguments : sequence of str, optional
        The arguments after the command's name; by default those of this process.
    """
    try:
        status = commands.main(arguments, prog_name="engagelab", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)  # the status of a shell after Ctrl-C
    except click.UsageError as mistake:
        text = mistake.format_message().rstrip(".")
        path = mistake.ctx.command_path if mistake.ctx else "engagelab"
        refuse(f"{text}; see: {path} --help")
    except click.ClickException as mistake:
        refuse(mistake.format_message())
    except EngagelabError as mistake:
        refuse(str(mistake))
    except OSError as mistake:
        if mistake.errno not in _FULL:
            raise
        _discard_output()
        refuse(f"standard output: cannot be written to ({reason(mistake)}); give a file")
    sys.exit(status if isinstance(status, int) else 0)


def _discard_output() -> None:
    """Let what is left in the buffer of standard output go nowhere when Python exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
