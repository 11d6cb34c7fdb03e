"""A first row names the columns if it differs from the rows below it."""

import pytest

from engagelab.io.header import is_header, is_number


def known(cell):
    return cell.lower() in ("source", "target", "user1", "user2", "note")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["source", "target"], ["a", "b"]], "known"),
        ([["source", "x"], ["a", "b"]], "known"),
        ([["source", "target"]], "known"),
        ([["source", "target", "note"], ["1", "2", "source"]], "known"),
        ([["source", "target"], ["1", "2"], ["source", "target"]], "known"),
        ([["user1", "user2"], ["user2", "user3"]], ""),
        ([["user1", "user2"], ["user7", "user9"]], ""),
        ([["user1", "user2"], ["ann", "bo"]], "known"),
        ([["who", "whom"], ["1", "2"], ["2", "3"]], "numbers"),
        ([["who", "how much"], ["ann", "0,5"], ["bo", "1 234"]], "numbers"),
        ([["boss", "helper"], ["ann", "bo"], ["cy", "bo"]], "nowhere"),
        ([["ann", "bo"], ["bo", "cy"]], ""),
        ([["ann", "bo"], ["cy", "dee"], ["eve", "flo"]], ""),
        ([["", "ann", "bo"], ["ann", "0", "1"], ["bo", "1", "0"]], "known"),
        ([["0", "1", "2"], ["1", "2", "3"], ["2", "3", "1"]], ""),
        ([["1", "2"], ["2", "3"]], ""),
        ([["", ""], ["1", "2"]], ""),
    ],
)
def test_a_header_is_told_from_data(rows, reason):
    assert is_header(rows, known) == reason


@pytest.mark.parametrize("cell", ["1", "-0,5", "1 234,5", "50 %", "1'000"])
def test_numbers_are_recognised_in_any_notation(cell):
    assert is_number(cell)
    assert not is_number(f"{cell} a")
