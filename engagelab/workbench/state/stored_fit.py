"""The record of a fit as a document stores it, with the version of its format."""

from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer

from ...experiments.fit_record import FitRecord, without_format


def _unpacked(stored: Any) -> Any:
    return stored if stored is None or isinstance(stored, FitRecord) else without_format(stored)


def _packed(fit: FitRecord | None) -> dict[str, Any] | None:
    return None if fit is None else fit.to_dict()


StoredFit = Annotated[FitRecord | None, BeforeValidator(_unpacked), PlainSerializer(_packed)]
"""A field of a pydantic model: a record, or none. What is read back is validated."""
