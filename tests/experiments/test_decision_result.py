"""The result of a decision map names the winner, or a draw, and where the answer turns."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from engagelab.experiments.decision_result import DecisionMap, Side, cells_table, verdict
from engagelab.experiments.intervals import Level

X, Y = "engagement.own_space", "posts"
XS, YS = (0.5, 1.0, 2.0), (4, 12)
NOISE = np.array([-1.0, 0.0, 1.0])  # of three towns: the half width of the interval is 2.48


def decision(lift, *, prefer="more", ended=(), today=(0.6, 4), half=1.0,
             extra=1.0) -> DecisionMap:  # fmt: skip
    """Return a map with this lift as a function of the two fields."""
    places = [(x, y) for x in XS for y in YS] + [today]
    points = [{X: float(x), Y: y} for x, y in places]
    base = np.array([[[100.0, 1_000.0]] * 3 for _ in points])
    other = base + np.array([[[lift(x, y) + half * n, extra] for n in NOISE] for x, y in places])
    ends = np.array([place in ended for place in places])
    sides = Side(base, np.ones(len(points)), ~ends & False), Side(other, np.ones(len(points)), ends)
    table = cells_table(points, sides, Level(0.95), prefer)
    return DecisionMap(
        table.iloc[:-1], table.iloc[-1], (X, Y), "reach", prefer, ("them", "us"),
        (None, "campaign.own_size"), 0.95, 3, 10,
    )  # fmt: skip


def rising(x, y):
    return 40.0 * (x - 0.8)


def test_a_cell_has_its_lift_interval_and_verdict():
    table = decision(rising).table
    assert table["lift"].tolist() == pytest.approx([-12, -12, 8, 8, 48, 48])
    assert (table["high"] - table["low"]).tolist() == pytest.approx([2 * 2.4841] * 6, abs=1e-3)
    assert table["verdict"].tolist() == ["baseline"] * 2 + ["challenger"] * 4
    assert table["cost_gap"].tolist() == pytest.approx([0.001] * 6)


@pytest.mark.parametrize(
    ("low", "high", "prefer", "expected"),
    [(1, 2, "more", "challenger"), (1, 2, "less", "baseline"), (-2, -1, "more", "baseline"),
     (-2, -1, "less", "challenger"), (-1, 1, "more", "draw"), (0, 0, "less", "draw"),
     (0, 1, "more", "draw"), (np.nan, np.nan, "more", "draw")],
)  # fmt: skip
def test_a_verdict_follows_the_interval(low, high, prefer, expected):
    assert verdict(low, high, prefer) == expected


def test_the_answer_turns_where_the_lift_is_0():
    turns = decision(rising).turns
    assert turns[Y].tolist() == list(YS)
    assert turns["value"].tolist() == pytest.approx([0.8, 0.8])
    assert turns["low"].tolist() == pytest.approx([0.8 - 2.4841 / 40] * 2, abs=1e-3)
    assert turns["high"].tolist() == pytest.approx([0.8 + 2.4841 / 40] * 2, abs=1e-3)
    assert turns["above"].tolist() == ["challenger"] * 2
    assert turns["below"].tolist() == ["baseline"] * 2
    assert decision(rising, prefer="less").turns["above"].tolist() == ["baseline"] * 2


def test_draws_reach_over_cells_and_to_the_end_of_the_map():
    turns = decision(rising, half=10.0).turns  # draws within 24.8 of 0
    assert turns["low"].tolist() == pytest.approx([0.5] * 2)
    assert turns["high"].tolist() == pytest.approx([0.8 + 24.841 / 40] * 2, abs=1e-3)


def test_a_lift_of_exactly_0_in_a_cell_is_one_turn():
    turns = decision(lambda x, y: x - 1.0).turns
    assert len(turns) == 2
    assert turns["value"].tolist() == pytest.approx([1.0] * 2)


def test_an_answer_that_turns_twice_has_two_turns():
    turns = decision(lambda x, y: 10.0 if x == 1.0 else -10.0).turns
    assert turns[turns[Y] == 4]["value"].tolist() == pytest.approx([0.75, 1.5])
    assert turns[turns[Y] == 4]["above"].tolist() == ["challenger", "baseline"]


def test_a_cell_without_a_verdict_is_no_side_of_a_turn():
    ended = [(0.5, 4)]
    turns = decision(lambda x, y: 60.0 - 40 * x, ended=ended, extra=-5.0).turns
    assert turns[Y].tolist() == list(YS)  # at (0.5, 4) the better plan is the cheaper one
    dearer = decision(lambda x, y: 60.0 - 40 * x, ended=[(2.0, 4)], extra=-5.0).turns
    assert dearer[Y].tolist() == [12]


def test_a_map_without_a_turn_says_so():
    result = decision(lambda x, y: 20.0)
    assert result.turns.empty
    assert result.says[2] == (
        "With posts 4, the answer does not turn along attention in the own space within the map."
    )


def test_sentences_name_the_winner_a_draw_or_unequal_money():
    wins = decision(rising).says
    assert wins[0] == (
        "By reach, of 6 cells them is better in 2 and us is better in 4; 0 are draws."
    )
    assert wins[1] == (
        "With attention in the own space 0.6 and posts 4, them is better: reach 100 against 92, "
        "a difference of 8 (95% interval: 5.52 to 10.5)."
    )
    other = decision(lambda x, y: 30.0).says[1]
    assert ", us is better: reach 130 against 100, a difference of 30 (95% interval: 27" in other
    draw = decision(lambda x, y: 1.0).says[1]
    assert (
        ", them and us cannot be told apart (a draw): reach 100 against 101, a difference of -1 ("
        in draw
    )
    assert "(95% interval: -3.48 to 1.48)." in draw
    unequal = decision(rising, ended=[(0.6, 4), (2.0, 12)], extra=-5.0).says
    assert unequal[0].endswith("0 are draws.")  # at (2, 12) the better plan is the cheaper one
    assert (
        "posts 4, the money cannot be made equal: reach 100 against 92, a difference of 8"
        in unequal[1]
    )
    dearer = decision(rising, ended=[(0.6, 4), (2.0, 12)]).says
    assert dearer[0].endswith("0 are draws, and in 1 the money cannot be made equal.")
    assert "posts 4, them is better" in dearer[1]


def test_sentences_give_the_turn_the_money_and_the_evidence():
    *_, turn, money, evidence = decision(rising).says
    assert turn == (
        "With posts 4, the answer turns at attention in the own space 0.8 (draws from 0.738 to "
        "0.862; above, us is better)."
    )
    assert money == (
        "Set for equal money: members of the own space of us; costs differ by 0.10% at most."
    )
    assert evidence.startswith("Evidence for the fields: attention in the own space: ")
    assert evidence.endswith("; posts: choice.")


@pytest.mark.parametrize(
    ("lifts", "told"),
    [((-1.0, 1.0, 2.0), "the plans cannot be told apart along attention in the own space (draws "
                        "from 0.5 to 2)."),
     ((-12.0, 1.0, 2.0), "the answer turns at attention in the own space 0.962 (draws from 0.866 "
                         "to 2; below, them is better)."),
     ((-1.0, 1.0, 12.0), "the answer turns at attention in the own space 0.75 (draws from 0.5 to "
                         "1.13; above, us is better)."),
     ((-12.0, 1.0, -12.0), "the answer turns at attention in the own space 0.962 (draws from "
                           "0.866 to 1.13; below, them is better) and at attention in the own "
                           "space 1.08 (draws from 0.933 to 1.27; above, them is better).")],
)  # fmt: skip
def test_no_plan_is_called_better_where_all_cells_are_draws(lifts, told):
    turn = decision(lambda x, y: lifts[XS.index(x)] if x in XS else 0.0).says[2]
    assert turn == f"With posts 4, {told}"


def test_large_values_of_a_field_are_whole_numbers():
    people = {X: "population.people"}
    small = decision(rising)
    table = small.table.assign(**{X: lambda cells: 10_000 * cells[X]}).rename(columns=people)
    fields = ("population.people", Y)
    found = replace(small, table=table, today=small.today.rename(people), fields=fields)
    assert "turns at people 8,000 (draws from 7,379 to 8,621; above" in found.says[2]


def test_less_of_a_cost_wins():
    result = decision(rising, prefer="less")
    assert "us is better: reach 92 against 100, a difference of -8" in result.says[1]
    assert result.says[0].startswith(
        "By reach, of 6 cells them is better in 4 and us is better in 2"
    )


def test_the_table_is_tidy():
    table = decision(rising).table
    assert table.columns.tolist() == [
        X, Y, "baseline", "challenger", "lift", "low", "high", "verdict", "baseline_cost",
        "challenger_cost", "cost_gap", "money_met", "baseline_lever", "challenger_lever",
    ]  # fmt: skip
    assert pd.api.types.is_numeric_dtype(table["lift"])
