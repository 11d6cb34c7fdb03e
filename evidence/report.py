"""The page of the evidence, docs/evidence.md."""

from collections.abc import Mapping
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "evidence.md"
_TITLES = {
    "laws": "Laws and slow twins",
    "intervals": "Coverage of nominal 95 % intervals",
    "witnesses": "Independent libraries",
}


def write(found: Mapping[str, str]) -> None:
    """Write the page from the text of each part."""
    head = "# Evidence\n\n`make evidence` runs these statistics and writes this page.\n"
    parts = (f"\n## {_TITLES[name]}\n\n{text}\n" for name, text in found.items())
    PAGE.write_text(head + "".join(parts), encoding="utf-8")
