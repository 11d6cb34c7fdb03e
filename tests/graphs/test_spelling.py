"""One label has one spelling, and cells that name no one are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagelab.graphs.spelling import MISSING, as_text, clean, is_total


@pytest.mark.parametrize(
    ("label", "known"),
    [
        ("Zoe\u0301", "Zoé"),
        ("Ann\u00a0 Roe", "Ann Roe"),
        ("\u200bAnn\ufeff ", "Ann"),
        ("Ann\u3000Roe\t", "Ann Roe"),
        ('="007"', "007"),
        ("a  b", "a b"),
        ("", ""),
    ],
)
def test_a_label_is_cleaned(label, known):
    assert clean(label) == known


@given(st.text())
def test_a_clean_label_stays_as_it_is(label):
    assert clean(clean(label)) == clean(label)


@pytest.mark.parametrize("label", ["Total", "grand total", "SUM:", "Total général", "(3 rows)"])
def test_totals_are_known(label):
    assert is_total(label)
    assert not is_total(f"{label} Roe")


def test_empty_cells_are_known():
    assert {"NA", "NaN", "#N/A", "NULL"} <= MISSING
    assert "Na" not in MISSING
    assert (as_text(None), as_text(0)) == ("", "0")
