"""Measure and wrap text by the advances of DejaVu Sans, the widest of the usual sans serifs.

A text that fits in it also fits in Arial, Calibri, Helvetica and Liberation Sans. Where the lines
of a slide must be known, they are measured in Arial, whose advances are those of Helvetica.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
from fontTools.afmLib import AFM
from fontTools.agl import UV2AGL
from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font

LEADING = 1.2  # line height over letter size
_HAIR = 1e-6  # points; tolerance for the rounding of sums
DEJAVU, ARIAL = "DejaVu Sans", "Arial"
_UNKNOWN = 0.6  # advance over size of a letter that Helvetica lacks
_SPACES = {"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "}
_MEASURED = 64.0  # letter size at which advances are read; they scale with it


@cache
def _font(bold: bool) -> Any:
    family = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    font = FT2Font(findfont(family))
    font.set_size(_MEASURED, 72)
    return font


@cache
def _advance(letter: str, bold: bool) -> float:
    """Return a letter's advance over its size; an unknown letter counts as a wide one."""
    font = _font(bold)
    if not font.get_char_index(ord(letter)):
        return 1.2
    # the font stores advances in 1/65,536 of a pixel
    return float(font.load_char(ord(letter)).linearHoriAdvance / 65536 / _MEASURED)


@cache
def _helvetica(bold: bool) -> Any:
    name = f"Helvetica{'-Bold' if bold else ''}.afm"
    return AFM(str(Path(mpl.get_data_path()) / "fonts" / "pdfcorefonts" / name))


@cache
def _advance_in_arial(letter: str, bold: bool) -> float:
    """Return a letter's advance over its size in Arial."""
    font, name = _helvetica(bold), UV2AGL.get(ord(_SPACES.get(letter, letter)), "")
    return font[name][1] / 1000 if font.has_char(name) else _UNKNOWN


@lru_cache(maxsize=20_000)
def _relative(text: str, bold: bool, font: str) -> float:
    advance = _advance_in_arial if font == ARIAL else _advance
    return sum(advance(letter, bold) for letter in text)


def width(text: str, size: float, *, bold: bool = False, font: str = DEJAVU) -> float:
    """Return the width of a line in points, in DejaVu Sans or in Arial.

    Examples
    --------
    >>> width("wide", 20) == 2 * width("wide", 10)
    True
    """
    return size * _relative(text, bold, font)


def wrapped(
    text: str, room: float, size: float, *, bold: bool = False, font: str = DEJAVU
) -> list[str]:
    """Return a text in lines of at most so many points.

    Examples
    --------
    >>> wrapped("three short words", 40, 10)
    ['three', 'short', 'words']
    """
    lines: list[str] = []
    line, used = "", 0.0
    space = width(" ", size, bold=bold, font=font)
    for word in text.split(" "):
        wide = width(word, size, bold=bold, font=font)
        if line and used + space + wide <= room + _HAIR:
            line, used = f"{line} {word}", used + space + wide
            continue
        if line:
            lines.append(line)
        line, used = word, wide
        if wide > room + _HAIR:
            *whole, line = _broken(word, room, size, bold)
            lines, used = lines + whole, width(line, size, bold=bold)
    return [*lines, line]


def _broken(word: str, room: float, size: float, bold: bool) -> list[str]:
    """Return a word in pieces that fit; most words are one piece."""
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter, size, bold=bold) > room + _HAIR:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]


def height(text: str, room: float, size: float, *, bold: bool = False, font: str = DEJAVU) -> float:
    """Return the height of a wrapped text in points."""
    return len(wrapped(text, room, size, bold=bold, font=font)) * size * LEADING


def fitted(
    texts: Sequence[str], room: tuple[float, float], sizes: Sequence[float], *, bold: bool = False
) -> tuple[float, list[str]]:
    """Return the largest size at which paragraphs fit a box, and the paragraphs.

    If they do not fit at the smallest size, the last ones are left out.

    Parameters
    ----------
    texts : sequence of str
        Paragraphs.
    room : tuple of float
        Width and height in points.
    sizes : sequence of float
        Letter sizes in descending order.
    bold : bool
        Whether the text is bold.
    """
    paragraphs = list(texts)
    while True:
        for size in sizes:
            if _total_height(paragraphs, room[0], size, bold) <= room[1]:
                return size, paragraphs
        if len(paragraphs) == 1:
            return sizes[-1], [_shortened(paragraphs[0], room, sizes[-1], bold)]
        paragraphs.pop()


