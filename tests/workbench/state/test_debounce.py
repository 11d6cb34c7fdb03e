import asyncio
import threading
import time

import pytest

from engagelab.workbench.state.debounce import Debounce

SOON = 10


def living():
    return [thread for thread in threading.enumerate() if thread.name == "engagelab debounce"]


def wait_for(holds):
    until = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.002)


def test_without_a_loop_requests_wait_as_one():
    calls = []
    debounce = Debounce(lambda: calls.append(1), 1e6)
    for _ in range(20):
        debounce.request()
    wait_for(lambda: len(living()) == 1)
    assert calls == []
    debounce.flush()
    wait_for(lambda: not living())
    assert calls == [1]


def test_without_a_loop_the_call_comes_by_itself_in_a_thread():
    calls = []
    debounce = Debounce(lambda: calls.append((time.monotonic(), threading.current_thread())), 0.05)
    requested = time.monotonic()
    debounce.request()
    wait_for(lambda: calls and not living())
    ((when, thread),) = calls
    assert when - requested >= 0.05
    assert thread is not threading.current_thread()


def test_without_a_loop_it_can_call_at_once():
    calls = []
    debounce = Debounce(lambda: calls.append(1), 1e6, wait_without_loop=False)
    debounce.request()
    debounce.request()
    debounce.flush()
    assert calls == [1, 1]


@pytest.mark.parametrize("wait_without_loop", [True, False])
def test_in_a_loop_requests_wait_as_one(wait_without_loop):
    calls = []

    async def requests():
        debounce = Debounce(lambda: calls.append(1), 1e6, wait_without_loop=wait_without_loop)
        for _ in range(10):
            debounce.request()
            await asyncio.sleep(0.001)
        waiting = [
            timer for timer in asyncio.get_running_loop()._scheduled if not timer.cancelled()
        ]
        assert (calls, len(waiting)) == ([], 1)
        debounce.flush()

    asyncio.run(requests())
    assert calls == [1]


@pytest.mark.parametrize("wait_without_loop", [True, False])
def test_in_a_loop_the_call_comes_by_itself_in_its_thread(wait_without_loop):
    calls = []

    async def requests():
        called = asyncio.Event()
        debounce = Debounce(
            lambda: calls.append((time.monotonic(), threading.current_thread())) or called.set(),
            0.05,
            wait_without_loop=wait_without_loop,
        )
        requested = time.monotonic()
        debounce.request()
        await asyncio.wait_for(called.wait(), SOON)
        return requested

    requested = asyncio.run(requests())
    ((when, thread),) = calls
    assert when - requested > 0.045  # a loop may be early by the resolution of its clock
    assert thread is threading.current_thread()


def pending(call):
    """Return a debouncer with a pending call whose loop is gone, and one that waits in a thread."""

    async def request():
        debounce = Debounce(call, 1e6)
        debounce.request()
        return debounce

    in_thread = Debounce(call, 1e6)
    in_thread.request()
    return asyncio.run(request()), in_thread


def test_flushing_makes_the_pending_call_once():
    calls = []
    for debounce in pending(lambda: calls.append(1)):
        calls.clear()
        debounce.flush()
        debounce.flush()
        assert calls == [1]
    wait_for(lambda: not living())
    Debounce(lambda: calls.append(1), 1e6).flush()
    assert calls == [1]


def test_a_cancelled_call_is_not_made_and_another_can_be_requested():
    calls = []
    for debounce in pending(lambda: calls.append(1)):
        calls.clear()
        debounce.cancel()
        debounce.flush()
        assert calls == []
        debounce.request()
        debounce.flush()
        assert calls == [1]


def test_closing_drops_the_pending_call_and_later_requests():
    calls = []
    for debounce in pending(lambda: calls.append(1)):
        debounce.close()
        debounce.request()
        debounce.flush()
    assert calls == []
    wait_for(lambda: not living())


def test_flushing_waits_for_a_call_in_another_thread():
    begun, go, calls = threading.Event(), threading.Event(), []

    def call():
        begun.set()
        assert go.wait(SOON)
        calls.append(1)

    debounce = Debounce(call, 0.001)
    debounce.request()
    assert begun.wait(SOON)
    threading.Timer(0.05, go.set).start()
    debounce.flush()
    assert calls == [1]


def test_a_call_may_request_another():
    calls = []
    debounce = Debounce(lambda: calls.append(1) or (len(calls) < 3 and debounce.request()), 0.001)
    debounce.request()
    wait_for(lambda: len(calls) == 3 and not living())
