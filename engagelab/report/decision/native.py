"""The native charts of a decision's slides, which the client can edit.

The band is a stacked area with lines on the same axes; the waterfall and the tornado are stacked
and overlapping bars. See the notes of each for what the format does not offer by itself.
"""

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.util import Pt

from ..canvas import FONT, colour, describe
from ..charts import add_chart, element
from ..names import chart_name
from .contents import Band, Bar, Stack, Tornado, WaterfallStep, nice_axis
from .look import ACCENT, BAND, DASHED, GREY, INK, LIGHT, LOSS, PALE, RULE, TINT, text_colour
from .stage import PX, PxBox, Stage

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_Q = f"{{{_C}}}"
_DATA: Any = CategoryChartData
NAMES, ROWS = 0.40, 0.92  # of a waterfall: the width of its names, and the height of its rows
_LABEL = 20  # pixels of a label at the end of a line
_ROOM = 0.10  # of the axis for the texts beside the steps of a waterfall


def _sized(stage: Stage, kind: Any, data: Any, box: PxBox, alt: str) -> Any:
    sides = tuple(PX * side for side in box)
    frame = add_chart(stage.slide, kind, data, sides)  # type: ignore[arg-type]
    describe(frame, alt, alt)
    frame.chart.has_legend = False
    frame.chart.font.size = Pt(PX * 13)
    return frame.chart


def _fill(part: Any, ink: str) -> None:
    part.format.fill.solid()
    part.format.fill.fore_color.rgb = colour(ink)


def _label(
    point: Any, text: str, ink: str, size: float, position: Any, *, bold: bool = True
) -> None:
    """Write a text beside a point of a chart."""
    frame = point.data_label.text_frame
    frame.text = text
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold, font.name = Pt(PX * size), bold, FONT
    font.color.rgb = colour(ink)
    if position is not None:
        point.data_label.position = position


def _inner(chart: Any, left: float, top: float, wide: float, high: float) -> None:
    """Set the inner plot area as shares of the chart, so that shapes beside it have a place."""
    layout = chart._chartSpace.chart.plotArea.find(f"{_Q}layout")
    if layout is None:
        layout = parse_xml(f'<c:layout xmlns:c="{_C}"/>')
        chart._chartSpace.chart.plotArea.insert(0, layout)
    parts = {"x": left, "y": top, "w": wide, "h": high}
    modes = "".join(f'<c:{each}Mode val="edge"/>' for each in ("x", "y"))
    values = "".join(f'<c:{each} val="{value:.5f}"/>' for each, value in parts.items())
    manual = element("manualLayout", f'<c:layoutTarget val="inner"/>{modes}{values}')
    for child in list(layout):
        layout.remove(child)
    layout.append(manual)


def _value_axis(axis: Any, low: float, high: float, step: float, form: str) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, step
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = form, False
    axis.tick_labels.font.size = Pt(PX * 13)
    axis.tick_labels.font.color.rgb = colour(GREY)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE


def _category_axis(axis: Any, *, reverse: bool = False) -> None:
    axis.reverse_order = reverse
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = colour(RULE)
    axis.tick_labels.font.size = Pt(PX * 14)


# --- bars ------------------------------------------------------------------------------------


def put_bars(stage: Stage, bars: Sequence[Bar], box: PxBox, alt: str) -> None:
    """Add horizontal bars from 0 with their numbers at the end; names are written beside."""
    data = _DATA(number_format="#,##0")
    data.categories = [chart_name(bar.name) for bar in bars]
    data.add_series(chart_name(alt)[:60], [bar.value for bar in bars])
    chart = _sized(stage, XL_CHART_TYPE.BAR_CLUSTERED, data, box, alt)
    chart.plots[0].gap_width = 150
    _category_axis(chart.category_axis, reverse=True)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    chart.category_axis.format.line.fill.background()
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    top = max((bar.value for bar in bars), default=0.0) or 1.0
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, top * 1.2
    _inner(chart, 0, 0, 1, 1)
    for point, bar in zip(chart.plots[0].series[0].points, bars, strict=True):
        _fill(point, bar.fill)
        _label(point, bar.text, bar.ink, 22, XL_LABEL_POSITION.OUTSIDE_END)


