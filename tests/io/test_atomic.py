"""A file is written completely or not at all, whatever fails."""

import errno
import os
import socket
import stat
from pathlib import Path
from typing import Any

import pytest
from full_disk import said_on_a_full_disk

from engagelab.errors import EngagelabError
from engagelab.io.atomic import writing


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


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


@pytest.mark.parametrize("leads_to", ["real.txt", "missing.txt", ".", "link.txt", "/dev/null"])
def test_nothing_is_written_through_a_link(tmp_path: Path, leads_to: str) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    link.symlink_to(leads_to)
    with pytest.raises(EngagelabError, match=r"link\.txt: is a link, and nothing is written"):
        writing_nothing(link)
    assert link.is_symlink()
    assert real.read_text() == "old"
    assert sorted(left(tmp_path)) == ["link.txt", "real.txt"]


def test_a_link_that_is_placed_meanwhile_is_replaced_itself(tmp_path: Path) -> None:
    real, target = tmp_path / "real.txt", tmp_path / "target.txt"
    real.write_text("old")
    with writing(target) as temporary:
        temporary.write_text("new")
        target.symlink_to(real)
    assert not target.is_symlink()
    assert (target.read_text(), real.read_text()) == ("new", "old")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes (POSIX)")
def test_a_pipe_a_socket_and_a_device_are_not_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "socket"))
        for path in (tmp_path / "pipe", tmp_path / "socket", Path("/dev/null")):
            with pytest.raises(EngagelabError, match="is not a regular file, but a pipe"):
                writing_nothing(path)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_hard_link_keeps_its_content_under_the_other_name(tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("old")
    other.hardlink_to(one)
    with writing(one) as temporary:
        temporary.write_text("new")
    assert (one.read_text(), other.read_text()) == ("new", "old")


@pytest.mark.parametrize("path", ["", "a\0b", "\0", "\ud800"])
def test_what_no_system_accepts_as_a_path_is_refused(path: str) -> None:
    with pytest.raises(EngagelabError, match="is not a path, as it is empty or has a character"):
        writing_nothing(Path(path) if path else "")


@pytest.mark.parametrize("path", [None, 5, b"a.txt", ["a.txt"], 1.5])
def test_what_is_not_a_path_is_refused(path: object) -> None:
    with pytest.raises(EngagelabError, match="is not a path; give the name of a file"):
        writing_nothing(path)


def test_a_name_that_is_too_long_is_refused_and_a_long_one_is_written(tmp_path: Path) -> None:
    with pytest.raises(EngagelabError, match="File name too long; choose a shorter name"):
        writing_nothing(tmp_path / ("a" * 300))
    for name in ("\N{GRINNING FACE}" * 60 + ".txt", "a" * 251 + ".txt", "a." + "b" * 250):
        with writing(tmp_path / name) as temporary:
            temporary.write_text("new")
        assert (tmp_path / name).read_text() == "new"


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


def writing_nothing(path: Any) -> None:
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
