"""How each library is asked: made ready outside the time, then played so many runs.

A contestant's `prepare` builds the library's own form of graph and model and returns a play. A play
does what has to be done again for each run - reset, seeds, run - and returns people reached, run by
run. Where a library has several ways, the quickest that its documentation shows is taken.
"""

import contextlib
import importlib
import importlib.util
import io
import warnings
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from typing import Any

import networkx as nx
import numpy as np

import engagelab as el

from . import graph_tool_host
from .cases import Case
from .graphs import Arena
from .mesa_model import Epidemic
from .results import OURS


@dataclass(frozen=True)
class Answer:
    """People reached in each run; exposures a run and CPU time of other processes, if known."""

    reach: Sequence[float]
    exposures: float | None = None
    cpu: float = 0.0


Play = Callable[[int, int], Answer]


@dataclass(frozen=True)
class Contestant:
    """A library and how it is asked one process."""

    library: str
    module: str
    prepare: Callable[[Arena, Case], Play]
    same: bool = True
    note: str = ""
    only_cascade: bool = False

    @property
    def is_here(self) -> bool:
        """Whether the library is installed and loads."""
        return fault(self.module) == ""

    def answers(self, case: Case) -> bool:
        """Whether the library is here and has the process of a case."""
        return self.is_here and not (self.only_cascade and case.recovery)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Let the peers' own warnings and words pass; they are not about results."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def found(module: str) -> Any:
    """Import a peer's module."""
    with quiet():
        return importlib.import_module(module)


@cache
def fault(module: str) -> str:
    """Return why a library does not load; nothing where it does."""
    if module == "graph_tool":
        return "" if graph_tool_host.version() else "is not installed (Debian: python3-graph-tool)"
    if importlib.util.find_spec(module.partition(".")[0]) is None:
        return "is not installed"
    try:
        found(module)
    except Exception as error:  # another's code may fail in any way; the benchmark goes on
        return f"does not load ({error})"
    return ""


def one_by_one(run: Callable[[int], float]) -> Play:
    """Make a play of a function that does one run, given its own number for chance."""

    def play(runs: int, key: int) -> Answer:
        return Answer([run(1_000_003 * key + i) for i in range(runs)])

    return play


# --- ours ------------------------------------------------------------------------------------


def model_of(case: Case) -> el.IndependentCascade | el.LinearThreshold | el.SIR:
    """Return our declaration of a case."""
    if case.process == "lt":
        return el.LinearThreshold()
    if case.recovery == 0:
        return el.IndependentCascade(transmissibility=case.chance)
    return el.SIR(transmissibility=case.chance, recovery=case.recovery)


def ours(arena: Arena, case: Case) -> Play:
    """Prepare ours, on one thread."""
    network, model, seeds = arena.network, model_of(case), arena.seeds

    def play(runs: int, key: int) -> Answer:
        outcome = el.simulate(
            network, model, seeds, runs=runs, key=key, horizon=case.horizon, threads=1
        )
        return Answer(el.reach(outcome).tolist(), float(outcome.total("impressions").mean()))

    return play


def ours_one_by_one(arena: Arena, case: Case) -> Play:
    """Prepare ours for runs that are each asked for in a call of its own: the slow way."""
    network, model, seeds = arena.network, model_of(case), arena.seeds

    def run(number: int) -> float:
        outcome = el.simulate(
            network, model, seeds, runs=1, key=number, horizon=case.horizon, threads=1
        )
        return float(el.reach(outcome)[0])

    return one_by_one(run)


# --- cynetdiff: arrays and C++ ---------------------------------------------------------------


def cynetdiff(arena: Arena, case: Case) -> Play:
    """Prepare cynetdiff: its own compressed rows, reset from run to run."""
    models = found("cynetdiff.models")
    start, to = (array("I", part.tobytes()) for part in arena.rows)
    if case.process != "lt":
        model = models.IndependentCascadeModel(start, to, activation_prob=case.chance, rng=1)
    else:
        model = models.LinearThresholdModel(start, to, rng=1)
    model.set_seeds(arena.seeds)

    def run(_: int) -> float:
        model.reset_model()
        model.advance_until_completion()
        reached: int = model.get_num_activated_nodes()
        return reached

    return one_by_one(run)


# --- pynetim: C++ ----------------------------------------------------------------------------


