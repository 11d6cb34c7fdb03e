"""Sheets of the towns, the ranges over them, and the curves with their charts."""

from typing import Any

import numpy as np

from .cells import SIMULATED, Cells, address
from .facts import OptionFacts
from .look import ACCENT, BAND, GREY, TINT
from .words import capital

_VALUED = ("reach", "sharers", "joins", "memberships")
_OUT = ("book_run", "r_plan_name")


def runs(cells: Cells) -> None:
    """Write a row for each option and town: what was simulated, and cost, value and return."""
    story = cells.story
    t, facts = story.t, story.facts
    kinds = _kinds(cells)
    valued = [name for name in _VALUED if any((name, o.letter) in cells.prices
                                              for o in facts.options)]  # fmt: skip
    counted = [*dict.fromkeys(("reach", "joins", *valued))]
    sheet = cells.sheet("runs", (10, 28, *(14 for _ in range(len(counted) + len(kinds) + 5))))
    heads = [t(f"decision.{word}") for word in _OUT]
    heads += [capital(t(f"decision.value_{name}")) for name in counted]
    heads += [capital(story.tables.kind(kind)) for kind in kinds]
    heads += [t(f"decision.{word}") for word in ("a_cost", "a_value", "f3", "f2", "book_first")]
    cells.head(sheet, heads)
    row = 1
    for option in facts.options:
        first = row
        for town, _ in enumerate(option.by_town.get("reach", ())):
            _run(cells, sheet, row, option, town, (counted, kinds))
            row += 1
        columns = {"reach": 2, "joins": 3, "cost": 2 + len(counted) + len(kinds)}
        columns |= {"value": columns["cost"] + 1, "back": columns["cost"] + 2,
                    "each": columns["cost"] + 3, "first": columns["cost"] + 4}  # fmt: skip
        for name, column in columns.items():
            span = cells.far_span("runs", (first, column), (max(first, row - 1), column))
            cells.runs[name, option.letter] = span


def _kinds(cells: Cells) -> list[str]:
    return list(dict.fromkeys(kind for kind, _ in cells.prices if kind not in _VALUED))


def _run(
    cells: Cells, sheet: Any, row: int, option: OptionFacts, town: int,
    names: tuple[list[str], list[str]],
) -> None:  # fmt: skip
    counted, kinds = names
    facts, letter, data = cells.story.facts, option.letter, option.by_town
    cells.text(sheet, row, 0, str(int(data["town"][town])))
    cells.text(sheet, row, 1, cells.story.words.lettered(option))
    for column, name in enumerate((*counted, *kinds), 2):
        cells.number(sheet, row, column, data[name][town], "#,##0.##", **SIMULATED)
    last = 2 + len(counted) + len(kinds)
    cost_parts = [(column, kind) for column, kind in enumerate(kinds, 2 + len(counted))
                  if (kind, letter) in cells.prices]  # fmt: skip
    value_parts = [(column, name) for column, name in enumerate(counted, 2)
                   if (name, letter) in cells.prices]  # fmt: skip
    cost, value, back, each = run_results(option, town)
    cells.formula(sheet, row, last, _sum(cells, row, letter, cost_parts), cost, "#,##0")
    cells.formula(sheet, row, last + 1, _sum(cells, row, letter, value_parts), value, "#,##0")
    spent, worth, reach = (cells.at(row, column) for column in (last, last + 1, 2))
    cells.formula(sheet, row, last + 2, f'=IF({spent}=0,"",({worth}-{spent})/{spent})', back,
                  cells.back_form)  # fmt: skip
    cells.formula(sheet, row, last + 3, f'=IF({reach}=0,"",{spent}/{reach})', each, "0.00")
    size = len(data["reach"])
    places = [cells.at(1 + place * size + town, 2) for place, _ in enumerate(facts.options)]
    best = max(other.by_town["reach"][town] for other in facts.options)
    formula = f"=IF({reach}=MAX({','.join(places)}),1,0)"
    cells.formula(sheet, row, last + 4, formula, int(data["reach"][town] == best), "0")


def _sum(cells: Cells, row: int, letter: str, parts: list[tuple[int, str]]) -> str:
    products = [f"{cells.at(row, column)}*{cells.prices[name, letter]}" for column, name in parts]
    return f"={'+'.join(products) or '0'}"


def run_results(option: OptionFacts, town: int) -> tuple[float, float, float | str, float | str]:
    """Return cost, value, return and cost per person in a town; an empty text if there is none."""
    data = option.by_town
    cost = sum(line.price * data[line.kind][town] for line in option.costs)
    value = sum(line.price * data[line.kind][town] for line in option.values)
    reach = data["reach"][town]
    back: float | str = (value - cost) / cost if cost else ""
    return cost, value, back, cost / reach if reach else ""


