"""Minimal inputs made after public reports, where the collection is beside the checkout."""

from pathlib import Path

import pytest
from checkout import ROOT
from reading_helpers import notes, people, ties

from engagelab.errors import EngagelabError
from engagelab.graphs import read_memberships, read_network

CASES = ROOT.parent / "shared" / "cases" / "network-files"

READ = {
    "columns-by-position/number-first.csv": ("ann-bo:1 bo-cy:2", {}),
    "columns-by-position/matrix.csv": ("ann-bo bo-cy", {}),
    "direction-lost/type-directed.csv": ("1>2:1 2>3:1", {}),
    "direction-lost/follows.txt": ("1>2 3>2", {"directed": True}),
    "encoding/teams.csv": ("José-Zoé Ann-José", {}),
    "encoding/windows.csv": ("José-Zoé", {"encoding": "cp1252"}),
    "first-line/employee.csv": ("Ann-Bo Bo-Cy", {}),
    "first-line/no-names.txt": ("0-1 1-2 2-3", {}),
    "first-line/user1.csv": ("user1-user2 user2-user3 user3-user4", {}),
    "formats/neighbours.csv": ("ann-bo bo-cy bo-dan", {"form": "neighbours"}),
    "formats/plain.edges": ("1-2 2-3", {}),
    "formats/small.graphml": ("a-b:0.5", {}),
    "formats/ties.csv.gz": ("1-2 2-3", {}),
    "incomplete-rows/lonely.csv": ("1-2", {}),
    "incomplete-rows/na.csv": ("1-2", {}),
    "incomplete-rows/space-row.csv": ("1-2 2-3", {}),
    "labels-unlike/accents.csv": ("Ann-Zoé Bo-Zoé", {}),
    "labels-unlike/floats.csv": ("1-2 2-3", {}),
    "labels-unlike/spaces.csv": ("Ann Roe-Bo Ann Roe-Cy", {}),
    "preamble/comment-with-comma.csv": ("ann-bo bo-cy", {}),
    "preamble/hash.txt": ("0>1 1>2", {}),
    "repeats-add-up/both-ways.csv": ("1-2:0.5 2-3:0.5", {}),
    "right-today/bom-semicolon.csv": ("José-Zoé Ann-José", {}),
    "right-today/cr.csv": ("1-2 2-3", {}),
    "right-today/trailing-tab.tsv": ("1-2 2-3", {}),
    "self-loops/one-loop.csv": ("1-2", {}),
    "self-loops/two-loops.tsv": ("ann-bo", {}),
    "separator-guess/attributes.txt": ("1-2:0.5 2-3:0.7", {}),
    "separator-guess/comma-in-a-name.csv": ("ann-bo bo-cy", {}),
    "separator-guess/french-no-header.csv": ("1-2:0.5 2-3:0.25 3-4:1", {}),
    "small/long-note.csv": ("1-2 2-3", {}),
    "weights-lost/decimal-comma.csv": ("1-2:1.5 2-3:0.25", {}),
    "weights-lost/value.gml": ("A-B:0.5", {}),
    "white-space/aligned.txt": ("1-2 10-11 2-3", {}),
    "white-space/spaces.csv": ("1-2 2-3", {}),
}


def case(name: str) -> Path:
    """Return a file of the collection, or skip where there is none."""
    path = CASES / name
    if not path.is_file():
        pytest.skip("needs the collection of network files beside the checkout")
    return path


@pytest.mark.parametrize(("name", "known"), READ.items(), ids=READ)
def test_a_file_is_read_as_it_was_meant(name, known):
    expected, how = known
    network = read_network(case(name), **how)
    assert sorted(ties(network).split()) == sorted(expected.split())
    assert network.notes


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("weights-lost/zero-and-negative.csv", "line 2: column 'weight' holds -3"),
        ("formats/neighbours.csv", "the rows have 2 to 3 fields and no names"),
        ("groups-only/members.csv", "are those of memberships, not of ties"),
    ],
)
def test_a_file_that_is_no_list_of_ties_is_refused_by_name(name, words):
    with pytest.raises(EngagelabError) as caught:
        read_network(case(name))
    assert words in str(caught.value)


def test_memberships_are_read_alone_and_beside_ties():
    network = read_network(None, case("groups-only/members.csv"))
    assert (people(network), network.ties) == ("5 6 7", 0)
    assert network.groups == {900: [5, 6], 901: [7]}
    both = read_network(
        case("columns-by-position/ties.csv"), case("columns-by-position/group-first.csv")
    )
    assert (ties(both), both.groups) == ("ann-bo bo-cy", {"choir": ["ann", "bo"]})
    frame = read_memberships(case("preamble/notes.csv"), columns=("URL", "Company"))
    assert len(frame) == 2


def test_people_without_ties_are_kept_and_loops_counted():
    assert people(read_network(case("incomplete-rows/lonely.csv"))) == "1 2 3"
    assert people(read_network(case("incomplete-rows/na.csv"))) == "1 2 3 4"
    network = read_network(case("self-loops/one-loop.csv"))
    assert (people(network), "self-loops left out: 1" in notes(network)) == ("1 2", True)
