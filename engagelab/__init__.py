"""engagelab: how content travels through people when it is shared in groups and by invitation.

There are five kinds of thing. A `Network` is people, ties and groups; it is made from a networkx
graph, a file, a data set or a recipe (`graphs.town`). A model is a frozen declaration of the
rules: `Engagement`, or a classic one, such as `IndependentCascade`, `SIR` or `LinearThreshold`.
`simulate` lets content spread through a network by a model, many times, and gives an `Outcome`:
what happened, per run, round and person. A `Scenario` is a whole plan, population and campaign and
money, as one document that can be saved, changed and run.

Questions to an outcome are functions: `reach`, `curve`, `k_factor` and others in `metrics`; `sweep`
runs a plan over many values. `theory` has closed forms, `observed` metrics of diffusions that were
observed (`Diffusion`), `temporal` how far information can travel through groups that meet. `plots`
draws, and `workbench` puts a plan under sliders. Each loads when it is first used.

All chance is fixed by one integer, the `key`: the same key gives the same outcome, bit for bit. A
user's mistake raises `EngagelabError`, which says what is allowed.

>>> import engagelab as el
>>> plan = el.Scenario.preset("invite-a-friend").replace({"population.people": 1_000})
>>> outcome = plan.run(runs=20, key=7)
>>> el.reach(outcome).shape
(20,)
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from ._version import __version__
from .errors import EngagelabError

if TYPE_CHECKING:  # for editors and type checkers; `_HOMES` says the same when it runs
    from . import datasets, graphs, metrics
    from .diffusion import Diffusion
    from .experiments import budget, compare, find, open_study, sweep
    from .metrics import (
        break_even,
        cascade_depth,
        cascades,
        cost_per_reader,
        curve,
        half_time,
        k_factor,
        reach,
        reach_by,
        reach_by_post,
        reproduction_number,
        return_on_cost,
        structural_virality,
    )
    from .models import (
        SIR,
        SIS,
        Bass,
        Competing,
        ComplexContagion,
        Engagement,
        GroupContagion,
        IndependentCascade,
        LinearThreshold,
        Post,
        Rumour,
    )
    from .network import Network
    from .outcome import Outcome
    from .scenario import Scenario
    from .sensitivity import sensitivity
    from .simulate import simulate
    from .uncertainty import propagate

__all__ = [
    "SIR",
    "SIS",
    "Bass",
    "Competing",
    "ComplexContagion",
    "Diffusion",
    "EngagelabError",
    "Engagement",
    "GroupContagion",
    "IndependentCascade",
    "LinearThreshold",
    "Network",
    "Outcome",
    "Post",
    "Rumour",
    "Scenario",
    "__version__",
    "break_even",
    "budget",
    "cascade_depth",
    "cascades",
    "compare",
    "cost_per_reader",
    "curve",
    "datasets",
    "find",
    "graphs",
    "half_time",
    "k_factor",
    "metrics",
    "open_study",
    "propagate",
    "reach",
    "reach_by",
    "reach_by_post",
    "reproduction_number",
    "return_on_cost",
    "sensitivity",
    "simulate",
    "structural_virality",
    "sweep",
]

# Where each name lives. Compiler, frames and graphs take most of a second to load, so nothing
# loads before its first use.
_HOMES = {
    "diffusion": ["Diffusion"],
    "experiments": ["budget", "compare", "find", "open_study", "sweep"],
    "metrics": [
        "break_even",
        "cascade_depth",
        "cascades",
        "cost_per_reader",
        "curve",
        "half_time",
        "k_factor",
        "reach",
        "reach_by",
        "reach_by_post",
        "reproduction_number",
        "return_on_cost",
        "structural_virality",
    ],
    "models": [
        "SIR",
        "SIS",
        "Bass",
        "Competing",
        "ComplexContagion",
        "Engagement",
        "GroupContagion",
        "IndependentCascade",
        "LinearThreshold",
        "Post",
        "Rumour",
    ],
    "network": ["Network"],
    "outcome": ["Outcome"],
    "scenario": ["Scenario"],
    "sensitivity": ["sensitivity"],
    "simulate": ["simulate"],
    "uncertainty": ["propagate"],
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
_OTHERS = (
    "datasets",
    "graphs",
    "observed",
    "plots",
    "population",
    "temporal",
    "theory",
    "workbench",
)
_FILES = {*_HOMES, *_OTHERS}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(f".{_HOME[name]}", __name__), name)
    if name in _FILES:
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME, *_FILES})


class _Face(ModuleType):
    """A face that keeps a name for the function where a file has it too, as with `simulate`."""

    def __setattr__(self, name: str, value: Any) -> None:
        # Python puts each file that is loaded on its package, by its name
        if not (name in _HOME and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Face
