"""Data sets are what their papers say, however their files came."""

import bz2
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from checkout import ROOT
from data_home import REGISTRY, Home, left, real, refusal

from engagelab import datasets
from engagelab.datasets import converters
from engagelab.observed.diffusion import Diffusion

OTHER = b"id,toa\n"


# What comes along


def test_davis_ties_weigh_the_events_in_common() -> None:
    network = datasets.load("davis")
    both = nx.davis_southern_women_graph()
    assert (network.people, len(network.group_labels)) == (18, 14)
    assert {event: set(who) for event, who in network.groups.items()} == {
        event: set(both[event]) for event in both.graph["bottom"]
    }
    for a, b, weight in network.to_networkx().edges(data="weight"):
        assert weight == len(set(both[a]) & set(both[b]))


def test_karate_keeps_its_weights_and_its_two_clubs() -> None:
    network = datasets.load("karate")
    assert (network.people, network.ties) == (34, 78)
    assert {club: len(who) for club, who in network.groups.items()} == {"Mr. Hi": 17, "Officer": 17}
    weights = nx.get_edge_attributes(nx.karate_club_graph(), "weight")
    assert nx.get_edge_attributes(network.to_networkx(), "weight") == weights


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    told = refusal("pew2011")
    assert "'pew2011' is not known" in told
    assert "did you mean 'pew-2011'?" in told
    assert all(name in told for name in datasets.names())


# The facts


def test_the_facts_are_tidy() -> None:
    facts = datasets.load("pew-2011")
    assert facts["id"].is_unique
    assert facts["value"].notna().all()
    assert facts["comparison"].isna().sum() > 0
    assert not facts["population"].str.startswith("same as").any()
    percent = facts[facts["unit"] == "%"]
    assert percent[["value", "comparison"]].stack().dropna().between(0, 100).all()
    assert set(facts.loc[facts["unit"] != "%", "id"]) == {"P06", "P07", "P09", "P15", "P16", "P70"}


@pytest.mark.parametrize(("users", "who"), [("P51", "P03"), ("P52", "P04")])
def test_two_shares_of_users_give_the_share_of_all_online_adults(users: str, who: str) -> None:
    facts = datasets.load("pew-2011").set_index("id")
    share = facts.loc[users, "value"] / 100
    active = share * facts.loc[who, "value"] + (1 - share) * facts.loc[who, "comparison"]
    # Both parts are rounded to whole percents, so their mean is off by half of one at most.
    assert active == pytest.approx(facts.loc["P01", "value"], abs=0.5)


@pytest.mark.parametrize(("name", "column"), [("pew-2011", "source_url"), ("studies", "url")])
def test_each_row_says_where_its_figure_was_seen(name: str, column: str) -> None:
    frame = datasets.load(name)
    said = frame[column].str.contains("://") | frame[column].str.contains("essay")
    assert said.all(), frame[~said]
    assert (frame["provenance"].str.contains("seen") | (frame["provenance"] == "computed")).all()
    assert not frame["provenance"].str.contains("verify").any()


# The real data sets


@pytest.mark.parametrize(
    ("name", "people", "met", "ties", "intervals", "departments"),
    [("invs13", 92, 92, 755, 9_827, 5), ("invs15", 232, 217, 4_274, 78_249, 12)],
)
def test_offices(
    name: str, people: int, met: int, ties: int, intervals: int, departments: int
) -> None:
    real(name)
    network = datasets.load(name)
    assert (network.people, network.ties) == (people, ties)
    assert len(network.group_labels) == departments
    assert network.weights.sum() == 2 * intervals
    assert np.count_nonzero(np.diff(network.tie_start)) == met
    assert network.group_people.size == people
    assert not network.prospects.any()


def pairs(diffusion: Diffusion) -> pd.DataFrame:
    """Return the periods of the two ends of each tie, of which some may be missing."""
    times = diffusion.to_frame()["adoption"].astype("float64")
    ends = pd.DataFrame(diffusion.network.to_networkx().edges, columns=["named", "naming"])
    return ends.apply(lambda side: side.map(times))


@pytest.mark.parametrize(
    ("name", "people", "ties", "names", "adopters", "last", "groups"),
    [
        ("korean-family-planning", 1_047, 4_999, 16_436, 673, 10, 25),
        ("korean-family-planning-survey", 1_047, 4_999, 16_436, 673, 10, 25),
        ("medical-innovation", 125, 294, 450, 109, 17, 4),
    ],
)
def test_studies(
    name: str, people: int, ties: int, names: int, adopters: int, last: int, groups: int
) -> None:
    real(name.removesuffix("-survey"))
    diffusion = datasets.load(name)
    network = diffusion.network
    assert network.directed
    assert (network.people, network.ties, len(network.group_labels)) == (people, ties, groups)
    assert (diffusion.adopters, diffusion.first, diffusion.last) == (adopters, 1, last)
    assert network.weights.sum() == names
    assert network.group_people.size == people
    assert diffusion.people.index.tolist() == list(network.labels)
    # People name people of their own community only, so labels, ties and survey fit together.
    community = {who: group for group, members in network.groups.items() for who in members}
    assert all(community[a] == community[b] for a, b in network.to_networkx().edges)


