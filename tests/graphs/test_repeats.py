"""Repeated ties become one, by a rule that the order of rows does not change."""

import math
from collections import defaultdict

import numpy as np
import pytest
from examples import examples
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engagelab.graphs.repeats import Unequal, are_chances, combine

ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([0.0, 0.25, 0.5, 1.0, 3.0])),
    min_size=1, max_size=12,
)  # fmt: skip
RULES = {
    "sum": lambda weights: sum(weights),
    "max": max,
    "chances": lambda weights: 1 - math.prod(1 - weight for weight in weights),
}


def combined(rows, **how):
    source, target, weights = (np.array(column) for column in zip(*rows, strict=True))
    out = combine(source.astype(np.int32), target.astype(np.int32), weights.astype(float), **how)
    return {
        (int(a), int(b)): weight
        for a, b, weight in zip(out.source, out.target, out.weights.tolist(), strict=True)
    }, out


@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=examples(100))
@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_a_stated_rule_combines_all_rows_of_two_people(directed, rule, rows, order):
    assume(rule != "chances" or all(weight <= 1 for *_, weight in rows))
    by_tie = defaultdict(list)
    for a, b, weight in rows:
        by_tie[(a, b) if directed else (min(a, b), max(a, b))].append(weight)
    found, _ = combined(rows, directed=directed, repeats=rule)
    known = {tie: RULES[rule](sorted(weights)) for tie, weights in by_tie.items()}
    ends = found if directed else {(min(tie), max(tie)): w for tie, w in found.items()}
    assert ends == pytest.approx(known)
    order.shuffle(rows)
    again, _ = combined(rows, directed=directed, repeats=rule)
    if directed:
        assert again == found


def test_a_mutual_tie_may_be_listed_both_ways_with_one_weight():
    found, out = combined([(0, 1, 0.5), (1, 0, 0.5), (1, 2, 0.25)], directed=False)
    assert (sorted(found.values()), out.mirrored, out.repeated) == ([0.25, 0.5], 1, 0)
    found, _ = combined([(0, 1, 0.5), (0, 1, 0.5), (1, 0, 0.75)], directed=False)
    assert list(found.values()) == [0.75]
    with pytest.raises(Unequal) as caught:
        combined([(2, 3, 1), (0, 1, 0.5), (1, 0, 0.25)], directed=False)
    assert {caught.value.first, caught.value.second} == {1, 2}
    found, _ = combined([(0, 1, 0.5), (1, 0, 0.25)], directed=True)
    assert found == {(0, 1): 0.5, (1, 0): 0.25}


def test_repeats_can_be_refused():
    with pytest.raises(Unequal) as caught:
        combined([(0, 1, 1), (2, 3, 1), (0, 1, 2)], directed=True, repeats="refuse")
    assert (caught.value.first, caught.value.second) == (0, 2)
    found, _ = combined([(0, 1, 1), (1, 0, 1)], directed=False, repeats="refuse")
    assert list(found.values()) == [1]


@pytest.mark.parametrize(
    ("weights", "chances"),
    [([0.5, 1], True), ([1, 1], False), ([0, 1], False), ([0.5, 2], False), ([0.5], True)],
)
def test_chances_are_told_from_counts(weights, chances):
    assert are_chances(np.array(weights, float)) is chances