def put_gains(stage: Stage, bars: Sequence[Bar], box: PxBox, alt: str) -> None:
    """Add columns of value less cost, above and below 0."""
    data = _DATA(number_format="#,##0")
    data.categories = [chart_name(bar.name) for bar in bars]
    data.add_series(chart_name(alt)[:60], [bar.value for bar in bars])
    chart = _sized(stage, XL_CHART_TYPE.COLUMN_CLUSTERED, data, box, alt)
    chart.plots[0].gap_width = 45
    series = chart.plots[0].series[0]
    series.invert_if_negative = False
    _category_axis(chart.category_axis)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.tick_labels.font.bold = True
    chart.category_axis.format.line.color.rgb = colour(GREY)
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    low, high = (end([0.0, *(bar.value for bar in bars)]) for end in (min, max))
    air = 0.18 * ((high - low) or 1.0)
    chart.value_axis.minimum_scale = low - air if low < 0 else 0
    chart.value_axis.maximum_scale = high + air if high > 0 else 0
    for point, bar in zip(series.points, bars, strict=True):
        _fill(point, bar.fill)
        _label(point, bar.text, bar.ink, 15, XL_LABEL_POSITION.OUTSIDE_END)


# --- band and line ---------------------------------------------------------------------------


def put_band(stage: Stage, band: Band, box: PxBox, alt: str) -> None:
    """Add a band with its line: stacked areas of which the first is not filled.

    The lines are moved to a line chart on the same axes, so that the data sheet stays whole.
    """
    data = _DATA(number_format="#,##0")
    data.categories = list(band.rounds)
    low, spread, mean = band.names
    data.add_series(low, band.low)
    data.add_series(spread, [h - lo for h, lo in zip(band.high, band.low, strict=True)])
    data.add_series(f"{band.letter} {mean}", band.mean)
    for letter, values in band.others.items():
        data.add_series(f"{letter} {mean}", values)
    chart = _sized(stage, XL_CHART_TYPE.AREA_STACKED, data, box, alt)
    series = list(chart.plots[0].series)
    series[0].format.fill.background()
    series[0].format.line.fill.background()
    _fill(series[1], TINT if band.main else BAND)
    series[1].format.line.fill.background()
    _lines(chart, series[2:])
    lines = list(chart.plots[1].series)
    _mean_line(lines[0], band)
    room = _LABEL * band.top / box[3]
    ends = _apart([values[-1] for values in (band.mean, *band.others.values())], room)
    for line, letter, show in zip(lines[1:], band.others, ends[1:], strict=True):
        _other_line(line, letter if show else "")
    _band_axes(chart, band, box)


def _lines(chart: Any, series: Sequence[Any]) -> None:
    """Move series from the area chart to a line chart on the same axes."""
    area = chart._chartSpace.chart.plotArea.find(f"{_Q}areaChart")
    axes = [axis.get("val") for axis in area.findall(f"{_Q}axId")]
    line = element("lineChart", '<c:grouping val="standard"/><c:varyColors val="0"/>')
    for each in series:
        ser = each._element
        area.remove(ser)
        values = ser.find(f"{_Q}val")
        if ser.find(f"{_Q}marker") is None:
            place = next((at for at in ("dPt", "dLbls", "cat", "val")
                          if ser.find(_Q + at) is not None), "val")  # fmt: skip
            ser.find(_Q + place).addprevious(element("marker", '<c:symbol val="none"/>'))
        values.addnext(element("smooth", "", ' val="0"'))
        line.append(ser)
    line.append(element("marker", "", ' val="1"'))
    for axis in axes:
        line.append(element("axId", "", f' val="{axis}"'))
    area.addnext(line)


