"""Time-respecting reach through timed groups: one sweep over the meetings in the order of time."""

import numpy as np
from numba import njit

FAR = np.int16(32_767)


@njit(cache=True, nogil=True)
def sweep(times, start, people, count, never):
    """Return who gets information from whom, how soon, how quickly, and over how many meetings.

    `times` rise and lie above `never`; meeting m has the members
    ``people[start[m] : start[m + 1]]``. What somebody knows before a meeting is known to all of its
    members after it; meetings at the same time see the same state.

    Each result has the shape (receiver, source): the time of the first arrival, the least time
    between the first and the last meeting of a way, and the least number of meetings; `never` twice
    and FAR where there is none, and for people themselves.
    """
    arrival = np.full((count, count), never)
    quickest = np.full((count, count), never)
    hops = np.full((count, count), FAR)
    # the latest time at which a source can have set out for what has arrived so far
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
            pool(members, left, hops, best[end - first], least[end - first], (now, never))
            end += 1
        for m in range(first, end):
            for v in people[start[m] : start[m + 1]]:
                rows = arrival[v], quickest[v], hops[v], left[v]
                tell(v, best[m - first], least[m - first], rows, (now, never))
        first = end
    return arrival, quickest, hops


@njit(cache=True, nogil=True)
def pool(members, left, hops, best, least, clock):
    """Collect what the members of a meeting know when it begins to count."""
    now, never = clock
    best[:] = never
    least[:] = FAR
    for v in members:
        known, steps = left[v], hops[v]
        for s in range(best.size):
            best[s] = max(best[s], known[s])
            least[s] = min(least[s], steps[s])
    for s in range(best.size):
        if least[s] < FAR:
            least[s] += np.int16(1)
    for v in members:
        best[v] = now
        least[v] = 1


@njit(cache=True, nogil=True)
def tell(v, best, least, rows, clock):
    """Let one member know what the meeting knows."""
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
