"""Data sets by name: facts and classics that come along, real networks fetched once and checked.

Where each comes from, under which licence, and how to cite it stands in ``datasets/README.md``.
"""

import gzip
import hashlib
import io
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, overload

import networkx as nx
import pandas as pd
import pooch

from .errors import EngagelabError, listed, nearest
from .files import writing
from .network import Network
from .tables import Kind, read_table

HOME = "https://raw.githubusercontent.com"
"""Where the real data sets live: a file is at ``HOME/repository/commit/path``."""

_SECONDS = 30.0

_UNITS = {
    "P06": "kinds of groups",
    "P07": "kinds of groups",
    "P09": "hours a week",
    "P15": "groups",
    "P16": "hours a week",
    "P70": "people",
}


@dataclass(frozen=True)
class _Places:
    """Where fetched files are kept, and where they are fetched from."""

    cache: Path
    home: str


@overload
def load(
    name: Literal["davis", "karate", "invs13", "invs15"],
    *,
    cache: str | os.PathLike[str] | None = None,
    home: str | None = None,
) -> Network: ...
@overload
def load(
    name: Literal["pew-2011", "studies"],
    *,
    cache: str | os.PathLike[str] | None = None,
    home: str | None = None,
) -> pd.DataFrame: ...
@overload
def load(
    name: str, *, cache: str | os.PathLike[str] | None = None, home: str | None = None
) -> Network | pd.DataFrame: ...
def load(
    name: str, *, cache: str | os.PathLike[str] | None = None, home: str | None = None
) -> Network | pd.DataFrame:
    """Load a data set: networks as a `Network`, tables of facts as a frame.

    ================  ==============================================================================
    ``"davis"``       18 women, 14 social events as groups; a tie weighs the events in common [1]_
    ``"karate"``      34 members of a karate club, the two clubs it split into as groups; a tie
                      weighs the contexts in which two members met [2]_
    ``"invs13"``      an office building, ten days of 2013: 92 people, departments as groups; a tie
                      weighs the 20-second intervals face to face [3]_
    ``"invs15"``      the same in 2015: 217 people in contact and 15 without any [4]_
    ``"pew-2011"``    figures of a survey of adults in the US on groups and the internet [5]_
    ``"studies"``     figures of other studies of sharing and participation, each with its source
    ================  ==============================================================================

    The offices are fetched when they are first asked for, checked, and kept; the others come along.
    Who is listed in a department but met nobody is kept, without ties. Who met somebody but is
    listed nowhere would be a prospect, in no group; there is no such person in these two.

    Parameters
    ----------
    name : str
        One of `names`.
    cache : path-like, optional
        The folder in which fetched files are kept, by default that of the environment variable
        ``ENGAGELAB_DATA``, else the system's own for caches. It may be read-only where it holds
        the files already.
    home : str, optional
        The address to fetch from instead of `HOME`, such as that of a mirror.

    Returns
    -------
    Network or pandas.DataFrame
        In the frame of ``"pew-2011"``, `value` and `comparison` are numbers, in `unit`;
        `comparison` is NaN where the survey compares nobody.

    Raises
    ------
    EngagelabError
        For an unknown name, a file that cannot be fetched or kept, or one whose content is not
        what is on record; such a file is never replaced silently.

    References
    ----------
    .. [1] A. Davis, B. B. Gardner, M. R. Gardner (1941), Deep South, University of Chicago Press.
    .. [2] W. W. Zachary (1977), An information flow model for conflict and fission in small
       groups, Journal of Anthropological Research 33(4), doi:10.1086/jar.33.4.3629752
    .. [3] M. Génois et al. (2015), Data on face-to-face contacts in an office building suggest a
       low-cost vaccination strategy based on community linkers, Network Science 3(3),
       doi:10.1017/nws.2015.10
    .. [4] M. Génois, A. Barrat (2018), Can co-location be used as a proxy for face-to-face
       contacts?, EPJ Data Science 7:11, doi:10.1140/epjds/s13688-018-0140-1
    .. [5] L. Rainie, K. Purcell, A. Smith (2011), The Social Side of the Internet, Pew Internet &
       American Life Project.

    Examples
    --------
    >>> import engagelab as el
    >>> el.datasets.load("davis")
    Network(people=18, ties=139, groups=14, memberships=89)
    >>> facts = el.datasets.load("pew-2011").set_index("id")
    >>> facts.loc[["P01", "P03"], ["value", "comparison", "unit"]]
         value  comparison unit
    id
    P01   80.0        56.0    %
    P03   82.0        77.0    %
    """
    if name not in _LOADERS:
        known = f"give one of {listed(map(repr, _LOADERS))}{nearest(name, _LOADERS)}"
        raise EngagelabError(f"data set {name!r} is not known; {known}")
    kept = cache or os.environ.get("ENGAGELAB_DATA") or pooch.os_cache("engagelab")
    return _LOADERS[name](_Places(Path(kept), (home or HOME).rstrip("/")))


