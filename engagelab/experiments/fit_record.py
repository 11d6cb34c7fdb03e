"""FitRecord: what a plan rests on if its fields were fitted, in a form that is saved with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter

from ..errors import EngagelabError, Message, listing, refused
from ..io.atomic import path_of, reason
from ..io.files import open_file
from ..io.lazy import late
from ..simulation.scenario import Scenario
from .fit_calendar import FITTED
from .fit_unknowns import TOWN
from .fit_words import fit_word, named, significant

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq
else:
    pa = late("pyarrow")
    pq = late("pyarrow.parquet")

ATTRIBUTE = "engagelab_fit"
"""The attribute of the frame of samples that holds the record."""

IDENTIFIED, PARTLY, NOT = "identified", "partly", "not identified"
"""Verdicts on a field."""

WORST_MISFIT = 0.25
"""Share of numbers outside their 90 % intervals above which posts are called a misfit."""

_FORMAT = 1
_MOST_FIELDS = 100  # of a record that is read
_STRICT = ConfigDict(extra="forbid")
_Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
_Count = Annotated[int, Field(strict=True, ge=0, lt=2**64)]
_Pair = tuple[_Count, _Count]


def _one_of(*choices: str) -> AfterValidator:
    """Return the check of a text that is one of some words."""

    def check(text: str) -> str:
        if text not in choices:
            words = tuple(filter(None, choices))
            known = Message(", ".join(words), "either", {"names": words})
            raise refused("", "unknown", value=text[:80], choices=known)
        return text

    return AfterValidator(check)


def _field_of_plan(name: str) -> str:
    if name not in Scenario.fields() or Scenario.field(name).type not in (int, float):
        raise refused("", "record_number", value=name[:80])
    return name


def _in_order(field: LearnedField) -> LearnedField:
    if not field.low <= field.median <= field.high:
        raise refused("", "record_median", name=field.name)
    return field


def _different(fields: tuple[LearnedField, ...]) -> tuple[LearnedField, ...]:
    if len({field.name for field in fields}) < len(fields):
        raise refused("", "record_twice")
    return fields


def _of_town(town: Mapping[str, Any]) -> Mapping[str, Any]:
    if set(town) != set(TOWN):
        raise refused("", "record_town", names=listing(TOWN))
    return town


@dataclass(frozen=True)
class LearnedField:
    """A field of a fit: its 90 % interval with the median, and what the posts say of it.

    Attributes
    ----------
    name : str
        The dotted name of the field.
    low, median, high : float
        The interval and the median.
    verdict : {"identified", "partly", "not identified"}
        What the posts say.
    learn_from : str
        The measure that would tell more; empty for none.
    """

    __pydantic_config__ = _STRICT
    name: Annotated[str, AfterValidator(_field_of_plan)]
    low: _Number
    median: _Number
    high: _Number
    verdict: Annotated[str, _one_of(IDENTIFIED, PARTLY, NOT)]
    learn_from: Annotated[str, _one_of("", *FITTED)]

    @property
    def is_learned(self) -> bool:
        """Whether the posts determine or narrow the field, so that a plan takes its median."""
        return self.verdict != NOT

    def gives(self, value: float) -> bool:
        """Return whether a plan has this value of the field from the posts."""
        return self.is_learned and significant(value) == self.median


@dataclass(frozen=True)
class FitRecord:
    """What was learned from posts, without the simulations behind it.

    Attributes
    ----------
    posts, simulations, key : int
        Number of posts and of simulated campaigns, and the key of the fit.
    measures : tuple of str
        What was observed of the posts.
    fields : tuple of LearnedField
        The fields.
    town : mapping of str to (float, float)
        The ends of what is assumed of each field of the town.
    held_out, naive_held_out : (int, int)
        Forecast numbers inside their 90 % intervals, by the fit and by a log-normal of the other
        posts, and how many there are.
    score, naive_score : float
        Scores of these intervals; less is better.
    misfit : float
        Share of the fitted numbers outside the intervals that the other posts give.
    """

    __pydantic_config__ = _STRICT
    posts: Annotated[_Count, Field(ge=1)]
    simulations: Annotated[_Count, Field(ge=1)]
    key: _Count
    measures: Annotated[
        tuple[Annotated[str, _one_of(*FITTED)], ...],
        Field(min_length=1, max_length=len(FITTED)),
    ]
    fields: Annotated[
        tuple[Annotated[LearnedField, AfterValidator(_in_order)], ...],
        Field(min_length=1, max_length=_MOST_FIELDS),
        AfterValidator(_different),
    ]
    town: Annotated[Mapping[str, tuple[_Number, _Number]], AfterValidator(_of_town)]
    held_out: _Pair
    naive_held_out: _Pair
    score: _Number
    naive_score: _Number
    misfit: Annotated[_Number, Field(ge=0, le=1)]

    def learned_at(self, name: str, value: object) -> LearnedField | None:
        """Return the learned field that has a value from the posts; None if a plan changed it.

        A plan may have the value in full: it is compared as the record rounds it, to three digits.
        """
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return next((each for each in self.fields if each.name == name and each.gives(value)), None)

    def applies_to(self, plan: Scenario) -> bool:
        """Return whether a plan still has a value that was learned from the posts."""
        return any(each.gives(plan.get(each.name)) for each in self.fields)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON holds it."""
        return {"format": _FORMAT, **asdict(self)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> FitRecord:
        """Return the record that `to_dict` has stored.

        Raises
        ------
        ValueError
            If it is of another format, has fields that no plan has, values of other types or
            numbers that are not finite; a `pydantic.ValidationError` names the place.
        """
        return _reader().validate_python(without_format(stored))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> FitRecord:
        """Return the record in the samples that `Fit.save` has written beside a plan.

        Raises
        ------
        EngagelabError
            If the file cannot be read, or is not one of a fit.
        """
        file = path_of(path)
        try:
            with open_file(file) as opened:
                about = pq.read_schema(opened).pandas_metadata or {}
        except (OSError, pa.ArrowException) as error:
            raise EngagelabError(f"{file}: cannot be read: {reason(error)}") from None
        try:
            return cls.from_dict(about["attributes"][ATTRIBUTE])
        except (KeyError, TypeError, ValueError):
            raise EngagelabError(
                f"{file}: is not the file of a fit of this version; fit the plan again"
            ) from None

    def says(self) -> tuple[Message, ...]:
        """Return what the plan rests on beside its fields, in sentences."""
        measures = Message(", ".join(self.measures), "fields", {"fields": self.measures})
        said = [fit_word("fit_from", posts=self.posts, measures=measures,
                         simulations=self.simulations)]  # fmt: skip
        said += [
            fit_word("fit_record", field=named(field.name), measure=field.learn_from)
            if field.learn_from
            else fit_word("fit_nothing", field=named(field.name))
            for field in self.fields
            if not field.is_learned
        ]
        ends = {name.partition(".")[2]: pair for name, pair in self.town.items()}
        town = {f"{name}_{end}": value for name, pair in ends.items()
                for end, value in zip(("low", "high"), pair, strict=True)}  # fmt: skip
        return (*said, fit_word("fit_town", **town), *self._against_yardstick())

    def _against_yardstick(self) -> list[Message]:
        said = []
        (hits, number), (naive, _) = self.held_out, self.naive_held_out
        if number:
            said.append(fit_word("fit_held_out", hits=hits, number=number, naive=naive))
        is_worse = self.score > self.naive_score
        said.append(fit_word("fit_yardstick" if is_worse else "fit_better"))
        if self.misfit > WORST_MISFIT:
            said.append(fit_word("fit_misfit", share=round(100 * self.misfit)))
        return said


def without_format(stored: object) -> dict[str, Any]:
    """Return what `FitRecord.to_dict` has stored without its format.

    Raises
    ------
    ValueError
        If it is no mapping, or of another format.
    """
    if not isinstance(stored, Mapping) or stored.get("format") != _FORMAT:
        raise refused("", "record_format")
    return {name: value for name, value in stored.items() if name != "format"}


@cache
def _reader() -> TypeAdapter[FitRecord]:
    return TypeAdapter(FitRecord)
