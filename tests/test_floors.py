"""Imports go down only; the contracts stand in pyproject.toml. The face loads what is asked for."""

import ast
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest

import engagelab

ROOT = Path(__file__).parent.parent


def test_every_import_keeps_to_the_floors():
    code = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-logo", "--no-cache"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def loaded_by(code):
    """Return what a fresh process has loaded after this code."""
    code = f"import sys; {code}; sys.stdout.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_face_loads_nothing_heavy_before_it_is_used():
    heavy = {"numba", "numpy", "pandas", "networkx", "pyarrow", "pydantic", "scipy", "yaml"}
    assert heavy.isdisjoint(loaded_by("import engagelab"))


def test_a_first_answer_loads_no_library_that_it_does_not_need():
    code = "import engagelab as el; town = el.graphs.town(100); "
    code += "outcome = el.simulate(town, el.Engagement(), 10, runs=20); el.reach(outcome)"
    assert {"matplotlib", "networkx", "pandas", "pyarrow"}.isdisjoint(loaded_by(code))


def test_the_whole_face_loads_neither_plots_nor_widgets():
    heavy = {"IPython", "ipywidgets", "jupyterlab", "matplotlib", "seaborn"}
    loaded = loaded_by("from engagelab import *")
    assert "engagelab.scenario" in loaded
    assert heavy.isdisjoint(loaded)


@pytest.mark.parametrize("before", ["", "import engagelab.simulate; ", "engagelab.Scenario; "])
def test_simulate_is_the_function_though_a_file_has_that_name(before):
    loaded_by(f"import engagelab; {before}assert callable(engagelab.simulate)")
    assert isinstance(engagelab.simulate, FunctionType)


def test_every_name_of_the_face_is_there_and_listed():
    assert [name for name in engagelab.__all__ if not hasattr(engagelab, name)] == []
    assert set(engagelab.__all__) <= set(dir(engagelab))
    with pytest.raises(AttributeError, match="module 'engagelab' has no attribute 'simulat'"):
        _ = engagelab.simulat


def test_editors_and_python_find_each_name_in_the_same_file():
    tree = ast.parse((ROOT / "engagelab" / "__init__.py").read_text())
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    told = {alias.name: line.module for line in block.body for alias in line.names if line.module}
    assert told == engagelab._HOME
