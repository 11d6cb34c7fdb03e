"""Everything that a reader of networks decides and that a caller can state instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeAlias, TypedDict, TypeVar, cast

from ...errors import EngagelabError, listed, nearest, refused
from ...io.table import Asked
from ..spelling import MISSING

Repeats: TypeAlias = Literal["auto", "chances", "sum", "max", "refuse"]
Form: TypeAlias = Literal["ties", "matrix", "neighbours"]
Role: TypeAlias = Literal["ties", "groups", "people"]

REPEATS = ("auto", "chances", "sum", "max", "refuse")
FORMS = ("ties", "matrix", "neighbours")
ROLES: tuple[Role, ...] = ("ties", "groups", "people")
COLUMNS = ("source", "target", "weight", "type", "person", "group", "label",
           "role", "profile", "activity", "inviter")  # fmt: skip
_Value = TypeVar("_Value")
PerFile: TypeAlias = _Value | Mapping[str, _Value]
"""A value for all files, or one by "ties", "groups" and "people"."""


class Stated(TypedDict, total=False):
    """Keyword arguments of `read_network`; see there."""

    columns: Mapping[str, str | int] | tuple[str | int, str | int]
    weight: str | int | bool | None
    directed: bool | None
    loops: Literal["drop", "refuse"]
    repeats: Repeats
    form: Form | None
    traits: bool
    missing: Iterable[str]
    decimal: PerFile[str | None]
    header: PerFile[bool | Sequence[str] | None]
    separator: PerFile[str | None]
    encoding: PerFile[str | None]
    skip: PerFile[int | None]
    sheet: PerFile[str | None]


@dataclass(frozen=True)
class Options:
    """The stated decisions; the fields are the arguments of `read_network`."""

    columns: Mapping[str, str | int] | tuple[str | int, str | int] = field(default_factory=dict)
    weight: str | int | bool | None = None
    directed: bool | None = None
    loops: Literal["drop", "refuse"] = "drop"
    repeats: Repeats = "auto"
    form: Form | None = None
    traits: bool = True
    missing: Iterable[str] = MISSING
    decimal: Any = None
    header: Any = None
    separator: Any = None
    encoding: Any = None
    skip: Any = None
    sheet: Any = None

    @classmethod
    def of(cls, stated: Mapping[str, Any]) -> Options:
        """Return the options of keyword arguments.

        Raises
        ------
        EngagelabError
            For an unknown argument or value.
        """
        known = [each.name for each in fields(cls)]
        for name in stated:
            if name not in known:
                raise EngagelabError(
                    f"{name}: this argument is not known; allowed are {listed(known, 20)}"
                    f"{nearest(name, known)}"
                )
        options = cls(**stated)
        options.check()
        return options

    def check(self) -> None:
        """Raise `EngagelabError` for a value that is not allowed."""
        _need("loops", self.loops, ("drop", "refuse"))
        _need("repeats", self.repeats, REPEATS)
        _need("form", self.form, (None, *FORMS))
        _need("directed", self.directed, (None, True, False))
        _need("traits", self.traits, (True, False))
        for role in ROLES:
            self._check_file(role)
        _check_columns(self.columns)
        words: Any = self.missing
        is_list = isinstance(words, Iterable) and not isinstance(words, str)
        if not is_list or not all(isinstance(word, str) for word in words):
            raise EngagelabError(f"missing: {self.missing!r} is not allowed; give a list of texts")

    def _check_file(self, role: Role) -> None:
        """Raise for a value on one file that is not allowed."""
        _need("decimal", self.for_file("decimal", role), (None, ".", ","))
        skip = self.for_file("skip", role)
        if skip is not None and (not isinstance(skip, int) or skip < 0):
            raise refused("skip", "file_skip", value=str(skip))
        for name in ("separator", "encoding", "sheet"):
            value = self.for_file(name, role)
            if value is not None and not isinstance(value, str):
                raise EngagelabError(f"{name}: {value!r} is not allowed; give a text")
        header = self.for_file("header", role)
        if isinstance(header, str) or not (header is None or isinstance(header, (bool, Sequence))):
            raise EngagelabError(
                f"header: {header!r} is not allowed; give True, False or a list of names"
            )

    def for_file(self, name: str, role: Role) -> Any:
        """Return the value of an option for the file of one role."""
        value = getattr(self, name)
        return value.get(role) if isinstance(value, Mapping) else value

    def asked(self, role: Role) -> Asked:
        """Return what was stated about the table of one role."""
        names = ("encoding", "separator", "header", "skip", "sheet")
        return Asked(**{name: self.for_file(name, role) for name in names})

    def column(self, name: str) -> str | int | None:
        """Return the stated column for a use; a pair of columns is the people of each row."""
        if name == "weight" and self.weight is not None and not isinstance(self.weight, bool):
            return self.weight
        if isinstance(self.columns, Mapping):
            return self.columns.get(name)
        pairs = (("source", "target"), ("person", "group"))
        places = {word: at for pair in pairs for at, word in enumerate(pair)}
        return self.columns[places[name]] if name in places else None


def _check_columns(columns: Any) -> None:
    """Raise for columns that are neither a mapping of known uses nor a pair."""
    is_mapping = isinstance(columns, Mapping)
    if not is_mapping and (
        isinstance(columns, str) or not isinstance(columns, Sequence) or len(columns) != 2
    ):
        raise EngagelabError(
            f"columns: {columns!r} is not allowed; give two columns, or a mapping of uses to "
            "columns, such as {'source': 'From'}"
        )
    for name in columns if is_mapping else ():
        if name not in COLUMNS:
            raise EngagelabError(
                f"columns: {name!r} is not known; allowed are {listed(COLUMNS)}"
                f"{nearest(name, COLUMNS)}"
            )
    for value in columns.values() if is_mapping else columns:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise EngagelabError(
                f"columns: {value!r} is not allowed; give a name, or a number from 1"
            )


def _need(name: str, value: object, allowed: Sequence[object]) -> None:
    if not any(value is each or (type(value) is type(each) and value == each) for each in allowed):
        raise EngagelabError(f"{name}: {value!r} is not allowed; give {listed(map(repr, allowed))}")


def options_of(stated: Stated | Mapping[str, Any]) -> Options:
    """Return the options of keyword arguments; see `Options.of`."""
    return Options.of(cast("Mapping[str, Any]", stated))
