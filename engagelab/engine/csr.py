"""Compressed sparse rows: pairs of people, or of groups and people, sorted by both.

Pairs are sorted without a comparison. They are distributed into rows by their second number, and
the table is then transposed: each new row comes out sorted, since it is filled while the old rows
are read from first to last. A pair is moved twice, four bytes each time, so the time is linear in
pairs and people. It is bound by random access to memory, which several threads overlap.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit

from .coins import START, fold

_PER_THREAD = 500_000  # fewest pairs for which another thread pays
_SPARSENESS = 8  # most places of a lookup table for each integer in it


def rows(first, second, first_count, second_count, values=None):
    """Sort pairs by first and second; merge repeats and add up their values.

    Returns the start of each row (first_count + 1), the seconds in order, and their values.
    """
    first, second, values = _contiguous(first, second, values)
    return _merged(*_transposed(*_distribute([(second, first, values)], second_count), first_count))


def mutual_rows(first, second, count, values=None):
    """Sort pairs together with their reverses, as `rows` does."""
    first, second, values = _contiguous(first, second, values)
    both = [(second, first, values), (first, second, values)]
    return _merged(*_transposed(*_distribute(both, count), count))


def _distribute(pairs, count):
    """Return pairs in the rows of their keys: the start of each row, the others and the values."""
    parts = [
        tuple(None if column is None else column[first:last] for column in columns)
        for columns in pairs
        for first, last in pairwise(_cuts(columns[0].size, len(pairs)))
    ]
    start, places = _offsets(_map(_count, [(keys, count) for keys, _, _ in parts]))
    out = _allocate(start[-1], parts[0][2])
    _map(_scatter, [(*part, place, out) for part, place in zip(parts, places, strict=True)])
    return start, *out


def _transposed(start, entries, values, count):
    """Transpose compressed rows; the result is sorted."""
    parts = list(pairwise(np.searchsorted(start[:-1], _cuts(entries.size)).tolist()))
    counts = _map(_count, [(entries[start[first] : start[last]], count) for first, last in parts])
    into, places = _offsets(counts)
    out = _allocate(entries.size, values)
    work = [
        (start[first : last + 1], first, entries, values, place, out)
        for (first, last), place in zip(parts, places, strict=True)
    ]
    _map(_transpose_part, work)
    return into, *out


def _merged(start, entries, values):
    """Merge the repeats in sorted rows in place, and add up their values."""
    start = _merge_repeats(start, entries, values)
    count = start[-1]
    if count == entries.size:
        return start, entries, values
    return start, entries[:count].copy(), None if values is None else values[:count].copy()


def _cuts(count, lists=1):
    """Return where to cut each of some lists into parts, one for each processor if it is long.

    The number of parts cannot change a result, since the order of the pairs stays the same.
    """
    parts = max(1, min(processors() // lists, count // _PER_THREAD))
    return [count * part // parts for part in range(parts + 1)]


def _offsets(counts):
    """Return the start of each row, and where the first entry of each part goes in each row.

    `counts` are the entries of each part by row. Places have 32 bits if they fit, which halves the
    cache that they need.
    """
    start = np.concatenate([[0], np.cumsum(sum(counts), dtype=np.int64)])
    places = [start[:-1].astype(np.int32 if start[-1] < 2**31 else np.int64)]
    for count in counts[:-1]:
        places.append(places[-1] + count)
    return start, places


def _map(kernel, work):
    """Call a kernel with each tuple of arguments, one thread each; return the results."""
    if len(work) == 1:
        return [kernel(*work[0])]
    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(lambda arguments: kernel(*arguments), work))


def processors():
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _allocate(count, values):
    """Return arrays for so many entries, and for their values if there are any.

    Allocated by NumPy, since it uses large pages for large arrays and numba does not.
    """
    return np.empty(count, np.int32), None if values is None else np.empty(count, np.float64)


def _contiguous(first, second, values):
    """Return contiguous arrays of the types that the kernels are compiled for."""
    ends = np.ascontiguousarray(first, np.int32), np.ascontiguousarray(second, np.int32)
    return *ends, None if values is None else np.ascontiguousarray(values, np.float64)


@njit(cache=True, nogil=True)
def _count(keys, count):
    """Return how often each key occurs."""
    counts = np.zeros(count, np.int32)
    for key in keys:
        counts[key] += 1
    return counts


@njit(cache=True, nogil=True)
def _scatter(keys, others, values, place, out):
    """Put each pair at the next place in the row of its key."""
    out_entries, out_values = out
    for i in range(keys.size):
        k = place[keys[i]]
        place[keys[i]] += 1
        out_entries[k] = others[i]
        if values is not None:
            out_values[k] = values[i]


@njit(cache=True, nogil=True)
def _transpose_part(start, first, entries, values, place, out):
    """Put each pair in the row of its entry; `start` has the starts of the rows from `first`."""
    out_entries, out_values = out
    for row in range(start.size - 1):
        for i in range(start[row], start[row + 1]):
            k = place[entries[i]]
            place[entries[i]] += 1
            out_entries[k] = first + row
            if values is not None:
                out_values[k] = values[i]


@njit(cache=True, nogil=True)
def _merge_repeats(start, entries, values):
    """Merge the repeats of each row in place; return the new start of each row."""
    merged = np.zeros(start.size, np.int64)
    count = 0
    for row in range(start.size - 1):
        i, end = start[row], start[row + 1]
        while i < end:
            j = i + 1
            while j < end and entries[j] == entries[i]:
                j += 1
            entries[count] = entries[i]
            if values is not None:
                # 0 is added in both cases, since a sum is never -0
                values[count] = 0.0 + values[i] if j == i + 1 else _total(values[i:j])
            count += 1
            i = j
        merged[row + 1] = count
    return merged


@njit(cache=True, nogil=True)
def _total(values):
    """Return the sum of values, from the smallest, so that it does not depend on their order."""
    total = 0.0
    for value in np.sort(values):
        total += value
    return total


def positions(labels, numbers):
    """Return the position of each number among integer labels, -1 if it is not a label."""
    low, high = int(labels.min()), int(labels.max())
    if high - low < _SPARSENESS * labels.size:
        table = np.full(high - low + 1, -1, np.int32)
        table[labels - low] = np.arange(labels.size)
        return _look_up(table, low, high, numbers)
    order = np.argsort(labels)
    rank = np.minimum(np.searchsorted(labels, numbers, sorter=order), labels.size - 1)
    return np.where(labels[order[rank]] == numbers, order[rank], -1).astype(np.int32)


def numbered(*columns):
    """Number the integers of some columns 0, 1, ... in the order of first appearance.

    Returns the columns as such numbers and the integers in that order, or None if the integers are
    too sparse for a lookup table.
    """
    low = min(int(column.min()) for column in columns)
    high = max(int(column.max()) for column in columns)
    if high - low >= _SPARSENESS * sum(column.size for column in columns):
        return None
    table = np.full(high - low + 1, -1, np.int32)
    integers = np.empty(table.size, np.int64)
    count, codes = 0, []
    for column in columns:
        code, count = _number(table, low, column, integers, count)
        codes.append(code)
    return codes, integers[:count].copy()


@njit(cache=True, nogil=True)
def _look_up(table, low, high, numbers):
    out = np.full(numbers.size, -1, np.int32)
    for i in range(numbers.size):
        if low <= numbers[i] <= high:
            out[i] = table[numbers[i] - low]
    return out


@njit(cache=True, nogil=True)
def _number(table, low, numbers, integers, count):
    out = np.empty(numbers.size, np.int32)
    for i in range(numbers.size):
        place = numbers[i] - low
        if table[place] < 0:
            table[place] = count
            integers[count] = numbers[i]
            count += 1
        out[i] = table[place]
    return out, count


@njit(cache=True, nogil=True)
def row_of(start):
    """Return the row of each entry of compressed rows."""
    out = np.empty(start[-1], np.int32)
    for i in range(start.size - 1):
        out[start[i] : start[i + 1]] = i
    return out


@njit(cache=True, nogil=True)
def fingerprint(start, entries, row_hashes, entry_hashes, values):
    """Return a hash of all pairs with their values that does not depend on their order."""
    total = np.uint64(0)
    for i in range(start.size - 1):
        state = fold(START, row_hashes[i])
        for j in range(start[i], start[i + 1]):
            total += fold(fold(state, entry_hashes[entries[j]]), values[j])
    return total
