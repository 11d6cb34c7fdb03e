"""The parts below the answer, in the order they stand in."""

from collections.abc import Callable

from ..stage import Stage, Tab
from .spread import SpreadTab

# the key of a tab (its title is the text "tabs.<key>") and what makes it
TABS: dict[str, Callable[[Stage], Tab]] = {
    "spread": SpreadTab,
}

__all__ = ["TABS"]
