"""The base class of all declarations: fields with unit, bounds and source, and helpful errors."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args, get_origin

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from ..errors import EngagelabError, Message, as_text, listed, message, no_such, reason_of, refused

LARGEST_KEY = 2**63 - 1
KINDS = ("measured", "anchored", "anchored weakly", "assumed", "choice")


def quantity(
    default: Any,
    bounds: tuple[float, float] | None,
    label: str,
    says: str,
    *,
    unit: str = "",
    source: str = "assumed",
    anchor: str = "",
    supported: tuple[float, float] | None = None,
) -> Any:
    """Declare a field of a declaration: its default, bounds, unit, meaning and source.

    Parameters
    ----------
    default : object
        The default value.
    bounds : tuple of (float, float) or None
        The lowest and the highest value allowed; None if the type alone restricts the values.
    label : str
        A short name for sliders and tables.
    says : str
        One plain sentence about the effect of the field.
    unit : str, optional
        The unit of the number, such as ``"people"`` or ``"probability"``.
    source : str, optional
        The kind of evidence for the default, and a citation if there is any:
        ``"measured: ..."``, an experiment or representative survey of the same quantity;
        ``"anchored: ..."``, counted or surveyed elsewhere, good for the order of magnitude;
        ``"anchored weakly: ..."``, a trade page, a stated intention or a neighbouring quantity;
        ``"assumed"``, no evidence seen; ``"choice"``, for the author of the plan to decide.
    anchor : str, optional
        One plain sentence that relates the number to the real world, with a citation.
    supported : tuple of (float, float), optional
        The range of values that the evidence of the anchor supports; None if it supports no range.

    Raises
    ------
    ValueError
        For a source of another kind.
    """
    low, high = bounds or (None, None)
    kind = source.split(":")[0]
    if kind not in KINDS:
        raise ValueError(f"source must start with one of {listed(KINDS)}, not {source!r}")
    extra: dict[str, Any] = {"unit": unit, "source": source, "kind": kind}
    extra |= {"anchor": anchor, "supported": supported}
    # texts, and yes or no, are not taken for numbers
    strict = isinstance(default, (bool, int, float)) or None
    return Field(
        default, ge=low, le=high, strict=strict, title=label, description=says,
        json_schema_extra=extra,
    )  # fmt: skip


@dataclass(frozen=True)
class Parameter:
    """The metadata of one field, for sliders, sweeps and documents.

    Examples
    --------
    >>> from engagelab.models import Engagement
    >>> field = next(f for f in Engagement.parameters() if f.name == "invite")
    >>> field.low, field.high, field.unit
    (0.0, 1.0, 'probability')
    """

    name: str
    label: str
    default: Any
    low: float | None  # an int for whole numbers, which a float could not represent exactly
    high: float | None
    unit: str
    says: str
    source: str
    kind: str
    type: Any
    anchor: str = ""
    supported: tuple[float, float] | None = None

    @classmethod
    def of(cls, name: str, field: FieldInfo) -> "Parameter":
        """Return the metadata of a pydantic field."""
        extra = field.json_schema_extra
        notes: Mapping[str, Any] = extra if isinstance(extra, dict) else {}
        low, high = (_bound(field, side) for side in ("ge", "le"))
        return cls(
            name=name,
            label=field.title or name,
            default=field.get_default(call_default_factory=True),
            low=low,
            high=high,
            unit=notes.get("unit", ""),
            says=field.description or "",
            source=notes.get("source", ""),
            kind=notes.get("kind", ""),
            type=field.annotation,
            anchor=notes.get("anchor", ""),
            supported=notes.get("supported"),
        )

    @property
    def choices(self) -> tuple[Any, ...]:
        """The possible values of a choice or boolean field; empty for other fields.

        Examples
        --------
        >>> from engagelab import Scenario
        >>> Scenario.fields()["control.review"].choices
        (False, True)
        """
        if self.type is bool:
            return (False, True)
        return get_args(self.type) if get_origin(self.type) is Literal else ()

    @property
    def allowed(self) -> str:
        """The allowed range in words; empty for fields without bounds."""
        if self.low is None or self.high is None:
            return ""
        if self.low == self.high:
            return _formatted(self.low)
        whole = "whole number" if self.type is int else "number"
        return f"a {whole} from {_formatted(self.low)} to {_formatted(self.high)}"


def _formatted(bound: float) -> str:
    return f"{int(bound):,}" if bound == int(bound) else f"{bound:g}"


def _bound(field: FieldInfo, side: str) -> float | None:
    bounds = [getattr(note, side) for note in field.metadata if hasattr(note, side)]
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    bound = bounds[0] if bounds else extra.get(side)
    if not isinstance(bound, (int, float)):
        return None
    return bound if field.annotation is int else float(bound)


class Declaration(BaseModel):
    """A frozen set of validated fields; a wrong value raises `EngagelabError` naming its field."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_default=False
    )

    def __init__(self, /, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            problems = tuple(problems_of(error, type(self)))
            raise EngagelabError(as_text(problems), problems) from None

    @model_validator(mode="before")
    @classmethod
    def _python_values(cls, values: Any) -> Any:
        if not isinstance(values, Mapping):
            return values
        fields = cls.model_fields
        return {
            name: _python(value, name in fields and fields[name].annotation is int)
            for name, value in values.items()
        }

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Return the metadata of all fields."""
        return tuple(Parameter.of(name, field) for name, field in cls.model_fields.items())

    def replace(self, **values: Any) -> Self:
        """Return a copy with some fields changed, validated like a new one."""
        return type(self)(**{**self.model_dump(), **values})


def _python(value: Any, is_whole: bool = False) -> Any:
    """Return a number of NumPy as one of Python, and 3.0 as 3 for a field of whole numbers."""
    if isinstance(value, np.generic):
        value = value.item()
    if type(value).__name__ in ("NAType", "NaTType"):  # of pandas, which is not imported
        return None
    return int(value) if is_whole and isinstance(value, float) and value.is_integer() else value


def is_real(value: Any) -> bool:
    """Return whether a value is a finite real number, and not a boolean."""
    if isinstance(value, int):
        return not isinstance(value, bool)  # even if it is too large for a float
    return isinstance(value, (float, np.integer, np.floating)) and bool(np.isfinite(value))


def whole_number(name: str, value: Any, low: int, high: int) -> None:
    """Raise `EngagelabError` unless a value is a whole number from `low` to `high`."""
    if type(value) is int and low <= value <= high:
        return
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not (whole and low <= value <= high):
        raise refused(name, "not_whole", value=value, low=low, high=high)


def problems_of(error: ValidationError, declaration: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Yield the dotted field name and the message of each error of a validation.

    A list that is refused only since an item is (pydantic counts it as too short) is left out.
    """
    items = error.errors()
    outer = {item["loc"][:depth] for item in items for depth in range(len(item["loc"]))}
    for item in items:
        if item["loc"] in outer:
            continue
        path = ".".join(str(part) for part in item["loc"])
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, EngagelabError):
            inner = cause.problems or (("", str(cause)),)
            yield from ((_join(path, name), text) for name, text in inner)
        else:
            yield path, _explain(item, declaration)


