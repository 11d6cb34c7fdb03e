"""Pictures and pages: each text is measured as it is drawn, none is cut or covers another."""

import itertools

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from engagelab.report import pages
from engagelab.report.document import Document
from engagelab.report.picture import drawing, picture
from engagelab.report.text_metrics import drawable, height, one_line, width, wrapped

DPI = 288


def boxes(figure):
    """Return each text of a figure with its box, in dots."""
    figure.set_dpi(DPI)  # at which letters are as wide as on paper
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    renderer = canvas.get_renderer()
    texts = list(figure.texts)
    for axes in figure.axes:
        texts += [*axes.texts, axes.title, axes._left_title]
        if axes.axison:
            texts += [axes.xaxis.label, axes.yaxis.label]
            texts += [tick.label1 for axis in (axes.xaxis, axes.yaxis)
                      for tick in axis._update_ticks()]  # fmt: skip
    return [(t.get_text(), t.get_window_extent(renderer)) for t in texts if t.get_text().strip()]


def check(figure):
    found = boxes(figure)
    wide, high = figure.bbox.width, figure.bbox.height
    for text, box in found:
        assert box.x0 >= 0 and box.x1 <= wide, text  # noqa: PT018 - one line for one box
        assert box.y0 >= 0 and box.y1 <= high, text  # noqa: PT018 - one line for one box
    for (one, first), (other, second) in itertools.combinations(found, 2):
        across = min(first.x1, second.x1) - max(first.x0, second.x0)
        down = min(first.y1, second.y1) - max(first.y0, second.y0)
        # lines may touch by their leading
        touching = 0.35 * min(first.height, second.height)
        assert across <= DPI / 72 or down <= touching, (one, other)


@pytest.fixture(params=["one", "two", "five", "odd"])
def any_story(request, found, odd, texts):
    told = {"one": found[1], "two": found[2], "five": found[5], "odd": odd}[request.param]
    return Document(told, texts)


def test_texts_of_the_two_pages_stay_apart(any_story):
    with drawing():
        check(pages._first(any_story).figure)
        check(pages._second(any_story).figure)


@pytest.mark.parametrize("wide", [True, False])
def test_texts_of_the_picture_stay_apart(any_story, wide):
    with drawing():
        check(picture(any_story, wide=wide))


def test_a_width_is_that_of_the_drawn_text():
    with drawing():
        for bold in (False, True):
            figure = Figure(dpi=720)
            told = figure.text(0, 0.5, "Wide Ångström 1 234 ± 5 %", size=20,
                               weight="bold" if bold else "normal")  # fmt: skip
            canvas = FigureCanvasAgg(figure)
            drawn = told.get_window_extent(canvas.get_renderer()).width / 10
            assert width(told.get_text(), 20, bold=bold) == pytest.approx(drawn, rel=0.02)


def test_lines_are_no_wider_than_the_room():
    text = "a text with anextraordinarilylongwordthatdoesnotfit in it"
    for line in wrapped(text, 60, 10):
        assert width(line, 10) <= 60
    assert "".join(wrapped(text, 60, 10)).replace(" ", "") == text.replace(" ", "")
    assert height(text, 60, 10) == len(wrapped(text, 60, 10)) * 12
    assert one_line(text, 60, 10).endswith("…")
    assert width(one_line(text, 60, 10), 10) <= 60


def test_letters_without_a_shape_are_left_out():
    assert drawable("🎉 fête 🎉") == "fête"
    assert drawable("🎉", "3") == "3"
