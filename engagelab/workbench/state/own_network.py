"""Read a network from a file of ties and a file of memberships, with few questions asked."""

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

from ...errors import EngagelabError, refused
from ...graphs.network import Network
from ...io.tables import read_table, rows_of
from .plan_files import path_of

FirstLine = Literal["guess", "names", "data"]
FIRST_LINES: tuple[FirstLine, ...] = ("guess", "names", "data")

MOST_BYTES = 200 << 20
MOST_TIES = 10_000_000
_SAMPLE = 500  # rows read to detect a first line that names the columns
_NAMES = (
    *("source", "target", "from", "to", "person", "people", "node", "node1", "node2", "id"),
    *("ego", "alter", "sender", "receiver", "follower", "followee", "user", "group", "team"),
    *("club", "member", "name", "label", "weight", "de", "à", "vers", "personne", "groupe"),
    *("équipe", "membre", "nom", "origine", "destination"),
)


@dataclass(frozen=True)
class NetworkFile:
    """A file that a person gave: a path, or the name and the content of an upload."""

    name: str
    content: bytes | None = None

    @property
    def called(self) -> str:
        """The file name without its folder."""
        return Path(self.name).name

    @property
    def uploaded(self) -> bool:
        """Whether it was uploaded from the page, so that it has no path."""
        return self.content is not None

    @contextmanager
    def path(self) -> Iterator[Path]:
        """Provide a path to the file; errors name the file as the person knows it."""
        if self.content is None:
            yield path_of(self.name)
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / self.called
            path.write_bytes(self.content)
            try:
                yield path
            except EngagelabError as error:
                raise _without_folder(error, f"{folder}{os.sep}") from None


def _without_folder(error: EngagelabError, folder: str) -> EngagelabError:
    """Return an error that names the file without its temporary folder."""
    problems = tuple((name.replace(folder, ""), text) for name, text in error.problems)
    return EngagelabError(str(error).replace(folder, ""), problems)


@dataclass(frozen=True)
class ReadNetwork:
    """A network with the facts of its files that a person may want to check.

    Attributes
    ----------
    network : Network
        The people, ties and groups.
    name : str
        The name of the file of ties.
    header : tuple of str
        The names of its two columns; empty if the first line is data.
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
    r"""Return the network in a file with one tie a row, and one with one membership a row.

    Only the first two columns are read. They are separated by comma, semicolon or tab, and the
    first line may name them.

    Parameters
    ----------
    ties : path or NetworkFile
        The two people of each tie.
    memberships : path or NetworkFile, optional
        A person and a group in each row.
    first_line : {"guess", "names", "data"}
        Whether the first line names the columns; by default guessed from the first rows.

    Raises
    ------
    EngagelabError
        If a file is missing, too large or broken; the error names the line.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "ties.csv"
    >>> _ = path.write_text("Ann;Bo\nBo;Cy\n")
    >>> network_from(path)
    Network(people=3, ties=2, groups=0, memberships=0)
    """
    groups = None if memberships is None else _file(memberships)
    return read_network(_file(ties), groups, first_line).network


def read_network(
    ties: NetworkFile, memberships: NetworkFile | None, first_line: FirstLine = "guess"
) -> ReadNetwork:
    """Return the network and the header of its ties; see `network_from`."""
    with ties.path() as path:
        frame, header = _two_columns(path, first_line, ("source", "target"))
        _check_ties(path, frame, bool(header))
    groups = None
    if memberships is not None:
        with memberships.path() as path:
            groups, _ = _two_columns(path, first_line, ("person", "group"))
        frame, groups = _same_type(frame, groups)
    network = Network.from_frame(frame, groups, people=_all_people(frame, groups))
    return ReadNetwork(network, ties.called, header)


def _file(file: str | os.PathLike[str] | NetworkFile) -> NetworkFile:
    return file if isinstance(file, NetworkFile) else NetworkFile(os.fspath(file))


def _two_columns(
    path: Path, first_line: FirstLine, columns: tuple[str, str]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the first two columns under new names, and their names in the file."""
    _check_size(path)
    if path.suffix.lower() == ".parquet":
        raise refused(str(path), "file_no_text")
    rows = list(islice(rows_of(path), _SAMPLE))
    line, first = rows[0]
    if len(first) < 2:
        raise refused(str(path), "file_one_column", line=line)
    has_header = first_line == "names" or (first_line == "guess" and _is_header(rows))
    if has_header and len(rows) == 1:
        raise refused(str(path), "file_only_names", line=line)
    numbers = map(str, range(1, len(first) + 1))
    names = [name.strip() for name in first] if has_header else list(numbers)
    own = (names[0], names[1])
    frame = _read_columns(path, own, None if has_header else names, columns)
    return frame, own if has_header else ()


def _read_columns(
    path: Path, own: tuple[str, str], header: list[str] | None, columns: tuple[str, str]
) -> pd.DataFrame:
    """Return two columns under new names; both columns of ties get one type."""
    if columns[1] == "group":
        parts = [read_table(path, {name: "label"}, header=header) for name in own]
        return pd.DataFrame({columns[at]: parts[at][own[at]] for at in (0, 1)})
    frame = read_table(path, dict.fromkeys(own, "label"), header=header)
    return frame.rename(columns=dict(zip(own, columns, strict=True)))


def _check_size(path: Path) -> None:
    if path.is_file() and (size := path.stat().st_size) > MOST_BYTES:
        sizes = {"size": size >> 20, "most": MOST_BYTES >> 20}
        raise refused(str(path), "file_too_large", **sizes)


def _is_header(rows: list[tuple[int, list[str]]]) -> bool:
    """Guess whether the first row names the columns: by its words, or by numbers below it."""
    first, *below = [[cell.strip() for cell in fields[:2]] for _, fields in rows]
    if all(map(_is_whole, first)):
        return False
    if any(cell.lower().rstrip("12") in _NAMES for cell in first):
        return True
    return bool(below) and all(any(map(_is_whole, row)) for row in below)


def _is_whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _check_ties(path: Path, frame: pd.DataFrame, has_header: bool) -> None:
    loops = np.flatnonzero((frame["source"] == frame["target"]).to_numpy())
    if loops.size:
        row = int(loops[0]) + has_header
        line, _ = next(islice(rows_of(path), row, None))
        person = str(frame["source"][int(loops[0])])
        raise refused(str(path), "file_loop", line=line, person=person)
    if len(frame) > MOST_TIES:
        raise refused(str(path), "file_ties", ties=len(frame), most=MOST_TIES)


def _all_people(ties: pd.DataFrame, groups: pd.DataFrame | None) -> list[Any]:
    """Return the people of both files; some may be in a group but have no tie."""
    parts = [ties["source"], ties["target"], *([] if groups is None else [groups["person"]])]
    people: list[Any] = pd.concat(parts).drop_duplicates().tolist()
    return people


def _same_type(ties: pd.DataFrame, groups: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both frames with people of one type, so that they can be matched."""
    if ties["source"].dtype == groups["person"].dtype:
        return ties, groups
    return ties.astype(str), groups.assign(person=groups["person"].astype(str))
