"""The numbers in all files are the same to the digit, in both languages."""

import re
import zipfile
from html import unescape
from io import BytesIO

import pytest
from PIL import Image
from report import reading

from engagelab.i18n.rounding import Number
from engagelab.palette import look
from engagelab.report.findings import MEASURES

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("reports")]


@pytest.fixture
def data(document, handed):
    """The bytes of a format."""
    return lambda name: handed(document, name)


def from_html(data, document):
    """Return the comparison as it stands on the page: rows of cells."""
    return reading.Page(data("html")).tables[0][1:]


def test_slides_and_page_have_the_same_table(data, document):
    rows = from_html(data, document)
    found = [
        row
        for table in reading.deck_tables(data("pptx"))
        if len(table[0]) == len(rows[0]) and len(table[0]) > 6
        for row in table[1:]
    ]
    if document.several:
        assert found == rows
    cards = reading.deck_text(data("pptx"))
    reach, band, cost, each, back = (rows[0][place] for place in (1, 2, -3, -2, -1))
    assert all(text in cards for text in (reach, band, cost, each, back))


def test_the_pdf_has_each_number_of_that_table(data, document):
    text = reading.pages(data("pdf"))[1]
    for _, *cells in from_html(data, document):
        for cell in cells:
            assert cell in text, cell


def test_the_workbook_shows_the_same_digits_of_full_numbers(data, document):
    sheet = reading.book(data("xlsx"))[document.t("report.summary_sheet")]
    assert set(MEASURES) < set(document.findings.measures)
    measures = {document.measure(name) for name in document.findings.measures}
    told = {
        (row[0].value, row[1].value): [
            "–"
            if cell.value is None
            else reading.shown(cell.value, cell.number_format, document.t.lang)
            for cell in row[2:6]
        ]
        for row in sheet.iter_rows()
        if row[1].value in measures
    }
    for plan, *cells in from_html(data, document):
        mean, error, low, high = told[plan, document.measure("reach")]
        assert cells[0] == f"{mean}\xa0±\xa0{error}"
        assert cells[1] == document.t("report.between", low=low, high=high)
        assert cells[2] == told[plan, document.measure("reach_share")][0]
        assert cells[-3] == told[plan, document.measure("cost")][0]
        each, error, *_ = told[plan, document.measure("cost_per_reader")]
        assert cells[-2] == (each if error == "–" else f"{each}\xa0±\xa0{error}")
        assert cells[-1] == told[plan, document.measure("return")][0]


def test_the_workbook_compares_with_the_same_digits(data, document):
    sheet = reading.book(data("xlsx"))[document.t("report.comparison_sheet")]
    first, *others = list(sheet.iter_rows(min_row=2, max_row=1 + len(document.findings.plans)))
    assert [cell.value for cell in first[3:8]] == [None] * 5
    for row, (plan, *cells) in zip(others, from_html(data, document)[1:], strict=True):
        lift, low, high, wins, runs = (
            reading.shown(cell.value, cell.number_format, document.t.lang) for cell in row[3:8]
        )
        assert row[0].value == plan
        assert cells[3:6] == [
            lift,
            document.t("report.between", low=low, high=high),
            document.t("report.of_runs", wins=wins, runs=runs),
        ]


def test_tables_hold_in_full_what_the_workbook_holds(data, document):
    sheet = reading.book(data("xlsx"))[document.t("report.summary_sheet")]
    held = [
        [cell.value for cell in row[2:6]]
        for row in sheet.iter_rows()
        if isinstance(row[2].value, (int, float))
    ]
    rows = reading.tables(data("csv"))["summary.csv"]
    columns = ("mean", "standard_error", "low", "high")
    told = [[float(row[name]) if row[name] else None for name in columns] for row in rows]
    # a plan without cost has no return: its row has no number, and is no row of numbers
    assert [row for row in told if row[0] is not None] == held


def test_tables_rounded_are_what_the_page_shows(data, document):
    rows = reading.tables(data("csv"))["summary.csv"]
    means = {(row["plan"], row["measure"]): float(row["mean"] or "nan") for row in rows}
    for plan, *cells in from_html(data, document):
        reach, share = means[plan, "reach"], means[plan, "reach_share"]
        assert cells[0].split("\xa0±")[0] == Number.measured("reach", reach).text(document.t)
        assert cells[2] == Number.measured("reach_share", share).text(document.t)
        assert cells[-1] == Number.measured("return", means[plan, "return"]).text(document.t)


