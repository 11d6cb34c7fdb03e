"""French punctuation: replace plain spaces by no-break spaces."""

import re

_THIN, _WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
_BEFORE = re.compile(r" (?=[:;?!»%€])")
_AFTER = re.compile(r"(?<=«) ")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def french(text: str) -> str:
    r"""Return a text with no-break spaces before ``: ; ? ! » %`` and after ``«``.

    Examples
    --------
    >>> french("« 10 % » : oui").count("\N{NO-BREAK SPACE}")
    4
    """
    text = _AFTER.sub(_WIDE, _BEFORE.sub(_WIDE, text))
    return _THOUSANDS.sub(_THIN, text)
