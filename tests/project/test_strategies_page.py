"""The page on the nine strategies is of the present presets, and its numbers fit together."""

import re

import pytest
from checkout import ROOT

import engagelab as el
from evidence import strategies

PAGE = (ROOT / "docs" / "strategies.md").read_text(encoding="utf-8")


def rows(people: int) -> dict[str, list[str]]:
    """Return the cells of each plan's row in the table of one size."""
    part = PAGE.split(f"## {people:,} people\n")[1].split("\n## ")[0]
    lines = re.findall(r"^\| `([^`]+)` \| (.*) \|$", part, re.MULTILINE)
    return {name: cells.split(" | ") for name, cells in lines}


def number(cell: str) -> float:
    return float(cell.replace(",", ""))


def ends(cell: str) -> list[float]:
    return [number(end) for end in cell.split(" to ")]


def test_the_page_was_made_with_the_present_presets():
    assert strategies.hashes() in PAGE, "run python -m evidence --only strategies"


@pytest.mark.parametrize("people", strategies.SIZES)
def test_each_preset_has_a_row_the_base_first(people):
    names = list(rows(people))
    assert names[0] == strategies.BASE
    assert sorted(names) == el.Scenario.presets()
    assert {len(cells) for cells in rows(people).values()} == {len(strategies.COLUMNS) - 1}


@pytest.mark.parametrize("people", strategies.SIZES)
def test_numbers_of_a_row_fit_together(people):
    base = number(rows(people)[strategies.BASE][0])
    for name, cells in rows(people).items():
        reach, reads, cost, per_reader = map(number, cells[:4])
        assert reach <= reads
        assert reach <= people
        assert per_reader == pytest.approx(cost / reach, abs=0.02)
        if name == strategies.BASE:
            assert set(cells[4:]) == {"–"}
            continue
        assert number(cells[4]) == pytest.approx(reach - base, abs=1.1)
        for lift, interval, verdict in (cells[4:7], cells[7:10]):
            low, high = ends(interval)
            assert low <= number(lift) <= high
            assert verdict == ("draw" if low <= 0 <= high else "more" if low > 0 else "fewer")


@pytest.mark.slow
def test_the_page_is_what_a_smaller_study_gives():
    few = strategies.rows_of(2_000, towns=3, runs=4)
    page = strategies.page({2_000: few})
    assert page.startswith(PAGE.split("## 2,000 people")[0].rstrip())
    for row, (name, cells) in zip(few, rows(2_000).items(), strict=True):
        assert row.plan == name
        assert row.means[1] == pytest.approx(number(cells[2]), rel=0.02)
        assert row.means[0] == pytest.approx(number(cells[0]), rel=0.35)


@pytest.mark.slow
def test_at_equal_money_a_plan_against_itself_is_a_draw():
    values = strategies.in_towns([el.Scenario.preset("go-to-them").scaled(1_000)], towns=3, runs=2)
    lift = strategies.lift(values[0], values[0], strategies.Level(0.95))
    assert (lift.mean, lift.verdict) == (0.0, "draw")
