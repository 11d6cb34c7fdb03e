"""The page on fits comes from the evidence, and a smaller study gives numbers within its limits."""

import re

import numpy as np
import pytest
from checkout import ROOT

from evidence import fits

PAGE = ROOT / "docs" / "fit.md"


def rows(start: str) -> list[list[str]]:
    """Return the cells of the rows of the page that start with a word."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith(f"| {start}")]


def test_every_interval_of_the_page_covers_between_84_and_96_percent() -> None:
    fields = [row for start in ("engagement.", "invitations.") for row in rows(start)]
    tables = [row for row in fields if len(row) > 8]
    assert len(tables) == 5
    covers = [int(cell.removesuffix(" %")) for row in tables for cell in row[3::4]]
    assert len(covers) == 15
    assert min(covers) >= 84
    assert max(covers) <= 96
    assert min(float(cell) for row in tables for cell in row[4::4]) > 1e-3  # ranks are uniform


def test_forecasts_of_the_page_hold_in_wrong_towns_and_beat_the_log_normal() -> None:
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"\| ([\w' ,-]+) \| (\d+) % \| ([\d.]+) \| ([\d.]+) \|", text)
    assert [name for name, *_ in found] == [
        "the priors' own", "heavy-tailed posts", "20 ties for 12", "groups of 50 for 25",
        "twice the people",
    ]  # fmt: skip
    assert all(int(inside) >= 85 for _, inside, *_ in found)
    assert all(float(score) < float(naive) for *_, score, naive in found)


@pytest.mark.slow
def test_a_smaller_study_covers_too() -> None:
    made = fits.world(simulations=300, campaigns=30, key=11)
    part = fits.recovered(made.table, made.campaigns, [0, 1, 2])
    fields = [unknown.name for unknown in made.table.unknowns if unknown.kind == "field"]
    assert 0.78 <= part["coverage"][fields].mean() <= 0.98
    assert part["explained"]["invitations.invite"] > 0.6
    assert part["rmse"]["invitations.invite"] < 0.18
    without = fits.recovered(made.table, made.campaigns, [0, 1])
    assert without["explained"]["invitations.invite"] < 0.2
    ahead = fits.forecasts(made.table, made.campaigns.logs, [0, 1, 2])
    assert 0.75 <= ahead["coverage"] <= 1
    tails = fits.heavy_tailed(made.campaigns.logs) - made.campaigns.logs
    assert np.abs(tails).max() > 0.5
