"""One adaptor a model: network, declaration and seeds as the kernels take them."""

from .classic import classic
from .engagement import campaign
from .people import Seeds, by_class, is_number, named
from .play import Play

__all__ = ["Play", "Seeds", "by_class", "campaign", "classic", "is_number", "named"]
