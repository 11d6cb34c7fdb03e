"""Every cell of a grid, paired by one key, as one tidy frame."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from ..errors import EngagelabError
from ..network import Network
from ..scenario import Scenario
from .cells import How, played, summary_row

_OF_THE_TOWN = ("population", "groups")  # sections that a given network stands in for


def sweep(
    scenario: Scenario,
    fields: Mapping[str, Iterable[Any]],
    *,
    runs: int | None = None,
    key: int | None = None,
    network: Network | None = None,
) -> pd.DataFrame:
    """Run a plan at every combination of some fields' values.

    Every plan is built, and so every name and value checked, before the first one is run. All
    cells share one key: they differ by their fields, not by their chance.

    Parameters
    ----------
    scenario : Scenario
        The plan; fields that are not swept stay as they stand in it.
    fields : mapping of str to values
        Dotted field names, each with the values it takes.
    runs, key : int, optional
        As for `Scenario.run`.
    network : Network, optional
        Play all plans on these people instead of the town of each.

    Returns
    -------
    DataFrame
        One row a cell, the last field moving fastest. A column for each field; ``people`` and
        ``runs``; ``reach``, the mean over runs, and ``reach_median``, ``reach_low``, ``reach_high``
        (5 and 95 % of runs), ``reach_standard_error`` (of the mean); ``cost_per_reader``, and the
        means of ``shares``, ``invitations``, ``joins``, ``cost``, ``value``, each with its
        standard error in a column of its own.

    Raises
    ------
    EngagelabError
        For an empty grid, an unknown field, a value that is refused or given twice, and a field
        that could change nothing.

    Notes
    -----
    A standard error tells the chance of one town: with another key, people and groups are others
    too. Sweep ``run.key`` to see how much that matters.

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
    """
    values = _checked(scenario, fields, _fixed(runs, key, network))
    scenario.order(runs=runs, key=key)
    cells = list(_cells(scenario, values))
    how = How(runs, key, network)
    rows = played([plan for _, plan in cells], summary_row, how)
    return pd.DataFrame([place | row for (place, _), row in zip(cells, rows, strict=True)])


def _fixed(runs: int | None, key: int | None, network: Network | None) -> dict[str, str]:
    """Return the fields that cannot be swept, each with the argument that stands in their way."""
    given: dict[str, tuple[str, object]] = {"run.runs": ("runs", runs), "run.key": ("key", key)}
    town = [name for name in Scenario.fields() if name.split(".")[0] in _OF_THE_TOWN]
    given |= dict.fromkeys(town, ("network", network))
    return {name: argument for name, (argument, value) in given.items() if value is not None}


def _checked(
    scenario: Scenario, fields: Mapping[str, Iterable[Any]], fixed: Mapping[str, str]
) -> dict[str, list[Any]]:
    if not fields:
        example = "{'groups.size': [10, 20, 40]}"
        raise EngagelabError(f"fields: there is nothing to sweep; give fields, such as {example}")
    for name in fields:
        scenario.get(name)
        if name in fixed:
            raise EngagelabError(
                f"{name}: changes nothing where {fixed[name]} is given; leave out one of the two"
            )
    return {name: _listed(name, values) for name, values in fields.items()}


def _listed(name: str, values: Iterable[Any]) -> list[Any]:
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        raise EngagelabError(f"{name}: {values!r} is no list of values; give [{values!r}]")
    found = list(values)
    twice = [value for i, value in enumerate(found) if value in found[:i]]
    if twice:
        raise EngagelabError(f"{name}: {twice[0]!r} is given twice; give each value once")
    if not found:
        raise EngagelabError(f"{name}: there are no values; give at least one")
    return found


def _cells(
    scenario: Scenario, values: Mapping[str, list[Any]]
) -> Iterator[tuple[dict[str, Any], Scenario]]:
    """Yield where each cell lies, with its plan."""
    for choice in itertools.product(*values.values()):
        plan = scenario.replace(dict(zip(values, choice, strict=True)))
        yield {name: plan.get(name) for name in values}, plan
