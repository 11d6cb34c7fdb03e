"""A workbench takes few comm messages, because a kernel drops messages when too many wait."""

import threading

import comm
import ipywidgets as widgets
import pytest
from comm.base_comm import BaseComm

import engagelab as el
from engagelab import workbench
from engagelab.workbench.controls.widget_pool import WidgetPool

MOST = 450  # of the thousand that a kernel lets wait

PLAN = el.Scenario.preset("invite-a-friend").replace({"population.people": 300, "settings.runs": 4})


@pytest.fixture
def messages(monkeypatch):
    """The kinds of the messages that a page would receive, besides those of a worker's answers."""
    sent, here = [], threading.get_ident()

    class Counted(BaseComm):
        def publish_msg(self, msg_type, *_, **__):
            if threading.get_ident() == here:  # how many answers come meanwhile is up to chance
                sent.append(msg_type)

    monkeypatch.setattr(comm, "create_comm", Counted)
    return sent


def test_a_workbench_and_another_language_take_few_messages(messages):
    bench = workbench.open(PLAN, lang="en")
    assert len(bench.panel.controls) < len(messages) < MOST
    bench.wait(60)
    messages.clear()
    bench.set_language("fr")
    shown = [message for message in messages if message != "comm_close"]  # of replaced widgets
    assert len(bench.panel.controls) < len(shown) < MOST
    bench.close()


def test_a_similar_widget_takes_one_message(messages):
    pool = WidgetPool()
    pool.create(widgets.Text, ["el-number"], wide=True, value="1")
    messages.clear()
    box = pool.create(widgets.Text, ["el-number", "el-choice"], wide=True, value="2")
    assert messages == ["comm_open"]
    assert box._dom_classes == ("el-number", "el-choice")
    assert box.layout.width == "auto"


def test_widgets_without_style_share_their_layout(messages):
    pool = WidgetPool()
    one, other = (pool.create(widgets.VBox, [], []) for _ in range(2))
    assert one.layout is other.layout
    assert one.layout.width is None
