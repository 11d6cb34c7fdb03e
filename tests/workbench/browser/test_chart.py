import json
import math

from engagelab.workbench.browser.chart import Chart, bars, lines, table

LINE = {"name": "", "x": [1, 2], "mean": [3.0, math.nan], "low": [2.0, math.nan], "high": [4, 5]}
WORDS = {"lang": "en", "alt": "a picture"}


def test_what_is_not_there_travels_as_nothing():
    told = lines([LINE], **WORDS, x={"label": "size", "log": False, "names": None}, y="reach")
    assert told["lines"][0]["mean"] == [3.0, None]
    assert told["lines"][0]["low"] == [2.0, None]
    json.dumps(told, allow_nan=False)
    told = bars([("size", 1.0, math.nan, math.inf)], **WORDS, axis="reach")
    assert told["bars"] == [{"name": "size", "mean": 1.0, "low": None, "high": None}]


def test_lines_are_told_apart_without_colour():
    named = [{**LINE, "name": str(number)} for number in range(9)]
    told = lines(named, **WORDS, x={"label": "size"}, y="reach")["lines"]
    looks = [(one["colour"], one["dash"]) for one in told]
    assert len(set(looks)) == 9
    assert len({dash for _, dash in looks}) == 9


def test_a_table_has_a_button_for_each_row_only_where_it_is_asked_for():
    assert table(["a"], [["1"]], title="values")["take"] == ""
    told = table(["a"], [["1"]], title="values", take="Take", shown=True)
    assert (told["take"], told["shown"], told["rows"]) == ("Take", True, [["1"]])


def test_a_row_that_is_taken_is_passed_on_and_nothing_else():
    taken = []
    chart = Chart(taken.append)
    for content in ({"take": 3}, {"take": "3"}, {"other": 1}, "take"):
        chart._receive(chart, content, [])
    assert taken == [3]
    Chart()._receive(None, {"take": 1}, [])
