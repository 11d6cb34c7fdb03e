"""Files written for a test, and how `read_table` refuses them."""

from pathlib import Path

import pytest

from engagelab.errors import EngagelabError
from engagelab.io.columns import Kind
from engagelab.io.tables import read_table

TIES: dict[str, Kind] = {"source": "label", "target": "label", "weight": "number"}
ENDS: dict[str, Kind] = {"source": "label", "target": "label"}


def made(folder: Path, text: str | bytes, name: str = "ties.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(path: Path, columns: dict[str, Kind], **how: str) -> str:
    with pytest.raises(EngagelabError) as caught:
        read_table(path, columns, **how)
    return str(caught.value)
