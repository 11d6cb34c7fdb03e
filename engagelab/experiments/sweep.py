"""Sweep: run a plan at many values of some fields, paired by one key, as one tidy frame."""

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import pandas as pd

from ..errors import EngagelabError
from ..graphs.network import Network
from ..io.arguments import checked
from ..models.declaration import whole_number
from ..simulation.plan_fields import OF_THE_TOWN
from ..simulation.scenario import Scenario
from ..simulation.settings import Cancelled
from .designs import GRID, Design, make_design
from .executors import DaskClient
from .fit_result import Fit, need_fit
from .idle_fields import idle_notes
from .progress import Progress
from .runner import Execution, need_scenario, run_plans, summary_row
from .store import Study, cells_frame, create_or_resume, make_manifest, resolve_cell

Row = dict[str, Any]
Cell = tuple[Row, Scenario]  # the values of the fields, and the plan


@checked
def sweep(
    scenario: Scenario,
    fields: Mapping[str, Any],
    *,
    design: str = GRID,
    cells: int | None = None,
    runs: int | None = None,
    key: int | None = None,
    network: Network | None = None,
    store: str | os.PathLike[str] | None = None,
    fit: Fit | None = None,
    draws: int = 8,
    executor: Executor | DaskClient | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> pd.DataFrame:
    """Run a plan at every combination of the values of some fields, or at a sample of ranges.

    All plans are built, and so all names and values checked, before the first run. All cells share
    one key: they differ by their fields, not by their random numbers.

    Parameters
    ----------
    scenario : Scenario
        The plan; other fields keep their values.
    fields : mapping of str to values
        Dotted field names. In a grid, each with its values. In a sample, a number has a pair (low,
        high), both ends included, or None for its declared range; a field that is not a number has
        a list of choices, or None for all of them.
    design : {"grid", "latin hypercube", "sobol"}
        How the cells fill the space of the fields; a sample depends on the key. A Sobol sequence
        needs a power of 2 cells.
    cells : int, optional
        Number of cells of a sample.
    runs, key : int, optional
        As for `Scenario.run`.
    network : Network, optional
        Run all plans on this network instead of the town of each.
    store : path-like, optional
        A directory in which each cell is saved as soon as it is done. The same call resumes an
        interrupted sweep, and ends with the same bytes; see `open_study`. Two processes can share
        a store: each runs the cells that were missing when it started.
    fit : Fit, optional
        Values that fit your posts: each cell is run at several draws of them, which are further
        columns, with the number of the ``draw``. Fields that are swept stay as they are.
    draws : int
        Number of draws for each cell, with `fit`.
    executor : concurrent.futures.Executor or Dask client, optional
        As for `Execution`; it cannot change a number. Workers return blocks of cells, of about a
        second each, and a cell is saved when its block returns.
    progress, cancel : optional
        As for `Execution`; only cells that were missing are counted.

    Returns
    -------
    DataFrame
        One row per cell; in a grid the last field varies fastest. A column for each field;
        ``people`` and ``runs``; ``reach``, the mean over runs, and ``reach_median``,
        ``reach_low``, ``reach_high`` (5 and 95 % of runs), ``reach_standard_error`` (of the mean);
        ``cost_per_reader``, and the means of ``shares``, ``invitations``, ``joins``, ``cost``,
        ``value``, each with its standard error in a column of its own. ``frame.attrs["notes"]`` is
        a list of remarks: it names each field that changes nothing in any of the cells, and why.

    Raises
    ------
    EngagelabError
        If there is no field, one is unknown or has no effect, a value is refused or given twice, a
        range or the number of cells does not suit the design, the store contains another study
        (with the differences), or the disk is full.
    Cancelled, KeyboardInterrupt
        If the sweep was interrupted. The error has the finished cells as ``frame`` (the index is
        the number of the cell) and the number of the others as ``missing``; with a store they are
        on the disk too.

    Notes
    -----
    A standard error reflects the chance in one town: another key gives other people and groups.
    Sweep ``settings.key`` to see how much that matters.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments import sweep
    >>> plan = el.Scenario(population={"people": 500})
    >>> grid = {"groups.size": [10, 20], "invitations.invite": [0, 0.3]}
    >>> sweep(plan, grid, runs=5)[["groups.size", "invitations.invite", "people"]]
       groups.size  invitations.invite  people
    0         10.0                 0.0     500
    1         10.0                 0.3     500
    2         20.0                 0.0     500
    3         20.0                 0.3     500

    >>> ranges = {"groups.size": (10, 20), "invitations.invite": None}
    >>> len(sweep(plan, ranges, design="latin hypercube", cells=6, runs=5))
    6
    """
    need_scenario(scenario)
    execution = Execution(runs, key, network, executor, cancel, progress)
    settings = scenario.settings_with(runs=runs, key=key)
    made = make_design(fields, design, cells=cells, key=settings.key)
    _need_effect(fields, _fixed_fields(execution))
    all_cells = _resolve_cells(scenario, made)
    need_fit(fit)
    if fit is not None:
        whole_number("draws", draws, 1, 100_000)
        _need_no_store(store)
        values = fit.draws(draws, scenario, town=network is None)
        all_cells = [cell for row, plan in all_cells for cell in _drawn(row, plan, values)]
    study = None
    if store is not None:
        study = create_or_resume(store, make_manifest(scenario, made, settings, network))
    frame = _run_missing(all_cells, study, execution)
    plans = (plan for _, plan in all_cells)
    frame.attrs["notes"] = list(idle_notes(plans, list(fields), network))
    return frame


def _need_no_store(store: object) -> None:
    if store is not None:
        raise EngagelabError(
            "store: is not allowed together with fit, whose draws a study does not hold; leave out "
            "one of the two"
        )


def _drawn(row: Row, plan: Scenario, values: Sequence[Row]) -> list[Cell]:
    """Return a cell at each draw of the fields that are not swept."""
    cells = []
    for number, value in enumerate(values):
        rest = {name: drawn for name, drawn in value.items() if name not in row}
        cells.append((row | {"draw": number} | rest, plan.replace(rest)))
    return cells


def _run_missing(cells: Sequence[Cell], study: Study | None, execution: Execution) -> pd.DataFrame:
    """Run the cells that are not finished; return all, or attach the finished to an interrupt."""
    rows = {} if study is None else study.rows()
    missing = [number for number in range(len(cells)) if number not in rows]

    def save(index: int, row: Row) -> None:
        number = missing[index]
        if study is not None:
            study.save(number, cells[number][0], row)
        rows[number] = row

    try:
        if missing:
            plans = [cells[number][1] for number in missing]
            run_plans(plans, summary_row, execution, on_answer=save)
    except (Cancelled, KeyboardInterrupt) as interrupt:
        if study is not None:  # the interrupt may fall between saving a row and counting it
            rows = study.rows()
        _attach(interrupt, _frame(cells, rows), len(cells) - len(rows))
        raise
    return _frame(cells, rows)


def _frame(cells: Sequence[Cell], rows: Mapping[int, Row]) -> pd.DataFrame:
    return cells_frame([(number, cells[number][0] | row) for number, row in rows.items()])


def _attach(interrupt: BaseException, frame: pd.DataFrame, missing: int) -> None:
    """Attach the finished cells to an interrupt, with a note that they are there."""
    vars(interrupt).update(frame=frame, missing=missing)
    interrupt.add_note(f"{len(frame)} cells are done, {missing} are not; see frame of this error")


def _resolve_cells(scenario: Scenario, design: Design) -> list[Cell]:
    cells = []
    for number, point in enumerate(design.points()):
        try:
            cells.append(resolve_cell(scenario, point))
        except EngagelabError as error:
            if design.name == GRID:
                raise
            text = f"cell {number} of the {design.name}, {point}: narrow the ranges"
            raise EngagelabError(f"{error}\n{text}", error.problems) from None
    return cells


def _need_effect(fields: Mapping[str, Any], fixed: Mapping[str, str]) -> None:
    """Raise EngagelabError if a swept field is fixed by an argument."""
    for name in fields:
        if name in fixed:
            raise EngagelabError(
                f"{name}: has no effect together with {fixed[name]}; leave out one of the two"
            )


def _fixed_fields(execution: Execution) -> dict[str, str]:
    """Return the fields that have no effect, each with the argument that fixes it."""
    arguments = {"settings.runs": "runs", "settings.key": "key"}
    town = [name for name in Scenario.fields() if name.split(".")[0] in OF_THE_TOWN]
    arguments |= dict.fromkeys(town, "network")
    return {
        name: argument
        for name, argument in arguments.items()
        if getattr(execution, argument) is not None
    }
