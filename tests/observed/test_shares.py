"""Exposure, thresholds and hazards: by hand, by a slow twin, and as published."""

import numpy as np
import pandas as pd
import pytest
from diffusions import FIVE, NEWS, STUDIES, drawn, published

from engagelab import datasets, observed
from engagelab.errors import EngagelabError
from engagelab.graphs import town
from engagelab.graphs.network import Network
from engagelab.models import Engagement
from engagelab.observed.diffusion import Diffusion
from engagelab.simulation.simulate import simulate


def test_exposure_by_hand() -> None:
    found = observed.exposure(NEWS)
    assert found.columns.tolist() == [1, 2, 3]
    assert found.index.name == "person"
    assert found.loc["Ann"].tolist() == [0.5, 1, 1]
    assert found.loc["Bo"].tolist() == [1, 1, 1]
    assert found.loc["Cy"].tolist() == [0, 0, 1]
    assert found.loc["Dee"].tolist() == [1, 1, 1]
    assert found.loc["Eve"].tolist() == [0, 0, 0]


def test_exposure_may_lag_and_weigh() -> None:
    assert observed.exposure(NEWS, lag=1).loc["Ann"].tolist() == [0, 0.5, 1]
    assert observed.exposure(NEWS, valued=True).loc["Ann"].tolist() == [0.25, 1, 1]
    with pytest.raises(EngagelabError, match="lag: -1 is below 0; give a number of periods"):
        observed.exposure(NEWS, lag=-1)


def test_threshold_is_the_exposure_at_adoption() -> None:
    found = observed.threshold(NEWS)
    assert found.drop("Eve").to_dict() == {"Ann": 1, "Bo": 1, "Cy": 0, "Dee": 1}
    assert np.isnan(found["Eve"])
    assert observed.threshold(NEWS, lag=1).drop("Eve").tolist() == [1, 1, 0, 1]
    assert observed.threshold(NEWS, censored=False).isna().tolist() == [0, 0, 1, 0, 1]


def test_hazard_by_hand() -> None:
    assert observed.hazard(NEWS).tolist() == [0, 1 / 4, 2 / 3]
    everybody = Diffusion.of(FIVE, dict.fromkeys(FIVE.index, 1), periods=(1, 3))
    assert observed.hazard(everybody).tolist() == [0, 0, 0]


def test_a_run_can_be_looked_at_as_if_observed() -> None:
    network = town(300, key=3)
    outcome = simulate(network, Engagement(), 5, runs=3, horizon=20, record="people")
    for run in range(3):
        diffusion = observed.run_of(network, outcome, run)
        assert diffusion.adoption.tolist() == outcome.adoption[run].tolist()
        assert (diffusion.first, diffusion.last) == (0, 20)
        table = observed.summary(diffusion)
        assert table["adopt"].tolist() == outcome.measure("readers")[run].tolist()
    with pytest.raises(EngagelabError, match="run: 3 is not allowed; give a number from 0 to 2"):
        observed.run_of(network, outcome, 3)


@pytest.mark.parametrize("seed", range(40))
def test_exposure_equals_its_slow_twin(seed: int) -> None:
    diffusion = drawn(seed)
    graph = diffusion.network.to_networkx()
    for (person, period), found in observed.exposure(diffusion).stack().items():
        named = list(graph.predecessors(person))
        adopted = [0 <= diffusion.adoption[other] <= period for other in named]
        assert found == (sum(adopted) / len(named) if named else 0)


@pytest.mark.parametrize("study", STUDIES)
def test_exposure_is_as_published(study: str) -> None:
    diffusion, table = published(study, "exposure.csv")
    found = observed.exposure(diffusion)
    assert found.index.tolist() == table.index.tolist()
    assert [f"X{period}" for period in found.columns] == table.columns.tolist()
    # Printed to six digits.
    assert np.abs(found.to_numpy() - table.to_numpy()).max() <= 0.5e-6


@pytest.mark.parametrize("study", STUDIES)
def test_thresholds_are_as_published(study: str) -> None:
    diffusion, table = published(study, "threshold.csv")
    found = observed.threshold(diffusion)
    assert found.index.tolist() == table.index.tolist()
    assert np.abs(found - table["threshold"]).max() <= 1e-14


@pytest.mark.parametrize("study", STUDIES)
def test_hazards_are_as_published(study: str) -> None:
    diffusion, table = published(study, "hazard.csv")
    found = observed.hazard(diffusion)
    assert found.index.astype(str).tolist() == table.columns.tolist()
    assert np.abs(found.to_numpy() - table.loc["hazard"].to_numpy()).max() <= 1e-14


@pytest.mark.parametrize("study", STUDIES)
def test_what_does_not_rest_on_the_code_for_never_is_as_published_too(study: str) -> None:
    """Before the period that codes never, the honest diffusion says the same."""
    coded, table = published(study, "exposure.csv")
    honest = datasets.load(study)
    found = observed.exposure(honest)
    assert np.abs(found.to_numpy() - table.iloc[:, :-1].to_numpy()).max() <= 0.5e-6
    summaries = observed.summary(honest), observed.summary(coded).iloc[:-1]
    pd.testing.assert_frame_equal(*summaries)
    adopted = honest.adoption >= 0
    assert observed.threshold(honest)[adopted].equals(observed.threshold(coded)[adopted])


@pytest.mark.parametrize("study", STUDIES)
def test_the_published_tables_take_ties_as_alike_and_from_the_naming_side(study: str) -> None:
    diffusion, table = published(study, "exposure.csv")
    valued = observed.exposure(diffusion, valued=True)
    assert np.abs(valued.to_numpy() - table.to_numpy()).max() > 0.2
    turned = Network.from_networkx(diffusion.network.to_networkx().reverse())
    times = diffusion.to_frame()["adoption"]
    other = observed.exposure(Diffusion.of(turned, times)).reindex(table.index)
    assert np.abs(other.to_numpy() - table.to_numpy()).max() > 0.2
