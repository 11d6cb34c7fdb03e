"""``lab``: the notebooks in JupyterLab."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
import pytest
from checkout import ROOT
from cli.conftest import outcome

from engagelab import cli
from engagelab.cli import notebooks

pytestmark = pytest.mark.process


@pytest.fixture
def started(monkeypatch):
    """Note the arguments of JupyterLab instead of starting it."""
    calls = []
    monkeypatch.setattr(notebooks, "_start", calls.append)
    return calls


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Pretend that the package is installed here."""
    folder = tmp_path / "site-packages" / "engagelab"
    folder.mkdir(parents=True)
    monkeypatch.setattr(notebooks, "__file__", str(folder / "cli" / "notebooks.py"))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def shipped(package):
    """Let the package hold notebooks, as a wheel does."""
    folder = package / "_notebooks"
    (folder / "pictures").mkdir(parents=True)
    (folder / ".ipynb_checkpoints").mkdir()
    for name in ("01_second.ipynb", "00_first.ipynb", "pictures/one.png", ".ipynb_checkpoints/x"):
        (folder / name).write_text(name)
    return folder


def test_lab_without_its_extra_says_what_to_install(capfd, monkeypatch, started):
    monkeypatch.setattr(notebooks, "_is_installed", lambda name: False)
    status, _, err = outcome(capfd, "lab")
    assert status == 2
    assert err == (
        "engagelab: jupyterlab and ipywidgets not installed; "
        "install the packages for the notebooks with: pip install 'engagelab[lab]'\n"
    )
    assert started == []


def test_lab_opens_the_notebooks_of_a_checkout_in_place(capfd, package, started):
    own = package.parent / "notebooks"
    own.mkdir()
    assert outcome(capfd, "lab", "--no-browser")[0] == 0
    assert f"--ServerApp.root_dir={own}" in started[0]


def test_lab_copies_the_notebooks_of_a_wheel(capfd, shipped, started, tmp_path):
    status, out, _ = outcome(capfd, "lab")
    assert status == 0
    copy = tmp_path / "engagelab-notebooks"
    assert f"--ServerApp.root_dir={copy}" in started[0]
    assert "--LabApp.default_url=/lab/tree/00_first.ipynb" in started[0]
    assert "3 files copied to engagelab-notebooks, 0 already there" in out
    assert (copy / "pictures" / "one.png").is_file()
    assert not (copy / ".ipynb_checkpoints").exists()


def test_lab_never_overwrites_what_is_there(capfd, shipped, started, tmp_path):
    mine = tmp_path / "mine" / "00_first.ipynb"
    mine.parent.mkdir()
    mine.write_text("my own work")
    status, out, _ = outcome(capfd, "lab", "--folder", "mine")
    assert status == 0
    assert "2 files copied to mine, 1 already there" in out
    assert mine.read_text() == "my own work"


def test_a_checkout_copies_too_where_a_folder_is_named(capfd, package, started, tmp_path):
    own = package.parent / "notebooks"
    own.mkdir()
    (own / "00_first.ipynb").write_text("first")
    assert outcome(capfd, "lab", "--folder", "mine")[0] == 0
    assert (tmp_path / "mine" / "00_first.ipynb").read_text() == "first"


def test_in_french_the_notebooks_are_copied_in_french(capfd, package, started, tmp_path):
    own = package.parent / "notebooks"
    shutil.copytree(ROOT / "notebooks", own)
    status, _, _ = outcome(capfd, "lab", "--lang", "fr")
    assert status == 0
    copy = tmp_path / "engagelab-notebooks-fr"
    assert f"--ServerApp.root_dir={copy}" in started[0]
    book = nbformat.read(copy / "06_what_matters.ipynb", as_version=4)
    nbformat.validate(book)
    assert book.cells[0].source.startswith("# Qu’est-ce qui compte le plus")
    assert book.cells[1].source == "%load_ext engagelab.i18n.outputs"
    assert "What matters most" in (own / "06_what_matters.ipynb").read_text()


def test_a_folder_that_cannot_be_made_is_named(capfd, shipped, started, tmp_path):
    (tmp_path / "file").write_text("")
    status, _, err = outcome(capfd, "lab", "--folder", "file/below")
    assert status == 2
    assert "--folder: file/below cannot be created" in err
    assert outcome(capfd, "lab", "--folder", "file")[0] == 2


def test_missing_notebooks_are_an_error(capfd, package, started):
    status, _, err = outcome(capfd, "lab")
    assert status == 2
    assert "the notebooks are missing" in err


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux goes without a display"
)
@pytest.mark.parametrize(
    ("display", "words", "opens"),
    [(":0", [], True), (":0", ["--no-browser"], False), ("", [], False)],
)
def test_a_browser_opens_only_where_it_can(
    capfd, monkeypatch, package, started, display, words, opens
):
    (package.parent / "notebooks").mkdir()
    monkeypatch.setenv("DISPLAY", display)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    outcome(capfd, "lab", *words)
    assert f"--ServerApp.open_browser={opens}" in started[0]


def test_lab_arguments_keep_to_this_machine(tmp_path):
    arguments = cli.lab_arguments(tmp_path, port=9000, open_browser=False)
    assert {
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=9000",
        "--LabApp.default_url=/lab",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    } <= set(arguments)
    assert not any("token" in argument for argument in arguments)


def test_lab_as_a_package_starts_and_asks_for_its_token(tmp_path):
    """The real JupyterLab answers at the printed address, and nobody gets in without the token."""
    command = [sys.executable, "-m", "engagelab", "lab", "--no-browser", "--port", str(free_port())]
    here = {**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path)}
    with subprocess.Popen(
        [*command, "--folder", str(tmp_path / "notebooks")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=here,
    ) as server:
        try:
            address = next(addresses(server.stdout))
            assert "@jupyterlab/apputils-extension:announcements" in disabled(fetched(address))
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(address.split("/lab")[0] + "/api/contents")
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=30)


def addresses(lines):
    """Yield the addresses with a token that stand in these lines."""
    for line in lines:
        yield from re.findall(r"http://127\.0\.0\.1:\d+/\S+\?token=\S+", line)


def fetched(address):
    """Return the page at this address; JupyterLab prints it a moment before it listens."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address) as page:
                return page.read().decode()
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(address)


def disabled(page):
    """Return the plugins that this page of JupyterLab leaves out."""
    return re.search(r'"disabledExtensions": \[(.*?)\]', page)[1]


def free_port():
    """Return a loopback port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_the_notebooks_are_beside_the_package_in_a_checkout():
    assert (Path(cli.__file__).parents[2] / "notebooks").is_dir()
