"""The player: one run of a plan, shown round by round.

`spread` simulates the run and records its events, `Spread.to_html` writes it as one page that
works offline, `plot_spread` draws some rounds as a figure; the workbench shows the same player in
a notebook.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