def pynetim(arena: Arena, case: Case) -> Play:
    """Prepare pynetim, on one thread."""
    models, graphs = found("pynetim.diffusion_model"), found("pynetim.graph")
    seeds = set(arena.seeds)
    if case.process == "lt":
        both = [*arena.pairs, *((b, a) for a, b in arena.pairs)]
        degree = arena.graph.degree
        shares = [1 / degree[b] for _, b in both]
        model = models.LinearThresholdModel(graphs.IMGraph(both, shares, True, False), seeds)
    else:
        graph = graphs.IMGraph(arena.pairs, case.chance, False, False)
        if case.process == "ic":
            model = models.IndependentCascadeModel(graph, seeds)
        else:
            model = models.SusceptibleInfectedRecoveredModel(
                graph, seeds, case.chance, case.recovery
            )
    return one_by_one(lambda number: model.run_single_simulation(random_seed=number % 2**31))


# --- EoN: networkx and Python ----------------------------------------------------------------


def eon_cascade(arena: Arena, case: Case) -> Play:
    """Prepare EoN: its SIR in which everybody shares for one round is the independent cascade."""
    eon, rng = found("EoN"), np.random.default_rng(1)

    def run(_: int) -> float:
        _, unread, *_ = eon.basic_discrete_SIR(
            arena.graph, case.chance, initial_infecteds=arena.seeds, rng=rng
        )
        return float(arena.people - unread[-1])

    return one_by_one(run)


def eon_sir(arena: Arena, case: Case) -> Play:
    """Prepare EoN with a transmission of our own, since its discrete SIR lasts one round.

    A sharer's period is drawn when first looked at, and each tie passes the content on with the
    chance of at least one success in it. Reach is that of SIR; the clock is not.
    """
    eon, rng = found("EoN"), np.random.default_rng(1)
    fails = 1 - case.chance

    def passes(sharer: int, _: int, chances: dict[int, float]) -> bool:
        if sharer not in chances:
            chances[sharer] = 1 - fails ** float(rng.geometric(case.recovery))
        return rng.random() < chances[sharer]

    def run(_: int) -> float:
        _, unread, *_ = eon.discrete_SIR(
            arena.graph, passes, ({},), initial_infecteds=arena.seeds, rng=rng
        )
        return float(arena.people - unread[-1])

    return one_by_one(run)


# --- NDlib: networkx and Python --------------------------------------------------------------


def ndlib(arena: Arena, case: Case) -> Play:
    """Prepare NDlib: configured once, reset from run to run by its `reset`."""
    epidemics = found("ndlib.models.epidemics")
    kind = {
        "ic": epidemics.IndependentCascadesModel,
        "lt": epidemics.ThresholdModel,
        "sir": epidemics.SIRModel,
    }[case.process]
    with quiet():
        model = kind(arena.graph)
    _configure(model, arena, case)
    ended = _nobody_came if case.process == "lt" else _nobody_shares

    def run(number: int) -> float:
        np.random.seed(number % 2**32)
        if case.process == "lt":  # thresholds above 0, which are drawn anew for each run
            drawn = (1 - np.random.random_sample(arena.people)).tolist()
            model.params["nodes"]["threshold"] = dict(zip(arena.graph, drawn, strict=True))
        model.reset(infected_nodes=arena.seeds)
        before, counts = {}, model.iteration(node_status=False)["node_count"]
        while not ended(before, counts):
            before, counts = counts, model.iteration(node_status=False)["node_count"]
        return float(arena.people - counts[0])

    return one_by_one(run)


def _nobody_shares(_: dict[int, int], counts: dict[int, int]) -> bool:
    return counts.get(1, 0) == 0


def _nobody_came(before: dict[int, int], counts: dict[int, int]) -> bool:
    return before == counts


def _configure(model: Any, arena: Arena, case: Case) -> None:
    config = found("ndlib.models.ModelConfig").Configuration()
    config.add_model_initial_configuration("Infected", arena.seeds)
    if case.process == "ic":
        for pair in arena.pairs:
            config.add_edge_configuration("threshold", pair, case.chance)
    if case.process == "lt":
        for person in arena.graph:
            config.add_node_configuration("threshold", person, 0.5)
    if case.process == "sir":
        config.add_model_parameter("beta", case.chance)
        config.add_model_parameter("gamma", case.recovery)
    model.set_initial_status(config)


# --- mesa: agents in Python ------------------------------------------------------------------


def mesa(arena: Arena, case: Case) -> Play:
    """Prepare mesa: one agent a person; only those who share act."""
    epidemic = Epidemic(arena.graph, case.chance, case.recovery)
    return one_by_one(lambda number: epidemic.play(arena.seeds, number))


# --- graph-tool: C++ --------------------------------------------------------------------------


