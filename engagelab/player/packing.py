"""Pack discs: each touches two others, as near the centre as possible.

The front-chain algorithm of Wang et al. 2006, as in circle packings on the web: only the discs on
the rim are examined, so a thousand discs take milliseconds.

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
    """Return the centres of discs that do not overlap; the first ones are innermost.

    Parameters
    ----------
    radii : sequence of float
        Radii in descending order.
    aspect : float
        Width of the packing over its height.

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
        _place(discs, aspect)
    return np.array([(disc.x, disc.y) for disc in discs], np.float64).reshape(-1, 2)


def _place(discs: list[_Disc], aspect: float) -> None:
    a, b, c = discs[:3]
    _touch(b, a, c)
    for disc, after in ((a, b), (b, c), (c, a)):
        disc.after, after.before = after, disc
    for disc in discs[3:]:
        while True:
            _touch(a, b, disc)
            pair = _obstructed(a, b, disc)
            if pair is None:
                break
            a, b = pair
            a.after, b.before = b, a
        disc.before, disc.after = a, b
        a.after = b.before = disc
        a = _innermost(disc, aspect)
        b = a.after


def _touch(b: _Disc, a: _Disc, c: _Disc) -> None:
    """Move c so that it touches a and b on the outer side of the rim."""
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


def _obstructed(a: _Disc, b: _Disc, disc: _Disc) -> tuple[_Disc, _Disc] | None:
    """Return another pair to try if a disc of the rim overlaps the new one."""
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


def _innermost(new: _Disc, aspect: float) -> _Disc:
    """Return the disc of the rim after which there is a place nearest to the centre."""
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
