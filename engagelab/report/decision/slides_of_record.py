"""Slides 7 to 10: assumptions and warnings, next steps, sums, method and calendar."""

from collections.abc import Callable
from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.util import Pt

from ..canvas import colour, describe, unstyled
from ..text_metrics import ARIAL, wrapped
from .look import ACCENT, ASSUMED, COLUMN, EVIDENCED, GREY, INK, LOSS, MEASURED, PANEL, RULE, WHITE
from .stage import BOTTOM, LEFT, RIGHT, TOP, Pen, Stage, TableCell, TextRun, row_heights
from .story import Story
from .tables import Row
from .titles import released

_ACROSS = RIGHT - LEFT
_FOOT = Pen(13, GREY)
_HEAD = Pen(14, bold=True)


# --- slide 7 ---------------------------------------------------------------------------------


def assumptions(stage: Stage, story: Story) -> None:
    """Write the assumptions with kind and source, and every warning of the screen."""
    t, rows = story.t, story.tables.assumptions
    right = Pen(14, bold=True, align="right")
    names = ("r_name", "r_plan", "r_range", "r_kind", "r_source")
    styles = (_HEAD, right, right, _HEAD, _HEAD)
    table = [[TableCell(t(f"decision.{name}"), style, below=INK)
              for name, style in zip(names, styles, strict=True)]]  # fmt: skip
    for row in rows:
        fill, ink = _kind(story, row.kind)
        name = f"{row.name} ●" if row.flagged else row.name
        table.append([
            TableCell(name, Pen(14)),
            TableCell(row.value, Pen(13, bold=True, align="right")),
            TableCell(row.range, Pen(13, align="right")),
            TableCell(row.kind, Pen(13, ink, align="center"), fill),
            TableCell(row.source, Pen(13)),
        ])  # fmt: skip
    high = min(37.0, (BOTTOM - TOP - 30) / max(1, len(rows)))
    widths = [240.0, 96.0, 134.0, 86.0, 324.0]
    heights = row_heights(table, widths, high)
    shape = stage.table(table, (LEFT, TOP), widths, heights, name=story.assumptions_title)
    _dots(shape)
    _panel(stage, t("decision.q4"), list(story.warnings), (974, TOP, 250, 472))
    sheet = t("decision.sheet_assumptions")
    legend = [TextRun("● ", LOSS, size=13), TextRun(f"{story.legend} ", GREY, size=13)]
    rest = [TextRun(t("decision.q5", sheet=sheet), GREY, size=13)]
    flagged = any(row.flagged for row in rows)
    stage.runs([[*(legend if flagged else ()), *rest]], (LEFT, 656, _ACROSS, 18), _FOOT)
    stage.note("\n".join(story.warnings))


def _kind(story: Story, word: str) -> tuple[str, str]:
    """Return the fill and the ink of a kind of evidence."""
    kinds = {"assumed": ASSUMED, "anchored": EVIDENCED, "measured": MEASURED}
    return next(look for kind, look in kinds.items()
                if story.t(f"decision.evidence_{kind}") == word)  # fmt: skip


def _dots(shape: Any) -> None:
    """Colour the dots of the flagged assumptions."""
    for row in list(shape.table.rows)[1:]:
        paragraph = row.cells[0].text_frame.paragraphs[0]
        run = paragraph.runs[0]
        if run.text.endswith("●"):
            run.text = run.text[:-1]
            dot = paragraph.add_run()
            dot.text = "●"
            dot.font.size, dot.font.name = run.font.size, run.font.name
            dot.font.color.rgb = colour(LOSS)


def _panel(
    stage: Stage, head: str, texts: list[str], box: tuple[float, float, float, float]
) -> None:
    """Write a numbered list on a grey panel, in the largest size that fits."""
    left, top, wide, high = box
    stage.rule(box, PANEL)
    lines = 1 + (len(wrapped(head, 0.75 * (wide - 40), 12, bold=True, font=ARIAL)) > 1)
    stage.text(head, (left + 20, top + 16, wide - 40, 24 * lines), Pen(16, bold=True))
    room = high - 24 * lines - 40
    for size in (15, 14, 13):
        inner = 0.75 * (wide - 40 - 1.35 * size)
        each = [len(wrapped(text, inner, 0.75 * size, font=ARIAL)) for text in texts]
        if sum(each) * size * 1.38 + 0.6 * size * (len(texts) - 1) <= room:
            break
    numbered = len(texts) > 1
    stage.text(texts, (left + 20, top + 24 + 24 * lines, wide - 40, room),
               Pen(size, numbered=numbered))  # fmt: skip


