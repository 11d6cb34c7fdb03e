"""The sentence names the strongest field, those close to it, and those without effect."""

import pandas as pd

from engagelab.experiments.sensitivity_result import Sensitivity


def says(method, columns, rows, samples=20):
    table = pd.DataFrame(rows, columns=["field", *columns])
    empty, points = pd.DataFrame(), pd.DataFrame(index=range(samples * (len(rows) + 1)))
    return Sensitivity(method, "cost_per_reader", table, empty, empty, 1.0, points).says


def test_morris():
    columns = ["mu_star", "mu_star_low", "mu_star_high"]
    rows = [("a", 12.3456, 10, 14), ("b", 9, 8, 10), ("c", 1, 0.5, 1.5), ("d", 0, 0, 0)]
    assert says("morris", columns, rows) == (
        "A matters most: a move through its range changes cost per reader by 12.3 on average (10 "
        "to 14). Not clearly weaker: b; more samples may tell. No effect: d."
    )
    assert says("morris", columns, rows, samples=19).endswith(
        " These intervals rest on 19 samples of each effect and hold the effect less often than "
        "stated; give at least 20 samples."
    )


def test_a_large_effect_is_a_whole_number():
    said = says("morris", ["mu_star", "mu_star_low", "mu_star_high"], [("a", 6870.19, 994.6, 8065)])
    assert "by 6,870 on average (995 to 8,065)" in said


def test_sobol_shares_are_shown_within_0_to_1():
    columns = ["S1", "ST", "ST_low", "ST_high"]
    rows = [("a", -0.02, 0.9, 0.7, 1.1), ("b", 0.1, 0.2, 0.1, 0.3)]
    assert says("sobol", columns, rows) == (
        "A matters most: with its interactions it accounts for 90% of the variance of cost per "
        "reader (70% to 100%), alone 0%."
    )


def test_no_field_has_an_effect():
    rows = [("a", 0, 0, 0), ("b", 0, 0, 0)]
    columns = ["mu_star", "mu_star_low", "mu_star_high"]
    assert says("morris", columns, rows) == "None of these fields affects cost per reader."
