"""How plans look in every picture: on the screen, on paper, in slides and in workbooks.

They are told apart without colour as well: each line has a dash of its own. Each colour is dark
enough on white (3 to 1 at least), and those that can stand together stay apart for eyes that miss
a cone; a test simulates it.
"""

from dataclasses import dataclass

from .errors import EngagelabError, listed

INK, MUTED, LINE = "#1f2933", "#52606d", "#d5dbe1"  # text, secondary text and rules
PLAN = "#0173b2"
BASELINE = "#616161"
ACCENT = "#a85b00"


@dataclass(frozen=True)
class Look:
    """The look of a line.

    Attributes
    ----------
    colour : str
        Such as ``#0173b2``.
    dash : str
        Lengths of dashes and gaps, as SVG takes them; empty: the line is solid.
    office : str
        The nearest of the dashes that office programs know.
    """

    colour: str
    dash: str = ""
    office: str = "solid"

    @property
    def style(self) -> tuple[float, tuple[float, ...] | None]:
        """The dashes as matplotlib takes them, in points for a line of 2 points.

        Examples
        --------
        >>> look("A").style, look("plan").style
        ((0, (4.5, 1.5)), (0, None))
        """
        lengths = tuple(float(length) / 2 for length in self.dash.split())
        return 0, lengths or None


PINS = {
    "A": Look("#c44e00", "9 3", "square_dot"),
    "B": Look("#0d7951", "3 3", "round_dot"),
    "C": Look("#8e3b8e", "9 3 2 3", "dash_dot"),
    "D": Look("#694f00", "14 4", "long_dash"),
    "E": Look("#3b3b98", "2 2", "round_dot"),
    "F": Look("#a02040", "6 2 2 2", "long_dash_dot_dot"),
    "G": Look("#007a8a", "5 5", "dash"),
    "H": Look("#5a3a22", "12 3 3 3", "long_dash_dot"),
}
_OTHERS = {"plan": Look(PLAN), "baseline": Look(BASELINE, "6 4", "dash")}
# colours that come again, for more plans than can be pinned
_MORE = {"I": Look(PLAN, "2 5", "round_dot"), "J": Look("#c44e00", "2 9", "round_dot")}
_LOOKS = _OTHERS | PINS | _MORE
ORDER = ("plan", *PINS, "baseline", *_MORE)  # in which plans without a place of their own look


def look(key: str) -> Look:
    """Return the look of a pin, by its letter, of the ``plan`` or of the ``baseline``.

    Raises
    ------
    EngagelabError
        For another key.

    Examples
    --------
    >>> look("plan")
    Look(colour='#0173b2', dash='', office='solid')
    """
    if key not in _LOOKS:
        raise EngagelabError(f"look: {key!r} is not known; allowed are {listed(_LOOKS)}")
    return _LOOKS[key]
