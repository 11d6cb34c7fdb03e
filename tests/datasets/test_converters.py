"""Files of other programs become tables, or an error that says so: bounded, and nothing is run."""

import bz2
import gzip
import json
import lzma
import sys

import numpy as np
import pytest
from checkout import ROOT

from engagelab.datasets import converters
from engagelab.errors import EngagelabError

INVENTED = ROOT / "tests" / "data"
PACKERS = [gzip.compress, bz2.compress, lzma.compress]
NOTE = b"all of it, " * 100


def refusal(call: object, *arguments: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        call(*arguments)
    return str(caught.value)


@pytest.mark.parametrize("pack", PACKERS)
def test_packed_files_are_unpacked_and_others_left(pack: object) -> None:
    assert converters.unpacked(pack(NOTE), "a note") == NOTE
    assert converters.unpacked(pack(NOTE) + pack(b"more"), "a note") == NOTE + b"more"
    assert converters.unpacked(NOTE, "a note") == NOTE


@pytest.mark.parametrize("pack", PACKERS)
def test_no_file_grows_beyond_the_bound(pack: object) -> None:
    bomb = pack(bytes(10_000_000))
    assert len(converters.unpacked(bomb, "a note", 10_000_000)) == 10_000_000
    told = refusal(converters.unpacked, bomb, "a note", 9_999_999)
    assert told.startswith("a note: has more than 9,999,999 bytes when unpacked")
    assert "has more than" in refusal(converters.unpacked, pack(NOTE) * 9, "a note", 9_000)


@pytest.mark.parametrize("pack", PACKERS)
def test_a_file_cut_short_or_damaged_is_told(pack: object) -> None:
    packed = pack(NOTE)
    assert "cannot be unpacked: it is truncated" in refusal(converters.unpacked, packed[:-9], "x")
    assert "cannot be unpacked" in refusal(converters.unpacked, packed[:12] + b"\0" * 60, "x")


def test_a_survey_keeps_what_is_missing() -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    objects = converters.read_rdata((INVENTED / "medInnovations.rdata").read_bytes(), "a survey")
    frame = converters.table("people.csv", objects)
    assert frame.columns.tolist() == ["city", "id", "detail", "thresh", "toa"]
    assert frame["toa"].tolist() == [1, 18, 5, 17]
    assert frame["detail"].isna().tolist() == [False, True, False, False]
    assert frame["thresh"].tolist()[1:] == [0.25, 0.5, 0.333330005407333]
    assert [column.kind for column in frame.dtypes] == list("iiffi")
    assert converters.table("people.csv", objects, ["toa"]).columns.tolist() == ["toa"]


def test_a_diffnet_gives_ties_and_times() -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    objects = converters.read_rdata((INVENTED / "medInnovationsDiffNet.rdata").read_bytes(), "it")
    ties = converters.table("edges.csv", objects)
    assert ties.to_numpy().tolist() == [[1002, 1001, 1], [2004, 2003, 1], [2003, 2004, 2]]
    times = converters.table("adoption.csv", objects)
    assert times.to_numpy().tolist() == [[1001, 1], [1002, 18], [2003, 5], [2004, 17]]
    assert times["id"].dtype == np.int64


def test_an_r_file_of_something_else_is_told() -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    objects = converters.read_rdata((INVENTED / "kfamily.rdata").read_bytes(), "a survey")
    told = refusal(converters.table, "edges.csv", objects)
    assert told.startswith("edges.csv: the file of R has no such table")
    assert "has no such table" in refusal(converters.table, "people.csv", {})
    assert "has no such table" in refusal(converters.table, "people.csv", objects, ["no such"])


def test_what_is_no_r_file_is_told() -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    assert "is not an .rdata file of R" in refusal(converters.read_rdata, b"id,toa\n", "x")
    # Packed twice could grow twice, so it is no such file either.
    twice = gzip.compress(gzip.compress(b"RDX2\nX\n"))
    assert "is not an .rdata file of R" in refusal(converters.read_rdata, twice, "x")
    assert "cannot be read as .rdata" in refusal(converters.read_rdata, b"RDX2\nX\n\0\0", "x")


def test_a_missing_reader_is_told_with_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rdata", None)
    told = refusal(converters.need_rdata)
    assert told == (
        "rdata: this package, which reads the files of R, is not installed; install it with "
        "pip install 'engagelab[data]'"
    )


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1]",
        '{"a": 1}',
        '{"a": {"participants": [], "bound": "b", "start": "s"}}',
        '{"a": {"participants": [[1]], "bound": "b", "start": "s", "end": "e"}}',
        "[" * 100_000,
    ],
    ids=["cut", "list", "number", "no end", "no label", "deep"],
)
def test_json_of_something_else_is_told(text: str) -> None:
    told = refusal(converters.reviews, bz2.compress(text.encode()), "reviews.json.bz2")
    assert told.startswith("reviews.json.bz2: is not JSON of reviews")


def test_participants_are_numbered_as_they_appear() -> None:
    told = {"bound": "bounded", "start": "2020-01-01", "end": "2020-01-02"}
    data = {"x": {"participants": [7, 3], **told}, "y": {"participants": [3, 9, 7], **told}}
    rows = converters.reviews(json.dumps(data).encode(), "reviews.json")
    assert rows["participants"].tolist() == ["0 1", "1 2 0"]