def test_a_tie_goes_from_the_named_to_the_naming() -> None:
    real("medical-innovation")
    diffusion = datasets.load("medical-innovation")
    graph = diffusion.network.to_networkx()
    survey = diffusion.people
    columns = [name for name in survey.columns if name.startswith("net")]
    named = {
        (row["city"] * 1000 + other, naming)
        for naming, row in survey.iterrows()
        for other in row[columns].dropna()
    }
    # Some named people who were not asked, and some themselves.
    assert {(a, b) for a, b in named if a in graph and a != b} == set(graph.edges)


def test_korean_times_as_published_stand_against_the_wrong_women() -> None:
    real("korean-family-planning")
    published = datasets.load("korean-family-planning").filled()
    survey = datasets.load("korean-family-planning-survey").filled()
    assert survey.adoption.tolist() == survey.people["toa"].tolist()
    assert (published.adoption != survey.adoption).sum() == 866
    # The published times are those of the survey in its own order, by village and number.
    by_number = survey.people.sort_values(["village", "id"])["toa"]
    assert published.adoption.tolist() == by_number.tolist()
    assert sorted(survey.network.index, key=str) == list(survey.network.index)
    # So only in the survey do women adopt when those do whom they name.
    assert pairs(survey).corr().iloc[0, 1] > 0.17
    assert pairs(published).corr().iloc[0, 1] < 0.03


def test_medical_times_stand_against_the_right_physicians() -> None:
    real("medical-innovation")
    diffusion = datasets.load("medical-innovation").filled()
    assert diffusion.adoption.tolist() == diffusion.people["toa"].tolist()


def test_code_reviews() -> None:
    real("code-review-trivago")
    rows = datasets.load("code-review-trivago")
    assert rows.columns.tolist() == ["review", "bound", "start", "end", "participants"]
    assert len(rows) == 2_442
    assert rows["review"].is_unique
    assert (rows["start"] <= rows["end"]).all()
    people = [person for who in rows["participants"] for person in who]
    assert list(dict.fromkeys(people)) == list(range(364))


def test_code_reviews_are_bound_as_published() -> None:
    folder = real("code-review-trivago") / "published"
    table = pd.read_csv(folder / "bounds.csv", index_col=0).loc["Trivago"]
    found = datasets.load("code-review-trivago")["bound"].value_counts(normalize=True)
    assert np.abs(found - table).max() <= 0.5e-5


# Files that stay as their home serves them

INVENTED = ROOT / "tests" / "data"
REVIEWS = {
    "b7": {"participants": ["Zoe", "Al"], "bound": "bounded", "start": "2019-11-04T04:02:31",
           "end": "2019-11-05T00:00:00"},
    "a1": {"participants": ["Bo", "Zoe"], "bound": "unbounded", "start": "2019-11-04T05:00:00",
           "end": "2019-11-04T05:00:01"},
}  # fmt: skip
STUDIES = {
    "korean-family-planning": ("kfamilyDiffNet.rdata", "kfamily.rdata"),
    "medical-innovation": ("medInnovationsDiffNet.rdata", "medInnovations.rdata"),
}


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home that serves invented files for each study, and the registry that names them."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    blobs = {
        (name, file): (path, (INVENTED / path).read_bytes())
        for name, (diffnet, survey) in STUDIES.items()
        for file, path in (
            ("edges.csv", diffnet),
            ("adoption.csv", diffnet),
            ("people.csv", survey),
        )
    }
    packed = bz2.compress(json.dumps(REVIEWS).encode())
    blobs["code-review-trivago", "reviews.csv"] = ("trivago.json.bz2", packed)
    rows = [
        {"name": name, "file": file, "repository": "owner/data", "commit": "c0ffee", "path": path,
         "unpack": "rdata", "bytes": 1, "sha256": "not known",
         "source_sha256": hashlib.sha256(blob).hexdigest()}
        for (name, file), (path, blob) in blobs.items()
    ]  # fmt: skip
    registry = pd.DataFrame(rows)
    monkeypatch.setattr(REGISTRY, "registry", lambda: registry)
    home = Home()
    home.files = {f"owner/data/c0ffee/{path}": blob for path, blob in blobs.values()}
    yield home
    home.stop()


