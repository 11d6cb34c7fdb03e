"""``hand-over``: write the files for a client."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import EngagelabError
from .group import commands, example
from .networks import StatedNetwork, with_network
from .options import PRESET, NamedPath, plan_of, progress_of, remark, stoppable, with_runs

if TYPE_CHECKING:
    from ..experiments.fit_record import FitRecord
    from ..graphs.network import Network
    from ..simulation.scenario import Scenario


_TOWNS = 100  # simulated for a decision, unless a number of runs is given


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date as YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Return the date of a text."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d")
        except ValueError:
            self.fail(f"{value!r} is not a date; write YYYY-MM-DD, such as 2026-03-31", param, ctx)


@commands.command(
    name="hand-over",
    epilog=example(
        "engagelab hand-over go-to-them bring-them-to-us --to client",
        "engagelab hand-over now.yaml later.yaml --to client --formats pptx,pdf --lang fr "
        "--currency EUR",
        "engagelab hand-over top-down voucher --budget 20000 --currency EUR --to client",
    ),
)
@click.argument("plans", nargs=-1, required=True, metavar="PLAN...")
@click.option(
    "--to",
    "folder",
    type=NamedPath(),
    required=True,
    metavar="FOLDER",
    help="Folder for the files; created if it does not exist.",
)
@click.option(
    "--formats",
    metavar="LIST",
    help="Formats, separated by commas: pptx,pdf,xlsx,csv,html,png,svg.  [default: all]",
)
@click.option("--lang", default="en", show_default=True, help="Language of the files: en or fr.")
@click.option("--currency", default="", metavar="CODE", help="Three letters, such as EUR.")
@click.option("--title", default="", help="Title on the cover.")
@click.option("--client", default="", help="Name of the client, on the cover.")
@click.option(
    "--date",
    type=Day(),
    metavar="YYYY-MM-DD",
    help="Date of the hand-over.  [default: today]",
)
@click.option(
    "--budget",
    type=click.FloatRange(min=0),
    metavar="MONEY",
    help="Give every plan this budget and write the decision between them: ten slides, a workbook "
    "with formulas, two pages and a web page.",
)
@with_network
@with_runs
@click.option("--quiet", is_flag=True, help="Show no progress and no remarks.")
def hand_over(
    plans: tuple[str, ...],
    *,
    folder: Path,
    formats: str | None,
    budget: float | None,
    network: StatedNetwork,
    quiet: bool,
    **options: Any,
) -> None:
    """Write the files of a hand-over for a client.

    These are slides, pages, a workbook, tables and pictures of some PLANs. All plans share their
    random numbers; the first is the baseline. Every file contains the plans' hashes, the version,
    key, number of runs and date, and the numbers in all files agree. If a plan was written by
    "engagelab fit --save", a page says what its values rest on. With a budget, up to four
    plans are compared at equal money: what to do, why, how sure that is, what to measure, and, of
    fitted plans, what they rest on.
    """
    scenarios = _by_name(plans)
    people = network.read(quiet=quiet)
    from ..report import DECISION_FORMATS, FORMATS
    from ..report import hand_over as write_files

    usual = FORMATS if budget is None else DECISION_FORMATS
    names = usual if formats is None else [word.strip() for word in formats.split(",")]
    with stoppable():
        if budget is None:
            files = write_files(
                scenarios,
                folder,
                formats=names,
                network=people,
                fit=_fit_of(plans),
                progress=progress_of(quiet),
                **options,
            )
        else:
            money = Spending(budget, people, progress_of(quiet))
            files = money.hand_over(scenarios, folder, names, fit=_fit_of(plans), **options)
    for path in files.values():
        click.echo(path)
    remark(f"{len(files)} files written", quiet=quiet)


@dataclass(frozen=True)
class Spending:
    """A budget that every plan has, and how to simulate the plans."""

    budget: float
    network: "Network | None"
    progress: bool | None

    def hand_over(
        self,
        plans: "dict[str, Scenario]",
        folder: Path,
        formats: Sequence[str],
        *,
        runs: int | None,
        key: int | None,
        title: str,
        fit: "FitRecord | None" = None,
        **options: Any,
    ) -> dict[str, Path]:
        """Compare the plans at the budget, explain and test the answer, and write the files."""
        from ..experiments import Option, compare_options, explain_lead, test_assumptions
        from ..i18n.texts import load
        from ..report import DECISION_FORMATS, hand_over_decision
        from ..report.decision.collect import MOST_OPTIONS
        from ..report.export import check_folder
        from ..report.formats import need_formats

        need_formats(formats, DECISION_FORMATS)
        load(options["lang"], options["currency"])  # refuses unknown ones
        check_folder(folder)
        if title:
            raise EngagelabError("title: a decision is titled by its finding; leave --title out")
        if len(plans) > MOST_OPTIONS:
            raise EngagelabError(
                f"PLAN: {len(plans)} given; with --budget, give at most {MOST_OPTIONS}"
            )
        if runs is not None and runs < 2:
            raise EngagelabError(
                f"--runs: {runs} is not allowed; with --budget it is the number of towns, from 2"
            )
        choices = [Option(name, plan, self.budget) for name, plan in plans.items()]
        decision = compare_options(
            choices, towns=runs or _TOWNS, key=key, network=self.network, progress=self.progress
        )
        order = decision.order
        lead = explain_lead(decision, order[1], order[0]) if len(order) > 1 else None
        tests = test_assumptions(decision, fit=fit, progress=self.progress)
        return hand_over_decision(
            decision, folder, lead=lead, tests=tests, formats=formats, fit=fit, **options
        )


def _fit_of(words: tuple[str, ...]) -> "FitRecord | None":
    """Return the record of the first fit that was saved beside a plan; None if there is none."""
    from ..experiments.fit_record import FitRecord
    from ..io.files import exists

    plans = (Path(word) for word in words if word.lower().endswith((".yaml", ".yml")))
    beside = (plan.with_suffix(".fit.parquet") for plan in plans)
    return next((FitRecord.read(samples) for samples in beside if exists(samples)), None)


def _by_name(words: tuple[str, ...]) -> "dict[str, Scenario]":
    """Return the plans by their names, or by the arguments if two names are the same."""
    repeated = [word for place, word in enumerate(words) if word in words[:place]]
    if repeated:
        raise EngagelabError(f"{repeated[0]}: given twice; give each plan once")
    plans = {word: plan_of(word) for word in words}
    own = [plan.name or Path(word.removeprefix(PRESET)).stem for word, plan in plans.items()]
    names = own if len(set(own)) == len(own) else list(words)
    return dict(zip(names, plans.values(), strict=True))
