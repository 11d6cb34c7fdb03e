import numpy as np
import pytest

from engagelab import EngagelabError
from engagelab.graphs.network import Network
from engagelab.workbench import network_from
from engagelab.workbench.state import own_network
from engagelab.workbench.state.own_network import NetworkFile, read_network

TIES = [(1, 2), (2, 3), (3, 4), (4, 1)]
KNOWN = Network.from_arrays(*np.transpose(TIES) - 1, people=4)


def written(folder, name, text, encoding="utf-8"):
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("header", [("source", "target"), ("De", "À"), ("Who", "Whom"), None])
def test_separators_and_a_header_are_detected(tmp_path, separator, header):
    rows = [header, *TIES] if header else TIES
    text = "\n".join(separator.join(map(str, row)) for row in rows)
    network = network_from(written(tmp_path, "ties.csv", text))
    assert (network.people, network.ties) == (4, 4)
    assert sorted(network.labels) == [1, 2, 3, 4]


def test_names_of_people_are_data_unless_the_first_line_names_the_columns(tmp_path):
    path = written(tmp_path, "ties.csv", "Ann,Bo\nBo,Cy\n")
    assert network_from(path).people == 3
    assert network_from(path, first_line="names").people == 2
    path = written(tmp_path, "named.csv", "from,to\nAnn,Bo\n")
    assert network_from(path).people == 2
    assert network_from(path, first_line="data").people == 4


def test_further_columns_are_ignored(tmp_path):
    path = written(tmp_path, "ties.csv", "source,target,note\n1,2,x\n2,3,\n")
    assert network_from(path).ties == 2


def test_groups_come_from_a_second_file(tmp_path):
    ties = written(tmp_path, "ties.csv", "1,2\n2,3\n")
    members = written(tmp_path, "members.tsv", "person\tgroup\n1\tchoir\n3\tchoir\n9\tclub\n")
    network = network_from(ties, members)
    assert network.groups == {"choir": [1, 3], "club": [9]}
    assert network.people == 4
    assert len(network_from(ties, written(tmp_path, "m.csv", "1;7\n2;7\n")).groups[7]) == 2


def test_people_are_the_same_in_both_files_whatever_their_labels_look_like(tmp_path):
    ties = written(tmp_path, "ties.csv", "source,target\n1,Ann\n")
    members = written(tmp_path, "members.csv", "person,group\n1,choir\n")
    network = network_from(ties, members)
    assert network.people == 2
    assert network.groups == {"choir": ["1"]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a;b\n1;2\n3\n", "line 3: 1 field where 2 are expected"),
        ("1,2\n2,\n", "line 2: column '2' is empty"),
        ("source,target\n\n1,2\n\n2,2\n", "line 5: '2' is tied to themselves; remove rows"),
        ("Ann,Ann\n", "line 1: 'Ann' is tied to themselves"),
        ("alone\nalone\n", "line 1: only one column found; separate columns with a comma"),
        ("", "the file is empty"),
        ("source,target\n", "line 1: column names without rows below"),
        ('1,2\n"3,4\n', "line 2: a quote is never closed"),
        ("source,source\n1,2\n", "2 columns are named 'source'"),
    ],
)
def test_an_error_in_a_file_names_the_file_and_the_line(tmp_path, text, says):
    path = written(tmp_path, "ties.csv", text)
    with pytest.raises(EngagelabError) as told:
        network_from(path)
    assert says in str(told.value)
    assert str(told.value).startswith(str(path))
    assert "\n" not in str(told.value)
    with pytest.raises(EngagelabError) as told:
        network_from(NetworkFile("ties.csv", text.encode()))
    assert str(told.value).startswith("ties.csv: ")
    assert says in str(told.value)


def test_text_that_is_not_utf_8_is_refused_with_its_line():
    with pytest.raises(EngagelabError, match=r"^ties\.csv: line 2: byte 0xE9 is not UTF-8"):
        network_from(NetworkFile("ties.csv", "a,b\nJosé,Ann\n".encode("latin-1")))


def test_a_missing_file_and_an_unknown_ending_are_refused(tmp_path):
    with pytest.raises(EngagelabError, match="cannot be read"):
        network_from(tmp_path / "none.csv")
    with pytest.raises(EngagelabError, match="unknown extension"):
        network_from(NetworkFile("ties.xlsx", b"1,2"))
    with pytest.raises(EngagelabError, match=r"ties\.parquet: this is not a text file"):
        network_from(NetworkFile("ties.parquet", b"1,2"))


def test_a_file_name_cannot_lead_out_of_its_temporary_folder(tmp_path):
    name = f"../../{tmp_path.name}/ties.csv"
    assert read_network(NetworkFile(name, b"1,2\n"), None).name == "ties.csv"
    assert list(tmp_path.iterdir()) == []


def test_files_and_networks_beyond_the_limits_are_refused(tmp_path, monkeypatch):
    path = written(tmp_path, "ties.csv", "1,2\n2,3\n3,4\n")
    monkeypatch.setattr(own_network, "MOST_TIES", 2)
    with pytest.raises(EngagelabError, match="3 ties are more than the limit of 2"):
        network_from(path)
    monkeypatch.setattr(own_network, "MOST_BYTES", 4)
    with pytest.raises(EngagelabError, match="take a part of the network"):
        network_from(path)
