"""The player: one run of a plan, shown round by round.

`spread` simulates the run and records its events, `Spread.to_html` writes it as one page that
works offline, `plot_spread` draws some rounds as a figure; the workbench shows the same player in
a notebook.
"""

from .run import Spread, spread
from .small_multiples import plot_spread

__all__ = ["Spread", "plot_spread", "spread"]
