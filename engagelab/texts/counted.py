"""Words that go with a number: one tie, two ties."""

_SEVERAL = 2  # from here on French has many; English has them for all but one


class Counted(str):
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

    many: bool

    def __new__(cls, text: str, number: float, lang: str) -> "Counted":
        """Settle which form goes with the number."""
        made = super().__new__(cls, text)
        made.many = abs(number) >= _SEVERAL if lang == "fr" else abs(number) != 1
        return made

    def __format__(self, form: str) -> str:
        """Return one of two forms, or the number itself."""
        if "|" not in form:
            return super().__format__(form)
        one, _, more = form.partition("|")
        return more if self.many else one
