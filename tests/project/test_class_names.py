"""One name, one idea: no two public classes of the package share a name."""

import ast
from collections import defaultdict

from checkout import ROOT


def public_classes(folder):
    """Return the files that define each public class, by its name."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(path.relative_to(folder).as_posix())
    return found


def test_no_two_public_classes_have_the_same_name():
    twice = {name: files for name, files in public_classes(ROOT / "engagelab").items()
             if len(files) > 1}  # fmt: skip
    assert twice == {}


def test_a_name_used_twice_is_found(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text("class Lever: ...\nclass _Own: ...\n", "utf-8")
    assert public_classes(tmp_path) == {"Lever": ["one.py", "two.py"]}
