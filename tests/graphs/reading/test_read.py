"""Files as people have them: one decision after the other, by the whole file and with a note."""

import bz2
import gzip
import io
import zipfile

import networkx as nx
import pandas as pd
import pyarrow as pa
import pytest
from reading_helpers import file, notes, people, read, refusal, ties

from engagelab.errors import EngagelabError
from engagelab.graphs import read_network

COLUMNS_BY_NAME = {
    "an index before": ("id,source,target,weight\n0,ann,bo,1\n1,bo,cy,2\n", "ann-bo:1 bo-cy:2"),
    "an index without a name": (",source,target\n0,ann,bo\n1,bo,cy\n", "ann-bo bo-cy"),
    "an index and other names": (",Employee,Manager\n0,ann,bo\n1,cy,bo\n", "ann-bo bo-cy"),
    "names of rows from R": ('"from" "to"\n"1" "a" "b"\n"2" "b" "c"\n', "a-b b-c"),
    "the weight first": ("weight,from,to\n3,ann,bo\n1,bo,cy\n", "ann-bo:3 bo-cy:1"),
    "words in French": ("Poids;Vers;De\n2;ann;bo\n", "ann-bo:2"),
    "ids in camel case": ("FromNodeId\tToNodeId\n0\t1\n1\t2\n", "0-1 1-2"),
    "numbered names": ("note,Person 1,Person 2\nx,ann,bo\ny,bo,cy\n", "ann-bo bo-cy"),
    "by what they hold": ("date,author,answers\n2024,ann,bo\n2025,bo,cy\n", "ann-bo bo-cy"),
}

HEADERS = {
    "numbered people": (
        "user1,user2\nuser2,user3\nuser3,user4\n",
        "user1-user2 user2-user3 user3-user4",
    ),
    "unknown words": ("Employee,Manager\nAnn,Bo\nCy,Bo\n", "Ann-Bo Bo-Cy"),
    "numbers only": ("0 1\n1 2\n2 3\n", "0-1 1-2 2-3"),
    "words above numbers": ("who,whom\n1,2\n2,3\n", "1-2 2-3"),
    "single letters": ("A,B\nB,C\n", "A-B B-C"),
    "one row": ("ann,bo\n", "ann-bo"),
    "a name of a column in a note": ("source,target,note\n1,2,source\n", "1-2"),
    "a repeated header": ("source,target\n1,2\nsource,target\n2,3\n", "1-2 2-3 source-target"),
}

SEPARATORS = {
    "decimal commas": ("1;2;0,5\n2;3;0,25\n3;4;1,0\n", "1-2:0.5 2-3:0.25 3-4:1"),
    "commas in a name": ("Source;Target;Score (0,1)\nann;bo;1\nbo;cy;1\n", "ann-bo bo-cy"),
    "commas in each cell": (
        "Roe, Ann;Poe, Bo\nPoe, Bo;Coe, Cy\n",
        "Coe, Cy-Poe, Bo Poe, Bo-Roe, Ann",
    ),
    "quotes": ('"a;b","c;d"\n"c;d","e;f"\n', "a;b-c;d c;d-e;f"),
    "a space before quotes": ('"Roe, Ann", "Poe, Bo"\n', "Poe, Bo-Roe, Ann"),
    "bars": ("ann | bo\nbo | cy\n", "ann-bo bo-cy"),
    "runs of spaces": (" 1  2\n 2  3\n10 11\n", "1-2 10-11 2-3"),
    "spaces and tabs": ("1  \t2\n2\t 3\n", "1-2 2-3"),
    "names with spaces": ("Ann Roe\tBo Poe\nBo Poe\tCy\n", "Ann Roe-Bo Poe Bo Poe-Cy"),
    "quotes and spaces": ('"Ann Roe" "Bo"\n"Bo" "Cy"\n', "Ann Roe-Bo Bo-Cy"),
    "a line sep=": ("sep=;\nsource;target\n1;2\n", "1-2"),
    "attributes of networkx": (
        "1 2 {'weight': 0.5, 'since': 2001}\n2 3 {'weight': 0.7}\n",
        "1-2:0.5 2-3:0.7",
    ),
    "no attributes of networkx": ("1 2 {}\n2 3 {}\n", "1-2 2-3"),
    "empty cells at the end": ("source,target\n1,2,\n2,3,\n", "1-2 2-3"),
    "old Macs": ("source,target\r1,2\r2,3\r", "1-2 2-3"),
}

