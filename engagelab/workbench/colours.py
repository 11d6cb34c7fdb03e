"""The colours and dashes of plans in the picture: told apart without colour as well.

Each is dark enough on white (3 to 1 at least), and those that can stand together stay apart for
eyes that miss a cone; a test simulates it.
"""

PLAN = "#0173b2"
BASELINE = "#616161"
ACCENT = "#a85b00"

# letter: colour, dash of the line
PINS = {
    "A": ("#c44e00", "9 3"),
    "B": ("#0d7951", "3 3"),
    "C": ("#8e3b8e", "9 3 2 3"),
    "D": ("#694f00", "14 4"),
    "E": ("#3b3b98", "2 2"),
    "F": ("#a02040", "6 2 2 2"),
    "G": ("#007a8a", "5 5"),
    "H": ("#5a3a22", "12 3 3 3"),
}


def look(key: str) -> dict[str, str]:
    """Return colour and dash of a line: a pin's letter, ``plan`` or ``baseline``.

    Examples
    --------
    >>> look("plan")
    {'colour': '#0173b2', 'dash': ''}
    """
    others = {"plan": (PLAN, ""), "baseline": (BASELINE, "6 4")}
    colour, dash = (others | PINS)[key]
    return {"colour": colour, "dash": dash}
