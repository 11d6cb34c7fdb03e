"""Limits of the coins that depend on a group's size or on several factors."""

import numpy as np
from numba import njit

from .coins import threshold


@njit(cache=True, nogil=True)
def raised(probability, factor):
    """Return the probability with `factor` times the odds; 0 wins over certainty."""
    if factor == 1.0:
        return probability
    if probability == 0.0 or factor == 0.0:
        return 0.0
    if probability >= 1.0:
        return 1.0
    odds = probability / (1.0 - probability) * factor
    return 1.0 if odds == np.inf else odds / (1.0 + odds)


@njit(cache=True, nogil=True)
def attention_limits(sizes, group_read, reference_size, crowding, factor):
    """Return the limit of reading in a group for each size below `sizes`; size 0 is not used."""
    limits = np.zeros(sizes, np.uint64)
    for size in range(1, sizes):
        attention = min(1.0, (reference_size / size) ** crowding)
        limits[size] = threshold(raised(group_read * attention, factor))
    return limits
