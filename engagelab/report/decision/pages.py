"""PDF: a decision on two A4 pages; a third if all warnings need it, another for a fit to posts."""

import datetime
import io
from collections.abc import Iterator

from matplotlib.backends.backend_pdf import PdfPages

from ..picture import drawing
from ..text_metrics import LEADING, drawable, wrapped
from .drawn import draw_band, draw_tornado, draw_waterfall
from .look import ACCENT, GREY, INK, LOSS, PANEL, RULE, WHITE
from .page_of_fit import rests_on
from .sheet import ACROSS, BODY, FOOT, SMALL, Sheet
from .story import Story
from .words import unpaged


def pdf(story: Story) -> bytes:
    """Return the pages."""
    day = datetime.datetime.combine(story.facts.date, datetime.time(), datetime.UTC)
    metadata = {"Title": story.answer.finding, "Author": "engagelab",
                "Subject": story.titles.recommendation, "Keywords": story.words.footer,
                "Creator": f"engagelab {story.facts.version}", "CreationDate": day}  # fmt: skip
    out = io.BytesIO()
    with drawing(), PdfPages(out, metadata=metadata) as file:
        sheets = [_first(story), *_others(story), *rests_on(story)]
        for number, sheet in enumerate(sheets, 1):
            _foot(sheet, story, number, len(sheets))
            file.savefig(sheet.figure)
    return out.getvalue()


def _foot(sheet: Sheet, story: Story, number: int, pages: int) -> None:
    sheet.bar(FOOT, 0.7, RULE)
    sheet.text(story.words.footer, 6.5, ink=GREY, top=FOOT + 4, wide=ACROSS - 40)
    page = story.t("decision.page", page=number, pages=pages)
    sheet.text(page, SMALL, left=ACROSS - 40, wide=40, ink=GREY, top=FOOT + 4, right=True)


# --- page 1 ----------------------------------------------------------------------------------


def _first(story: Story) -> Sheet:
    sheet, answer = Sheet(), story.answer
    decision = unpaged(answer.decision)
    sheet.text(answer.question, 10, ink=GREY)
    sheet.top += 4
    size = next(s for s in (20, 17, 15, 13) if s == 13 or
                len(wrapped(answer.finding, ACROSS, s, bold=True)) <= 2)  # fmt: skip
    sheet.text(answer.finding, size, bold=True)
    sheet.top += 3
    sheet.text(answer.caveat, BODY)
    sheet.text(story.words.who, SMALL, ink=GREY)
    sheet.top += 8
    _figures(sheet, story)
    for head, text in answer.rows:
        sheet.bar(sheet.top, 0.6, RULE)
        sheet.top += 5
        end = sheet.text(head, BODY, wide=92, ink=ACCENT, bold=True, top=sheet.top)
        sheet.text(text, BODY, left=98, wide=ACROSS - 98)
        sheet.top = max(sheet.top, end) + 5
    sheet.top += 4
    sheet.text(story.titles.growth, BODY + 1, bold=True)
    _panels(sheet, story)
    lines = wrapped(decision, ACROSS - 128, BODY)
    high = len(lines) * BODY * LEADING + 16
    sheet.bar(sheet.top, high, ACCENT)
    sheet.text(story.t("decision.decision"), BODY, left=10, wide=100, ink=WHITE, bold=True,
               top=sheet.top + 7)  # fmt: skip
    sheet.text(decision, BODY, left=116, wide=ACROSS - 128, ink=WHITE, top=sheet.top + 7)
    sheet.top += high + 6
    sheet.text(unpaged(answer.source), SMALL, ink=GREY)
    return sheet


