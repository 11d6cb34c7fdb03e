"""Many cells of one plan, paired by one key, as one tidy frame."""

import os
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from typing import Any

import pandas as pd

from ..errors import EngagelabError
from ..graphs.network import Network
from ..simulation.plan_fields import OF_THE_TOWN
from ..simulation.scenario import Scenario
from ..simulation.settings import Cancelled
from .designs import GRID, Design, designed
from .executors import Client
from .progress import Progress
from .runner import Execution, need_scenario, played, summary_row
from .store import Study, begin, framed, manifest_of, settled

Row = dict[str, Any]


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
    executor: Executor | Client | None = None,
    progress: Progress = None,
    cancel: threading.Event | None = None,
) -> pd.DataFrame:
    """Run a plan at every combination of some fields' values, or at a sample of their ranges.

    Every plan is built, and so every name and value checked, before the first one is run. All
    cells share one key: they differ by their fields, not by their chance.

    Parameters
    ----------
    scenario : Scenario
        The plan; fields that are not swept stay as they stand in it.
    fields : mapping of str to values
        Dotted field names. In a grid, each with the values it takes. In a sample, a number has a
        pair (low, high), both ends included, or None for its declared range; a field that is no
        number has a list of choices, or None for all it can be.
    design : {"grid", "latin hypercube", "sobol"}
        Where the cells lie; a sample is a function of the key. A Sobol sequence needs a power of 2
        cells.
    cells : int, optional
        How many cells a sample has.
    runs, key : int, optional
        As for `Scenario.run`.
    network : Network, optional
        Play all plans on these people instead of the town of each.
    store : path-like, optional
        A directory that keeps each cell as soon as it is done. The same call goes on where it was
        stopped, and ends with the same bytes; see `open_study`. Two processes may share a store:
        each does the cells that it found missing when it began.
    executor : concurrent.futures.Executor or Dask client, optional
        Whose workers play the plans; it cannot change a number. They hand in blocks of cells, of
        about a second each, and a store keeps a cell when its block is handed in.
    progress : bool or function of done and all, optional
        Whether to show a bar, or what to call after each cell; of the cells that were missing.
    cancel : threading.Event, optional
        Set from elsewhere, it ends the sweep.

    Returns
    -------
    DataFrame
        One row a cell; in a grid the last field moves fastest. A column for each field; ``people``
        and ``runs``; ``reach``, the mean over runs, and ``reach_median``, ``reach_low``,
        ``reach_high`` (5 and 95 % of runs), ``reach_standard_error`` (of the mean);
        ``cost_per_reader``, and the means of ``shares``, ``invitations``, ``joins``, ``cost``,
        ``value``, each with its standard error in a column of its own.

    Raises
    ------
    EngagelabError
        For an empty grid, an unknown field, a value that is refused or given twice, a range or a
        number of cells that does not fit, a field that could change nothing, a store that holds
        another study (with the difference) and a disk that is full.
    Cancelled, KeyboardInterrupt
        Where the sweep was cancelled, by `cancel` or by hand. What is done is kept: the error has
        the finished cells as ``frame`` (the index tells which they are) and the number of the
        others as ``missing``; with a store they are on the disk too.

    Notes
    -----
    A standard error tells the chance of one town: with another key, people and groups are others
    too. Sweep ``settings.key`` to see how much that matters.

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
    how = Execution(runs, key, network, executor, cancel, progress)
    settings = scenario.settings_with(runs=runs, key=key)
    laid = designed(fields, design, cells=cells, key=settings.key)
    _refuse_fixed(fields, _fixed(runs, key, network))
    places = _settled(scenario, laid)
    study = None
    if store is not None:
        study = begin(store, manifest_of(scenario, laid, settings, network))
    return _done(places, study, how)


def _done(
    places: Sequence[tuple[Row, Scenario]], study: Study | None, how: Execution
) -> pd.DataFrame:
    """Play the cells that are not done yet; return all, or send those done with the interrupt."""
    rows = {} if study is None else study.rows()
    left = [cell for cell in range(len(places)) if cell not in rows]

    def keep(turn: int, row: Row) -> None:
        cell = left[turn]
        if study is not None:
            study.keep(cell, places[cell][0], row)
        rows[cell] = row

    try:
        if left:
            played([places[cell][1] for cell in left], summary_row, how, done=keep)
    except (Cancelled, KeyboardInterrupt) as interrupt:
        _send_along(interrupt, _frame(places, rows), len(places) - len(rows))
        raise
    return _frame(places, rows)


def _frame(places: Sequence[tuple[Row, Scenario]], rows: Mapping[int, Row]) -> pd.DataFrame:
    return framed([(cell, places[cell][0] | row) for cell, row in rows.items()])


def _send_along(interrupt: BaseException, frame: pd.DataFrame, missing: int) -> None:
    """Put what is done on the interrupt: who catches it has it, who does not is told."""
    vars(interrupt).update(frame=frame, missing=missing)
    interrupt.add_note(f"{len(frame)} cells are done, {missing} are not; see frame of this error")


def _settled(scenario: Scenario, laid: Design) -> list[tuple[Row, Scenario]]:
    """Return where each cell lies, with its plan."""
    found = []
    for cell, place in enumerate(laid.places()):
        try:
            found.append(settled(scenario, place))
        except EngagelabError as error:
            if laid.name == GRID:
                raise
            text = f"cell {cell} of the {laid.name}, {place}: narrow the ranges"
            raise EngagelabError(f"{error}\n{text}", error.problems) from None
    return found


def _refuse_fixed(fields: Mapping[str, Any], fixed: Mapping[str, str]) -> None:
    for name in fields:
        if name in fixed:
            raise EngagelabError(
                f"{name}: changes nothing where {fixed[name]} is given; leave out one of the two"
            )


def _fixed(runs: int | None, key: int | None, network: Network | None) -> dict[str, str]:
    """Return the fields that cannot be swept, each with the argument that stands in their way."""
    given: dict[str, tuple[str, object]] = {
        "settings.runs": ("runs", runs),
        "settings.key": ("key", key),
    }
    town = [name for name in Scenario.fields() if name.split(".")[0] in OF_THE_TOWN]
    given |= dict.fromkeys(town, ("network", network))
    return {name: argument for name, (argument, value) in given.items() if value is not None}
