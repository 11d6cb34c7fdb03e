"""PreparedRun: a model on a network, ready for its kernel."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...engine import state
from .cache import BufferPool


@dataclass(eq=False, slots=True)
class PreparedRun:
    """The arguments of a kernel, and the meaning of its counts.

    Attributes
    ----------
    kernel : function
        ``kernel(town, rules, plan, run, tally, key, (first, last))`` simulates the runs from first
        up to last and returns the first one not done, if a list of the run was full.
    town, rules, plan : NamedTuple
        People, rules and seeds as arrays for the kernel.
    new_run : function of capacity
        Allocates the arrays of one run; called again with more capacity if a list was full.
    buffers : BufferPool
        Reuses the arrays of finished runs.
    kind : hashable
        All that determines the shapes of these arrays, besides the network.
    posts : list of dict
        The contents, for the provenance.
    counted : sequence of str
        The measures that the kernel counts.
    measures : sequence of str
        The measures of the outcome: these, and what follows from the readers.
    post_measures : sequence of str
        The measures that it counts for each post.
    batch : int
        Number of runs that the kernel simulates at once.
    generations : bool
        Whether the kernel counts generations of joiners.
    costs, values : mapping of measure to money
        Cost and value of one unit of a measure.
    contents : bool
        Whether people take one of several contents.
    notes : sequence of str
        Remarks for the user of the outcome.
    interrupt : function of the arrays of a run, optional
        Ends a run that another thread simulates; None if a single run never takes long.
    """

    kernel: Callable[..., int]
    town: state.Town
    rules: Any
    plan: Any
    new_run: Callable[[int], Any]
    buffers: BufferPool
    kind: Hashable
    posts: list[dict[str, Any]]
    counted: Sequence[str]
    measures: Sequence[str]
    batch: int = 1
    post_measures: Sequence[str] = ()
    generations: bool = False
    costs: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)
    contents: bool = False
    notes: Sequence[str] = ()
    interrupt: Callable[[Any], None] | None = None
