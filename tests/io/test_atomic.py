"""A file is written completely or not at all, whatever fails."""

import errno
import os
import stat
from pathlib import Path

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


def test_a_link_is_written_through(tmp_path: Path) -> None:
    path, link = tmp_path / "real.txt", tmp_path / "link.txt"
    path.write_text("old")
    link.symlink_to(path)
    with writing(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert path.read_text() == "new"


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


def writing_nothing(path: Path) -> None:
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
