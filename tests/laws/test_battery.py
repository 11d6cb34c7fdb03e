"""One battery of laws for all classic models; a new one in `MODELS` is taken up by itself."""

import math
from dataclasses import dataclass, field
from typing import Any

import networkx as nx
import numpy as np
import pytest
from examples import examples
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from strategies import classic_models, classic_networks, reordered, seeds_for
from twins import classic as slow

import engagelab as el
from engagelab.engine import coins
from engagelab.engine.cascade_exposure import NEAR_BY
from engagelab.engine.prefetch import LARGE
from engagelab.models import MODELS

pytestmark = pytest.mark.slow

HORIZON = 12
LAW = settings(max_examples=examples(40), suppress_health_check=list(HealthCheck))
TWINS = settings(LAW, max_examples=examples(150))
KEYS = st.integers(0, 2**63 - 1)
LIMIT = 4.0  # of |z|: with some sixty numbers, chance alone passes it in one of 250 keys

every = pytest.mark.parametrize("rule", MODELS, ids=lambda rule: rule.__name__)


def play(network, model, seeds, **asked):
    """Simulate in a way that keeps all there is to compare; `seeds` are positions."""
    labels = list(network.labels)
    if isinstance(seeds, dict):
        named = {name: [labels[v] for v in people] or 0 for name, people in seeds.items()}
    else:
        named = [labels[v] for v in seeds] or 0
    asked = {"runs": 3, "horizon": HORIZON, "record": "tree", "threads": 1} | asked
    return el.simulate(network, model, named, **asked)


def drawn(data, rule):
    network = data.draw(classic_networks())
    model = data.draw(classic_models(rule))
    return network, model, data.draw(seeds_for(model, network.people))


# --- the kernel and its slow twin -------------------------------------------------------------


def test_every_model_has_what_the_battery_needs():
    """Write a twin in classic_twins.RULES and the two ends in ENDS for a new model."""
    assert slow.RULES.keys() == set(MODELS)
    assert ENDS.keys() == set(MODELS)
    assert all(model.__doc__.count("**") >= 10 for model in MODELS)


@every
@TWINS
@given(st.data(), KEYS)
def test_the_kernel_equals_its_twin(rule, data, key):
    network, model, seeds = drawn(data, rule)
    outcome = play(network, model, seeds, key=key)
    people = range(network.people)
    for run in range(outcome.runs):
        twin = slow.play(network, model, seeds, key=key, run=run, horizon=HORIZON)
        for measure in slow.MEASURES:
            expected = [twin.counts[measure][r] for r in range(HORIZON + 1)]
            assert outcome.measure(measure)[run].tolist() == expected, measure
        assert outcome.adoption[run].tolist() == [twin.read_at.get(v, -1) for v in people]
        assert outcome.parents[run].tolist() == [twin.parent.get(v, -1) for v in people]
        if rule is el.Competing:
            place = {name: i for i, name in enumerate(model.contents)}
            taken = [place[twin.taken[v]] if v in twin.taken else -1 for v in people]
            assert outcome.taken[run].tolist() == taken
            assert outcome.by_post[run].tolist() == [taken.count(i) for i in place.values()]


# --- how it is done cannot change what comes out ----------------------------------------------


@every
@LAW
@given(st.data(), KEYS)
def test_threads_and_batches_are_immaterial(rule, data, key):
    network, model, seeds = drawn(data, rule)
    whole = play(network, model, seeds, key=key, runs=40)
    for threads, runs in ((2, 40), (3, 40), (1, 7), (2, 13)):
        part = play(network, model, seeds, key=key, runs=runs, threads=threads)
        assert np.array_equal(part.counts, whole.counts[:runs])
        assert np.array_equal(part.adoption, whole.adoption[:runs])
        assert np.array_equal(part.parents, whole.parents[:runs])
        assert np.array_equal(part.reached_runs, (whole.adoption[:runs] >= 0).sum(axis=0))


@every
@LAW
@given(st.data(), KEYS)
def test_what_is_recorded_changes_nothing(rule, data, key):
    network, model, seeds = drawn(data, rule)
    whole = play(network, model, seeds, key=key)
    for record in (None, "people"):
        other = play(network, model, seeds, key=key, record=record)
        assert np.array_equal(other.counts, whole.counts)
        assert np.array_equal(other.reached_runs, whole.reached_runs)
        assert np.array_equal(other.by_class, whole.by_class)


