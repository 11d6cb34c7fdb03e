"""PowerPoint: ten slides of a decision, with native charts and tables."""

import datetime
import io
from collections.abc import Sequence
from typing import Any

from ..canvas import new_deck
from ..reproducible_zip import reproducible
from ..text_metrics import ARIAL, wrapped
from .answer import Figure
from .facts import OptionFacts
from .look import ACCENT, COLUMN, GREY, INK, LOSS, PANEL, RULE, WHITE
from .native import put_bars, put_gains
from .slide_of_fit import rests_on
from .slides_of_evidence import growth, reasons, tests
from .slides_of_record import assumptions, method, next_steps, sums
from .stage import BOTTOM, LEFT, PX, RIGHT, TOP, Pen, Stage, TableCell, TextRun, row_heights
from .story import FITTED, Story
from .tables import Cell

_ACROSS = RIGHT - LEFT
_HEAD = Pen(15, ACCENT, bold=True)
_TITLE = Pen(28, bold=True)
_BODY = Pen(18)
_FOOT = Pen(13, GREY)
_THREE = 3


def pptx(story: Story) -> bytes:
    """Return the slides of a decision; with a fit to posts, one more says what that learned."""
    deck = new_deck()
    _cover(deck, story)
    writers = [(2, _recommendation), (3, _options), (4, growth), (5, reasons), (6, tests),
               (7, assumptions), (8, next_steps), (9, sums), (FITTED, rests_on),
               (10, method)]  # fmt: skip
    left_out = {9: not story.facts.priced, FITTED: story.facts.fit is None}
    for page, write in writers:
        if not left_out.get(page):
            write(_page(deck, story, page), story)
    _finish(deck, story)
    out = io.BytesIO()
    deck.save(out)
    return reproducible(out.getvalue(), story.facts.date)


def _page(deck: Any, story: Story, page: int) -> Stage:
    """Return a slide with its head, title and foot."""
    stage = Stage(deck)
    title = story.page_titles[page]
    stage.title(title, (LEFT, 54, _ACROSS, 76), _TITLE)
    stage.text(story.heads[page], (LEFT, 32, _ACROSS, 20), _HEAD)
    stage.rule((LEFT, 681, _ACROSS, 1))
    last = page == 10
    stage.text(story.words.footer if last else story.words.who, (LEFT, 688, 1080, 18), _FOOT)
    number = Pen(13, GREY, align="right")
    stage.text(str(len(deck.slides)), (RIGHT - 60, 688, 60, 18), number)
    return stage


def _finish(deck: Any, story: Story) -> None:
    """Write the properties of the file."""
    core, facts = deck.core_properties, story.facts
    core.title, core.author = story.answer.finding[:250], "engagelab"
    core.subject, core.keywords = story.titles.recommendation[:250], story.words.digests[:250]
    core.comments, core.last_modified_by = story.words.footer[:250], "engagelab"
    core.revision, core.language = 1, story.t.lang
    core.created = core.modified = datetime.datetime.combine(facts.date, datetime.time())


# --- slide 1 ---------------------------------------------------------------------------------


def _cover(deck: Any, story: Story) -> None:
    stage, t, facts = Stage(deck), story.t, story.facts
    stage.rule((640, 0, 640, 720), PANEL)
    stage.text(story.answer.question, (72, 112, 520, 66), Pen(20, GREY, anchor="bottom"))
    finding = story.answer.finding
    size = 42 if len(finding) <= 75 else 34 if len(finding) <= 105 else 28
    stage.title(finding, (72, 200, 528, 176), Pen(size, bold=True))
    stage.text(story.answer.caveat, (72, 388, 500, 120), Pen(20))
    client = t("decision.recommendation_for", client=facts.client) if facts.client else ""
    who = [text for text in (client, story.words.date) if text]
    stage.text(who, (72, 590, 520, 66), Pen(17))
    _cover_bars(stage, story)
    stage.note("\n".join(story.all_titles))


def _cover_bars(stage: Stage, story: Story) -> None:
    t, facts, words = story.t, story.facts, story.words
    head = t("decision.buys_own")
    if facts.budget is not None and facts.priced:
        head = t("decision.buys", m=words.budget(facts.budget))
    stage.text(head, (696, 166, 528, 30), Pen(22, bold=True))
    pitch = 100 if len(facts.options) <= _THREE else 84
    top = 232
    put_bars(stage, story.bars, (696, top, 528, pitch * len(story.bars)), head)
    for place, (bar, option) in enumerate(zip(story.bars, facts.ranked, strict=True)):
        main = story.colours[option.letter] == ACCENT
        ink = ACCENT if main else INK
        at = (696, top + pitch * place - 2, 528, 24)
        name = story.words.lettered(option, bar.name)
        runs = [TextRun(name, ink, bold=main, size=17)]
        if facts.valued and option.back.mean < 0 and not facts.earners:
            text, _, back = name.rpartition(" ")
            runs = [
                TextRun(f"{text} ", ink, bold=main, size=17),
                TextRun(back, LOSS, bold=True, size=17),
            ]
        stage.runs([runs], at, Pen(17))
    below = top + pitch * len(story.bars) + 12
    source = t("decision.bars_source", n=t.whole(facts.people), N=words.runs(facts.runs))
    stage.text(source, (696, below, 528, 20), Pen(14, GREY))


# --- slide 2 ---------------------------------------------------------------------------------


