"""Read a network from the files that a person gave, by path or by upload."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ...errors import EngagelabError, refused
from ...graphs.network import Network
from ...graphs.reading.options import Role
from ...graphs.reading.read import Preview, column_names, read_with_previews
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
    with ExitStack() as stack:
        paths = {role: stack.enter_context(file.path()) for role, file in given.items()}
        for path in paths.values():
            _check_size(path)
        network, previews = read_with_previews(
            paths.get("ties"), paths.get("groups"), paths.get("people"), **stated
        )
        if network.ties > MOST_TIES:
            first = str(next(iter(paths.values())))
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
        with suppress(EngagelabError), file.path() as path:
            _check_size(path)
            names[role] = column_names(path, cast("Role", role), options)
    return {role: own for role, own in names.items() if own}


def _check_size(path: Path) -> None:
    if path.is_file() and (size := path.stat().st_size) > MOST_BYTES:
        sizes = {"size": size >> 20, "most": MOST_BYTES >> 20}
        raise refused(str(path), "file_too_large", **sizes)
