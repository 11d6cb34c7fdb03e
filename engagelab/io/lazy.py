"""Libraries that are imported when one of their attributes is first used.

pandas, networkx and Arrow take half a second to import, and a first simulation needs none of them.
Modules that it loads import them so, with the real import for type checkers only:

    if TYPE_CHECKING:
        import pandas as pd
    else:
        pd = late("pandas")

Not by `lazy_loader.load`: it uses importlib's LazyLoader, which in early releases of Python 3.11
and 3.12 lets a second thread see a half-loaded module (CPython issue 114763), and the workbench
simulates in threads.
"""

import importlib
from typing import Any


class late:  # noqa: N801 - it is called like a function, in place of an import
    """A library that is imported at the first access to one of its attributes.

    Parameters
    ----------
    name : str
        The name of the module, with dots for a submodule.

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
        """Import the library and return its attribute."""
        return getattr(importlib.import_module(self._name), attribute)