def _recommendation(stage: Stage, story: Story) -> None:
    answer, t = story.answer, story.t
    stage.rule((LEFT, TOP, 776, 2), ACCENT)
    stage.rule((872, TOP, 352, 2), ACCENT)
    pitch = 89
    for place, (head, text) in enumerate(answer.rows):
        top = TOP + 2 + pitch * place
        if place:
            stage.rule((LEFT, top, 776, 1))
        stage.text(head, (LEFT, top + 18, 142, 52), Pen(18, ACCENT, bold=True))
        stage.text(text, (206, top + 18, 626, pitch - 20), _fitting(text, 626, 52))
    for place, figure in enumerate(answer.figures):
        top = TOP + 2 + 119 * place
        if place:
            stage.rule((872, top, 352, 1))
        _figure(stage, figure, top, paired=answer.paired)
    stage.rule((LEFT, 525, _ACROSS, 88), ACCENT)
    stage.text(t("decision.decision"), (80, 543, 160, 52), Pen(18, WHITE, bold=True))
    stage.text(answer.decision, (252, 543, 948, 52), Pen(18, WHITE))
    stage.text(answer.source, (LEFT, 656, _ACROSS, 18), _FOOT)
    stage.note("\n".join(f"{head}: {text}" for head, text in answer.rows))


def _fitting(text: str, wide: float, high: float) -> Pen:
    """Return the body style; a sentence of three lines is set a little smaller."""
    for size in (18, 17, 16, 15):
        if len(wrapped(text, PX * wide, PX * size, font=ARIAL)) * size * 1.38 <= high + 1:
            return Pen(size)
    return Pen(14)


def _figure(stage: Stage, figure: Figure, top: float, *, paired: bool) -> None:
    stage.text(figure.label, (872, top + 26, 352, 20), Pen(15, GREY))
    if paired:
        for place, (number, span) in enumerate(zip(figure.numbers, figure.ranges, strict=True)):
            left = 872 + 182 * place
            ink = GREY if place else ACCENT
            stage.text(number, (left, top + 44, 176, 36), Pen(26, ink, bold=True))
            stage.text(span, (left, top + 80, 176, 20), Pen(15, bold=True))
        return
    ink = LOSS if figure.loss else ACCENT
    stage.text(figure.numbers[0], (872, top + 48, 176, 46), Pen(34, ink, bold=True))
    texts = [TextRun(figure.ranges[0], bold=True, size=15)], [TextRun(figure.remark, GREY, size=14)]
    paragraphs = [runs for runs in texts if runs[0].text]
    stage.runs(paragraphs, (1048, top + 50, 176, 48), Pen(15, anchor="middle"))


# --- slide 3 ---------------------------------------------------------------------------------


def _options(stage: Stage, story: Story) -> None:
    facts = story.facts
    rows, options = story.tables.options, facts.options
    wide = 714 / len(options)
    parts = [0.34 * wide, 0.66 * wide] if len(options) <= _THREE else [0.42 * wide, 0.58 * wide]
    widths = [166.0, *(part for _ in options for part in parts)]
    table = [_head_row(story, options)]
    for row, following in zip(rows, (*rows[1:], None), strict=True):
        below = INK if following is not None and following.total else RULE
        cells = [TableCell(row.label, Pen(15, GREY), below=below)]
        for option, cell in zip(options, row.cells, strict=True):
            cells += _option_cells(story, option, cell, total=row.total, below=below)
        table.append(cells)
    heights = _heights(table, widths)
    stage.table(table, (LEFT, TOP), widths, heights, name=story.titles.options)
    _gains(stage, story)
    stage.text(story.tables.options_source, (LEFT, 656, _ACROSS, 18), _FOOT)


def _heights(table: Sequence[Sequence[TableCell]], widths: Sequence[float]) -> list[float]:
    """Return heights of rows: as large as fit the slide, from 44 pixels down."""
    heights: list[float] = []
    for least in (44.0, 40.0, 36.0, 32.0, 26.0):
        heights = row_heights(table, widths, least)
        if sum(heights) <= BOTTOM - TOP:
            break
    return heights


def _fill(story: Story, option: OptionFacts) -> str:
    return COLUMN if option is story.facts.recommended and story.facts.several else ""


def _head_row(story: Story, options: Sequence[OptionFacts]) -> list[TableCell]:
    cells = [TableCell("", below=RULE)]
    for option in options:
        main = option is story.facts.recommended
        name = story.words.lettered(option)
        if story.facts.budget is None and option.budget is not None and story.facts.several:
            name = f"{name}, {story.words.budget(option.budget)}"
        style = Pen(15, ACCENT if main else INK, bold=True)
        cells.append(TableCell(name, style, _fill(story, option), span=2))
    return cells


def _option_cells(
    story: Story, option: OptionFacts, cell: Cell, *, total: bool, below: str
) -> list[TableCell]:
    fill = _fill(story, option)
    ink = LOSS if cell.tone == "loss" else INK
    if not cell.beside:
        plain = cell.tone == ""
        main = total and option is story.facts.recommended
        style = Pen(13 if plain else 15, ACCENT if main else ink, bold=not plain)
        return [TableCell(cell.text, style, fill, below, span=2)]
    return [TableCell(cell.text, Pen(16, ink, bold=True), fill, below),
            TableCell(cell.beside, Pen(13, GREY), fill, below)]  # fmt: skip


def _gains(stage: Stage, story: Story) -> None:
    facts, t = story.facts, story.t
    if not facts.valued:
        return
    head = t("decision.o_gain") + (f", {t.unit_of_money.strip()}" if t.currency else "")
    stage.text(head, (974, TOP + 8, 250, 22), Pen(16, bold=True))
    put_gains(stage, story.gains, (974, TOP + 36, 250, 304), head)
    stage.text(story.tables.values_note, (974, TOP + 350, 250, 120), Pen(14, GREY))
