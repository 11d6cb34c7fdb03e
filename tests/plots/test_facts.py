"""Survey percentages are bars, markers and numbers."""

import pandas as pd
import pytest

import engagelab as el
from engagelab.plots import (
    plot_facts,
)

pytestmark = pytest.mark.usefixtures("figures_are_closed")


@pytest.fixture
def facts() -> pd.DataFrame:
    return el.datasets.load("pew-2011").set_index("id", drop=False)


def test_facts_are_bars_marks_and_numbers(facts):
    ax = plot_facts(facts.loc[["P03", "P46"]])
    assert [bar.get_width() for bar in ax.patches] == [82, 50]
    assert ax.lines[0].get_xdata().tolist() == [77, 21]
    assert [text.get_text() for text in ax.texts] == ["82 : 77", "50 : 21"]


def test_what_was_seen_in_the_essay_only_is_hatched(facts):
    ax = plot_facts(facts.loc[["P03", "P46"]])
    assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, True]


def test_rows_without_a_second_population_have_no_marks(facts):
    ax = plot_facts(facts.loc[["P40", "P41"]])
    assert not ax.lines
    assert ax.get_legend() is None


def test_figures_in_other_units_are_refused(facts):
    with pytest.raises(el.EngagelabError, match="facts: P07, P70 are not percentages"):
        plot_facts(facts.loc[["P07", "P46", "P70"]])


def test_no_rows_are_refused(facts):
    with pytest.raises(el.EngagelabError, match="facts: has no rows"):
        plot_facts(facts.iloc[:0])
