"""``hand-over``: what a client is given."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import EngagelabError
from .group import commands, example
from .options import PRESET, plan_of, progress_of, remark, stoppable, with_runs

if TYPE_CHECKING:
    from ..simulation.scenario import Scenario


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Read the day."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d")
        except ValueError:
            self.fail(f"{value!r} is no day; write YYYY-MM-DD, such as 2026-03-31", param, ctx)


@commands.command(
    name="hand-over",
    epilog=example(
        "engagelab hand-over go-to-them bring-them-to-us --to client",
        "engagelab hand-over now.yaml later.yaml --to client --formats pptx,pdf --lang fr "
        "--currency EUR",
    ),
)
@click.argument("plans", nargs=-1, required=True, metavar="PLAN...")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FOLDER",
    help="Where the files go; made where it is missing.",
)
@click.option(
    "--formats",
    metavar="LIST",
    help="Some of pptx,pdf,xlsx,csv,html,png,svg, with commas between; without it, all.",
)
@click.option("--lang", default="en", show_default=True, help="The client's language: en or fr.")
@click.option("--currency", default="", metavar="CODE", help="Three letters, such as EUR.")
@click.option("--title", default="", help="What stands on the cover.")
@click.option("--client", default="", help="Whom it is for.")
@click.option(
    "--date",
    type=Day(),
    metavar="YYYY-MM-DD",
    help="Of the hand-over; without it, today.",
)
@with_runs
@click.option("--quiet", is_flag=True, help="No progress, no remarks.")
def hand_over(
    plans: tuple[str, ...], *, folder: Path, formats: str | None, quiet: bool, **options: Any
) -> None:
    """Write slides, pages, a workbook, tables and pictures of some PLANs.

    All plans are played with the same chance; the first is the baseline. Every file bears the
    plans' hashes, version, key, runs and date, and the numbers in all of them agree.
    """
    scenarios = _named(plans)
    from ..report import FORMATS
    from ..report import hand_over as handed_over

    wanted = FORMATS if formats is None else [word.strip() for word in formats.split(",")]
    with stoppable():
        files = handed_over(
            scenarios, folder, formats=wanted, progress=progress_of(quiet), **options
        )
    for path in files.values():
        click.echo(path)
    remark(f"{len(files)} files written", quiet=quiet)


def _named(words: tuple[str, ...]) -> "dict[str, Scenario]":
    """Return the plans by their own names; by the words where those are missing or the same."""
    twice = [word for place, word in enumerate(words) if word in words[:place]]
    if twice:
        raise EngagelabError(f"{twice[0]}: is given twice; give each plan once")
    plans = {word: plan_of(word) for word in words}
    own = [plan.name or Path(word.removeprefix(PRESET)).stem for word, plan in plans.items()]
    names = own if len(set(own)) == len(own) else list(words)
    return dict(zip(names, plans.values(), strict=True))
