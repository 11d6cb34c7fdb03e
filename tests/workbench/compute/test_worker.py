import threading
import time

import pytest

from engagelab.simulation.settings import Cancelled
from engagelab.workbench.compute import worker as module
from engagelab.workbench.compute.worker import Worker

SOON = 60.0


class Desk:
    """Answers that a test holds back and lets go."""

    def __init__(self):
        self.begun, self.shown, self.failed = [], [], []
        self.cancelled = []
        self.held = threading.Event()
        self.held.set()
        self.holds = {True, False}  # whether coarse answers are held back, and full ones
        self.started = threading.Event()
        self.error = None

    def ask(self, question, coarse, cancel):
        self.begun.append((question, coarse))
        self.started.set()
        while coarse in self.holds and not self.held.wait(0.005):
            if cancel.is_set():
                self.cancelled.append((question, coarse))
                raise Cancelled
        if self.error:
            raise self.error
        return question, coarse


@pytest.fixture
def desk(monkeypatch):
    monkeypatch.setattr(module, "QUIET", 0.05)
    return Desk()


@pytest.fixture
def worker(desk):
    made = Worker(desk.ask, desk.shown.append, desk.failed.append)
    yield made
    made.close()
    assert not living()


def living():
    return [t for t in threading.enumerate() if t.name == "engagelab workbench"]


def test_a_coarse_answer_comes_first_and_is_refined(worker, desk):
    worker.submit(1)
    assert worker.wait(SOON)
    assert desk.shown == [(1, True), (1, False)]


def test_only_the_latest_of_many_is_refined(worker, desk):
    desk.held.clear()
    for number in range(10):
        worker.submit(number)
    desk.held.set()
    assert worker.wait(SOON)
    assert desk.shown[-2:] == [(9, True), (9, False)]
    assert len({number for number, _ in desk.begun} - {9}) <= 1  # the one under way
    assert [shown for shown in desk.shown if not shown[1]] == [(9, False)]


def test_a_refinement_is_cancelled_by_a_newer_question(worker, desk):
    desk.holds = {False}
    desk.held.clear()
    worker.submit(1)
    wait_for(lambda: (1, False) in desk.begun)
    worker.submit(2)
    wait_for(lambda: desk.cancelled == [(1, False)])
    desk.held.set()
    assert worker.wait(SOON)
    assert desk.shown == [(1, True), (2, True), (2, False)]


def test_a_quick_coarse_answer_is_shown_though_a_newer_question_waits(worker, desk, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 1e6)
    desk.held.clear()
    worker.submit(1)
    wait_for(lambda: desk.begun == [(1, True)])
    worker.submit(2)
    desk.held.set()
    assert worker.wait(SOON)
    assert desk.shown == [(1, True), (2, True), (2, False)]


