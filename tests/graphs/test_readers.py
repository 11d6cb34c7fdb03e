"""Ties and memberships are read from one file each, and a broken file is refused with its line."""

from pathlib import Path

import pandas as pd
import pytest

from engagelab.errors import EngagelabError
from engagelab.graphs import read_edges, read_memberships
from engagelab.graphs.network import Network


def made(folder: Path, text: str | bytes, name: str = "ties.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def same(network: Network, weight: float | None = None) -> bool:
    ties = pd.DataFrame({"source": ["Ann", "Bo"], "target": ["Bo", "Zoé"], "weight": weight or 0})
    how = {"weight": "weight"} if weight else {}
    return network.fingerprint == Network.from_frame(ties, **how).fingerprint


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.csv", "source,target\nAnn,Bo\nBo,Zoé\n"),
        ("t.csv", "source,target\r\nAnn,Bo\r\nBo,Zoé\r\n"),
        ("t.csv", "\ufeffsource,target\nAnn,Bo\nBo,Zoé\n"),
        ("t.csv", "note,target,source\nx,Bo,Ann\n,Zoé,Bo"),
        ("t.csv", "source;target\nAnn;Bo\nBo;Zoé\n"),
        ("t.tsv", "source\ttarget\nAnn\tBo\nBo\tZoé\n"),
        ("t.tsv", "source\ttarget\r\nBo\tAnn\r\n\r\nBo\tZoé\r\n"),
    ],
)
def test_ties_are_read_from_text_in_many_clothes(tmp_path: Path, name: str, text: str) -> None:
    assert same(read_edges(made(tmp_path, text, name)))


def test_ties_are_read_from_parquet(tmp_path: Path) -> None:
    path = tmp_path / "ties.parquet"
    pd.DataFrame({"source": ["Ann", "Bo"], "target": ["Bo", "Zoé"]}).to_parquet(path)
    assert same(read_edges(path))


def test_an_encoding_that_is_named_is_read(tmp_path: Path) -> None:
    path = made(tmp_path, "source,target\nAnn,Bo\nBo,Zoé\n".encode("latin-1"))
    assert same(read_edges(path, encoding="latin-1"))


def test_weights_columns_direction_and_people_are_taken(tmp_path: Path) -> None:
    path = made(tmp_path, "who,whom,how much\n1,2,0.5\n2,3,1\n")
    network = read_edges(
        path, columns=("who", "whom"), weight="how much", directed=True, people=range(1, 5)
    )
    assert (network.people, network.ties, network.directed) == (4, 2, True)
    assert network.weights.tolist() == [0.5, 1]


def test_ties_and_memberships_from_two_files_fit(tmp_path: Path) -> None:
    members = made(tmp_path, "group,person\nchoir,1\nchoir,3\n7,2\n", "members.csv")
    groups = read_memberships(members)
    network = read_edges(made(tmp_path, "source,target\n1,2\n2,3\n"), groups)
    assert network.groups == {"choir": [1, 3], "7": [2]}


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet"])
def test_memberships_are_read_from_any_file(tmp_path: Path, ending: str) -> None:
    frame = pd.DataFrame({"club": ["choir", "choir"], "name": ["Ann", "Zoé"]})
    path = tmp_path / f"members.{ending}"
    if ending == "parquet":
        frame.to_parquet(path)
    else:
        mark = "," if ending == "csv" else "\t"
        frame.to_csv(path, index=False, sep=mark, lineterminator="\r\n", encoding="utf-8-sig")
    found = read_memberships(path, columns=("name", "club"))
    assert found.to_dict("list") == {"person": ["Ann", "Zoé"], "group": ["choir", "choir"]}


@pytest.mark.parametrize(
    ("text", "how", "words"),
    [
        (
            "source,targets\n1,2\n",
            {"columns": ("source", "target")},
            ["no column 'target'", "did you mean 'targets'?"],
        ),
        ("source,target\n1,2\n1\n", {}, ["line 3", "1 field where 2 are expected"]),
        ("source,target\n1,2\n1,2,3\n", {}, ["line 3", "3 fields where 2 are expected"]),
        ("source,target\nZoé,2\n".encode("latin-1"), {}, ["line 2", "0xE9", "cp1252"]),
        ("source,target,w\n1,2,much\n", {"weight": "w"}, ["line 2", "'much'", "finite number"]),
        (
            "source,target,w\n1,2,nan\n",
            {"weight": "w"},
            ["line 2", "without a weight", "finite number"],
        ),
        ("", {}, ["is empty"]),
    ],
    ids=["column", "short", "long", "latin-1", "text", "nan", "nothing"],
)
def test_a_broken_file_is_told_with_its_line(
    tmp_path: Path, text: str | bytes, how: dict[str, str], words: list[str]
) -> None:
    path = made(tmp_path, text)
    with pytest.raises(EngagelabError) as caught:
        read_edges(path, **how)
    told = str(caught.value)
    assert told.startswith(str(path))
    assert [word for word in words if word not in told] == [], told


@pytest.mark.parametrize(
    ("text", "how", "words"),
    [
        (
            "source,target\n1,1\n",
            {"loops": "refuse"},
            ["1 tie of a person to themselves, the first in line 2"],
        ),
        ("source,target\n1,2\n", {"people": [1]}, ["2", "not among the people given"]),
        ("source,target\n", {}, ["line 1: column names without rows below"]),
        ("source,target,w\n1,2,-1\n", {"weight": "w"}, ["line 2: column 'w' holds -1"]),
    ],
    ids=["loop", "stranger", "nobody", "negative"],
)
def test_a_file_of_bad_ties_is_told(
    tmp_path: Path, text: str, how: dict[str, object], words: list[str]
) -> None:
    with pytest.raises(EngagelabError) as caught:
        read_edges(made(tmp_path, text), **how)
    assert [word for word in words if word not in str(caught.value)] == [], caught.value


def test_memberships_of_a_missing_column_are_told(tmp_path: Path) -> None:
    path = made(tmp_path, "person,groupe\nAnn,choir\n", "members.csv")
    with pytest.raises(EngagelabError) as caught:
        read_memberships(path, columns=("person", "group"))
    assert str(caught.value).startswith(f"{path}: no column 'group'; did you mean 'groupe'?")
    assert read_memberships(path).to_dict("list") == {"person": ["Ann"], "group": ["choir"]}


def test_memberships_below_notes_are_read(tmp_path: Path) -> None:
    text = 'Notes:\n"some, words"\n\nName,URL,Company\nAda,x/ada,Acme\nBo,x/bo,Acme\n'
    found = read_memberships(made(tmp_path, text), columns=("URL", "Company"))
    assert found["person"].tolist() == ["x/ada", "x/bo"]


def test_a_member_who_has_no_ties_is_told(tmp_path: Path) -> None:
    groups = read_memberships(made(tmp_path, "person,group\nZoe,choir\n", "members.csv"))
    with pytest.raises(EngagelabError, match="group 'choir': its member 'Zoe' is not a person"):
        read_edges(made(tmp_path, "source,target\nAnn,Zoé\n"), groups)
