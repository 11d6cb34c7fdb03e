"""Choose singular or plural by a number: one tie, two ties."""

from ..errors import Plural

_SEVERAL = 2  # French uses the plural from 2 on, English for all numbers but 1


class Counted(Plural):
    """A formatted number that chooses the form of a word in its language.

    Parameters
    ----------
    text : str
        The formatted number.
    number : float
        The number.
    lang : str
        The language.

    Examples
    --------
    >>> "{n} {n:tie|ties}".format(n=Counted("0", 0, "en"))
    '0 ties'
    >>> "{n} {n:lien|liens}".format(n=Counted("1,5", 1.5, "fr"))
    '1,5 lien'
    """

    def __init__(self, text: str, number: float, lang: str) -> None:
        several = abs(number) >= _SEVERAL if lang == "fr" else abs(number) != 1
        super().__init__(text, many=several)
