"""The files of a network that a person has handed over, and what came of reading them."""

from dataclasses import dataclass

from ...errors import EngagelabError
from .own_network import FirstLine, NetworkFile, ReadNetwork, read_network

BEFORE = "plan before the network"  # under which names a session notes what parts need again
HANDED = "files of a network"


@dataclass(frozen=True)
class NetworkFiles:
    """What a network was read from.

    Attributes
    ----------
    ties, groups : NetworkFile or None
        The files that were handed over.
    first_line : {"guess", "names", "data"}
        How the first line of both was taken.
    """

    ties: NetworkFile | None = None
    groups: NetworkFile | None = None
    first_line: FirstLine = "guess"

    @property
    def given(self) -> tuple[NetworkFile, ...]:
        """The files that are there."""
        return tuple(file for file in (self.ties, self.groups) if file is not None)

    @property
    def uploaded(self) -> tuple[str, ...]:
        """The names of the files that came from the page, so that no path leads to them."""
        return tuple(file.name for file in self.given if file.content is not None)

    def without_paths(self) -> tuple["NetworkFiles", tuple[str, ...]]:
        """Return only what was uploaded, and the names of the other files."""
        gone = tuple(file.called for file in self.given if file.content is None)
        ties, groups = (
            file if file is not None and file.content is not None else None
            for file in (self.ties, self.groups)
        )
        return NetworkFiles(ties, groups, self.first_line), gone

    def read(self) -> ReadNetwork:
        """Read the network; see `network_from`."""
        assert self.ties is not None
        return read_network(self.ties, self.groups, self.first_line)


@dataclass(frozen=True)
class LoadedFiles:
    """Files that were handed over, and what came of reading them.

    Attributes
    ----------
    files : NetworkFiles
        The files.
    read : ReadNetwork or None
        The network, where it could be read.
    problem : EngagelabError or None
        Why it could not.
    """

    files: NetworkFiles = NetworkFiles()
    read: ReadNetwork | None = None
    problem: EngagelabError | None = None

    @classmethod
    def of(cls, files: NetworkFiles) -> "LoadedFiles":
        """Read files; without one of ties there is nothing to read yet."""
        if files.ties is None:
            return cls(files)
        try:
            return cls(files, files.read())
        except EngagelabError as error:
            return cls(files, problem=error)
