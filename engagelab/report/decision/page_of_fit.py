"""The page of a PDF on a fit to posts: its fields and what they rest on."""

from collections.abc import Sequence

from ..rests_on import fit_sentences, learned_head, learned_rows
from ..text_metrics import LEADING, drawable, wrapped
from .look import ACCENT, INK, RULE
from .sheet import ACROSS, BODY, SMALL, Sheet
from .story import FITTED, Story

_LEARNED = (0.3, 0.13, 0.2, 0.17, 0.2)  # of the width: columns of the fitted fields


def rests_on(story: Story) -> list[Sheet]:
    """Return the pages on a fit to posts: its fields and what they rest on; none without one."""
    fit, t = story.facts.fit, story.t
    if fit is None:
        return []
    sheets = [Sheet()]
    sheets[0].text(story.heads[FITTED], BODY, ink=ACCENT, bold=True)
    sheets[0].text(story.page_titles[FITTED], 15, bold=True)
    sheets[0].top += 8
    _learned(sheets, learned_head(t), head=True)
    for row in learned_rows(fit, t):
        _learned(sheets, row)
    sheets[-1].top += 8
    for text in fit_sentences(fit, t):
        if sheets[-1].rest < len(wrapped(drawable(text), ACROSS, BODY)) * BODY * LEADING:
            sheets.append(Sheet())
        sheets[-1].text(text, BODY)
        sheets[-1].top += 3
    return sheets


def _learned(sheets: list[Sheet], row: Sequence[str], *, head: bool = False) -> None:
    """Write a row of the table of fitted fields, on a new page if this one is full."""
    wides = [part * ACROSS for part in _LEARNED]
    high = max(len(wrapped(drawable(text), wide - 8, SMALL + 0.5, bold=head))
               for text, wide in zip(row, wides, strict=True))  # fmt: skip
    if sheets[-1].rest < high * (SMALL + 0.5) * LEADING + 7:
        sheets.append(Sheet())
    sheet, ends = sheets[-1], []
    for place, (text, wide) in enumerate(zip(row, wides, strict=True)):
        ends.append(sheet.text(text, SMALL + 0.5, left=sum(wides[:place]), wide=wide - 8,
                               bold=head or place == 1, top=sheet.top))  # fmt: skip
    sheet.top = max(ends) + 3
    sheet.bar(sheet.top, 0.6, INK if head else RULE)
    sheet.top += 4
