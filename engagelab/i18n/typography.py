"""French punctuation: no-break spaces, narrow before `; ? !` and between thousands."""

import re

_THIN, _WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
_BEFORE = re.compile(r"[ \xa0](?=[:»%€])")
_BEFORE_THIN = re.compile(r"[ \xa0\u202f](?=[;?!])")
_AFTER = re.compile(r"(?<=«) ")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def french(text: str) -> str:
    r"""Return a text with the spaces of French punctuation.

    They are no-break spaces before ``: » % €`` and after ``«``, and narrow ones before ``; ? !``
    and between thousands.

    Examples
    --------
    >>> french("« 10 % » : oui").count("\N{NO-BREAK SPACE}")
    4
    >>> french("oui ; non ?").count("\N{NARROW NO-BREAK SPACE}")
    2
    """
    text = _BEFORE_THIN.sub(_THIN, _BEFORE.sub(_WIDE, _AFTER.sub(_WIDE, text)))
    return _THOUSANDS.sub(_THIN, text)
