"""``sweep`` and its like: many plans."""

from pathlib import Path

import click

from .group import commands, example
from .options import plan_of, with_output, with_runs, with_workers, workers_of
from .tables import checked_output, give
from .values import GRAMMAR, grid_of

_SHOWN = ["reach", "reach_low", "reach_high", "shares", "joins", "cost", "cost_per_reader"]


@commands.command(
    epilog=example(
        "engagelab sweep plan.yaml --set invitations.invite=0:0.5:11 --set groups.size=10,20,40",
    )
)
@click.argument("plan")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FIELD=VALUES",
    help=f"What is swept, once for each field: {GRAMMAR}.",
)
@with_runs
@with_workers
@with_output
def sweep(
    plan: str,
    *,
    settings: tuple[str, ...],
    runs: int | None,
    key: int | None,
    workers: int | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """Play a PLAN at many values of some fields, all with the same chance."""
    from ..experiments import sweep as played

    checked_output(output)
    fields = grid_of(settings)
    with workers_of(workers):
        frame = played(plan_of(plan), fields, runs=runs, key=key)
    give(frame, output, [*fields, *_SHOWN])
