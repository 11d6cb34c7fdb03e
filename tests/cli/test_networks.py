"""Plans are simulated on the network in files, and the command says how it was read."""

import re
from io import StringIO

import pandas as pd
import pytest
from cli.conftest import exact

import engagelab as el
from engagelab.cli.networks import StatedNetwork, in_options, stated_options
from engagelab.errors import MESSAGES, EngagelabError

TIES = "Source;Target;Weight\n" + "".join(f"{at};{(at + 1) % 60};0,5\n" for at in range(60))
TEAMS = "person,group\n" + "".join(f"{at},team {at % 5}\n" for at in range(60))


@pytest.fixture
def plan(tmp_path):
    """A plan whose posts start with anyone."""
    small = el.Scenario().replace({"campaign.posts": [el.Post(seeds=3)], "settings.runs": 5})
    small.to_yaml(tmp_path / "plan.yaml")
    return small


@pytest.fixture
def files(tmp_path):
    (tmp_path / "ties.csv").write_text(TIES)
    (tmp_path / "teams.csv").write_text(TEAMS)
    (tmp_path / "people.csv").write_text("name,role\n0,employee\n60,customer\n")
    return ["--network", "ties.csv", "--groups", "teams.csv", "--people", "people.csv"]


@pytest.fixture
def network(tmp_path, files):
    return el.graphs.read_network(*(tmp_path / name for name in files[1::2]))


def test_a_run_is_that_on_the_network(said, plan, files, network):
    status, out, err = said("run", "plan.yaml", "--key", 7, *files)
    assert status == 0
    assert err.splitlines() == [in_options(note) for note in network.notes]
    told = exact(StringIO(out)).set_index("measure")
    known = plan.run(key=7, network=network).summary()
    pd.testing.assert_frame_equal(told, known, check_exact=True, check_names=False)


def test_notes_are_silenced(said, plan, files):
    assert said("run", "plan.yaml", "--quiet", *files)[2] == ""


def test_groups_alone_are_a_network(said, plan, files):
    status, _, err = said("run", "plan.yaml", *files[2:])
    assert (status, "teams.csv: 60 rows of memberships read" in err) == (0, True)


def test_experiments_take_the_network(said, plan, files, network):
    words = ["--runs", 4, "--quiet", *files]
    other = plan.replace({"engagement.tie_read": 0.9})
    other.to_yaml("other.yaml")
    table = pd.read_csv(StringIO(said("compare", "plan.yaml", "other.yaml", *words)[1]))
    known = el.compare(plan, {"other": other}, runs=4, network=network).table
    assert table["reach"].tolist() == pytest.approx(known["reach"].tolist())
    out = said("sweep", "plan.yaml", "--set", "engagement.tie_read=0.1,0.5", *words)[1]
    known = el.sweep(plan, {"engagement.tie_read": [0.1, 0.5]}, runs=4, network=network)
    assert pd.read_csv(StringIO(out))["reach"].tolist() == pytest.approx(known["reach"].tolist())
    found = said("find", "plan.yaml", "engagement.tie_read", "--reach", 30, "--points", 3,
                 "--keys", 2, *words)  # fmt: skip
    assert found[0] == 0
    ranked = said("sensitivity", "plan.yaml", "engagement.tie_read", "--samples", 4, *words)
    assert ranked[0] == 0


def test_a_check_simulates_on_the_network(said, plan, files):
    status, out, _ = said("check", "plan.yaml", *files)
    assert (status, out) == (0, f"plan.yaml: ok, {plan.hash}\n")
    status, _, err = said("check", "empowered-employees", "--network", "ties.csv")
    assert status == 2
    assert "only 0 of 60 people can start a post with origin 'employee'" in err


@pytest.mark.slow
def test_a_hand_over_is_of_the_network(said, plan, files, network):
    status, _, err = said("hand-over", "plan.yaml", "--to", "out", "--formats", "csv", *files)
    assert (status, "people are in the column 'name'" in err) == (0, True)


def test_decisions_are_stated(said, plan, tmp_path):
    (tmp_path / "ties.txt").write_bytes("de\tà\nZoé\tAnn\nAnn\tBo\n".encode("cp1252"))
    words = ["--network", "ties.txt", "--read", "encoding=cp1252", "--read", "directed=yes",
             "--read", "header=no"]  # fmt: skip
    err = said("check", "plan.yaml", *words)[2]
    assert "the first row was taken for data" in err
    assert "ties are mutual" not in err


