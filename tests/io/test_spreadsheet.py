"""Cells that a spreadsheet would run are made texts; numbers stay numbers."""

import csv
import io

import pandas as pd
import pytest

from engagelab.io.spreadsheet import escape_formula, inert

FORMULAS = ["=1", "+1", "-1", "@x", "\t=1", " =1", "{=1}", "\n@x", "\uff1d1", "-", "\x0b=1",
            "\ufeff=1", "\u200b@x", "\x00=1", "\xa0\u202e +1"]  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_a_possible_formula_is_escaped(text):
    assert escape_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["a=1", "1-2", "", "élan", "'=1"])
def test_other_texts_stay(text):
    assert escape_formula(text) == text


def test_a_carriage_return_begins_no_row():
    assert escape_formula("\r=1") == "'\n=1"
    assert escape_formula("a\r=1\r\n=2") == "a\n=1\n=2"


def test_no_cell_of_a_frame_begins_a_formula():
    frame = pd.DataFrame({"=plan": FORMULAS, "lift": range(-5, 10), "share": -0.5, "sure": True})
    frame["kind"] = pd.Categorical(["=x"] * len(frame))
    frame["mixed"] = [-1, "-1", None, *"abcdefghijk", "a\r=1"]
    frame["when"] = pd.Timestamp("2026-01-01")
    frame.insert(1, "=plan", "@again", allow_duplicates=True)
    before, made = frame.copy(), inert(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert list(made.columns[:2]) == ["'=plan", "'=plan"]
    for row in csv.reader(io.StringIO(made.to_csv(index=False), newline="")):
        for cell in row:
            assert cell[:1] not in ("=", "+", "-", "@") or float(cell) < 0
    assert made["lift"].tolist() == list(range(-5, 10))
    assert made["mixed"].tolist()[:2] == [-1, "'-1"]
    assert made["kind"].tolist() == ["'=x"] * len(frame)
