"""Simulation of a model or a whole plan on a network, and metrics of its outcome."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["metrics"])