def names() -> list[str]:
    """Return the names that `load` knows.

    Examples
    --------
    >>> import engagelab as el
    >>> el.datasets.names()
    ['davis', 'karate', 'invs13', 'invs15', 'pew-2011', 'studies']
    """
    return list(_LOADERS)


def registry() -> pd.DataFrame:
    """Return where each fetched file comes from: home, hashes, licence, citation; one a row.

    Examples
    --------
    >>> import engagelab as el
    >>> el.datasets.registry()[["name", "file", "licence"]]
         name             file  licence
    0  invs13     contacts.dat  CC0 1.0
    1  invs13  departments.txt  CC0 1.0
    2  invs15     contacts.dat  CC0 1.0
    3  invs15  departments.txt  CC0 1.0
    """
    return _shipped("registry.csv").astype({"bytes": "int64"})


def _davis(_: _Places) -> Network:
    both = nx.davis_southern_women_graph()
    women, events = both.graph["top"], both.graph["bottom"]
    ties = nx.bipartite.weighted_projected_graph(both, women)
    # Whether somebody is a woman or an event is nothing to say of women alone.
    for person in ties:
        ties.nodes[person].pop("bipartite", None)
    return Network.from_networkx(ties, groups={event: sorted(both[event]) for event in events})


def _karate(_: _Places) -> Network:
    graph = nx.karate_club_graph()
    clubs: dict[str, list[int]] = {}
    for person, club in graph.nodes(data="club"):
        clubs.setdefault(club, []).append(person)
    return Network.from_networkx(graph, groups=clubs)


def _office(name: str, places: _Places) -> Network:
    """Load one of the offices, which come in the same two files without a line of names."""
    met = _fetched(name, "contacts.dat", places)
    ties = read_table(met, {"a": "label", "b": "label"}, header=("time", "a", "b"))
    listing = _fetched(name, "departments.txt", places)
    columns: dict[str, Kind] = {"person": "label", "group": "text"}
    groups = read_table(listing, columns, header=tuple(columns))
    people = sorted({*ties["a"].tolist(), *ties["b"].tolist(), *groups["person"].tolist()})
    # One row is one interval of 20 seconds; rows of the same two people add up.
    ties = ties.assign(weight=1.0)
    return Network.from_frame(ties, groups, people=people, columns=("a", "b"), weight="weight")


def _pew(_: _Places) -> pd.DataFrame:
    facts = _shipped("pew_2011.csv").rename(columns={"value_pct_or_num": "value"})
    for name in ("value", "comparison"):
        facts[name] = facts[name].replace("", "nan").astype("float64")
    facts.insert(3, "unit", [_UNITS.get(row, "%") for row in facts["id"]])
    # The table says "same as P30" of a row that asks the same people as another.
    populations = dict(zip(facts["id"], facts["population"], strict=True))
    facts["population"] = [
        populations[words.removeprefix("same as ")] if words.startswith("same as ") else words
        for words in facts["population"]
    ]
    return facts


def _studies(_: _Places) -> pd.DataFrame:
    return _shipped("studies.csv")


