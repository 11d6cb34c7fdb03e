"""Tables are read as they are, every fault is told with its line, and nothing is half-written."""

import errno
import math
import os
import stat
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from full_disk import said_on_a_full_disk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engagelab.errors import EngagelabError
from engagelab.io.atomic import writing
from engagelab.io.tables import Kind, read_table

TIES: dict[str, Kind] = {"source": "label", "target": "label", "weight": "number"}
ENDS: dict[str, Kind] = {"source": "label", "target": "label"}


def made(folder: Path, text: str | bytes, name: str = "ties.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def refusal(path: Path, columns: dict[str, Kind], **how: str) -> str:
    with pytest.raises(EngagelabError) as caught:
        read_table(path, columns, **how)
    return str(caught.value)


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


@pytest.mark.parametrize(
    "odd", ["007", "+1", "1.0", "-0", "ann", "9223372036854775808", "1e3", "\u0661"]
)
def test_one_label_that_is_no_plain_number_makes_all_labels_text(tmp_path: Path, odd: str) -> None:
    frame = read_table(made(tmp_path, f"source,target\n1,2\n3,{odd}\n"), ENDS)
    assert frame["source"].tolist() == ["1", "3"]
    assert frame["target"].tolist() == ["2", odd]


def test_labels_that_are_plain_numbers_become_numbers(tmp_path: Path) -> None:
    frame = read_table(made(tmp_path, "source,target\n-5,0\n9223372036854775807, 12 \n"), ENDS)
    assert frame.dtypes.tolist() == [np.dtype("int64")] * 2
    assert frame["target"].tolist() == [0, 12]


def test_a_text_column_keeps_its_spelling_and_may_be_empty(tmp_path: Path) -> None:
    frame = read_table(made(tmp_path, "a,b\n007,\n NA ,null\n"), {"b": "text", "a": "text"})
    assert frame.to_dict("list") == {"b": ["", "null"], "a": ["007", " NA "]}


def test_a_table_of_names_only_has_no_rows(tmp_path: Path) -> None:
    assert read_table(made(tmp_path, "source,target,weight\n"), TIES).shape == (0, 3)


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


def test_a_million_rows_take_about_a_second_at_most(tmp_path: Path) -> None:
    ends = np.random.default_rng(1).integers(0, 100_000, (1_000_000, 2))
    path = tmp_path / "big.csv"
    pd.DataFrame(ends, columns=["source", "target"]).to_csv(path, index=False)
    start = time.perf_counter()
    frame = read_table(path, ENDS)
    # The aim is half a second; the bound is loose, so that a busy machine does not fail it.
    assert time.perf_counter() - start < 3
    assert (frame.to_numpy() == ends).all()


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
        ("", ["empty", "row of column names"]),
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


# Parquet


def parquet(folder: Path, **columns: object) -> Path:
    path = folder / "ties.parquet"
    pq.write_table(pa.table(columns), path)
    return path


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([1, 2], [2, 3], [[1, 2], [2, 3]]),
        (["1", "2"], ["2", "3"], [[1, 2], [2, 3]]),
        ([1, 2], ["2", "x"], [["1", "2"], ["2", "x"]]),
        ([1, 2], ["2", "007"], [["1", "2"], ["2", "007"]]),
        (pa.array(["b", "a"]).dictionary_encode(), ["c", "d"], [["b", "c"], ["a", "d"]]),
        (pa.array([1, 2], pa.uint8()), pa.array(["2", "3"], pa.large_string()), [[1, 2], [2, 3]]),
    ],
)
def test_parquet_gives_what_text_gives(
    tmp_path: Path, source: object, target: object, expected: list[list[object]]
) -> None:
    frame = read_table(parquet(tmp_path, target=target, x=[0, 0], source=source), ENDS)
    assert frame.columns.tolist() == ["source", "target"]
    assert frame.to_numpy().tolist() == expected


