"""``fit``: fit a plan to the posts in exports."""

import re
from pathlib import Path
from typing import Any

import click

from ..errors import EngagelabError
from .group import commands, example
from .options import (
    NamedPath,
    plan_of,
    progress_of,
    remark,
    stoppable,
    with_output,
    with_workers,
    workers_of,
)
from .tables import checked_output, give, need_folder

# arguments of `read_observed` in its notes, in both languages
_ARGUMENT = re.compile(r"\b(?:the argument |l’argument )(?P<name>paid)\b|\bdayfirst\b(?:=True)?")
_TABLES = ("fields", "posts", "combinations", "town", "samples")


class PerPost(click.ParamType):  # type: ignore[type-arg]
    """A number for all posts, or one for each with commas."""

    name = "numbers"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return a number, or a list of numbers."""
        if not isinstance(value, str):
            return value
        try:
            numbers = [float(part) for part in value.split(",")]
        except ValueError:
            self.fail(f"{value!r} is not a number, nor numbers with commas", param, ctx)
        return numbers[0] if len(numbers) == 1 else numbers


@commands.command(
    epilog=example(
        "engagelab fit plan.yaml content.xls followers.xls --seeds 15 --hold-out 2",
        "engagelab fit plan.yaml posts.csv --save fitted.yaml --table posts --output posts.csv",
    )
)
@click.argument("plan")
@click.argument("exports", nargs=-1, required=True, metavar="EXPORT...")
@click.option("--seeds", type=PerPost(), help="People who start each post: one number, or one for "
              "each post with commas.")  # fmt: skip
@click.option("--paid", type=PerPost(), help="Impressions bought for each post.")
@click.option("--followers", type=PerPost(), help="Followers of the page at each post.")
@click.option("--as-of", metavar="YYYY-MM-DD", help="Day of the export.")
@click.option("--timezone", metavar="ZONE", help="Time zone of the times in the export.")
@click.option("--dayfirst", is_flag=True, help="Dates are day/month/year.")
@click.option("--field", "fields", multiple=True, metavar="FIELD", help="A field to fit; repeat "
              "the option for each.  [default: the usual ones]")  # fmt: skip
@click.option("--hold-out", type=int, default=0, show_default=True,
              help="Number of last posts to forecast instead of fitting them.")  # fmt: skip
@click.option("--simulations", type=int, default=2_000, show_default=True,
              help="Number of simulated campaigns.")  # fmt: skip
@click.option(
    "--key", type=int, help="Integer that fixes all chance; the same key gives the same result."
)
@click.option("--table", type=click.Choice(_TABLES), default="fields", show_default=True,
              help="What to print.")  # fmt: skip
@click.option("--save", type=NamedPath(), metavar="FILE", help="Write the plan with "
              "the fitted values here, and the samples beside it.")  # fmt: skip
@click.option("--store", type=NamedPath(), metavar="FOLDER", help="Save simulations "
              "here; the same command then continues where it stopped.")  # fmt: skip
@click.option("--lang", default="en", show_default=True, help="Language of the answer: en or fr.")
@with_workers
@with_output
def fit(
    plan: str,
    *,
    exports: tuple[str, ...],
    fields: tuple[str, ...],
    table: str,
    save: Path | None,
    store: Path | None,
    lang: str,
    workers: int | None,
    output: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Fit a PLAN to the posts in EXPORTs of a tool.

    Exports of LinkedIn, Facebook, Instagram, X, YouTube, Mailchimp and others are recognised by
    their headers. The answer is in sentences; the table has the intervals.
    """
    checked_output(output)
    if save is not None:
        if save.suffix.lower() not in (".yaml", ".yml"):
            raise EngagelabError(f"--save: {save} has an unknown extension; use .yaml")
        need_folder("--save", save, save.parent)
    scenario = plan_of(plan)
    from ..experiments.calibrate import calibrate
    from ..i18n.texts import load
    from ..observed.read_posts import read_observed

    texts = load(lang)
    names = ("seeds", "paid", "followers", "as_of", "timezone", "dayfirst")
    stated = {name: options[name] for name in names if options[name] not in (None, False)}
    observed = read_observed(*exports, **stated)
    for note in observed.notes:
        remark(_in_options(texts.refusal(("", note))), quiet=quiet)
    with stoppable(store), workers_of(workers) as executor:
        found = calibrate(
            scenario, observed, fields=list(fields) or None, hold_out=options["hold_out"],
            simulations=options["simulations"], key=options["key"], executor=executor,
            progress=progress_of(quiet), store=store,
        )  # fmt: skip
    for said in (*found.notes, *found.says):
        remark(texts.refusal(("", said)), quiet=quiet)
    frame = getattr(found, table)
    give(frame.reset_index() if frame.index.name else frame, output)
    if save is not None:
        for path in found.save(save, scenario):
            remark(str(path), quiet=quiet)


def _in_options(note: str) -> str:
    """Return a note on an export with arguments of `read_observed` as options of the command."""
    return _ARGUMENT.sub(lambda found: f"--{found['name'] or 'dayfirst'}", note)
