"""Data sets by name: tables and classic networks in the package, others downloaded and verified.

``datasets/README.md`` gives the source, the licence and the citation of each.
"""

from .fetch import HOME
from .loading import load, names
from .registry import registry

__all__ = ["HOME", "load", "names", "registry"]