def _total_height(texts: Sequence[str], room: float, size: float, bold: bool) -> float:
    """Return the height of paragraphs, with gaps of 0.4 letter sizes."""
    lines = sum(height(text, room, size, bold=bold) for text in texts)
    return lines + 0.4 * size * max(0, len(texts) - 1)


def _shortened(text: str, room: tuple[float, float], size: float, bold: bool) -> str:
    """Return the beginning of a text that fits."""
    most = max(1, int(room[1] / (size * LEADING)))
    lines = wrapped(text, room[0], size, bold=bold)[:most]
    while lines[-1] and width(lines[-1] + "…", size, bold=bold) > room[0]:
        lines[-1] = lines[-1][:-1]
    return " ".join(lines).rstrip() + "…"


def one_line(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a text cut to one line."""
    if width(text, size, bold=bold) <= room:
        return text
    return _shortened(text, (room, size * LEADING), size, bold)


def drawable(text: str, otherwise: str = "") -> str:
    """Return a text without letters that DejaVu Sans lacks, such as emoji."""
    known = "".join(c for c in text if c == " " or _font(False).get_char_index(ord(c)))
    return " ".join(known.split(" ")).strip() or otherwise


def columns(rows: Sequence[Sequence[str]], room: float, size: float, pad: float) -> list[float]:
    """Return widths of columns that fill the room, in proportion to their texts.

    Each column fits at least its longest word; the rest goes to columns with longer lines.

    Parameters
    ----------
    rows : sequence of sequence of str
        The texts, heading first.
    room : float
        Points for all columns.
    size, pad : float
        Letter size, and the padding on both sides of a text.
    """
    across = list(zip(*rows, strict=True))
    least = narrowest(rows, size, pad)
    ideal = [
        max(width(text, size, bold=place == 0) for text in texts[1:] or texts) + 2 * pad
        for place, texts in enumerate(across)
    ]
    ideal = [max(pair) for pair in zip(least, ideal, strict=True)]
    if sum(ideal) <= room:
        return [wide + (room - sum(ideal)) / len(ideal) for wide in ideal]
    if sum(least) >= room:
        return [wide * room / sum(least) for wide in least]
    share = (room - sum(least)) / (sum(ideal) - sum(least))
    return [low + share * (high - low) for low, high in zip(least, ideal, strict=True)]


def narrowest(rows: Sequence[Sequence[str]], size: float, pad: float) -> list[float]:
    """Return the smallest widths of columns at which no word is broken."""
    return [
        max(_longest_word(text, size, bold=not (row and place)) for row, text in enumerate(texts))
        + 2 * pad
        for place, texts in enumerate(zip(*rows, strict=True))
    ]


def table_size(
    rows: Sequence[Sequence[str]], room: float, sizes: Sequence[float], pad: float
) -> float:
    """Return the largest size at which no line of a table is broken, or else no word.

    Parameters
    ----------
    rows : sequence of sequence of str
        The texts, heading first.
    room : float
        Points for all columns.
    sizes : sequence of float
        Letter sizes in descending order.
    pad : float
        Padding on both sides of a text.
    """
    for size in sizes:
        if unbroken(rows, columns(rows, room, size, pad), size, pad):
            return size
    whole = (size for size in sizes if sum(narrowest(rows, size, pad)) <= room)
    return next(whole, sizes[-1])


def _longest_word(text: str, size: float, *, bold: bool) -> float:
    return max(width(word, size, bold=bold) for word in text.split(" "))


def unbroken(
    rows: Sequence[Sequence[str]], widths: Sequence[float], size: float, pad: float
) -> bool:
    """Return whether each text below the heading fits on one line."""
    return all(
        width(text, size, bold=place == 0) + 2 * pad <= room + _HAIR
        for row in rows[1:]
        for place, (text, room) in enumerate(zip(row, widths, strict=True))
    )
