"""The peers, asked the same question: each function gives, run by run and round by round, a count.

Each takes a networkx graph, seeds, the numbers of the model, runs and horizon, and returns an array
of shape (runs, horizon + 1): people reached so far, or people who share.
"""

import contextlib
import io
import random
import warnings

import networkx as nx
import numpy as np


@contextlib.contextmanager
def quiet():
    """Let the peers' own warnings pass: they are about their dependencies, not about results."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield


def filled(values, horizon):
    """Return a course of counts up to the horizon; after the last one nothing changes."""
    values = list(values)[: horizon + 1]
    return values + [values[-1]] * (horizon + 1 - len(values))


# --- cynetdiff: arrays and C++ ---------------------------------------------------------------


def cynetdiff_steps(model, seeds, runs, horizon):
    out = np.empty((runs, horizon + 1), int)
    model.set_seeds(seeds)
    for run in range(runs):
        model.reset_model()
        for r in range(horizon + 1):
            out[run, r] = model.get_num_activated_nodes()
            model.advance_model()
    return out


def cynetdiff_cascade(graph, seeds, runs, horizon, chance):
    from cynetdiff.utils import networkx_to_ic_model

    marked = graph.copy()
    if callable(chance):
        for a, b in marked.edges:
            marked[a][b]["activation_prob"] = chance(a, b)
        model, place = networkx_to_ic_model(marked, rng=5)
    else:
        model, place = networkx_to_ic_model(marked, activation_prob=chance, rng=5)
    return cynetdiff_steps(model, [place[v] for v in seeds], runs, horizon)


def cynetdiff_threshold(graph, seeds, runs, horizon, influence):
    from cynetdiff.utils import networkx_to_lt_model

    marked = nx.DiGraph(graph)
    for a, b in marked.edges:
        marked[a][b]["influence"] = influence(a, b)
    model, place = networkx_to_lt_model(marked, rng=5)
    return cynetdiff_steps(model, [place[v] for v in seeds], runs, horizon)


# --- EoN: networkx and Python ----------------------------------------------------------------


def eon_cascade(graph, seeds, runs, horizon, chance):
    with quiet():
        import EoN

    rng = np.random.default_rng(5)
    courses = []
    for _ in range(runs):
        with quiet():
            _, unread, *_ = EoN.basic_discrete_SIR(
                graph, chance, initial_infecteds=seeds, tmax=horizon, rng=rng
            )
        courses.append(filled(graph.order() - unread, horizon))
    return np.array(courses)


def eon_again(graph, seeds, runs, horizon, chance):
    """Sharers of SIS in which everybody shares for one round."""
    with quiet():
        import EoN

    rng = np.random.default_rng(5)
    courses = []
    for _ in range(runs):
        with quiet():
            _, _, active = EoN.basic_discrete_SIS(
                graph, chance, initial_infecteds=seeds, tmax=horizon, rng=rng
            )
        courses.append(filled(active, horizon))
    return np.array(courses)


def eon_rumour(graph, seeds, runs, rate, stifling):
    """Readers at the end of a rumour of Maki and Thompson in continuous time; shape (runs, 1)."""
    with quiet():
        import EoN

    alone, meeting = nx.DiGraph(), nx.DiGraph()
    alone.add_node("sharer")
    meeting.add_edge(("sharer", "unaware"), ("sharer", "sharer"), rate=rate)
    meeting.add_edge(("sharer", "sharer"), ("sharer", "silent"), rate=stifling)
    meeting.add_edge(("silent", "sharer"), ("silent", "silent"), rate=stifling)
    start = {v: "sharer" if v in seeds else "unaware" for v in graph}
    random.seed(5)
    np.random.seed(5)
    found = []
    for _ in range(runs):
        with quiet():
            course = EoN.Gillespie_simple_contagion(
                graph, alone, meeting, start, return_statuses=("unaware",), tmax=np.inf
            )
        found.append([graph.order() - course[1][-1]])
    return np.array(found)


# --- NDlib: networkx and Python --------------------------------------------------------------


def ndlib_steps(make, graph, configure, seeds, runs, horizon, count):
    with quiet():
        from ndlib.models.ModelConfig import Configuration

    np.random.seed(5)
    random.seed(5)
    out = np.empty((runs, horizon + 1), int)
    for run in range(runs):
        with quiet():
            model = make(graph)
            config = Configuration()
            config.add_model_initial_configuration("Infected", list(seeds))
            configure(config)
            model.set_initial_status(config)
            for r in range(horizon + 1):
                out[run, r] = count(model.iteration(node_status=False)["node_count"])
    return out


def reached(counts):
    return sum(number for status, number in counts.items() if status != 0)


def sharing(counts):
    return counts.get(1, 0)


def ndlib_cascade(graph, seeds, runs, horizon, chance):
    with quiet():
        import ndlib.models.epidemics as ep

    def configure(config):
        for a, b in graph.edges:
            config.add_edge_configuration("threshold", (a, b), chance(a, b))

    make = ep.IndependentCascadesModel
    return ndlib_steps(make, graph, configure, seeds, runs, horizon, reached)


def ndlib_sir(graph, seeds, runs, horizon, chance, recovery):
    with quiet():
        import ndlib.models.epidemics as ep

    def configure(config):
        config.add_model_parameter("beta", chance)
        config.add_model_parameter("gamma", recovery)

    return ndlib_steps(ep.SIRModel, graph, configure, seeds, runs, horizon, reached)


def ndlib_sis(graph, seeds, runs, horizon, chance, recovery):
    with quiet():
        import ndlib.models.epidemics as ep

    def configure(config):
        config.add_model_parameter("beta", chance)
        config.add_model_parameter("lambda", recovery)

    return ndlib_steps(ep.SISModel, graph, configure, seeds, runs, horizon, sharing)


def ndlib_thresholds(graph, seeds, runs, horizon, threshold):
    with quiet():
        import ndlib.models.epidemics as ep

    def configure(config):
        for v in graph:
            config.add_node_configuration("threshold", v, threshold)

    return ndlib_steps(ep.ThresholdModel, graph, configure, seeds, runs, horizon, reached)
