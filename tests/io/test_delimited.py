"""Text files are read as they are, and every fault is told with its line."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from table_helpers import ENDS, TIES, made, refusal

from engagelab.io.tables import read_table

# Reading what is right


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.csv", "source,target,weight\n1,2,0.5\n2,3,1\n"),
        ("t.CSV", "source,target,weight\n1,2,0.5\n2,3,1"),
        ("t.csv", "source;target;weight\n1;2;0.5\n2;3;1\n"),
        ("t.tsv", "source\ttarget\tweight\n1\t2\t0.5\n2\t3\t1\n"),
        ("t.txt", "source target weight\n1 2 0.5\n2 3 1\n"),
        ("t.dat", "source,target,weight\n1,2,0.5\n2,3,1\n"),
        ("t.csv", "source,target,weight\r\n1,2,0.5\r\n2,3,1\r\n"),
        ("t.csv", "\n\nsource,target,weight\n\n1,2,0.5\n\n\n2,3,1\n\n"),
        ("t.csv", "\ufeffsource,target,weight\n1,2,0.5\n2,3,1\n"),
        ("t.csv", '"source","target","weight"\n"1","2","0.5"\n"2","3","1"\n'),
        ("t.csv", "source, target, weight\n1, 2, 0.5\n2, 3, 1\n"),
        ("t.csv", "weight,note,target,source\n0.5,x,2,1\n1,y,3,2\n"),
    ],
)
def test_one_table_in_many_clothes(tmp_path: Path, name: str, text: str) -> None:
    frame = read_table(made(tmp_path, text, name), TIES)
    expected = pd.DataFrame({"source": [1, 2], "target": [2, 3], "weight": [0.5, 1.0]})
    pd.testing.assert_frame_equal(frame, expected)


def test_quoted_fields_hold_separators_quotes_and_line_ends(tmp_path: Path) -> None:
    path = made(tmp_path, 'source,target\n"Doe, Jo","a ""b"""\n"x\ny",z\n')
    frame = read_table(path, ENDS)
    assert frame.to_numpy().tolist() == [["Doe, Jo", 'a "b"'], ["x\ny", "z"]]


def test_a_text_column_keeps_its_spelling_and_may_be_empty(tmp_path: Path) -> None:
    frame = read_table(made(tmp_path, "a,b\n007,\n NA ,null\n"), {"b": "text", "a": "text"})
    assert frame.to_dict("list") == {"b": ["", "null"], "a": ["007", " NA "]}


def test_a_file_without_names_takes_them_from_the_caller(tmp_path: Path) -> None:
    path = made(tmp_path, "20 1 2\r\n40 2 3\r\n", "contacts.dat")
    frame = read_table(path, {"a": "label", "b": "label"}, header=("time", "a", "b"))
    assert frame.to_numpy().tolist() == [[1, 2], [2, 3]]


def test_other_separators_and_encodings_are_read_when_named(tmp_path: Path) -> None:
    piped = made(tmp_path, "source|target\na,b|c\n", "t.txt")
    assert read_table(piped, ENDS, separator="|")["source"].tolist() == ["a,b"]
    for encoding in ("latin-1", "utf-16", "cp1252"):
        path = made(tmp_path, "source,target\nZoé,Köln\n".encode(encoding))
        frame = read_table(path, ENDS, encoding=encoding)
        assert frame.to_numpy().tolist() == [["Zoé", "Köln"]]


