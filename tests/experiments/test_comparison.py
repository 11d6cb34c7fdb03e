"""The table of a comparison follows from its runs, and the sentences from the table."""

from math import nan

import numpy as np
import pandas as pd

from engagelab.experiments.comparison import Comparison, comparison_table
from engagelab.experiments.intervals import Level


def values_of(reach, cost=None):
    """Return the argument of `comparison_table` for one town."""
    reach = np.array(reach, float)
    return np.stack([reach, reach if cost is None else np.array(cost, float)], axis=1)[:, None]


def test_the_missing_runs_would_resolve_a_lift_of_that_size():
    chance = np.random.default_rng(1)
    base, noise = chance.normal(100, 5, 20), chance.normal(0, 5, 20)
    noise = noise - noise.mean() + 1.0
    level = Level(0.95)
    table = comparison_table(["a", "b"], values_of([base, base + noise]), level, towns=1)
    more = int(table["runs_to_resolve"][1])
    assert not table["resolved"][1]
    assert more > 0
    spread = noise.std(ddof=1)
    assert level.factor(20 + more) * spread / np.sqrt(20 + more) <= 1
    assert level.factor(19 + more) * spread / np.sqrt(19 + more) > 1


def test_a_plan_that_reaches_no_one_has_no_cost_per_reader():
    table = comparison_table(
        ["a", "b"], values_of([[0, 0], [1, 1]], [[5, 5], [6, 6]]), Level(0.95), 1
    )
    np.testing.assert_array_equal(table["cost_per_reader"], [nan, 6])
    assert table["cost_per_extra_reader"][1] == 1


def sentences(reach, name="baseline", confidence=0.95):
    """Return the sentences of a comparison of plans with these reaches."""
    names = [name, *"BCD"[: len(reach) - 1]]
    table = comparison_table(names, values_of(reach), Level(confidence), towns=1)
    return Comparison(table, pd.DataFrame(), name, confidence, 1, "").says


def test_a_resolved_lift_in_words():
    assert sentences([[100, 200], [1520, 1620]]) == [
        "B reaches 1,420 more people than the baseline (95% interval: 1,420 to 1,420 more), and "
        "wins in 2 of 2 runs"
    ]
    assert sentences([[0, 0, 0], [1, 1, 1.75]], "A", 0.8) == [
        "B reaches 1.2 more people than A (80% interval: 0.78 to 1.7 more), and wins in 3 of 3 runs"
    ]


def test_a_loss_is_reported_as_fewer_people_and_a_tie_as_half():
    assert sentences([[20, 30, 40, 9], [10, 20, 30, 9]], confidence=0.8) == [
        "B reaches 7.5 fewer people than the baseline (80% interval: 3.4 to 12 fewer), and wins in "
        "0.5 of 4 runs (a tie counts half)"
    ]


def test_an_unresolved_lift_is_reported_with_its_sign():
    assert sentences([[20, 30], [10, 60]])[0].startswith(
        "B against the baseline: not resolved, a lift of 10 people (95% interval: -244 to 264); "
        "about "
    )
