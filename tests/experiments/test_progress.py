"""Progress is reported by a function or a bar, or not at all."""

import pytest

import engagelab as el
from engagelab.experiments.progress import progress_reporter
from engagelab.experiments.runner import Execution, run_plans

PLANS = [el.Scenario(population={"people": 300}, run={"runs": 2})] * 10


def people(outcome):
    return outcome.people


def test_a_function_is_called_after_each_plan():
    told = []
    run_plans(PLANS[:3], people, Execution(progress=lambda done, plans: told.append((done, plans))))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_bar_shows_the_remaining_time_on_standard_error(capsys):
    run_plans(PLANS, people, Execution(progress=True))
    told = capsys.readouterr()
    assert told.out == ""
    assert "10/10" in told.err
    assert "<00:00" in told.err


@pytest.mark.parametrize(
    ("progress", "plans", "terminal", "shown"),
    [
        (None, 9, True, True),
        (None, 8, True, False),
        (None, 9, False, False),
        (False, 9, True, False),
        (True, 1, False, True),
    ],
)
def test_a_bar_is_shown_only_if_it_is_useful(progress, plans, terminal, shown, monkeypatch, capsys):
    monkeypatch.setattr("engagelab.experiments.progress._is_interactive", lambda: terminal)
    with progress_reporter(progress, plans) as tell:
        tell(plans)
    assert bool(capsys.readouterr().err) == shown


def test_a_bar_is_closed_if_the_experiment_ends_early(capsys):
    def fail(outcome):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_plans(PLANS, fail, Execution(progress=True))
    assert capsys.readouterr().err.endswith("\n")


def test_what_cannot_report_progress_is_refused():
    with pytest.raises(el.EngagelabError, match="progress: 'yes' is not allowed; give True, False"):
        Execution(progress="yes")
