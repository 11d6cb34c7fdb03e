"""Questions to an observed diffusion: by hand, by slow twins, and against published tables."""

import itertools
import os
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from engagelab import datasets, observed
from engagelab.errors import EngagelabError
from engagelab.graphs import town
from engagelab.graphs.network import Network
from engagelab.models import Engagement
from engagelab.observed.diffusion import Diffusion
from engagelab.simulation.simulate import simulate

# Five people. Ann names Bo and Cy, Bo names Cy, Cy names Dee, Dee names Cy; Eve stands alone.
NAMED = pd.DataFrame(
    [("Ann", "Bo", 3), ("Ann", "Cy", 1), ("Bo", "Cy", 1), ("Cy", "Dee", 1), ("Dee", "Cy", 2)],
    columns=["naming", "named", "weight"],
)
FIVE = Network.from_frame(
    NAMED,
    people=["Ann", "Bo", "Cy", "Dee", "Eve"],
    columns=("named", "naming"),
    weight="weight",
    directed=True,
)
NEWS = Diffusion.of(FIVE, {"Ann": 3, "Bo": 2, "Cy": 1, "Dee": 3})


# By hand


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
    with pytest.raises(EngagelabError, match="steps: 0 is below 1; give a number of steps"):
        observed.morans_i(NEWS, steps=0)


def test_adopter_classes_by_hand() -> None:
    # Times 3, 2, 1, 3: mean 2.25, sd 0.957. Thresholds 1, 1, 0, 1: mean 0.75, sd 0.5.
    found = observed.adopter_classes(NEWS)
    assert found["adopter"].drop("Eve").tolist() == [
        "late majority",
        "early majority",
        "early adopter",
        "late majority",
    ]
    assert found["threshold"].drop("Eve").tolist() == ["high", "high", "very low", "high"]
    assert found.loc["Eve"].isna().all()
    assert (found["adopter"].dropna() >= "early adopter").all()


def test_who_stands_on_a_cut_belongs_above_it() -> None:
    # Times 1, 2, 3: the mean is 2, the standard deviation 1.
    found = observed.adopter_classes(Diffusion.of(FIVE, {"Ann": 1, "Bo": 2, "Cy": 3}))
    assert found["adopter"].iloc[:3].tolist() == ["early majority", "late majority", "laggard"]


def test_the_table_of_classes_has_all_sixteen() -> None:
    table = observed.threshold_by_adopter(NEWS)
    assert table.shape == (4, 4)
    assert (table.index.name, table.columns.name) == ("adopter", "threshold")
    assert table.loc["late majority", "high"] == 2
    assert table.loc["early adopter", "very low"] == 1
    assert table.to_numpy().sum() == 4
    assert observed.threshold_by_adopter(NEWS, censored=False).to_numpy().sum() == 3


def test_one_adopter_alone_has_classes_too() -> None:
    found = observed.adopter_classes(Diffusion.of(FIVE, {"Bo": 4}))
    assert found["adopter"].notna().tolist() == [False, True, False, False, False]


def test_the_summary_by_hand() -> None:
    found = observed.summary(NEWS)
    assert found.index.tolist() == [1, 2, 3]
    assert found["adopt"].tolist() == [1, 1, 2]
    assert found["cum_adopt"].tolist() == [1, 2, 4]
    assert found["cum_adopt_pcent"].tolist() == [0.2, 0.4, 0.8]
    assert found["density"].tolist() == [5 / 20] * 3
    assert found["moran_exp"].tolist() == [-1 / 4] * 3


# A run of a simulation


def test_a_run_can_be_looked_at_as_if_observed() -> None:
    network = town(300, key=3)
    outcome = simulate(network, Engagement(), 5, runs=3, horizon=20, record="people")
    for run in range(3):
        diffusion = observed.run_of(network, outcome, run)
        assert diffusion.adoption.tolist() == outcome.adoption[run].tolist()
        assert (diffusion.first, diffusion.last) == (0, 20)
        table = observed.summary(diffusion)
        assert table["adopt"].tolist() == outcome.measure("readers")[run].tolist()
    with pytest.raises(EngagelabError, match="run: 3 is not allowed; give one from 0 to 2"):
        observed.run_of(network, outcome, 3)


# Slow twins


def drawn(seed: int) -> Diffusion:
    """A small directed network, and times of which some are missing."""
    draw = np.random.default_rng(seed)
    people = int(draw.integers(4, 8))
    graph = nx.gnp_random_graph(people, 0.35, seed=seed, directed=True)
    times = draw.integers(1, 6, people)
    who = [0, *np.flatnonzero(draw.random(people) < 0.8).tolist()]
    return Diffusion.of(
        Network.from_networkx(graph), {i: int(times[i]) for i in who}, periods=(1, 6)
    )


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


@pytest.mark.parametrize("seed", range(40))
def test_exposure_equals_its_slow_twin(seed: int) -> None:
    diffusion = drawn(seed)
    graph = diffusion.network.to_networkx()
    for (person, period), found in observed.exposure(diffusion).stack().items():
        named = list(graph.predecessors(person))
        adopted = [0 <= diffusion.adoption[other] <= period for other in named]
        assert found == (sum(adopted) / len(named) if named else 0)


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


