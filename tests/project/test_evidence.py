"""The page of the long statistics is written part by part, and its figures are within limits."""

import re

import pytest
from checkout import ROOT

from evidence import report

PAGE = ROOT / "docs" / "evidence.md"
PARTS = {
    "laws": "All hold.",
    "intervals": "A table:\n\n| n |\n| --- |\n| 20 |",
    "witnesses": "Good.",
}


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setattr(report, "PAGE", tmp_path / "evidence.md")
    return report.PAGE


def test_a_part_is_written_and_the_others_stay(page):
    report.write(PARTS)
    whole = page.read_text(encoding="utf-8")
    assert all(text in whole for text in PARTS.values())
    report.write({"laws": "One fails."})
    assert page.read_text(encoding="utf-8") == whole.replace("All hold.", "One fails.")
    report.write({"laws": "All hold."})
    assert page.read_text(encoding="utf-8") == whole


def test_parts_come_in_one_order_whenever_they_are_written(page):
    report.write(PARTS)
    whole = page.read_text(encoding="utf-8")
    page.unlink()
    for name in reversed(PARTS):
        report.write({name: PARTS[name]})
    assert page.read_text(encoding="utf-8") == whole


def test_the_page_has_known_parts_and_the_second_simulator_is_within_its_limit():
    text = PAGE.read_text(encoding="utf-8")
    assert set(re.findall("^## (.+)$", text, re.MULTILINE)) <= set(report.TITLES.values())
    greatest, limit = re.findall(r"greatest \|z\| is ([\d.]+) \(limit ([\d.]+)\)", text)[0]
    assert float(greatest) < float(limit) == 4.5
