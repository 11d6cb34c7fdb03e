"""Coins are what a plain reimplementation says, uniform, and independent of their neighbours."""

from itertools import pairwise

import numpy as np
import pytest

from engagelab.engine import bitplanes
from engagelab.engine import coins as c

MASK = 2**64 - 1
KINDS = (c.SEED, c.SHOWN, c.PAID_READ, c.TIE, c.GROUP, c.SHARE, c.INVITE, c.ACCEPT, c.ANSWER,
         c.OFF_MESSAGE, c.CATCH, c.APPROVE, c.LEAVE)  # fmt: skip
PEOPLE = c.coins(c.address(0x1A7), np.arange(2**16, dtype=np.uint64))  # as labels 0, 1, ... hash


def plain_mix(word: int) -> int:
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return word ^ (word >> 31)


def plain_coin(*address: int) -> int:
    state = 0x9E3779B97F4A7C15
    for word in address:
        state = plain_mix(state ^ word)
    return state


def fold(state: int, word: int) -> np.uint64:
    """Add one word; compiled functions hand back Python's integers, and take numpy's."""
    return np.uint64(c.fold(np.uint64(state), np.uint64(word)))


def happens(coin: int, p: float) -> bool:
    return bool(c.happens(np.uint64(coin), np.uint64(c.threshold(p))))


def drawn(key: int = 7, run: int = 0, kind: int = c.TIE, post: int = 0) -> np.ndarray:
    """The coins of all people at one address."""
    return c.coins(c.address(key, run, kind, post), PEOPLE)


def uniform(coins: np.ndarray) -> np.ndarray:
    return (coins >> np.uint64(11)) / 2.0**53


# What they are


def test_mix_is_the_finaliser_of_splitmix64() -> None:
    """The first numbers of SplitMix64 from the state 1234567, as published by its authors."""
    gamma, state, found = 0x9E3779B97F4A7C15, 1234567, []
    for _ in range(3):
        state = (state + gamma) & MASK
        found.append(int(c.mix(np.uint64(state))))
    assert found == [6457827717110365317, 3203168211198807973, 9817491932198370423]


def test_coins_equal_a_plain_reimplementation() -> None:
    words = np.random.default_rng(1).integers(0, 2**64, (200, 5), np.uint64)
    for key, run, kind, post, person in words.tolist():
        expected = plain_coin(key, run, kind, post, person)
        base = fold(fold(c.start(np.uint64(key), np.uint64(run)), kind), post)
        assert int(fold(base, person)) == expected
        assert int(c.address(key, run, kind, post, person)) == expected
        assert c.coins(base, np.array([person], np.uint64)).tolist() == [expected]


def test_the_order_of_the_words_of_an_address_matters() -> None:
    assert c.address(1, 2) != c.address(2, 1)
    assert c.address(1) != c.address(1, 0)


def test_kinds_of_event_are_numbered_for_ever() -> None:
    assert [int(kind) for kind in KINDS] == list(range(1, 14))


# Thresholds


@pytest.mark.parametrize("coin", [0, 1, 2**63, MASK])
def test_certain_always_happens_and_impossible_never(coin: int) -> None:
    assert happens(coin, 1.0)
    assert not happens(coin, 0.0)


def test_a_limit_is_the_probability_to_the_last_bit() -> None:
    for p in (1e-18, 1e-9, 0.04, 1 / 3, 0.5, 0.65, 1 - 2**-53):
        assert int(c.threshold(p)) == int(p * 2.0**63)


def test_a_limit_never_falls_when_the_probability_rises() -> None:
    limits = [int(c.threshold(p)) for p in np.linspace(0, 1, 10_001)]
    assert limits == sorted(limits)


@pytest.mark.slow
@pytest.mark.parametrize("p", [0.001, 0.04, 0.3, 0.5, 0.65, 0.97])
@pytest.mark.parametrize("kind", KINDS)
def test_events_happen_as_often_as_their_probability_says(p: float, kind: int) -> None:
    happened = np.array([happens(coin, p) for coin in drawn(kind=kind)])
    assert (happened == (uniform(drawn(kind=kind)) < p)).all()
    spread = np.sqrt(p * (1 - p) * happened.size)
    assert abs(happened.sum() - p * happened.size) < 4.5 * spread