def _figures(sheet: Sheet, story: Story) -> None:
    figures = story.answer.figures
    wide = (ACROSS - 12 * (len(figures) - 1)) / len(figures)
    for place, figure in enumerate(figures):
        left = place * (wide + 12)
        sheet.bar(sheet.top, 66, PANEL, left=left, wide=wide)
        ink = LOSS if figure.loss else ACCENT
        sheet.text(figure.label, SMALL, left=left + 8, wide=wide - 16, ink=GREY, top=sheet.top + 5)
        number = " · ".join(figure.numbers)
        size = 17 if len(number) < 14 else 13
        sheet.text(number, size, left=left + 8, wide=wide - 16, ink=ink, bold=True,
                   top=sheet.top + 17)  # fmt: skip
        below = [text for text in (" · ".join(filter(None, figure.ranges)), figure.remark) if text]
        for row, text in enumerate(below):
            sheet.text(text, SMALL, left=left + 8, wide=wide - 12, bold=row == 0,
                       ink=INK if row == 0 else GREY, top=sheet.top + 41 + 11 * row)  # fmt: skip
    sheet.top += 74


def _panels(sheet: Sheet, story: Story) -> None:
    """Draw the curves in a row, as high as the rest of the page allows."""
    lines = wrapped(story.answer.decision, ACROSS - 128, BODY)
    reserved = len(lines) * BODY * LEADING + 16 + 60
    high = max(90.0, min(240.0, sheet.rest - reserved - 46))
    sheet.top += 18
    number = len(story.bands)
    wide = (ACROSS - 62 * number) / number
    for place, (option, band) in enumerate(zip(story.facts.options, story.bands, strict=True)):
        axes = sheet.axes(30 + place * (wide + 62), sheet.top, wide, high)
        name = story.words.lettered(option)
        cut = wrapped(drawable(name), wide + 55, SMALL + 1, bold=True)[0]
        draw_band(axes, band, cut, story.t, size=SMALL)  # type: ignore[arg-type]
    sheet.top += high + 24


# --- page 2 ----------------------------------------------------------------------------------


def _others(story: Story) -> list[Sheet]:
    """Return the second page, and a third one if what must be there needs it.

    Assumptions are cut to those that can change the answer, then next steps to their values.
    """
    for assumptions, steps in ((12, True), (0, True), (0, False)):
        sheets = _written(story, assumptions, full=steps)
        if len(sheets) == 1:
            break
    return sheets


def _written(story: Story, most: int, *, full: bool) -> list[Sheet]:
    """Return the pages with at most so many assumptions that change nothing."""
    sheets = [Sheet()]
    _options(sheets[0], story)
    _charts(sheets[0], story)
    for part in (*_assumptions(story, most), *_warnings(story), *_steps(story, full=full)):
        size, text, bold, left = part
        high = len(wrapped(drawable(text), ACROSS - left, size, bold=bold)) * size * LEADING
        if sheets[-1].rest < high + (14 if bold else 0):
            sheets.append(Sheet())
        sheet = sheets[-1]
        sheet.top += 5 if bold else 1
        sheet.text(text, size, left=left, wide=ACROSS - left, bold=bold,
                   ink=ACCENT if bold else INK)  # fmt: skip
    return sheets


Part = tuple[float, str, bool, float]


def _options(sheet: Sheet, story: Story) -> None:
    """Write the options side by side."""
    sheet.text(story.titles.options, BODY + 1.5, bold=True)
    sheet.top += 4
    facts = story.facts
    first = 110.0
    wide = (ACROSS - first) / len(facts.options)
    heads = [story.words.lettered(option) for option in facts.options]
    high = max(len(wrapped(drawable(head), wide - 6, SMALL + 0.5, bold=True)) for head in heads)
    for place, (head, option) in enumerate(zip(heads, facts.options, strict=True)):
        ink = ACCENT if option is facts.recommended else INK
        sheet.text(head, SMALL + 0.5, left=first + place * wide, wide=wide - 6, ink=ink, bold=True,
                   top=sheet.top)  # fmt: skip
    sheet.top += high * (SMALL + 0.5) * LEADING + 3
    skipped = {story.t("decision.o_works"), story.t("decision.o_buys")}
    for row in story.tables.options:
        if row.label not in skipped:
            sheet.bar(sheet.top, 0.5, INK if row.total else RULE)
            sheet.top += 3
            ends = [sheet.text(row.label, SMALL, wide=first - 4, ink=GREY, top=sheet.top)]
            for place, cell in enumerate(row.cells):
                left = first + place * wide
                ink = LOSS if cell.tone == "loss" else INK
                inner = 38 if cell.beside else wide - 4
                ends.append(sheet.text(cell.text, SMALL, left=left, wide=inner, ink=ink,
                                       bold=True, top=sheet.top))  # fmt: skip
                if cell.beside:
                    ends.append(sheet.text(cell.beside, SMALL, left=left + 40, wide=wide - 44,
                                           ink=GREY, top=sheet.top))  # fmt: skip
            sheet.top = max(ends) + 2
    sheet.top += 8


