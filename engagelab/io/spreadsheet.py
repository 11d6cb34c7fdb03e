"""Text for spreadsheets, which would run a cell that looks like a formula."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

# After white space, control characters and characters without a width; the last four signs of a
# formula are the wide forms of the first four.
_FORMULA = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\xad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*"
    "[=+\\-@{\uff1d\uff0b\uff0d\uff20]|[\t\r\n]"
)


def escape_formula(text: str) -> str:
    """Return a text with an apostrophe in front if a spreadsheet could read it as a formula.

    A carriage return, which some readers take for the end of a row, becomes a line feed.

    Examples
    --------
    >>> escape_formula("=cmd|' /C calc'!A0"), escape_formula("plain")
    ("'=cmd|' /C calc'!A0", 'plain')
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "'" + text if _FORMULA.match(text) else text


def inert(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts and column names are no formulas; numbers are not changed.

    Examples
    --------
    >>> import pandas as pd
    >>> inert(pd.DataFrame({"plan": ["=1+1", "mine"], "lift": [-2, 3]})).to_dict("list")
    {'plan': ["'=1+1", 'mine'], 'lift': [-2, 3]}
    """
    changed = frame.rename(columns=_escaped)
    for place, dtype in enumerate(frame.dtypes):
        if not _is_number(dtype):
            changed.isetitem(place, [_escaped(cell) for cell in frame.iloc[:, place]])
    return changed


def _is_number(dtype: Any) -> bool:
    return getattr(dtype, "kind", "O") in "iufbcmM"


def _escaped(cell: Any) -> Any:
    return escape_formula(cell) if isinstance(cell, str) else cell
