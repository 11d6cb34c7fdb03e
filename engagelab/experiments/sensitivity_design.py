"""Designs of the Morris and Sobol methods: points in the unit cube, one dimension per field."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from SALib.sample import morris, sobol

from ..errors import EngagelabError
from ..models.declaration import whole_number
from .design_space import sampler_seed

Method = Literal["morris", "sobol"]
STRENGTH: dict[Method, str] = {"morris": "mu_star", "sobol": "ST"}  # the column that ranks fields
GRID_LEVELS = 4  # of Morris' trajectories
_DEFAULT_SAMPLES: dict[Method, int] = {"morris": 16, "sobol": 64}
_DESIGN = 1  # purpose of the address of random numbers


def _checked_samples(method: Method, samples: int | None) -> int:
    if method not in _DEFAULT_SAMPLES:
        raise EngagelabError(f"method: {method!r} is not known; allowed are 'morris', 'sobol'")
    samples = _DEFAULT_SAMPLES[method] if samples is None else samples
    whole_number("samples", samples, 2, 2**20)
    if method == "sobol" and samples & (samples - 1):
        near = 2 ** round(np.log2(samples))
        raise EngagelabError(
            f"samples: {samples} is not a power of 2, which a Sobol sequence needs; give {near}"
        )
    return int(samples)


def design(
    method: Method, names: Sequence[str], samples: int | None, key: int
) -> NDArray[np.float64]:
    """Return the points of a method in the unit cube; shape (points, fields).

    Raises
    ------
    EngagelabError
        If the method is unknown, or the number of samples does not suit it.
    """
    samples = _checked_samples(method, samples)
    seed, cube = sampler_seed(key, _DESIGN), unit_cube(names)
    if method == "morris":
        points = morris.sample(cube, samples, num_levels=GRID_LEVELS, seed=seed)
    else:
        points = sobol.sample(cube, samples, seed=seed)
    return np.asarray(points, np.float64)


def unit_cube(names: Sequence[str]) -> dict[str, Any]:
    """Return SALib's definition of a problem with these fields, each from 0 to 1."""
    return {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
