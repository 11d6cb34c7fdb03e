"""FitRecord: what a plan rests on if its fields were fitted, in a form that is saved with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from ..errors import EngagelabError, Message
from ..io.atomic import path_of, reason
from ..io.files import open_file
from ..io.lazy import late
from .fit_words import fit_word, named

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

    name: str
    low: float
    median: float
    high: float
    verdict: str
    learn_from: str


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

    posts: int
    simulations: int
    key: int
    measures: tuple[str, ...]
    fields: tuple[LearnedField, ...]
    town: Mapping[str, tuple[float, float]]
    held_out: tuple[int, int]
    naive_held_out: tuple[int, int]
    score: float
    naive_score: float
    misfit: float

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON holds it."""
        return {"format": _FORMAT, **asdict(self)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> FitRecord:
        """Return the record that `to_dict` has stored.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is another thing.
        """
        values = dict(stored)
        if values.pop("format") != _FORMAT:
            raise ValueError(stored["format"])
        values["measures"] = tuple(values["measures"])
        values["fields"] = tuple(LearnedField(**row) for row in values["fields"])
        values["town"] = {name: _pair(ends) for name, ends in values["town"].items()}
        for name in ("held_out", "naive_held_out"):
            values[name] = _pair(values[name])
        return cls(**values)

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
            if field.verdict == NOT
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


def _pair(values: Any) -> tuple[Any, Any]:
    first, second = values
    return first, second
