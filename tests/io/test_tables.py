"""Tables of any format have one form, and rows are found again by their line."""

import io

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from engagelab.errors import EngagelabError
from engagelab.io.tables import Asked, is_frame, read_table


def known(cell):
    return cell in ("source", "target", "weight")


def table(text, name="a.csv", **how):
    source = io.BytesIO(text.encode())
    source.name = name
    return read_table(source, known, Asked(**how))


def cells(found):
    return [column.to_pylist() for column in found.columns]


@pytest.mark.parametrize(
    "text",
    ["source,target\n1,2\n3,4\n", "source , target\r\n1,2\r\n3,4", "source target\n 1  2\n3 4\n",
     '"source","target"\n"1","2"\n"3","4"\n', "# c\nsource;target\n\n1;2\n3;4\n;\n"[:-2]],
)  # fmt: skip
def test_fast_and_slow_ways_read_the_same(text):
    found = table(text)
    assert (found.names, found.has_header) == (("source", "target"), True)
    assert cells(found) == [["1", "3"], ["2", "4"]]


def test_the_line_of_a_row_is_known():
    found = table('# c\nsource,target\n"a\nb",c\n\nd,e\n')
    assert [str(found.place(row)) for row in range(2)] == ["line 3", "line 6"]
    assert str(read_table(pd.DataFrame({"a": [1], "b": [2]}), known).place(0)) == "row 1"


def test_short_rows_are_filled_and_remembered_and_long_ones_refused():
    found = table("source,target,note\n1,2\n3,4,x\n")
    assert cells(found)[2] == ["", "x"]
    assert found.short == {0: 2}
    assert cells(table("source,target\n1,2,\n3,4\n")) == [["1", "3"], ["2", "4"]]
    with pytest.raises(EngagelabError, match=r"line 3: 3 fields where 2 are expected \(source, ta"):
        table("source,target\n1,2\n3,4,5\n")


def test_a_header_can_be_stated():
    assert table("1,2\n", header=("a", "b")).names == ("a", "b")
    assert table("1,2\n3,4\n", header=True).names == ("1", "2")
    assert table("source,target\n", header=False).rows == 1
    assert table("1,2\n").names == ("1", "2")


def test_many_rows_are_read_in_blocks(monkeypatch):
    monkeypatch.setattr("engagelab.io.tables._BLOCK", 3)
    text = "source,target\n" + "".join(f'"{at}",{at + 1}\n' for at in range(10))
    assert cells(table(text))[0] == [str(at) for at in range(10)]


def test_ragged_rows_are_read_if_asked_for():
    with pytest.raises(EngagelabError, match="2 to 4 fields and no names"):
        table("a;b\nc;d;e\nf;g;h;i\n")
    assert len(table("a;b\nc;d;e\nf;g;h;i\n", ragged=True).columns) == 4


def test_frames_keep_their_numbers():
    frame = pd.DataFrame(
        {"source": [1, 2], "note": ["x", None], "kind": pd.Categorical(["a", "b"])}
    )
    found = read_table(frame, known)
    assert found.columns[0].type == pa.int64()
    assert cells(found)[1:] == [["x", None], ["a", "b"]]
    mixed = read_table(pd.DataFrame({"a": [1, "x"], "b": [2.0, None]}), known)
    assert cells(mixed) == [["1", "x"], ["2", None]]
    assert is_frame(frame)
    assert not is_frame([1])


class Capsule:
    """A frame of a library that speaks the Arrow PyCapsule interface and nothing else."""

    def __init__(self, frame):
        self._table = pa.Table.from_pandas(frame)

    def __arrow_c_stream__(self, schema=None):
        return self._table.__arrow_c_stream__(schema)


def test_any_frame_with_the_arrow_interface_is_read():
    found = read_table(Capsule(pd.DataFrame({"source": [1], "target": ["x"]})), known)
    assert (found.names, cells(found), found.has_header) == (
        ("source", "target"),
        [[1], ["x"]],
        True,
    )
    assert read_table(pd.DataFrame([(1, 2)]), known).names == ("1", "2")


def test_sheets_and_parquet_are_tables(tmp_path):
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    for row in (["Title", None], ["source", "target"], [1, 2], [3, 4]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    found = read_table(tmp_path / "a.xlsx", known)
    assert (found.names, cells(found)) == (("source", "target"), [["1", "3"], ["2", "4"]])
    assert str(found.place(1)) == "row 4"
    pd.DataFrame({"source": [1]}).to_parquet(tmp_path / "a.parquet")
    assert read_table(tmp_path / "a.parquet", known).names == ("source",)


def test_the_first_rows_can_be_shown():
    assert table("source,target\n1,\n3,4\n").preview(1) == [["1", ""]]


@pytest.mark.parametrize("text", ["," * 20_000, "a,b\n" + ";" * 30_000 + "\n" + ";" * 30_000])
def test_more_columns_than_a_matrix_of_people_has_are_refused(text):
    with pytest.raises(EngagelabError, match=r"columns are more than the 20,000 that are read"):
        read_table(io.StringIO(text), lambda cell: False)
