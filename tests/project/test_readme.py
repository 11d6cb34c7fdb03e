"""What the README says is true: its code gives its output, its links lead somewhere."""

import contextlib
import io
import re

from checkout import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return found


def test_the_ten_lines_give_their_output():
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(block("python"), {})
    assert said.getvalue() == block("text")


def test_the_ten_lines_are_ten():
    lines = [line for line in block("python").splitlines() if line.strip()]
    assert len(lines) == 10


def test_every_link_leads_to_a_file():
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert "docs/workbench.png" in links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_the_picture_is_light():
    assert (ROOT / "docs" / "workbench.png").stat().st_size < 300_000


def test_the_commands_are_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_that_a_page_names_is_there():
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("datasets/*.md")]
    named = {
        (page.name, name)
        for page in pages
        for name in re.findall(
            r"`((?:tests|engagelab|notebooks)/[\w./-]+)`", page.read_text("utf-8")
        )
    }
    assert ("reliability.md", "tests/test_errors.py") in named
    assert [(page, name) for page, name in sorted(named) if not (ROOT / name).exists()] == []
