"""A workbench is told in few messages: what is between a kernel and a page drops too many."""

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
    """What a page would be told, as kinds of messages."""
    sent = []

    class Counted(BaseComm):
        def publish_msg(self, msg_type, *_, **__):
            sent.append(msg_type)

    monkeypatch.setattr(comm, "create_comm", Counted)
    return sent


def test_a_workbench_is_told_in_few_messages_and_so_is_another_language(messages):
    bench = workbench.open(PLAN, lang="en")
    assert len(bench.panel.controls) < len(messages) < MOST
    bench.wait(60)
    messages.clear()
    bench.speak("fr")
    assert len(bench.panel.controls) < len(messages) < MOST
    bench.close()


def test_what_is_made_like_another_is_told_once(messages):
    pool = WidgetPool()
    pool.made(widgets.Text, ["el-number"], wide=True, value="1")
    messages.clear()
    box = pool.made(widgets.Text, ["el-number", "el-choice"], wide=True, value="2")
    assert messages == ["comm_open"]
    assert box._dom_classes == ("el-number", "el-choice")
    assert box.layout.width == "auto"


def test_what_has_no_style_shares_its_layout(messages):
    pool = WidgetPool()
    one, other = (pool.made(widgets.VBox, [], []) for _ in range(2))
    assert one.layout is other.layout
    assert one.layout.width is None
