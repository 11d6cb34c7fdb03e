"""``--network``, ``--groups`` and ``--people``: simulate plans on a network in files."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ..errors import EngagelabError, listed, nearest
from .options import Command, NamedPath, remark

if TYPE_CHECKING:
    from ..graphs.network import Network

_FLAGS = {"ties": "--network", "groups": "--groups", "people": "--people"}
_FILES = tuple(_FLAGS)
_COLUMNS = ("source", "target", "weight", "type", "person", "group", "label",
            "role", "profile", "activity", "inviter")  # fmt: skip
_PER_FILE = ("header", "separator", "decimal", "encoding", "skip", "sheet")
_OTHERS = ("directed", "loops", "repeats", "form", "traits", "missing")
_SWITCHES = {"yes": True, "true": True, "no": False, "false": False}
# arguments of `read_network` in its messages: two columns, columns by name, and all others
_ARGUMENT = re.compile(
    r"columns=\((?P<ends>[^)]*)\)|columns=\{(?P<named>[^}]*)\}|"
    rf"\b(?P<name>weight|{'|'.join((*_PER_FILE, *_OTHERS))})=(?P<value>True|False|'[^']*'|\d+)"
)
_SEPARATORS = {"tab": "\t", "space": " ", "comma": ",", "semicolon": ";", "bar": "|"}


@dataclass(frozen=True)
class StatedNetwork:
    """The files of a network that a command was given.

    Attributes
    ----------
    ties, groups, people : Path or None
        The files.
    stated : tuple of str
        The values of ``--read``.
    """

    ties: Path | None = None
    groups: Path | None = None
    people: Path | None = None
    stated: tuple[str, ...] = ()

    def read(self, *, quiet: bool = False) -> "Network | None":
        """Return the network, or None without files; print how it was read on standard error.

        Raises
        ------
        EngagelabError
            For people or decisions without a file of ties or groups, an unknown decision, one on
            a file that is not given, and all that `graphs.read_network` refuses.
        """
        if self.ties is None and self.groups is None:
            if self.people is not None or self.stated:
                raise EngagelabError(
                    "--network: no file given; --people and --read need --network or --groups"
                )
            return None
        from ..graphs.reading.read import read_network

        options: Any = stated_options(self.stated)
        self._check_files(options)
        try:
            network = read_network(self.ties, self.groups, self.people, **options)
        except EngagelabError as error:
            raise EngagelabError(in_options(str(error))) from error
        for note in network.notes:
            remark(in_options(note), quiet=quiet)
        return network

    def _check_files(self, options: Mapping[str, Any]) -> None:
        """Refuse what is stated of a file that is not given: it would have no effect."""
        for name in _PER_FILE:
            by_file = options.get(name)
            for file in by_file if isinstance(by_file, Mapping) else ():
                if getattr(self, file) is None:
                    raise EngagelabError(
                        f"--read: {file}.{name} is stated, but there is no {_FLAGS[file]} file; "
                        "give one or leave it out"
                    )


def with_network(command: Command) -> Command:
    """Add ``--network``, ``--groups``, ``--people`` and ``--read``; pass them as `network`."""

    @wraps(command)
    def read_files(*args: Any, **options: Any) -> Any:
        names = {"ties": "network_ties", "groups": "network_groups", "people": "network_people"}
        files = {kind: options.pop(name) for kind, name in names.items()}
        stated = options.pop("network_stated")
        return command(*args, network=StatedNetwork(**files, stated=stated), **options)

    for option in reversed(_options()):
        read_files = option(read_files)
    return cast("Command", read_files)


def _options() -> list[Callable[[Any], Any]]:
    def file(flag: str, name: str, text: str) -> Callable[[Any], Any]:
        return click.option(
            flag, name, type=NamedPath(), multiple=True, callback=_one, metavar="FILE", help=text
        )

    return [
        file("--network", "network_ties", "Simulate on the network in this file: one tie a row, a "
             "matrix or a graph."),
        file("--groups", "network_groups", "A file with a person and a group a row."),
        file("--people", "network_people", "A file with a person a row: traits and attributes."),
        click.option(
            "--read",
            "network_stated",
            multiple=True,
            metavar="NAME=VALUE",
            help="State how the files are read, such as directed=yes, source=From, header=no, "
            "separator=tab, groups.encoding=cp1252; repeat the option.",
        ),
    ]  # fmt: skip


def _one(_: click.Context, __: click.Parameter, paths: tuple[Path, ...]) -> Path | None:
    """Return the path of an option, which Click would otherwise replace by a later one."""
    if len(paths) > 1:
        raise click.BadParameter(f"{len(paths)} files given; give one")
    return paths[0] if paths else None


def stated_options(words: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of ``--read`` as arguments of `graphs.read_network`.

    Raises
    ------
    EngagelabError
        For a text of another form, an unknown name, or one that is given twice.

    Examples
    --------
    >>> stated_options(("source=From", "directed=yes", "groups.header=no", "separator=bar"))
    {'columns': {'source': 'From'}, 'directed': True, 'header': {'groups': False},
     'separator': '|'}
    """
    options: dict[str, Any] = {}
    names: set[str] = set()
    for word in words:
        name, equals, text = (part.strip() for part in word.partition("="))
        if not equals or not text:
            raise EngagelabError(
                f"--read: {word!r} is not allowed; write NAME=VALUE, such as directed=yes"
            )
        if name in names:
            raise EngagelabError(f"--read: {name} is given twice; give it once")
        names.add(name)
        _add(options, name, text)
    return options