@every
@LAW
@given(st.data(), KEYS, st.integers(0, 2**32 - 1))
def test_the_order_of_people_ties_and_groups_is_immaterial(rule, data, key, shuffle):
    network, model, seeds = drawn(data, rule)
    rng = np.random.default_rng(shuffle)
    other = reordered(network, rng)
    place = np.array([other.index[label] for label in network.labels.tolist()])
    if rule is el.Competing:
        names = rng.permutation(list(seeds)).tolist()
        moved = {name: [place[v] for v in seeds[name]] for name in names}
        shuffled = model.replace(transmissibility={n: model.transmissibility[n] for n in names})
    else:
        moved, shuffled = [place[v] for v in seeds], model
    one, two = play(network, model, seeds, key=key), play(other, shuffled, moved, key=key)
    for measure in slow.MEASURES:
        assert np.array_equal(one.measure(measure), two.measure(measure))
    assert np.array_equal(one.adoption, two.adoption[:, place])
    parents = two.parents[:, place]
    back = np.append(np.argsort(place), -1)
    assert np.array_equal(one.parents, back[parents])


@every
@LAW
@given(st.data(), KEYS, st.integers(0, HORIZON))
def test_the_horizon_cuts_and_never_changes(rule, data, key, horizon):
    network, model, seeds = drawn(data, rule)
    long = play(network, model, seeds, key=key)
    short = play(network, model, seeds, key=key, horizon=horizon)
    for measure in set(slow.MEASURES) - {"attributed"}:
        assert np.array_equal(short.measure(measure), long.measure(measure)[:, : horizon + 1])
    # what a sharer causes after the horizon is attributed to a round before it
    assert (short.measure("attributed") <= long.measure("attributed")[:, : horizon + 1]).all()
    seen = np.where(long.adoption <= horizon, long.adoption, -1)
    assert np.array_equal(short.adoption, seen)


@every
@LAW
@given(st.data(), KEYS)
def test_people_apart_keep_their_coins(rule, data, key):
    network, model, seeds = drawn(data, rule)
    apart = network.to_networkx()
    apart.add_edge("stranger", "other stranger", weight=0.05)
    larger = el.Network.from_networkx(apart, groups={**network.groups, "club": ["stranger"]})
    one, two = (play(n, model, seeds, key=key) for n in (network, larger))
    assert np.array_equal(one.adoption, two.adoption[:, : network.people])
    assert np.array_equal(one.parents, two.parents[:, : network.people])


@pytest.mark.parametrize(
    "model",
    [
        el.IndependentCascade(transmissibility=0.3),
        el.SIR(transmissibility=0.1, recovery=0.2),
        el.LinearThreshold(),
    ],
    ids=lambda model: type(model).__name__,
)
def test_so_many_people_apart_that_memory_is_asked_for_otherwise_change_nothing(model):
    graph = nx.barabasi_albert_graph(3000, 5, seed=1)
    source, target = np.array(graph.edges).T
    order = {"runs": 70, "key": 5, "record": "tree"}
    alone, *among = (
        el.simulate(
            el.Network.from_arrays(source, target, people=people),
            model,
            list(range(0, 3000, 100)),
            **order,
        )
        for people in (3000, LARGE + 1, NEAR_BY + 1)
    )
    assert (el.reach(alone) > 300).any()
    for large in among:
        assert np.array_equal(large.counts, alone.counts)
        assert np.array_equal(large.adoption[:, :3000], alone.adoption)
        assert np.array_equal(large.tree[:, :3000], alone.tree)
        assert (large.adoption[:, 3000:] == -1).all()


# --- the two ends ----------------------------------------------------------------------------