_LOADERS: Mapping[str, Callable[[_Places], Network | pd.DataFrame]] = {
    "davis": _davis,
    "karate": _karate,
    "invs13": partial(_office, "invs13"),
    "invs15": partial(_office, "invs15"),
    "pew-2011": _pew,
    "studies": _studies,
}


def _shipped(file: str) -> pd.DataFrame:
    """Read a table that comes along, as text: in the package, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "_datasets", package.parent / "datasets"):
        if (folder / file).is_file():
            return pd.read_csv(folder / file, dtype="str", keep_default_na=False)
    raise EngagelabError(f"{file}: is missing from this installation; install engagelab again")


def _fetched(name: str, file: str, places: _Places) -> Path:
    """Return the path of a fetched file with the right content; fetch it where there is none."""
    rows = registry()
    entry = rows[(rows["name"] == name) & (rows["file"] == file)].iloc[0]
    path = places.cache / name / file
    if (data := _bytes_of(path)) is None:
        url = f"{places.home}/{entry['repository']}/{entry['commit']}/{entry['path']}"
        data = _unpack(_download(url, str(entry["source_sha256"]), path), entry)
        _check(data, entry, url, f"tell the maintainers, or put the right file at {path}")
        _keep(data, path)
    else:
        advice = "delete it, and it is fetched again; or set ENGAGELAB_DATA to another folder"
        _check(data, entry, str(path), advice)
    return path


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        advice = "set ENGAGELAB_DATA to a folder that you may read"
        raise EngagelabError(f"{path}: cannot be read: {error.strerror}; {advice}") from error


def _check(data: bytes, entry: "pd.Series[str]", where: str, advice: str) -> None:
    """Refuse content that is not what is on record."""
    found, expected = hashlib.sha256(data).hexdigest(), entry["sha256"]
    if found != expected:
        raise EngagelabError(f"{where}: SHA-256 is {found}, expected {expected}; {advice}")


def _keep(data: bytes, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        told = f"{path.parent}: cannot be made: {error.strerror}"
        advice = "set ENGAGELAB_DATA to a folder that you may write to"
        raise EngagelabError(f"{told}; {advice}") from error
    with writing(path) as temporary:
        temporary.write_bytes(data)


def _download(url: str, sha256: str, path: Path) -> bytes:
    """Fetch a file as its home serves it, or say what was tried and what to do by hand."""
    by_hand = f"or fetch it elsewhere, unpack it, and put it at {path}"
    with tempfile.TemporaryDirectory() as folder, _quiet():
        try:
            blob = pooch.retrieve(
                url,
                known_hash=f"sha256:{sha256}",
                fname="blob",
                path=folder,
                downloader=pooch.HTTPDownloader(timeout=_SECONDS),
            )
            return Path(blob).read_bytes()
        # Whatever fails on the way is an OSError here, some of it a ValueError too.
        except OSError as error:
            told = f"{url}: cannot be fetched: {_why(error)}"
        except ValueError as error:
            hashes = str(error).partition(" Deleted")[0]
            told = f"{url}: is not what is on record: {hashes} Try again"
    raise EngagelabError(f"{told}, {by_hand}")


def _why(error: OSError) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    if status:
        return f"it answers {status}; try again later"
    return f"no answer ({error.strerror or type(error).__name__}); look at your connection"


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep pooch from telling the reader of a notebook where it puts a passing file."""
    logger = pooch.get_logger()
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


def _unpack(blob: bytes, entry: "pd.Series[str]") -> bytes:
    """Return the content, never more than one byte above the size on record."""
    most = int(entry["bytes"]) + 1
    if entry["unpack"] == "gz":
        return gzip.GzipFile(fileobj=io.BytesIO(blob)).read(most)
    if entry["unpack"] == "zip":
        with zipfile.ZipFile(io.BytesIO(blob)) as archive:
            fitting = [each for each in archive.infolist() if each.file_size == most - 1]
            return archive.open(fitting[0]).read(most) if fitting else b""
    return blob