PREAMBLES = {
    "a comment with a comma": ("# made by hand, 2024\nsource,target\nann,bo\n", "ann-bo"),
    "a comment between": ("source,target\nann,bo\n# later\nbo,cy\n", "ann-bo bo-cy"),
    "names in a comment": ("# Undirected graph: x\n# FromNodeId\tToNodeId\n0\t1\n", "0-1"),
    "a directed graph of SNAP": (
        "# Directed graph: x\n# Nodes: 2\n# FromNodeId\tToNodeId\n0\t1\n",
        "0>1",
    ),
    "KONECT": ("% asym unweighted\n1 2 1 1234567890\n3 2 1 1234567891\n", "1>2:1 3>2:1"),
    "Matrix Market": (
        "%%MatrixMarket matrix coordinate real symmetric\n3 3 2\n2 1 0.5\n3 2 0.7\n",
        "1-2:0.5 2-3:0.7",
    ),
    "notes": ('Notes:\n"a, b"\n\nsource,target,x\nann,bo,1\nbo,cy,2\n', "ann-bo bo-cy"),
    "titles of a sheet": ("Team network;;\n;;\nsource;target;weight\nann;bo;1\n", "ann-bo:1"),
}

LABELS = {
    "accents": ("source,target\nZoé,Ann\nZoe\u0301,Bo\n", "Ann Bo Zoé"),
    "spaces": ("source,target\nAnn\u00a0 Roe,Bo\nAnn Roe,Cy\n", "Ann Roe Bo Cy"),
    "invisible": ("source,target\nAnn\u200b,Bo\nAnn,Cy\n", "Ann Bo Cy"),
    "decimals": ("source,target\n1,2.0\n2,3.0\n", "1 2 3"),
    "leading zeros": ("source,target\n007,8\n8,9\n", "007 8 9"),
    "formulas": ('source,target\n="007",="008"\n="008",="009"\n', "007 008 009"),
    "capitals": ("source,target\nAnn,Bo\nann,Cy\n", "Ann Bo Cy ann"),
    "decimals among words": ("source,target\nCy,1\n1.0,Bo\n", "1 1.0 Bo Cy"),
    "decimals beside words": ("source,target\n1,Ann\n1.0,Bo\n", "1 Ann Bo"),
}

ROWS = {
    "a person alone": (
        "source,target\n1,2\n3,\n",
        "1 2 3",
        "1-2",
        "rows with one person only, which add no tie: 1",
    ),
    "NA": (
        "source,target\n1,2\n3,NA\n4,NA\n",
        "1 2 3 4",
        "1-2",
        "one person only, which add no tie: 2",
    ),
    "a person alone in one row": (
        "source,target\n1,2\nNA,3\n2,3\n",
        "1 2 3",
        "1-2 2-3",
        "one person only, which add no tie: 1",
    ),
    "a row of spaces": (
        "source,target\n1,2\n  \n2,3\n",
        "1 2 3",
        "1-2 2-3",
        "blank rows left out: 1",
    ),
    "rows of separators": ("a;b\n1;2\n;\n2;3\n;\n", "1 2 3", "1-2 2-3", "blank rows left out: 2"),
    "a total": ("source;target;weight\n1;2;3\nTotal;;7\n", "1 2", "1-2:3", "totals left out: 1"),
    "a count": ("source,target\n1,2\n(1 row)\n", "1 2", "1-2", "totals left out: 1"),
    "loops": (
        "source,target\n1,1\n1,2\n4,4\n",
        "1 2 4",
        "1-2",
        "self-loops left out: 2, the first in line 2 ('1')",
    ),
    "weights of 0": (
        "source,target,weight\n1,2,0\n3,4,0.5\n",
        "1 2 3 4",
        "3-4:0.5",
        "weight 0 left out, since they carry nothing: 1",
    ),
}