LONG = 40  # longer than any path, and long enough for what is repeated
NEVER = {"transmissibility": 0.0}
SURE = {"transmissibility": 1.0}
# what reaches nobody but the seeds, and what reaches all who can be reached along ties
ENDS: dict[Any, tuple[dict[str, Any], dict[str, Any]]] = {
    el.IndependentCascade: (NEVER, SURE),
    el.SIR: (NEVER, SURE),
    el.SIS: (NEVER, SURE),
    el.GroupContagion: (NEVER | {"group_transmissibility": 0.0}, SURE),
    el.Rumour: (NEVER, SURE | {"stifling": 0.0}),
    el.LinearThreshold: ({"influence": "weights"}, {"influence": "in-degree"}),
    el.ComplexContagion: (
        {"threshold": 100.0, "of": "number"},
        {"threshold": 1.0, "of": "number"},
    ),
    el.Bass: ({"innovation": 0.0, "imitation": 0.0}, {"innovation": 0.0, "imitation": 1.0}),
    el.Competing: (
        {"transmissibility": dict.fromkeys("abc", 0.0)},
        {"transmissibility": dict.fromkeys("abc", 1.0)},
    ),
}


def graph_of(network, rule, *, sure):
    """The network for one end: with weights of 0, or a tree, where thresholds must surely be met.

    A threshold below the influence of one tie is sure to be met only where that tie is all there
    is, and imitation only where the whole share has read: where everybody has one way in.
    """
    graph = network.to_networkx()
    if not sure:
        nx.set_edge_attributes(graph, 0.0, "weight")
    elif rule in (el.LinearThreshold, el.Bass):
        ways = nx.DiGraph(graph)
        tree = nx.DiGraph()
        tree.add_nodes_from(graph)
        for v in graph:
            for u in ways.predecessors(v):
                if u < v:  # no cycles, and one way into each person
                    tree.add_edge(u, v, weight=1.0)
                    break
        graph = tree
    return el.Network.from_networkx(graph)


@every
@LAW
@given(st.data(), KEYS)
def test_the_two_ends_are_the_seeds_and_all_who_can_be_reached(rule, data, key):
    plain, _, seeds = drawn(data, rule)
    for sure, fields in enumerate(ENDS[rule]):
        network = graph_of(plain, rule, sure=bool(sure))
        outcome = play(network, rule(**fields), seeds, key=key, horizon=LONG)
        started = {v for people in seeds.values() for v in people} if rule is el.Competing else {
            *seeds
        }  # fmt: skip
        graph = network.to_networkx()
        reachable = started.union(*(nx.descendants(graph, v) for v in started))
        expected = reachable if sure else started
        for run in range(outcome.runs):
            assert set(np.flatnonzero(outcome.adoption[run] >= 0).tolist()) == expected


# --- more never loses a reader ---------------------------------------------------------------


def loses_nobody(fewer, more):
    return bool(((more.adoption >= 0) | (fewer.adoption < 0)).all())


def changed(model, name, sign, data):
    """The model with one field raised or lowered; None where it is at its end."""
    parameter = next(each for each in type(model).parameters() if each.name == name)
    value = getattr(model, name)
    end = min(parameter.high, 5) if sign > 0 else parameter.low
    assume(value is not None and not isinstance(value, str) and value != end)
    part = data.draw(st.sampled_from([0.3, 1.0]))
    moved = value + (end - value) * part
    return model.replace(
        **{name: math.ceil(moved) if sign > 0 else math.floor(moved)}
        if isinstance(value, int)
        else {name: moved}
    )


SIGNS = {
    (rule, name): sign
    for rule in MODELS
    for model in (
        rule(),
        *([rule(order="stop, transmit")] if "order" in rule.model_fields else []),
        *([rule(period=3)] if "period" in rule.model_fields else []),
        *([rule(quorum=2, order="stop, transmit")] if "quorum" in rule.model_fields else []),
        *([rule(of="number", threshold=2.0)] if "of" in rule.model_fields else []),
        *([rule(influence="weights")] if "influence" in rule.model_fields else []),
    )
    for name, sign in model.monotone().items()
}


@pytest.mark.parametrize(("rule", "name"), SIGNS, ids=lambda each: getattr(each, "__name__", each))
@LAW
@given(data=st.data(), key=KEYS)
def test_what_is_declared_monotone_loses_nobody(rule, name, data, key):
    network, model, seeds = drawn(data, rule)
    assume(name in model.monotone() and seeds)
    if name == "seeds":
        other = data.draw(st.integers(0, network.people - 1))
        one, two = (play(network, model, s, key=key) for s in (seeds, sorted({*seeds, other})))
    elif name == "ties":
        ends = data.draw(st.tuples(*[st.integers(0, network.people - 1)] * 2))
        assume(ends[0] != ends[1] and not network.to_networkx().has_edge(*ends))
        graph = network.to_networkx()
        graph.add_edge(*ends, weight=0.08)
        larger = el.Network.from_networkx(graph, groups=network.groups)
        one, two = (play(n, model, seeds, key=key) for n in (network, larger))
    else:
        try:
            more = changed(model, name, model.monotone()[name], data)
        except el.EngagelabError:
            assume(False)
        one, two = (play(network, m, seeds, key=key) for m in (model, more))
    assert loses_nobody(one, two)


