"""Native charts of the slides."""

import pytest
from report import reading


@pytest.fixture
def data(document, handed):
    return handed(document, "pptx")


@pytest.mark.slow
def test_charts_and_tables_say_what_they_show(data):
    told = [
        shape._element.xpath(".//p:cNvPr")[0].get("descr")
        for _, shape in reading.shapes(data)
        if shape.has_chart or shape.has_table
    ]
    assert len(told) >= 4
    assert all(told)


def test_bands_are_series_and_hidden_in_the_legend(data, document):
    chart = next(chart for chart in reading.charts(data) if len(chart.plots[0].series) >= 3)
    low, high = list(chart.plots[0].series)[1:3]
    curve = document.findings.plans[0].curve
    if len(document.findings.plans) <= 3:
        assert list(low.values) == [number.value for number in curve.low]
        assert list(high.values) == [number.value for number in curve.high]
        hidden = chart.legend._element.findall(".//{*}delete")
        assert len(hidden) == 2 * len(document.findings.plans)
