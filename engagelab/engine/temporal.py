"""Time-respecting reach through timed groups: one sweep over the meetings in order of time."""

import numpy as np
from numba import njit

FAR = np.int16(32_767)


@njit(cache=True, nogil=True)
def sweep(times, start, people, count, never):
    """Return the earliest arrival, quickest and shortest time-respecting path between all people.

    `times` are in rising order and above `never`; meeting m has the members
    ``people[start[m] : start[m + 1]]``. All members of a meeting know afterwards what one of them
    knew before; meetings at the same time see the same state.

    Each result has the shape (receiver, source): the time of the first arrival, the shortest time
    from the first to the last meeting of a path, and the smallest number of meetings. Pairs without
    a path, and a person with themselves, have `never`, `never` and `FAR`.
    """
    arrival = np.full((count, count), never)
    quickest = np.full((count, count), never)
    hops = np.full((count, count), FAR)
    # the latest departure from a source of what has arrived so far
    left = np.full((count, count), never)
    last = times.size
    most = 0
    first = 0
    while first < last:
        end = first + 1
        while end < last and times[end] == times[first]:
            end += 1
        most = max(most, end - first)
        first = end
    best = np.empty((most, count), times.dtype)
    least = np.empty((most, count), np.int16)
    first = 0
    while first < last:
        now = times[first]
        end = first
        while end < last and times[end] == now:
            members = people[start[end] : start[end + 1]]
            collect(members, left, hops, best[end - first], least[end - first], (now, never))
            end += 1
        for m in range(first, end):
            for v in people[start[m] : start[m + 1]]:
                rows = arrival[v], quickest[v], hops[v], left[v]
                inform(v, best[m - first], least[m - first], rows, (now, never))
        first = end
    return arrival, quickest, hops


@njit(cache=True, nogil=True)
def collect(members, left, hops, best, least, clock):
    """Collect what the members of a meeting know before it."""
    now, never = clock
    best[:] = never
    least[:] = FAR
    for v in members:
        departures, steps = left[v], hops[v]
        for s in range(best.size):
            best[s] = max(best[s], departures[s])
            least[s] = min(least[s], steps[s])
    for s in range(best.size):
        if least[s] < FAR:
            least[s] += np.int16(1)
    for v in members:
        best[v] = now
        least[v] = 1


@njit(cache=True, nogil=True)
def inform(v, best, least, rows, clock):
    """Update one member with what the meeting knows."""
    now, never = clock
    arrival, quickest, hops, left = rows
    for s in range(best.size):
        if best[s] == never:
            continue
        if arrival[s] == never:
            arrival[s] = now
            quickest[s] = now - best[s]
        else:
            quickest[s] = min(quickest[s], now - best[s])
        left[s] = max(left[s], best[s])
        hops[s] = min(hops[s], least[s])
    arrival[v] = never
    left[v] = never
    hops[v] = FAR
