"""Where each data set comes from: the tables in the package and the homes of the others."""

from pathlib import Path

import pandas as pd

from ..errors import EngagelabError
from .fetch import Entry


def registry() -> pd.DataFrame:
    """Return where each fetched file comes from: home, hashes, licence, citation; one a row.

    Examples
    --------
    >>> import engagelab as el
    >>> el.datasets.registry()[["name", "file", "licence"]].iloc[[0, 1, -1]]
                       name             file  licence
    0                invs13     contacts.dat  CC0 1.0
    1                invs13  departments.txt  CC0 1.0
    10  code-review-trivago      reviews.csv      MIT
    """
    return shipped("registry.csv").astype({"bytes": "int64"})


def shipped(file: str) -> pd.DataFrame:
    """Read a table of the package, or of the folder beside it in a checkout, as text."""
    package = Path(__file__).parents[1]
    for folder in (package / "_datasets", package.parent / "datasets"):
        if (folder / file).is_file():
            return pd.read_csv(folder / file, dtype="str", keep_default_na=False)
    raise EngagelabError(f"{file}: is missing from this installation; install engagelab again")


def entry_of(name: str, file: str) -> Entry:
    """Return the row of the registry for a file."""
    rows = registry()
    return rows[(rows["name"] == name) & (rows["file"] == file)].iloc[0]
