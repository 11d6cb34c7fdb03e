"""``compare``, ``find`` and ``sensitivity``: experiments answered by a table and in words."""

from pathlib import Path
from typing import Any

import click

from ..errors import EngagelabError
from .group import commands, example
from .networks import StatedNetwork, with_network
from .options import (
    PRESET,
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
from .values import ends_of, ranges_of

_COMPARED = ["plan", "runs", "reach", "lift", "low", "high", "wins", "cost_per_reader",
             "cost_per_extra_reader", "resolved"]  # fmt: skip


@commands.command(
    epilog=example(
        "engagelab compare go-to-them bring-them-to-us --runs 200",
        "engagelab compare now.yaml later.yaml --precision 50 --output compared.csv",
    )
)
@click.argument("baseline")
@click.argument("variants", nargs=-1, required=True)
@click.option(
    "--confidence",
    type=float,
    default=0.95,
    show_default=True,
    help="Joint confidence level of all intervals.",
)
@click.option(
    "--precision",
    type=float,
    metavar="PEOPLE",
    help="Add runs until every lift is known to within this many people.",
)
@click.option(
    "--towns",
    type=int,
    show_default="8; 1 with --precision or --network",
    help="Number of simulated towns among which the runs are shared.",
)
@with_network
@with_runs
@with_workers
@with_output
def compare(
    baseline: str,
    variants: tuple[str, ...],
    *,
    runs: int | None,
    key: int | None,
    network: StatedNetwork,
    workers: int | None,
    output: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Compare how many people VARIANTS reach with a BASELINE.

    All of them are plans: YAML files or presets. Runs are paired by common random numbers.
    """
    checked_output(output)
    plans = {name: plan_of(word) for name, word in _by_name(variants).items()}
    first = plan_of(baseline)
    people = network.read(quiet=quiet)
    from ..experiments import compare as compare_plans

    with stoppable(), workers_of(workers) as executor:
        result = compare_plans(
            first,
            plans,
            runs=runs,
            key=key,
            network=people,
            executor=executor,
            progress=progress_of(quiet),
            **options,
        )
    give(result.table, output, _COMPARED)
    _say(result.says, quiet=quiet)


@commands.command(
    epilog=example("engagelab find plan.yaml invitations.invite --reach 5000 --within 0..0.5")
)
@click.argument("plan")
@click.argument("field")
@click.option("--reach", type=float, metavar="PEOPLE", help="Number of people to reach.")
@click.option(
    "--target",
    metavar="MEASURE=NUMBER",
    help="Target for another measure, such as joins=500 or cost=2000.",
)
@click.option("--within", metavar="a..b", help="Range to search.  [default: the allowed range]")
@click.option(
    "--points", type=int, default=9, show_default=True, help="Number of points of the first grid."
)
@click.option("--keys", type=int, default=8, show_default=True, help="Number of keys to solve for.")
@with_network
@with_runs
@with_workers
@with_output
def find(
    plan: str,
    field: str,
    *,
    reach: float | None,
    target: str | None,
    within: str | None,
    network: StatedNetwork,
    workers: int | None,
    output: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Find every value of a FIELD at which a PLAN attains a target."""
    checked_output(output)
    goal = _goal(reach, target)
    bounds = None if within is None else ends_of("--within", within)
    scenario = plan_of(plan)
    people = network.read(quiet=quiet)
    from ..experiments import find as find_values

    with stoppable(), workers_of(workers) as executor:
        result = find_values(
            scenario,
            field,
            within=bounds,
            network=people,
            executor=executor,
            progress=progress_of(quiet),
            **options,
            **goal,
        )
    give(result.table, output)
    _say(result.says, quiet=quiet)


@commands.command(
    epilog=example(
        "engagelab sensitivity plan.yaml groups.size invitations.invite=0..0.5 --method morris"
    )
)
@click.argument("plan")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD...")
@click.option(
    "--method",
    type=click.Choice(["morris", "sobol"]),
    default="morris",
    show_default=True,
    help="Screen many fields quickly (morris), or decompose the variance (sobol).",
)
@click.option("--samples", type=int, help="Number of paths (morris) or base points (sobol).")
@click.option("--measure", default="reach", show_default=True, help="Measure to analyse.")
@with_network
@with_runs
@with_workers
@with_output
def sensitivity(
    plan: str,
    fields: tuple[str, ...],
    *,
    network: StatedNetwork,
    workers: int | None,
    output: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Rank FIELDs of a PLAN by their effect on a measure.

    A FIELD varies over its allowed range, or over a given one: FIELD=a..b.
    """
    checked_output(output)
    ranges = ranges_of(fields)
    scenario = plan_of(plan)
    people = network.read(quiet=quiet)
    from ..experiments.sensitivity import sensitivity as analyse

    with stoppable(), workers_of(workers) as executor:
        result = analyse(
            scenario,
            ranges,
            network=people,
            executor=executor,
            progress=progress_of(quiet),
            **options,
        )
    give(result.table, output)
    _say(result.says, quiet=quiet)


def _by_name(variants: tuple[str, ...]) -> dict[str, str]:
    """Return the variants by name: the stems of the files, or the arguments if two are alike."""
    stems = [Path(word.removeprefix(PRESET)).stem for word in variants]
    names = stems if len(set(stems)) == len(stems) else list(variants)
    repeated = [name for i, name in enumerate(names) if name in names[:i]]
    if repeated:
        raise EngagelabError(f"{repeated[0]}: given twice; give each variant once")
    return dict(zip(names, variants, strict=True))


def _goal(reach: float | None, target: str | None) -> dict[str, Any]:
    """Return the target by its measure."""
    if (reach is None) == (target is None):
        raise EngagelabError(
            "--reach: exactly one target is needed; give --reach 5000 or --target joins=500"
        )
    if target is None:
        return {"reach": reach}
    measure, _, number = (part.strip() for part in target.partition("="))
    try:
        return {_measure(measure, target): float(number)}
    except ValueError:
        raise EngagelabError(
            f"--target: {target!r} is not valid; write MEASURE=NUMBER, such as joins=500"
        ) from None


def _measure(name: str, target: str) -> str:
    """Return a name unless it is empty or the name of an argument of `find`."""
    if not name or name in ("scenario", "field", "within", "points", "runs", "key", "keys",
                            "network", "executor", "progress", "cancel"):  # fmt: skip
        raise ValueError(target)
    return name


def _say(says: str | list[str], *, quiet: bool) -> None:
    """Print the answer in words on standard error."""
    remark(says if isinstance(says, str) else "\n".join(says), quiet=quiet)
