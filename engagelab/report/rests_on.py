"""Say what fitted values rest on: the learned fields in rows, and the fit in sentences."""

from ..experiments.fit_record import FitRecord, LearnedField
from ..experiments.fit_result import Fit
from ..i18n import Texts
from ..i18n.number_format import NONE

_OF_FIELDS = {f"results_{name}" for name in ("fit_record", "fit_nothing")}


def record_of(fit: Fit | FitRecord | None) -> FitRecord | None:
    """Return the record of a fit, or a record as it is."""
    return fit.record if isinstance(fit, Fit) else fit


def learned_head(t: Texts) -> tuple[str, ...]:
    """Return the heads of the columns of `learned_rows`."""
    return tuple(t(f"fit.{word}") for word in ("field", "median", "after", "verdict", "record"))


def learned_rows(fit: FitRecord, t: Texts) -> tuple[tuple[str, ...], ...]:
    """Return a row for each fitted field: label, median, interval, verdict, what to record."""
    return tuple(_row(field, t) for field in fit.fields)


def _row(field: LearnedField, t: Texts) -> tuple[str, ...]:
    label = t.label(field.name)
    low, median, high = (t.exact(value) for value in (field.low, field.median, field.high))
    says = t(f"fit.{field.verdict.replace(' ', '_')}")
    record = t.word("measure", field.learn_from, field.learn_from) if field.learn_from else NONE
    interval = t("explore.from_to", now=low, to=high)
    if not field.is_learned:
        median = interval = t("fit.not_learned")
    return label[:1].upper() + label[1:], median, interval, says, record


def fit_sentences(fit: FitRecord, t: Texts, *, of_fields: bool = True) -> list[str]:
    """Return what the values rest on in sentences, with or without those of single fields."""
    said = [each for each in fit.says() if of_fields or each.code not in _OF_FIELDS]
    texts = [t.refusal(("", each)) for each in said]
    return [f"{text[:1].upper()}{text[1:]}." for text in texts]
