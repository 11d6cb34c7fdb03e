"""Name the argument of a wrong type when a public function fails, in one kind of error.

A function states what it accepts by its annotations; values are compared with them here, for all
functions. What a function can use is never refused for its type, but for a yes or no.
"""

import builtins
import inspect
import sys
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, wraps
from itertools import islice
from typing import Annotated, Any, Literal, ParamSpec, TypeVar, Union, get_args, get_origin

import numpy as np
from numpy.typing import ArrayLike

from ..errors import EngagelabError, message

_P = ParamSpec("_P")
_R = TypeVar("_R")

_MOST_ITEMS = 1_000  # of a list or mapping that are compared
_LARGEST = 1e15  # numbers beyond it overflow or do not fit into memory
_PLURAL = {"a text": "texts", "a number": "numbers", "a whole number": "whole numbers"}


class _Named:
    """A type that is known by its name only, as it is imported for type checkers alone."""

    def __init__(self, name: str) -> None:
        self.name = name.strip("\"'").rpartition(".")[2]


def checked(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return a function whose failure names the argument that is not what its annotation says.

    Parameters
    ----------
    function : callable
        A function or method with annotations.

    Examples
    --------
    >>> @checked
    ... def halves(values: list[int]) -> list[int]:
    ...     return [value // 2 for value in values]
    >>> halves([4, 6])
    [2, 3]
    >>> try:
    ...     halves(7)
    ... except EngagelabError as error:
    ...     print(error)
    values: 7 is not allowed; give a list of whole numbers
    """

    @wraps(function)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        _refuse_other_flags(function, args, kwargs)
        try:
            return function(*args, **kwargs)
        except (EngagelabError, OSError):
            raise
        except Exception as error:
            _blame(error, tuple(_arguments(function, args, kwargs)))
            raise

    return call


def _blame(error: Exception, arguments: tuple[tuple[str, Any, Any], ...]) -> None:
    """Raise an error that names the argument of another type, or the number that is too large."""
    for name, value, kind in arguments:
        if not _fits(value, kind):
            raise _wrong(name, value, kind) from error
    if isinstance(error, (ArithmeticError, ValueError, MemoryError)):
        for name, value, _ in arguments:
            if isinstance(value, (int, float)) and not -_LARGEST < value < _LARGEST:
                text = message("not_allowed", value=value)
                raise EngagelabError(f"{name}: {text}; give a number closer to 0") from error


def _refuse_other_flags(function: Any, args: Any, kwargs: Mapping[str, Any]) -> None:
    """Raise for a yes or no that is neither, such as the text "no", which is true."""
    for name, place, kind in _flags(function):
        if name in kwargs or place < len(args):
            value = kwargs[name] if name in kwargs else args[place]
            if not _fits(value, kind):
                raise _wrong(name, value, kind)


def _wrong(name: str, value: Any, kind: Any) -> EngagelabError:
    return EngagelabError(f"{name}: {_shown(value)} is not allowed; give {_words(kind)}")


def _shown(value: Any) -> str:
    """Return a short value as it is, and the type of another one."""
    plain = isinstance(value, (str, int, float, bool, type(None), bytes))
    return repr(value)[:120] if plain else type(value).__name__


@cache
def _kinds(function: Any) -> Mapping[str, Any]:
    """Return the types of the parameters of a function, by name."""
    parameters = inspect.signature(function).parameters.values()
    return {each.name: _resolved(each.annotation, function) for each in parameters
            if each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)}  # fmt: skip


@cache
def _flags(function: Any) -> tuple[tuple[str, int, Any], ...]:
    """Return name, place (beyond all if by name only) and type of each parameter that is a flag."""
    parameters = inspect.signature(function).parameters.values()
    by_place = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    kinds = _kinds(function)
    return tuple(
        (each.name, place if each.kind in by_place else sys.maxsize, kinds[each.name])
        for place, each in enumerate(parameters)
        if kinds.get(each.name) in (bool, bool | None)
    )


def _resolved(annotation: Any, function: Any) -> Any:
    if annotation is inspect.Parameter.empty:
        return Any
    if not isinstance(annotation, str):
        return annotation
    try:
        return eval(annotation, function.__globals__, vars(builtins))  # our own source
    except Exception:
        parts = [part.strip() for part in annotation.split(" | ")]
        if len(parts) > 1 and "[" not in annotation:
            return tuple(_resolved(part, function) for part in parts)
        return _Named(annotation) if annotation.replace(".", "").isidentifier() else Any


def _arguments(function: Any, args: Any, kwargs: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield name, value and type of each argument that was given."""
    kinds = _kinds(function)
    try:
        bound = inspect.signature(function).bind(*args, **kwargs).arguments
    except TypeError:
        return  # a missing or unknown argument, which Python reports
    yield from ((name, value, kinds[name]) for name, value in bound.items() if name in kinds)


# --- types ---------------------------------------------------------------------------------------


def _fits(value: Any, kind: Any) -> bool:
    """Return whether a value is of a type, as far as is cheap to say."""
    if kind is Any:
        return True
    if kind == ArrayLike:
        return _is_numeric(value)
    if isinstance(kind, tuple) or get_origin(kind) in (Union, types.UnionType):
        return any(_fits(value, each) for each in _options(kind))
    if isinstance(kind, _Named):
        return any(each.__name__ == kind.name for each in type(value).__mro__)
    if kind is None or kind is type(None):
        return value is None
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _fits(value, parts[0])
    if origin is Literal:
        return any(value is each or (type(value) is type(each) and value == each)
                   for each in parts)  # fmt: skip
    if kind in _NUMBERS:
        return isinstance(value, _NUMBERS[kind]) and (kind is bool or not isinstance(value, bool))
    return _fits_container(value, origin or kind, parts)


_NUMBERS: dict[Any, tuple[type, ...]] = {
    bool: (bool, np.bool_),
    int: (int, np.integer),
    float: (int, float, np.integer, np.floating),
}


def _fits_container(value: Any, kind: Any, parts: tuple[Any, ...]) -> bool:
    if not isinstance(kind, type):
        return True  # a type variable or Any
    if kind is tuple and isinstance(value, (tuple, list)):
        fixed = parts and parts[-1] is not Ellipsis
        if fixed:
            return len(value) == len(parts) and all(map(_fits, value, parts))
        return all(_fits(item, parts[0]) for item in islice(value, _MOST_ITEMS)) if parts else True
    if issubclass(kind, Mapping):
        return isinstance(value, Mapping) and _all_fit(value, value.values(), parts)
    if kind in (list, Sequence, Iterable):
        return _is_list(value, kind is Iterable) and (
            not hasattr(value, "__len__") or _all_fit(value, (), parts)
        )
    return isinstance(value, kind)


def _is_list(value: Any, once: bool) -> bool:
    """Return whether a value is a list of some kind; a generator is if it is read once."""
    if isinstance(value, (str, bytes, Mapping)) or getattr(value, "ndim", 1) == 0:
        return False
    return (
        isinstance(value, Iterable)
        and (hasattr(value, "__len__") or once)
        and (not hasattr(value, "model_fields"))
    )


def _is_numeric(value: Any) -> bool:
    """Return whether a value is a number, or a list or an array of numbers."""
    try:
        return np.asarray(value).dtype.kind in "biuf"
    except (ValueError, TypeError):
        return False  # rows of several lengths


def _all_fit(first: Iterable[Any], second: Iterable[Any], parts: tuple[Any, ...]) -> bool:
    """Return whether items, and the values of a mapping, are of their types."""
    return all(
        _fits(item, kind)
        for items, kind in zip((first, second), parts, strict=False)
        for item in islice(items, _MOST_ITEMS)
    )


def _options(kind: Any) -> tuple[Any, ...]:
    return kind if isinstance(kind, tuple) else get_args(kind)


def _words(kind: Any) -> str:
    """Return what to give for a type, in words."""
    if isinstance(kind, tuple) or get_origin(kind) in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(map(_words, _options(kind))))
    if isinstance(kind, _Named):
        return _with_article(kind.name)
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _words(parts[0])
    if origin is Literal:
        return " or ".join(map(repr, parts))
    if kind in _WORDS:
        return _WORDS[kind]
    if kind == ArrayLike:
        return "a number or a list of numbers"
    origin = origin or kind
    if not isinstance(origin, type):
        return "a value of another type"
    if issubclass(origin, Mapping):
        return "a mapping"
    if origin in (list, Sequence, Iterable, tuple):
        return _list_words(origin, parts)
    return _with_article(origin.__name__) if origin.__module__ != "typing" else "another value"


_WORDS: dict[Any, str] = {
    None: "None", type(None): "None", bool: "True or False", int: "a whole number",
    float: "a number", str: "a text", Callable: "a function",
}  # fmt: skip


def _list_words(origin: Any, parts: tuple[Any, ...]) -> str:
    if origin is tuple and parts and parts[-1] is not Ellipsis:
        return f"{len(parts)} values: {', '.join(map(_words, parts))}"
    inner = _words(parts[0]) if parts else ""
    return f"a list of {_PLURAL[inner]}" if inner in _PLURAL else "a list"


def _with_article(name: str) -> str:
    name = {"PathLike": "path", "DataFrame": "data frame", "ndarray": "array"}.get(name, name)
    return f"{'an' if name[0] in 'aeiouAEIO' else 'a'} {name}"
