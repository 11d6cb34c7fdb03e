"""Run commands in this process, and a plan that is simulated quickly."""

import pandas as pd
import pytest

import engagelab as el
from engagelab import cli


def outcome(capfd, *words):
    """Return the status, output and error stream of a command."""
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    out, err = capfd.readouterr()
    return left.value.code, out, err


def exact(file):
    """Read CSV with the number nearest to each text, which pandas' own quick reader may miss."""
    rows = pd.read_csv(file, dtype=str)
    words = rows.columns[rows.columns == "measure"]
    return rows.drop(columns=words).map(float).assign(**{word: rows[word] for word in words})


@pytest.fixture
def said(capfd, tmp_path, monkeypatch):
    """Run commands in an empty folder; return their status, output and error stream."""
    monkeypatch.chdir(tmp_path)

    return lambda *words: outcome(capfd, *map(str, words))


@pytest.fixture
def refused(said):
    """Run a command that must be refused; return its one line."""

    def run(*words):
        status, out, err = said(*words)
        assert (status, out, err.count("\n")) == (2, "", 1), err
        assert err.startswith("engagelab: ")
        return err

    return run


@pytest.fixture
def plan(tmp_path):
    """A plan of few people in a file."""
    small = el.Scenario.preset("invite-a-friend").replace(
        {"population.people": 300, "settings.runs": 5}
    )
    small.to_yaml(tmp_path / "plan.yaml")
    return small
