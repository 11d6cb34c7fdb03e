"""Content of files, packed or not, within limits."""

import bz2
import gzip
import io
import lzma
import zipfile

import pytest

from engagelab.errors import EngagelabError
from engagelab.io import content
from engagelab.io.content import content_of, unpacked

NOTE = b"all of it\n"


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, NOTE)
    return buffer.getvalue()


def refusal(source):
    with pytest.raises(EngagelabError) as caught:
        content_of(source)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("a.csv", NOTE, ".csv"),
        ("a.CSV.GZ", gzip.compress(NOTE, mtime=0), ".csv"),
        ("a.tsv.xz", lzma.compress(NOTE), ".tsv"),
        ("a.bz2", bz2.compress(NOTE), ""),
        ("a.zip", zipped("folder/", "folder/b.txt", "__MACOSX/._b.txt"), ".txt"),
    ],
)
def test_a_file_is_unpacked_and_keeps_its_name(tmp_path, name, data, ending):
    path = tmp_path / name
    path.write_bytes(data)
    found = content_of(path)
    assert (found.name, found.ending, found.data) == (str(path), ending, NOTE)


def test_open_files_are_read_as_text_or_bytes():
    assert content_of(io.StringIO("é")).data == "é".encode("utf-8-sig")
    assert content_of(io.BytesIO(NOTE)) == content.FileContent("open file", "", NOTE)


def test_a_file_that_cannot_be_read_is_refused(tmp_path):
    assert "none: cannot be read" in refusal(tmp_path / "none")
    assert "cannot be read" in refusal(tmp_path)
    assert refusal(3).startswith("file: int is not allowed")
    assert "holds 2 files (a, b)" in refusal(io.BytesIO(zipped("a", "b")))
    assert "holds 0 files" in refusal(io.BytesIO(zipped(".hidden")))
    assert "cannot be unpacked" in refusal(io.BytesIO(zipped("a")[:-20]))


def test_a_file_may_not_grow_beyond_the_limit(monkeypatch):
    bomb = gzip.compress(bytes(10_000))
    assert len(unpacked(bomb, "a note", 10_000)) == 10_000
    with pytest.raises(EngagelabError, match="a note: has more than 9,999 bytes when unpacked"):
        unpacked(bomb, "a note", 9_999)
    monkeypatch.setattr(content, "MOST_UNPACKED", 5)
    assert "more than 5 bytes" in refusal(io.BytesIO(zipped("a")))
    assert "more than 5 bytes" in refusal(io.BytesIO(gzip.compress(NOTE, mtime=0)))


def test_members_of_a_pack_are_joined_and_a_cut_one_is_refused():
    assert unpacked(gzip.compress(NOTE, mtime=0) + gzip.compress(b"more"), "x") == NOTE + b"more"
    with pytest.raises(EngagelabError, match="x: cannot be unpacked: it is truncated"):
        unpacked(gzip.compress(NOTE, mtime=0)[:-4], "x")
