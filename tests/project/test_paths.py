"""Every function that takes a path answers odd ones with one kind of error, and never waits."""

import ast
import os
import re
from pathlib import Path

import pandas as pd
import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import Option, compare_options, open_study, sweep
from engagelab.experiments.fit_record import FitRecord
from engagelab.player import spread
from engagelab.presenting import to_slides
from engagelab.report import hand_over, hand_over_decision
from engagelab.workbench.state.own_network import NetworkFile, read_files

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="odd files as POSIX has them"),
]
PLAN = el.Scenario(population={"people": 60}, settings={"runs": 2, "horizon": 5})
OUTCOME, SPREAD, NETWORK = PLAN.run(), spread(PLAN), PLAN.town()
DECISION = compare_options([Option("Here", PLAN), Option("There", PLAN)], towns=2)
POSTS = el.read_observed(
    pd.DataFrame({"post": list("abcd"), "round": [0, 7, 14, 21], "reach": [5, 8, 4, 6]}),
    seeds=[3] * 4,
)
FEW = {"simulations": 200, "key": 1, "progress": False}
FIT = el.calibrate(PLAN, POSTS, **FEW)

FORMATS = (
    ".csv", ".txt", ".xlsx", ".ods", ".parquet", ".graphml", ".gexf", ".gml", ".net", ".json",
    ".csv.gz", ".zip", ".pickle",
)  # fmt: skip
READERS = {
    "plan": el.Scenario.from_yaml,
    "outcome": el.Outcome.open,
    "old plan": el.Scenario.from_old_yaml,
    "ties": el.graphs.read_edges,
    "memberships": el.graphs.read_memberships,
    "groups": lambda path: el.graphs.read_network(groups=path),
    "people": lambda path: el.graphs.read_network(
        pd.DataFrame({"source": ["a"], "target": ["b"]}), people=path
    ),
    "own network": lambda path: read_files({"ties": NetworkFile(path)}),
    **dict.fromkeys(FORMATS, el.graphs.read_network),
    "posts": el.read_observed,
    "fit": FitRecord.read,
    "study": open_study,
    "slides": lambda path: to_slides(path, "out.html"),
    "data sets": lambda path: el.datasets.load("invs13", cache=path, home="http://127.0.0.1:9"),
}
WRITERS = {
    "plan": PLAN.to_yaml,
    "outcome": OUTCOME.save,
    "player": SPREAD.to_html,
    **{f"network{ending}": NETWORK.write for ending in (".csv", ".graphml", ".gexf", ".json")},
    "study": lambda path: sweep(PLAN, {"settings.key": [1, 2]}, store=path),
    "hand-over": lambda path: hand_over(PLAN, path, formats="csv"),
    "decision": lambda path: hand_over_decision(DECISION, path, formats="html"),
    "fit": lambda path: FIT.save(path, PLAN),
    "simulations of a fit": lambda path: el.calibrate(PLAN, POSTS, store=path, **FEW),
}
ENDINGS = {
    **dict.fromkeys(("ties", "memberships", "groups", "people", "own network"), ".csv"),
    **{ending: ending for ending in FORMATS},
    **{name: name.removeprefix("network") for name in WRITERS if name.startswith("network")},
    "outcome": ".parquet",
}


