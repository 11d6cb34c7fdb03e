"""What is installed is said in three files and shipped in one: they agree."""

import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
import yaml
from checkout import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from engagelab._version import __version__

pytestmark = pytest.mark.process

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

# What conda-forge calls a package where its name differs; "-base" ones leave out desktop windows.
CONDA_NAMES = {
    "build": "python-build",
    "matplotlib": "matplotlib-base",
    "playwright": "playwright-python",
    "seaborn": "seaborn-base",
}
# What only conda has to be told.
CONDA_ONLY = {"python", "pip"}


EXTRAS = PROJECT["optional-dependencies"]
LINES = [*PROJECT["dependencies"], *(line for extra in EXTRAS.values() for line in extra)]
# The witnesses of the tests and the libraries of the benchmark are not all on conda-forge.
OTHERS = [*EXTRAS["peers"], *EXTRAS["bench"]]
PIP_ONLY = {canonicalize_name(Requirement(line).name) for line in OTHERS}


def declared():
    """Return the requirements of pyproject.toml, extras included, by name."""
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in LINES}


def for_conda():
    """Return the requirements that conda users get from environment.yml."""
    return {name: line for name, line in declared().items() if name not in PIP_ONLY}


def conda():
    """Return the requirements of environment.yml by conda's name."""
    lines = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    return {Requirement(line).name: Requirement(line) for line in lines}


def pins():
    """Return the pinned version of each package in constraints.txt by name."""
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return dict(line.split(" ; ")[0].split("==") for line in lines)


def texts():
    """Yield the project's own files that say where something comes from."""
    kinds = {".cff", ".cfg", ".md", ".py", ".sh", ".toml", ".txt", ".yaml", ".yml"}
    folders = ["engagelab", "tests", "tools", "datasets", "benchmarks", ".ci"]
    for path in [*ROOT.iterdir(), *(path for name in folders for path in (ROOT / name).rglob("*"))]:
        if path.is_file() and (path.suffix in kinds or path.name in {"Makefile", "run"}):
            yield path


def test_no_package_is_declared_twice():
    assert len(declared()) == len(LINES)
    assert EXTRAS.keys() == {"lab", "cluster", "data", "peers", "bench", "test", "dev"}


def test_conda_users_get_the_same():
    wanted = {CONDA_NAMES.get(name, name): line.specifier for name, line in for_conda().items()}
    given = {name: line.specifier for name, line in conda().items() if name not in CONDA_ONLY}
    assert given == wanted
    assert str(conda()["python"].specifier) == PROJECT["requires-python"]


def test_conda_users_read_the_same_reasons():
    wanted = {
        CONDA_NAMES.get(name, name): why
        for name, why in reasons("pyproject.toml").items()
        if name in for_conda()
    }
    given = reasons("environment.yml")
    assert {name: why for name, why in given.items() if name not in CONDA_ONLY} == wanted
    assert given.keys() == conda().keys()


def reasons(name):
    """Return the comment beside each requirement of a file."""
    line = re.compile(r'^ +(?:- |")([A-Za-z0-9-]+)(?:[<>=][^"# ]*)?"?,? +# (.+)$', re.MULTILINE)
    found = line.findall((ROOT / name).read_text())
    return {package: why for package, why in found if package in declared() | conda()}


def test_every_requirement_has_its_reason_and_a_lower_bound():
    assert reasons("pyproject.toml").keys() == declared().keys()
    bare = [name for name, line in declared().items() if ">=" not in str(line.specifier)]
    assert bare == []


def test_every_pin_is_one_exact_version_and_nothing_else():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    exact = re.compile(r"[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.]*( ; [a-z_]+ .+)?")
    assert [line for line in lines if not exact.fullmatch(line)] == []
    assert list(pins()) == sorted(pins())


def test_the_pins_are_within_the_bounds():
    pinned = pins()
    wrong = [
        f"{line} but {pinned.get(name)}"
        for name, line in declared().items()
        if name not in pinned or not line.specifier.contains(pinned[name])
    ]
    assert wrong == []


def test_the_version_stands_in_one_place_and_is_told_right_elsewhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    changes = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert "version" in PROJECT["dynamic"]
    assert citation["version"] == __version__
    assert changes[0] == __version__
    assert citation["license"] == PROJECT["license"]


def test_no_file_names_a_package_registry():
    """Where packages come from is the business of each person's own pip, uv or conda."""
    # put together from parts, so that this file does not name them either
    names = ("pypi", "".join(("python", "hosted")), "anaconda", "npmjs")
    hosts = [".".join((name, "org")) for name in names]
    options = ["--".join(("", word)) for word in ("index-url", "extra-index-url", "find-links")]
    named = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in texts()
        for word in hosts + options
        if word in path.read_text(encoding="utf-8")
    ]
    assert named == []


def test_the_benchmark_installs_the_peers_that_are_declared():
    (line,) = re.findall(r"^PEERS := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert sorted(line.split()) == sorted(PIP_ONLY)


def test_what_checks_a_change_is_what_everybody_runs():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel, with the backend that is installed, and return the names in it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*command, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize(
    ("folder", "inside"),
    [
        ("datasets", "engagelab/_datasets"),
        ("notebooks", "engagelab/_notebooks"),
        ("engagelab/simulation/presets", "engagelab/simulation/presets"),
        ("engagelab/engine", "engagelab/engine"),
        ("engagelab/cli/lab_settings", "engagelab/cli/lab_settings"),
    ],
)
def test_the_wheel_holds_what_the_package_reads(wheel, folder, inside):
    files = [path.relative_to(ROOT / folder) for path in (ROOT / folder).rglob("*.*")]
    ours = [path for path in files if is_content(path)]
    assert ours
    assert {f"{inside}/{path.as_posix()}" for path in ours} <= wheel


def is_content(path):
    """Return whether a path below a folder is a file of ours, not what a tool left there."""
    left = any(part.startswith(".") or part == "__pycache__" for part in path.parts)
    return bool(path.suffix) and not left


def test_the_wheel_says_that_it_is_typed_and_holds_nothing_else(wheel):
    assert "engagelab/py.typed" in wheel
    assert {name.split("/")[0] for name in wheel} == {
        "engagelab",
        f"engagelab-{__version__}.dist-info",
    }
    strange = [name for name in wheel if re.search(r"__pycache__|\.nb[ci]$|checkpoint", name)]
    assert strange == []
