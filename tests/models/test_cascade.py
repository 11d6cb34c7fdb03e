"""A transmissibility is a probability or its source, and each content has its own."""

import pytest

from engagelab.errors import EngagelabError
from engagelab.models import Competing, IndependentCascade


@pytest.mark.parametrize(
    ("transmissibility", "safe"),
    [
        (0.0, {"seeds", "ties", "transmissibility"}),
        (1, {"seeds", "ties", "transmissibility"}),
        ("weights", {"seeds", "ties"}),
        ("in-degree", {"seeds"}),  # another tie lowers the probabilities of the others
    ],
    ids=["0", "1", "weights", "in-degree"],
)
def test_what_never_loses_a_reader_depends_on_the_source_of_chances(transmissibility, safe):
    model = IndependentCascade(transmissibility=transmissibility)
    assert model.transmissibility == transmissibility
    assert set(model.monotone()) == safe


def test_contents_keep_their_order_and_each_has_a_probability():
    model = Competing(transmissibility={"theirs": 0.3, "ours": 0.2})
    assert model.contents == ("theirs", "ours")
    with pytest.raises(EngagelabError, match=r"transmissibility\.ours: 1\.5 is above"):
        Competing(transmissibility={"theirs": 0.3, "ours": 1.5})


@pytest.mark.parametrize(("count", "allowed"), [(1, False), (2, True), (100, True), (101, False)])
def test_from_2_to_100_contents_compete(count, allowed):
    contents = {f"content {i}": 0.1 for i in range(count)}
    if allowed:
        assert len(Competing(transmissibility=contents).contents) == count
    else:
        with pytest.raises(EngagelabError, match=f"{count} contents are not allowed; give from 2"):
            Competing(transmissibility=contents)
