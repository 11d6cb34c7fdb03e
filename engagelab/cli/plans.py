"""``run``, ``check`` and ``presets``: commands for one plan."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import EngagelabError
from ..io.files import exists, read_bytes, text_of
from ..io.streams import deliver, is_stream
from .group import commands, example
from .networks import StatedNetwork, with_network
from .options import PRESET, NamedPath, plan_of, remark, with_output, with_runs
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
    help="summary: each measure over the whole campaign; curve: statistics by round; "
    "rounds: every run and round.",
)
@with_network
@with_runs
@with_output
def run(
    plan: str,
    *,
    table: str,
    network: StatedNetwork,
    runs: int | None,
    key: int | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """Simulate a PLAN and summarise the results."""
    checked_output(output)
    scenario = plan_of(plan)
    outcome = scenario.run(runs=runs, key=key, network=network.read(quiet=quiet))
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
@with_network
@click.pass_context
def check(context: click.Context, plan: str, network: StatedNetwork) -> None:
    """Check a PLAN, and print its hash or its problems.

    Each problem is printed on a line of its own. The hash depends on all fields except the name
    and the summary.
    """
    problems = list(_problems(plan, network))
    for problem in problems:
        click.echo(f"engagelab: {' '.join(problem.split())}", err=True)
    if problems:
        context.exit(2)
    click.echo(f"{plan}: ok, {plan_of(plan, notes=False).hash}")


def _problems(word: str, network: StatedNetwork) -> Iterator[str]:
    """Yield all problems of a plan: unknown names, wrong values, and errors in a run."""
    try:
        plan = plan_of(word)
    except EngagelabError as error:
        if error.problems:
            yield from (f"{word}: {name}: {text}" for name, text in _all_problems(word, error))
        else:
            yield str(error)
        return
    people = network.read()
    try:
        plan.run(runs=1, network=people)  # some problems appear only when people are drawn
    except EngagelabError as error:
        yield from (f"{word}: {line}" for line in str(error).splitlines())


def _all_problems(word: str, error: EngagelabError) -> Iterator[tuple[str, str]]:
    """Yield the problems of an error, and those that unknown names have hidden."""
    from ..io.yaml_text import read_yaml
    from ..simulation.old_plans import brought_up_to_date
    from ..simulation.scenario import Scenario

    yield from error.problems
    document, _ = brought_up_to_date(read_yaml(text_of(word, read_bytes(word)), word))
    known = _without(document, {name for name, _ in error.problems} - set(Scenario.fields()))
    if known == document:
        return  # without unknown names, all values were checked already
    try:
        Scenario(**known)
    except EngagelabError as further:
        yield from (problem for problem in further.problems if problem not in error.problems)


def _without(document: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Return a document without some sections and fields."""
    sections = {name: section for name, section in document.items() if name not in names}
    return {
        name: {field: value for field, value in section.items() if f"{name}.{field}" not in names}
        if isinstance(section, dict)
        else section
        for name, section in sections.items()
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
    type=NamedPath(),
    metavar="FILE",
    help="Write the preset with all its fields to a new file.",
)
def presets(name: str | None, write: Path | None) -> None:
    """List the presets, or show one with all its fields.

    The list has the name and the summary of each preset; NAME selects the one to show.
    """
    from ..simulation.scenario import Scenario

    if name is None and write is not None:
        raise EngagelabError(
            "--write: no preset given; name one of those that `engagelab presets` lists"
        )
    if name is None:
        _list_presets()
        return
    plan = Scenario.preset(name.removeprefix(PRESET))
    if write is None:
        click.echo(plan.to_text(), nl=False)
    else:
        _write(plan, write)


def _list_presets() -> None:
    from ..simulation.scenario import Scenario

    names = Scenario.presets()
    wide = max(map(len, names))
    for name in names:
        click.echo(f"{name:{wide}}  {Scenario.preset(name).summary}")


def _write(plan: "Scenario", path: Path) -> None:
    """Write a plan to a new file or to a stream; existing files are never overwritten."""
    if is_stream(path):
        deliver(path, plan.to_text().encode())
        return
    if exists(path):
        raise EngagelabError(f"--write: {path} exists already; name a new file")
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise EngagelabError(
            f"--write: {path} is not the name of a YAML file; use the extension .yaml"
        )
    plan.to_yaml(path)
    remark(f"{path} written; edit it, then run: engagelab run {path}")
