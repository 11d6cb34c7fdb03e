"""The files that a person gave for a network, how to read them, and the result."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...errors import EngagelabError, refused
from .own_network import NetworkFile, ReadNetwork, names_in, read_files

KINDS = ("ties", "groups", "people")
PER_FILE = ("header", "separator", "encoding", "decimal", "skip", "sheet")
USES: Mapping[str, tuple[str, ...]] = {
    "ties": ("source", "target", "weight", "type"),
    "groups": ("person", "group"),
    "people": ("label", "role", "profile", "activity", "inviter"),
}


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

    # --- decisions ---------------------------------------------------------------------------

    def with_file(self, kind: str, file: NetworkFile | None) -> "NetworkFiles":
        """Return the files with another one, without the decisions on the one before it."""
        options = dict(self.options)
        for name in PER_FILE:
            options[name] = _without(options.get(name), kind)
        for use in USES[kind]:
            options["columns"] = _without(options.get("columns"), use)
        change: dict[str, Any] = {kind: file, "options": _filled(options)}
        return replace(self, **change)

    def option(self, name: str, kind: str = "") -> Any:
        """Return a decision, on one file or on a use of a column; None if it is detected."""
        value = self.options.get(name)
        return value.get(kind) if kind and isinstance(value, Mapping) else value

    def with_option(self, name: str, value: Any, kind: str = "") -> "NetworkFiles":
        """Return the files with a decision, on one file or on a use of a column.

        Examples
        --------
        >>> files = NetworkFiles().with_option("header", False, "groups")
        >>> files.with_option("columns", "From", "source").options
        {'header': {'groups': False}, 'columns': {'source': 'From'}}
        >>> files.with_option("header", None, "groups").options
        {}
        """
        before = self.options.get(name)
        part = {**(before if isinstance(before, Mapping) else {}), kind: value}
        options = {**self.options, name: _filled(part) if kind else value}
        return replace(self, options=_filled(options))


def _alone(people: NetworkFile | None) -> EngagelabError | None:
    """Return the error for a file of people without one of ties or groups."""
    return None if people is None else refused(people.called, "file_only_people")


def _without(value: Any, kind: str) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {name: part for name, part in value.items() if name != kind}


def _filled(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options without those that are not decided."""
    return {name: value for name, value in options.items() if value is not None and value != {}}


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
    names : mapping of str to tuple of str
        The names of the columns of each table, to choose from.
    """

    files: NetworkFiles = NetworkFiles()
    read: ReadNetwork | None = None
    problem: EngagelabError | None = None
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, files: NetworkFiles) -> "LoadedFiles":
        """Read files; without one of ties or groups nothing is read."""
        if files.ties is None and files.groups is None:
            return cls(files, problem=_alone(files.people))
        try:
            read = read_files(files.by_kind, files.options)
        except EngagelabError as error:
            return cls(files, problem=error, names=names_in(files.by_kind, files.options))
        return cls(files, read, names={each.role: each.names for each in read.previews})
