"""A notebook in a real browser: JupyterLab or Voila on this machine, and Chromium."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from engagelab import cli

ROOT = Path(__file__).parents[1]
TOKEN = "only-for-this-machine"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
# nothing of the browser's own, and no other host can be found
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
START, CELLS = 120_000, 300_000  # milliseconds
# whether some cell is being run or has been
RUNS = """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
  .some(prompt => /[*\\d]/.test(prompt.textContent))"""


class Server:
    """A server on a free port of this machine, in a copy of the notebooks.

    Parameters
    ----------
    folder : Path
        Where the copy, the log and Jupyter's own files go.

    Attributes
    ----------
    given : dict of str to str
        What is added to the environment of the server.
    """

    given: ClassVar[dict[str, str]] = {"JUPYTER_TOKEN": TOKEN}

    def __init__(self, folder: Path) -> None:
        self.notebooks, self.log = folder / "notebooks", folder / "server.log"
        shutil.copytree(ROOT / "notebooks", self.notebooks)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.arguments()],
                env={**environment(folder), **self.given},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def arguments(self) -> list[str]:
        """Return what follows the name of Python."""
        raise NotImplementedError

    def is_up(self) -> bool:
        """Return whether the server answers."""
        raise NotImplementedError

    def wait(self) -> None:
        """Wait until the server listens."""
        until = time.monotonic() + START / 1000
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if self.is_up():
                    return
            except urllib.error.URLError:
                pass
            time.sleep(0.2)
        raise TimeoutError(self.log.read_text())

    def stop(self) -> None:
        """Stop the server."""
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)


class Lab(Server):
    """JupyterLab."""

    def arguments(self) -> list[str]:
        """Return what starts JupyterLab."""
        told = cli.lab_arguments(self.notebooks, port=self.port, open_browser=False)
        return ["-m", "jupyterlab", *told, "--ServerApp.port_retries=0"]

    def is_up(self) -> bool:
        """Return whether the server answers."""
        return bool(self.ask("status"))

    def ask(self, path: str, method: str = "GET") -> Any:
        """Return what the server answers."""
        request = urllib.request.Request(f"{self.address}/api/{path}", method=method)
        request.add_header("Authorization", f"token {TOKEN}")
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or "null")

    def wait_until_idle(self) -> None:
        """Wait until the page has a kernel that has nothing to do, and stays so."""
        until, quiet = time.monotonic() + CELLS / 1000, 0
        while quiet < 4:
            assert time.monotonic() < until, "the kernel is not idle in time"
            quiet = quiet + 1 if self._kernels() == [("idle", 1)] else 0
            time.sleep(0.3)

    def _kernels(self) -> list[tuple[str, int]]:
        """Return the state and the connections of each kernel."""
        try:
            return [(one["execution_state"], one["connections"]) for one in self.ask("kernels")]
        except urllib.error.HTTPError:  # the server stumbles while a kernel is being started
            return []

    def run_all(self, page: Any, notebook: str) -> None:
        """Open a notebook and run its cells, once it has a kernel; before, it would ask for one."""
        page.goto(f"{self.address}/lab/tree/{notebook}?token={TOKEN}", timeout=START)
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=START)
        self.wait_until_idle()
        page.wait_for_selector(".jp-NotebookPanel-toolbar [data-status=idle]", timeout=START)
        while True:
            page.get_by_role("menuitem", name="Run", exact=True).first.click()
            page.get_by_text("Run All Cells", exact=True).click()
            page.wait_for_timeout(1_000)
            if page.evaluate(RUNS):  # a menu does nothing while the page is still being built
                return

    def outputs(self, notebook: str) -> list[dict[str, Any]]:
        """Return the outputs in a saved notebook."""
        cells = json.loads((self.notebooks / notebook).read_text())["cells"]
        return [output for cell in cells for output in cell.get("outputs", [])]

    def stop(self) -> None:
        """Shut the kernels down, then the server."""
        try:
            for kernel in self.ask("kernels"):
                self.ask(f"kernels/{kernel['id']}", "DELETE")
        finally:
            super().stop()


def write_notebook(path: Path, code: str) -> None:
    """Write a notebook of one cell."""
    cell = {
        "cell_type": "code", "id": "only", "metadata": {}, "outputs": [],
        "execution_count": None, "source": code,
    }  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(book))


def environment(folder: Path) -> dict[str, str]:
    """Return an environment in which nothing of the person's own settings is read or written."""
    own = {
        name: str(folder / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
    }
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, **own, "PYTHONPATH": path}


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(server: Server) -> Iterator[Server]:
    """Wait for a server, and stop it in the end."""
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@contextmanager
def chromium() -> Iterator[Any]:
    """Open Chromium, and close it in the end."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


def hosts(addresses: list[str]) -> set[str | None]:
    """Return the hosts that a page asked for something."""
    inner = ("data", "blob", "about", "chrome")
    parts = map(urlsplit, addresses)
    return {part.hostname for part in parts if part.scheme not in inner}