LOSING = {
    "a rumour with another seed": (el.Rumour(transmissibility=0.3, stifling=0.6), "seeds"),
    "a rumour told more readily": (el.Rumour(transmissibility=0.3, stifling=0.6), 0.6),
    "SIS, transmitting first": (el.SIS(transmissibility=0.4, recovery=0.8), 0.45),
    "groups, transmitting first": (el.GroupContagion(transmissibility=0.4, recovery=0.8), 0.45),
    "SIS with a period": (el.SIS(transmissibility=0.4, period=2, order="stop, transmit"), 0.45),
}


@pytest.mark.parametrize("case", LOSING)
def test_what_is_not_declared_monotone_really_loses_readers(case):
    model, change = LOSING[case]
    assert not model.monotone()
    graph = nx.watts_strogatz_graph(12, 4, 0.3, seed=4)
    network = el.Network.from_networkx(graph, groups={g: [g, g + 1, g + 2] for g in range(10)})
    asked = {"runs": 20_000, "key": 1, "horizon": 30}
    one = play(network, model, [0], **asked)
    if change == "seeds":
        two = play(network, model, [0, 1], **asked)
    else:
        two = play(network, model.replace(transmissibility=change), [0], **asked)
    assert not loses_nobody(one, two)


def test_a_stronger_rival_can_cost_readers():
    graph = nx.watts_strogatz_graph(40, 4, 0.3, seed=4)
    network = el.Network.from_networkx(graph)
    seeds, asked = {"weak": [0], "strong": [1]}, {"runs": 1_000, "key": 1, "horizon": 40}
    one, two = (
        play(network, el.Competing(transmissibility={"weak": p, "strong": 0.5}), seeds, **asked)
        for p in (0.1, 0.2)
    )
    assert el.Competing().monotone() == {}
    assert not loses_nobody(one, two)


# --- chance ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lively:
    """Settings under which reach differs from run to run."""

    fields: dict[Any, dict[str, Any]] = field(
        default_factory=lambda: {
            el.IndependentCascade: {"transmissibility": 0.25},
            el.SIR: {"transmissibility": 0.08},
            el.SIS: {"transmissibility": 0.06, "recovery": 0.3},
            el.GroupContagion: {"transmissibility": 0.06, "recovery": 0.3},
            el.Rumour: {"transmissibility": 0.2, "stifling": 0.3},
            el.ComplexContagion: {"threshold": 0.4, "distribution": "even", "deviation": 0.3},
            el.Bass: {"innovation": 0.01, "imitation": 0.2},
            el.Competing: {"transmissibility": {"a": 0.2, "b": 0.25, "c": 0.1}},
        }
    )

    def reach(self, rule, key, runs=4_000):
        graph = nx.watts_strogatz_graph(60, 4, 0.2, seed=7)
        network = el.Network.from_networkx(graph, groups={g: [g, g + 1, g + 2] for g in range(50)})
        seeds = {"a": [0], "b": [20], "c": [40]} if rule is el.Competing else [0, 30]
        model = rule(**self.fields.get(rule, {}))
        return el.reach(play(network, model, seeds, key=key, runs=runs, record=None))


def correlation(one, two):
    return np.corrcoef(one, two)[0, 1] * math.sqrt(one.size)


@every
def test_runs_are_independent(rule):
    lively = Lively()
    reach = lively.reach(rule, key=1)
    assert reach.std() > 0
    z = [correlation(reach[:-lag], reach[lag:]) for lag in (1, 2, 3, 8, 16, 64)]
    z += [correlation(reach, lively.reach(rule, key=key)) for key in (2, 2**62)]
    assert np.abs(z).max() < LIMIT


