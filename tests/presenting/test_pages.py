"""A page that is shown cell by cell: the order of its cells, and its messages."""

import asyncio
import json

from nbformat.v4 import new_code_cell, new_notebook, new_output

from engagelab.presenting import pages

SHOWS = new_output("display_data", data={pages.WIDGET: {"model_id": "1"}})


class Slow:
    """An executor whose cells end on request; it records which have begun."""

    def __init__(self, book, **_):
        self.kc, self.begun, self.may_end = None, [], asyncio.Semaphore(0)

    async def async_start_new_kernel_client(self):
        return None

    async def execute_cell(self, cell, resources, place, store_history):
        self.begun.append(place)
        await self.may_end.acquire()


class Kernels:
    def get_kernel(self, kernel):
        return kernel


class NotebookPage(pages.RunningPage):
    """The handler of a page, without a connection."""

    kernel_manager = Kernels()

    def __init__(self, book):
        self._kernel_id, self.sent, self._displayed = "k", [], asyncio.Event()
        self._waiting = {"k": {"nb": book, "config": None}}

    async def write_message(self, message):
        self.sent.append(message["payload"]["cell_index"])


def say(page, action):
    return asyncio.wait_for(page.on_message(json.dumps({"action": action})), 10)


async def until(holds):
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not come about")


def play(monkeypatch, cells, follow):
    monkeypatch.setattr(pages, "VoilaExecutor", Slow)

    async def run():
        page = NotebookPage(new_notebook(cells=cells))
        await say(page, "execute")
        await until(lambda: page._executor and page._executor.begun)
        await follow(page, page._executor)
        page.on_close()

    asyncio.run(run())


def test_messages_are_handled_while_a_cell_runs_and_each_cell_runs_once(monkeypatch):
    async def follow(page, executor):
        await say(page, "execute")
        await say(page, "anything")
        executor.may_end.release()
        executor.may_end.release()
        await until(lambda: page.sent == [0, 1])
        assert executor.begun == [0, 1]

    play(monkeypatch, [new_code_cell("1"), new_code_cell("2")], follow)


def test_the_next_cell_waits_until_the_page_has_displayed_a_widget(monkeypatch):
    async def follow(page, executor):
        executor.may_end.release()
        await until(lambda: page.sent == [0])
        await asyncio.sleep(0.1)
        assert executor.begun == [0]
        await say(page, "displayed")
        await until(lambda: executor.begun == [0, 1])

    play(monkeypatch, [new_code_cell("1", outputs=[SHOWS]), new_code_cell("2")], follow)


def test_a_silent_page_gets_the_next_cell_after_a_while(monkeypatch):
    monkeypatch.setattr(pages, "_WIDGET_TIMEOUT", 0.05)

    async def follow(page, executor):
        executor.may_end.release()
        await until(lambda: executor.begun == [0, 1])

    play(monkeypatch, [new_code_cell("1", outputs=[SHOWS]), new_code_cell("2")], follow)


def test_closing_a_page_stops_its_cells(monkeypatch):
    async def follow(page, executor):
        page.on_close()
        executor.may_end.release()
        await asyncio.sleep(0.1)
        assert executor.begun == [0]
        assert page.sent == []

    play(monkeypatch, [new_code_cell("1"), new_code_cell("2")], follow)
