"""The files that a person gave for a network, and the result of reading them."""

from dataclasses import dataclass

from ...errors import EngagelabError
from .own_network import FirstLine, NetworkFile, ReadNetwork, read_network


@dataclass(frozen=True)
class NetworkFiles:
    """The files of a network.

    Attributes
    ----------
    ties, groups : NetworkFile or None
        The files.
    first_line : {"guess", "names", "data"}
        How to take the first line of both.
    """

    ties: NetworkFile | None = None
    groups: NetworkFile | None = None
    first_line: FirstLine = "guess"

    @property
    def given(self) -> tuple[NetworkFile, ...]:
        """The files that are not None."""
        return tuple(file for file in (self.ties, self.groups) if file is not None)

    def only(self, *, uploaded: bool) -> "NetworkFiles":
        """Return only the uploaded files, or only those that have a path."""
        ties, groups = (
            file if file is not None and file.uploaded == uploaded else None
            for file in (self.ties, self.groups)
        )
        return NetworkFiles(ties, groups, self.first_line)


@dataclass(frozen=True)
class LoadedFiles:
    """The files of a network, and the network that was read from them.

    Attributes
    ----------
    files : NetworkFiles
        The files.
    read : ReadNetwork or None
        The network, if it could be read.
    problem : EngagelabError or None
        Why it could not be read.
    """

    files: NetworkFiles = NetworkFiles()
    read: ReadNetwork | None = None
    problem: EngagelabError | None = None

    @classmethod
    def of(cls, files: NetworkFiles) -> "LoadedFiles":
        """Read files; without a file of ties nothing is read."""
        if files.ties is None:
            return cls(files)
        try:
            return cls(files, read_network(files.ties, files.groups, files.first_line))
        except EngagelabError as error:
            return cls(files, problem=error)
