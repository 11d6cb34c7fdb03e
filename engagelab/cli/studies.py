"""``sweep``: simulate a plan at many values of its fields."""

from pathlib import Path

import click

from .group import commands, example
from .networks import StatedNetwork, with_network
from .options import (
    NamedPath,
    plan_of,
    progress_of,
    remark,
    stoppable,
    with_output,
    with_runs,
    with_workers,
    workers_of,
)
from .tables import checked_output, give
from .values import GRAMMAR, grid_of, ranges_of

# Names for a shell, without spaces, and the names that `sweep` uses.
_DESIGNS = {"grid": "grid", "latin-hypercube": "latin hypercube", "sobol": "sobol"}
_SHOWN = ["reach", "reach_low", "reach_high", "shares", "joins", "cost", "cost_per_reader"]


@commands.command(
    epilog=example(
        "engagelab sweep plan.yaml --set invitations.invite=0:0.5:11 --set groups.size=10,20,40",
        "engagelab sweep plan.yaml --set groups.size=5..80 --design sobol --cells 64 --store study",
    )
)
@click.argument("plan")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FIELD=VALUES",
    help=f"Values of a field; repeat the option for each field: {GRAMMAR}. In a sampled design, "
    "FIELD alone means its allowed range.",
)
@click.option(
    "--design",
    type=click.Choice(list(_DESIGNS)),
    default="grid",
    show_default=True,
    help="All combinations of the values (grid), or a sample of the ranges.",
)
@click.option("--cells", type=int, help="Number of cells of a sampled design.")
@click.option(
    "--store",
    type=NamedPath(),
    metavar="FOLDER",
    help="Save each cell here when it is done; the same command then continues where it stopped.",
)
@with_network
@with_runs
@with_workers
@with_output
def sweep(
    plan: str,
    *,
    settings: tuple[str, ...],
    design: str,
    cells: int | None,
    store: Path | None,
    network: StatedNetwork,
    runs: int | None,
    key: int | None,
    workers: int | None,
    output: Path | None,
    quiet: bool,
) -> None:
    """Simulate a PLAN at many values of some fields.

    All simulations share their random numbers.
    """
    checked_output(output)
    fields = grid_of(settings) if design == "grid" else ranges_of(settings)
    scenario = plan_of(plan)
    people = network.read(quiet=quiet)
    from ..experiments import sweep as run_sweep

    with stoppable(store), workers_of(workers) as executor:
        frame = run_sweep(
            scenario,
            fields,
            design=_DESIGNS[design],
            cells=cells,
            runs=runs,
            key=key,
            store=store,
            network=people,
            executor=executor,
            progress=progress_of(quiet),
        )
    give(frame, output, [*fields, *_SHOWN])
    for note in frame.attrs["notes"]:
        remark(note, quiet=quiet)
