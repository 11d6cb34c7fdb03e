"""Order in memory: pairs of people, or of groups and people, in compressed rows.

Pairs are put in order without comparing any. They are dealt into rows by their one end, and then
the table is turned on its side: the columns become rows, and each comes out in order, because it is
filled while the rows are walked from first to last. So a pair is moved twice, four bytes each time,
and the time grows with pairs and people alone. What bounds it is that each move goes to another
place in memory, which several processors wait for at the same time.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit

from .coins import START, fold

_WORTHWHILE = 500_000  # pairs that are worth a thread of their own
_ROOMY = 8  # a table of integers may have so many places for each of them


def rows(first, second, first_count, second_count, values=None):
    """Sort pairs by first and second; repeats become one, and their values add up.

    Returns the start of each row (first_count + 1), the seconds in order, and their values.
    """
    first, second, values = _plain(first, second, values)
    return each_once(*turned(*_dealt([(second, first, values)], second_count), first_count))


def mutual_rows(first, second, count, values=None):
    """Sort pairs that hold both ways, as `rows` of all pairs and their reverses."""
    first, second, values = _plain(first, second, values)
    both = [(second, first, values), (first, second, values)]
    return each_once(*turned(*_dealt(both, count), count))


def _dealt(pairs, count):
    """Return pairs in the rows of their keys: where each row begins, their others and values."""
    parts = [
        tuple(None if column is None else column[first:last] for column in columns)
        for columns in pairs
        for first, last in pairwise(_ends(columns[0].size, len(pairs)))
    ]
    start, places = _laid(_each(_count, [(keys, count) for keys, _, _ in parts]))
    out = _room(start[-1], parts[0][2])
    _each(_deal, [(*part, place, *out) for part, place in zip(parts, places, strict=True)])
    return start, *out


def turned(start, entries, values, count):
    """Return the columns of compressed rows as rows, in order."""
    parts = list(pairwise(np.searchsorted(start[:-1], _ends(entries.size)).tolist()))
    counts = _each(_count, [(entries[start[first] : start[last]], count) for first, last in parts])
    into, places = _laid(counts)
    out = _room(entries.size, values)
    work = [
        (start[first : last + 1], first, entries, values, place, *out)
        for (first, last), place in zip(parts, places, strict=True)
    ]
    _each(_turn, work)
    return into, *out


def each_once(start, entries, values):
    """Make one of repeats in rows that are in order, in place; their values add up."""
    start = _merge_repeats(start, entries, values)
    count = start[-1]
    if count == entries.size:
        return start, entries, values
    return start, entries[:count].copy(), None if values is None else values[:count].copy()


def _ends(count, lists=1):
    """Return where to cut each of some lists into parts, one for each processor where it is long.

    The order within a part is kept, and the parts follow each other, so that it changes nothing.
    """
    parts = max(1, min(processors() // lists, count // _WORTHWHILE))
    return [count * part // parts for part in range(parts + 1)]


def _laid(counts):
    """Return where each row begins, and where the first entry of each part goes in each row.

    `counts` are the entries of each part, by row. Places are in 32 bits if they fit: half of the
    cache.
    """
    start = np.concatenate([[0], np.cumsum(sum(counts), dtype=np.int64)])
    places = [start[:-1].astype(np.int32 if start[-1] < 2**31 else np.int64)]
    for own in counts[:-1]:
        places.append(places[-1] + own)
    return start, places


def _each(kernel, work):
    """Do what is to be done, each part on a thread of its own; return what comes out."""
    if len(work) == 1:
        return [kernel(*work[0])]
    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(lambda given: kernel(*given), work))


def processors():
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _room(count, values):
    """Return room for so many entries, and for their values if there are any.

    NumPy gives large arrays in large pages, which numba does not, and the moves need few of them.
    """
    return np.empty(count, np.int32), None if values is None else np.empty(count, np.float64)


def _plain(first, second, values):
    """Return arrays of the one form that the kernels are compiled for."""
    ends = np.ascontiguousarray(first, np.int32), np.ascontiguousarray(second, np.int32)
    return *ends, None if values is None else np.ascontiguousarray(values, np.float64)


@njit(cache=True, nogil=True)
def _count(keys, count):
    """Return how often each key is there."""
    found = np.zeros(count, np.int32)
    for key in keys:
        found[key] += 1
    return found


@njit(cache=True, nogil=True)
def _deal(keys, others, values, place, out, out_values):
    """Put each pair in the row of its key, at the row's next place."""
    for i in range(keys.size):
        k = place[keys[i]]
        place[keys[i]] += 1
        out[k] = others[i]
        if values is not None:
            out_values[k] = values[i]


