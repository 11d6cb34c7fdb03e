"""A process that ends while the workbench computes ends well."""

import os
import subprocess
import sys

import pytest
from checkout import ROOT

ANSWERED = """
from engagelab.workbench import campaign
page = campaign()
assert page.wait(120)  # and the assumptions are tested now
"""


@pytest.mark.process
def test_a_process_ends_while_the_assumptions_are_tested():
    done = subprocess.run(
        [sys.executable, "-c", ANSWERED], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
