"""Simulated means have their error bars, and known values their line."""

import numpy as np
import pandas as pd
import pytest

import engagelab as el
from engagelab.plots import (
    plot_agreement,
)

pytestmark = pytest.mark.usefixtures("figures_are_closed")


def known_and_simulated() -> pd.DataFrame:
    return pd.DataFrame(
        {"chance": [0.1, 0.2], "simulated": [1.1, 2.0], "error": [0.1, 0.2], "known": [1.0, 2.0]}
    )


def test_agreement_draws_points_with_their_errors_on_a_line():
    ax = plot_agreement(known_and_simulated(), "chance")
    line, points = ax.lines[0], ax.containers[0]
    assert line.get_ydata().tolist() == [1.0, 2.0]
    assert points.lines[0].get_ydata().tolist() == [1.1, 2.0]
    bars = points.lines[2][0].get_segments()
    assert [float(np.ptp(bar[:, 1])) for bar in bars] == pytest.approx([3.92 * 0.1, 3.92 * 0.2])
    assert ax.get_xlabel() == "chance"


def test_several_agreements_are_labelled():
    ax = plot_agreement({"a": known_and_simulated(), "b": known_and_simulated()}, "chance")
    told = [text.get_text() for text in ax.get_legend().get_texts()]
    assert sorted(told) == ["a: known", "a: simulated", "b: known", "b: simulated"]


def test_missing_columns_and_frames_are_refused():
    with pytest.raises(el.EngagelabError, match="known"):
        plot_agreement(known_and_simulated().drop(columns="known"), "chance")
    with pytest.raises(el.EngagelabError, match="frames: is empty"):
        plot_agreement({}, "chance")
