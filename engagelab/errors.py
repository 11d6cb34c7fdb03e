"""The one error that a user's mistake raises, and the words it is told in."""

import difflib
from collections.abc import Hashable, Iterable


class EngagelabError(ValueError):
    """A mistake in what was asked for, told so that it can be put right.

    The text names the field or the file and line, the value, what is allowed and what to do.

    Parameters
    ----------
    message : str
        The whole text, one line for each mistake.
    problems : tuple of (str, str), optional
        The same mistakes one by one, as pairs of a dotted field name and its text; empty where no
        field is at fault.

    Examples
    --------
    >>> import engagelab as el
    >>> try:
    ...     el.Engagement(tie_read=1.2)
    ... except el.EngagelabError as error:
    ...     print(error)
    tie_read: 1.2 is above the highest value allowed; give a number from 0 to 1
    """

    def __init__(self, message: str, problems: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


def nearest(word: Hashable, known: Iterable[Hashable]) -> str:
    """Return ``"; did you mean 'x'?"`` for the known word most like this one, or nothing."""
    names = {str(name): name for name in known}
    close = difflib.get_close_matches(str(word), names, n=1, cutoff=0.5)
    return f"; did you mean {names[close[0]]!r}?" if close else ""


def listed(names: Iterable[object], most: int = 12) -> str:
    """Return the names as a readable list, cut after `most`, saying how many are left out."""
    shown = [str(name) for name in names]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")
