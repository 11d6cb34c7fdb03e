"""The page of the evidence, docs/evidence.md."""

import re
from collections.abc import Mapping
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "evidence.md"
TITLES = {
    "laws": "Laws and slow twins",
    "simulator": "A second simulator of the engagement model",
    "intervals": "Coverage of nominal 95 % intervals",
    "implied": "What the presets of the engagement model imply, beside published figures",
    "strategies": "Nine strategies at equal money",
    "maps": "Decision maps",
    "fits": "Fits to observed posts",
    "witnesses": "Independent libraries",
}


_HEAD = (
    "# Evidence\n\n`make evidence` runs these statistics and writes this page; `python -m evidence "
    "--only PART` writes a part of it.\n"
)


def write(texts: Mapping[str, str]) -> None:
    """Write the texts of some parts into the page; the other parts stay as they are."""
    texts = {**_written(), **texts}
    parts = (f"\n## {title}\n\n{texts[name]}\n" for name, title in TITLES.items() if name in texts)
    PAGE.write_text(_HEAD + "".join(parts), encoding="utf-8")


def _written() -> dict[str, str]:
    """Return the text of each part that the page has."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    texts = dict(re.findall(r"^## (.+?)\n\n(.*?)\n(?=\n## |\Z)", page, re.MULTILINE | re.DOTALL))
    return {name: texts[title] for name, title in TITLES.items() if title in texts}
