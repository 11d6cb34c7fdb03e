"""The lift of a step is the difference of two neighbouring cells."""

import numpy as np
import pandas as pd
import pytest

import engagelab as el
from engagelab.experiments import lift_per_step, sweep

PLAN = el.Scenario(population={"people": 300}, run={"runs": 4, "key": 3})
GRID = {"groups.size": [8, 16], "invitations.invite": [0, 0.2, 0.6]}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return sweep(PLAN, GRID)


def test_a_step_is_the_difference_of_two_neighbours(frame):
    steps = lift_per_step(frame, "invitations.invite")
    assert len(steps) == 4
    first = steps.loc[0]
    assert (first["groups.size"], first["invitations.invite"], first["to"]) == (8, 0, 0.2)
    assert first["lift"] == frame["reach"][1] - frame["reach"][0]
    errors = frame["reach_standard_error"]
    assert first["standard_error"] == pytest.approx(np.hypot(errors[0], errors[1]))


def test_steps_do_not_depend_on_the_order_of_rows(frame):
    steps = lift_per_step(frame, "groups.size", "joins")
    pd.testing.assert_frame_equal(steps, lift_per_step(frame[::-1], "groups.size", "joins"))


def test_steps_of_a_column_without_error_have_none(frame):
    assert lift_per_step(frame, "groups.size", "reach_high")["standard_error"].isna().all()


def test_a_missing_column_is_refused_with_the_nearest(frame):
    with pytest.raises(
        el.EngagelabError, match="reech: the frame has no such column; did you mean"
    ):
        lift_per_step(frame, "groups.size", "reech")