def graph_tool_runs(arena: Arena, case: Case) -> Play:
    """Prepare graph-tool, on one thread: its SIR by rounds, and with recovery 1 the cascade."""
    worker = graph_tool_host.Worker(arena, case)

    def play(runs: int, key: int) -> Answer:
        answer = worker.ask(runs, key)
        return Answer(answer["reach"], cpu=answer["cpu"])

    return play


# --- fastgemf: events in continuous time ------------------------------------------------------


def fastgemf(arena: Arena, case: Case) -> Play:
    """Prepare fastgemf with the rates whose chances within a round are those of the case."""
    module = found("fastgemf")
    schema = (
        module.ModelSchema("SIR")
        .define_compartment(["S", "I", "R"])
        .add_network_layer("ties")
        .add_node_transition(name="stop", from_state="I", to_state="R", rate="stop")
        .add_edge_interaction(
            name="pass",
            from_state="S",
            to_state="I",
            inducer="I",
            network_layer="ties",
            rate="rate",
        )
    )
    rates = {"rate": -np.log1p(-case.chance), "stop": -np.log1p(-case.recovery)}
    with quiet():
        model = module.ModelConfiguration(schema).add_parameter(**rates)
        model = model.get_networks(ties=nx.to_scipy_sparse_array(arena.graph))
    begin = np.zeros(arena.people, int)
    begin[arena.seeds] = 1

    def run(number: int) -> float:
        np.random.seed(number % 2**32)
        simulation = module.Simulation(
            model, initial_condition={"exact": begin.copy()}, stop_condition={"time": 1e6}
        )
        simulation.run()
        people_by_state = simulation.get_results()[1]
        return float(arena.people - people_by_state[0][-1])

    def play(runs: int, key: int) -> Answer:
        with quiet(), contextlib.redirect_stderr(io.StringIO()):
            return one_by_one(run)(runs, key)

    return play


# --- who answers what ------------------------------------------------------------------------

_TWICE = "simulates another process: sharers stand on its list several times and transmit as often"
_CONTINUOUS = "simulates another process: in continuous time, with the same chances within a round"
_CLOCK = "each tie is tried once, with the chance of the whole period; reach is the same"

OURS_FIRST = Contestant("engagelab", "engagelab", ours)
CONTESTANTS = {
    "ic": (
        OURS_FIRST,
        Contestant("cynetdiff", "cynetdiff.models", cynetdiff),
        Contestant("pynetim", "pynetim.diffusion_model", pynetim),
        Contestant("graph-tool", "graph_tool", graph_tool_runs),
        Contestant("EoN", "EoN", eon_cascade),
        Contestant("NDlib", "ndlib.models.epidemics", ndlib),
    ),
    "lt": (
        OURS_FIRST,
        Contestant("cynetdiff", "cynetdiff.models", cynetdiff),
        Contestant("pynetim", "pynetim.diffusion_model", pynetim),
        Contestant(
            "NDlib", "ndlib.models.epidemics", ndlib, note="thresholds drawn by us for each run"
        ),
    ),
    "sir": (
        OURS_FIRST,
        Contestant("graph-tool", "graph_tool", graph_tool_runs),
        Contestant("NDlib", "ndlib.models.epidemics", ndlib),
        Contestant("fastgemf", "fastgemf", fastgemf, same=False, note=_CONTINUOUS),
        Contestant("EoN", "EoN", eon_sir, note=_CLOCK),
        Contestant("mesa", "mesa", mesa, note="a model of our own, written for speed"),
        Contestant("pynetim", "pynetim.diffusion_model", pynetim, same=False, note=_TWICE),
    ),
    "one": (
        Contestant("engagelab", "engagelab", ours_one_by_one),
        Contestant("cynetdiff", "cynetdiff.models", cynetdiff, only_cascade=True),
        Contestant("graph-tool", "graph_tool", graph_tool_runs),
    ),
}
PEERS = {each.library: each for row in CONTESTANTS.values() for each in row if each.library != OURS}
_DISTRIBUTIONS = {"EoN": "eon"}


def versions() -> dict[str, str]:
    """Return the version of each peer that is here."""
    here = [name for name, each in PEERS.items() if each.is_here]
    return {
        name: graph_tool_host.version() or ""
        if name == "graph-tool"
        else metadata.version(_DISTRIBUTIONS.get(name, name.lower()))
        for name in here
    }


def missing() -> dict[str, str]:
    """Return the peers that are not here, and why."""
    faults = {name: fault(each.module) for name, each in PEERS.items()}
    return {name: why for name, why in faults.items() if why}
