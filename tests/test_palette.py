"""Lines stay apart for eyes that miss a cone.

The matrices are those of Machado, Oliveira and Fernandes 2009, A Physiologically-based Model for
Simulation of Color Vision Deficiency, https://doi.org/10.1109/TVCG.2009.113, for severity 1; they
act on linear light.
"""

from itertools import combinations

import numpy as np
import pytest

from engagelab.errors import EngagelabError
from engagelab.palette import ORDER, PINS, look

MACHADO = {
    "usual": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(axis=1)
KEYS = ("plan", "baseline", *PINS)


def linear(colour):
    """Return the light of a colour such as #0173b2, of each primary from 0 to 1."""
    told = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(told <= 0.04045, told / 12.92, ((told + 0.055) / 1.055) ** 2.4)


def lab(light):
    """Return light as lightness and two opponent colours, whose distances are those eyes see."""
    ratio = TO_XYZ @ np.clip(light, 0, 1) / WHITE
    root = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def apart(one, other, vision):
    """Return how far two colours are from each other for a vision; 2.3 is just noticeable."""
    seen = [lab(MACHADO[vision] @ linear(look(key).colour)) for key in (one, other)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def test_the_measure_knows_black_from_white_and_red_from_green():
    assert lab(linear("#ffffff"))[0] == pytest.approx(100, abs=1e-3)
    assert lab(linear("#000000"))[0] == pytest.approx(0, abs=1e-3)
    red, green = linear("#c00000"), linear("#5a6e00")
    told = {name: np.linalg.norm(lab(m @ red) - lab(m @ green)) for name, m in MACHADO.items()}
    assert told["deutan"] < told["usual"] / 2


@pytest.mark.parametrize("vision", MACHADO)
def test_the_first_lines_stay_apart(vision):
    first = ("plan", "baseline", "A", "B", "C")
    far = {pair: apart(*pair, vision) for pair in combinations(first, 2)}
    assert min(far.values()) > 10, min(far, key=far.get)


@pytest.mark.parametrize("vision", MACHADO)
def test_no_two_lines_look_the_same(vision):
    far = {pair: apart(*pair, vision) for pair in combinations(KEYS, 2)}
    assert min(far.values()) > 4.6, min(far, key=far.get)  # twice what is just noticeable


def test_every_line_has_a_dash_of_its_own():
    assert len({look(key).dash for key in KEYS}) == len(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_lines_are_dark_enough_on_white(key):
    luminance = (TO_XYZ @ linear(look(key).colour))[1]
    assert 1.05 / (luminance + 0.05) >= 3


def test_no_two_of_many_plans_look_alike():
    assert len(ORDER) == 12
    assert len({(look(key).colour, look(key).dash) for key in ORDER}) == 12


def test_the_first_lines_differ_in_the_dashes_of_office_programs_too():
    first = ("plan", "baseline", "A", "B", "C", "D")
    assert len({look(key).office for key in first}) == len(first)


def test_an_unknown_look_is_refused_with_the_known_ones():
    with pytest.raises(EngagelabError, match="look: 'Z' is not known; allowed are plan, baseline"):
        look("Z")
