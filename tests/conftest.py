"""What all tests share: real data beside the checkout, where it is there, and their order."""

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from checkout import ROOT
from examples import examples
from hypothesis import settings

# No test says how long something may take: a first example also loads and compiles.
settings.register_profile("engagelab", deadline=None, max_examples=examples(100))
settings.load_profile("engagelab")

DATA = ROOT.parent / "shared" / "data"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each worker a file at a time, and all files of an `xdist_group` to the same one.

    Two browsers with their servers on two cores starve each other. (``--dist loadgroup`` of
    pytest-xdist 3.8 finds no groups with pytest 9.)
    """
    from xdist.scheduler import LoadFileScheduling

    if config.getoption("dist") != "loadfile":
        return None

    class ByFileOrGroup(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _group_of(super()._split_scope(nodeid))

    return ByFileOrGroup(config, log)


@cache
def _group_of(file: str) -> str:
    """Return the group that the tests of a file name, or else the file."""
    text = (ROOT / file).read_text(encoding="utf-8")
    group = re.search(r'xdist_group\("(\w+)"\)', text)
    return group[1] if group else file


@pytest.fixture(autouse=True, scope="session")
def data_folder() -> Iterator[None]:
    """Point the cache of data sets at the folder beside the checkout, unless it is set already."""
    with pytest.MonkeyPatch.context() as patch:
        if DATA.is_dir() and "ENGAGELAB_DATA" not in os.environ:
            patch.setenv("ENGAGELAB_DATA", str(DATA))
        yield


@pytest.fixture
def figures_are_closed() -> Iterator[None]:
    """Draw without a window, and close what was drawn."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    with mpl.rc_context({"backend": "agg"}):
        yield
    plt.close("all")