def plant(folder, ending):
    """Return odd paths by name; those of files have the ending."""
    (folder / f"file{ending}").write_bytes(b"\x00\xff" * 100)
    (folder / "folder").mkdir()
    os.mkfifo(folder / f"pipe{ending}")
    (folder / f"loop{ending}").symlink_to(f"loop{ending}")
    (folder / f"dangling{ending}").symlink_to("nowhere")
    (folder / f"device{ending}").symlink_to("/dev/full")
    (folder / f"linked folder{ending}").symlink_to("folder")
    return {
        "NUL": f"a\0b{ending}",
        "empty": "",
        "long name": folder / ("a" * 300 + ending),
        "long path": "a/" * 3_000 + f"b{ending}",
        "long": "b" * 10**6,
        "below a file": folder / f"file{ending}" / f"a{ending}",
        "nowhere": folder / "nowhere" / f"a{ending}",
        "surrogate": f"\ud800{ending}",
        "pipe": folder / f"pipe{ending}",
        "loop": folder / f"loop{ending}",
        "dangling": folder / f"dangling{ending}",
        "device": folder / f"device{ending}",
        "none": None,
        "number": 5,
        "bytes": b"a" + ending.encode(),
        "list": ["a"],
        "frame": pd.DataFrame({"a": [1]}),
        "linked folder": folder / f"linked folder{ending}",
        "damaged": folder / f"file{ending}",
        "folder": folder / "folder",
    }


NAMES = [
    "NUL", "empty", "long name", "long path", "long", "below a file", "nowhere", "surrogate",
    "pipe", "loop", "dangling", "device", "none", "number", "bytes", "list", "frame",
    "linked folder",
]  # fmt: skip


@pytest.mark.parametrize("name", [*NAMES, "damaged", "folder"])
@pytest.mark.parametrize("reader", READERS)
def test_an_odd_path_to_read_from(tmp_path, monkeypatch, reader, name):
    if (reader, name) == ("data sets", "none"):
        pytest.skip("without a folder, data sets are in that of the machine")
    if reader == "people" and name in ("none", "list", "frame"):
        pytest.skip("people may be unknown, a list or a frame")
    monkeypatch.chdir(tmp_path)
    path = plant(tmp_path, ENDINGS.get(reader, ".yaml"))[name]
    with pytest.raises(EngagelabError) as caught:
        READERS[reader](path)
    assert 20 < len(str(caught.value)) < 1_300


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("writer", WRITERS)
def test_an_odd_path_to_write_to(tmp_path, monkeypatch, writer, name):
    monkeypatch.chdir(tmp_path)
    path = plant(tmp_path, ENDINGS.get(writer, ""))[name]
    if writer in ("study", "simulations of a fit") and name in ("nowhere", "none"):
        pytest.skip("a study creates its folders, and need not have any")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(EngagelabError) as caught:
        WRITERS[writer](path)
    assert 20 < len(str(caught.value)) < 1_300
    assert sorted(tmp_path.rglob("*")) == before


# what takes a path, by module: called above, or by what is called above
TAKES_A_PATH = {
    "datasets/fetch": {"of"},
    "datasets/loading": {"load"},
    "experiments/calibrate": {"calibrate"},
    "experiments/fit_result": {"save"},
    "experiments/fit_table": {"table_of"},
    "experiments/fit_record": {"read"},
    "experiments/store": {"create_or_resume", "open_study"},
    "experiments/sweep": {"sweep"},
    "graphs/network": {"write"},
    "graphs/readers": {"read_edges", "read_memberships"},
    "graphs/reading/read": {"read_network", "read_with_previews"},
    "graphs/writing": {"write_network"},
    "player/page": {"write_html"},
    "player/run": {"to_html"},
    "observed/read_posts": {"read_observed"},
    "presenting/slides": {"to_slides"},
    "report/decision/export": {"hand_over_decision"},
    "report/export": {"hand_over", "write"},
    "simulation/outcome": {"open", "save"},
    "simulation/outcome_file": {"read_outcome", "write_outcome"},
    "simulation/scenario": {"from_old_yaml", "from_yaml", "to_yaml"},
}


TAKES = re.compile(r"PathLike|\b\w*Source\b")


def test_every_function_that_takes_a_path_is_tried():
    folder = Path(el.__file__).parent
    found = {}
    for path in folder.rglob("*.py"):
        module = path.relative_to(folder).with_suffix("").as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_public and module[:3] != "io/" and TAKES.search(ast.unparse(node.args)):
                found.setdefault(module, set()).add(node.name)
    assert found == TAKES_A_PATH