# Refusing what is wrong


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("source,target,weight\n1,2,1\n1,2\n", ["line 3", "2 fields", "3 are expected"]),
        ("source,target,weight\n1,2,1\n1,2,1,9\n", ["line 3", "4 fields", "3 are expected"]),
        ("\nsource,target,weight\n\n\n1,2,1\n\n1,2\n", ["line 7", "2 fields"]),
        ('source,target,weight\n"x\ny\n\nz",2,1\n1,2\n', ["line 6", "2 fields"]),
        ('"source\n",target,weight\n\n1,2\n', ["line 4", "2 fields"]),
        ("source,target,weight\r\n\r\n1,2,1\r\n1,2\r\n", ["line 4", "2 fields"]),
        ("source,target,weight\n1,2,1\n1,,1\n", ["line 3", "'target' is empty", "enter a label"]),
        ("source,target,weight\n1,2,1\n1, ,1\n", ["line 3", "'target' is empty"]),
        ("source,target,weight\n1,2,much\n", ["line 2", "'weight' holds 'much'", "finite number"]),
        ("source,target,weight\n1,2,\n", ["line 2", "'weight' holds ''"]),
        ("source,target,weight\n1,2,nan\n", ["line 2", "'weight' holds 'nan'"]),
        ("source,target,weight\n1,2,inf\n", ["line 2", "'weight' holds 'inf'"]),
        ("source,target,weight\n1,2,1e999\n", ["line 2", "'weight' holds '1e999'"]),
        ('source,target,weight\n1,2,"1,5"\n', ["line 2", "'weight' holds '1,5'"]),
        ('source,target,weight\n1,"2,1\n1,2,1\n', ["line 2", "a quote is never closed"]),
        ('source,target,weight\n1,2,1\n1,2,"1\n', ["line 3", "a quote is never closed"]),
        ("source,target,weight\n1,2,1\n1,2\0,1\n", ["line 3", "NUL", "UTF-8"]),
        ("source,targets,weight\n", ["no column 'target'", "did you mean 'targets'?", "'weight'"]),
        ("source,target,target,weight\n", ["2 columns are named 'target'", "rename one"]),
        ("", ["empty", "a row of column names"]),
        ("\r\n\r\n", ["empty"]),
        ("\ufeff", ["empty"]),
    ],
)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, text: str, words: list[str]) -> None:
    path = made(tmp_path, text)
    told = refusal(path, TIES)
    assert told.startswith(str(path))
    for word in words:
        assert word in told


def test_bytes_that_are_not_utf8_are_told_with_line_and_remedy(tmp_path: Path) -> None:
    told = refusal(made(tmp_path, "source,target\na,b\nZoé,c\n".encode("latin-1")), ENDS)
    assert "line 3: byte 0xE9 is not UTF-8" in told
    assert "latin-1" in told


def test_utf16_is_recognised(tmp_path: Path) -> None:
    assert "utf-16" in refusal(made(tmp_path, "source,target\n1,2\n".encode("utf-16")), ENDS)
    assert "utf-16" in refusal(made(tmp_path, "source,target\n1,2\n".encode("utf-16-le")), ENDS)


def test_files_that_cannot_be_opened_or_are_of_no_known_kind(tmp_path: Path) -> None:
    absent = tmp_path / "absent.csv"
    assert refusal(absent, ENDS).startswith(f"{absent}: cannot be read: No such file")
    assert "No such file" in refusal(tmp_path / "absent.parquet", ENDS)
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert "directory" in refusal(folder, ENDS)
    assert ".csv, .tsv, .txt, .dat, .parquet" in refusal(tmp_path / "ties.xlsx", ENDS)


def test_a_wrong_encoding_or_separator_is_named(tmp_path: Path) -> None:
    path = made(tmp_path, "source,target\n1,2\n")
    assert refusal(path, ENDS, encoding="utf-ate").startswith("encoding: ")
    for separator in ("::", "", '"', "\n", "·"):
        assert refusal(path, ENDS, separator=separator).startswith("separator: ")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text("0123456789+-.eE_nafity x", max_size=6))
def test_what_is_a_number_is_told_alike_by_both_passes(tmp_path: Path, text: str) -> None:
    path = made(tmp_path, f"n,m\n1,1\n{text},1\n")
    if is_finite(text):
        assert read_table(path, {"n": "number"})["n"][1] == float(text)
    else:
        assert f"line 3: column 'n' holds {text!r}" in refusal(path, {"n": "number"})


def is_finite(text: str) -> bool:
    """Tell a number as Python does, but for the underscores that it allows."""
    try:
        return math.isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


FIELD = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('",\n'), max_size=5
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(FIELD, FIELD), max_size=5))
def test_text_comes_back_as_pandas_wrote_it(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "text.csv"
    pd.DataFrame(rows, columns=["a", "b"]).to_csv(path, index=False, quoting=1)
    frame = read_table(path, {"a": "text", "b": "text"})
    assert [tuple(row) for row in frame.to_numpy().tolist()] == rows
