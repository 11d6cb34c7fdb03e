"""A network of one's own: a file of ties and one of memberships, read with little asked."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...errors import EngagelabError, refused
from ...graphs.network import Network
from ...io.tables import read_table, rows_of
from ...models import Post
from ...models.sections import OWN_GROUP, ROLES
from ...simulation.adaptors.engagement import calendar_arrays
from ...simulation.scenario import Scenario
from .plan_files import path_of

FirstLine = Literal["guess", "names", "data"]
FIRST_LINES: tuple[FirstLine, ...] = ("guess", "names", "data")

MOST_BYTES = 200 << 20
MOST_TIES = 10_000_000
_LOOKED_AT = 500  # rows by which a first line is told from data
_NAMES = (
    *("source", "target", "from", "to", "person", "people", "node", "node1", "node2", "id"),
    *("ego", "alter", "sender", "receiver", "follower", "followee", "user", "group", "team"),
    *("club", "member", "name", "label", "weight", "de", "à", "vers", "personne", "groupe"),
    *("équipe", "membre", "nom", "origine", "destination"),
)


@dataclass(frozen=True)
class NetworkFile:
    """A file that a person hands over: a path, or a name and what is in it."""

    name: str
    content: bytes | None = None

    @property
    def called(self) -> str:
        """The last part of its name."""
        return Path(self.name).name

    @contextmanager
    def path(self) -> Iterator[Path]:
        """Give the file a path while it is read; mistakes call it by its name."""
        if self.content is None:
            yield path_of(self.name)
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / self.called
            path.write_bytes(self.content)
            try:
                yield path
            except EngagelabError as error:
                raise _called(error, f"{folder}{os.sep}") from None


def _called(error: EngagelabError, folder: str) -> EngagelabError:
    """Return a mistake that calls the file by its name alone."""
    problems = tuple((name.replace(folder, ""), text) for name, text in error.problems)
    return EngagelabError(str(error).replace(folder, ""), problems)


@dataclass(frozen=True)
class ReadNetwork:
    """A network as it was read.

    Attributes
    ----------
    network : Network
        The people, ties and groups.
    name : str
        What the file of ties is called.
    header : tuple of str
        The names of the two columns; empty where the first line is data.
    """

    network: Network
    name: str
    header: tuple[str, ...]


def network_from(
    ties: str | os.PathLike[str] | NetworkFile,
    memberships: str | os.PathLike[str] | NetworkFile | None = None,
    *,
    first_line: FirstLine = "guess",
) -> Network:
    r"""Read a network of one's own: a file with one tie a row, and one with one membership a row.

    The first two columns count. They are parted by comma, semicolon or tab, with or without a
    first line that names them.

    Parameters
    ----------
    ties : path or NetworkFile
        The two people of each tie.
    memberships : path or NetworkFile, optional
        A person and a group in each row.
    first_line : {"guess", "names", "data"}
        Whether the first line names the columns; guessed from what stands in it and below.

    Raises
    ------
    EngagelabError
        For a file that is missing, too large or broken, with the line.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "ties.csv"
    >>> _ = path.write_text("Ann;Bo\nBo;Cy\n")
    >>> network_from(path)
    Network(people=3, ties=2, groups=0, memberships=0)
    """
    belong = None if memberships is None else _file(memberships)
    return read_network(_file(ties), belong, first_line).network


def read_network(
    ties: NetworkFile, memberships: NetworkFile | None, first_line: FirstLine = "guess"
) -> ReadNetwork:
    """Read a network and tell how the first line of its ties was taken; see `network_from`."""
    with ties.path() as path:
        frame, header = _two_columns(path, first_line, ("source", "target"))
        _refuse_loops(path, frame, bool(header))
    groups = None
    if memberships is not None:
        with memberships.path() as path:
            groups, _ = _two_columns(path, first_line, ("person", "group"))
        frame, groups = _alike(frame, groups)
    network = Network.from_frame(frame, groups, people=_everybody(frame, groups))
    return ReadNetwork(network, ties.called, header)


def _file(given: Any) -> NetworkFile:
    return given if isinstance(given, NetworkFile) else NetworkFile(os.fspath(given))


def _two_columns(
    path: Path, first_line: FirstLine, columns: tuple[str, str]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Read the first two columns, under other names, and return their own names."""
    _refuse_size(path)
    if path.suffix.lower() == ".parquet":
        raise refused(str(path), "file_no_text")
    first = list(islice(rows_of(path), _LOOKED_AT))
    line, names = first[0]
    if len(names) < 2:
        raise refused(str(path), "file_one_column", line=line)
    named = first_line == "names" or (first_line == "guess" and _names_columns(first))
    if named and len(first) == 1:
        raise refused(str(path), "file_only_names", line=line)
    places = enumerate(names, start=1)
    given = [name.strip() if named else str(place) for place, name in places]
    own = (given[0], given[1])
    header = None if named else given
    return _renamed(path, own, header, columns), own if named else ()


