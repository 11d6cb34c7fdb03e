"""The commands, each in the file of its kind; what is heavy is imported inside them.

So ``engagelab --help`` needs little more than Click.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from ..errors import EngagelabError
from . import handover, kernels, plans, present, questions, studies
from .group import commands, refuse
from .notebooks import has_display, lab_arguments

__all__ = [
    "commands",
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


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave with its status.

    The status is 0 where all was done, 2 for a mistake in what was asked for, 130 after Ctrl-C.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after the command's name; those of this process where none are given.
    """
    try:
        status = commands.main(arguments, prog_name="engagelab", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)  # what a shell gives for Ctrl-C
    except click.UsageError as mistake:
        told = mistake.format_message().rstrip(".")
        path = mistake.ctx.command_path if mistake.ctx else "engagelab"
        refuse(f"{told}; see: {path} --help")
    except click.ClickException as mistake:
        refuse(mistake.format_message())
    except EngagelabError as mistake:
        refuse(str(mistake))
    sys.exit(status if isinstance(status, int) else 0)