def test_a_diffusion_is_read_from_files_of_r(served: Home, tmp_path: Path) -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    diffusion = datasets.load("korean-family-planning", cache=tmp_path, home=served.url)
    assert list(diffusion.network.labels) == [10001, 10004, 1002, 1003, 2001, 2005]
    assert diffusion.filled().adoption.tolist() == [4, 11, 1, 3, 11, 2]
    # 1002 names 1003 twice, so 1003 can reach 1002.
    edges = diffusion.network.to_networkx().edges(data="weight")
    assert sorted(edges) == [
        (1003, 1002, 2), (2001, 2005, 1), (2005, 2001, 6), (10001, 10004, 1), (10004, 10001, 1)
    ]  # fmt: skip
    assert diffusion.network.groups["village 10"] == [10001, 10004]
    assert diffusion.people.loc[2005, ["village", "id", "club1"]].tolist() == [2, 5, 1]
    assert diffusion.people["media19"].isna().sum() == 1
    assert "recno1" not in diffusion.people
    survey = datasets.load("korean-family-planning-survey", cache=tmp_path, home="nowhere")
    assert survey.filled().adoption.tolist() == [11, 2, 4, 11, 1, 3]


def test_the_files_of_r_are_kept_as_they_are_and_fetched_once(
    served: Home, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    first = datasets.load("medical-innovation", cache=tmp_path, home=served.url)
    assert len(served.asked) == 2
    served.stop()
    again = datasets.load("medical-innovation", cache=tmp_path, home=served.url)
    assert again.filled().adoption.tolist() == [1, 18, 5, 17]
    assert first.network.fingerprint == again.network.fingerprint
    assert first.to_frame().equals(again.to_frame())
    for file in STUDIES["medical-innovation"]:
        kept = tmp_path / "medical-innovation" / file
        assert kept.read_bytes() == (INVENTED / file).read_bytes()
    assert left(tmp_path / "medical-innovation") == sorted(STUDIES["medical-innovation"])
    assert capfd.readouterr() == ("", "")


def test_a_table_with_the_right_hash_goes_before_the_file_of_the_home(
    served: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    name, rows = "medical-innovation", REGISTRY.registry()
    converted = datasets.load(name, cache=tmp_path / "one", home=served.url)
    (tmp_path / "two" / name).mkdir(parents=True)
    for at, row in rows[rows["name"] == name].iterrows():
        objects = converters.read_rdata((INVENTED / row["path"]).read_bytes(), "a file")
        text = converters.table(row["file"], objects).to_csv(index=False).encode()
        (tmp_path / "two" / name / row["file"]).write_bytes(text)
        rows.loc[at, "sha256"] = hashlib.sha256(text).hexdigest()
    # Who has the tables needs neither the home nor the reader of R's files.
    monkeypatch.setitem(sys.modules, "rdata", None)
    found = datasets.load(name, cache=tmp_path / "two", home="nowhere")
    assert found.network.fingerprint == converted.network.fingerprint
    pd.testing.assert_frame_equal(found.to_frame(), converted.to_frame())
    assert found.to_frame().dtypes.to_dict() == converted.to_frame().dtypes.to_dict()
    (tmp_path / "two" / name / "edges.csv").write_text("from,to,weight\n")
    assert "edges.csv: SHA-256 is" in refusal(name, cache=tmp_path / "two", home="nowhere")


def test_without_the_reader_of_r_the_extra_is_named_before_anything_is_fetched(
    served: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rdata", None)
    told = refusal("medical-innovation", cache=tmp_path, home=served.url)
    assert "pip install 'engagelab[data]'" in told
    assert served.asked == []


def test_a_kept_file_of_r_with_another_content_is_told_and_left(
    served: Home, tmp_path: Path
) -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    datasets.load("medical-innovation", cache=tmp_path, home=served.url)
    kept = tmp_path / "medical-innovation" / "medInnovations.rdata"
    kept.write_bytes(OTHER)
    told = refusal("medical-innovation", cache=tmp_path, home=served.url)
    assert told.startswith(f"{kept}: SHA-256 is {hashlib.sha256(OTHER).hexdigest()}")
    assert "delete it" in told
    assert kept.read_bytes() == OTHER


def test_a_served_file_of_r_with_another_content_is_not_kept(served: Home, tmp_path: Path) -> None:
    pytest.importorskip("rdata", reason="needs the extra engagelab[data]")
    served.files["owner/data/c0ffee/medInnovationsDiffNet.rdata"] += b"more"
    told = refusal("medical-innovation", cache=tmp_path, home=served.url)
    assert "differs from the file on record" in told
    where = tmp_path / "medical-innovation" / "medInnovationsDiffNet.rdata"
    assert f"put it, as it is, at {where}" in told
    assert not (tmp_path / "medical-innovation").exists()


def test_reviews_are_read_from_packed_json(served: Home, tmp_path: Path) -> None:
    for _ in range(2):
        rows = datasets.load("code-review-trivago", cache=tmp_path, home=served.url)
        assert rows["review"].tolist() == ["b7", "a1"]
        assert rows["bound"].tolist() == ["bounded", "unbounded"]
        assert rows["participants"].tolist() == [(0, 1), (2, 0)]
        assert rows["end"].tolist() == [
            pd.Timestamp("2019-11-05"),
            pd.Timestamp("2019-11-04 05:00:01"),
        ]
    assert len(served.asked) == 1
    assert left(tmp_path / "code-review-trivago") == ["trivago.json.bz2"]
