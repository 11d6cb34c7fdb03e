"""The command that all commands belong to, and how a mistake is told."""

import sys
from typing import NoReturn

import click

from .._version import __version__


def example(*lines: str) -> str:
    """Return the end of a help page; the backspace keeps its lines apart.

    Examples
    --------
    >>> example("engagelab warm").splitlines()[1:]
    ['Example:', '  engagelab warm']
    """
    return "\n  ".join(["\b\nExample:", *lines])


@click.group(
    invoke_without_command=True,
    epilog=example(
        "engagelab run invite-a-friend",
        "engagelab sweep invite-a-friend --set invitations.invite=0:0.5:11 --output study.csv",
        "engagelab lab",
    ),
)
@click.version_option(__version__, prog_name="engagelab")
@click.pass_context
def commands(context: click.Context) -> None:
    """Plan how content travels through people.

    A PLAN is a YAML file or the name of a preset. Results go to standard output, as a table in a
    terminal and as CSV elsewhere, or to the file of --output; all else goes to standard error.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def refuse(text: str) -> NoReturn:
    """Say what is wrong, in one line of the error stream, and leave with status 2."""
    text = text.strip().replace(":\n", ": ")  # what a heading announces follows it
    click.echo(f"engagelab: {'; '.join(text.splitlines())}", err=True)
    sys.exit(2)