WEIGHTS = {
    "a decimal comma": ("Source;Target;Weight\n1;2;1,5\n2;3;0,25\n", "1-2:1.5 2-3:0.25"),
    "thousands in English": (
        'source,target,weight\n1,2,"1,234"\n2,3,"12,000.5"\n',
        "1-2:1234 2-3:12000.5",
    ),
    "thousands in French": ("source;target;poids\n1;2;1 234,5\n2;3;12,5\n", "1-2:1234.5 2-3:12.5"),
    "percentages": ("source,target,weight\n1,2,50%\n2,3,25 %\n", "1-2:0.5 2-3:0.25"),
    "an empty column": ("Source,Target,Weight\n1,2,\n2,3,\n", "1-2 2-3"),
    "a time": ("1 2 1082040961\n2 3 1082155839\n", "1-2 2-3"),
    "numbers after two columns": ("1 2 7\n2 3 0.5\n", "1-2:7 2-3:0.5"),
}

DIRECTIONS = {
    "a type": ("Source;Target;Type\n1;2;Directed\n2;3;Directed\n", "1>2 2>3"),
    "both types": ("Source;Target;Type\n1;2;Directed\n2;3;Undirected\n", "1>2 2>3 3>2"),
    "mutual ties": ("Source;Target;Type\n1;2;Undirected\n", "1-2"),
    "a type of another kind": ("source,target,type\n1,2,friend\n", "1-2"),
    "followers hear those whom they follow": ("follower,followed\n1,2\n3,2\n", "2>1 2>3"),
    "one name says who follows": ("user_id,follower_id\n1,2\n2,1\n3,1\n", "1>2 2>1 3>1"),
    "one name says who is followed": ("account,following,since\n1,2,9\n3,2,8\n", "2>1 2>3"),
    "messages": ("sender;receiver\nann;bo\n", "ann>bo"),
}

REPEATS = {
    "both ways with one weight": ("source,target,weight\n1,2,0.5\n2,1,0.5\n", {}, "1-2:0.5"),
    "chances": ("source,target,weight\n1,2,0.5\n1,2,0.5\n", {}, "1-2:0.75"),
    "chances both ways": ("s,t,weight\n1,2,0.5\n1,2,0.5\n2,1,0.75\n", {}, "1-2:0.75"),
    "counts": ("source,target,weight\n1,2,3\n1,2,2\n", {}, "1-2:5"),
    "two weights, added": ("source,target,weight\n1,2,0.5\n2,1,1\n", {"repeats": "sum"}, "1-2:1.5"),
    "two weights, as chances": (
        "source,target,weight\n1,2,0.5\n2,1,0.2\n",
        {"repeats": "chances"},
        "1-2:0.6",
    ),
    "the largest": ("source,target,weight\n1,2,0.5\n2,1,0.2\n", {"repeats": "max"}, "1-2:0.5"),
    "two directions": (
        "source,target,weight\n1,2,0.5\n2,1,0.2\n",
        {"directed": True},
        "1>2:0.5 2>1:0.2",
    ),
    "no weights": ("source,target\n1,2\n2,1\n1,2\n", {}, "1-2"),
    "rows counted": ("source,target\n1,2\n2,1\n1,2\n2,3\n", {"repeats": "sum"}, "1-2:3 2-3:1"),
}