def _join(path: str, name: str) -> str:
    return ".".join(part for part in (path, name) if part)


def _explain(item: Any, declaration: type[BaseModel]) -> str:
    """Return the message of one error: the value, what is allowed, what to do."""
    kind, value, field = item["type"], item["input"], _field(item["loc"], declaration)
    if kind == "extra_forbidden":
        known = list(declaration.model_fields)
        return no_such("field", item["loc"][-1], known, known)
    if kind in ("greater_than_equal", "less_than_equal") and field is not None:
        return message("below" if kind[0] == "g" else "above", value=value, field=field)
    if kind == "missing" or value is None or (isinstance(value, str) and not value):
        return _empty(value, field)
    if kind == "literal_error":
        expected = item["ctx"]["expected"]
        names = tuple(part.strip("'") for part in expected.replace(" or ", ", ").split(", "))
        return message(
            "unknown", value=value, choices=Message(expected, "either", {"names": names})
        )
    reason = reason_of(kind, _lower(item["msg"]))
    if field is not None and field.allowed:
        return message("wrong_give", value=value, reason=reason, field=field)
    return message("wrong", value=value, reason=reason)


def _empty(value: Any, field: Parameter | None) -> Message:
    """Return the message for a value that is missing, None or an empty text."""
    if field is None or not field.allowed:
        return message("missing")
    return message("nothing" if value is None else "empty", field=field)


def _lower(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _field(path: tuple[Any, ...], declaration: type[BaseModel]) -> Parameter | None:
    """Return the field at the end of a path, or else the one at its start."""
    fields = declaration.model_fields
    names = (str(part) for part in (*path[-1:], *path[:1]))
    return next((Parameter.of(name, fields[name]) for name in names if name in fields), None)
