"""Plots of frames, outcomes, networks and results; each function returns Axes, shows nothing.

Colour-blind people can distinguish the colours; line styles, labels and hatches work in grey too.
"""

import lazy_loader

# Drawing takes half a second to load, and most of the package draws nothing.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