FORMS = {
    "a matrix": (",ann,bo,cy\nann,0,1,0\nbo,1,0,1\ncy,0,1,0\n", {}, "ann-bo bo-cy"),
    "a matrix of weights": (
        ";ann;bo;cy\nann;0;0,5;0\nbo;0,5;0;1\ncy;0;1;0\n",
        {},
        "ann-bo:0.5 bo-cy:1",
    ),
    "a directed matrix": (",ann,bo,cy\nann,0,1,0\nbo,0,0,1\ncy,1,0,0\n", {}, "ann>bo bo>cy cy>ann"),
    "half a matrix": (",ann,bo,cy\nann,,,\nbo,1,,\ncy,0,1,\n", {}, "ann-bo bo-cy"),
    "a matrix of numbers": (",1,2,3\n1,0,1,0\n2,1,0,1\n3,0,1,0\n", {}, "1-2 2-3"),
    "a survey": ("ego,alter1,alter2\nann,bo,cy\nbo,ann,\ndee,,\n", {}, "ann-bo ann-cy"),
    "a survey of friends": (
        "age,name,friend1,friend2\n30,ann,bo,cy\n31,bo,,\n",
        {},
        "ann-bo ann-cy",
    ),
    "neighbours": ("ann;bo\nbo;cy;dan\neve\n", {"form": "neighbours"}, "ann-bo bo-cy bo-dan"),
}


@pytest.mark.parametrize(
    ("text", "known"),
    [*COLUMNS_BY_NAME.values(), *HEADERS.values(), *SEPARATORS.values(), *PREAMBLES.values(),
     *WEIGHTS.values(), *DIRECTIONS.values()],
    ids=[*COLUMNS_BY_NAME, *HEADERS, *SEPARATORS, *PREAMBLES, *WEIGHTS, *DIRECTIONS],
)  # fmt: skip
def test_ties_are_read_as_a_person_would(text, known):
    assert ties(read(text, "ties.txt")) == known


@pytest.mark.parametrize(("text", "known"), LABELS.values(), ids=LABELS)
def test_one_person_has_one_spelling(text, known):
    assert people(read(text)) == known


@pytest.mark.parametrize(("text", "labels", "known", "note"), ROWS.values(), ids=ROWS)
def test_rows_that_are_no_ties_are_left_out_and_counted(text, labels, known, note):
    network = read(text)
    assert (people(network), ties(network)) == (labels, known)
    assert note in notes(network)


@pytest.mark.parametrize(("text", "how", "known"), [*REPEATS.values(), *FORMS.values()],
                         ids=[*REPEATS, *FORMS])  # fmt: skip
def test_repeats_and_other_forms_are_read_as_stated(text, how, known):
    assert ties(read(text, **how)) == known


REFUSED = {
    "memberships": ("member_id,group_id\n5,900\n", {}, "are those of memberships, not of ties"),
    "people": ("Id,Label\n1,Ann\n", {}, "are those of a list of people, not of ties"),
    "no certain columns": (
        "note,x,y,z\na,b,c,d\ne,f,g,h\n",
        {},
        "not certain which columns hold the two",
    ),
    "an index without names": ("0,1,2\n1,2,3\n2,3,1\n", {}, "not certain which columns"),
    "a matrix without labels": (
        "0,1,0\n1,0,1\n0,1,0\n",
        {},
        "a matrix of 3 rows and columns without",
    ),
    "no matrix": ("a,b\n1,2\n", {"form": "matrix"}, "this is not a matrix"),
    "neighbours": ("ann;bo\nbo;cy;dan\n", {}, "2 to 3 fields and no names"),
    "neighbours of a triangle": ("a b c d\nb c\nc d\nd\n", {}, "1 to 4 fields and no names"),
    "two decimal marks": (
        "source;target;w\n1;2;0,5\n2;3;1.5\n",
        {},
        "line 3: column 'w' holds '1.5' where the decimal",
    ),
    "one column": ("ann\nbo\n", {}, "line 1: only one column found"),
    "a short row": ("a;b\n1;2\n3\n", {}, "line 3: 1 field where 2 are expected"),
    "a long row": ("a;b\n1;2\n1;2;3\n", {}, "line 3: 3 fields where 2 are expected"),
    "a quote": ('1,2\n"3,4\n', {}, "line 2: a quote is never closed"),
    "a quote in a field": ('1,2\n"3"4,5\n', {}, "line 2: "),
    "a negative weight": ("source,target,weight\n1,2,-3\n", {}, "line 2: column 'weight' holds -3"),
    "a weight that is a word": (
        "a,b,weight\n1,2,much\n",
        {},
        "line 2: column 'weight' holds 'much'",
    ),
    "a weight that is missing": ("a,b,weight\n1,2,1\n2,3,\n", {}, "line 3: a tie without a weight"),
    "two weights": (
        "a,b,weight\n1,2,1\n2,1,2\n",
        {},
        "line 2 and line 3: one mutual tie with the weights 1 and 2",
    ),
    "a repeat": ("a,b\n1,2\n1,2\n", {"repeats": "refuse"}, "line 3: repeats the tie of line 2"),
    "loops": (
        "a,b\n1,2\n2,2\n3,3\n",
        {"loops": "refuse"},
        "2 ties of a person to themselves, the first in line 3",
    ),
    "names only": ("source,target\n", {}, "line 1: column names without rows below"),
    "nobody": ("source,target\n,\n", {}, "there is no person in any row"),
    "nothing": ("", {}, "the file is empty"),
    "one name twice": ("source,source\n1,2\n", {}, "2 columns are named 'source'"),
    "a column that is not there": ("a,b\n1,2\n", {"columns": ("a", "c")}, "no column 'c'"),
    "a column of a file without names": (
        "0 1\n1 2\n",
        {"columns": ("0", "1")},
        "the columns are numbered 1 to 2",
    ),
    "Latin text": ("a,b\nJosé,Ann\n".encode("cp1252"), {}, "line 2: byte 0xE9 is not UTF-8"),
    "UTF-16 without a mark": ("a,b\nann,bo\n".encode("utf-16-be"), {}, "encoding='utf-16-be'"),
    "an unknown separator": ("a,b\n1,2\n", {"separator": "::"}, "separator: '::' is not allowed"),
}


