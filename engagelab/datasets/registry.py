"""The registry of data sets: tables in the package, and the sources of downloaded files."""

from pathlib import Path

import pandas as pd

from ..errors import EngagelabError
from .fetch import Entry


def registry() -> pd.DataFrame:
    """Return the source, hashes, licence and citation of each downloaded file, one a row.

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
    """Return a table that comes with the package, or lies beside it in a checkout, as text.

    Raises
    ------
    EngagelabError
        If the installation lacks the file.
    """
    package = Path(__file__).parents[1]
    for folder in (package / "_datasets", package.parent / "datasets"):
        if (folder / file).is_file():
            return pd.read_csv(folder / file, dtype="str", keep_default_na=False)
    raise EngagelabError(f"{file}: is missing from this installation; install engagelab again")


def entry_of(name: str, file: str) -> Entry:
    """Return the row of the registry for a file of a data set."""
    rows = registry()
    return rows[(rows["name"] == name) & (rows["file"] == file)].iloc[0]
