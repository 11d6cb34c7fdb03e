"""Native charts for slides, which the client can edit."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from ..palette import INK, LINE, MUTED, Look, look
from .canvas import FONT, Box, colour, describe
from .document import Document
from .findings import PlanFindings
from .names import chart_name, cut

_DASHES = {"solid": MSO_LINE.SOLID, "dash": MSO_LINE.DASH, "dash_dot": MSO_LINE.DASH_DOT,
           "round_dot": MSO_LINE.ROUND_DOT, "square_dot": MSO_LINE.SQUARE_DOT,
           "long_dash": MSO_LINE.LONG_DASH, "long_dash_dot": MSO_LINE.LONG_DASH_DOT,
           "long_dash_dot_dot": MSO_LINE.DASH_DOT_DOT}  # fmt: skip
_CROWDED = 7  # bars
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_POINTS: Any = XyChartData  # the library has no types for the contents of these
_BARS: Any = CategoryChartData
_NAME = 30  # letters of a name in a chart
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@dataclass(frozen=True)
class BarChart:
    """The contents of a bar chart.

    Attributes
    ----------
    title, alt : str
        Name of the series, and the alternative text.
    names, numbers, colours : sequence
        Label, value and colour of each bar; an unknown number has no bar.
    """

    title: str
    alt: str
    names: Sequence[str]
    numbers: Sequence[Number]
    colours: Sequence[str]


def put_curves(
    slide: Any, document: Document, plans: Sequence[PlanFindings], box: Box, *, bands: bool
) -> None:
    """Add lines of reach by round; with bands, the 5 and 95 % of runs as dashed lines."""
    frame = add_chart(
        slide, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, _curves(document, plans, bands), box
    )
    each = 3 if bands else 1
    for place, series in enumerate(frame.chart.plots[0].series):
        _line(series, look(plans[place // each].look), thin=place % each > 0)
    _axes(frame.chart, document, max(plan.curve.rounds[-1] for plan in plans))
    _legend(frame.chart, [place for place in range(each * len(plans)) if place % each])
    describe(frame, document.t("report.by_round"), document.picture())


def _curves(document: Document, plans: Sequence[PlanFindings], bands: bool) -> Any:
    """Return the data sheet: for each plan its mean and, with bands, its 5 and 95 %."""
    data = _POINTS(number_format=plans[0].curve.mean[0].excel(document.t))
    for plan in plans:
        name, curve = cut(document.name(plan), _NAME), plan.curve
        lines = [(curve.mean, name)]
        if bands:
            words = ("curve_low", "curve_high")
            ends = zip((curve.low, curve.high), words, strict=True)
            lines += [(line, document.t(f"report.{word}", plan=name)) for line, word in ends]
        for line, label in lines:
            series = data.add_series(chart_name(label))
            for place, number in zip(curve.rounds, line, strict=True):
                series.add_data_point(place, number.value)
    return data


def add_chart(slide: Any, kind: Any, data: Any, box: Box) -> Any:
    """Add a chart without a title, in the font of the slides; return its frame."""
    frame = slide.shapes.add_chart(kind, *(Pt(side) for side in box), data)
    font = frame.chart.font
    font.size, font.name, font.color.rgb = Pt(11), FONT, colour(INK)
    frame.chart.has_title = False
    return frame


def _line(series: Any, style: Look, *, thin: bool) -> None:
    series.smooth = False
    line = series.format.line
    line.color.rgb = colour(style.colour)
    line.width = Pt(1 if thin else 2.5)
    line.dash_style = MSO_LINE.SQUARE_DOT if thin else _DASHES[style.office]


def _axes(chart: Any, document: Document, rounds: int) -> None:
    across, up, t = chart.category_axis, chart.value_axis, document.t
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
    for axis, text in ((across, t("report.round")), (up, t("report.reached_so_far"))):
        axis.has_title = True
        frame = axis.axis_title.text_frame
        frame.text = text
        font = frame.paragraphs[0].runs[0].font
        font.size, font.bold, font.name = Pt(11), False, FONT
        font.color.rgb = colour(MUTED)


def _legend(chart: Any, hidden: Sequence[int]) -> None:
    """Add a legend without the series at some positions."""
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    at = chart.legend._element.find(_C + "legendPos")
    for place in reversed(hidden):
        entry = f'<c:idx val="{place}"/><c:delete val="1"/>'
        at.addnext(element("legendEntry", entry))


def element(tag: str, content: str, attributes: str = "") -> Any:
    """Return an XML element of a chart that the library does not support."""
    return parse_xml(f'<c:{tag} xmlns:c="{_C[1:-1]}"{attributes}>{content}</c:{tag}>')


def put_bars(slide: Any, document: Document, bars: BarChart, box: Box) -> None:
    """Add horizontal bars labelled with their numbers, the first at the top."""
    form = one_format(bars.numbers, document.t)
    data = _BARS(number_format=form)
    data.categories = [chart_name(cut(name, _NAME)) for name in bars.names]
    data.add_series(chart_name(bars.title), [n.value if n.known else None for n in bars.numbers])
    frame = add_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, box)
    chart = frame.chart
    chart.has_legend = False
    chart.plots[0].gap_width = 60
    _labels(chart.plots[0], form)
    for point, ink in zip(chart.plots[0].series[0].points, bars.colours, strict=True):
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = colour(ink)
    _bar_axes(chart, bars)
    describe(frame, bars.title, bars.alt)


def _labels(plot: Any, form: str) -> None:
    """Label each bar with its number."""
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = form, False
    labels.position, labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    labels.font.size, labels.font.bold, labels.font.name = Pt(12), True, FONT


def _bar_axes(chart: Any, bars: BarChart) -> None:
    """Show every name and no axis of values."""
    names, values = chart.category_axis, chart.value_axis
    if len(bars.names) > _CROWDED:
        names.tick_labels.font.size = Pt(9)
    skip = element("tickLblSkip", "", ' val="1"')
    names._element.find(_C + "noMultiLvlLbl").addprevious(skip)
    names.reverse_order = True
    names.format.line.color.rgb = colour(MUTED)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    values.visible = False
    values.has_major_gridlines = False
    if all(n.value >= 0 for n in bars.numbers if n.known):
        values.minimum_scale = 0
