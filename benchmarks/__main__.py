"""``python -m benchmarks``: measure, print, and write the report."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from . import machine, peers, report
from .cases import PROCESSES, cases, chosen_graphs
from .engagement import presets, towns
from .picture import drawn
from .results import Results, load, save
from .scaling import curves
from .timing import Budget, all_cases
from .waiting import waits

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "benchmarks.json"
PAGE, PICTURE = ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.png"


def say(text: str) -> None:
    """Say how far it is."""
    click.echo(text, err=True)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--only", help=f"Parts, with commas: {','.join(report.SECTIONS)}.")
@click.option("--graphs", help="Graphs, with commas: ws-10k,ba-100k,ba-1m.")
@click.option("--rounds", default=5, show_default=True, help="Rounds of each library in a case.")
@click.option("--seconds", default=2.0, show_default=True, help="Of a library in a round.")
@click.option("--write", is_flag=True, help="Write the report after a part too.")
@click.option("--report", "again", is_flag=True, help="Write the report again, measure nothing.")
def main(
    only: str | None, graphs: str | None, rounds: int, seconds: float, write: bool, again: bool
) -> None:
    """Measure engagelab against other libraries and its own aims.

    All of it takes about half an hour and writes docs/benchmarks.md; a part is printed.
    """
    if again:
        write_report(_kept())
        return
    names = _parts(only)
    whole = only is None and graphs is None
    begun = time.perf_counter()
    found = measured(names, _graphs(graphs), Budget(rounds, seconds))
    if whole:
        found = replace(found, minutes=(time.perf_counter() - begun) / 60)
    click.echo(report.part(found, names))
    if whole or write:
        kept = found if whole or not KEPT.exists() else merged(load(KEPT), found)
        save(kept, KEPT)
        write_report(kept)


def _kept() -> Results:
    if not KEPT.exists():
        raise click.ClickException(f"{KEPT.name} is not there yet: run make bench first")
    return load(KEPT)


def _parts(only: str | None) -> list[str]:
    names = list(report.SECTIONS) if only is None else only.split(",")
    unknown = [name for name in names if name not in report.SECTIONS]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: there are {', '.join(report.SECTIONS)}")
    return names


def _graphs(names: str | None) -> tuple[str, ...]:
    try:
        return chosen_graphs(names)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def measured(names: list[str], graphs: tuple[str, ...], budget: Budget) -> Results:
    """Measure the parts that are asked for."""
    found = Results(
        machine=machine.facts(),
        versions=peers.versions(),
        missing=peers.missing(),
        gathers=machine.gathers(),
    )
    for name, why in found.missing.items():
        say(f"{name} {why}: the benchmark goes on without it")
    most = {"ws-10k": 10_000, "ba-100k": 100_000, "ba-1m": 1_000_000}[graphs[-1]]
    processes = [name for name in names if name in PROCESSES]
    quick = 3 * budget.rounds  # of what takes a moment
    rows = all_cases(graphs, lambda graph: cases(processes, graph), budget, say)
    return replace(
        found,
        rows=tuple(rows) if processes else (),
        plans=(*_told(towns, quick, most), *_told(presets, quick)) if "engagement" in names else (),
        curves=tuple(_told(lambda times: curves(most, times), quick)) if "scaling" in names else (),
        waits=tuple(_told(waits)) if "wait" in names else (),
    )


def _told(measure: Callable[..., Iterator[object]], *how: int) -> Iterator[object]:
    for each in measure(*how):
        say(f"  {each}")
        yield each


def merged(old: Results, new: Results) -> Results:
    """Return the kept results with what was measured anew in their place."""
    again = {row.case for row in new.rows}
    rows = tuple(row for row in old.rows if row.case not in again) + new.rows
    order = list(PROCESSES)
    return replace(
        new,
        rows=tuple(sorted(rows, key=lambda row: (order.index(row.process), row.people))),
        plans=new.plans or old.plans,
        curves=new.curves or old.curves,
        waits=new.waits or old.waits,
    )


def write_report(results: Results) -> None:
    """Write page and picture."""
    PAGE.write_text(report.page(results), encoding="utf-8")
    if results.rows:
        drawn(results, PICTURE)
    say(f"written: {PAGE.relative_to(ROOT)}, {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
