"""Plots of frames, outcomes, networks and results; each function returns Axes, shows nothing.

Colour-blind people can distinguish the colours; line styles, labels and hatches work in grey too.
"""

from .agreement import plot_agreement
from .comparison import plot_comparison
from .curves import plot_curve
from .decision_map import plot_decision_map
from .facts import plot_facts
from .fit import plot_fit, plot_forecasts
from .groups import plot_groups
from .levers import plot_interactions, plot_tornado, plot_uncertainty
from .responses import plot_responses
from .style import PALETTE
from .surfaces import plot_surface, plot_surfaces

__all__ = [
    "PALETTE",
    "plot_agreement",
    "plot_comparison",
    "plot_curve",
    "plot_decision_map",
    "plot_facts",
    "plot_fit",
    "plot_forecasts",
    "plot_groups",
    "plot_interactions",
    "plot_responses",
    "plot_surface",
    "plot_surfaces",
    "plot_tornado",
    "plot_uncertainty",
]
