"""An A4 page of a decision that is written from top to bottom."""

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..text_metrics import LEADING, drawable, wrapped
from .look import INK

WIDE, HIGH = 595.28, 841.89  # A4, in points
MARGIN = 51.0  # 18 mm
ACROSS = WIDE - 2 * MARGIN
FOOT = HIGH - MARGIN - 10
BODY, SMALL = 9.5, 8.0  # sizes of letters


class Sheet:
    """A page that is written from top to bottom, in points.

    Attributes
    ----------
    figure : Figure
        The page as drawn so far.
    top : float
        Where the next text begins.
    """

    def __init__(self) -> None:
        self.figure = Figure(figsize=(WIDE / 72, HIGH / 72))
        self.top = MARGIN

    def text(
        self, text: str, size: float, *, left: float = 0, wide: float = ACROSS, ink: str = INK,
        bold: bool = False, top: float | None = None, right: bool = False,
    ) -> float:  # fmt: skip
        """Write a paragraph and return where it ends; without `top` the next one follows it."""
        at = self.top if top is None else top
        lines = wrapped(drawable(text), wide, size, bold=bold)
        for place, line in enumerate(lines):
            self.figure.text(
                (MARGIN + left + (wide if right else 0)) / WIDE,
                1 - (at + place * size * LEADING + 0.85 * size) / HIGH, line, size=size,
                color=ink, weight="bold" if bold else "normal", ha="right" if right else "left",
            )  # fmt: skip
        end = at + len(lines) * size * LEADING
        if top is None:
            self.top = end
        return end

    def bar(
        self, top: float, high: float, ink: str, *, left: float = 0, wide: float = ACROSS
    ) -> None:
        """Draw a filled bar."""
        self.figure.add_artist(
            Rectangle(((MARGIN + left) / WIDE, 1 - (top + high) / HIGH), wide / WIDE, high / HIGH,
                      color=ink, lw=0, transform=self.figure.transFigure, zorder=-1)
        )  # fmt: skip

    def axes(self, left: float, top: float, wide: float, high: float) -> "object":
        """Return axes in a box."""
        return self.figure.add_axes(
            ((MARGIN + left) / WIDE, 1 - (top + high) / HIGH, wide / WIDE, high / HIGH)
        )

    @property
    def rest(self) -> float:
        """The points that are left above the foot."""
        return FOOT - 6 - self.top
