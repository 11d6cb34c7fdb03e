from engagelab.workbench.state.network_files import LoadedFiles, NetworkFiles
from engagelab.workbench.state.own_network import NetworkFile

TIES = NetworkFile("ties.csv", b"1,2\n2,3\n")
GROUPS = NetworkFile("data/groups.csv")
MEMBERS = NetworkFile("members.csv", b"person,group\n1,choir\n")


def test_uploaded_files_and_files_with_a_path_are_separated():
    files = NetworkFiles(TIES, GROUPS, options={"directed": True})
    assert files.given == (TIES, GROUPS)
    assert files.only(uploaded=True) == NetworkFiles(TIES, None, options={"directed": True})
    assert files.only(uploaded=False) == NetworkFiles(None, GROUPS, options={"directed": True})
    assert NetworkFiles().given == ()


def test_files_are_read_once_there_are_ties_or_groups():
    people = NetworkFiles(people=NetworkFile("people.csv", b"name\nAnn\n"))
    assert LoadedFiles.of(NetworkFiles()) == LoadedFiles()
    assert "people.csv: a list of people needs a file" in str(LoadedFiles.of(people).problem)
    loaded = LoadedFiles.of(NetworkFiles(TIES))
    assert (loaded.read.network.people, loaded.read.name, loaded.problem) == (3, "ties.csv", None)
    loaded = LoadedFiles.of(NetworkFiles(None, MEMBERS))
    assert (loaded.read.network.groups, loaded.read.name) == ({"choir": [1]}, "members.csv")


def test_a_file_that_cannot_be_read_is_reported_and_not_raised():
    loaded = LoadedFiles.of(NetworkFiles(TIES, NetworkFile("groups.csv", b"alone\n")))
    assert loaded.read is None
    assert "groups.csv: line 1: only one column found" in str(loaded.problem)
