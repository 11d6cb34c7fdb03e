"""Slides 4 to 6: how reach builds, why the first leads, and how sure that is."""

from collections.abc import Sequence

from ..text_metrics import ARIAL, width, wrapped
from .look import ACCENT, GREY, INK, LOSS, PALE
from .native import NAMES, ROWS, put_band, put_costs, put_tornado, put_waterfall
from .stage import LEFT, PX, RIGHT, TOP, Pen, Stage, TableCell, TextRun
from .story import Story
from .words import capital

_ACROSS = RIGHT - LEFT
_FOOT = Pen(13, GREY)
_LINES = 2  # below a panel
_SIDE = 4  # options from which on panels are two by two


# --- slide 4 ---------------------------------------------------------------------------------


def growth(stage: Stage, story: Story) -> None:
    """Write the panels of reach by day, one for each option."""
    facts, t = story.facts, story.t
    number = len(facts.options)
    two = number >= _SIDE
    columns = 2 if two else number
    wide = (_ACROSS - 24 * (columns - 1)) / columns
    high = 206 if two else 416
    for place, (option, band) in enumerate(zip(facts.options, story.bands, strict=True)):
        left = LEFT + (place % columns) * (wide + 24)
        top = TOP + (place // columns) * 252
        main = option is facts.subject
        if facts.several:
            stage.badge(option.letter, (left + 50, top), story.colours[option.letter])
        head = Pen(16, ACCENT if main else INK, bold=True)
        stage.text(option.name, (left + (80 if facts.several else 50), top, wide - 80, 22), head)
        text = story.growth(option)
        put_band(stage, band, (left, top + 30, wide, high - (40 if two else 0)), text)
        below = (left + 50, top + high + (-8 if two else 36), wide - 50, 46)
        lines = wrapped(text, PX * (wide - 50), PX * 16, font=ARIAL)
        stage.text(text, below, Pen(14 if two or len(lines) > _LINES else 16))
    unit = t(f"decision.unit_{facts.unit}")
    source = t("decision.p_source", unit=unit, N=story.words.runs(facts.runs))
    if facts.several:
        source = f"{source} {t('decision.p_dashed')}"
    stage.text(source, (LEFT, 656, _ACROSS, 18), _FOOT)
    stage.note("\n".join(story.growth(option) for option in facts.options))


# --- slide 5 ---------------------------------------------------------------------------------


def reasons(stage: Stage, story: Story) -> None:
    """Write the waterfall from the second to the first, and the costs by kind."""
    facts, words, t = story.facts, story.words, story.t
    explained = story.titles.explains
    if explained:
        head = t("decision.w_from", b=words.named(facts.second), a=words.named(facts.first))
        stage.text(head, (LEFT, TOP, 664, 22), _head(head, 664))
        names = [t(f"decision.{name}") for name in ("base", "total", "gain", "loss", "label")]
        _step_names(stage, story, (LEFT, 180, 664 * NAMES - 12, 380 * ROWS))
        put_waterfall(stage, story.steps, (LEFT, 180, 664, 380), head, names)
        _aside(stage, story.lever_notes, (LEFT, 572, 664, 60))
    if facts.priced:
        _costs(stage, story, (776, 448) if explained else (LEFT, _ACROSS))
    row = "w_source" if explained else "w_source_costs"
    sheet = t("decision.sheet_why")
    values = {"sheet": sheet} if explained else {"N": words.runs(facts.runs)}
    stage.text(t(f"decision.{row}", **values), (LEFT, 656, _ACROSS, 18), _FOOT)
    stage.note(story.titles.why)


def _step_names(stage: Stage, story: Story, box: tuple[float, float, float, float]) -> None:
    """Write the names of the steps beside their bars, in at most two lines."""
    left, top, wide, high = box
    row = high / len(story.steps)
    for place, step in enumerate(story.steps):
        fitting = (s for s in (15, 14, 13) if _lines_of(step.name, wide, s, step.total) <= _LINES)
        style = Pen(next(fitting, 13), bold=step.total, align="right", anchor="middle")
        name = step.name
        while _lines_of(name, wide, style.size, step.total) > _LINES:
            name = f"{name.rstrip('…').rpartition(' ')[0]}…"
        stage.text(name, (left, top + place * row, wide, row), style)


def _lines_of(text: str, wide: float, size: float, bold: bool) -> int:
    return len(wrapped(text, PX * wide, PX * size, bold=bold, font=ARIAL))


def _head(text: str, wide: float) -> Pen:
    """Return the style of a small head, so that it has one line."""
    sizes = (16, 15, 14, 13)
    fitting = (s for s in sizes
               if len(wrapped(text, PX * wide, PX * s, bold=True, font=ARIAL)) == 1)  # fmt: skip
    return Pen(next(fitting, sizes[-1]), bold=True)


def _aside(stage: Stage, text: str, box: tuple[float, float, float, float]) -> None:
    """Write a remark with a bar on its left; the smallest size at which it has two lines."""
    if not text:
        return
    left, top, wide, high = box
    stage.rule((left, top, 3, min(high, 44)), ACCENT)
    size = next((s for s in (16, 15, 14, 13)
                 if len(wrapped(text, PX * (wide - 17), PX * s, font=ARIAL)) <= 2), 13)  # fmt: skip
    stage.text(text, (left + 17, top, wide - 17, high), Pen(size))


def _costs(stage: Stage, story: Story, across: tuple[float, float]) -> None:
    facts, words, t = story.facts, story.words, story.t
    left, wide = across
    head = t("decision.w_spent_own")
    if facts.budget is not None:
        head = t("decision.w_spent", m=words.budget(facts.budget))
    stage.text(head, (left, TOP, wide, 22), Pen(16, bold=True))
    bottom = _legend(stage, story.stack.kinds, (left, TOP + 32, wide))
    high = 552 - bottom
    plot = min(wide, 150.0 * len(facts.options))
    put_costs(stage, story.stack, (left, bottom, plot, high), head)
    _aside(stage, story.cost_notes, (left, 572, wide, 60))


def _legend(
    stage: Stage, kinds: Sequence[tuple[str, str]], box: tuple[float, float, float]
) -> float:
    """Write a legend in lines; return where it ends."""
    left, top, wide = box
    at = left
    for name, fill in kinds:
        room = 18 + width(name, 14, font=ARIAL) + 16
        if at + room > left + wide and at > left:
            at, top = left, top + 24
        stage.rule((at, top + 4, 12, 12), fill)
        stage.text(name, (at + 18, top, room, 20), Pen(14))
        at += room
    return top + 28


# --- slide 6 ---------------------------------------------------------------------------------


def tests(stage: Stage, story: Story) -> None:
    """Write the tornado, the table beside it and what they mean."""
    facts, t = story.facts, story.t
    if not story.tested:
        stage.text(t("decision.s12_untested"), (LEFT, TOP, 776, 60), Pen(18))
        meaning = story.meaning[-1:] if facts.valued else ()
        stage.text(list(meaning), (LEFT, TOP + 80, 776, 90), Pen(17))
        return
    head = t("decision.h_lead" if facts.several else
             "decision.h_back" if facts.valued else "decision.f1")  # fmt: skip
    stage.text(head, (LEFT, TOP, 310, 22), _head(head, 310))
    for place, (word, fill) in enumerate(zip(story.tornado.series, (PALE, ACCENT), strict=True)):
        stage.rule((380 + 110 * place, TOP + 5, 12, 12), fill)
        stage.text(word, (398 + 110 * place, TOP + 1, 90, 20), Pen(14))
    top, high = 198.0, 46.0 * len(story.tested)
    plot = (256.0, top, 390.0, high)
    _names(stage, story, top)
    _lines(stage, story, plot)  # before the bars, so that their labels are in front
    put_tornado(stage, story.tornado, plot, story.titles.sure)
    _beside(stage, story, top)
    stage.rule((960, TOP, 3, 360), ACCENT)
    stage.text(t("decision.h_means"), (983, TOP, 241, 22), Pen(16, bold=True))
    size = 17 if sum(map(len, story.meaning)) < 300 else 15
    stage.text(list(story.meaning), (983, TOP + 34, 241, 440), Pen(size))
    stage.text(t("decision.h_source"), (LEFT, 656, _ACROSS, 18), _FOOT)
    stage.note("\n".join(story.meaning))


def _names(stage: Stage, story: Story, top: float) -> None:
    words = story.words
    for place, test in enumerate(story.tested):
        name = capital(words.field(test.field))
        ends = [words.value(test.field, end) for end in (test.low, test.plan, test.high)]
        unit = story.t.unit_of_money
        if unit and all(end.endswith(unit) for end in ends) and story.t.lang == "en":
            ends[0], ends[1] = (end.removesuffix(unit) for end in ends[:2])
        span = [TextRun(f"{ends[0]} – ", GREY, size=13), TextRun(ends[1], GREY, bold=True, size=13),
                TextRun(f" – {ends[2]}", GREY, size=13)]  # fmt: skip
        at = top + 46 * place + 3
        stage.runs([[TextRun(name, size=15)]], (LEFT, at, 240, 20), Pen(15))
        stage.runs([span], (LEFT, at + 19, 200, 18), Pen(13))


def _lines(stage: Stage, story: Story, plot: tuple[float, float, float, float]) -> None:
    """Draw the line at 0 and the words on both sides, and name the line of the plan."""
    left, top, wide, high = plot
    low, up, _ = story.tornado.axis

    def place(value: float) -> float:
        return left + wide * (value - low) / (up - low)

    zero, plan = place(0), place(story.tornado.plan)
    stage.line((zero, top - 2), (zero, top + high), LOSS)
    words = story.zero_texts
    close = abs(plan - zero) < 120
    above = TOP + 30 if close else TOP + 34
    ink = Pen(14, LOSS, bold=True, align="right")
    stage.text(words[0], (zero - 110, above, 104, 20), ink)
    if not close or plan < zero:
        stage.text(words[1], (zero + 8, above, 90, 20), Pen(14, ACCENT, bold=True))
    at = max(left, min(plan - 70, left + wide - 140))
    label = (at, TOP + 34, 140, 20) if not close else (zero + 8, TOP + 34, 180, 20)
    style = Pen(14, INK, bold=True, align="left" if close else "center")
    stage.text(story.plan_text, label, style)


def _beside(stage: Stage, story: Story, top: float) -> None:
    """Add the table of the returns at both ends and the values to go on with."""
    facts, t = story.facts, story.t
    letter = facts.subject.letter
    title = t("decision.h_back_of", letter=letter) if facts.valued else ""
    stage.text(title, (680, TOP, 256, 22), Pen(16, bold=True))
    small = Pen(13, GREY, align="right")
    row = "h_pays_at" if facts.valued and facts.subject.earns else "h_first_at"
    heads = [TableCell(t("decision.h_low"), small), TableCell(t("decision.h_high"), small),
             TableCell(t(f"decision.{row}", letter=letter), Pen(13, GREY))]  # fmt: skip
    rows = [heads if facts.valued else heads[2:]]
    for test in story.tested:
        cells = [*map(story.words.back, test.back[letter])]
        row_cells = [TableCell(text, Pen(14, LOSS if end < 0 else INK, bold=end < 0, align="right"))
                     for text, end in zip(cells, test.back[letter], strict=True)]  # fmt: skip
        last = TableCell(story.words.goes_on(test), Pen(13))
        rows.append([*row_cells, last] if facts.valued else [last])
    widths = [62.0, 64.0, 130.0] if facts.valued else [256.0]
    heights = [24.0, *(46.0 for _ in story.tested)]
    stage.table(rows, (680, top - 24), widths, heights, name=story.titles.sure)
