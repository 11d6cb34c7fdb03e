"""What all tests share: real data beside the checkout, where it is there."""

import os
from collections.abc import Iterator

import pytest
from checkout import ROOT
from examples import examples
from hypothesis import settings

# No test says how long something may take: a first example also loads and compiles.
settings.register_profile("engagelab", deadline=None, max_examples=examples(100))
settings.load_profile("engagelab")

DATA = ROOT.parent / "shared" / "data"


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