@njit(cache=True, nogil=True)
def _turn(start, first, entries, values, place, out, out_values):
    """Put each pair in the row of its entry, in the order of the rows it comes from.

    The rows that begin at `start` are those from `first` on.
    """
    for row in range(start.size - 1):
        for i in range(start[row], start[row + 1]):
            k = place[entries[i]]
            place[entries[i]] += 1
            out[k] = first + row
            if values is not None:
                out_values[k] = values[i]


@njit(cache=True, nogil=True)
def _merge_repeats(start, entries, values):
    """Close up each row over its repeats; return where rows begin then."""
    closer = np.zeros(start.size, np.int64)
    count = 0
    for row in range(start.size - 1):
        i, end = start[row], start[row + 1]
        while i < end:
            j = i + 1
            while j < end and entries[j] == entries[i]:
                j += 1
            entries[count] = entries[i]
            if values is not None:
                # 0 to begin with in both cases, for -0 is no sum
                values[count] = 0.0 + values[i] if j == i + 1 else _total(values[i:j])
            count += 1
            i = j
        closer[row + 1] = count
    return closer


@njit(cache=True, nogil=True)
def _total(values):
    """Add values up, the smallest first, so that the sum does not depend on their order."""
    total = 0.0
    for value in np.sort(values):
        total += value
    return total


def positions(labels, numbers):
    """Return the position of each number among integer labels, -1 where there is none."""
    low, high = int(labels.min()), int(labels.max())
    if high - low < _ROOMY * labels.size:
        table = np.full(high - low + 1, -1, np.int32)
        table[labels - low] = np.arange(labels.size)
        return _look_up(table, low, high, numbers)
    order = np.argsort(labels)
    rank = np.minimum(np.searchsorted(labels, numbers, sorter=order), labels.size - 1)
    return np.where(labels[order[rank]] == numbers, order[rank], -1).astype(np.int32)


def numbered(*columns):
    """Number the integers of some columns, 0, 1, ... in the order in which they first appear.

    Returns the columns as such numbers and the integers in that order; None where the integers are
    too far apart for a table of them.
    """
    low = min(int(column.min()) for column in columns)
    high = max(int(column.max()) for column in columns)
    if high - low >= _ROOMY * sum(column.size for column in columns):
        return None
    table = np.full(high - low + 1, -1, np.int32)
    found = np.empty(table.size, np.int64)
    count, codes = 0, []
    for column in columns:
        code, count = _number(table, low, column, found, count)
        codes.append(code)
    return codes, found[:count].copy()


@njit(cache=True, nogil=True)
def _look_up(table, low, high, numbers):
    out = np.full(numbers.size, -1, np.int32)
    for i in range(numbers.size):
        if low <= numbers[i] <= high:
            out[i] = table[numbers[i] - low]
    return out


@njit(cache=True, nogil=True)
def _number(table, low, numbers, found, count):
    out = np.empty(numbers.size, np.int32)
    for i in range(numbers.size):
        place = numbers[i] - low
        if table[place] < 0:
            table[place] = count
            found[count] = numbers[i]
            count += 1
        out[i] = table[place]
    return out, count


@njit(cache=True, nogil=True)
def row_of(start):
    """Return for each entry of compressed rows the row it stands in."""
    out = np.empty(start[-1], np.int32)
    for i in range(start.size - 1):
        out[start[i] : start[i + 1]] = i
    return out


@njit(cache=True, nogil=True)
def fingerprint(start, entries, row_hashes, entry_hashes, values):
    """Return one number for all the pairs with their values, whatever their order."""
    total = np.uint64(0)
    for i in range(start.size - 1):
        state = fold(START, row_hashes[i])
        for j in range(start[i], start[i + 1]):
            total += fold(fold(state, entry_hashes[entries[j]]), values[j])
    return total
