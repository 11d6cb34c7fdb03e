"""Moran's I and the summary: by hand, over all orders, and as published."""

import itertools

import networkx as nx
import numpy as np
import pytest
from diffusions import NEWS, STUDIES, drawn, published

from engagelab import observed
from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network
from engagelab.observed.diffusion import Diffusion


def test_the_summary_by_hand() -> None:
    found = observed.summary(NEWS)
    assert found.index.tolist() == [1, 2, 3]
    assert found["adopt"].tolist() == [1, 1, 2]
    assert found["cum_adopt"].tolist() == [1, 2, 4]
    assert found["cum_adopt_pcent"].tolist() == [0.2, 0.4, 0.8]
    assert found["density"].tolist() == [5 / 20] * 3
    assert found["moran_exp"].tolist() == [-1 / 4] * 3


def test_moran_needs_a_step() -> None:
    with pytest.raises(EngagelabError, match="steps: 0 is below 1; give a number of steps"):
        observed.morans_i(NEWS, steps=0)


def slow_moran(diffusion: Diffusion, steps: int, adopted: np.ndarray) -> float:
    graph = diffusion.network.to_networkx().reverse()
    n = len(graph)
    weights = np.zeros((n, n))
    for i, far in nx.all_pairs_shortest_path_length(graph, cutoff=steps):
        for j, distance in far.items():
            weights[i, j] = 1 / distance if distance else 0
        weights[i] /= max(weights[i].sum(), 1e-300)
    off = adopted - adopted.mean()
    return float(n / weights.sum() * (off @ weights @ off) / (off @ off))


@pytest.mark.parametrize("seed", range(12))
def test_moran_has_the_mean_and_the_spread_of_all_orders(seed: int) -> None:
    """The formulas for chance are exact: deal the same adopters out in every possible way."""
    diffusion = drawn(seed)
    found = observed.morans_i(diffusion, steps=2)
    for period, row in found.iterrows():
        adopted = (diffusion.adoption >= 0) & (diffusion.adoption <= period)
        if adopted.all() or not adopted.any():
            assert np.isnan(row["sd"])
            continue
        assert row["observed"] == pytest.approx(slow_moran(diffusion, 2, 1.0 * adopted))
        who = itertools.combinations(range(adopted.size), int(adopted.sum()))
        dealt = [slow_moran(diffusion, 2, np.isin(np.arange(adopted.size), w) * 1.0) for w in who]
        assert row["expected"] == pytest.approx(np.mean(dealt))
        assert row["sd"] == pytest.approx(np.std(dealt), abs=1e-7)


def test_moran_without_ties_or_people_enough_is_missing() -> None:
    alone = Diffusion.of(Network.from_networkx(nx.empty_graph(5)), {0: 1})
    assert observed.morans_i(alone)[["observed", "sd", "p"]].isna().all(axis=None)
    three = Diffusion.of(Network.from_networkx(nx.path_graph(3)), {0: 1, 1: 2})
    assert observed.morans_i(three)["observed"].notna().all()
    assert observed.morans_i(three)["sd"].isna().all()


@pytest.mark.parametrize("study", STUDIES)
def test_the_summary_is_as_published(study: str) -> None:
    diffusion, table = published(study, "summary.csv")
    found = observed.summary(diffusion)
    assert found.columns.tolist() == table.columns.tolist()
    assert found.index.tolist() == table.index.tolist()
    assert found.isna().to_numpy().tolist() == table.isna().to_numpy().tolist()
    assert np.allclose(found, table, rtol=1e-12, atol=1e-14, equal_nan=True)
