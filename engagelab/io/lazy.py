"""Libraries that are loaded when something of them is first used.

pandas, networkx and Arrow take half a second to load, and a first answer needs none of them. What
stands on the way to it names them so, with the import beside it for type checkers alone:

    if TYPE_CHECKING:
        import pandas as pd
    else:
        pd = late("pandas")
"""

import importlib
from typing import Any


class late:  # noqa: N801 - it is called like the function that it takes the place of
    """A library, by its name; it loads with the first attribute that is asked for.

    Parameters
    ----------
    name : str
        What one would import.

    Examples
    --------
    >>> from engagelab.io.lazy import late
    >>> fractions = late("fractions")
    >>> fractions.Fraction(1, 2)
    Fraction(1, 2)
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        """Return what the library has by this name, now."""
        return getattr(importlib.import_module(self._name), attribute)