# --- slide 8 ---------------------------------------------------------------------------------


def next_steps(stage: Stage, story: Story) -> None:
    """Write what to measure, the decisions of today, and when."""
    t, rows = story.t, story.tables.measurements
    heads = ("n_posts", "n_measure", "n_go_on", "n_otherwise")
    table = [[TableCell(t(f"decision.{head}"), _HEAD, below=INK) for head in heads]]
    for row in rows:
        go_on = Pen(14, ACCENT, bold=True)
        table.append([TableCell(row.name, Pen(14, bold=True)), TableCell(row.how, Pen(14)),
                      TableCell(row.go_on, go_on), TableCell(row.otherwise, Pen(14))])  # fmt: skip
    heights = [30.0, *(59.0 for _ in rows)]
    stage.table(table, (LEFT, TOP), [200.0, 310.0, 132.0, 214.0], heights, name=story.titles.steps)
    decisions = list(story.tables.decisions)
    _panel(stage, t("decision.n_today"), decisions, (944, TOP, 280, 325))
    _timeline(stage, story)
    source = "n_source" if story.facts.flagged else "n_source_plain"
    values = {"letter": story.facts.subject.letter} if story.facts.flagged else {}
    stage.text(t(f"decision.{source}", **values), (LEFT, 656, _ACROSS, 18), _FOOT)
    stage.note("\n".join(story.tables.decisions))


def _timeline(stage: Stage, story: Story) -> None:
    """Draw the posts, the review and the end as shapes on a line."""
    facts, t = story.facts, story.t
    left, right, middle = 86.0, 1186.0, 529.0

    def place(at: int) -> float:
        return left + (right - left) * at / max(1, facts.horizon)

    review = facts.review if facts.part < 1 else None
    stage.rule((left, middle - 2, right - left, 4), "#C9D1D9")
    if review is not None:
        stage.rule((left, middle - 2, place(review) - left, 4), ACCENT)
    marks = [(at, t("decision.n_post", k=number), number <= facts.early)
             for number, at in enumerate(sorted(set(facts.posts)), 1)]  # fmt: skip
    last = float("-inf")
    special = [at for at in (review, facts.horizon) if at is not None]
    for at, name, early in marks:
        _mark(stage, (place(at), middle), round_=True, full=early)
        named = place(at) - last >= 72 and all(abs(place(at) - place(s)) >= 62 for s in special)
        if named:
            last = place(at)
            _under(stage, place(at), name, _day(story, at), bold=False)
    for when, word in ((review, "n_review"), (facts.horizon, "n_result")):
        if when is not None:
            _mark(stage, (place(when), middle), round_=False, full=True)
            _under(stage, place(when), t(f"decision.{word}"), _day(story, when), bold=True)
    _money(stage, story, place)


def _day(story: Story, at: int) -> str:
    day = story.words.on(at)
    return day[:1].upper() + day[1:]


def _mark(stage: Stage, at: tuple[float, float], *, round_: bool, full: bool) -> None:
    kind, size = (MSO_SHAPE.OVAL, 18) if round_ else (MSO_SHAPE.DIAMOND, 22)
    sides = (at[0] - size / 2, at[1] - size / 2, size, size)
    shape = stage.slide.shapes.add_shape(kind, *(Pt(0.75 * side) for side in sides))
    shape.fill.solid()
    fill = WHITE if not full else ACCENT if round_ else INK
    shape.fill.fore_color.rgb = colour(fill)
    shape.line.color.rgb = colour("#8794A1" if not full else fill)
    unstyled(shape)
    describe(shape, "-", "")


def _under(stage: Stage, at: float, name: str, day: str, *, bold: bool) -> None:
    style = Pen(14, INK, bold=bold, align="center")
    stage.text(name, (at - 50, 496, 100, 20), style)
    below = Pen(14, INK if bold else GREY, bold=bold, align="center")
    stage.text(day, (at - 50, 542, 100, 20), below)


