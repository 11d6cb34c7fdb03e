"""Simulations: a model on a network, a whole plan, and what came out of either."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=["metrics"])
