"""CSV: tidy tables in one zip, with a description of their columns."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from ..experiments.fit_record import FitRecord
from ..i18n.rounding import Number, Summed
from ..io.spreadsheet import escape_formula
from .document import Document
from .reproducible_zip import zip_entry

_SUMMED = ("mean", "standard_error", "low", "high")
_COMPARED = ("plan", "baseline", "lift", "lift_low", "lift_high", "confidence", "wins", "runs",
             "resolved", "runs_to_resolve", "cost_per_extra_reader", "cost_per_extra_reader_low",
             "cost_per_extra_reader_high")  # fmt: skip


_FIT = ("field", "low", "median", "high", "verdict", "learn_from")


def csv_zip(document: Document) -> bytes:
    """Return a zip of tables, each with one header line, and a README.txt that describes them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in files(document).items():
            file.writestr(zip_entry(name, document.findings.date), text.encode())
    return out.getvalue()


def files(document: Document) -> dict[str, str]:
    """Return the texts of the files by name."""
    t = document.t
    readme = t("report.readme", title=document.title, stamp=document.stamp,
               currency=t.currency or t("report.no_currency"))  # fmt: skip
    tables = {
        "summary": (("plan", "plan_hash", "measure", "label", *_SUMMED), _summary(document)),
        "comparison": (_COMPARED, _comparison(document)),
        "curves": (("plan", "round", "mean", "low", "high"), _curves(document)),
        "groups": (("plan", "group_size", "people", *_SUMMED), _groups(document)),
        "parameters": (_parameter_columns(document), _parameters(document)),
        "about": (("what", "value"), _about(document)),
    }
    if document.findings.fit is not None:
        readme = f"{readme.rstrip()}\n\n{t('report.fit_readme')}\n"
        tables["fit"] = _FIT, _fit(document.findings.fit)
    texts = {f"{name}.csv": _table(head, list(rows)) for name, (head, rows) in tables.items()}
    return {"README.txt": readme, **texts}


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([escape_formula(cell) for cell in head])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(cell: Any) -> str:
    """Return a number with all its digits, or a text that is not a formula."""
    if isinstance(cell, Number):
        return repr(cell.value).removesuffix(".0") if cell.known else ""
    if isinstance(cell, bool):
        return str(int(cell))
    return escape_formula(cell) if isinstance(cell, str) else repr(cell)


def _parts(number: Summed) -> tuple[Number, ...]:
    return number.mean, number.error, number.low, number.high


def _summary(document: Document) -> Iterator[Sequence[Any]]:
    for name, plan in zip(document.full_names, document.findings.plans, strict=True):
        for measure in document.findings.measures:
            parts = _parts(plan.numbers[measure])
            yield name, plan.hash, measure, document.measure(measure), *parts


def _comparison(document: Document) -> Iterator[Sequence[Any]]:
    base, confidence = document.full_names[0], document.findings.confidence
    for name, plan in zip(document.full_names, document.findings.plans, strict=True):
        row = plan.comparison
        if row is not None:
            extra = row.cost_per_extra_reader
            yield (name, base, row.lift, row.low, row.high, confidence, row.wins, row.runs,
                   row.resolved, row.runs_to_resolve, extra.mean, extra.low,
                   extra.high)  # fmt: skip


def _curves(document: Document) -> Iterator[Sequence[Any]]:
    for name, plan in zip(document.full_names, document.findings.plans, strict=True):
        curve = plan.curve
        for place, *numbers in zip(curve.rounds, curve.mean, curve.low, curve.high, strict=True):
            yield name, place, *numbers


def _groups(document: Document) -> Iterator[Sequence[Any]]:
    for name, plan in zip(document.full_names, document.findings.plans, strict=True):
        for group in plan.classes:
            yield name, group.name, group.people, *_parts(group.reached)


def _parameter_columns(document: Document) -> tuple[str, ...]:
    names = (f"value: {name}" for name in document.full_names)
    return "field", "label", *names, "unit", "differs", "meaning", "source"


def _parameters(document: Document) -> Iterator[Sequence[Any]]:
    for card in document.findings.cards:
        field = document.t.field(card.field)
        values = (
            value if isinstance(value, (int, float)) else text
            for value, text in zip(card.values, document.values(card), strict=True)
        )
        yield (card.field, field.label, *values, field.unit, card.differs, field.says,
               document.source(card))  # fmt: skip


def _fit(fit: FitRecord) -> Iterator[Sequence[Any]]:
    for field in fit.fields:
        yield tuple(getattr(field, name if name != "field" else "name") for name in _FIT)


def _about(document: Document) -> Iterator[Sequence[Any]]:
    findings = document.findings
    yield "engagelab", findings.version
    yield "date", findings.date.isoformat()
    yield "key", findings.key
    yield "runs", findings.runs
    yield "confidence", findings.confidence
    yield from (("title", document.title), ("client", findings.client))
    yield "network", findings.network
    for name, plan in zip(document.full_names, findings.plans, strict=True):
        yield f"hash: {name}", plan.hash
    yield from (("rests on", text) for text in document.rests_on())
    yield from (("warning", text) for text in document.warnings())