def _money(stage: Stage, story: Story, place: Callable[[int], float]) -> None:
    facts, words, t = story.facts, story.words, story.t
    compare = t("decision.n_compare", n=words.people(facts.subject.reach.mean))
    stage.text(compare, (RIGHT - 300, 568, 300, 22), Pen(15, align="right"))
    splits = facts.flagged and facts.part < 1 and facts.subject.cost and not story.answer.paired
    if not splits or (facts.valued and not facts.subject.earns):
        return
    first, rest = released(facts.part, facts.subject.outlay)
    left = t("decision.n_released", m=words.money(first))
    stage.text(left, (LEFT, 568, 260, 22), Pen(15, ACCENT, bold=True))
    at = max(LEFT + 250, min(place(facts.review) - 24, RIGHT - 700))
    stage.text(t("decision.n_only_if", m=words.money(rest)), (at, 568, 400, 22), Pen(15))


# --- slide 9 ---------------------------------------------------------------------------------


def sums(stage: Stage, story: Story) -> None:
    """Write quantity times price for each kind of cost and value."""
    facts, t = story.facts, story.t
    rows = story.tables.sums
    wide = (_ACROSS - 200) / len(facts.options)
    widths = [200.0, *(part for _ in facts.options for part in (0.6 * wide, 0.4 * wide))]
    head = [TableCell(t.unit_of_money.strip(), Pen(15, bold=True), below=INK)]
    for option in facts.options:
        main = option is facts.recommended
        style = Pen(16, ACCENT if main else INK, bold=True, align="right")
        name = story.words.lettered(option)
        fill = COLUMN if main and facts.several else ""
        head.append(TableCell(name, style, fill, below=INK, span=2))
    table = [head, *(_sum_row(story, row) for row in rows)]
    high = min(32.0, (BOTTOM - TOP - 36) / len(rows))
    stage.table(table, (LEFT, TOP), widths, [34.0, *(high for _ in rows)], name=story.titles.sums)
    source = t("decision.a_source", N=story.words.runs(facts.runs))
    stage.text(source, (LEFT, 656, _ACROSS, 18), _FOOT)


def _sum_row(story: Story, row: Row) -> list[TableCell]:
    facts = story.facts
    grey = PANEL if row.total else ""
    cells = [TableCell(row.label, Pen(14, bold=row.total), grey)]
    for option, cell in zip(facts.options, row.cells, strict=True):
        main = option is facts.recommended and facts.several
        fill = COLUMN if main else grey
        bold = bool(cell.tone)
        ink = LOSS if cell.tone == "loss" else INK
        cells += [TableCell(cell.beside, Pen(13, GREY, align="right"), fill),
                  TableCell(cell.text, Pen(14, ink, bold=bold, align="right"), fill)]  # fmt: skip
    return cells


# --- slide 10 --------------------------------------------------------------------------------


def method(stage: Stage, story: Story) -> None:
    """Write the method in five lines and the calendar of posts."""
    facts, t, tables = story.facts, story.t, story.tables
    stage.text(t("decision.x_method"), (LEFT, TOP, 520, 22), Pen(16, bold=True))
    paragraphs = []
    for text in tables.method:
        first, _, rest = text.partition(".")
        paragraphs.append([TextRun(f"{first}.", bold=True, size=16), TextRun(rest, size=16)])
    stage.runs(paragraphs, (LEFT, TOP + 32, 510, 430), Pen(16, numbered=True))
    stage.text(t("decision.x_calendar"), (616, TOP, 608, 22), Pen(16, bold=True))
    right = Pen(14, bold=True, align="right")
    word = t(f"decision.{'Week' if facts.unit == 'week' else 'Day'}")
    head = [TableCell(word, Pen(14, bold=True), below=INK)]
    head += [TableCell(option.name, right, below=INK) for option in facts.options]
    table = [head, *(_calendar_row(row) for row in tables.calendar)]
    wide = (608 - 80) / len(facts.options)
    heights = [46.0, *(min(40.0, 400 / len(tables.calendar)) for _ in tables.calendar)]
    stage.table(table, (616, TOP + 30), [80.0, *(wide for _ in facts.options)], heights,
                name=t("decision.x_calendar"))  # fmt: skip
    below = TOP + 30 + sum(heights) + 10
    if tables.lifetime:
        stage.text(tables.lifetime, (616, below, 608, 20), Pen(14, GREY))
    stage.note("\n".join(tables.method))


def _calendar_row(row: Row) -> list[TableCell]:
    fill = PANEL if row.total else ""
    cells = [TableCell(row.label, Pen(14, bold=row.total), fill, RULE)]
    style = Pen(14, bold=row.total, align="right")
    return [*cells, *(TableCell(cell.text, style, fill, RULE) for cell in row.cells)]
