"""Metrics of an observed diffusion, as series and tidy frames by label.

All take the side of those who can be reached: the people whom a person *names* are those whose
adoption can reach that person (see `Diffusion`). A share with a denominator of 0 is 0, as in the
published tables of the field.

>>> import engagelab as el
>>> from engagelab import observed
>>> from engagelab.observed.diffusion import Diffusion
>>> club = el.datasets.load("karate")
>>> news = Diffusion.of(club, {0: 0, 1: 1, 2: 1, 33: 2}, periods=(0, 3))
>>> observed.hazard(news).round(3).tolist()
[0.0, 0.061, 0.032, 0.0]
"""

from .classes import ADOPTERS, THRESHOLDS, adopter_classes, threshold_by_adopter
from .clustering import morans_i, summary
from .contagion import infection, susceptibility
from .shares import exposure, hazard, run_of, threshold
from .virality import structural_virality

__all__ = [
    "ADOPTERS",
    "THRESHOLDS",
    "adopter_classes",
    "exposure",
    "hazard",
    "infection",
    "morans_i",
    "run_of",
    "structural_virality",
    "summary",
    "susceptibility",
    "threshold",
    "threshold_by_adopter",
]
