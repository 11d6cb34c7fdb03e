"""A page of paper that is written from top to bottom, in points."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..palette import INK, PLAN
from .document import ReportTable
from .text_metrics import LEADING, drawable, wrapped

WIDE, HIGH = 595.28, 841.89  # A4, in points
MARGIN = 44.0
ACROSS = WIDE - 2 * MARGIN
PAD = 3.0


@dataclass(frozen=True)
class Ink:
    """Colour, weight and alignment of a text."""

    colour: str = INK
    bold: bool = False
    right: bool = False


_PLAIN = Ink()


class PdfPage:
    """A page that is written from top to bottom.

    Attributes
    ----------
    figure : Figure
        The page as drawn so far.
    top : float
        Where the next text begins, in points from the top.
    """

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDE / 72, HIGH / 72))
        self.top = MARGIN

    def text(
        self, text: str, size: float, ink: Ink = _PLAIN, *, left: float = 0, gap: float = 0.35
    ) -> None:
        """Write a paragraph with a gap below it, in letter sizes."""
        lines = wrapped(drawable(text), ACROSS - left, size, bold=ink.bold)
        self.line(lines, size, ink, left=left)
        self.top += len(lines) * size * LEADING + gap * size

    def line(
        self,
        lines: Sequence[str],
        size: float,
        ink: Ink = _PLAIN,
        *,
        left: float = 0,
        top: float | None = None,
    ) -> None:
        """Write lines at the current position, or at another one, without moving it."""
        at = self.top if top is None else top
        for place, text in enumerate(lines):
            self.figure.text(
                (MARGIN + left) / WIDE, 1 - (at + place * size * LEADING + 0.82 * size) / HIGH,
                text, size=size, color=ink.colour, weight="bold" if ink.bold else "normal",
                ha="right" if ink.right else "left", va="baseline",
            )  # fmt: skip

    def heading(self, text: str, size: float) -> None:
        """Write the heading of a section."""
        self.top += 0.5 * size
        self.text(text, size + 1.5, Ink(PLAN, bold=True), gap=0.3)

    def bullets(self, texts: Sequence[str], size: float) -> None:
        """Write paragraphs, each with a bullet."""
        for text in texts:
            self.line(["•"], size)
            self.text(text, size, left=9, gap=0.3)

    def bar(self, top: float, high: float, ink: str, wide: float = ACROSS) -> None:
        """Draw a filled bar across the page."""
        self.figure.add_artist(
            Rectangle((MARGIN / WIDE, 1 - (top + high) / HIGH), wide / WIDE, high / HIGH,
                      color=ink, lw=0, transform=self.figure.transFigure, zorder=-1)
        )  # fmt: skip

    def table(self, table: ReportTable, size: float, widths: Sequence[float]) -> None:
        """Write a table whose rows are as high as their texts."""
        for place, row in enumerate((table.columns, *table.rows)):
            self._row(row, size, widths, head=place == 0, shaded=place % 2 == 0, right=table.right)
        self.top += 0.5 * size

    def _row(
        self,
        row: Sequence[str],
        size: float,
        widths: Sequence[float],
        *,
        head: bool,
        shaded: bool,
        right: bool,
    ) -> None:
        cells = [
            wrapped(drawable(text), wide - 2 * PAD, size, bold=head or place == 0)
            for place, (text, wide) in enumerate(zip(row, widths, strict=True))
        ]
        tall = max(map(len, cells)) * size * LEADING + PAD
        if shaded:
            self.bar(self.top, tall, INK if head else "#f3f5f7")
        edge = 0.0
        for column, (lines, wide) in enumerate(zip(cells, widths, strict=True)):
            ink = Ink("#ffffff" if head else INK, head or column == 0, right and column > 0)
            left = edge + (wide - PAD if ink.right else PAD)
            self.line(lines, size, ink, left=left, top=self.top + PAD / 2)
            edge += wide
        self.top += tall
