"""A workbench that is used for hours takes no more memory, and gives it back when it is closed."""

import gc
import weakref

import ipywidgets
import psutil
import pytest
from ipywidgets.widgets.widget import _instances
from workbench.driver import PLAN, TIMEOUT, closed, open_tab, opened, slide

from engagelab.workbench.browser import widgets
from engagelab.workbench.tabs import TABS

pytestmark = pytest.mark.slow
SMALL = PLAN.replace({"population.people": 200, "settings.runs": 10, "settings.horizon": 30})
FLAT = 1.1


def used():
    """Return the number of widgets, of objects, and the bytes that the process holds."""
    gc.collect()
    return len(_instances), len(gc.get_objects()), psutil.Process().memory_info().rss


def move(bench, count):
    for number in range(count):
        slide(bench, "groups.size", 5 + number % 40)
    assert bench.settle(TIMEOUT)


def change_language(bench, count):
    for number in range(count):
        bench.set_language("en" if number % 2 else "fr")
    assert bench.settle(TIMEOUT)


@pytest.fixture
def bench():
    bench = opened(SMALL, lang="en")
    yield bench
    closed(bench)


def test_slider_moves_leave_widgets_and_memory_flat(bench):
    move(bench, 250)
    before = used()
    move(bench, 750)
    for now, then in zip(used(), before, strict=True):
        assert now <= FLAT * then


def test_changes_of_language_leave_widgets_and_memory_flat(bench):
    open_tab(bench, "compare")
    change_language(bench, 4)
    before = used()
    change_language(bench, 20)
    after = used()
    assert after[0] == before[0]
    for now, then in zip(after, before, strict=True):
        assert now <= FLAT * then


def test_replaced_widgets_are_closed(bench):
    for key in TABS:
        open_tab(bench, key)
    count = len(_instances)
    for _ in range(3):
        bench.session.pins.add(bench.plan, "a pin")
        bench.tabs.opened["compare"].show(bench.answer)
    assert len(_instances) > count
    tab = open_tab(bench, "compare")
    for pin in tuple(bench.session.pins):
        tab.act("remove", pin.letter)
    assert len(_instances) == count


def test_a_closed_workbench_gives_everything_back():
    def use():
        bench = opened(SMALL, lang="en")
        for key in TABS:
            open_tab(bench, key)
        change_language(bench, 2)
        for key in TABS:
            open_tab(bench, key)
        assert bench.settle(TIMEOUT)
        closed(bench)
        return weakref.ref(bench)

    count = len(_instances)
    first = use()
    gc.collect()
    assert len(_instances) == count
    assert first() is None


def test_closing_spares_what_others_use():
    layout = widgets.Layout()
    one, other = widgets.HTML(layout=layout), widgets.HTML(layout=layout)
    box = widgets.VBox([widgets.HBox([one])])
    style = one.style
    widgets.close_all(box, keep=[other])
    assert box.comm is one.comm is style.comm is None
    assert other.comm is not None
    assert layout.comm is not None


def test_a_widget_with_javascript_is_not_held_by_its_class():
    class Shown(widgets.PageWidget):
        _esm = "export default {}"

    made = Shown()
    assert isinstance(made, ipywidgets.Widget)
    made.close()
    made = weakref.ref(made)
    gc.collect()
    assert made() is None
