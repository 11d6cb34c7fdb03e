"""What a page may set, and what it may not."""

import ipywidgets
import pytest

from engagelab.workbench.browser import widgets
from engagelab.workbench.browser.page import BrowserPage
from engagelab.workbench.browser.upload_button import UploadButton

CLOSED = [name for name in widgets.__all__ if hasattr(ipywidgets, name)]
CLOSED = [name for name in CLOSED if name not in ("Layout", "Widget")]


def from_page(widget, **state):
    """Deliver a message of a page."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    widget._handle_msg({"content": {"data": data}, "buffers": []})


@pytest.mark.parametrize("name", CLOSED)
def test_a_page_sets_nothing_but_what_a_person_sets(name):
    widget = getattr(widgets, name)()
    traits = [trait for trait in widget.keys if trait not in (*widget.from_page, "comm")]
    before = {trait: repr(getattr(widget, trait)) for trait in traits}
    from_page(widget, **dict.fromkeys(traits, 1_000_000_000))
    from_page(widget, **dict.fromkeys(traits))
    assert {trait: repr(getattr(widget, trait)) for trait in traits} == before


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_widget_looks_to_a_page_like_the_library_s(name):
    own, library = getattr(widgets, name)(), getattr(ipywidgets, name)()
    for trait in ("_model_name", "_model_module", "_view_name", "_view_module"):
        assert getattr(own, trait) == getattr(library, trait)
    assert isinstance(own, getattr(ipywidgets, name))


def test_the_value_of_an_input_is_the_persons():
    text, number = widgets.Text(), widgets.BoundedIntText(min=1, max=30, value=5)
    from_page(text, value="typed", description="planted")
    assert (text.value, text.description) == ("typed", "")
    from_page(number, max=10**9, value=10**9)
    assert (number.max, number.value) == (30, 30)
    choice = widgets.Dropdown(options=["a", "b"], value="a")
    from_page(choice, index=1, _options_labels=["x"] * 9)
    assert (choice.value, choice.options) == ("b", ("a", "b"))


def test_the_largest_size_of_an_upload_is_not_the_pages_to_set():
    taken = []
    upload = UploadButton(lambda name, content: taken.append(name), texts={}, max_bytes=4)
    from_page(upload, max_bytes=10**9, shown="planted", out_of_use=True)
    assert (upload.max_bytes, upload.shown, upload.out_of_use) == (4, "", False)
    piece = {"place": 0, "name": "ties.csv", "last": True}
    upload._handle_custom_msg(piece, [memoryview(b"12345")])
    assert taken == []


def test_a_page_reports_itself_and_sets_no_texts():
    page = BrowserPage()
    from_page(page, languages=["fr"], views=1, pressed=True, saved_state="x", cards={"a": "b"})
    assert (page.languages, page.views, page.pressed) == (["fr"], 1, True)
    assert (page.saved_state, page.cards) == ("", {})
