"""Separators, comments and lines before a table are detected from many rows."""

import csv

import pytest

from engagelab.errors import EngagelabError
from engagelab.io.dialect import SPACES, layout_of, records


def known(cell):
    return cell in ("source", "target", "note")


def layout(text, **how):
    return layout_of("a.csv", text, known, **how)


@pytest.mark.parametrize(
    ("text", "separator", "fields"),
    [
        ("1,2\n2,3\n", ",", 2),
        ("1;2;0,5\n2;3;0,25\n", ";", 3),
        ("a b\tc, d\ne f\tg, h\n", "\t", 2),
        ("a|b\nc|d\n", "|", 2),
        ("a  b \n c\td\n", SPACES, 2),
        ('"a;b","c;d"\n', ",", 2),
        ("Source;Target;Score (0,1)\nann;bo;1\n", ";", 3),
        ("Ann Roe,Bo Poe\nCy Coe,Dee\n", ",", 2),
        ("alone\nalone\n", ",", 1),
    ],
)
def test_the_separator_is_the_one_that_fits_all_rows(text, separator, fields):
    found = layout(text)
    assert (found.separator, found.fields, found.is_ragged) == (separator, fields, False)


def test_a_quote_over_several_lines_is_one_field():
    rows = layout('a,b\n"1\n2",3\n4,5\n').rows
    assert rows == [(1, ["a", "b"]), (2, ["1\n2", "3"]), (4, ["4", "5"])]


def test_lines_keep_their_numbers():
    found = layout("# a\nTitle\n\nsource,target\n# b\n1,2\n")
    assert found.rows == [(4, ["source", "target"]), (6, ["1", "2"])]
    assert (found.comments, found.before) == (("# a", "# b"), 1)
    assert list(records("a.csv", found.text, ",")) == found.rows
    assert layout("x\ny\n1,2\n", skip=2).rows == [(3, ["1", "2"])]
    assert layout("sep=;\n1;2\n").rows == [(2, ["1", "2"])]


def test_channels_are_rows_and_not_comments():
    assert layout("#general,ann\n#random,bo\n").comments == ()
    assert layout("channel,user\n#general,ann\n#random,bo\n").comments == ()
    assert layout("#source,target\n1,2\n").comments == ("#source,target",)


def test_rows_of_many_lengths_are_ragged():
    assert layout("a;b\nc;d;e\nf;g;h;i\n").is_ragged
    assert not layout("a;b\n" * 9 + "c\n").is_ragged


def test_a_broken_quote_is_refused_with_its_line_and_the_limit_of_fields_is_kept():
    before = csv.field_size_limit()
    with pytest.raises(EngagelabError, match=r"a\.csv: line 2: a quote is never closed"):
        list(records("a.csv", '1,2\n"3,4\n', ","))
    with pytest.raises(EngagelabError, match=r"a\.csv: line 2: "):
        list(records("a.csv", '1,2\n"3"4,5\n', ","))
    assert list(records("a.csv", '"' + "x" * 200_000 + '",1', ",")) == [(1, ["x" * 200_000, "1"])]
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("separator", ["", "::", '"', "\n", "é"])
def test_an_impossible_separator_is_refused(separator):
    with pytest.raises(EngagelabError, match=r"^separator: .* is not allowed"):
        layout("1,2\n", separator=separator)
