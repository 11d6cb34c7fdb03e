"""Excel: a decision with live formulas; every formula has its cached value."""

import datetime
from typing import Any

from ..reproducible_zip import reproducible
from .cells import INPUT, SIMULATED, Cells, address
from .facts import Line, OptionFacts
from .story import Story
from .words import capital
from .workbook_evidence import about, assumptions, calendar, rests_on, sure, why
from .workbook_runs import curves, ranges, runs

_VALUES = {"reach": "Value_person", "joins": "Value_member"}
_COUNTED = ("reach", "joins", "memberships", "sharers")


def xlsx(story: Story) -> bytes:
    """Return the workbook of a decision: eleven sheets, of which prices are the inputs.

    With a fit to posts, one more says what its values rest on.
    """
    cells = Cells(story)
    day = datetime.datetime.combine(story.facts.date, datetime.time())
    cells.file.set_properties({"title": story.answer.finding, "author": "engagelab",
                               "subject": story.titles.recommendation, "created": day,
                               "keywords": story.words.digests})  # fmt: skip
    cells.file.set_calc_mode("auto")
    names = ["summary", "prices", "calculation", "runs", "ranges", "curves", "why", "sure",
             "assumptions", "calendar", "about"]  # fmt: skip
    if not story.titles.explains:
        names.remove("why")
    if not story.tested:
        names.remove("sure")
    if story.facts.fit is not None:
        names.insert(names.index("calendar"), "fit")
    for name in names:
        cells.add(name)
    _prices(cells)
    _calculation(cells)
    runs(cells)
    ranges(cells)
    _summary(cells)
    curves(cells)
    if "why" in names:
        why(cells)
    if "sure" in names:
        sure(cells)
    assumptions(cells)
    if story.facts.fit is not None:
        rests_on(cells, story.facts.fit)
    calendar(cells)
    about(cells)
    cells.file.close()
    return reproducible(cells.out.getvalue(), story.facts.date)


# --- prices ----------------------------------------------------------------------------------


def _prices(cells: Cells) -> None:
    """Write the inputs: each price that was paid, the values and the budgets."""
    story = cells.story
    t, facts = story.t, story.facts
    sheet = cells.sheet("prices", (46, 14, 16, 22, 14, 60))
    heads = ("book_price", "book_each_head", "book_copy", "r_range", "r_kind", "r_source")
    cells.head(sheet, [t(f"decision.{head}") for head in heads])
    row = 1
    for kind, letters, value in _priced(story):
        label = story.tables.kind(kind) if kind not in _COUNTED else t(f"decision.value_{kind}")
        text = capital(label)
        if letters and len(letters) < len(facts.options):
            text = f"{text} ({', '.join(letters)})"
        cells.text(sheet, row, 0, text, bold=True)
        cells.number(sheet, row, 1, value, "#,##0.00##", **INPUT)
        cells.number(sheet, row, 2, value, "#,##0.00##", **SIMULATED)
        for column, note in enumerate(_evidence(story, kind), 3):
            cells.text(sheet, row, column, note)
        for letter in letters:
            cells.prices[kind, letter] = address("prices", row, 1, story)
        if kind in _VALUES:
            cells.name(_VALUES[kind], "prices", row, 1)
        row += 1
    for option in facts.options:
        if option.budget is not None:
            label = t("decision.book_budget")
            cells.text(sheet, row, 0, f"{label} ({option.letter})", bold=True)
            cells.number(sheet, row, 1, option.budget, "#,##0", **INPUT)
            cells.number(sheet, row, 2, option.budget, "#,##0", **SIMULATED)
            if option is facts.first:
                cells.name("Budget", "prices", row, 1)
            row += 1
    cells.inputs = row - 1
    cells.text(sheet, row + 1, 0, t("decision.book_note"))


def _priced(story: Story) -> list[tuple[str, list[str], float]]:
    """Return kinds with the letters that share a price, and the price."""
    found: dict[tuple[str, float], list[str]] = {}
    for lines in ("costs", "values"):
        for option in story.facts.options:
            for line in getattr(option, lines):
                if line.price or line.kind == "reach":
                    found.setdefault((line.kind, round(line.price, 9)), []).append(option.letter)
    every = [(kind, letters, value) for (kind, value), letters in found.items()]
    order = list(dict.fromkeys(kind for kind, _, _ in every))
    return sorted(every, key=lambda row: order.index(row[0]))


