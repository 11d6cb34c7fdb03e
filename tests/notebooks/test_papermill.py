"""The notebooks with other numbers: papermill puts them in place of those that are tagged."""

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from checkout import ROOT
from jupyter_client import KernelManager

pytest.importorskip("papermill")

import papermill

pytestmark = pytest.mark.notebook

FOLDER = ROOT / "notebooks"
# Notebook: other numbers, and what it then says.
OTHERS = {
    "00_start_here": (
        {"people": 300, "seeds": 3, "runs": 5, "plans": ["bottom-up", "voucher"], "plan_runs": 3},
        ("*Bottom-up* reaches", "*Voucher* reaches"),
    ),
    "05_compare_plans": (
        {"people": 1_000, "runs": 6, "towns": 3, "town_runs": 12, "key": 9},
        ("not resolved",),
    ),
    "06_what_matters": (
        {"preset": "voucher", "people": 400, "runs": 2, "paths": 3, "pairs": 2, "draws": 8},
        ("with 400 people",),
    ),
    "08_cultivating_an_audience": (
        {
            "people": 1_000,
            "posts": 3,
            "trusts": [0.5, 2],
            "employees": [0.05, 0.2],
            "replies": [0.2, 0.9],
            "critics": [0, 0.3],
            "prices": [1, 9],
            "listening": [0, 1],
            "customers": [0.1, 0.3],
            "towns": 2,
            "runs": 2,
            "key": 5,
        },
        ("By readers of last post, of 4 cells", "Starting with", "**Rewards.** With"),
    ),
    "13_go_to_them_or_bring_them_to_us": (
        {
            "people": 1_000,
            "posts": 6,
            "spaces": [0.5, 5],
            "prices": [0.5, 2],
            "numbers": [1, 6],
            "towns": 2,
            "runs": 2,
            "key": 5,
        },
        ("With 4 posts, bringing is better in", "6 posts: With attention in the own space"),
    ),
    "11_fit_to_your_results": (
        {"people": 400, "posts": 6, "hold_out": 1, "simulations": 300, "runs": 3, "key": 4},
        ("The posts tell of:", "Of 3 numbers of posts"),
    ),
    "10_see_it_spread": (
        {"preset": "voucher", "people": 200, "key": 3},
        ("of 200 people read the post",),
    ),
}


@pytest.fixture(autouse=True, scope="module")
def kernel_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Run with this package, and with no data set that would have to be fetched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(FOLDER.parent), prepend=os.pathsep)
        patch.setenv("ENGAGELAB_DATA", str(tmp_path_factory.mktemp("papermill") / "none"))
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
            patch.setenv(name, "http://127.0.0.1:9")  # a port that nothing listens to
        yield


def run(
    name: str, target: Path, values: dict[str, object], kernel: KernelManager | None = None
) -> nbformat.NotebookNode:
    """Run a notebook with other numbers, and read what papermill has written.

    Without a kernel it gets one of its own.
    """
    papermill.execute_notebook(
        FOLDER / f"{name}.ipynb",
        target,
        parameters=values,
        kernel_name="python3",
        km=kernel,
        cwd=FOLDER,
        progress_bar=False,
    )
    return nbformat.read(target, as_version=4)


def answer(book: nbformat.NotebookNode) -> str:
    return book.cells[-1].outputs[0].data["text/markdown"]


def said(outputs: list[nbformat.NotebookNode]) -> str:
    return "\n".join(output.get("data", {}).get("text/markdown", "") for output in outputs)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.xdist_group("notebooks")
def test_a_notebook_runs_with_other_numbers(name, tmp_path, kernel):
    others, says = OTHERS[name]
    book = run(name, tmp_path / "run.ipynb", others, kernel)
    tags = [cell.metadata.get("tags", []) for cell in book.cells]
    place = tags.index(["injected-parameters"])
    assert place == tags.index(["parameters"]) + 1
    names: dict[str, object] = {}
    exec(book.cells[place].source, names)
    assert {one: names[one] for one in others} == others
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    assert not [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]
    assert answer(book).startswith("## Answer")
    for words in says:
        assert words in said(outputs)


@pytest.mark.xdist_group("notebooks")
def test_another_key_gives_another_answer_and_the_same_one_the_same(tmp_path, kernel):
    small = {"people": 300, "runs": 3, "plan_runs": 3}
    first, again, other = (
        answer(run("00_start_here", tmp_path / f"{place}.ipynb", {**small, "plan_key": key}, where))
        for place, (key, where) in enumerate(((4, kernel), (4, None), (5, kernel)))
    )
    assert first == again
    assert first != other


@pytest.mark.xdist_group("notebooks")
def test_a_network_of_ones_own_is_read_by_its_path(tmp_path, kernel):
    ties, groups = tmp_path / "ties.csv", tmp_path / "groups.csv"
    ties.write_text("from;to\n" + "".join(f"p{at};p{at + 1}\n" for at in range(11)))
    groups.write_text("person,group\n" + "".join(f"p{at},team {at % 3}\n" for at in range(9)))
    values = {"edges": str(ties), "memberships": str(groups), "runs": 4, "lang": "fr"}
    book = run("09_your_own_network", tmp_path / "run.ipynb", values, kernel)
    (read,) = [cell for cell in book.cells if cell.id == "read"]
    assert "12 people, 11 ties, 3 groups" in read.outputs[0].data["text/markdown"]
    assert "Of 12 people the plan reaches" in answer(book)
