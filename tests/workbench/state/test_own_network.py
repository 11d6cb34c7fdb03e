import pytest

from engagelab import EngagelabError
from engagelab.workbench.state import own_network
from engagelab.workbench.state.own_network import NetworkFile, read_files

TIES = "source;target\nAnn;Bo\nBo;Cy\n"


def written(folder, name, text):
    path = folder / name
    path.write_text(text)
    return NetworkFile(str(path))


def read(**files):
    return read_files(files)


def test_files_by_path_and_uploads_are_one_network(tmp_path):
    groups = NetworkFile("members.csv", b"person,group\nAnn,choir\nDee,choir\n")
    people = NetworkFile("people.csv", b"name,role\nAnn,employee\nEve,customer\n")
    found = read(ties=written(tmp_path, "ties.csv", TIES), groups=groups, people=people)
    assert (found.network.people, found.network.ties) == (5, 2)
    assert found.network.groups == {"choir": ["Ann", "Dee"]}
    assert found.name == "ties.csv"
    assert read(ties=None, groups=groups).name == "members.csv"


def test_the_first_rows_are_shown_as_they_were_understood():
    text = b"id,Target,Source,weight\n0,Bo,Ann,1\n"
    (ties, groups) = read(
        ties=NetworkFile("t.csv", text), groups=NetworkFile("g.csv", b"group,person\nchoir,Ann\n")
    ).previews
    assert (ties.role, ties.names) == ("ties", ("id", "Target", "Source", "weight"))
    assert (ties.uses, ties.rows) == (("", "target", "source", "weight"), [["0", "Bo", "Ann", "1"]])
    assert (groups.role, groups.uses) == ("groups", ("group", "person"))


def test_decisions_of_a_person_are_used():
    file = NetworkFile("t.csv", "a;b\nZoé;Ann\n".encode("cp1252"))
    options = {"encoding": "cp1252", "header": {"ties": True}, "directed": True}
    network = read_files({"ties": file}, options).network
    assert (list(network.labels), network.directed) == (["Zoé", "Ann"], True)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a;b\n1;2\n3\n", "line 3: 1 field where 2 are expected"),
        ("alone\nalone\n", "line 1: only one column found; separate columns with a comma"),
        ("", "the file is empty"),
        ("source,target\n", "line 1: column names without rows below"),
        ('1,2\n"3,4\n', "line 2: a quote is never closed"),
        ("source,source\n1,2\n", "2 columns are named 'source'"),
        ("source,target,weight\n1,2,-1\n", "line 2: column 'weight' holds -1"),
    ],
)
def test_an_error_in_a_file_names_the_file_and_the_line(tmp_path, text, says):
    file = written(tmp_path, "ties.csv", text)
    with pytest.raises(EngagelabError) as told:
        read(ties=file)
    assert says in str(told.value)
    assert str(told.value).startswith(file.name)
    with pytest.raises(EngagelabError) as told:
        read(ties=NetworkFile("ties.csv", text.encode()))
    assert str(told.value).startswith("ties.csv: ")
    assert says in str(told.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(EngagelabError, match="cannot be read"):
        read(ties=NetworkFile(str(tmp_path / "none.csv")))


def test_a_file_name_cannot_lead_out_of_its_temporary_folder(tmp_path):
    name = f"../../{tmp_path.name}/ties.csv"
    assert read(ties=NetworkFile(name, b"1,2\n")).name == "ties.csv"
    assert list(tmp_path.iterdir()) == []


def test_files_and_networks_beyond_the_limits_are_refused(tmp_path, monkeypatch):
    file = written(tmp_path, "ties.csv", "1,2\n2,3\n3,4\n")
    monkeypatch.setattr(own_network, "MOST_TIES", 2)
    with pytest.raises(EngagelabError, match="3 ties are more than the limit of 2"):
        read(ties=file)
    monkeypatch.setattr(own_network, "MOST_BYTES", 4)
    with pytest.raises(EngagelabError, match="take a part of the network"):
        read(ties=file)
