from .run import Spread as Spread
from .run import spread as spread
from .small_multiples import plot_spread as plot_spread
