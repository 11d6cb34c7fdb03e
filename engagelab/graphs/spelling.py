"""The one spelling of a label, and the cells that hold none."""

import re
import unicodedata

MISSING = frozenset(("NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "<NA>", "None",
                     "-", "--", "#REF!", "#VALUE!", "#NULL!"))  # fmt: skip


_INVISIBLE = re.compile("[\N{ZERO WIDTH SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
                        "\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}\N{SOFT HYPHEN}"
                        "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}]")  # fmt: skip
_FORMULA = re.compile(r'="(.*)"')  # how spreadsheets are made to leave 007 as it is
_TOTALS = ("total", "totals", "grand total", "subtotal", "sum", "totaux", "total général",
           "sous-total", "somme")  # fmt: skip


def clean(label: str) -> str:
    r"""Return a label in its one spelling.

    Accents are composed (NFC), runs of white space of any kind become one space, and invisible
    characters and spaces at the ends are removed.

    Examples
    --------
    >>> clean(" Ann\N{NO-BREAK SPACE} Roe "), clean('="007"')
    ('Ann Roe', '007')
    """
    if label.isascii() and "  " not in label and '"' not in label and label.isprintable():
        return label.strip()
    match = _FORMULA.fullmatch(label.strip())
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", match[1] if match else label))
    return " ".join(text.split())


def as_text(cell: object) -> str:
    """Return a cell as text; an empty one as an empty text.

    Examples
    --------
    >>> as_text(0), as_text(None)
    ('0', '')
    """
    return "" if cell is None else str(cell)


def is_total(label: str) -> bool:
    """Return whether a label is that of a row of totals.

    Examples
    --------
    >>> is_total("Total"), is_total("Grand Total:"), is_total("(2 rows)"), is_total("Ann")
    (True, True, True, False)
    """
    word = " ".join(label.casefold().rstrip(":").split())
    return word in _TOTALS or (word.startswith("(") and word.endswith((" rows)", " row)")))