@pytest.mark.parametrize(("text", "how", "words"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_not_certain_or_broken_is_refused(text, how, words):
    assert words in refusal(text, **how)


@pytest.mark.parametrize(
    "words",
    [{"loops": "keep"}, {"repeats": "mean"}, {"form": "list"}, {"directed": "yes"},
     {"skip": -1}, {"decimal": ";"}, {"columns": {"sauce": "a"}}, {"weights": "w"}, {"missing": 5},
     {"encoding": "\0"}, {"encoding": "none"}, {"encoding": 5}],
    ids=str,
)  # fmt: skip
def test_a_decision_that_cannot_be_is_refused_by_name(words):
    (name,) = words
    assert refusal("a,b\n1,2\n", **words).startswith(f"{name}: ")


def test_each_decision_can_be_stated():
    assert ties(read("from,to\nAnn,Bo\n", header=False)) == "Ann-Bo from-to"
    assert ties(read("Ann,Bo\nBo,Cy\n", header=True)) == "Bo-Cy"
    assert ties(read("Ann,Bo,x\n", header=("a", "b", "c"), columns=("a", "c"))) == "Ann-x"
    assert ties(read("1,2;3\n", separator=";")) == "1,2-3"
    assert ties(read("x\ny,z\nAnn,Bo\nBo,Cy\n", skip=2)) == "Ann-Bo Bo-Cy"
    assert ties(read("source;target\nZoé;José\n".encode("cp1252"), encoding="cp1252")) == "José-Zoé"
    assert (
        ties(read("a,b,w\n1,2,3\n", columns={"source": "b", "target": 1, "weight": "w"})) == "1-2:3"
    )
    assert ties(read("a,b,weight\n1,2,3\n", weight=False)) == "1-2"
    assert ties(read("a,b,c,d\n1,2,3,4\n", columns=("a", "b"), weight="d")) == "1-2:4"
    assert ties(read("1\t2\n3\t2\n", directed=True)) == "1>2 3>2"
    assert ties(read("a;b;weight\n1;2;1.500\n", decimal=",")) == "1-2:1500"
    assert people(read("a,b\n1,?\n2,3\n", missing=("?",))) == "1 2 3"
    assert people(read("source,target\nNA,Bo\n", missing=())) == "Bo NA"


def test_a_decision_can_be_stated_for_one_file():
    network = read("from,to\nann,bo\n", groups="person,group\nann,choir\n",
                   header={"ties": True, "groups": False})  # fmt: skip
    assert network.groups == {"choir": ["ann"], "group": ["person"]}


# --- groups and people ---------------------------------------------------------------------------


def test_memberships_alone_are_a_network_without_ties():
    network = read(None, groups="member_id,group_id\n5,900\n6,900\n7,901\n")
    assert (people(network), network.ties) == ("5 6 7", 0)
    assert network.groups == {900: [5, 6], 901: [7]}


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("group,person\nchoir,ann\nchoir,bo\n", {"choir": ["ann", "bo"]}),
        ("choir,ann\nchoir,bo\n", {"choir": ["ann", "bo"]}),  # ann has ties
        ("channel,user\n#general,ann\n#general,bo\n", {"#general": ["ann", "bo"]}),
        ("#general,ann\n#random,bo\n", {"#general": ["ann"], "#random": ["bo"]}),
        ("Équipe;Nom\nchorale;ann\n", {"chorale": ["ann"]}),
        ("person,group\nann,choir\nbo,\n,club\nann,choir\n", {"choir": ["ann"]}),
    ],
)
def test_the_columns_of_memberships_are_found(text, known):
    assert read("ann,bo\nbo,cy\n", groups=text).groups == known