def test_events_of_neighbours_are_neither_bunched_nor_spread() -> None:
    """In blocks of 64 neighbouring labels the number of events varies as a binomial does."""
    for run in range(20):
        counts = (uniform(drawn(run=run)) < 0.3).reshape(-1, 64).sum(axis=1)
        ratio = counts.var(ddof=1) / (64 * 0.3 * 0.7)
        assert abs(ratio - 1) < 4.5 * np.sqrt(2 / counts.size)


# Uniformity


@pytest.mark.parametrize("address", [(0, 0), (0, 1), (1, 0), (2**63 - 1, 10_000)])
def test_each_bit_is_set_in_half_of_the_coins(address: tuple[int, int]) -> None:
    coins = drawn(*address)
    ones = np.array([((coins >> np.uint64(bit)) & np.uint64(1)).sum() for bit in range(64)])
    z = (ones - coins.size / 2) / np.sqrt(coins.size / 4)
    assert abs(z).max() < 4.5
    assert 20 < (z**2).sum() < 130  # chi-square with 64 degrees of freedom


def test_coins_are_uniform_by_kolmogorov_and_smirnov() -> None:
    for kind in KINDS:
        for run in (0, 1, 199):
            x = np.sort(uniform(drawn(run=run, kind=kind)))
            steps = np.arange(x.size + 1) / x.size
            gap = max(abs(x - steps[1:]).max(), abs(x - steps[:-1]).max())
            assert gap * np.sqrt(x.size) < 2.3  # 1 in 20,000


def test_one_flipped_bit_of_any_word_flips_half_of_the_coin() -> None:
    base = [7, 3, 4, 0, 12345]
    for word in range(5):
        flips = []
        for bit in range(64):
            other = list(base)
            other[word] ^= 1 << bit
            flips.append((int(c.address(*base)) ^ int(c.address(*other))).bit_count())
        assert abs(np.mean(flips) - 32) < 4.5 * 4 / np.sqrt(64)
        assert 8 < min(flips) <= max(flips) < 56


# Independence


def chi_square(a: np.ndarray, b: np.ndarray) -> float:
    """How far the pairs are from filling a square of 16 times 16 cells evenly, as a z-score."""
    cells = np.bincount((uniform(a) * 16).astype(int) * 16 + (uniform(b) * 16).astype(int))
    expected = a.size / 256
    return float((((cells - expected) ** 2 / expected).sum() - 255) / np.sqrt(2 * 255))


@pytest.mark.parametrize(
    "other",
    [{"run": 1}, {"run": 2**16}, {"key": 8}, {"key": 6}, {"post": 1}, {"key": 0, "run": 7}]
    + [{"kind": kind} for kind in KINDS if kind != c.TIE],
    ids=str,
)
def test_coins_at_two_addresses_are_independent(other: dict[str, int]) -> None:
    assert abs(chi_square(drawn(), drawn(**other))) < 4.5


@pytest.mark.parametrize("apart", [1, 2, 3, 10, 16, 100, 256, 1024])
def test_coins_of_labels_not_far_apart_are_independent(apart: int) -> None:
    coins = drawn()
    assert abs(chi_square(coins[:-apart], coins[apart:])) < 4.5


def test_a_tie_has_another_coin_in_each_direction() -> None:
    base = c.address(7, 0, c.TIE, 0)
    ends = list(pairwise(PEOPLE[:10_000]))
    there = np.array([fold(fold(base, a), b) for a, b in ends])
    back = np.array([fold(fold(base, b), a) for a, b in ends])
    assert abs(chi_square(there, back)) < 4.5


def test_successive_runs_of_one_person_are_independent() -> None:
    runs = [c.address(7, run, c.SHARE, 0) for run in range(2**14)]
    coins = np.array([fold(state, PEOPLE[0]) for state in runs])
    assert abs(chi_square(coins[:-1], coins[1:])) < 4.5


