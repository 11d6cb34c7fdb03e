"""Labels become whole numbers only if all are; a table keeps its rows and their order."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from table_helpers import ENDS, TIES, made

from engagelab.io.tables import read_table, rows_of


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


def test_a_table_of_names_only_has_no_rows(tmp_path: Path) -> None:
    assert read_table(made(tmp_path, "source,target,weight\n"), TIES).shape == (0, 3)


def test_a_million_rows_are_read_as_they_are(tmp_path: Path) -> None:
    ends = np.random.default_rng(1).integers(0, 100_000, (1_000_000, 2))
    path = tmp_path / "big.csv"
    pd.DataFrame(ends, columns=["source", "target"]).to_csv(path, index=False)
    assert (read_table(path, ENDS).to_numpy() == ends).all()


def test_rows_come_with_the_line_on_which_they_begin(tmp_path: Path) -> None:
    path = made(tmp_path, 'who;whom\n\n"Ann\nLee";Bo\r\nBo\n')
    assert list(rows_of(path)) == [
        (1, ["who", "whom"]), (3, ["Ann\nLee", "Bo"]), (5, ["Bo"])
    ]  # fmt: skip
