"""Streams are written to as they are; everything else is a file."""

import os
import stat
from pathlib import Path

import pytest

from engagelab.errors import EngagelabError
from engagelab.io.streams import deliver, is_stream

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="streams as POSIX has them")


@pytest.mark.parametrize("path", [
    "/dev/stdout", "/dev/stderr", "/dev/fd/1", "/proc/self/fd/2", "/dev/null", Path("/dev/stdout"),
])  # fmt: skip
def test_open_streams_and_devices_are_streams(path):
    assert is_stream(path)


@pytest.mark.parametrize("path", [
    "out.csv", "/dev/stdout/a", "/dev/fd/", "/dev/fd/x", "dev/stdout", "/dev/shm", "/no/where",
])  # fmt: skip
def test_other_paths_are_not(path):
    assert not is_stream(path)


def test_a_stream_gets_the_data_after_what_it_has_and_stays_open(tmp_path):
    path = tmp_path / "redirected"
    number = os.open(path, os.O_WRONLY | os.O_CREAT)
    try:
        os.write(number, b"before ")
        deliver(f"/dev/fd/{number}", b"data ")
        os.write(number, b"after")
    finally:
        os.close(number)
    assert path.read_bytes() == b"before data after"


def test_a_pipe_of_the_shell_gets_the_data():
    reader, writer = os.pipe()
    try:
        deliver(f"/proc/self/fd/{writer}", b"data")
        assert os.read(reader, 10) == b"data"
    finally:
        os.close(reader)
        os.close(writer)


def test_a_device_is_written_to_and_not_replaced():
    deliver("/dev/null", b"data")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_stream_that_is_not_open_is_refused():
    with pytest.raises(
        EngagelabError, match=r"/dev/fd/987654: cannot be written to .*; give an open"
    ):
        deliver("/dev/fd/987654", b"data")


def test_a_file_is_replaced_and_a_planted_pipe_or_link_is_not(tmp_path):
    path = tmp_path / "out.csv"
    for data in (b"one", b"two"):
        deliver(path, data)
        assert path.read_bytes() == data
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to(path)
    for name in ("pipe.csv", "link.csv"):
        with pytest.raises(EngagelabError, match=r"is not a regular file|is a link"):
            deliver(tmp_path / name, b"three")
    assert path.read_bytes() == b"two"
