"""The group of all commands, their examples and their error messages."""

import sys
from typing import NoReturn

import click

from .._version import __version__


def example(*lines: str) -> str:
    """Return the epilog of a help page; the backspace preserves its line breaks.

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
    """Simulate how content spreads among people, and compare plans.

    A PLAN is a YAML file or the name of a preset. Results go to standard output, as a table in a
    terminal and otherwise as CSV, or to the file of --output. Everything else goes to standard
    error.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def refuse(text: str) -> NoReturn:
    """Print an error in one line on standard error, and exit with status 2."""
    text = text.strip().replace(":\n", ": ")  # a line that ends in a colon introduces the next
    click.echo(f"engagelab: {'; '.join(text.splitlines())}", err=True)
    sys.exit(2)
