"""CSV: tidy tables in one zip, with a description of their columns."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from ..i18n.rounding import Number, Summed
from .document import Document
from .findings import MEASURES
from .names import inert
from .reproducible_zip import zipped

_SUMMED = ("mean", "standard_error", "low", "high")


def csv_zip(story: Document) -> bytes:
    """Return the tables, each with one header line, and README.txt, which tells what they hold."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in files(story).items():
            file.writestr(zipped(name, story.found.date), text.encode())
    return out.getvalue()


def files(story: Document) -> dict[str, str]:
    """Return the files by name."""
    t = story.t
    readme = t("report.readme", title=story.title, stamp=story.stamp,
               currency=t.currency or t("report.no_currency"))  # fmt: skip
    tables = {
        "summary": (("plan", "plan_hash", "measure", "label", *_SUMMED), _summary(story)),
        "comparison": (_COMPARED, _comparison(story)),
        "curves": (("plan", "round", "mean", "low", "high"), _curves(story)),
        "groups": (("plan", "group_size", "people", *_SUMMED), _groups(story)),
        "parameters": (_parameter_columns(story), _parameters(story)),
        "about": (("what", "value"), _about(story)),
    }
    told = {f"{name}.csv": _table(head, list(rows)) for name, (head, rows) in tables.items()}
    return {"README.txt": readme, **told}


_COMPARED = ("plan", "baseline", "lift", "lift_low", "lift_high", "confidence", "wins", "runs",
             "resolved", "runs_to_resolve", "cost_per_extra_reader", "cost_per_extra_reader_low",
             "cost_per_extra_reader_high")  # fmt: skip


def _table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([inert(cell) for cell in head])
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _cell(cell: Any) -> str:
    """Return a number with all its digits, and a text that is no formula."""
    if isinstance(cell, Number):
        return repr(cell.value).removesuffix(".0") if cell.known else ""
    if isinstance(cell, bool):
        return str(int(cell))
    return inert(cell) if isinstance(cell, str) else repr(cell)


def _parts(told: Summed) -> tuple[Number, ...]:
    return told.mean, told.error, told.low, told.high


def _summary(story: Document) -> Iterator[Sequence[Any]]:
    for name, plan in zip(story.full_names, story.found.plans, strict=True):
        for measure in MEASURES:
            told = _parts(plan.numbers[measure])
            yield name, plan.hash, measure, story.measure(measure), *told


def _comparison(story: Document) -> Iterator[Sequence[Any]]:
    base, sure = story.full_names[0], story.found.confidence
    for name, plan in zip(story.full_names, story.found.plans, strict=True):
        duel = plan.duel
        if duel is not None:
            extra = duel.cost_per_extra_reader
            yield (name, base, duel.lift, duel.low, duel.high, sure, duel.wins, duel.runs,
                   duel.resolved, duel.runs_to_resolve, extra.mean, extra.low,
                   extra.high)  # fmt: skip


def _curves(story: Document) -> Iterator[Sequence[Any]]:
    for name, plan in zip(story.full_names, story.found.plans, strict=True):
        curve = plan.curve
        for place, *numbers in zip(curve.rounds, curve.mean, curve.low, curve.high, strict=True):
            yield name, place, *numbers


def _groups(story: Document) -> Iterator[Sequence[Any]]:
    for name, plan in zip(story.full_names, story.found.plans, strict=True):
        for found in plan.classes:
            yield name, found.word, found.people, *_parts(found.reached)


def _parameter_columns(story: Document) -> tuple[str, ...]:
    names = (f"value: {name}" for name in story.full_names)
    return "field", "label", *names, "unit", "differs", "meaning", "source"


def _parameters(story: Document) -> Iterator[Sequence[Any]]:
    for card in story.found.cards:
        told = story.t.field(card.field)
        values = (
            value if isinstance(value, (int, float)) else text
            for value, text in zip(card.values, story.values(card), strict=True)
        )
        yield (card.field, told.label, *values, told.unit, card.differs, told.says,
               story.source(card))  # fmt: skip


def _about(story: Document) -> Iterator[Sequence[Any]]:
    found = story.found
    yield "engagelab", found.version
    yield "date", found.date.isoformat()
    yield "key", found.key
    yield "runs", found.runs
    yield "confidence", found.confidence
    yield from (("title", story.title), ("client", found.client), ("network", found.network))
    for name, plan in zip(story.full_names, found.plans, strict=True):
        yield f"hash: {name}", plan.hash
    yield from (("warning", text) for text in story.warnings())