def test_those_with_the_smallest_coins_differ_from_kind_to_kind() -> None:
    """Who is shown a paid post must not be who starts it: an overlap of 1 in 16, by chance."""
    few = PEOPLE.size // 16
    first = {kind: set(np.argsort(drawn(kind=kind))[:few]) for kind in (c.SEED, c.SHOWN)}
    both = len(first[c.SEED] & first[c.SHOWN])
    assert abs(both - few / 16) < 4.5 * np.sqrt(few / 16)


# Words shared by eight runs


def plain_happens_in(word: int, byte: int, limit: int) -> bool:
    """Eight bits from the word, 55 from a hash of it and the byte's place."""
    rest = plain_mix((word + (byte + 1) * 0x9E3779B97F4A7C15) & MASK) >> 9
    return ((word >> 8 * byte & 255) << 55 | rest) < limit


def shared(p: float, run: int, word_of: np.ndarray) -> np.ndarray:
    """Tell in which exposures the event happens in one run of a block."""
    limit, byte = np.uint64(c.threshold(p)), np.uint64(c.byte_of(run))
    return np.array([c.happens_in(word, byte, limit) for word in word_of])


def test_eight_runs_of_a_block_share_a_row_a_byte_each() -> None:
    places = {(int(c.row_of(run)), int(c.byte_of(run))) for run in range(128)}
    assert places == {(row, byte) for row in range(16) for byte in range(8)}
    assert [int(c.row_of(run)) for run in (0, 7, 8, 63, 64)] == [0, 7, 0, 7, 8]


def test_shared_coins_equal_a_plain_reimplementation() -> None:
    for word in drawn()[:500].tolist():
        for byte in range(8):
            first = word >> 8 * byte & 255
            # limits that the first eight bits decide, and those for which the later ones must
            for limit in (first << 55, (first << 55) + 2**54, (first + 1) << 55, 2**63, 0):
                expected = plain_happens_in(word, byte, limit)
                assert c.happens_in(np.uint64(word), np.uint64(byte), np.uint64(limit)) == expected


@pytest.mark.parametrize("p", [0.0, 1e-3, 0.02, 0.3, 77 / 256, 0.97, 1.0])
def test_shared_coins_happen_as_often_as_their_probability_says(p: float) -> None:
    words = drawn()
    for run in (0, 13, 63):
        spread = np.sqrt(p * (1 - p) * words.size)
        assert abs(shared(p, run, words).sum() - p * words.size) <= 4.5 * spread


def test_runs_that_share_a_word_are_independent() -> None:
    words, p = drawn(), 0.3
    happened = [shared(p, 8 * byte, words) for byte in range(8)]
    for one, two in pairwise(happened):
        expected = p * p * words.size
        assert abs((one & two).sum() - expected) < 4.5 * np.sqrt(expected * (1 - p * p))


@pytest.mark.parametrize("p", [0.0, 1e-6, 0.02, 3 / 256, 0.3, 0.999, 1.0])
def test_sixty_four_runs_at_once_equal_each_alone(p: float) -> None:
    rows, hashes = drawn(kind=c.GROUP)[:8], PEOPLE[:300]
    limits = np.full(hashes.size, c.threshold(p), np.uint64)
    live, room = np.zeros(291, np.uint64), np.zeros((2, hashes.size), np.uint64)
    bitplanes.live_runs(rows, hashes, limits, live, (room[0], room[1]))
    for t, hash_ in enumerate(hashes[: live.size].tolist()):
        words = [plain_mix(int(row) ^ hash_) for row in rows]
        alone = [plain_happens_in(words[r % 8], r // 8, int(limits[t])) for r in range(64)]
        assert [int(live[t]) >> r & 1 for r in range(64)] == alone
        for row, word in enumerate(words):
            some = int(bitplanes.live_row(np.uint64(word), limits[t]))
            assert [some >> 8 * byte & 255 for byte in range(8)] == alone[row::8]