def test_files_agree_on_people():
    network = read("source,target\nZoé,Ann\n", groups="person,group\nZoe\u0301,choir\n")
    assert network.groups == {"choir": ["Zoé"]}
    network = read("source,target\n1,2\n", groups="person,group\n1.0,7.0\n")
    assert network.groups == {7: [1]}
    assert read("1,Ann\n", groups="person,group\n1,choir\n").groups == {"choir": ["1"]}


def test_groups_may_be_a_mapping():
    assert read("1,2\n", header=False).with_groups({"choir": [1]}).groups == {"choir": [1]}
    network = read_network(file("1,2\n"), {"choir": [1, 3]}, header=False)
    assert (network.people, network.groups) == (3, {"choir": [1, 3]})
    with pytest.raises(EngagelabError, match=r"label: 1\.5 is not allowed here"):
        read_network(file("1,2\n"), {"choir": [1.5]})


def test_a_table_of_people_adds_people_traits_and_attributes():
    table = "age,name,Role,inviter\n30,ann,Employee,no\n,bo,,yes\n41,cy,customer,\n"
    network = read("ann,bo\n", people=table)
    assert (people(network), ties(network)) == ("ann bo cy", "ann-bo")
    at = {label: network.traits.words(i) for i, label in enumerate(network.labels)}
    assert [at[name]["role"] for name in ("ann", "bo", "cy")] == ["employee", "public", "customer"]
    assert [at[name]["inviter"] for name in ("ann", "bo", "cy")] == [False, True, True]
    assert network.attributes["ann"]["age"] == 30
    assert "age" not in network.attributes["bo"]


def test_people_may_be_labels_or_nodes_of_gephi():
    assert people(read_network(file("1,2\n"), None, [3, 1], header=False)) == "1 2 3"
    network = read("Source,Target\n1,2\n", people="Id,Label,role\n1,Ann,employee\n3,Cy,\n")
    assert people(network) == "1 2 3"
    assert network.attributes[1]["Label"] == "Ann"


def test_a_bad_table_of_people_is_answered_row_by_row():
    table = "name,role,activity\nann,Manager,creator\nbo,customer,17\n"
    told = refusal("ann,bo\n", people=table).splitlines()
    assert len(told) == 2
    assert "line 2: column 'role' holds 'Manager'; allowed are employee, customer" in told[0]
    assert "line 3: column 'activity' holds '17'" in told[1]
    network = read("ann,bo\n", people=table, traits=False)
    assert network.attributes["ann"] == {"role": "Manager", "activity": "creator"}
    assert network.traits.words(0)["role"] == "public"
    told = refusal("ann,bo\n", people="name,age\nann,3\nbo,4\nann,5\n")
    assert "line 4: 'ann' is in line 2 too, with other values" in told
    same = read("ann,bo\n", people="name,age\nann,3\nann,3\n")
    assert "repeated rows of the same person left out: 1" in notes(same)