def _charts(sheet: Sheet, story: Story) -> None:
    """Draw the waterfall at the left and the tornado at the right, those that there are."""
    half = (ACROSS - 14) / 2
    charts = [name for name, known in (("why", story.titles.explains), ("sure", story.tested))
              if known]  # fmt: skip
    if not charts:
        return
    titles = {"why": story.titles.why, "sure": story.titles.sure}
    room = half if len(charts) == 2 else ACROSS
    ends = [sheet.text(titles[name], SMALL + 0.5, left=place * (half + 14), wide=room, bold=True,
                       top=sheet.top) for place, name in enumerate(charts)]  # fmt: skip
    top, high = max(ends) + 6, 172.0
    for place, name in enumerate(charts):
        inner = 0.44 * half
        left = place * (half + 14) + inner
        axes = sheet.axes(left, top, room - inner, high)
        if name == "why":
            draw_waterfall(axes, story.steps, story.t, size=SMALL - 0.5)  # type: ignore[arg-type]
        else:
            draw_tornado(axes, story.tornado, size=SMALL - 0.5)  # type: ignore[arg-type]
        _fit_names(axes, inner)
    sheet.top = top + high + 22


def _fit_names(axes: "object", room: float) -> None:
    """Write the names beside a chart again, in at most two lines of the room that there is."""
    from .drawn import _two_lines

    labels = axes.get_yticklabels()  # type: ignore[attr-defined]
    names = [label.get_text().replace("\n", " ") for label in labels]
    places = axes.get_yticks()  # type: ignore[attr-defined]
    shown = [_two_lines(name, room - 6, SMALL - 0.5) for name in names]
    axes.set_yticks(places, shown)  # type: ignore[attr-defined]


def _assumptions(story: Story, most: int) -> Iterator[Part]:
    rows = story.tables.assumptions
    flagged = [row for row in rows if row.flagged]
    shown = [*flagged, *[row for row in rows if not row.flagged][:most]]
    yield (BODY, story.assumptions_title, True, 0.0)
    for row in shown:
        mark = "● " if row.flagged else ""
        text = f"{mark}{row.name}: {row.value} ({row.range}; {row.kind}; {row.source})"
        if story.t.lang == "fr":
            notes = ", ".join((row.range, row.kind, row.source))
            text = f"{mark}{row.name}\N{NO-BREAK SPACE}: {row.value} ({notes})"
        yield (SMALL, text, False, 0.0)
    if len(shown) < len(rows):
        rest = story.t("decision.x_rest", k=len(rows) - len(shown))
        yield (SMALL, rest, False, 0.0)


def _warnings(story: Story) -> Iterator[Part]:
    yield (BODY, story.t("decision.q4"), True, 0.0)
    for text in story.warnings:
        yield (SMALL, text, False, 0.0)


def _steps(story: Story, *, full: bool) -> Iterator[Part]:
    yield (BODY, story.titles.steps, True, 0.0)
    colon = "\N{NO-BREAK SPACE}:" if story.t.lang == "fr" else ":"
    for row in story.tables.measurements:
        text = f"{row.name}{colon} {row.go_on}"
        if full:
            text = f"{text}. {row.how}. {row.otherwise}."
        yield (SMALL, text, False, 0.0)
