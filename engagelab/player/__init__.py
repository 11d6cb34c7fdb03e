"""The player: one run of a plan, watched round by round.

`spread` plays the run and keeps what happens, `Spread.to_html` writes it as one page that works
offline, `plot_spread` draws chosen rounds where no page runs; the workbench shows the same player
in a notebook.
"""

from .run import Spread, spread
from .small_multiples import plot_spread

__all__ = ["Spread", "plot_spread", "spread"]
