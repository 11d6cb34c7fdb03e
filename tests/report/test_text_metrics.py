"""Widths and heights of texts, compared with those that are drawn."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from engagelab.report.picture import drawing
from engagelab.report.text_metrics import drawable, height, one_line, width, wrapped


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
