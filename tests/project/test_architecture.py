"""Imports go down only; the contracts stand in pyproject.toml. The face loads what is asked for."""

import re
import subprocess
import sys
import tomllib
from types import FunctionType

import pytest
from checkout import ROOT

import engagelab

pytestmark = pytest.mark.process


def test_contributing_draws_the_floors_as_they_are():
    drawn = re.sub(r"[ \n]+", " ", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    for contract in contracts["importlinter"]["contracts"]:
        if contract["type"] != "layers":
            continue
        if contract["containers"] == ["engagelab"]:  # each floor with a remark beside it
            missing = [floor for floor in contract["layers"] if f" {floor} " not in drawn]
            assert missing == []
            assert len(contract["layers"]) <= 10
        else:
            assert " ".join(contract["layers"]) in drawn


def test_the_package_shows_its_rooms_and_few_loose_modules():
    package = ROOT / "engagelab"
    folders = [each for each in package.iterdir() if (each / "__init__.py").is_file()]
    assert len(folders) <= 16
    loose = {each.stem for each in package.glob("*.py")}
    assert loose == {"__init__", "__main__", "_version", "errors", "palette"}


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
    assert "engagelab.simulation.scenario" in loaded
    assert heavy.isdisjoint(loaded)


def test_the_workbench_loads_no_library_that_its_first_answer_does_not_need():
    code = "from engagelab import workbench; page = workbench.campaign"
    heavy = {"matplotlib", "networkx", "scipy.optimize", "scipy.stats", "seaborn"}
    assert heavy.isdisjoint(loaded_by(code))


# Each code finds the package as in a fresh process; other libraries are loaded once for all.
ANEW = """
import sys
finders = list(sys.meta_path)
for code in {codes!r}:
    sys.stderr.write(code + "\\n")
    for name in [name for name in sys.modules if name.partition(".")[0] == "engagelab"]:
        del sys.modules[name]
    sys.meta_path[:] = finders
    exec(code, {{}})
"""


def run_anew(*codes):
    """Run codes in one process, each with a package that is not yet imported."""
    code = ANEW.format(codes=codes)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines() == list(codes)


def test_simulate_is_the_function_though_a_file_has_that_name():
    assertion = "assert callable(engagelab.simulate)"
    run_anew(
        f"import engagelab; {assertion}",
        f"import engagelab; import engagelab.simulation.simulate; {assertion}",
        f"import engagelab; engagelab.Scenario; {assertion}",
    )
    assert isinstance(engagelab.simulate, FunctionType)


def test_every_name_of_the_face_is_there_and_listed():
    assert len(engagelab.__all__) == 45
    assert [name for name in engagelab.__all__ if not hasattr(engagelab, name)] == []
    assert set(engagelab.__all__) <= set(dir(engagelab))
    with pytest.raises(AttributeError, match="simulat"):
        _ = engagelab.simulat


PUBLIC_MODULES = (
    *("datasets", "experiments", "graphs", "metrics", "observed", "player", "plots"),
    *("population", "report", "temporal", "theory", "uncertainty", "workbench"),
)


def test_public_modules_are_imported_by_their_short_names():
    run_anew(
        *(
            f"import engagelab.{name}, types; assert isinstance(engagelab.{name}, types.ModuleType)"
            for name in PUBLIC_MODULES
        ),
        f"from engagelab import {', '.join(PUBLIC_MODULES)}",
    )


def test_a_second_name_of_a_module_is_the_same_module():
    from engagelab.temporal import Meetings

    from engagelab.observed import temporal

    assert engagelab.temporal is temporal
    assert Meetings is temporal.Meetings
    assert temporal.__spec__.name == temporal.__name__ == "engagelab.observed.temporal"
