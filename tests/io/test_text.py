"""Bytes become text by their mark, as UTF-8, or as stated."""

import pytest

from engagelab.errors import EngagelabError
from engagelab.io.content import FileContent
from engagelab.io.text import text_of


def text(data, encoding=None):
    return text_of(FileContent("a.csv", ".csv", data), encoding)


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_names_the_encoding_whatever_is_stated(code):
    found, name = text("Zoé\r\nAnn\r".encode(code))
    assert (found, name) == ("Zoé\nAnn\n", code)
    if code != "utf-8":
        assert text("Zoé".encode(code), "cp1252")[0] == "Zoé"


def test_a_stated_encoding_is_used():
    assert text("Zoé".encode("cp1252"), "cp1252") == ("Zoé", "cp1252")


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        ("a\nZoé".encode("cp1252"), None, "a.csv: line 2: byte 0xE9 is not UTF-8"),
        (b"a\n\0", None, "a.csv: line 2: a NUL character"),
        ("ann".encode("utf-16-le"), None, "encoding='utf-16-le'"),
        (b"\xff\xfea", None, "is not UTF-16"),
        (b" \n", None, "a.csv: the file is empty"),
        (b"a", "klingon", "encoding: unknown encoding: klingon"),
    ],
)
def test_other_bytes_are_refused(data, encoding, words):
    with pytest.raises(EngagelabError) as caught:
        text(data, encoding)
    assert words in str(caught.value)
