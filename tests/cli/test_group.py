"""All commands: help, version, mistakes and interruptions."""

import re
import subprocess
import sys

import pytest
from cli.conftest import outcome

from engagelab import cli
from engagelab._version import __version__
from engagelab.cli import notebooks
from engagelab.errors import EngagelabError


@pytest.mark.parametrize(
    "words", [[], ["--help"], *([name, "--help"] for name in cli.commands.commands)]
)
def test_help_has_an_example(capfd, words):
    status, out, err = outcome(capfd, *words)
    assert (status, err) == (0, "")
    assert re.search(r"Example:\n +engagelab " + (words[0] if len(words) == 2 else "run"), out)


def test_version(capfd):
    assert outcome(capfd, "--version") == (0, f"engagelab, version {__version__}\n", "")


@pytest.mark.parametrize("words", [[], ["--version"], ["lab", "--help"]])
def test_the_module_is_the_command(words):
    ran = subprocess.run(
        [sys.executable, "-m", "engagelab", *words], capture_output=True, text=True, check=True
    )
    assert "engagelab" in ran.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["labb"], "No such command 'labb'"),
        (["lab", "--port", "x"], "Invalid value for '--port'"),
        (["lab", "--port", "0"], "Invalid value for '--port'"),
        (["lab", "--prot", "1"], "No such option"),
        (["warm", "now"], "unexpected extra argument"),
    ],
)
def test_a_mistake_is_one_line_and_status_2(capfd, words, says):
    status, out, err = outcome(capfd, *words)
    assert (status, out) == (2, "")
    assert err.startswith("engagelab: ")
    assert says in err
    assert err.count("\n") == 1


def test_an_error_of_the_package_is_one_line_and_status_2(capfd, monkeypatch):
    def refuse(folder, lang):
        raise EngagelabError("first: wrong\nsecond: wrong too")

    monkeypatch.setattr(notebooks, "notebooks", refuse)
    assert outcome(capfd, "lab") == (2, "", "engagelab: first: wrong; second: wrong too\n")


def test_an_interruption_is_no_traceback(capfd, monkeypatch):
    def interrupt(folder, lang):
        raise KeyboardInterrupt

    monkeypatch.setattr(notebooks, "notebooks", interrupt)
    status, _, err = outcome(capfd, "lab")
    assert status == 130
    assert "Traceback" not in err


def test_the_commands_load_nothing_heavy_of_their_own():
    heavy = {"jupyterlab", "ipywidgets", "matplotlib", "seaborn"}
    code = "import sys, engagelab.cli; sys.stdout.write(' '.join(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert heavy.isdisjoint(ran.stdout.split())