def _renamed(
    path: Path, own: tuple[str, str], header: list[str] | None, columns: tuple[str, str]
) -> pd.DataFrame:
    """Read two columns under other names; the people of ties are all of one type."""
    if columns[1] == "group":
        parts = [read_table(path, {name: "label"}, header=header) for name in own]
        return pd.DataFrame({columns[at]: parts[at][own[at]] for at in (0, 1)})
    frame = read_table(path, dict.fromkeys(own, "label"), header=header)
    return frame.rename(columns=dict(zip(own, columns, strict=True)))


def _refuse_size(path: Path) -> None:
    if path.is_file() and (size := path.stat().st_size) > MOST_BYTES:
        sizes = {"size": size >> 20, "most": MOST_BYTES >> 20}
        raise refused(str(path), "file_too_large", **sizes)


def _names_columns(rows: list[tuple[int, list[str]]]) -> bool:
    """Guess whether the first row names the columns: by its words, or numbers only below it."""
    first, *below = [[cell.strip() for cell in fields[:2]] for _, fields in rows]
    if all(map(_is_whole, first)):
        return False
    if any(cell.lower().rstrip("12") in _NAMES for cell in first):
        return True
    return bool(below) and all(any(map(_is_whole, row)) for row in below)


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _refuse_loops(path: Path, frame: pd.DataFrame, named: bool) -> None:
    loops = np.flatnonzero((frame["source"] == frame["target"]).to_numpy())
    if loops.size:
        row = int(loops[0]) + named
        line, _ = next(islice(rows_of(path), row, None))
        person = str(frame["source"][int(loops[0])])
        raise refused(str(path), "file_loop", line=line, person=person)
    if len(frame) > MOST_TIES:
        raise refused(str(path), "file_ties", ties=len(frame), most=MOST_TIES)


def _everybody(ties: pd.DataFrame, groups: pd.DataFrame | None) -> list[Any]:
    """Return all people of both files; who is only in a group has no tie."""
    parts = [ties["source"], ties["target"], *([] if groups is None else [groups["person"]])]
    everybody: list[Any] = pd.concat(parts).drop_duplicates().tolist()
    return everybody


def _alike(ties: pd.DataFrame, groups: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Let people be of one type in both files."""
    if ties["source"].dtype == groups["person"].dtype:
        return ties, groups
    return ties.astype(str), groups.assign(person=groups["person"].astype(str))


# --- a plan for it ---------------------------------------------------------------------------


def suited(plan: Scenario, network: Network) -> Scenario:
    """Return the plan with posts that can start in a network: where its origin has nobody, anyone.

    A network of ties and groups knows neither employees nor customers; who cannot be found there
    cannot start a post.

    Examples
    --------
    >>> ties = pd.DataFrame({"source": ["Ann", "Bo"], "target": ["Bo", "Cy"]})
    >>> network = Network.from_frame(ties)
    >>> post = suited(Scenario.preset("voucher"), network).campaign.posts[0]
    >>> post.origin, post.seeds
    ('anyone', 3)
    """
    posts = tuple(_suited(post, network) for post in plan.campaign.posts)
    return plan if posts == plan.campaign.posts else plan.replace({"campaign.posts": posts})


def playable(plan: Scenario, network: Network) -> bool:
    """Return whether all posts of a plan find in a network who starts them.

    Examples
    --------
    >>> network = Network.from_frame(pd.DataFrame({"source": ["Ann"], "target": ["Bo"]}))
    >>> plan = Scenario.preset("voucher")
    >>> playable(plan, network), playable(suited(plan, network), network)
    (False, True)
    """
    try:
        settings = plan.settings_with(runs=1)
        calendar_arrays(network, plan.model, plan.campaign.posts, settings, None)
    except EngagelabError:
        return False
    return True


def _suited(post: Post, network: Network) -> Post:
    groups = tuple(label for label in post.groups if label in network.groups)
    there = int(np.count_nonzero(_can_start(post.origin, network)))
    origin = post.origin if there else "anyone"
    return post.replace(
        groups=groups,
        origin=origin,
        seeds=min(post.seeds, there or network.people),
        paid=min(post.paid, network.people),
    )


def _can_start(origin: str, network: Network) -> NDArray[np.bool_]:
    """Return who can start a post of an origin."""
    if origin in ROLES:
        return np.asarray(network.traits.role == ROLES.index(origin))
    if origin in ("members", "prospects"):
        return np.asarray(network.prospects == (origin == "prospects"))
    return np.full(network.people, origin == "anyone" or OWN_GROUP in network.groups)
