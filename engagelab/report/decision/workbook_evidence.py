"""Sheets of the reasons, the tests, all assumptions, the calendar, and the origin."""

from typing import Any

from ...experiments.fit_record import FitRecord
from ...i18n.vocabulary import declared
from ...simulation.scenario import Scenario
from ..rests_on_sheet import SHEET_WIDTHS, sheet_head, write_sheet
from .cells import SIMULATED, Cells
from .look import ACCENT, LIGHT, LOSS, PALE
from .words import capital

_SKIPPED = ("campaign.posts", "settings.runs", "settings.key", "campaign.redraw_seeds")


def why(cells: Cells) -> None:
    """Write the steps from the second option to the first, their check, and a native waterfall."""
    story = cells.story
    t, facts = story.t, story.facts
    sheet = cells.sheet("why", (48, *(13 for _ in range(8))))
    words = ["book_lever", "book_effect", "book_low", "book_high", "book_so_far", "base", "total",
             "gain", "loss"]  # fmt: skip
    cells.head(sheet, [t(f"decision.{word}") for word in words])
    ends = {effect.effect: (effect.low, effect.high) for effect in facts.effects}
    start, *steps, end = story.steps
    cells.text(sheet, 1, 0, start.name, bold=True)
    cells.number(sheet, 1, 4, start.end, "#,##0", **SIMULATED)
    _bar(cells, sheet, 1, (0.0, start.end, 0.0, 0.0))
    at = start.end
    for row, step in enumerate(steps, 2):
        effect = step.end - step.start
        cells.text(sheet, row, 0, step.name)
        cells.number(sheet, row, 1, effect, cells.gain_form, **SIMULATED)
        known = next((ends[e] for e in ends if abs(e - effect) < 1e-6), None)
        for column, limit in enumerate(known or (), 2):
            cells.number(sheet, row, column, limit, cells.gain_form, **SIMULATED)
        before, moved = cells.at(row - 1, 4), cells.at(row, 1)
        at += effect
        cells.formula(sheet, row, 4, f"={before}+{moved}", at, "#,##0")
        low, size = min(step.start, step.end), abs(effect)
        here = cells.at(row, 4)
        cells.formula(sheet, row, 5, f"=MIN({before},{here})", low, "#,##0")
        cells.number(sheet, row, 6, 0.0, "#,##0")
        cells.formula(sheet, row, 7, f"=MAX({moved},0)", max(effect, 0.0), "#,##0")
        cells.formula(sheet, row, 8, f"=MAX(-{moved},0)", size if effect < 0 else 0.0, "#,##0")
    last = len(steps) + 2
    cells.text(sheet, last, 0, end.name, bold=True)
    cells.number(sheet, last, 4, end.end, "#,##0", **SIMULATED)
    _bar(cells, sheet, last, (0.0, end.end, 0.0, 0.0))
    cells.text(sheet, last + 1, 0, t("decision.book_check"))
    span = cells.span((2, 1), (last - 1, 1))
    formula = f"=ROUND({cells.at(1, 4)}+SUM({span})-{cells.at(last, 4)},6)"
    cells.formula(sheet, last + 1, 4, formula, round(at - end.end, 6) + 0.0, "0")
    _waterfall(cells, sheet, last)


def _bar(cells: Cells, sheet: Any, row: int, parts: tuple[float, ...]) -> None:
    for column, part in enumerate(parts, 5):
        cells.number(sheet, row, column, part, "#,##0")


def _waterfall(cells: Cells, sheet: Any, last: int) -> None:
    chart = cells.file.add_chart({"type": "bar", "subtype": "stacked"})
    fills = (None, ACCENT, LIGHT, LOSS)
    for column, fill in enumerate(fills, 5):
        look: dict[str, Any] = {"fill": {"color": fill} if fill else {"none": True}}
        if fill == ACCENT:  # the totals, of which the first is the second option's
            ends = (cells.story.steps[0].fill, cells.story.steps[-1].fill)
            look["points"] = [{"fill": {"color": ends[0]}}, *[None] * (last - 2),
                              {"fill": {"color": ends[1]}}]  # fmt: skip
        chart.add_series({"name": [sheet.name, 0, column],
                          "categories": [sheet.name, 1, 0, last, 0],
                          "values": [sheet.name, 1, column, last, column], "gap": 50}
                         | look)  # fmt: skip
    _finished(chart, cells.story.titles.why)
    sheet.insert_chart(last + 4, 0, chart, {"description": cells.story.titles.why})


