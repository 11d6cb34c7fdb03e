"""Infection and susceptibility: by hand, by a slow twin, and as published."""

import numpy as np
import pytest
from diffusions import NEWS, STUDIES, drawn, published

from engagelab import observed
from engagelab.errors import EngagelabError
from engagelab.observed.diffusion import Diffusion


def test_infection_and_susceptibility_by_hand() -> None:
    # Cy (1) is named by Ann (3), Bo (2) and Dee (3): one of three at once; 1 person adopted at 2.
    # Bo (2) is named by Ann (3): one of one; 2 people adopted at 3.
    found = observed.infection(NEWS)
    assert found.drop("Eve").tolist() == [0, 1 / 2, 1 / 3, 0]
    assert np.isnan(found["Eve"])
    # Ann (3) names Bo (2) and Cy (1): one of two at once, and one person adopted at 2; Bo (2) names
    # Cy (1): one of one, and one person adopted at 1; Dee (3) names Cy (1), who was too early.
    assert observed.susceptibility(NEWS).drop("Eve").tolist() == [1 / 2, 1, 0, 0]
    plain = observed.infection(NEWS, normalized=False)
    assert plain.drop("Eve").tolist() == [0, 1, 1 / 3, 0]


def test_two_steps_of_infection_by_hand() -> None:
    # Cy: one at 1 step, two at 2; above 1 + 2/2, below 3 + 2/2; adopters 1 at 2, 2 at 3.
    found = observed.infection(NEWS, steps=2)
    assert found["Cy"] == pytest.approx((1 + 2 / 2) / (3 + 2 / 2) / (1 + 2 / 2))
    halved = observed.infection(NEWS, steps=2, rate=0.5)
    assert halved["Cy"] == pytest.approx((1 + 2 / 1.5) / (3 + 2 / 1.5) / (1 + 2 / 1.5))
    # Dee names Cy alone, two steps before.
    assert observed.susceptibility(NEWS, steps=2)["Dee"] == pytest.approx(
        (0 + 1 / 2) / (1 + 1 / 2) / (1 + 1 / 2)
    )


def test_bad_steps_and_rates_are_told() -> None:
    with pytest.raises(EngagelabError, match="steps: 0 is below 1; give a number of periods"):
        observed.infection(NEWS, steps=0)
    with pytest.raises(EngagelabError, match="rate: -1 is not allowed; give a number above -1"):
        observed.susceptibility(NEWS, rate=-1)


def slow_followed(diffusion: Diffusion, way: int, worth: list[float]) -> list[float]:
    """Infection (way 1) or susceptibility (-1), as the papers write them."""
    graph, times = diffusion.network.to_networkx(), diffusion.adoption
    found = []
    for i, own in enumerate(times):
        above = below = rush = 0.0
        # A tie reaches from the named to the naming.
        others = graph.successors(i) if way > 0 else graph.predecessors(i)
        linked = set(others)
        for k, each in enumerate(worth, start=1):
            for j, other in enumerate(times):
                if other < 0 or j == i:
                    continue
                exactly = other == own + way * k
                above += each * (j in linked and exactly)
                below += each * (j in linked and way * (other - own) >= k)
                rush += each * exactly
        ratio = above / below / rush if below and rush else 0.0
        found.append(ratio if own >= 0 else np.nan)
    return found


@pytest.mark.parametrize("seed", range(40))
def test_infection_and_susceptibility_equal_their_slow_twin(seed: int) -> None:
    diffusion = drawn(seed)
    worth = [1, 1 / 2, 1 / 3]
    fast = observed.infection(diffusion, steps=3), observed.susceptibility(diffusion, steps=3)
    for way, found in zip((1, -1), fast, strict=True):
        assert np.allclose(found, slow_followed(diffusion, way, worth), equal_nan=True)


@pytest.mark.parametrize("study", STUDIES)
def test_infection_and_susceptibility_are_as_published(study: str) -> None:
    diffusion, table = published(study, "infect_suscept.csv")
    for name, ask in (
        ("infection", observed.infection),
        ("susceptibility", observed.susceptibility),
    ):
        found = ask(diffusion)
        assert found.index.tolist() == table.index.tolist()
        assert np.abs(found - table[name]).max() <= 1e-14
