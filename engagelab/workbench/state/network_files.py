"""The files that a person gave for a network, and the result of reading them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...errors import EngagelabError
from .own_network import NetworkFile, ReadNetwork, read_files

KINDS = ("ties", "groups", "people")


@dataclass(frozen=True)
class NetworkFiles:
    """The files of a network, and how to read them.

    Attributes
    ----------
    ties, groups, people : NetworkFile or None
        The files.
    options : mapping of str to object
        The decisions that the person has made, as arguments of `graphs.read_network`; what is not
        among them is detected.
    """

    ties: NetworkFile | None = None
    groups: NetworkFile | None = None
    people: NetworkFile | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def by_kind(self) -> dict[str, NetworkFile | None]:
        """The files by what they hold."""
        return {kind: getattr(self, kind) for kind in KINDS}

    @property
    def given(self) -> tuple[NetworkFile, ...]:
        """The files that are not None."""
        return tuple(file for file in self.by_kind.values() if file is not None)

    def only(self, *, uploaded: bool) -> "NetworkFiles":
        """Return only the uploaded files, or only those that have a path."""
        files: dict[str, Any] = {
            kind: file if file is not None and file.uploaded == uploaded else None
            for kind, file in self.by_kind.items()
        }
        return replace(self, **files)


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
        """Read files; without one of ties or groups nothing is read."""
        if files.ties is None and files.groups is None:
            return cls(files)
        try:
            return cls(files, read_files(files.by_kind, files.options))
        except EngagelabError as error:
            return cls(files, problem=error)
