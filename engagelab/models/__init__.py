"""The models as frozen declarations: the process, its paper and its fields.

Each field is declared once, with its default, bounds, unit, meaning and source; validation,
sliders, sweeps and documents read them from the declaration.
"""

from .base import Model
from .bass import Bass
from .cascade import Competing, IndependentCascade
from .engagement import Engagement, Origin, Post
from .epidemic import SIR, SIS, GroupContagion
from .rumour import Rumour
from .threshold import ComplexContagion, LinearThreshold

MODELS: tuple[type[Model], ...] = (
    IndependentCascade,
    LinearThreshold,
    SIR,
    SIS,
    Rumour,
    ComplexContagion,
    GroupContagion,
    Bass,
    Competing,
)
"""The classic models, which means all but `Engagement`."""

__all__ = [
    "MODELS",
    "SIR",
    "SIS",
    "Bass",
    "Competing",
    "ComplexContagion",
    "Engagement",
    "GroupContagion",
    "IndependentCascade",
    "LinearThreshold",
    "Model",
    "Origin",
    "Post",
    "Rumour",
]
