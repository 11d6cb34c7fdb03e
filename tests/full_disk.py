"""A disk that is full: a process of its own that may write no file above 1 kB."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

from checkout import ROOT

LIMIT = """
import resource, signal
from engagelab.errors import EngagelabError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
"""


def said_on_a_full_disk(folder: Path, program: str, before: str = "") -> str:
    """Run a program in a folder under the limit, after what comes before it; return its output."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", textwrap.dedent(before) + LIMIT + textwrap.dedent(program)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