def test_charts_of_slides_hold_the_numbers_of_the_tables(data, document):
    rows = reading.tables(data("csv"))["curves.csv"]
    for place, plan in enumerate(document.findings.plans):
        name = document.full_names[place]
        means = [float(row["mean"]) for row in rows if row["plan"] == name]
        values = [
            list(series.values)
            for chart in reading.charts(data("pptx"))
            for series in chart.plots[0].series
            if series.name == document.names[place]
        ]
        assert len(values) == 2, "one on the slide of all, one on the plan's own"
        assert values[0] == values[1] == means
        assert plan.curve.mean[-1].text(document.t) == plan.numbers["reach"].mean.text(document.t)


def test_pictures_show_the_reach_of_each_plan(data, document):
    texts = reading.svg_texts(data("svg"))
    page = from_html(data, document)
    for _, *cells in page:
        assert cells[0].split("\xa0±")[0] in texts
    for name in document.names:
        assert name in texts


def _forms(data, document, measure):
    """Return the number formats in which the bars of a measure are labelled, slides and sheets."""
    slides = [
        chart.plots[0].data_labels.number_format
        for chart in reading.charts(data("pptx"))
        if chart.plots[0].series[0].name == measure
    ]
    with zipfile.ZipFile(BytesIO(data("xlsx"))) as book:
        charts = [book.read(name).decode() for name in book.namelist() if "/charts/chart" in name]
    sheets = [
        unescape(re.search(r'<c:dLbls><c:numFmt formatCode="([^"]*)"', chart)[1])
        for chart in charts
        if f"<a:t>{measure}</a:t>" in chart
    ]
    return slides, sheets


@pytest.mark.parametrize("measure", ["reach", "cost_per_reader"])
def test_labels_of_bars_show_the_digits_of_the_table(data, document, measure):
    slides, sheets = _forms(data, document, document.measure(measure))
    assert (len(slides), len(sheets)) == (int(document.several), 1)
    for form in (*slides, *sheets):
        for number in (plan.numbers[measure].mean for plan in document.findings.plans):
            if number.known:
                told = reading.shown_in(form, number.value, document.t.lang)
                assert told == number.text(document.t)


def test_plans_look_alike_in_every_picture(data, document):
    looks = [look(plan.look) for plan in document.findings.plans]
    svg = data("svg").decode()
    first = reading.charts(data("pptx"))[0].plots[0].series
    with zipfile.ZipFile(BytesIO(data("xlsx"))) as book:
        curves = book.read("xl/charts/chart1.xml").decode()
    for name, seen in zip(document.names, looks, strict=True):
        drawn = next(series for series in first if series.name == name)
        line, dashes = drawn.format.line, {None: "", **reading.DASHES}
        assert f"#{line.color.rgb}".lower() == seen.colour
        assert dashes[line.dash_style] == seen.office
        assert f'<a:srgbClr val="{seen.colour[1:].upper()}"/>' in curves
        dash = f"stroke-dasharray: {','.join(seen.dash.split())}; stroke-dashoffset: 0; "
        assert f'style="fill: none; {dash if seen.dash else ""}stroke: {seen.colour};' in svg


@pytest.mark.parametrize("name", ["pptx", "pdf", "xlsx", "csv", "html", "svg"])
def test_every_file_bears_hash_version_key_runs_and_date(data, document, name):
    found = document.findings
    text = {
        "pptx": lambda: reading.deck_text(data("pptx")),
        "pdf": lambda: "\n".join(reading.pages(data("pdf"))),
        "xlsx": lambda: "\n".join(
            str(cell.value)
            for row in reading.book(data("xlsx"))[document.t("report.about_sheet")].iter_rows()
            for cell in row
        ),
        "csv": lambda: str(reading.tables(data("csv"))["about.csv"]),
        "html": lambda: "".join(reading.Page(data("html")).texts),
        "svg": lambda: "\n".join(reading.svg_texts(data("svg"))),
    }[name]()
    for plan in found.plans:
        assert plan.hash in text
    day = found.date.isoformat() if name in ("xlsx", "csv") else document.date
    for word in (found.version, str(found.key), str(found.runs), day):
        assert word in text
    if name not in ("xlsx", "csv"):
        assert document.stamp in text.replace("\n", " ")


def test_a_picture_of_dots_bears_them_too(data, document):
    told = Image.open(BytesIO(data("png"))).text
    assert document.stamp in told["Comment"]
    assert all(plan.hash in told["Comment"] for plan in document.findings.plans)
    assert document.findings.plans[0].numbers["reach"].mean.text(document.t) in told["Description"]
