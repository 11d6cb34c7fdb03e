"""graph-tool in a process of its own, under the Python for which Debian installs it."""

import json
import subprocess
import weakref
from functools import cache
from pathlib import Path
from typing import Any

from .cases import Case
from .graphs import Arena

PYTHON = Path("/usr/bin/python3")
WORKER = Path(__file__).with_name("graph_tool_worker.py")


@cache
def version() -> str | None:
    """Return the version of graph-tool; None if the system's Python does not have it."""
    if not PYTHON.exists():
        return None
    code = "from importlib.util import find_spec; print(find_spec('graph_tool') is not None)"
    if _output("-c", code) != "True":
        return None
    return _output("-W", "ignore", "-c", "import graph_tool; print(graph_tool.__version__)")


def _output(*arguments: str) -> str:
    done = subprocess.run([PYTHON, *arguments], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.communicate()


class Worker:
    """A process that runs one case; it ends with this object."""

    def __init__(self, arena: Arena, case: Case) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([PYTHON, WORKER], stdin=pipe, stdout=pipe, text=True)
        weakref.finalize(self, _end, self._process)
        recovery = case.recovery or 1.0  # who shares for one round only: the independent cascade
        self._send({
            "people": arena.people, "ties": arena.pairs, "seeds": arena.seeds,
            "chance": case.chance, "recovery": recovery,
        })  # fmt: skip
        self._read()  # it has made its graph

    def ask(self, runs: int, key: int) -> dict[str, Any]:
        """Return the people reached in so many runs, and the seconds of CPU time."""
        self._send({"runs": runs, "key": key})
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()
