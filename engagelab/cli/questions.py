"""``compare``, ``find`` and ``sensitivity``: a question to many plans, answered in words too."""

from pathlib import Path
from typing import Any

import click

from ..errors import EngagelabError
from .group import commands, example
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
    "--confidence", type=float, default=0.95, show_default=True, help="Of all intervals together."
)
@click.option(
    "--precision",
    type=float,
    metavar="PEOPLE",
    help="Add runs until each lift is known to so many people, up or down.",
)
@click.option("--towns", type=int, default=1, show_default=True, help="Play so many towns.")
@with_runs
@with_workers
@with_output
def compare(
    baseline: str,
    variants: tuple[str, ...],
    *,
    runs: int | None,
    key: int | None,
    workers: int | None,
    output: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Tell which plan reaches more people than the BASELINE, by how much, and how sure that is.

    All are plans: files or presets. Each pair of runs shares its chance.
    """
    checked_output(output)
    plans = {name: plan_of(word) for name, word in _named(variants).items()}
    first = plan_of(baseline)
    from ..experiments import compare as compared

    with stoppable(), workers_of(workers) as executor:
        found = compared(
            first,
            plans,
            runs=runs,
            key=key,
            executor=executor,
            progress=progress_of(quiet),
            **options,
        )
    give(found.table, output, _COMPARED)
    _say(found.says, quiet=quiet)


@commands.command(
    epilog=example("engagelab find plan.yaml invitations.invite --reach 5000 --within 0..0.5")
)
@click.argument("plan")
@click.argument("field")
@click.option("--reach", type=float, metavar="PEOPLE", help="How many people are to be reached.")
@click.option(
    "--target",
    metavar="MEASURE=NUMBER",
    help="Another measure instead of reach, such as joins=500 or cost=2000.",
)
@click.option("--within", metavar="a..b", help="Where to look; without it, all that is allowed.")
@click.option("--points", type=int, default=9, show_default=True, help="Points of the first grid.")
@click.option("--keys", type=int, default=8, show_default=True, help="How many keys are solved.")
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
    workers: int | None,
    output: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Find every value of a FIELD at which a PLAN reaches a target."""
    checked_output(output)
    wanted = _wanted(reach, target)
    bounds = None if within is None else ends_of("--within", within)
    scenario = plan_of(plan)
    from ..experiments import find as found_by

    with stoppable(), workers_of(workers) as executor:
        found = found_by(
            scenario,
            field,
            within=bounds,
            executor=executor,
            progress=progress_of(quiet),
            **options,
            **wanted,
        )
    give(found.table, output)
    _say(found.says, quiet=quiet)


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
    help="Screen many fields at little cost, or split the variance.",
)
@click.option("--samples", type=int, help="Paths of Morris, or base points of Sobol.")
@click.option("--measure", default="reach", show_default=True, help="What the fields move.")
@with_runs
@with_workers
@with_output
def sensitivity(
    plan: str,
    fields: tuple[str, ...],
    *,
    workers: int | None,
    output: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Tell which FIELDs of a PLAN matter most.

    A FIELD moves through all that is allowed, or through a range: FIELD=a..b.
    """
    checked_output(output)
    ranges = ranges_of(fields)
    scenario = plan_of(plan)
    from ..experiments.sensitivity import sensitivity as screened

    with stoppable(), workers_of(workers) as executor:
        found = screened(
            scenario, ranges, executor=executor, progress=progress_of(quiet), **options
        )
    give(found.table, output)
    _say(found.says, quiet=quiet)


def _named(variants: tuple[str, ...]) -> dict[str, str]:
    """Return the words of the variants by what the table calls them: file names, if all differ."""
    stems = [Path(word.removeprefix(PRESET)).stem for word in variants]
    names = stems if len(set(stems)) == len(stems) else list(variants)
    twice = [name for i, name in enumerate(names) if name in names[:i]]
    if twice:
        raise EngagelabError(f"{twice[0]}: is given twice; give each variant once")
    return dict(zip(names, variants, strict=True))


def _wanted(reach: float | None, target: str | None) -> dict[str, Any]:
    """Return the one measure with its target."""
    if (reach is None) == (target is None):
        raise EngagelabError("--reach: give one target, such as --reach 5000 or --target joins=500")
    if target is None:
        return {"reach": reach}
    measure, _, number = (part.strip() for part in target.partition("="))
    try:
        return {_measure(measure, target): float(number)}
    except ValueError:
        raise EngagelabError(
            f"--target: {target!r} is not understood; write MEASURE=NUMBER, such as joins=500"
        ) from None


def _measure(name: str, target: str) -> str:
    """Return a name that can be a measure; those of arguments would be taken for them."""
    if not name or name in ("scenario", "field", "within", "points", "runs", "key", "keys",
                            "network", "executor", "progress", "cancel"):  # fmt: skip
        raise ValueError(target)
    return name


def _say(says: str | list[str], *, quiet: bool) -> None:
    """Say the answer in words, beside the table."""
    remark(says if isinstance(says, str) else "\n".join(says), quiet=quiet)
