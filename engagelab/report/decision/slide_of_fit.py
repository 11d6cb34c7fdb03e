"""The slide on a fit to posts: the learned fields and what they rest on."""

from dataclasses import replace

from ..rests_on import fit_sentences, learned_head, learned_rows
from ..text_metrics import ARIAL, wrapped
from .look import ACCENT, GREY, INK
from .stage import BOTTOM, LEADING, LEFT, PX, RIGHT, TOP, Pen, Stage, TableCell, row_heights
from .story import FITTED, Story

_ROWS = 8  # fields on the slide; the workbook has all
_WIDTHS = (380.0, 130.0, 230.0, 200.0, 228.0)
_BETWEEN = 0.6  # of a letter between paragraphs, as `Stage` writes them
_GAP = 22.0


def rests_on(stage: Stage, story: Story) -> None:
    """Write the table of the learned fields, and below it the fit in sentences."""
    fit, t = story.facts.fit, story.t
    assert fit is not None
    sides = ("left", "right", "right", "left", "left")
    pens = [Pen(14, bold=True, align=side) for side in sides]
    table = [[TableCell(text, pen, below=INK)
              for text, pen in zip(learned_head(t), pens, strict=True)]]  # fmt: skip
    rows = learned_rows(fit, t)
    for row, field in zip(rows[:_ROWS], fit.fields, strict=False):
        table.append(_cells(row, Pen(14, ACCENT if field.is_learned else GREY, align="right")))
    if len(rows) > _ROWS:
        rest = t("decision.x_rest", k=len(rows) - _ROWS)
        table.append([TableCell(rest, Pen(14, GREY), span=len(_WIDTHS))])
    heights = row_heights(table, _WIDTHS, 28.0)
    stage.table(table, (LEFT, TOP), _WIDTHS, heights, name=story.heads[FITTED])
    top = TOP + sum(heights) + _GAP
    texts, size = _fitting(story, BOTTOM - top)
    stage.text(texts, (LEFT, top, RIGHT - LEFT, BOTTOM - top), Pen(size))
    stage.note("\n".join([*(" · ".join(row) for row in rows), *fit_sentences(fit, t)]))


def _cells(row: tuple[str, ...], number: Pen) -> list[TableCell]:
    label, median, interval, verdict, record = row
    return [TableCell(label, Pen(14, bold=True)), TableCell(median, replace(number, bold=True)),
            TableCell(interval, replace(number, ink=INK if number.ink == ACCENT else GREY)),
            TableCell(verdict, Pen(14)), TableCell(record, Pen(14))]  # fmt: skip


def _fitting(story: Story, room: float) -> tuple[list[str], float]:
    """Return the sentences and the largest size in which they have room.

    If there are too many, those of single fields are left to the table and the notes.
    """
    fit, t = story.facts.fit, story.t
    assert fit is not None
    texts: list[str] = []
    size = 16.0
    for of_fields in (True, False):
        texts = fit_sentences(fit, t, of_fields=of_fields)
        for size in (16.0, 15.0, 14.0, 13.0):
            if _height(texts, size) <= room:
                return texts, size
    return texts, size


def _height(texts: list[str], size: float) -> float:
    lines = sum(len(wrapped(text, PX * (RIGHT - LEFT), PX * size, font=ARIAL)) for text in texts)
    return lines * size * LEADING + (len(texts) - 1) * size * _BETWEEN