# --- files and frames ----------------------------------------------------------------------------

TIES = "source,target\n1,2\n2,3\n"


def zipped(**files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ties.csv.gz", gzip.compress(TIES.encode(), mtime=0)),
        ("ties.csv.bz2", bz2.compress(TIES.encode())),
        ("ties.zip", zipped(ties_csv=TIES)),
        ("ties.csv", TIES.encode("utf-16")),
        ("ties.csv", b"\xef\xbb\xbf" + TIES.encode()),
        ("ties.edges", TIES.encode()),
        ("ties", TIES.encode()),
        ("out.moreno", TIES.encode()),
    ],
)
def test_packed_files_and_any_ending_are_read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert ties(read_network(path)) == ties(read_network(str(path))) == "1-2 2-3"
    assert ties(read(content, name)) == "1-2 2-3"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("two.zip", zipped(a_csv=TIES, b_csv=TIES), "holds 2 files"),
        ("broken.csv.gz", gzip.compress(TIES.encode(), mtime=0)[:-9], "cannot be unpacked"),
        ("picture.png", b"\x89PNG\r\n\x00", "unknown extension '.png'"),
        ("binary.dat", b"\x00\x01\x02,\x00", "a NUL character"),
    ],
)
def test_other_files_are_refused(name, content, words):
    assert words in refusal(content, name)
    assert refusal(content, name).startswith(f"{name}: ")


def test_a_missing_file_is_refused_with_its_path(tmp_path):
    with pytest.raises(EngagelabError, match=r"none\.csv: cannot be read"):
        read_network(tmp_path / "none.csv")
    with pytest.raises(EngagelabError, match="neither ties nor groups"):
        read_network()
    with pytest.raises(EngagelabError, match="file: int is not allowed"):
        read_network(3)


FRAME = {"source": ["ann", "bo", None], "target": ["bo", "cy", "dee"], "weight": [0.5, 1.0, 2.0]}


@pytest.mark.parametrize("make", [pd.DataFrame, pa.table], ids=["pandas", "arrow"])
def test_frames_are_read_like_files(make):
    network = read_network(make(FRAME))
    assert (people(network), ties(network)) == ("ann bo cy dee", "ann-bo:0.5 bo-cy:1")


def test_frames_of_mixed_labels_are_one_network():
    frame = pd.DataFrame({"source": ["1", "2"], "target": [2, 3]})
    assert people(read_network(frame)) == "1 2 3"
    frame = pd.DataFrame({"source": [1, "x"], "target": [2.0, float("nan")]})
    assert people(read_network(frame)) == "1 2 x"
    assert ties(read_network(pd.DataFrame([(1, 2), (2, 3)]))) == "1-2 2-3"
    assert ties(read_network(pd.DataFrame(FRAME).set_index("weight"))) == "ann-bo:0.5 bo-cy:1"


def test_parquet_is_read(tmp_path):
    path = tmp_path / "ties.parquet"
    pd.DataFrame(FRAME).to_parquet(path)
    assert ties(read_network(path)) == "ann-bo:0.5 bo-cy:1"
    path.write_bytes(b"PAR1 broken")
    with pytest.raises(EngagelabError, match="cannot be read as a table"):
        read_network(path)


def test_text_that_is_open_is_not_decoded_again():
    network = read_network(io.StringIO("source,target\nZoé,Ann\n"), encoding="cp1252")
    assert people(network) == "Ann Zoé"


def test_groups_may_be_a_bipartite_graph():
    graph = nx.Graph([("ann", "choir"), ("bo", "choir")])
    assert read_network(file("ann,bo\n"), graph).groups == {"choir": ["ann", "bo"]}
    nx.set_node_attributes(graph, {"ann": 0, "bo": 0, "choir": 1}, "bipartite")
    assert read_network(None, graph).groups == {"choir": ["ann", "bo"]}


def test_a_field_may_be_long():
    assert ties(read(f'source,target,note\n1,2,"{"x" * 200_000}"\n2,3,y\n')) == "1-2 2-3"


