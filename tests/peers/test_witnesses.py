"""Independent libraries give the same mean reach and the same curves."""

import importlib.util
import statistics

import numpy as np
import pytest
from checkout import ROOT
from peers.cases import CASES, compared

pytestmark = pytest.mark.slow

MODULES = {"EoN": "EoN", "ndlib": "ndlib", "cynetdiff": "cynetdiff"}
NUMBERS = 6 * len(CASES)
# of so many independent numbers chance alone passes it in one of two hundred keys
LIMIT = statistics.NormalDist().inv_cdf(1 - 0.005 / (2 * NUMBERS))


def need(peer):
    if importlib.util.find_spec(MODULES[peer]) is None:
        pytest.skip(f"{peer} is not installed: pip install 'engagelab[peers]'")


@pytest.mark.parametrize("each", CASES, ids=lambda each: f"{each.model}-{each.peer}-{each.says}")
def test_the_peer_agrees(each, record_property):
    need(each.peer)
    found = list(compared(each))
    greatest = max(abs(z) for *_, z in found)
    record_property("greatest z", float(greatest))
    assert found
    assert greatest < LIMIT, found


def test_the_limit_is_about_four():
    assert 3.5 < LIMIT < 5
    assert np.isfinite(LIMIT)


def test_the_page_lists_every_case():
    page = (ROOT / "docs" / "witnesses.md").read_text(encoding="utf-8")
    for each in CASES:
        assert f"| {each.model} | {each.peer} |" in page
        assert f"| {each.says} | {each.counts} at the end |" in page
    rows = [line.split(" | ") for line in page.splitlines() if line.endswith(" |")]
    listed = [row for row in rows if len(row) == 9 and row[-1].startswith(("+", "-"))]
    written = [row for row in listed if "---" not in row[-1]]
    assert len(written) == len(CASES)
    assert max(abs(float(row[-1].removesuffix(" |"))) for row in written) < LIMIT