def test_a_slow_coarse_answer_gives_way(worker, desk, monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    desk.held.clear()
    worker.submit(1)
    wait_for(lambda: desk.begun == [(1, True)])
    worker.submit(2)
    wait_for(lambda: desk.cancelled == [(1, True)])
    desk.held.set()
    assert worker.wait(SOON)
    assert desk.shown == [(2, True), (2, False)]


def test_an_answer_that_ends_after_it_was_dropped_is_not_shown(desk):
    def ask(question, coarse, cancel):  # does not look at its cancel event
        desk.started.set()
        desk.held.wait(SOON)
        return question

    worker = Worker(ask, desk.shown.append, desk.failed.append)
    desk.held.clear()
    worker.submit(1)
    assert desk.started.wait(SOON)
    worker.drop()
    desk.held.set()
    assert worker.wait(SOON)
    assert desk.shown == []


def test_an_error_is_reported_and_the_next_question_is_answered(worker, desk):
    desk.error = RuntimeError("boom")
    worker.submit(1)
    assert worker.wait(SOON)
    assert desk.failed == [desk.error]
    desk.error = None
    worker.submit(2)
    assert worker.wait(SOON)
    assert desk.shown == [(2, True), (2, False)]


def test_an_error_of_a_stale_question_is_not_reported(worker, desk):
    desk.held.clear()
    desk.error = RuntimeError("boom")
    worker.submit(1)
    assert desk.started.wait(SOON)
    worker.submit(2)
    wait_for(lambda: len(worker._waiting) == 1)
    desk.held.set()
    assert worker.wait(SOON)
    assert len(desk.failed) == 1


def test_an_error_while_an_error_is_reported_does_not_end_everything(desk):
    def fail(error):
        raise error

    desk.error = RuntimeError("boom")
    worker = Worker(desk.ask, desk.shown.append, fail)
    worker.submit(1)
    assert worker.wait(SOON)
    desk.error = None
    worker.submit(2)
    assert worker.wait(SOON)
    assert (2, False) in desk.shown


def test_waiting_has_an_end(worker, desk):
    desk.held.clear()
    worker.submit(1)
    assert not worker.wait(0.05)
    worker.drop()
    assert worker.wait(SOON)


def test_questions_after_closing_are_ignored(worker, desk):
    worker.close()
    worker.submit(1)
    assert desk.begun == []
    assert not living()


def test_closing_from_within_does_not_wait_for_itself(desk):
    worker = Worker(desk.ask, lambda answer: worker.close(), desk.failed.append)
    worker.submit(1)
    assert worker.wait(SOON)


def wait_for(holds):
    until = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.002)


def test_another_answer_function_takes_over_and_the_running_answer_is_dropped():
    shown, begun = [], threading.Event()

    def slow(question, coarse, cancel):
        begun.set()
        cancel.wait(20)
        return "old"

    worker = Worker(slow, shown.append, print)
    worker.submit(1)
    assert begun.wait(20)
    worker.answer_with(lambda question, coarse, cancel: ("new", question, coarse))
    worker.submit(2)
    assert worker.wait(20)
    assert shown == [("new", 2, True), ("new", 2, False)]


def test_a_follow_up_follows_a_full_answer(desk):
    thought = []
    worker = Worker(
        desk.ask, desk.shown.append, desk.failed.append, lambda one, _: thought.append(one)
    )
    worker.submit(1)
    assert worker.settle(SOON)
    assert thought == [1]
    assert desk.shown == [(1, True), (1, False)]
    worker.close()


def test_a_question_cancels_a_follow_up_and_is_answered(desk):
    under_way, ended = threading.Event(), []

    def think(number, cancel):
        under_way.set()
        if number == 1:
            assert cancel.wait(SOON)
            ended.append(number)
            raise Cancelled

    worker = Worker(desk.ask, desk.shown.append, desk.failed.append, think)
    worker.submit(1)
    assert under_way.wait(SOON)
    assert worker.wait(SOON)  # answered, though the follow-up still runs
    worker.submit(2)
    assert worker.settle(SOON)
    assert ended == [1]
    assert desk.shown[-2:] == [(2, True), (2, False)]
    worker.close()


def test_an_error_in_a_follow_up_stops_nothing(desk):
    def think(number, cancel):
        raise ZeroDivisionError

    worker = Worker(desk.ask, desk.shown.append, desk.failed.append, think)
    worker.submit(1)
    assert worker.settle(SOON)
    worker.submit(2)
    assert worker.settle(SOON)
    assert desk.failed == []
    assert (2, False) in desk.shown
    worker.close()


def test_closing_ends_a_follow_up(desk):
    under_way = threading.Event()

    def think(number, cancel):
        under_way.set()
        assert cancel.wait(SOON)

    worker = Worker(desk.ask, desk.shown.append, desk.failed.append, think)
    worker.submit(1)
    assert under_way.wait(SOON)
    worker.close()
    assert not living()


def test_a_failed_answer_has_no_follow_up(desk):
    thought = []
    desk.error = ValueError("no")
    worker = Worker(
        desk.ask, desk.shown.append, desk.failed.append, lambda one, _: thought.append(one)
    )
    worker.submit(1)
    assert worker.settle(SOON)
    assert thought == []
    worker.close()