_FIELDS = {"posts": "money.cost_post", "paid impressions": "money.cost_impression",
           "answers": "money.cost_answer", "own space": "money.cost_member",
           "off message": "money.cost_off_message", "reach": "money.value_reader",
           "sharers": "money.value_sharer", "joins": "money.value_joiner",
           "memberships": "money.value_membership"}  # fmt: skip


def _evidence(story: Story, kind: str) -> list[str]:
    """Return range, kind and source of a price; of a reward, that it is the plan's own."""
    name = _FIELDS.get(kind)
    if name is None:
        return [story.t("decision.r_no_range"), story.t("decision.evidence_assumed"),
                story.t("decision.r_yours")]  # fmt: skip
    row = story.tables.untested(name)
    return [row.range, row.kind, row.source]


# --- calculation -----------------------------------------------------------------------------


def _calculation(cells: Cells) -> None:
    """Write quantity times price of each kind, the totals and what follows from them."""
    story = cells.story
    t, facts = story.t, story.facts
    sheet = cells.sheet("calculation", (38, *(13 for _ in range(3 * len(facts.options)))))
    heads = [t.unit_of_money.strip()]
    for option in facts.options:
        heads += [t(f"decision.book_{part}", letter=option.letter)
                  for part in ("quantity", "each", "amount")]  # fmt: skip
    cells.head(sheet, heads)
    kinds = list(dict.fromkeys(line.kind for o in facts.options for line in o.costs))
    values = list(dict.fromkeys(line.kind for o in facts.options for line in o.values))
    labels = [*map(story.tables.kind, kinds)]
    for row, label in enumerate(labels, 1):
        cells.text(sheet, row, 0, capital(label))
    cost, value = len(kinds) + 1, len(kinds) + len(values) + 2
    for row, name in enumerate(values, cost + 1):
        cells.text(sheet, row, 0, capital(t(f"decision.value_{name}")))
    rows = {"cost": cost, "value": value, "gain": value + 1, "back": value + 2, "each": value + 3,
            "share": value + 4, "even": value + 5}  # fmt: skip
    words = {"cost": "a_cost", "value": "a_value", "gain": "o_gain", "back": "f3", "each": "f2",
             "share": "o_share", "even": "book_break_even"}  # fmt: skip
    for name, row in rows.items():
        cells.text(sheet, row, 0, t(f"decision.{words[name]}"), bold=True)
    for place, option in enumerate(facts.options):
        first = 3 * place + 1
        for row, kind in enumerate(kinds, 1):
            _product(cells, sheet, (row, first), option, _line(option.costs, kind))
        for row, kind in enumerate(values, cost + 1):
            _product(cells, sheet, (row, first), option, _line(option.values, kind))
        _totals(cells, sheet, option, first, rows)


def _line(lines: tuple[Line, ...], kind: str) -> Line:
    return next((line for line in lines if line.kind == kind), Line(kind, 0.0, 0.0, 0.0))


def _product(
    cells: Cells, sheet: Any, at: tuple[int, int], option: OptionFacts, line: Line
) -> None:
    row, column = at
    cells.number(sheet, row, column, line.count, "#,##0.##", **SIMULATED)
    source = cells.prices.get((line.kind, option.letter))
    if source is None:
        cells.number(sheet, row, column + 1, 0.0, "0.00")
    else:
        cells.formula(sheet, row, column + 1, f"={source}", line.price, "#,##0.00##")
    quantity, each = (cells.at(row, column + step) for step in (0, 1))
    amount = line.count * line.price
    cells.formula(sheet, row, column + 2, f"={quantity}*{each}", amount, "#,##0")


