"""A temporary folder that cannot be had is reported in one line."""

import errno
import tempfile
from pathlib import Path

import pytest
from full_disk import said_on_a_full_disk

from engagelab.errors import EngagelabError
from engagelab.io.scratch import scratch_folder


def test_a_folder_is_there_and_then_gone():
    with scratch_folder() as folder:
        (folder / "a").write_text("a")
        assert folder.is_dir()
    assert not folder.exists()


def test_no_folder_is_an_error_that_says_what_to_do(monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    refusal = r"^temporary folder: cannot be written to: No space left on device; free some space"
    with pytest.raises(EngagelabError, match=refusal), scratch_folder():
        pass


@pytest.mark.process
def test_a_full_temporary_folder_is_reported_where_a_network_goes(tmp_path: Path):
    program = """
        import engagelab as el
        from concurrent.futures import ProcessPoolExecutor
        from engagelab.experiments.executors import worker_pool

        town = el.graphs.town(people=500)
        try:
            with ProcessPoolExecutor(1) as pool, worker_pool(pool, town, None):
                pass
        except EngagelabError as error:
            print(error)
    """
    line = (
        "temporary folder: cannot be written to: File too large; free some space in it, or set "
        "TMPDIR to another folder\n"
    )
    assert said_on_a_full_disk(tmp_path, program) == line
