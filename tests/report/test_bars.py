"""Bars beside the curves."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image


@pytest.mark.slow
def test_the_picture_is_filled_from_edge_to_edge(document, handed):
    ink = np.asarray(Image.open(BytesIO(handed(document, "png"))).convert("L")) < 250
    high, wide = ink.shape
    columns = np.flatnonzero(ink.any(axis=0)) / wide
    assert columns[0] < 0.05
    assert columns[-1] > 0.93
    right = ink[int(0.1 * high) : int(0.85 * high), int(0.62 * wide) :]
    for part in np.array_split(right, 3):  # from top to bottom
        assert part.mean() > 0.01
    assert right[:, right.shape[1] // 2 :].mean() > 0.02
