"""Experiments: many plans that share their chance, so that they differ by what was changed."""

from .steps import lift_per_step, need_column
from .store import Study, open_study
from .sweep import sweep

__all__ = ["Study", "lift_per_step", "need_column", "open_study", "sweep"]
