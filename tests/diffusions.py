"""Diffusions to ask: five people, drawn ones, and those with published tables."""

import os
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from engagelab import datasets
from engagelab.graphs.network import Network
from engagelab.observed.diffusion import Diffusion

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
STUDIES = ["korean-family-planning", "medical-innovation"]


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


def published(study: str, file: str) -> tuple[Diffusion, pd.DataFrame]:
    """Return a diffusion coded as the tables have it, and one of the tables."""
    folder = Path(os.environ.get("ENGAGELAB_DATA", "nowhere")) / study
    path = folder / "published" / file
    if not path.is_file():
        pytest.skip(f"needs {study} with its published tables in the folder of ENGAGELAB_DATA")
    return datasets.load(study).filled(), pd.read_csv(path, index_col=0)
