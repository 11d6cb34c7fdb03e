"""Where the cells of a sweep lie: a full grid, or a sample that fills the ranges evenly."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic_core import to_jsonable_python
from scipy.stats import qmc

from ..engine.coins import EVERY_RUN, address
from ..errors import EngagelabError, listed, nearest
from ..models.declaration import Parameter, is_real, whole_number
from ..simulation.scenario import Scenario

GRID, LATIN, SOBOL = DESIGNS = ("grid", "latin hypercube", "sobol")
MOST_CELLS = 1_000_000

# Ends the address of the sample's own chance; far above the kinds of event that the kernels use.
_SAMPLE = 0x73616D706C65


@dataclass(frozen=True)
class Design:
    """Where the cells of a sweep lie.

    Attributes
    ----------
    name : {"grid", "latin hypercube", "sobol"}
        How the cells fill the space of the fields.
    fields : mapping of str to list
        Dotted field names. In a grid, the values of each; in a sample, the lowest and the highest
        number, or the choices of a field that is no number. Only what JSON can hold.
    cells : int
        How many cells there are.
    key : int
        Fixes the sample; a grid has no chance.
    """

    name: str
    fields: Mapping[str, list[Any]]
    cells: int
    key: int = 0

    def points(self) -> Iterator[dict[str, Any]]:
        """Yield the fields' values in each cell."""
        if self.name == GRID:
            for choice in itertools.product(*self.fields.values()):
                yield dict(zip(self.fields, choice, strict=True))
            return
        known = Scenario.fields()
        for point in self._unit_points():
            yield {
                name: _value(known[name], allowed, float(share))
                for (name, allowed), share in zip(self.fields.items(), point, strict=True)
            }

    def _unit_points(self) -> NDArray[np.float64]:
        """Return the sample in the unit cube, shape (cells, fields)."""
        chance = int(address(self.key, EVERY_RUN, _SAMPLE))
        kind = qmc.LatinHypercube if self.name == LATIN else qmc.Sobol
        # scipy calls its chance seed before 1.15 and takes that name still
        points: NDArray[np.float64] = kind(d=len(self.fields), seed=chance).random(self.cells)
        return points


def make_design(
    fields: Mapping[str, Any], name: str = GRID, *, cells: int | None = None, key: int = 0
) -> Design:
    """Check the fields of a sweep and lay out its cells.

    Parameters
    ----------
    fields : mapping of str to values
        Dotted field names. In a grid, each with the values it takes. In a sample, a number has a
        pair (low, high), both ends included, or None for its declared range; a field that is no
        number has a list of choices, or None for all it can be.
    name : {"grid", "latin hypercube", "sobol"}
        "latin hypercube": each field's range is cut into as many parts as there are cells, and each
        part is met once (McKay, Beckman and Conover 1979, doi 10.2307/1268522). "sobol": a
        scrambled Sobol sequence (Owen 1998, doi 10.1006/jcom.1998.0487), whose evenness needs a
        power of 2 (Owen 2020, doi 10.1007/978-3-030-98319-2_4).
    cells : int, optional
        Number of cells of a sample.
    key : int
        The integer that fixes the sample.

    Raises
    ------
    EngagelabError
        For an unknown design or field, no values, a range that is none or leaves the declared one,
        and a number of cells that does not fit the design.

    Examples
    --------
    >>> from engagelab.experiments.designs import make_design
    >>> grid = make_design({"groups.size": [10, 20], "control.review": [False, True]})
    >>> grid.cells, next(grid.points())
    (4, {'groups.size': 10.0, 'control.review': False})
    >>> sample = make_design({"groups.size": (10, 20), "control.review": None}, "sobol", cells=8)
    >>> sorted(sample.fields["control.review"])
    [False, True]
    """
    if name not in DESIGNS:
        raise EngagelabError(
            f"design: {name!r} is not known{nearest(name, DESIGNS)}; allowed are "
            f"{listed(map(repr, DESIGNS))}"
        )
    is_mapping = isinstance(fields, Mapping)
    if not (is_mapping and fields):
        example = "{'groups.size': [10, 20, 40]}"
        raise EngagelabError(f"fields: there is nothing to sweep; give fields, such as {example}")
    laid = _listed if name == GRID else _range
    known = {field: Scenario.field(field) for field in fields}  # refuses those that are not
    found = {field: laid(field, values, known[field]) for field, values in fields.items()}
    return Design(name, found, _count(name, found, cells), key)


def _count(name: str, fields: Mapping[str, list[Any]], cells: int | None) -> int:
    if name == GRID:
        if cells is not None:
            raise EngagelabError(
                f"cells: a grid has as many as its values make, not {cells!r}; leave it out, or "
                f"give design={LATIN!r}"
            )
        return int(np.prod([len(values) for values in fields.values()], dtype=object))
    if cells is None:
        raise EngagelabError(f"cells: is missing; say how many cells of the {name} to run")
    whole_number("cells", cells, 1, MOST_CELLS)
    below = 1 << (int(cells).bit_length() - 1)
    if name == SOBOL and cells != below:
        raise EngagelabError(
            f"cells: a Sobol sequence is even only with a power of 2 cells, not {cells}; give "
            f"{below} or {2 * below}"
        )
    return int(cells)


def _listed(name: str, values: Iterable[Any], field: Parameter) -> list[Any]:
    """Return the values that a field takes, each once."""
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        one = values if is_real(values) or not is_real(field.default) else field.default
        raise EngagelabError(f"{name}: {values!r} is no list of values; give [{one!r}]")
    found = list(values)
    twice = [value for i, value in enumerate(found) if value in found[:i]]
    if twice:
        raise EngagelabError(f"{name}: {twice[0]!r} is given twice; give each value once")
    if not found:
        raise EngagelabError(f"{name}: there are no values; give at least one")
    return [_plain(field, value) for value in found]


def _range(name: str, values: Any, field: Parameter) -> list[Any]:
    """Return the ends of a number's range, or the choices of what is no number."""
    if field.type not in (int, float):
        return _listed(name, _choices(name, field) if values is None else values, field)
    allowed = [field.low, field.high]
    if values is None:
        return allowed
    ends = list(values) if isinstance(values, Iterable) and not isinstance(values, str) else []
    pair = [_plain(field, end) for end in ends]
    numbers = all(isinstance(end, field.type) and not isinstance(end, bool) for end in pair)
    if len(pair) != 2 or not numbers or not allowed[0] <= pair[0] < pair[1] <= allowed[1]:
        raise EngagelabError(
            f"{name}: {values!r} is no range; give (low, high) within {allowed[0]:,} and "
            f"{allowed[1]:,}, or None for all of it"
        )
    return pair


def _choices(name: str, field: Parameter) -> list[Any]:
    if field.choices:
        return list(field.choices)
    raise EngagelabError(f"{name}: has no range of its own; give a list of values to choose from")


def _plain(field: Parameter, value: Any) -> Any:
    """Return a value as JSON can hold it, so that a study read back is the same."""
    value = value.item() if isinstance(value, np.generic) else value
    if field.type is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    try:
        return to_jsonable_python(value)
    except ValueError:
        return value  # no field can hold it either: the plan refuses it in its own words


def _value(field: Parameter, allowed: list[Any], share: float) -> Any:
    """Return what lies at a share, 0 to below 1, of a field's range."""
    if field.type is float:
        low, high = allowed
        return min(low + share * (high - low), high)
    if field.type is int:
        low, high = allowed
        return min(low + int(share * (high - low + 1)), high)
    return allowed[int(share * len(allowed))]
