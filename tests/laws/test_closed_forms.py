"""The engagement model where the answer is known: three special cases, as z-scores over runs."""

import itertools
import math

import networkx as nx
import numpy as np
import pytest

import engagelab as el

RUNS = 20_000
PLAIN = {"base_share": 1.0, "crowding": 0.0, "lifetime": 60, "group_share": 1.0}
LIMIT = 4.0  # of |z|: with a dozen cases, chance alone passes it once in a thousand keys


def z_score(values, expected):
    error = values.std(ddof=1) / math.sqrt(values.size)
    return (values.mean() - expected) / error


# --- no groups: independent cascade ---------------------------------------------------------


def cascade_by_enumeration(graph, chance, seed):
    """Expected reach over all subsets of live ties (Kempe, Kleinberg and Tardos 2003)."""
    arcs = list(nx.DiGraph(graph).edges)
    assert len(arcs) <= 12
    total = 0.0
    for live in itertools.product((False, True), repeat=len(arcs)):
        weight = math.prod(chance if is_live else 1 - chance for is_live in live)
        left = nx.DiGraph([arc for arc, is_live in zip(arcs, live, strict=True) if is_live])
        left.add_node(seed)
        total += weight * (1 + len(nx.descendants(left, seed)))
    return total


SMALL = {
    "path": nx.path_graph(6),
    "star": nx.star_graph(5),
    "triangle and tail": nx.Graph([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4)]),
    "square": nx.cycle_graph(4),
    "directed ring with chords": nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 4), (4, 0), (0, 2), (1, 3),
                                            (2, 4), (3, 0), (4, 1), (0, 3), (1, 4)]),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("chance", [0.2, 0.5, 0.8])
def test_ties_alone_are_an_independent_cascade(name, chance):
    graph = SMALL[name]
    network = el.Network.from_networkx(graph)
    model = el.Engagement(**PLAIN, tie_read=chance, invite=0)
    outcome = el.simulate(network, model, seeds=[0], runs=RUNS, key=11)
    assert abs(z_score(el.reach(outcome), cascade_by_enumeration(graph, chance, 0))) < LIMIT


# --- one clique as one group: the Reed-Frost chain -----------------------------------------


def reed_frost(people, chance):
    """Distribution of the final size with one initial sharer, by the chain binomial."""
    state = {(1, people - 1): 1.0}
    final = np.zeros(people + 1)
    while state:
        following = {}
        for (active, left), weight in state.items():
            if active == 0 or left == 0:
                final[people - left] += weight
                continue
            hit = 1 - (1 - chance) ** active
            for new in range(left + 1):
                p = math.comb(left, new) * hit**new * (1 - hit) ** (left - new)
                place = (new, left - new)
                following[place] = following.get(place, 0.0) + weight * p
        state = following
    return final


@pytest.mark.slow
@pytest.mark.parametrize("chance", [0.05, 0.15, 0.4])
def test_one_group_is_the_reed_frost_chain(chance):
    people = 12
    graph = nx.empty_graph(people)
    network = el.Network.from_networkx(graph, groups={"all": list(graph)})
    model = el.Engagement(**PLAIN, tie_read=0, group_read=chance, invite=0)
    reach = el.reach(el.simulate(network, model, seeds=[0], runs=RUNS, key=12))
    expected = reed_frost(people, chance)
    assert expected.sum() == pytest.approx(1)
    assert abs(z_score(reach, expected @ np.arange(people + 1))) < LIMIT
    seen = np.bincount(reach, minlength=people + 1) / RUNS
    error = np.sqrt(np.maximum(expected * (1 - expected) / RUNS, 1e-12))
    # expected counts below 5 are no normal variables
    usual = expected * RUNS >= 5
    assert (np.abs(seen - expected)[usual] < LIMIT * error[usual]).all()


def test_ties_within_the_group_are_another_chance_for_each_pair():
    people, tie, group = 12, 0.08, 0.1
    graph = nx.complete_graph(people)
    network = el.Network.from_networkx(graph, groups={"all": list(graph)})
    model = el.Engagement(**PLAIN, tie_read=tie, group_read=group, invite=0)
    reach = el.reach(el.simulate(network, model, seeds=[0], runs=RUNS, key=15))
    expected = reed_frost(people, 1 - (1 - tie) * (1 - group)) @ np.arange(people + 1)
    assert abs(z_score(reach, expected)) < LIMIT


# --- invitations alone on a tree -----------------------------------------------------------

ALONE = {**PLAIN, "tie_read": 0.0, "group_read": 1.0}
SILENT = {**ALONE, "base_share": 0.0, "group_read": 0.6}


def reach_of_invitations(tree, invite, accept, key, rules=ALONE):
    network = el.Network.from_networkx(tree, groups={"club": [0]})
    model = el.Engagement(**rules, invite=invite, accept=accept)
    return el.reach(el.simulate(network, model, seeds=[0], runs=RUNS, key=key, horizon=120))


@pytest.mark.slow
@pytest.mark.parametrize("tree_seed", range(3))
def test_invitations_alone_on_a_tree(tree_seed):
    """A person at distance d is reached along one path: with probability q ** d."""
    tree = nx.random_labeled_tree(40, seed=tree_seed)
    q = 0.8 * 0.7
    expected = sum(q**d for d in nx.single_source_shortest_path_length(tree, 0).values())
    assert abs(z_score(reach_of_invitations(tree, 0.8, 0.7, 13 + tree_seed), expected)) < LIMIT


@pytest.mark.slow
def test_readers_invite_where_only_the_seed_shares():
    tree = nx.random_labeled_tree(40, seed=5)
    q = 0.9 * 0.8 * SILENT["group_read"]
    expected = sum(q**d for d in nx.single_source_shortest_path_length(tree, 0).values())
    assert abs(z_score(reach_of_invitations(tree, 0.9, 0.8, 19, SILENT), expected)) < LIMIT


@pytest.mark.slow
def test_invitations_alone_on_a_regular_tree():
    """Mean degree m, excess e: reach 1 + m q / (1 - e q), which is not 1 / (1 - K)."""
    m, e, depth = 3, 2, 9
    tree = nx.Graph()
    layer, count = [0], 1
    for level in range(depth):
        children = []
        for parent in layer:
            for _ in range(m if level == 0 else e):
                tree.add_edge(parent, count)
                children.append(count)
                count += 1
        layer = children
    q = 0.5 * 0.4
    values = reach_of_invitations(tree, 0.5, 0.4, 17)
    endless = 1 + m * q / (1 - e * q)
    # beyond the depth there is less than m q (e q) ** depth / (1 - e q) < 0.0003 people
    assert abs(z_score(values, endless)) < LIMIT
    assert abs(z_score(values, 1 / (1 - m * q))) > LIMIT
