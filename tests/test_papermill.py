"""The notebooks with other numbers: papermill puts them in place of those that are tagged."""

import os
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("papermill")

import papermill

FOLDER = Path(__file__).parent.parent / "notebooks"
SMALL = {
    "00_start_here": {
        "people": 300,
        "seeds": 3,
        "runs": 5,
        "plans": ["bottom-up", "voucher"],
        "plan_runs": 3,
        "plan_key": 5,
    },
    "04_reach_in_a_real_company": {"seeds": 1, "chances": [0.5, 1.0], "runs": 7, "horizon": 3},
    "05_compare_plans": {"people": 500, "runs": 6, "towns": 3, "town_runs": 4, "key": 9},
    "08_cultivating_an_audience": {"own_size": 20, "count": 3, "seeds": 2, "runs": 4, "key": 5},
}


@pytest.fixture(autouse=True)
def from_here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Play with this package, and with no data set that would have to be fetched."""
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent), prepend=os.pathsep)
    monkeypatch.setenv("ENGAGELAB_DATA", str(tmp_path / "none"))
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # a port that nothing listens to


def played(name: str, target: Path, **given: object) -> nbformat.NotebookNode:
    """Run a notebook with other numbers, and read what papermill has written."""
    papermill.execute_notebook(
        FOLDER / f"{name}.ipynb",
        target,
        parameters=given,
        kernel_name="python3",
        cwd=FOLDER,
        progress_bar=False,
    )
    return nbformat.read(target, as_version=4)


def answer(book: nbformat.NotebookNode) -> str:
    return book.cells[-1].outputs[0].data["text/markdown"]


def shown(book: nbformat.NotebookNode) -> str:
    """Return all words that the cells show."""
    outputs = [output for cell in book.cells for output in cell.get("outputs", [])]
    data = [output.get("data", {}) for output in outputs]
    return "\n".join(one.get("text/markdown", one.get("text/plain", "")) for one in data)


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.xdist_group("notebooks")
def test_a_notebook_runs_with_other_numbers(name, tmp_path):
    book = played(name, tmp_path / "played.ipynb", **SMALL[name])
    tags = [cell.metadata.get("tags", []) for cell in book.cells]
    given = book.cells[tags.index(["injected-parameters"])]
    assert tags.index(["injected-parameters"]) == tags.index(["parameters"]) + 1
    names: dict[str, object] = {}
    exec(given.source, names)
    assert {one: names[one] for one in SMALL[name]} == SMALL[name]
    assert not [one for cell in book.cells for one in cell.get("outputs", [])
                if one.output_type == "error" or one.get("name") == "stderr"]  # fmt: skip
    assert answer(book).startswith("## Answer")
