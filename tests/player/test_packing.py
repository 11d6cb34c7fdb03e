"""Packings of discs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagelab.player.packing import pack


@given(st.lists(st.floats(0.1, 20), max_size=60), st.sampled_from([1.0, 1.6, 3.0]))
def test_discs_do_not_overlap(radii, aspect):
    radii = sorted(radii, reverse=True)
    middles = pack(radii, aspect)
    assert middles.shape == (len(radii), 2)
    far = np.hypot(*(middles[:, None] - middles[None]).transpose(2, 0, 1))
    gaps = far - np.add.outer(radii, radii) + np.where(np.eye(len(radii)), np.inf, 0)
    assert (gaps > -1e-4).all()


def test_discs_lie_close_together():
    radii = np.linspace(9, 1, 300)
    middles = pack(radii.tolist())
    circle = (np.hypot(*middles.T) + radii).max()
    assert (radii**2).sum() / circle**2 > 0.65


def test_an_aspect_makes_the_whole_wider_than_high():
    middles = pack([1.0] * 400, 2.0)
    wide, high = np.ptp(middles, axis=0)
    assert wide / high == pytest.approx(2, rel=0.15)
