"""Native charts of slides, which a client can edit."""

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Pt

from ..i18n.rounding import Number, one_format
from ..palette import Look, look
from .canvas import FONT, Box, colour, describe
from .document import Document
from .findings import PlanFindings
from .names import cut, in_chart
from .palette import INK, LINE, MUTED

_DASHES = {"solid": MSO_LINE.SOLID, "dash": MSO_LINE.DASH, "dash_dot": MSO_LINE.DASH_DOT,
           "round_dot": MSO_LINE.ROUND_DOT, "square_dot": MSO_LINE.SQUARE_DOT,
           "long_dash": MSO_LINE.LONG_DASH, "long_dash_dot": MSO_LINE.LONG_DASH_DOT,
           "long_dash_dot_dot": MSO_LINE.DASH_DOT_DOT}  # fmt: skip
_CROWDED = 7  # bars
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_POINTS: Any = XyChartData  # the library has no types for what these make
_BARS: Any = CategoryChartData
_NAME = 30  # letters of a name in a chart
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def put_curves(
    slide: Any, story: Document, plans: Sequence[PlanFindings], box: Box, *, bands: bool
) -> None:
    """Put reach by round as lines; with bands, 5 and 95 % of runs as dashed ones."""
    data = _POINTS(number_format=plans[0].curve.mean[0].excel(story.t))
    for plan in plans:
        name = cut(story.name(plan), _NAME)
        curve = plan.curve
        lines = [(curve.mean, name)]
        if bands:
            words = ("curve_low", "curve_high")
            ends = zip((curve.low, curve.high), words, strict=True)
            lines += [(line, story.t(f"report.{word}", plan=name)) for line, word in ends]
        for line, label in lines:
            series = data.add_series(in_chart(label))
            for place, number in zip(curve.rounds, line, strict=True):
                series.add_data_point(place, number.value)
    frame = _chart(slide, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, box)
    each = 3 if bands else 1
    for place, series in enumerate(frame.chart.plots[0].series):
        _line(series, look(plans[place // each].look), thin=place % each > 0)
    _axes(frame.chart, story, max(plan.curve.rounds[-1] for plan in plans))
    _legend(frame.chart, [place for place in range(each * len(plans)) if place % each])
    describe(frame, story.t("report.by_round"), story.picture())


def _chart(slide: Any, kind: Any, data: Any, box: Box) -> Any:
    frame = slide.shapes.add_chart(kind, *(Pt(side) for side in box), data)
    font = frame.chart.font
    font.size, font.name, font.color.rgb = Pt(11), FONT, colour(INK)
    frame.chart.has_title = False
    return frame


def _line(series: Any, seen: Look, *, thin: bool) -> None:
    series.smooth = False
    line = series.format.line
    line.color.rgb = colour(seen.colour)
    line.width = Pt(1 if thin else 2.5)
    line.dash_style = MSO_LINE.SQUARE_DOT if thin else _DASHES[seen.office]


def _axes(chart: Any, story: Document, rounds: int) -> None:
    across, up = chart.category_axis, chart.value_axis
    up.minimum_scale = 0
    up.major_gridlines.format.line.color.rgb = colour(LINE)
    up.format.line.fill.background()
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = "#,##0", False
    across.format.line.color.rgb = colour(MUTED)
    across.has_major_gridlines = False
    across.minimum_scale, across.maximum_scale = 0, rounds or 1
    # about seven labels, at round numbers
    across.major_unit = next((n for n in _STEPS if rounds / n <= 8), 1000)
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "0", False
    for axis, text in ((across, story.t("report.round")), (up, story.t("report.reached_so_far"))):
        axis.has_title = True
        frame = axis.axis_title.text_frame
        frame.text = text
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(11), False, FONT
        font.color.rgb = colour(MUTED)


def _legend(chart: Any, hidden: Sequence[int]) -> None:
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    at = chart.legend._element.find(_C + "legendPos")
    for place in reversed(hidden):
        entry = f'<c:idx val="{place}"/><c:delete val="1"/>'
        at.addnext(_element("legendEntry", entry))


def _every_label(axis: Any) -> None:
    """Let no label be left out, however many there are."""
    axis.find(_C + "noMultiLvlLbl").addprevious(_element("tickLblSkip", "", ' val="1"'))


def _element(tag: str, inside: str, attributes: str = "") -> Any:
    """Return an element of a chart that has no name in the library."""
    return parse_xml(f'<c:{tag} xmlns:c="{_C[1:-1]}"{attributes}>{inside}</c:{tag}>')


def put_bars(
    slide: Any,
    names: Sequence[str],
    numbers: Sequence[Number],
    inks: Sequence[str],
    box: Box,
    *,
    story: Document,
    title: str,
    alt: str,
    upright: bool = False,
) -> None:
    """Put one bar for each name with its number; the first on top."""
    form = one_format(numbers, story.t)
    data = _BARS(number_format=form)
    data.categories = [in_chart(cut(name, _NAME)) for name in names]
    data.add_series(in_chart(title), [n.value if n.known else None for n in numbers])
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if upright else XL_CHART_TYPE.BAR_CLUSTERED
    frame = _chart(slide, kind, data, box)
    chart = frame.chart
    chart.has_legend = False
    plot = chart.plots[0]
    plot.gap_width = 60
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    labels.font.size, labels.font.bold, labels.font.name = Pt(12), True, FONT
    for place, ink in enumerate(inks):
        point = plot.series[0].points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = colour(ink)
    if len(names) > _CROWDED:
        chart.category_axis.tick_labels.font.size = Pt(9)
    _every_label(chart.category_axis._element)
    chart.category_axis.reverse_order = not upright
    chart.category_axis.format.line.color.rgb = colour(MUTED)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    if all(n.value >= 0 for n in numbers if n.known):
        chart.value_axis.minimum_scale = 0
    describe(frame, title, alt)
