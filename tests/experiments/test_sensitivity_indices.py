"""The indices of functions with known indices are found."""

import numpy as np
import pytest

from engagelab.experiments.sensitivity_design import design
from engagelab.experiments.sensitivity_indices import indices


def ishigami(shares, a=7.0, b=0.1):
    x, y, z = (-np.pi + 2 * np.pi * shares).T
    return np.sin(x) + a * np.sin(y) ** 2 + b * z**4 * np.sin(x)


def known_indices(a=7.0, b=0.1):
    """First and total indices of Ishigami and Homma 1990, doi 10.1109/ISUMA.1990.151285."""
    one = (1 + b * np.pi**4 / 5) ** 2 / 2
    two = a**2 / 8
    both = 8 * b**2 * np.pi**8 / 225
    first, total = np.array([one, two, 0]), np.array([one + both, two, both])
    return first / (one + two + both), total / (one + two + both), both / (one + two + both)


@pytest.mark.parametrize("key", [0, 1, 2])
def test_sobol_finds_the_indices_of_ishigami(key):
    shares = design("sobol", "xyz", 1024, key)
    table, pairs = indices(
        "sobol", "xyz", points=shares, answers=ishigami(shares), confidence=0.99, key=key
    )
    table = table.set_index("field").loc[list("xyz")]
    first, total, both = known_indices()
    for name, known in (("S1", first), ("ST", total)):
        assert (table[f"{name}_low"] <= known + 1e-3).all()
        assert (known - 1e-3 <= table[f"{name}_high"]).all()
        np.testing.assert_allclose(table[name], known, atol=0.08)
    pairs = pairs.set_index(["field", "other"])
    assert pairs["S2"]["x", "z"] == pytest.approx(both, abs=0.1)
    assert pairs["S2"]["x", "y"] == pytest.approx(0, abs=0.1)


def test_morris_finds_the_slopes_of_a_plane():
    shares = design("morris", "abc", 10, 5)
    table, pairs = indices(
        "morris", "abc", points=shares, answers=shares @ [3.0, -5.0, 0.0], confidence=0.95, key=5
    )
    assert table["field"].tolist() == ["b", "a", "c"]
    np.testing.assert_allclose(table["mu"], [-5, 3, 0], atol=1e-9)
    np.testing.assert_allclose(table["mu_star"], [5, 3, 0], atol=1e-9)
    np.testing.assert_allclose(table["sigma"], 0, atol=1e-9)
    assert pairs.empty


def test_a_constant_response_has_no_indices():
    shares = design("sobol", "ab", 8, 0)
    table, pairs = indices(
        "sobol", "ab", points=shares, answers=np.ones(len(shares)), confidence=0.9, key=0
    )
    assert (table.drop(columns="field") == 0).all(axis=None)
    assert pairs["S2"].tolist() == [0]
