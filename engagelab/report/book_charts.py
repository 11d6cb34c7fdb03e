"""Native charts of the workbook."""

from typing import Any

from ..i18n.rounding import one_format
from ..palette import INK, LINE, MUTED, Look, look
from .book import FONT, Book

_PIXELS = 20  # height of a row


def put_curves(book: Book, sheet: Any, column: int) -> None:
    """Add a chart of the sheet of curves, its left edge at a column."""
    document, t, plans = book.document, book.document.t, book.document.findings.plans
    chart = book.file.add_chart({"type": "scatter", "subtype": "straight"})
    for place, plan in enumerate(plans):
        for part in range(3):
            rounds = len(plan.curve.rounds)
            series = _series(sheet.name, 3 * place + part + 1, rounds, look(plan.look), part > 0)
            chart.add_series(series)
    _style(chart, t("report.by_round"), t("report.reached_so_far"))
    chart.set_x_axis({"name": t("report.round"), "min": 0, "num_format": "0",
                      "max": max(plan.curve.rounds[-1] for plan in plans) or 1,
                      "major_gridlines": {"visible": False}})  # fmt: skip
    hidden = [place for place in range(3 * len(plans)) if place % 3]
    chart.set_legend({"position": "bottom", "delete_series": hidden})
    options = {"description": document.picture(), "object_position": 3}
    sheet.insert_chart(1, column, chart, options)


def _series(sheet: str, column: int, rounds: int, style: Look, thin: bool) -> dict[str, Any]:
    line = {"color": style.colour, "width": 0.75 if thin else 2.25,
            "dash_type": "square_dot" if thin else style.office}  # fmt: skip
    return {"name": [sheet, 0, column], "categories": [sheet, 1, 0, rounds, 0],
            "values": [sheet, 1, column, rounds, column], "line": line}  # fmt: skip


def _style(chart: Any, title: str, up: str = "") -> None:
    """Set the title, the axis of values and the size of a chart."""
    font = {"name": FONT, "size": 10, "bold": False, "color": INK}
    chart.set_title({"name": title, "name_font": {**font, "size": 12, "bold": True}})
    chart.set_y_axis({"name": up, "name_font": font, "min": 0, "num_format": "#,##0",
                      "major_gridlines": {"visible": True, "line": {"color": LINE}},
                      "line": {"none": True}})  # fmt: skip
    chart.set_size({"width": 760, "height": 420})


def put_bars(book: Book, sheet: Any, column: int, measure: str, top: int) -> int:
    """Add bars of a column from a row on; return the number of rows that they cover."""
    document, plans = book.document, book.document.findings.plans
    rows, high = len(plans), 120 + 36 * len(plans)
    form = one_format([plan.numbers[measure].mean for plan in plans], document.t)
    chart = book.file.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [sheet.name, 0, column],
            "categories": [sheet.name, 1, 0, rows, 0],
            "values": [sheet.name, 1, column, rows, column],
            "points": [{"fill": {"color": look(plan.look).colour}} for plan in plans],
            "gap": 60,
            "data_labels": {"value": True, "num_format": form},
        }
    )
    _style(chart, document.measure(measure))
    chart.set_y_axis({"reverse": True, "line": {"color": MUTED}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_size({"width": 620, "height": high})
    row = "bars_say" if measure == "reach" else "costs_say"
    alt = document.t(f"report.{row}", ends=document.ends(measure), runs=document.findings.runs)
    sheet.insert_chart(top, 0, chart, {"description": alt})
    return high // _PIXELS + 2