def test_parquet_text_may_be_empty(tmp_path: Path) -> None:
    frame = read_table(parquet(tmp_path, note=["a", None]), {"note": "text"})
    assert frame["note"].tolist() == ["a", ""]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"a": [1], "b": [1.5]}, ["'b' of type double cannot be a label", "whole number"]),
        ({"a": [1], "b": [pd.Timestamp(0)]}, ["'b'", "label"]),
        ({"a": [1, 2], "b": [1, None]}, ["row 2", "'b' holds None"]),
        ({"a": ["x", "y"], "b": ["x", " "]}, ["row 2", "'b' holds ' '"]),
        ({"a": [1], "c": [2]}, ["no column 'b'", "'c'"]),
        ({"a": [1], "b": pa.array([2**64 - 1], pa.uint64())}, ["'b' of type uint64"]),
    ],
)
def test_parquet_faults_are_told(
    tmp_path: Path, columns: dict[str, object], words: list[str]
) -> None:
    told = refusal(parquet(tmp_path, **columns), {"a": "label", "b": "label"})
    assert all(word in told for word in words), told


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_parquet_numbers_are_finite(tmp_path: Path, value: float | None) -> None:
    told = refusal(parquet(tmp_path, weight=[1.0, 2.0, value]), {"weight": "number"})
    assert "row 3: column 'weight'" in told
    assert "number" in told


def test_damaged_parquet_is_told(tmp_path: Path) -> None:
    path = parquet(tmp_path, source=list(range(9_999)), target=list(range(9_999)))
    whole = path.read_bytes()
    for damaged in (b"", b"no table", whole[:-9], whole[:99] + b"\xff" * 9_000 + whole[9_099:]):
        path.write_bytes(damaged)
        told = refusal(path, ENDS)
        assert told.startswith(f"{path}: cannot be read")
        assert "give a whole Parquet file" in told


# Writing


def test_a_file_is_written_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    for text in ("first", "second"):
        with writing(path) as temporary:
            assert temporary.parent == path.parent
            assert temporary.suffix == ".csv"
            temporary.write_text(text)
        assert path.read_text() == text
    assert left(tmp_path) == ["out.csv"]


def test_a_new_file_follows_the_mask_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    path, plain = tmp_path / "out.txt", tmp_path / "plain.txt"
    plain.write_text("")
    with writing(path):
        pass
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o640)
    with writing(path):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_written_through(tmp_path: Path) -> None:
    path, link = tmp_path / "real.txt", tmp_path / "link.txt"
    path.write_text("old")
    link.symlink_to(path)
    with writing(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert path.read_text() == "new"


def fail_halfway(path: Path, failure: BaseException) -> None:
    with writing(path) as temporary:
        temporary.write_text("half of i")
        raise failure


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("failure", [FULL, KeyError("x"), KeyboardInterrupt()])
def test_a_failure_halfway_leaves_the_old_file(tmp_path: Path, failure: BaseException) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    with pytest.raises(EngagelabError if failure is FULL else type(failure)) as caught:
        fail_halfway(path, failure)
    if failure is FULL:
        told = f"{path}: not written: No space left on device; free some space"
        assert str(caught.value).startswith(told)
    assert path.read_text() == "old"
    assert left(tmp_path) == ["out.txt"]


def test_a_missing_folder_and_a_folder_as_file_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "out.txt", tmp_path):
        with pytest.raises(EngagelabError, match="choose a folder that exists") as caught:
            writing_nothing(path)
        assert str(caught.value).startswith(str(path))
    assert left(tmp_path) == []


def writing_nothing(path: Path) -> None:
    with writing(path):
        pass


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a limit on the size of files (POSIX)")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    """A process that may write no file above 1 kB gets a true error from the system."""
    (tmp_path / "out.txt").write_text("old")
    program = """
        try:
            with writing("out.txt") as temporary:
                temporary.write_bytes(bytes(5000))
        except EngagelabError as error:
            print(error)
    """
    assert (
        said_on_a_full_disk(tmp_path, program, "from engagelab.io.atomic import writing")
        == "out.txt: not written: File too large; free some space, or choose another disk\n"
    )
    assert (tmp_path / "out.txt").read_text() == "old"
    assert left(tmp_path) == ["out.txt"]