def _finished(chart: Any, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#C9D1D9"}},
                      "num_format": "#,##0"})  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_size({"width": 820, "height": 380})


def sure(cells: Cells) -> None:
    """Write the tests: reach and return at both ends, with lead, width and winner as formulas."""
    story = cells.story
    t, facts, words = story.t, story.facts, story.words
    letters = [option.letter for option in facts.options]
    subject = facts.subject.letter
    ends = (t("decision.h_low"), t("decision.h_high"))
    heads = [t("decision.r_name"), ends[0], t("decision.r_plan"), ends[1], t("decision.r_kind")]
    heads += [t("decision.book_reach_at", letter=x, end=end) for end in ends for x in letters]
    for word in ("book_lead_at", "book_winner_at", "book_back_at"):
        heads += [t(f"decision.{word}", end=end) for end in ends]
    heads += [t(f"decision.{word}") for word in ("book_width", "book_switching", "book_stops")]
    sheet = cells.sheet("sure", (40, *(13 for _ in heads[1:])))
    cells.head(sheet, heads)
    size = len(letters)
    for row, test in enumerate(facts.by_width, 1):
        cells.text(sheet, row, 0, capital(words.field(test.field)), bold=True)
        for column, value in enumerate((test.low, test.plan, test.high), 1):
            cells.number(sheet, row, column, value, "General", **SIMULATED)
        cells.text(sheet, row, 4, t(f"decision.evidence_{test.kind}"))
        for end in (0, 1):
            for place, letter in enumerate(letters):
                column = 5 + end * size + place
                cells.number(sheet, row, column, test.reach[letter][end], "#,##0", **SIMULATED)
            lead = 5 + 2 * size + end
            places = {x: cells.at(row, 5 + end * size + k) for k, x in enumerate(letters)}
            others = ",".join(places[x] for x in letters if x != subject) or "0"
            cells.formula(sheet, row, lead, f"={places[subject]}-MAX({others})",
                          test.leads(subject)[end], cells.gain_form)  # fmt: skip
            winner = _winner(places)
            cells.formula(sheet, row, lead + 2, winner, test.leader(end), "")
            cells.number(sheet, row, lead + 4, test.back[subject][end], cells.back_form,
                         **SIMULATED)  # fmt: skip
        first = 5 + 2 * size
        low, high = (cells.at(row, first + end) for end in (0, 1))
        width = abs(test.leads(subject)[1] - test.leads(subject)[0])
        cells.formula(sheet, row, first + 6, f"=ABS({high}-{low})", width, "#,##0")
        for column, value_at in enumerate((test.switching, test.break_even), first + 7):
            if value_at is not None:
                cells.number(sheet, row, column, value_at, "General", **SIMULATED)
    _tornado(cells, sheet, 5 + 2 * size, len(facts.by_width))


def _winner(places: dict[str, str]) -> str:
    """Return the formula for the letter with the highest reach; the first one in a tie."""
    highest = f"MAX({','.join(places.values())})"
    *others, last = places
    text = f'"{last}"'
    for letter in reversed(others):
        text = f'IF({places[letter]}={highest},"{letter}",{text})'
    return f"={text}"


def _tornado(cells: Cells, sheet: Any, column: int, rows: int) -> None:
    story = cells.story
    plan = story.facts.subject.reach.mean
    if story.facts.several:
        plan -= story.facts.rival.reach.mean
    chart = cells.file.add_chart({"type": "bar"})
    for place, fill in enumerate((PALE, ACCENT)):
        chart.add_series({"name": [sheet.name, 0, column + place],
                          "categories": [sheet.name, 1, 0, rows, 0],
                          "values": [sheet.name, 1, column + place, rows, column + place],
                          "fill": {"color": fill}, "gap": 60, "overlap": 100})  # fmt: skip
    _finished(chart, story.titles.sure)
    chart.set_x_axis({"crossing": plan, "num_format": "#,##0",
                      "major_gridlines": {"visible": False}})  # fmt: skip
    chart.set_legend({"position": "bottom"})
    sheet.insert_chart(rows + 3, 0, chart, {"description": story.titles.sure})