def _totals(
    cells: Cells, sheet: Any, option: OptionFacts, first: int, rows: dict[str, int]
) -> None:
    """Write the totals of an option, and where they are for the summary."""
    last = first + 2
    cost, value = rows["cost"], rows["value"]

    def at(name: str) -> str:
        return cells.at(rows[name], last)

    amounts = cells.span((1, last), (cost - 1, last))
    quantities = cells.span((cost + 1, first), (value - 1, first))
    prices = cells.span((cost + 1, first + 1), (value - 1, first + 1))
    reach = cells.at(cost + 1, first)
    people = cells.story.facts.people
    known = option.reach.mean > 0
    others = f"{at('cost')}-{at('value')}+{cells.at(cost + 1, last)}"
    texts: dict[str, tuple[str, float | str, str]] = {
        "cost": (f"=SUM({amounts})", option.cost, "#,##0"),
        "value": (f"=SUMPRODUCT({quantities},{prices})", option.value, "#,##0"),
        "gain": (f"={at('value')}-{at('cost')}", option.gain, cells.gain_form),
        "back": (f'=IF({at("cost")}=0,"",({at("value")}-{at("cost")})/{at("cost")})',
                 option.gain / option.cost if option.cost else "", cells.back_form),
        "each": (f'=IF({reach}=0,"",{at("cost")}/{reach})',
                 option.cost / option.reach.mean if known else "", "0.00"),
        "share": (f"={reach}/{people}", option.reach.mean / people, "0%"),
        "even": (f'=IF({reach}=0,"",({others})/{reach})',
                 option.break_even if known else "", "0.00"),
    }  # fmt: skip
    for name, (formula, cached, form) in texts.items():
        cells.formula(sheet, rows[name], last, formula, cached, form, bold=True)
        cells.totals[name, option.letter] = address("calculation", rows[name], last, cells.story)
    cells.totals["reach", option.letter] = address("calculation", cost + 1, first, cells.story)


# --- summary ---------------------------------------------------------------------------------


def _summary(cells: Cells) -> None:
    """Write the sentences with the check of the prices, and the table of the options."""
    story = cells.story
    t, facts = story.t, story.facts
    sheet = cells.sheet("summary", (34, *(15 for _ in range(12))))
    cells.text(sheet, 0, 0, story.answer.finding, bold=True, font_size=16)
    cells.text(sheet, 1, 0, story.titles.recommendation, bold=True, font_size=12)
    sheet.set_row(0, 26)
    sheet.set_row(1, 20)
    row = 3
    for head, text in story.answer.rows:
        cells.text(sheet, row, 0, head, bold=True)
        cells.text(sheet, row, 1, text)
        row += 1
    new, old = (cells.far_span("prices", (1, column), (cells.inputs, column)) for column in (1, 2))
    written = t("decision.book_written", date=story.words.date)
    changed = t("decision.book_changed")
    check = f'=IF(SUMPRODUCT(ABS({new}-{old}))>0,"{changed}","{written}")'
    cells.formula(sheet, row, 0, check, written, "", italic=True)
    top = row + 2
    words = ["r_plan_name", "f1", "book_low", "book_high", "o_cost", "a_value", "o_gain", "f3",
             "f2", "book_paying", "book_first", "book_rank"]  # fmt: skip
    if not facts.valued:
        words = [word for word in words if word not in ("a_value", "o_gain", "f3", "book_paying")]
    cells.head(sheet, [t(f"decision.{word}") for word in words], row=top)
    for place, option in enumerate(facts.options, top + 1):
        name = story.words.lettered(option)
        cells.text(sheet, place, 0, name, bold=True)
        for column, word in enumerate(words[1:], 1):
            _summary_cell(cells, sheet, (place, column), option, word, top)
    last = top + len(facts.options) + 2
    for place, warning in enumerate(story.warnings, last):
        cells.text(sheet, place, 0, warning)


def _summary_cell(
    cells: Cells, sheet: Any, at: tuple[int, int], option: OptionFacts, word: str, top: int
) -> None:
    """Write a figure of an option as a reference to its sheet."""
    facts, letter, (row, column) = cells.story.facts, option.letter, at
    places = {"f1": ("reach", option.reach.mean, "#,##0"), "o_cost": ("cost", option.cost, "#,##0"),
              "a_value": ("value", option.value, "#,##0"),
              "o_gain": ("gain", option.gain, cells.gain_form),
              "f3": ("back", _over(option.gain, option.cost), cells.back_form),
              "f2": ("each", _over(option.cost, option.reach.mean), "0.00")}  # fmt: skip
    cached: float | str
    if word in places:
        name, cached, form = places[word]
        cells.formula(sheet, row, column, f"={cells.totals[name, letter]}", cached, form)
        return
    if word == "book_rank":
        span = cells.span((top + 1, 1), (top + len(facts.options), 1))
        rank = 1 + sum(other.reach.mean > option.reach.mean for other in facts.options)
        formula = f'=COUNTIF({span},">"&{cells.at(row, 1)})+1'
        cells.formula(sheet, row, column, formula, rank, "0")
        return
    source, cached = cells.ranges[word, letter]
    cells.formula(sheet, row, column, f"={source}", cached, "#,##0")


def _over(above: float, below: float) -> float | str:
    """Return a ratio as a formula shows it: an empty text if there is nothing to divide by."""
    return above / below if below else ""
