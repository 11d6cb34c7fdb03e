"""Experiments: many plans that share their chance, so that they differ by what was changed."""

from .steps import lift_per_step, need_column
from .sweep import sweep

__all__ = ["lift_per_step", "need_column", "sweep"]
