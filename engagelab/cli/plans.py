"""``run``, ``check`` and ``presets``: one plan."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from ..errors import EngagelabError
from .group import commands, example
from .options import PRESET, plan_of, remark, with_output, with_runs
from .tables import checked_output, give

if TYPE_CHECKING:
    import pandas as pd

    from ..simulation.outcome import Outcome
    from ..simulation.scenario import Scenario


@commands.command(epilog=example("engagelab run plan.yaml --runs 500 --output plan.csv"))
@click.argument("plan")
@click.option(
    "--table",
    type=click.Choice(["summary", "curve", "rounds"]),
    default="summary",
    show_default=True,
    help="summary: each measure over the campaign; curve: by round, summed up over the runs; "
    "rounds: each run and round.",
)
@with_runs
@with_output
def run(
    plan: str, *, table: str, runs: int | None, key: int | None, output: Path | None, quiet: bool
) -> None:
    """Play a PLAN and sum it up."""
    checked_output(output)
    outcome = plan_of(plan).run(runs=runs, key=key)
    for note in outcome.notes:
        remark(note, quiet=quiet)
    give(_table(outcome, table), output)


def _table(outcome: "Outcome", name: str) -> "pd.DataFrame":
    from ..simulation.metrics import curve

    if name == "curve":
        return curve(outcome)
    if name == "rounds":
        return outcome.to_frame()
    return outcome.summary().rename_axis("measure").reset_index()


@commands.command(epilog=example("engagelab check plan.yaml"))
@click.argument("plan")
@click.pass_context
def check(context: click.Context, plan: str) -> None:
    """Say that a PLAN can be run, with its hash, or all that is wrong with it.

    The hash changes with any field but the name and the summary. One line a problem.
    """
    problems = list(_problems(plan))
    for problem in problems:
        click.echo(f"engagelab: {' '.join(problem.split())}", err=True)
    if problems:
        context.exit(2)
    click.echo(f"{plan}: fine, {plan_of(plan).hash}")


def _problems(word: str) -> Iterator[str]:
    """Yield all that is wrong with a plan: its names, its values, what shows when it is played."""
    try:
        plan = plan_of(word)
    except EngagelabError as error:
        if error.problems:
            yield from (f"{word}: {name}: {text}" for name, text in _all_problems(word, error))
        else:
            yield str(error)
        return
    try:
        plan.run(runs=1)  # some things show only where people are drawn
    except EngagelabError as error:
        yield from (f"{word}: {line}" for line in str(error).splitlines())


def _all_problems(word: str, error: EngagelabError) -> Iterator[tuple[str, str]]:
    """Yield these problems, and those that are seen once names that do not exist are left out."""
    from ..io.yaml_text import read_yaml
    from ..simulation.scenario import Scenario

    yield from error.problems
    document = read_yaml(Path(word).read_text(encoding="utf-8"), word)
    known = _without(document, {name for name, _ in error.problems} - set(Scenario.fields()))
    if known == document:
        return  # there was no unknown name, so all the values have been looked at
    try:
        Scenario(**known)
    except EngagelabError as further:
        yield from (problem for problem in further.problems if problem not in error.problems)


def _without(document: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Return a document without some sections and fields."""
    found = {name: section for name, section in document.items() if name not in names}
    return {
        name: {field: value for field, value in section.items() if f"{name}.{field}" not in names}
        if isinstance(section, dict)
        else section
        for name, section in found.items()
    }


@commands.command(
    epilog=example(
        "engagelab presets",
        "engagelab presets invite-a-friend",
        "engagelab presets invite-a-friend --write plan.yaml",
    )
)
@click.argument("name", required=False)
@click.option(
    "--write",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the preset, with every field, to a new file to start from.",
)
def presets(name: str | None, write: Path | None) -> None:
    """List the presets with their summaries, or show the one called NAME with all its fields."""
    from ..simulation.scenario import Scenario

    if name is None and write is not None:
        raise EngagelabError("--write: which preset? Name one, as `engagelab presets` lists them")
    if name is None:
        _list_presets()
        return
    plan = Scenario.preset(name.removeprefix(PRESET))
    if write is None:
        with TemporaryDirectory() as folder:
            plan.to_yaml(Path(folder, "plan.yaml"))
            click.echo(Path(folder, "plan.yaml").read_text(encoding="utf-8"), nl=False)
    else:
        _start_from(plan, write)


def _list_presets() -> None:
    from ..simulation.scenario import Scenario

    names = Scenario.presets()
    wide = max(map(len, names))
    for name in names:
        click.echo(f"{name:{wide}}  {Scenario.preset(name).summary}")


def _start_from(plan: "Scenario", path: Path) -> None:
    """Write a plan to a new file; somebody's own work is never written over."""
    if path.exists():
        raise EngagelabError(f"--write: {path} is there already; name a new file")
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise EngagelabError(f"--write: {path} is no name of a plan; let it end in .yaml")
    plan.to_yaml(path)
    remark(f"{path} written; change it, then: engagelab run {path}")