def test_the_values_of_read_are_arguments():
    words = ("source=From", "target=2", "weight=no", "loops=refuse", "skip=3", "missing=?, none",
             "ties.separator=semicolon", "groups.separator=|", "traits=no", "sheet=A")  # fmt: skip
    assert stated_options(words) == {
        "columns": {"source": "From", "target": 2},
        "weight": False,
        "loops": "refuse",
        "skip": 3,
        "missing": ("?", "none"),
        "separator": {"ties": ";", "groups": "|"},
        "traits": False,
        "sheet": "A",
    }


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("directed", "--read: 'directed' is not allowed; write NAME=VALUE"),
        ("directed=", "--read: 'directed=' is not allowed"),
        ("directed=often", "--read: directed=often is not allowed; give yes or no"),
        ("skip=few", "--read: skip=few is not allowed; give a number of lines"),
        ("direct=yes", "--read: 'direct' is not known; allowed are"),
        ("ties.directed=yes", "--read: 'ties.directed' is not known"),
        ("repeats=mean", "repeats: 'mean' is not allowed"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(refused, plan, files, word, says):
    assert says in refused("run", "plan.yaml", "--read", word, *files)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("directed=yes", "directed=no"), "--read: directed is given twice; give it once"),
        (("weight=no", "weight=Weight"), "--read: weight is given twice"),
        (("header=no", "ties.header=yes"), "header is given for all files and for ties"),
        (("ties.header=yes", "header=no"), "header is given for all files and for ties"),
    ],
)
def test_decisions_that_contradict_each_other_are_refused(words, says):
    with pytest.raises(EngagelabError, match=says):
        stated_options(words)


@pytest.mark.parametrize(
    ("word", "flag"), [("people.header=no", "--people"), ("groups.encoding=cp1252", "--groups")]
)
def test_a_decision_on_a_file_that_is_not_given_is_refused(refused, plan, files, word, flag):
    name = word.partition("=")[0]
    says = f"--read: {name} is stated, but there is no {flag} file; give one or leave it out"
    assert says in refused("run", "plan.yaml", "--read", word, *files[:2])


def test_all_messages_about_files_name_options_instead_of_arguments():
    about = [text for code, text in MESSAGES.items() if code.startswith(("file_", "note_"))]
    named = [text for text in about if re.search(r"\w=[A-Z('{\d]", text)]
    assert len(named) > 12
    for text in named:
        said = in_options(text.format_map(Anything()))
        assert not re.search(r"(?<!-read )\b\w+=[A-Z('{\d]", said), said
        assert re.search(r"--read \w+=[\w.]", said), said


class Anything(dict):
    """Gives an encoding for each value of a message."""

    def __missing__(self, name):
        return Encoding()


class Encoding(str):
    def __new__(cls):
        return super().__new__(cls, "cp1252")

    def __format__(self, how):
        return "cp1252"


def test_a_note_and_a_refusal_name_the_option(said, refused, plan, files, tmp_path):
    (tmp_path / "open.csv").write_text("source,target,weight\na,b,x\nb,c,1\n")
    assert "or give --read weight=no to read" in refused(
        "run", "plan.yaml", "--network", "open.csv")  # fmt: skip
    (tmp_path / "latin.csv").write_bytes("source,target\nZoé,Ann\n".encode("cp1252"))
    assert "or give its encoding, such as --read encoding=cp1252" in refused(
        "run", "plan.yaml", "--network", "latin.csv")  # fmt: skip
    (tmp_path / "names.csv").write_text("First Name,Last Name,Company\nAnn,Roe,X\nBo,Lee,Y\n")
    assert "name two of them: --read source=... --read target=..." in refused(
        "run", "plan.yaml", "--network", "names.csv")  # fmt: skip
    (tmp_path / "plain.csv").write_text("source,target\n" + "a,b\nb,c\nc,d\nd,a\n")
    said_so = said("run", "plan.yaml", "--network", "plain.csv")[2]
    assert "ties are mutual; give --read directed=yes if" in said_so


def test_a_second_file_of_ties_is_refused(refused, plan):
    line = refused("run", "plan.yaml", "--network", "a.csv", "--network", "b.csv")
    assert "'--network': 2 files given; give one; see: engagelab run --help" in line


def test_a_broken_file_is_refused_in_a_line(refused, plan, tmp_path):
    (tmp_path / "ties.csv").write_text("source,target,weight\n1,2,-3\n")
    said = refused("run", "plan.yaml", "--network", "ties.csv")
    assert said.startswith("engagelab: ties.csv: line 2: column 'weight' holds -3")
    assert "none.csv: cannot be read" in refused("run", "plan.yaml", "--network", "none.csv")


def test_people_and_decisions_need_a_network(refused, plan, tmp_path):
    (tmp_path / "people.csv").write_text("name\nann\n")
    assert "--network: no file given" in refused("run", "plan.yaml", "--people", "people.csv")
    assert "--network: no file given" in refused("run", "plan.yaml", "--read", "directed=yes")
    with pytest.raises(EngagelabError, match="header is given for all files and for groups"):
        stated_options(("header=no", "groups.header=yes"))
    assert StatedNetwork().read() is None
