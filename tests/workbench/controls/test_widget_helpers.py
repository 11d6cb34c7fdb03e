import ipywidgets as widgets

from engagelab.workbench.controls.widget_helpers import Silence, button, styled


def test_a_button_calls_its_action_and_has_its_classes():
    calls = []
    box = button("Take", lambda: calls.append(1), "el-take", tooltip="Take it.")
    box.click()
    assert (calls, box.description, box.tooltip) == ([1], "Take", "Take it.")
    assert "el-take" in box._dom_classes
    assert button("Take", print).tooltip is None


def test_styled_returns_the_widget_with_all_classes():
    box = widgets.HBox()
    assert styled(box, "el-a", "el-b") is box
    assert {"el-a", "el-b"} <= set(box._dom_classes)


def test_silence_can_be_nested_and_ends_after_an_error():
    silence = Silence()
    try:
        with silence, silence:
            assert silence
            raise ValueError
    except ValueError:
        pass
    assert not silence
