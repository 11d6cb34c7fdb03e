"""Words that go with a number: one tie, two ties."""

from ..errors import Plural

_SEVERAL = 2  # from here on French has many; English has them for all but one


class Counted(Plural):
    """A written number that knows which of two forms goes with it.

    Parameters
    ----------
    text : str
        The number as it is written.
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