def assumptions(cells: Cells) -> None:
    """Write all fields in words: value of each plan, unit, range, kind, source and effect."""
    story = cells.story
    t, facts = story.t, story.facts
    heads = [t("decision.r_name"), *(story.words.lettered(option) for option in facts.options)]
    heads += [t(f"decision.{row}")
              for row in ("book_unit", "r_range", "r_kind", "r_source", "book_does")]  # fmt: skip
    widths = (44, *(14 for _ in facts.options), 14, 18, 14, 60, 70)
    sheet = cells.sheet("assumptions", widths)
    cells.head(sheet, heads)
    row = 0
    for name in Scenario.fields():
        if name in _SKIPPED:
            continue
        row += 1
        texts, field = t.field(name), declared(name)
        cells.text(sheet, row, 0, capital(texts.label), bold=True)
        for column, option in enumerate(facts.options, 1):
            value = option.plan.get(name)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                cells.number(sheet, row, column, value, "General", **SIMULATED)
            else:
                cells.text(sheet, row, column, t.value(name, value))
        last = len(facts.options) + 1
        low_high = ""
        if field.supported:
            low_high = t("report.between", low=t.exact(field.supported[0]),
                         high=t.exact(field.supported[1]))  # fmt: skip
        _, colon, source = texts.source.partition(":")
        kind = {"anchored weakly": "anchored", "choice": "assumed"}.get(field.kind, field.kind)
        notes = (texts.unit, low_high, t(f"decision.evidence_{kind}"),
                 capital(source.strip()) if colon else "", texts.says)  # fmt: skip
        if fitted := story.words.fitted(name, facts.subject.plan.get(name)):
            notes = (texts.unit, fitted.range, fitted.kind, fitted.source, texts.says)
        for column, text in enumerate(notes, last):
            cells.text(sheet, row, column, text, text_wrap=True)


def rests_on(cells: Cells, fit: FitRecord) -> None:
    """Write the fields that were fitted to posts, and what they rest on."""
    t = cells.story.t
    sheet = cells.sheet("fit", SHEET_WIDTHS)
    cells.head(sheet, sheet_head(t))
    write_sheet(cells, sheet, fit, t)


def calendar(cells: Cells) -> None:
    """Write every post of every option: day, who starts, their number, and showings."""
    story = cells.story
    t, facts = story.t, story.facts
    sheet = cells.sheet("calendar", (30, 10, 34, 16, 16))
    heads = [t("decision.r_plan_name"), t(f"decision.{facts.unit.capitalize()}"),
             t("decision.book_who"), t("decision.x_starters"), t("decision.x_ads")]  # fmt: skip
    cells.head(sheet, [capital(head) for head in heads])
    row = 1
    for option in facts.options:
        first = row
        for post in option.plan.campaign.posts:
            cells.text(sheet, row, 0, story.words.lettered(option))
            cells.number(sheet, row, 1, post.round, "0")
            cells.text(sheet, row, 2, t.start_of(post))
            cells.number(sheet, row, 3, post.starters, "#,##0")
            cells.number(sheet, row, 4, post.paid, "#,##0")
            row += 1
        if row > first:
            cells.text(sheet, row, 0, t("decision.x_in_all"), bold=True)
            posts = option.plan.campaign.posts
            totals = (sum(post.starters for post in posts), sum(post.paid for post in posts))
            for column, total in enumerate(totals, 3):
                span = cells.span((first, column), (row - 1, column))
                cells.formula(sheet, row, column, f"=SUM({span})", total, "#,##0", bold=True)
            row += 1


def about(cells: Cells) -> None:
    """Write the method, every warning, and where the numbers come from."""
    story = cells.story
    t, facts = story.t, story.facts
    sheet = cells.sheet("about", (34, 110))
    cells.head(sheet, [t("decision.x_method"), ""])
    rows = [("", text) for text in story.tables.method]
    rows += [(t("decision.q4") if place == 0 else "", text)
             for place, text in enumerate(story.warnings)]  # fmt: skip
    if facts.client:
        rows.append((t("decision.book_client"), facts.client))
    rows += [(t("decision.book_date"), facts.date.isoformat()),
             (t("decision.book_version"), facts.version),
             (t("decision.book_key"), str(facts.key)),
             (t("decision.book_runs"), str(facts.runs))]  # fmt: skip
    rows += [(t("decision.book_hash", letter=option.letter), option.digest)
             for option in facts.options]  # fmt: skip
    for row, (label, text) in enumerate(rows, 1):
        cells.text(sheet, row, 0, label, bold=True)
        cells.text(sheet, row, 1, text, text_wrap=True)
