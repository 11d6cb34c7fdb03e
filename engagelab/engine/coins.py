"""Addressed chance: each random event is a hash of its address, so there is no generator state.

A coin's address is folded word by word: ``state = mix(state ^ word)``, from `START`, over the key,
the run, the kind of event, and then the words of this kind, the receiver last. Folding the receiver
last lets a kernel keep the state of one sharer and pay one `mix` for each of their ties.

`mix` is the finaliser of SplitMix64 (Steele, Lea and Flood 2014, doi 10.1145/2714064.2660195).

Exposures are most of the work, and one byte nearly always decides a coin. So eight runs, a *row*,
share the word of an exposure (kinds `TIE`, `GROUP` and `OWN_READ`): its address has the row in
place of the run, and each run takes one byte as the first eight bits of its coin. If that byte
equals the first eight bits of the limit, 55 more bits come from a hash of the word and the byte's
place. A block of 64 runs has eight rows; byte b of row r belongs to run ``8 * b + r`` of the block,
so the bytes of eight words are the coins of 64 runs.
"""

import numpy as np
from numba import njit

START = np.uint64(0x9E3779B97F4A7C15)

# The kinds of event. Their numbers are part of every result: never renumber, only append.
SEED = np.uint64(1)  # post, person: who starts (smallest coins)
SHOWN = np.uint64(2)  # post, person: who is shown a paid post (smallest coins)
PAID_READ = np.uint64(3)  # post, person
TIE = np.uint64(4)  # post, sharer, receiver; shared by eight runs
GROUP = np.uint64(5)  # post, group, sharer, receiver; shared by eight runs; without the receiver:
# whether the sharer shows the share in the group
SHARE = np.uint64(6)  # post, person
INVITE = np.uint64(7)  # post, group, inviter, invitee
ACCEPT = np.uint64(8)  # post, group, inviter, invitee
ANSWER = np.uint64(9)  # post, sharer
OFF_MESSAGE = np.uint64(10)  # post, sharer
CATCH = np.uint64(11)  # post, sharer
APPROVE = np.uint64(12)  # post, sharer
LEAVE = np.uint64(13)  # post, group, person
CONTACT = np.uint64(14)  # post, sharer, round, receiver
GROUP_CONTACT = np.uint64(15)  # post, group, round, receiver
RECOVER = np.uint64(16)  # post, sharer, round
THRESHOLD = np.uint64(17)  # post, person
ADOPT = np.uint64(18)  # post, round, person
CHOOSE = np.uint64(19)  # post (the content), person
DELAY = np.uint64(20)  # post, sharer, receiver: rounds of sharing until it is passed on
PERIOD = np.uint64(21)  # post, sharer: rounds until they stop
COMMENT = np.uint64(22)  # post, person
CRITIC = np.uint64(23)  # post, person
GOODWILL = np.uint64(24)  # post, person
OWN_READ = np.uint64(25)  # post, person: shown in the own space; shared by eight runs
OWN_SEAT = np.uint64(26)  # person: who belongs to the own space at first (smallest coins)

EVERY_RUN = np.uint64(0xFFFFFFFFFFFFFFFF)  # takes the run's place in coins common to all runs

BLOCK = 64  # runs whose exposures are compared together
_GOLDEN = START
_REST = np.uint64(2**55 - 1)
_CERTAIN = 9223372036854775808.0  # 2 ** 63: coins are compared by their upper 63 bits


@njit(inline="always", cache=True)
def mix(word):
    """Scramble 64 bits; a bijection in which each bit of the input moves half of the output."""
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


@njit(inline="always", cache=True)
def fold(state, word):
    """Add one word to an address."""
    return mix(state ^ np.uint64(word))


@njit(cache=True)
def start(key, run):
    """Return the address of one run of one key, the start of all others."""
    return fold(fold(START, key), run)


@njit(inline="always", cache=True)
def threshold(probability):
    """Return the limit of a probability: the integer that coins are compared with."""
    return np.uint64(probability * _CERTAIN)


@njit(inline="always", cache=True)
def happens(coin, limit):
    """Return whether the event of this coin happens; with the limit of 1 it always does."""
    return (coin >> np.uint64(1)) < limit


@njit(inline="always", cache=True)
def row_of(run):
    """Return the row of a run, which shares its exposures' words with seven others."""
    return run // BLOCK * 8 + run % 8


@njit(inline="always", cache=True)
def byte_of(run):
    """Return which byte of its row's words belongs to a run, 0 to 7."""
    return np.uint64(run % BLOCK // 8)


@njit(inline="always", cache=True)
def happens_in(word, byte, limit):
    """Return whether the exposure happens in the run of this byte of the word."""
    value = (word >> (byte << np.uint64(3))) & np.uint64(255)
    first = limit >> np.uint64(55)
    if value != first:
        return value < first
    return later(word, byte, limit)


@njit(inline="always", cache=True)
def later(word, byte, limit):
    """Return whether the exposure happens when the first eight bits equal those of the limit."""
    rest = mix(word + (byte + np.uint64(1)) * _GOLDEN) >> np.uint64(9)
    return rest < (limit & _REST)


@njit(cache=True)
def coins(state, hashes):
    """Return the coins at the addresses that end with these hashes."""
    out = np.empty(hashes.size, np.uint64)
    for i in range(hashes.size):
        out[i] = fold(state, hashes[i])
    return out


def address(*words):
    """Return the address of some words as uint64, outside the kernels."""
    state = START
    for word in words:
        state = np.uint64(fold(state, np.uint64(word)))
    return state
