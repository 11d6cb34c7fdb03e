"""The models as frozen declarations: what a model is, its paper, its fields.

Each field stands once, here or in `rules`, with its unit, bounds, default, meaning and source;
validation, sliders, sweeps and documents all read it from there.
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
"""The classic models; the engagement model stands by itself."""

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
