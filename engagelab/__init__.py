"""engagelab: how content travels through people when it is shared in groups and by invitation.

There are five kinds of thing. A `Network` is people, ties and groups; it is made from a networkx
graph, a file, a data set or a recipe (`generators.town`). A model is a frozen declaration of the
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

import lazy_loader

from ._version import __version__ as __version__
from .errors import EngagelabError as EngagelabError
from .io.aliases import add_aliases

# Names load when they are first used: compiler, frames and graphs take most of a second. The stub
# beside this file says where each is.
__getattr__, __dir__, _names = lazy_loader.attach_stub(__name__, __file__)

# Reached as attributes, not exported by `import *`.
_ROOMS = {
    "experiments",
    "observed",
    "player",
    "plots",
    "population",
    "report",
    "temporal",
    "theory",
    "uncertainty",
    "workbench",
}
__all__ = sorted({*_names, "EngagelabError", "__version__"} - _ROOMS)

add_aliases(
    __name__,
    metrics="simulation.metrics",
    population="graphs.population",
    temporal="observed.temporal",
    uncertainty="experiments.uncertainty",
)
