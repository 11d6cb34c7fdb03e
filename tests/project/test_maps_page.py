"""The page of the decision maps has the maps of the notebooks, and its cells fit its sentences."""

import re

import pytest
from checkout import ROOT

from evidence import maps

pytestmark = pytest.mark.slow
PAGE = (ROOT / "docs" / "decision-maps.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def sections():
    return list(maps.sections_of(maps.NOTEBOOKS[0], 2, 2, people=500))


def test_each_map_of_a_notebook_has_a_section_on_the_page(sections):
    assert len(sections) == 3
    for section in sections:
        first, second = section.found.names
        title = f"## {section.heading}: {second} less {first}, {section.found.words}\n"
        part = PAGE.split(title)[1].split("\n## ")[0]
        table = maps.lifts(section.found)
        lines = [line for line in part.splitlines() if line.startswith("|")]
        heads = [line.split(" | ")[0] for line in table.splitlines()]
        assert [line.split(" | ")[0] for line in lines] == heads
        assert lines[0] == table.splitlines()[0]


def test_cells_are_marked_by_their_verdict(sections):
    text = maps.page(sections)
    for section in sections:
        part = text.split(f"## {section.heading}:")[1].split("\n## ")[0]
        counts = section.found.table["verdict"].value_counts()
        assert len(re.findall(r"\*\*[+-]", part)) == counts.get("challenger", 0)
        assert part.count("(draw)") == counts.get("draw", 0)
        assert part.count("(unequal)") == counts.get("unequal", 0)