def _mean_line(series: Any, band: Band) -> None:
    ink = ACCENT if band.main else "#5F6F7E"
    series.format.line.color.rgb = colour(ink)
    series.format.line.width = Pt(2.25)
    end = series.points[len(band.rounds) - 1]
    _label(end, band.text, ink if band.main else INK, 17, XL_LABEL_POSITION.RIGHT)


def _other_line(series: Any, letter: str) -> None:
    series.format.line.color.rgb = colour(DASHED)
    series.format.line.width = Pt(1)
    series.format.line.dash_style = MSO_LINE.DASH
    if letter:
        values = len(series._element.findall(f".//{_Q}val//{_Q}pt"))
        point = series.points[values - 1]
        _label(point, letter, GREY, 14, XL_LABEL_POSITION.RIGHT)


def _apart(ends: Sequence[float], room: float) -> list[bool]:
    """Return which labels at the ends of lines have room: the first, and those apart from it."""
    shown: list[float] = []
    flags = []
    for end in ends:
        clear = all(abs(end - other) > room for other in shown)
        flags.append(clear)
        if clear:
            shown.append(end)
    return flags


def _band_axes(chart: Any, band: Band, box: PxBox) -> None:
    up, across = chart.value_axis, chart.category_axis
    _value_axis(up, 0, band.top, band.step, "#,##0")
    up.major_gridlines.format.line.color.rgb = colour(RULE)
    # or the band would start half a step late
    up._element.find(f"{_Q}crossBetween").set("val", "midCat")
    _category_axis(across)
    across.tick_labels.font.size = Pt(PX * 13)
    across.tick_labels.font.color.rgb = colour(GREY)
    across.major_tick_mark = XL_TICK_MARK.OUTSIDE
    # labels never turn: there are fewer instead; at an angle of exactly 0 LibreOffice shows all
    body = across._element.find(f".//{{{_A}}}bodyPr")
    if body is not None:
        body.set("rot", "1")
        body.set("vert", "horz")
    last = across._element.find(f"{_Q}noMultiLvlLbl")
    for tag in ("tickLblSkip", "tickMarkSkip"):
        last.addprevious(element(tag, "", f' val="{band.gap}"'))
    left, right, bottom = 50 / box[2], 62 / box[2], 30 / box[3]
    _inner(chart, left, 0.02, 1 - left - right, 0.98 - bottom)


# --- waterfall -------------------------------------------------------------------------------