KINDS = ("CONTACT", "GROUP_CONTACT", "RECOVER", "THRESHOLD", "ADOPT", "CHOOSE")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("varied", ["run", "person", "clock", "receiver"])
def test_coins_of_the_classic_models_are_even(kind, varied):
    """Chi-square of 2 ** 16 coins over 256 cells, by the upper bits, one word varied."""
    count, number = 2**16, getattr(coins, kind)
    hashes = np.array([coins.address(9, v) for v in range(64)], np.uint64)
    if varied == "receiver":
        many = np.array([coins.address(7, v) for v in range(count)], np.uint64)
        found = coins.coins(coins.address(1, 0, number, 0, hashes[0], 1), many)
    else:
        places = {"run": 1, "person": 4, "clock": 5}
        found = []
        for i in range(count // 64):
            words = [1, 0, number, 0, hashes[0], 1]
            words[places[varied]] = i
            found.append(coins.coins(coins.address(*words), hashes))
        found = np.concatenate(found)
    cells = np.bincount((found >> np.uint64(56)).astype(np.int64), minlength=256)
    chi = ((cells - count / 256) ** 2 / (count / 256)).sum()
    z = (chi - 255) / math.sqrt(2 * 255)
    assert abs(z) < 5


# --- the classic models among themselves and beside the flagship --------------------------------


@LAW
@given(st.data(), KEYS, st.sampled_from([0.1, 0.3, 0.6, 0.9]))
def test_the_cascade_is_the_engagement_model_with_ties_alone(data, key, chance):
    network = data.draw(classic_networks())
    alone = el.Network.from_networkx(network.to_networkx())
    plain = {"base_share": 1.0, "fatigue": 1.0, "crowding": 0.0, "lurker_factor": 1.0}
    flagship = el.Engagement(tie_read=chance, invite=0, lifetime=60, **plain)
    cascade = el.IndependentCascade(transmissibility=chance)
    one, two = (play(alone, model, [0, 1], key=key) for model in (flagship, cascade))
    assert np.array_equal(one.adoption, two.adoption)
    assert np.array_equal(one.parents, two.parents)
    assert np.array_equal(one.measure("impressions"), two.measure("impressions"))
    assert np.array_equal(one.measure("attributed"), two.measure("attributed"))


@LAW
@given(classic_networks(), KEYS)
def test_drawn_seeds_are_the_same_for_every_model(network, key):
    asked = {"runs": 2, "key": key, "horizon": 0, "record": "people", "redraw_seeds": True}
    models = [rule() for rule in MODELS if rule is not el.Competing]
    if network.prospects.all() or not network.prospects.any():
        models.append(el.Engagement())  # which draws members of groups first
    found = [el.simulate(network, model, 2, **asked).adoption for model in models]
    assert all(np.array_equal(other, found[0]) for other in found)


def z_of(one, two):
    error = math.sqrt(one.var(ddof=1) / one.size + two.var(ddof=1) / two.size)
    return (one.mean() - two.mean()) / error


def test_different_ways_to_the_same_law():
    """A period of one round is a cascade; trios without force are SIS; one content is a cascade."""
    graph = nx.watts_strogatz_graph(200, 6, 0.2, seed=5)
    network = el.Network.from_networkx(graph, groups={g: [g, g + 1, g + 2] for g in range(99)})
    asked = {"runs": 20_000, "horizon": 60, "record": None}

    def reach(model, key, seeds=(0, 100)):
        return el.reach(play(network, model, seeds, key=key, **asked))

    cascade = reach(el.IndependentCascade(transmissibility=0.17), 1)
    z = [
        z_of(cascade, reach(el.SIR(transmissibility=0.17, period=1), 2)),
        z_of(
            cascade,
            reach(
                el.Competing(transmissibility={"a": 0.17, "b": 0.17}),
                3,
                {"a": [0], "b": [100]},
            ),
        ),
        z_of(
            reach(el.SIS(transmissibility=0.03, recovery=0.4), 4),
            reach(
                el.GroupContagion(transmissibility=0.03, group_transmissibility=0.0, recovery=0.4),
                5,
            ),
        ),
        z_of(
            reach(el.LinearThreshold(), 6),
            reach(
                el.ComplexContagion(threshold=0.5, distribution="even", deviation=0.5),
                7,
            ),
        ),
    ]
    assert np.abs(z).max() < LIMIT
