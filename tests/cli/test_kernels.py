"""``warm``: compile the kernels."""

import re

from cli.conftest import outcome


def test_warm_compiles_the_kernels(capfd):
    status, out, _ = outcome(capfd, "warm")
    assert status == 0
    assert re.fullmatch(r"The kernels are ready \(\d+\.\d s\)\.\n", out)
