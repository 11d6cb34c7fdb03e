"""Files are read whole; what is not a file is neither waited for nor read."""

import os
import socket

import pytest

from engagelab.errors import EngagelabError
from engagelab.io.files import read_bytes, text_of


def test_a_file_is_read_whole_through_a_link_too(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\x00\r\n" * 100_000)
    (tmp_path / "link").symlink_to(path)
    assert read_bytes(path) == read_bytes(str(tmp_path / "link")) == path.read_bytes()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes (POSIX)")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to("pipe.csv")
    for name in ("pipe.csv", "link.csv"):
        with pytest.raises(EngagelabError, match=rf"{name}: is not a regular file, but a pipe"):
            read_bytes(tmp_path / name)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs devices (POSIX)")
def test_devices_and_sockets_are_not_read(tmp_path):
    with pytest.raises(EngagelabError, match="/dev/zero: is not a regular file"):
        read_bytes("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        with pytest.raises(EngagelabError, match="socket: cannot be read"):
            read_bytes(tmp_path / "socket")


def test_a_stream_of_the_shell_is_read_to_its_end():
    reader, writer = os.pipe()
    os.write(writer, b"groups: {}")
    os.close(writer)
    try:
        assert read_bytes(f"/dev/fd/{reader}") == b"groups: {}"
    finally:
        os.close(reader)


@pytest.mark.parametrize(("path", "text"), [
    ("none.csv", "none.csv: cannot be read: No such file or directory; check its name and folder"),
    (".", r"\.: cannot be read: Is a directory"),
    ("a" * 5_000, "a: cannot be read: File name too long"),
    ("a\0b", r"a\\x00b.: is not a path"),
    ("", "is not a path"),
    (None, "path: None is not a path"),
    (3, "path: 3 is not a path"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused(path, text):
    with pytest.raises(EngagelabError, match=text):
        read_bytes(path)


def test_a_text_loses_its_mark_and_names_the_line_that_is_not_text():
    assert text_of("a.yaml", "\ufeffé".encode()) == "é"
    with pytest.raises(EngagelabError, match=r"a\.yaml, line 3: is not UTF-8; save it as UTF-8"):
        text_of("a.yaml", b"a\nb\n\xe9\n")