def test_a_graph_of_networkx_is_read():
    graph = nx.Graph([("ann", "bo")])
    graph.add_node("cy", role="Manager")
    with pytest.raises(EngagelabError, match="traits=False"):
        read_network(graph)
    network = read_network(graph, traits=False)
    assert (people(network), ties(network)) == ("ann bo cy", "ann-bo")
    assert network.attributes == {"cy": {"role": "Manager"}}


# --- notes ---------------------------------------------------------------------------------------


def test_a_network_says_how_it_was_read():
    network = read("# by hand\nsource;target;weight;date\nann;bo;1,5;x\nbo;bo;1,0;y\n")
    assert list(network.notes) == [
        "ties.csv: 2 rows of ties read",
        "comment lines skipped: 1, the first '# by hand'",
        "fields are separated by semicolons",
        "the first row was taken for names of columns: source, target, weight, date",
        "the people of a tie are in the columns 'source' and 'target', by their names",
        "columns left out: date",
        "weights were read from 'weight'",
        "commas in the weights are decimal marks",
        "ties are mutual; give directed=True if they reach from the first person to the second "
        "only",
        "self-loops left out: 1, the first in line 4 ('bo')",
    ]


@pytest.mark.parametrize(
    ("text", "how", "note"),
    [
        ("Helper,Boss\nAnn,Bo\nCy,Bo\n", {}, "since its words occur nowhere below"),
        ("a,b\nZoé,Ann\nZoe\u0301,Bo\n", {}, "in several ways were unified: 1, such as 'Zo"),
        ("a,b\nAnn,Bo\nann,Cy\n", {}, "only in capitals, accents, zeros or decimals stay apart: 1"),
        ("a,b\n1,2\n1,2\n", {}, "rows that repeat a tie left out: 1"),
        (
            "a,b,weight\n1,2,.5\n2,1,.5\n",
            {},
            "listed in both directions with one weight became one: 1",
        ),
        ("a,b,weight\n1,2,.5\n1,2,.5\n", {}, "combined as independent chances: 1 row"),
        ("a,b,weight\n1,2,5\n1,2,5\n", {}, "were added up: 1 row"),
        ("a,b,weight\n1,2,5\n1,2,6\n", {"repeats": "max"}, "the largest weight was taken: 1 row"),
        ("Title\na,b\n1,2\n2,3\n", {}, "rows skipped before the table: 1"),
        ("a,b\nann,bo\n".encode("utf-16"), {}, "decoded as utf-16"),
        ("a,b,weight\n1,2,5%\n", {}, "weights in percent became shares"),
        ("follower,followed\n1,2\n", {}, "directed from 'followed' to 'follower'"),
        ("source,target,Type\n1,2,Undirected\n", {}, "ties are mutual, by the column 'Type'"),
        ("a;b\n1;2;\n3;4\n", {}, "separated by semicolons"),
    ],
)
def test_each_decision_has_a_note(text, how, note):
    assert note in notes(read(text, **how))


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame(), "0 columns found where two are needed"),
        (pd.DataFrame({"source": ["a"]}), "1 column found where two are needed"),
        (pd.DataFrame([["a", "b"]], columns=["who", "who"]), "2 columns are named 'who'"),
    ],
)
def test_frames_without_two_different_columns_are_refused(frame, message):
    with pytest.raises(EngagelabError, match=message):
        read_network(frame)


def test_people_of_a_graph_are_not_counted_as_rows():
    graph = nx.Graph([("a", "b")])
    graph.add_node("c")
    network = read_network(graph)
    assert network.people == 3
    assert not any("rows" in note for note in network.notes)


@pytest.mark.parametrize("name", ["small.graphml", "small.json", "small.txt"])
def test_a_graph_is_not_a_table_of_people(tmp_path, name):
    path = tmp_path / name
    path.write_text('<?xml version="1.0"?>\n<graphml></graphml>\n')
    with pytest.raises(EngagelabError, match=rf"{name}: this is a graph, not a table of people"):
        read_network(pd.DataFrame({"source": ["a"], "target": ["b"]}), people=path)