def ranges(cells: Cells) -> None:
    """Write mean and range of each measure over the towns, and the counts of towns."""
    story = cells.story
    t, facts = story.t, story.facts
    sheet = cells.sheet("ranges", (30, 30, 14, 14, 14))
    words = ("r_plan_name", "book_measure", "mean", "book_low", "book_high")
    cells.head(sheet, [t(f"decision.{word}") for word in words])
    row = 1
    measures = {
        "reach": ("f1", "#,##0"),
        "joins": ("o_joins", "#,##0"),
        "cost": ("a_cost", "#,##0"),
    }
    if facts.priced:
        measures["each"] = ("f2", "0.00")
    if facts.valued:
        measures |= {"value": ("a_value", "#,##0"), "back": ("f3", cells.back_form)}
    for option in facts.options:
        results = _columns(option)
        for name, (word, form) in measures.items():
            cells.text(sheet, row, 0, story.words.lettered(option))
            cells.text(sheet, row, 1, t(f"decision.{word}"))
            span, values = cells.runs[name, option.letter], results[name]
            for column, (formula, cached) in enumerate(_statistics(span, values), 2):
                cells.formula(sheet, row, column, formula, cached, form)
            if name == "reach":
                for column, word_of in ((3, "book_low"), (4, "book_high")):
                    place = address("ranges", row, column, story)
                    cached = _statistics(span, values)[column - 2][1]
                    cells.ranges[word_of, option.letter] = (place, cached)
            row += 1
        counts = [("book_first", "first", results["first"])]
        if facts.valued:
            counts.insert(0, ("book_paying", "back", results["back"]))
        for word, name, values in counts:
            cells.text(sheet, row, 0, story.words.lettered(option))
            cells.text(sheet, row, 1, t(f"decision.{word}"))
            number = float(sum(value > 0 for value in values))
            if name == "first":
                best = [max(o.by_town["reach"][k] for o in facts.options)
                        for k, _ in enumerate(values)]  # fmt: skip
                pairs = zip(option.by_town["reach"], best, strict=True)
                number = float(sum(reach == most for reach, most in pairs))
            formula = f'=COUNTIF({cells.runs[name, option.letter]},">0")'
            cells.formula(sheet, row, 2, formula, number, "#,##0")
            cells.ranges[word, option.letter] = (address("ranges", row, 2, story), number)
            row += 1


def _columns(option: OptionFacts) -> dict[str, list[float]]:
    """Return the numbers of an option in each town, without missing ones."""
    data = option.by_town
    results = [run_results(option, town) for town, _ in enumerate(data.get("reach", ()))]
    known = [[value for value in column if not isinstance(value, str)]
             for column in zip(*results, strict=True)] or [[], [], [], []]  # fmt: skip
    return {"reach": list(data.get("reach", ())), "joins": list(data.get("joins", ())),
            "cost": known[0], "value": known[1], "back": known[2], "each": known[3],
            "first": list(data.get("reach", ()))}  # fmt: skip


def _statistics(span: str, values: list[float]) -> list[tuple[str, float]]:
    low, high = np.quantile(values, (0.05, 0.95)) if values else (np.nan, np.nan)
    mean = float(np.mean(values)) if values else np.nan
    return [(f"=AVERAGE({span})", mean), (f"=PERCENTILE({span},0.05)", float(low)),
            (f"=PERCENTILE({span},0.95)", float(high))]  # fmt: skip


def curves(cells: Cells) -> None:
    """Write people reached by round, with the range as a formula and a native chart a plan."""
    story = cells.story
    t, facts = story.t, story.facts
    sheet = cells.sheet("curves", (10, *(15 for _ in range(4 * len(facts.options)))))
    heads = [t(f"decision.{facts.unit.capitalize()}")]
    parts = ("low", "range", "mean", "book_high_end")
    for option in facts.options:
        heads += [t("decision.book_gain_at", letter=option.letter, part=t(f"decision.{part}"))
                  for part in parts]  # fmt: skip
    cells.head(sheet, heads)
    bands = story.bands
    for row, at in enumerate(bands[0].rounds, 1):
        cells.number(sheet, row, 0, at, "0")
        for place, band in enumerate(bands):
            low, high, mean = band.low[row - 1], band.high[row - 1], band.mean[row - 1]
            first = 4 * place + 1
            cells.number(sheet, row, first, low, "#,##0", **SIMULATED)
            formula = f"={cells.at(row, first + 3)}-{cells.at(row, first)}"
            cells.formula(sheet, row, first + 1, formula, high - low, "#,##0")
            cells.number(sheet, row, first + 2, mean, "#,##0", **SIMULATED)
            cells.number(sheet, row, first + 3, high, "#,##0", **SIMULATED)
    for place, (option, band) in enumerate(zip(facts.options, bands, strict=True)):
        chart = _band(cells, sheet, 4 * place + 1, len(band.rounds), main=band.main)
        chart.set_title({"name": story.words.lettered(option), "name_font": {"size": 12}})
        chart.set_y_axis({"min": 0, "max": band.top, "major_gridlines": {"visible": True,
                          "line": {"color": "#C9D1D9"}}, "num_format": "#,##0"})  # fmt: skip
        options = {"description": story.growth(option), "object_position": 3}
        column = 4 * len(facts.options) + 2
        sheet.insert_chart(1 + 19 * place, column, chart, options)


def _band(cells: Cells, sheet: Any, column: int, size: int, *, main: bool) -> Any:
    """Return a stacked area, of which the first is not filled, with a line on it."""
    area = cells.file.add_chart({"type": "area", "subtype": "stacked"})
    line = cells.file.add_chart({"type": "line"})

    def series(at: int) -> dict[str, Any]:
        return {"name": [sheet.name, 0, at], "categories": [sheet.name, 1, 0, size, 0],
                "values": [sheet.name, 1, at, size, at]}  # fmt: skip

    area.add_series(series(column) | {"fill": {"none": True}, "line": {"none": True}})
    fill = TINT if main else BAND
    area.add_series(series(column + 1) | {"fill": {"color": fill}, "line": {"none": True}})
    line.add_series(series(column + 2) | {"line": {"color": ACCENT if main else GREY,
                                                   "width": 2.25}})  # fmt: skip
    area.combine(line)
    area.set_x_axis({"interval_unit": 14, "interval_tick": 14, "position_axis": "on_tick"})
    area.set_legend({"none": True})
    area.set_size({"width": 520, "height": 330})
    return area