def put_waterfall(
    stage: Stage, steps: Sequence[WaterfallStep], box: PxBox, alt: str, names: Sequence[str]
) -> None:
    """Add a waterfall of stacked bars; the texts are labels of a last series without a fill.

    Parameters
    ----------
    stage : Stage
    steps : sequence of WaterfallStep
        From the second plan to the first; all at or above 0.
    box : tuple of float
        Place in pixels.
    alt : str
        Alternative text.
    names : sequence of str
        Words for base, total, gain, loss and label.
    """
    most = max([*(max(step.start, step.end) for step in steps), 1.0])
    low, high, unit = nice_axis(0, most * 1.02)
    data = _DATA(number_format="#,##0")
    data.categories = [chart_name(step.name) for step in steps]
    base = [0.0 if step.total else min(step.start, step.end) for step in steps]
    size = [step.end if step.total else abs(step.end - step.start) for step in steps]
    up = [not step.total and step.end >= step.start for step in steps]
    columns = [
        base,
        [s if step.total else 0.0 for s, step in zip(size, steps, strict=True)],
        [s if rises else 0.0 for s, rises in zip(size, up, strict=True)],
        [0.0 if step.total or rises else s for s, step, rises in zip(size, steps, up, strict=True)],
        [_ROOM * high] * len(steps),
    ]
    for name, values in zip(names, columns, strict=True):
        data.add_series(name, values)
    chart = _sized(stage, XL_CHART_TYPE.BAR_STACKED, data, box, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 50, 100
    series = list(plot.series)
    for each in (series[0], series[4]):
        each.format.fill.background()
        each.format.line.fill.background()
    for each, fill in zip(series[1:4], (INK, LIGHT, LOSS), strict=True):
        _fill(each, fill)
    for place, step in enumerate(steps):
        if step.total:
            _fill(series[1].points[place], step.fill)
        ink = INK if step.total else ACCENT if up[place] else LOSS
        _label(series[4].points[place], step.text, ink, 15, XL_LABEL_POSITION.INSIDE_BASE)
    _category_axis(chart.category_axis, reverse=True)
    chart.category_axis.format.line.fill.background()
    # names are written beside: an office cuts a label that does not fit one line
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    _value_axis(chart.value_axis, low, high + _ROOM * high, unit, "#,##0")
    chart.value_axis.major_gridlines.format.line.color.rgb = colour(RULE)
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    _inner(chart, NAMES, 0.0, 1 - NAMES, ROWS)


# --- cost by kind ----------------------------------------------------------------------------


def put_costs(stage: Stage, stack: Stack, box: PxBox, alt: str) -> None:
    """Add stacked columns of costs; a part has its label if it is high enough."""
    data = _DATA(number_format="#,##0")
    data.categories = [chart_name(name) for name in stack.names]
    for (name, _), amounts in zip(stack.kinds, stack.amounts, strict=True):
        data.add_series(chart_name(name), [amount or None for amount in amounts])
    chart = _sized(stage, XL_CHART_TYPE.COLUMN_STACKED, data, box, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    tallest = max(map(sum, zip(*stack.amounts, strict=True)), default=0.0) or 1.0
    for series, (_, fill), amounts, texts in zip(
        plot.series, stack.kinds, stack.amounts, stack.texts, strict=True
    ):
        _fill(series, fill)
        series.format.line.color.rgb = colour("#FFFFFF")
        for place, (amount, text) in enumerate(zip(amounts, texts, strict=True)):
            if amount >= 0.06 * tallest:
                point = series.points[place]
                _fill(point, fill)
                _label(point, text, text_colour(fill), 14, XL_LABEL_POSITION.CENTER,
                       bold=amount > tallest / 2)  # fmt: skip
    _category_axis(chart.category_axis)
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, tallest
    _inner(chart, 0.0, 0.01, 1.0, 0.84)


# --- tornado ---------------------------------------------------------------------------------


def put_tornado(stage: Stage, tornado: Tornado, box: PxBox, alt: str) -> None:
    """Add bars that grow from the plan's number, also across 0: the value axis crosses there."""
    data = _DATA(number_format=tornado.form)
    data.categories = [chart_name(name) for name in tornado.names]
    for name, ends in zip(tornado.series, (tornado.low, tornado.high), strict=True):
        # where an end equals the plan the cell is empty
        data.add_series(name, [None if end == tornado.plan else end for end in ends])
    chart = _sized(stage, XL_CHART_TYPE.BAR_CLUSTERED, data, box, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    for place, (series, fill) in enumerate(zip(plot.series, (PALE, ACCENT), strict=True)):
        _fill(series, fill)
        series.invert_if_negative = False
        ends = (tornado.low, tornado.high)[place]
        for row, end in enumerate(ends):
            if end != tornado.plan:
                ink = LOSS if end < 0 else INK
                _label(series.points[row], tornado.texts[row][place], ink, 14,
                       XL_LABEL_POSITION.OUTSIDE_END, bold=end < 0)  # fmt: skip
    low, high, unit = tornado.axis
    _value_axis(chart.value_axis, low, high, unit, tornado.form)
    chart.value_axis.has_major_gridlines = False
    # a step that starts at the low end would not label 0
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    _category_axis(chart.category_axis, reverse=True)
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    chart.category_axis.format.line.color.rgb = colour(INK)
    chart.value_axis.crosses_at = tornado.plan
    _inner(chart, 0.0, 0.0, 1.0, 1.0)
