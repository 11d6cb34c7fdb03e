import json
import math

from engagelab.workbench.browser.chart import Axis, Chart, bars, described, lines, table

LINE = {"name": "", "x": [1, 2], "mean": [3.0, math.nan], "low": [2.0, math.nan], "high": [4, 5]}
X, Y = Axis("size", log=True), Axis("reach")


def test_missing_numbers_are_none():
    drawing = lines([LINE], x=X, y=Y)
    assert drawing["lines"][0]["mean"] == [3.0, None]
    assert drawing["lines"][0]["low"] == [2.0, None]
    json.dumps(drawing, allow_nan=False)
    drawing = bars([("size", 1.0, math.nan, math.inf)], Axis("reach", "percent"))
    assert drawing["bars"] == [{"name": "size", "mean": 1.0, "low": None, "high": None}]
    assert (drawing["axis"], drawing["style"]) == ("reach", "percent")


def test_lines_differ_without_colour():
    named = [{**LINE, "name": str(number)} for number in range(9)]
    drawn = lines(named, x=X, y=Y)["lines"]
    assert len({(line["colour"], line["dash"]) for line in drawn}) == 9
    assert len({line["dash"] for line in drawn}) == 9


def test_axes_and_description_are_added():
    cells = table(["a"], [["1"]], title="values")
    spec = described(lines([LINE], x=X, y=Y), lang="fr", alt="a picture", table=cells)
    assert (spec["x"]["label"], spec["x"]["log"], spec["y"]) == ("size", True, "reach")
    assert (spec["lang"], spec["alt"], spec["table"]) == ("fr", "a picture", cells)


def test_a_table_has_buttons_only_on_request():
    assert table(["a"], [["1"]], title="values")["take"] == ""
    spec = table(["a"], [["1"]], title="values", take="Take", shown=True)
    assert (spec["take"], spec["shown"], spec["rows"]) == ("Take", True, [["1"]])


def test_only_the_number_of_a_row_is_passed_on():
    taken = []
    chart = Chart(taken.append)
    for content in ({"take": 3}, {"take": "3"}, {"other": 1}, "take"):
        chart._receive(chart, content, [])
    assert taken == [3]
    Chart()._receive(None, {"take": 1}, [])
