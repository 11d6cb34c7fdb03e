"""Adaptors: turn a network, a model and seeds into the arguments of a kernel."""

from .classic import classic
from .engagement import campaign
from .prepared import PreparedRun
from .seeds import Seeds, is_number, positions_of
from .town import by_class

__all__ = ["PreparedRun", "Seeds", "by_class", "campaign", "classic", "is_number", "positions_of"]
