"""A frame is the graph of its rows, whatever its columns are called and hold."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from network_helpers import ties_of

from engagelab.errors import EngagelabError
from engagelab.graphs.network import Network

TIES = pd.DataFrame({"source": ["Ann", "Bo"], "target": ["Bo", "Cy"], "meetings": [2, 0.5]})


def refused_frame(ties: pd.DataFrame, **how: object) -> str:
    with pytest.raises(EngagelabError) as caught:
        Network.from_frame(ties, **how)
    return str(caught.value)


def test_a_frame_is_the_graph_of_its_rows() -> None:
    network = Network.from_frame(TIES, weight="meetings", groups={"choir": ["Ann", "Cy"]})
    graph = nx.from_pandas_edgelist(TIES.rename(columns={"meetings": "weight"}), edge_attr="weight")
    same = Network.from_networkx(graph, groups={"choir": ["Cy", "Ann"]})
    assert network.fingerprint == same.fingerprint
    assert ties_of(network) == ties_of(same)


def test_a_frame_may_be_directed_and_call_its_columns_otherwise() -> None:
    renamed = TIES.rename(columns={"source": "from", "target": "to"})
    network = Network.from_frame(renamed, columns=("from", "to"), directed=True)
    assert set(ties_of(network)) == {("Ann", "Bo"), ("Bo", "Cy")}


def test_people_given_may_have_no_ties() -> None:
    network = Network.from_frame(TIES, people=["Dee", "Cy", "Bo", "Ann"])
    assert list(network.labels) == ["Dee", "Cy", "Bo", "Ann"]
    assert network.ties == 2


def test_integers_in_a_frame_are_those_of_a_graph() -> None:
    ties = pd.DataFrame({"source": [1, 2], "target": [2, 3]})
    expected = Network.from_networkx(nx.Graph([(1, 2), (2, 3)]))
    assert Network.from_frame(ties).fingerprint == expected.fingerprint
    assert Network.from_frame(ties, people=range(1, 4)).fingerprint == expected.fingerprint


@pytest.mark.parametrize(
    ("ties", "how", "words"),
    [
        (TIES, {"people": ["Ann", "Bo"]}, ["ties: 'Cy' is not among the people given", "add them"]),
        (TIES, {"people": ["Ann", "Bo", "Cyd"]}, ["'Cy'", "did you mean 'Cyd'?"]),
        (pd.DataFrame({"source": [1], "target": [2]}), {"people": [1]}, ["ties: 2 is not among"]),
        (TIES, {"columns": ("source", "targets")},
         ["ties: the column 'targets' is missing", "did you mean 'target'?"]),
        (TIES, {"weight": "meeting"}, ["'meeting' is missing", "did you mean 'meetings'?"]),
        (TIES.iloc[:0], {}, ["graph: has no people"]),
        (TIES.assign(target=["Bo", None]), {}, ["ties: row 1 lacks a person"]),
        (TIES.assign(target=["Ann", "Cy"]), {}, ["1 self-loop, the first at person 'Ann'"]),
        (TIES.assign(meetings=[1, -1]), {"weight": "meetings"},
         ["weight of the tie 'Bo' to 'Cy': -1.0 is not allowed"]),
        (TIES.assign(meetings=[1, None]), {"weight": "meetings"},
         ["weight of the tie 'Bo' to 'Cy': nan is not allowed"]),
        (TIES.assign(meetings=["1", "much"]), {"weight": "meetings"},
         ["weight of the tie 'Bo' to 'Cy'", "'much'", "finite number"]),
    ],
    ids=lambda value: "" if isinstance(value, (list, pd.DataFrame)) else str(value),
)  # fmt: skip
def test_a_bad_frame_is_told(ties: pd.DataFrame, how: dict[str, object], words: list[str]) -> None:
    told = refused_frame(ties, **how)
    assert [word for word in words if word not in told] == [], told


@pytest.mark.parametrize(
    ("kind", "far"),
    [
        *((kind, 1) for kind in (np.int8, np.int64, np.uint64, object, "Int64")),
        *((kind, 10**4) for kind in (np.int64, np.uint32, np.uint64)),
        *((kind, 10**17) for kind in (np.int64, np.uint64, object)),
    ],
)
def test_people_of_a_frame_are_numbered_as_they_appear(kind: type, far: int) -> None:
    """Whether by a table, which integers far apart do not have, or by pandas."""
    ties = pd.DataFrame({"source": [9, 4, 9], "target": [2, 9, 7]}) * far
    labels = [9 * far, 4 * far, 2 * far, 7 * far]
    network = Network.from_frame(ties.astype(kind))
    assert list(network.labels) == labels
    expected = [(0, 1), (0, 2), (0, 3), (1, 0), (2, 0), (3, 0)]
    assert list(ties_of(network)) == [(labels[a], labels[b]) for a, b in expected]
    again = Network.from_frame(ties.astype(kind), people=labels[::-1])
    assert again.fingerprint == network.fingerprint
    told = refused_frame(ties.astype(kind), people=labels[:3])
    assert told.startswith(f"ties: {7 * far} is not among the people given")
