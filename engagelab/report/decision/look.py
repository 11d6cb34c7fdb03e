"""Colours of a decision's hand-over, and who has which."""

from .facts import Facts

INK, GREY, RULE, PANEL, WHITE = "#17222D", "#4E5B68", "#C9D1D9", "#EEF1F4", "#FFFFFF"
ACCENT, TINT, LIGHT, PALE = "#0B5FA5", "#D6E6F4", "#5E9BD0", "#9CC3E3"
LOSS = "#B23A2B"
COLUMN = "#E7F0F9"  # behind the recommended option
_OTHERS = ("#5F6F7E", "#A9B4BF", "#8794A1")
BADGE = "#66727E"
DASHED = "#74818E"
BAND = "#DDE2E7"
KINDS = {
    "posts": "#33404D", "paid impressions": "#A9B4BF", "seeds": "#0B5FA5", "discount": "#C77B4A",
    "trial": "#E3BC9F", "loyalty": "#9A5526", "recognition": "#5E9BD0", "answers": "#DDE2E7",
    "own space": "#9CC3E3", "off message": "#74818E", "other": "#74818E",
}  # fmt: skip
ASSUMED, EVIDENCED, MEASURED = ("#F6DEDB", "#7A1F14"), ("#E3E8ED", INK), ("#D6E6F4", "#0B3F6E")


def colours(facts: Facts) -> dict[str, str]:
    """Return the colour of each option by letter: the accent for the one that is put first.

    In a draw the two leaders have the accent and dark grey; if none can be told apart, no option
    has the accent.
    """
    chosen: list[str] = []
    if not (facts.all_tied and facts.recommended is None and len(facts.options) > 2):
        chosen = [facts.subject.letter]
    others = [option.letter for option in facts.ranked if option.letter not in chosen]
    return dict.fromkeys(chosen, ACCENT) | dict(zip(others, _OTHERS + _OTHERS[:1], strict=False))


def text_colour(fill: str) -> str:
    """Return the colour of text in a bar: dark on light fills, else white.

    Examples
    --------
    >>> text_colour("#DDE2E7"), text_colour("#0B5FA5")
    ('#17222D', '#FFFFFF')
    """
    red, green, blue = (int(fill[at : at + 2], 16) for at in (1, 3, 5))
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else WHITE
