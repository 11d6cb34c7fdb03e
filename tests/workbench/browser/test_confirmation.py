"""Messages of widgets are reported as done while a cell awaits."""

import pytest
from jupyter_client.manager import start_new_kernel

pytestmark = pytest.mark.process

WIDGET = """import asyncio, threading
import ipywidgets
from engagelab.workbench.browser.confirmation import confirm_messages
confirm_messages()
confirm_messages()
seen, go = [], threading.Event()
slider = ipywidgets.IntSlider()
slider.observe(lambda change: seen.append(change.new), "value")"""
AWAITS = "await asyncio.to_thread(go.wait, 60)\nseen"


@pytest.fixture
def client():
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def idle(client, request):
    """Wait until a request is reported as done; return its messages."""
    messages = []
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") == request:
            messages.append(message)
            if message["content"].get("execution_state") == "idle":
                return messages


def change(client, model, state):
    data = {"method": "update", "state": state, "buffer_paths": []}
    message = client.session.msg("comm_msg", {"comm_id": model, "data": data})
    client.shell_channel.send(message)
    return message["header"]["msg_id"]


@pytest.mark.filterwarnings("ignore")  # of the sockets that Jupyter leaves to the collector
def test_two_changes_are_reported_before_the_cell_ends(client):
    idle(client, client.execute(WIDGET + "\nslider.on_msg(lambda *_: go.set())"))
    reply = client.execute("", user_expressions={"model": "slider.model_id"}, reply=True)
    model = reply["content"]["user_expressions"]["model"]["data"]["text/plain"].strip("'")
    cell = client.execute(AWAITS)
    idle_or_busy = client.get_iopub_msg(timeout=60)
    while idle_or_busy["parent_header"].get("msg_id") != cell:
        idle_or_busy = client.get_iopub_msg(timeout=60)
    for value in (5, 7):
        states = [one["msg_type"] for one in idle(client, change(client, model, {"value": value}))]
        assert states.count("status") == 1
    custom = client.session.msg(
        "comm_msg", {"comm_id": model, "data": {"method": "custom", "content": {}}}
    )
    client.shell_channel.send(custom)
    (result,) = [one for one in idle(client, cell) if one["msg_type"] == "execute_result"]
    assert result["content"]["data"]["text/plain"] == "[5, 7]"
    after = idle(client, change(client, model, {"value": 9}))
    assert [one["content"].get("execution_state") for one in after].count("busy") == 1
