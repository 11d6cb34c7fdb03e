"""Designs of a sweep: a full grid of values, or a space-filling sample of ranges."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from pydantic_core import to_jsonable_python

from ..engine.coins import EVERY_RUN, address
from ..errors import EngagelabError, listed, nearest
from ..models.declaration import Parameter, is_real, whole_number
from ..simulation.scenario import Scenario
from .design_space import Dimension

GRID, LATIN, SOBOL = DESIGNS = ("grid", "latin hypercube", "sobol")
MAX_CELLS = 1_000_000

# Ends the address of the sample's random numbers; far above the event kinds of the kernels.
_SAMPLE = 0x73616D706C65


@dataclass(frozen=True)
class Design:
    """The cells of a sweep: a grid or a sample of the space of some fields.

    Attributes
    ----------
    name : {"grid", "latin hypercube", "sobol"}
        How the cells fill the space of the fields.
    fields : mapping of str to list
        Dotted field names, with values that JSON can hold. In a grid, the values of each; in a
        sample, the lowest and highest number, or the choices of a field that is not a number.
    cells : int
        Number of cells.
    key : int
        Determines the sample; a grid does not use it.
    """

    name: str
    fields: Mapping[str, list[Any]]
    cells: int
    key: int = 0

    def points(self) -> Iterator[dict[str, Any]]:
        """Yield the values of the fields in each cell."""
        if self.name == GRID:
            for values in itertools.product(*self.fields.values()):
                yield dict(zip(self.fields, values, strict=True))
            return
        dimensions = [_dimension(name, allowed) for name, allowed in self.fields.items()]
        for point in self._unit_points().tolist():
            yield {d.name: d.at(share) for d, share in zip(dimensions, point, strict=True)}

    def _unit_points(self) -> NDArray[np.float64]:
        """Return the sample in the unit cube, shape (cells, fields)."""
        seed = int(address(self.key, EVERY_RUN, _SAMPLE))
        sampler = scipy.stats.qmc.LatinHypercube if self.name == LATIN else scipy.stats.qmc.Sobol
        # the argument is called seed before scipy 1.15, and still accepted under that name
        points: NDArray[np.float64] = sampler(d=len(self.fields), seed=seed).random(self.cells)
        return points


def make_design(
    fields: Mapping[str, Any], name: str = GRID, *, cells: int | None = None, key: int = 0
) -> Design:
    """Check the fields of a sweep and return the design of its cells.

    Parameters
    ----------
    fields : mapping of str to values
        As for `sweep`.
    name : {"grid", "latin hypercube", "sobol"}
        "latin hypercube": each field's range is divided into as many parts as there are cells, and
        each part is sampled once (McKay, Beckman and Conover 1979, doi 10.2307/1268522). "sobol": a
        scrambled Sobol sequence (Owen 1998, doi 10.1006/jcom.1998.0487), balanced only for a power
        of 2 (Owen 2020, doi 10.1007/978-3-030-98319-2_4).
    cells, key : int, optional
        Number of cells of a sample, and the key that determines it.

    Raises
    ------
    EngagelabError
        If the design or a field is unknown, a field has no values, a range is wrong or exceeds the
        declared one, or the number of cells does not suit the design.

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
    if not (fields and isinstance(fields, Mapping)):
        raise EngagelabError(
            f"fields: {fields!r} has no field to sweep; give fields with their values, such as "
            "{'groups.size': [10, 20, 40]}"
        )
    check = _values if name == GRID else _range
    declared = {field: Scenario.field(field) for field in fields}  # refuses unknown names
    checked = {field: check(field, values, declared[field]) for field, values in fields.items()}
    return Design(name, checked, _number_of_cells(name, checked, cells), key)


def _number_of_cells(name: str, fields: Mapping[str, list[Any]], cells: int | None) -> int:
    if name == GRID:
        if cells is not None:
            raise EngagelabError(
                f"cells: {cells!r} is not allowed for a grid, whose values determine the number; "
                f"leave it out, or give design={LATIN!r}"
            )
        return int(np.prod([len(values) for values in fields.values()], dtype=object))
    if cells is None:
        raise EngagelabError(f"cells: is missing; give the number of cells of the {name}")
    whole_number("cells", cells, 1, MAX_CELLS)
    below = 1 << (int(cells).bit_length() - 1)
    if name == SOBOL and cells != below:
        raise EngagelabError(
            f"cells: {cells} is not a power of 2, which a Sobol sequence needs; give {below} or "
            f"{2 * below}"
        )
    return int(cells)


def _values(name: str, values: Iterable[Any], field: Parameter) -> list[Any]:
    """Return the values of a field in a grid; each must be given once."""
    if isinstance(values, (str, bytes, Mapping)) or not isinstance(values, Iterable):
        example = values if is_real(values) or not is_real(field.default) else field.default
        raise EngagelabError(f"{name}: {values!r} is not a list of values; give [{example!r}]")
    items = list(values)
    repeated = _repeated(items)
    if repeated:
        raise EngagelabError(f"{name}: {repeated[0]!r} is given twice; give each value once")
    if not items:
        raise EngagelabError(f"{name}: the list of values is empty; give at least one")
    return [_jsonable(field, value) for value in items]


def _repeated(items: list[Any]) -> list[Any]:
    """Return the values that an earlier one is equal to."""
    hashed, others, repeated = set(), list[Any](), []
    for value in items:
        try:
            is_known = value in hashed
            hashed.add(value)
        except TypeError:  # a calendar has no hash
            is_known = value in others
            others.append(value)
        if is_known:
            repeated.append(value)
    return repeated


def _range(name: str, values: Any, field: Parameter) -> list[Any]:
    """Return the ends of a number's range, or the choices of another field."""
    if field.type not in (int, float):
        return _values(name, _choices(name, field) if values is None else values, field)
    allowed = [field.low, field.high]
    if values is None:
        return allowed
    ends = list(values) if isinstance(values, Iterable) and not isinstance(values, str) else []
    pair = [_jsonable(field, end) for end in ends]
    numbers = all(isinstance(end, field.type) and not isinstance(end, bool) for end in pair)
    if len(pair) != 2 or not numbers or not allowed[0] <= pair[0] < pair[1] <= allowed[1]:
        raise EngagelabError(
            f"{name}: {values!r} is not a range; give (low, high) within {allowed[0]:,} and "
            f"{allowed[1]:,}, or None for all of it"
        )
    return pair


def _choices(name: str, field: Parameter) -> list[Any]:
    if field.choices:
        return list(field.choices)
    raise EngagelabError(f"{name}: has no declared range; give a list of values to choose from")


def _jsonable(field: Parameter, value: Any) -> Any:
    """Return a value as JSON holds it, so that a study reads back unchanged."""
    value = value.item() if isinstance(value, np.generic) else value
    if field.type is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    try:
        return to_jsonable_python(value)
    except ValueError:
        return value  # no field can hold it either: the plan refuses it with its own message


def _dimension(name: str, allowed: list[Any]) -> Dimension:
    kind = Scenario.field(name).type
    if kind in (int, float):
        low, high = allowed
        return Dimension(name, low, high, whole=kind is int)
    return Dimension(name, 0, len(allowed) - 1, tuple(allowed), whole=True)