# Structural virality


def test_virality_of_known_shapes() -> None:
    star = observed.structural_virality([-1] + [0] * 9)
    assert star["virality"].tolist() == [2 * 9 / 10]
    chain = observed.structural_virality(np.arange(10) - 1)
    assert chain["virality"].tolist() == [11 / 3]
    assert observed.structural_virality([1, -1])["virality"].tolist() == [1]
    assert len(observed.structural_virality([-1, -1])) == 0
    assert len(observed.structural_virality(np.zeros(0, np.int64))) == 0


@pytest.mark.parametrize("seed", range(30))
def test_virality_is_the_mean_distance_in_each_tree_of_a_forest(seed: int) -> None:
    draw = np.random.default_rng(seed)
    order = draw.permutation(30)
    parents = np.full(30, -1)
    for place in range(1, 30):
        if draw.random() < 0.85:
            parents[order[place]] = order[draw.integers(place)]
    graph = nx.Graph([(i, int(p)) for i, p in enumerate(parents) if p >= 0])
    found = observed.structural_virality(parents)
    trees = {min(c, key=lambda i: parents[i]): c for c in nx.connected_components(graph)}
    assert found["root"].tolist() == sorted(trees)
    for row in found.itertuples():
        tree = graph.subgraph(trees[row.root])
        assert row.size == len(tree)
        assert row.virality == pytest.approx(nx.average_shortest_path_length(tree))


def test_a_long_chain_is_no_trouble() -> None:
    found = observed.structural_virality(np.arange(200_000) - 1)
    assert found["virality"].item() == pytest.approx(200_001 / 3)


@pytest.mark.parametrize(
    ("parents", "told"),
    [
        ([1, 2, 0, -1], "parents: person 0 is on or below a cycle"),
        ([-1, 1], "parents: person 1 is on or below a cycle"),
        ([-1, 5], "parents of person 1: 5 is no position; give one from 0 to 1, or -1"),
        ([-2, 0], "parents of person 0: -2 is no position"),
        ([0.5, -1], "parents: an array of float64 with 1 dimensions is not allowed"),
        ([[0]], "parents: an array of int64 with 2 dimensions is not allowed"),
    ],
)
def test_parents_that_make_no_tree_are_told(parents: list[object], told: str) -> None:
    with pytest.raises(EngagelabError) as caught:
        observed.structural_virality(parents)
    assert str(caught.value).startswith(told)


# The published tables of an independent R package

STUDIES = ["korean-family-planning", "medical-innovation"]


def published(study: str, file: str) -> tuple[Diffusion, pd.DataFrame]:
    """Return a diffusion coded as the tables have it, and one of the tables."""
    folder = Path(os.environ.get("ENGAGELAB_DATA", "nowhere")) / study
    path = folder / "published" / file
    if not path.is_file():
        pytest.skip(f"needs {study} with its published tables in the folder of ENGAGELAB_DATA")
    return datasets.load(study).filled(), pd.read_csv(path, index_col=0)


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
def test_infection_and_susceptibility_are_as_published(study: str) -> None:
    diffusion, table = published(study, "infect_suscept.csv")
    for name, ask in (
        ("infection", observed.infection),
        ("susceptibility", observed.susceptibility),
    ):
        found = ask(diffusion)
        assert found.index.tolist() == table.index.tolist()
        assert np.abs(found - table[name]).max() <= 1e-14


@pytest.mark.parametrize("study", STUDIES)
def test_classes_are_as_published(study: str) -> None:
    diffusion, table = published(study, "classify.csv")
    adopters = ("Early Adopters", "Early Majority", "Late Majority", "Laggards")
    found = observed.adopter_classes(diffusion)
    assert found.index.tolist() == table.index.tolist()
    theirs = dict(zip(adopters, observed.ADOPTERS, strict=True))
    assert found["adopter"].tolist() == [theirs[word] for word in table["toa_class"]]
    assert [f"{word.title()} Thresh." for word in found["threshold"]] == table["thr_class"].tolist()


@pytest.mark.parametrize("study", STUDIES)
def test_the_summary_is_as_published(study: str) -> None:
    diffusion, table = published(study, "summary.csv")
    found = observed.summary(diffusion)
    assert found.columns.tolist() == table.columns.tolist()
    assert found.index.tolist() == table.index.tolist()
    assert found.isna().to_numpy().tolist() == table.isna().to_numpy().tolist()
    assert np.allclose(found, table, rtol=1e-12, atol=1e-14, equal_nan=True)


def test_the_table_of_korean_classes_is_as_published() -> None:
    """The page of the R package prints this table, in percent of all people."""
    diffusion, _ = published("korean-family-planning", "classify.csv")
    expected = [
        [14.04, 8.40, 0.57, 0.29],
        [5.64, 11.65, 5.54, 2.58],
        [1.34, 5.06, 6.21, 2.96],
        [1.53, 0.00, 0.00, 34.19],
    ]
    table = observed.threshold_by_adopter(diffusion)
    assert (100 * table / 1047).round(2).to_numpy().tolist() == expected


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
