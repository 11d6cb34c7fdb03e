"""Read a network from the files that a person gave, by path or by upload."""

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ...errors import EngagelabError, refused
from ...graphs.network import Network
from ...graphs.reading.options import Role
from ...graphs.reading.read import Preview, column_names, read_with_previews
from ...io.content import Source
from ...io.files import size_of
from .plan_files import path_of

MOST_BYTES = 200 << 20
MOST_TIES = 10_000_000


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
    def shown(self) -> str:
        """The name for errors: the path, or that of the upload."""
        return self.called if self.uploaded else str(path_of(self.name))

    @property
    def uploaded(self) -> bool:
        """Whether it was uploaded from the page, so that it has no path."""
        return self.content is not None

    def source(self) -> Source:
        """Return a path, or an open file for an upload, with the name that errors state."""
        if self.content is None:
            return path_of(self.name)
        return _Upload(self.content, self.called)


class _Upload(io.BytesIO):
    """The content of an upload with its name, which is the visitor's and never a path here."""

    def __init__(self, content: bytes, name: str) -> None:
        super().__init__(content)
        self.name = name


@dataclass(frozen=True)
class ReadNetwork:
    """A network with the first rows of its files, which a person may want to check.

    Attributes
    ----------
    network : Network
        The people, ties and groups; its notes say how the files were read.
    name : str
        The name of the file of ties, or of groups without one.
    previews : tuple of Preview
        The first rows of each table as they were understood.
    """

    network: Network
    name: str
    previews: tuple[Preview, ...]


def read_files(
    files: Mapping[str, NetworkFile | None], options: Mapping[str, Any] | None = None
) -> ReadNetwork:
    r"""Return the network in the files of a person.

    Parameters
    ----------
    files : mapping of {"ties", "groups", "people"} to NetworkFile or None
        The files; at least that of ties or groups.
    options : mapping, optional
        Stated decisions, as arguments of `graphs.read_network`.

    Raises
    ------
    EngagelabError
        If a file is missing, too large or broken, with the line; or a decision is not certain.

    Examples
    --------
    >>> read_files({"ties": NetworkFile("ties.csv", b"Ann;Bo\nBo;Cy\n")}).network
    Network(people=3, ties=2, groups=0, memberships=0)
    """
    stated: Any = dict(options or {})
    given = {role: file for role, file in files.items() if file is not None}
    for file in given.values():
        _check_size(file)
    sources = {role: file.source() for role, file in given.items()}
    network, previews = read_with_previews(
        sources.get("ties"), sources.get("groups"), sources.get("people"), **stated
    )
    if network.ties > MOST_TIES:
        first = next(iter(given.values())).shown
        raise refused(first, "file_ties", ties=network.ties, most=MOST_TIES)
    name = (given.get("ties") or next(iter(given.values()))).called
    return ReadNetwork(network, name, tuple(previews))


def names_in(
    files: Mapping[str, NetworkFile | None], options: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    r"""Return the names of the columns of each file that is a table and can be read as one.

    Examples
    --------
    >>> names_in({"ties": NetworkFile("ties.csv", b"a,b,c\n1,2,3\n"), "groups": None}, {})
    {'ties': ('a', 'b', 'c')}
    """
    names = {}
    for role, file in files.items():
        if file is None:
            continue
        with suppress(EngagelabError):
            _check_size(file)
            names[role] = column_names(file.source(), cast("Role", role), options)
    return {role: own for role, own in names.items() if own}


def _check_size(file: NetworkFile) -> None:
    size = size_of(path_of(file.name)) if file.content is None else len(file.content)
    if size > MOST_BYTES:
        sizes = {"size": size >> 20, "most": MOST_BYTES >> 20}
        raise refused(file.shown, "file_too_large", **sizes)
