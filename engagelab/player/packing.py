"""Discs side by side: each touches two that lie already, as near the middle as it can.

The front-chain of Wang et al. 2006, as circle packings on the web draw it: only the discs on the
rim are looked at, so a thousand discs are laid in a blink.

References
----------
Wang, W., Wang, H., Dai, G. and Wang, H. 2006, "Visualization of large hierarchical data by circle
packing", CHI '06, doi:10.1145/1124772.1124851.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

_TOUCH = 1e-6


@dataclass(eq=False)
class _Disc:
    """A disc on the rim, between its neighbours."""

    r: float
    x: float = 0.0
    y: float = 0.0
    before: "_Disc" = field(init=False, repr=False)
    after: "_Disc" = field(init=False, repr=False)


def pack(radii: Sequence[float], aspect: float = 1.0) -> NDArray[np.float64]:
    """Return the middles of discs that do not overlap, in the order given; the first lies inmost.

    Parameters
    ----------
    radii : sequence of float
        Their radii, the largest first.
    aspect : float
        How much wider than high the whole is to be.

    Returns
    -------
    array of float64, shape (discs, 2)

    Examples
    --------
    >>> pack([2.0, 1.0]).tolist()
    [[-1.0, 0.0], [2.0, 0.0]]
    """
    discs = [_Disc(float(r)) for r in radii]
    if len(discs) > 1:
        discs[0].x, discs[1].x = -discs[1].r, discs[0].r
    if len(discs) > 2:
        _lay(discs, aspect)
    return np.array([(disc.x, disc.y) for disc in discs], np.float64).reshape(-1, 2)


def _lay(discs: list[_Disc], aspect: float) -> None:
    a, b, c = discs[:3]
    _touch(b, a, c)
    for one, two in ((a, b), (b, c), (c, a)):
        one.after, two.before = two, one
    for disc in discs[3:]:
        while True:
            _touch(a, b, disc)
            short = _in_the_way(a, b, disc)
            if short is None:
                break
            a, b = short
            a.after, b.before = b, a
        disc.before, disc.after = a, b
        a.after = b.before = disc
        a = _inmost(disc, aspect)
        b = a.after


def _touch(b: _Disc, a: _Disc, c: _Disc) -> None:
    """Put c where it touches a and b, on the outer side of the rim."""
    dx, dy = b.x - a.x, b.y - a.y
    square = dx * dx + dy * dy
    to_a, to_b = (a.r + c.r) ** 2, (b.r + c.r) ** 2
    if to_a > to_b:
        x = (square + to_b - to_a) / (2 * square)
        y = math.sqrt(max(0.0, to_b / square - x * x))
        c.x, c.y = b.x - x * dx - y * dy, b.y - x * dy + y * dx
    else:
        x = (square + to_a - to_b) / (2 * square)
        y = math.sqrt(max(0.0, to_a / square - x * x))
        c.x, c.y = a.x + x * dx - y * dy, a.y + x * dy + y * dx


def _in_the_way(a: _Disc, b: _Disc, disc: _Disc) -> tuple[_Disc, _Disc] | None:
    """Return the pair to try instead where a disc of the rim overlaps the new one."""
    j, k, along_j, along_k = b.after, a.before, b.r, a.r
    while True:
        if along_j <= along_k:
            if _overlap(j, disc):
                return a, j
            along_j += j.r
            j = j.after
        else:
            if _overlap(k, disc):
                return k, b
            along_k += k.r
            k = k.before
        if j is k.after:
            return None


def _overlap(a: _Disc, b: _Disc) -> bool:
    reach = a.r + b.r - _TOUCH
    return reach > 0 and reach * reach > (a.x - b.x) ** 2 + (a.y - b.y) ** 2


def _inmost(new: _Disc, aspect: float) -> _Disc:
    """Return the disc of the rim after which the next one lies nearest to the middle."""
    best, least, disc = new.before, math.inf, new.before
    while True:
        after = disc.after
        both = disc.r + after.r
        x = (disc.x * after.r + after.x * disc.r) / (both * aspect)
        y = (disc.y * after.r + after.y * disc.r) / both
        if x * x + y * y < least:
            best, least = disc, x * x + y * y
        disc = after
        if disc is new.before:
            return best
