"""Play: one model on one network, made ready for its kernel."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine import state


@dataclass(frozen=True, eq=False)
class Play:
    """What a kernel needs, and what its counts mean.

    Attributes
    ----------
    kernel : function
        ``kernel(town, rules, plan, run, tally, key, (first, last))`` does the runs from first to
        last and returns the first not done, where a list of the run was full.
    town, rules, plan : NamedTuple
        People, rules and seeds as the kernel takes them.
    new_run : function of capacity
        Makes the arrays of one run; a kernel whose lists grow asks again for more capacity.
    posts : list of dict
        The contents, for the provenance.
    measures : sequence of str
        What the kernel counts.
    batch : int
        How many runs the kernel does at once.
    generations : bool
        Whether it counts generations of joiners.
    fixed_cost : array of float64, shape (1 or runs, rounds), or None
        Cost that does not depend on what happens.
    costs, values : mapping of measure to money
    contents : bool
        Whether people take one of several contents.
    notes : sequence of str
        What the reader of an outcome should know.
    """

    kernel: Callable[..., int]
    town: state.Town
    rules: Any
    plan: Any
    new_run: Callable[[int], Any]
    posts: list[dict[str, Any]]
    measures: Sequence[str]
    batch: int = 1
    generations: bool = False
    fixed_cost: NDArray[np.float64] | None = None
    costs: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    contents: bool = False
    notes: Sequence[str] = ()
