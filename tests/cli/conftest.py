"""A command run in this process, and a plan that is done quickly."""

import pytest

import engagelab as el
from engagelab import cli


@pytest.fixture
def said(capfd, tmp_path, monkeypatch):
    """Run commands in an empty folder; return their status, output and error stream."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        with pytest.raises(SystemExit) as left:
            cli.main([str(word) for word in words])
        out, err = capfd.readouterr()
        return left.value.code, out, err

    return run


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
