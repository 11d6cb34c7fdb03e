"""Waiting times: one coin gives the round in which an event of constant chance first happens."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .coins import threshold
from .state import inlined

# A coin is compared by 63 bits. The first `_GUIDED` of them look up a range of rounds in a table;
# `_UNGUIDED` follow.
_GUIDED, _UNGUIDED = 11, np.uint64(52)


class WaitingTimes(NamedTuple):
    """The distribution of the first round of an event, as limits for coins."""

    limits: np.ndarray  # uint64 (rounds + 2,): chance that it has happened after so many rounds
    guide: np.ndarray  # int32 (2049,): first round whose limit exceeds each value of the first bits


@lru_cache(maxsize=8)
def waiting_times(chance, rounds):
    """Return the waiting times of an event with this chance in each round, up to `rounds`."""
    left = np.cumprod(np.full(rounds + 1, 1.0 - chance))
    limits = np.concatenate([[0], [threshold(1.0 - each) for each in left]]).astype(np.uint64)
    firsts = np.arange((1 << _GUIDED) + 1, dtype=np.uint64) << _UNGUIDED
    return WaitingTimes(limits, np.searchsorted(limits, firsts, side="right").astype(np.int32))


@inlined
def first_round(times, coin, most):
    """Return the round in which the event first happens, counted from 1; `most` if not before.

    The first bits of a coin nearly always decide, so the search is rarely needed.
    """
    value = coin >> np.uint64(1)
    first = value >> _UNGUIDED
    low = min(times.guide[first], most)
    high = min(times.guide[first + np.uint64(1)], most)
    while low < high:
        middle = (low + high) >> 1
        if value < times.limits[middle]:
            high = middle
        else:
            low = middle + 1
    return low
