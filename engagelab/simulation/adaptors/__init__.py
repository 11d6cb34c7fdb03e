"""Adaptors: turn a network, a model and seeds into the arguments of a kernel."""

from .classic import classic
from .engagement import campaign
from .prepared import PreparedRun
from .seeds import Seeds, is_number, positions_of
from .town import classes_of

__all__ = ["PreparedRun", "Seeds", "campaign", "classes_of", "classic", "is_number", "positions_of"]
