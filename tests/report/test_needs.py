"""Advice for packages that are not installed."""

import os
import subprocess
import sys

import pytest
from checkout import ROOT

from engagelab.report.needs import missing_package

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("module", "name", "package"),
    [("pptx", "pptx", "python-pptx"), ("xlsxwriter", "xlsx", "xlsxwriter"),
     ("babel", "csv", "babel"), ("jinja2", "html", "Jinja2")],
)  # fmt: skip
def test_a_missing_package_is_named_with_its_extra(tmp_path, module, name, package):
    code = f"""
import sys
sys.modules[{module!r}] = None
from engagelab.errors import EngagelabError
import engagelab as el
try:
    from engagelab.report import hand_over
    hand_over(el.Scenario(), "new", formats={name!r})
except EngagelabError as error:
    sys.stdout.write(str(error))
"""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=tmp_path, text=True,
                          capture_output=True, check=True)  # fmt: skip
    assert done.stdout == (
        f"{package}: the package is not installed; install it with: pip install 'engagelab[lab]'"
    )
    assert list(tmp_path.iterdir()) == []


def test_another_missing_module_is_its_own_error():
    error = ModuleNotFoundError("no numpy", name="numpy")
    assert missing_package(error) is error