def in_options(text: str) -> str:
    """Return a message with the arguments of `graphs.read_network` as options of the command.

    Examples
    --------
    >>> in_options("give directed=True if ties reach one way")
    'give --read directed=yes if ties reach one way'
    >>> in_options("give these numbers, such as columns=(1, 2), or header=True")
    'give these numbers, such as --read source=1 --read target=2, or --read header=yes'
    """
    return _ARGUMENT.sub(_as_options, text)


def _as_options(found: re.Match[str]) -> str:
    if found["ends"]:
        source, target = (end.strip(" '") for end in found["ends"].split(","))
        return f"--read source={source} --read target={target}"
    if found["named"]:
        pairs = re.findall(r"'(\w+)': ([^,]+)", found["named"])
        return " ".join(f"--read {name}={end}" for name, end in pairs)
    value = {"True": "yes", "False": "no"}.get(found["value"], found["value"].strip("'"))
    return f"--read {found['name']}={value}"


def _add(options: dict[str, Any], name: str, text: str) -> None:
    file, _, option = name.rpartition(".")
    if not file and name == "weight" and _SWITCHES.get(text.casefold()) is False:
        options["weight"] = False
    elif not file and name in _COLUMNS:
        options.setdefault("columns", {})[name] = int(text) if text.isdecimal() else text
    elif not file and name in (*_PER_FILE, *_OTHERS):
        if name in options:
            raise _given_twice(name, *options[name])
        options[name] = _value(name, text)
    elif file in _FILES and option in _PER_FILE:
        by_file = options.setdefault(option, {})
        if not isinstance(by_file, Mapping):
            raise _given_twice(option, file)
        options[option] = {**by_file, file: _value(option, text)}
    else:
        known = [*_COLUMNS, *_PER_FILE, *_OTHERS]
        raise EngagelabError(
            f"--read: {name!r} is not known; allowed are {listed(known, 30)}{nearest(name, known)}"
        )


def _given_twice(option: str, *files: str) -> EngagelabError:
    return EngagelabError(
        f"--read: {option} is given for all files and for {listed(files)}; give one of the two"
    )


def _value(name: str, text: str) -> Any:
    """Return the value of an option other than a column."""
    if name in ("directed", "traits", "header"):
        if text.casefold() not in _SWITCHES:
            raise EngagelabError(f"--read: {name}={text} is not allowed; give yes or no")
        return _SWITCHES[text.casefold()]
    if name == "skip":
        if not text.isdecimal():
            raise EngagelabError(f"--read: skip={text} is not allowed; give a number of lines")
        return int(text)
    if name == "missing":
        return tuple(word.strip() for word in text.split(","))
    if name == "separator":
        return _SEPARATORS.get(text.casefold(), text)
    return text
