"""Texts of figures, measured as they are drawn."""

import itertools

from matplotlib.backends.backend_agg import FigureCanvasAgg

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


def check_apart(figure):
    """Check that no text of a figure is cut or covers another."""
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
