"""Plans side by side: what differs, what came out, and which beats which, as HTML."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import Any

from ...experiments import Comparison, compare_outcomes
from ...i18n import Texts
from ...i18n.number_format import NONE
from ...i18n.rounding import Number, Summed, price, won
from ...palette import look
from ...simulation import metrics
from ...simulation.outcome import Outcome, describe
from ...simulation.scenario import Scenario
from ..state.draft_plan import differences
from .comparison_set import Beside

Row = tuple[str, list[str]]


@dataclass(frozen=True)
class Side(Beside):
    """A plan beside others that was played.

    Attributes
    ----------
    outcome : Outcome
        What came out of it.
    """

    outcome: Outcome


def compared_by(sides: Sequence[Side], against: str) -> Comparison:
    """Hold all plans against one of them, by its key."""
    first = sorted(sides, key=lambda side: side.key != against)
    return compare_outcomes({side.key: side.outcome for side in first})


# --- which beats which -----------------------------------------------------------------------


def verdicts(sides: Sequence[Side], found: Comparison, t: Texts) -> str:
    """Return a sentence for each plan against the one that all are held against."""
    shorts = {side.key: side.short(t) for side in sides}
    rows = found.table.iloc[1:].to_dict("records")
    told = "".join(_verdict(row, shorts, found, t) for row in rows)
    return f"<ul class='el-verdicts'>{told}</ul>"


def _verdict(row: dict[Any, Any], shorts: dict[str, str], found: Comparison, t: Texts) -> str:
    names = {"a": shorts[row["plan"]], "b": shorts[found.baseline]}
    kind, values = _judged(row, t)
    half = kind in ("beats", "beaten") and won(row["wins"], row["runs"]).digits
    values["tie"] = " " + t("compare.tie") if half else ""
    text = escape(t(f"compare.{kind}", **names, **values, sure=t.percent(found.confidence)))
    return f"<li class='el-{kind}'>{text[:1].upper()}{text[1:]}</li>"


def _judged(row: dict[Any, Any], t: Texts) -> tuple[str, dict[str, Any]]:
    """Return which sentence holds, and its numbers."""
    lift, runs = row["lift"], row["runs"]
    if row["low"] == row["high"] == 0:
        return "same", {"runs": runs}
    ends = {name: row[name] for name in ("lift", "low", "high")}
    if not row["resolved"]:
        more = row["runs_to_resolve"]
        remedy = t("compare.more_runs", more=int(more)) if isfinite(more) else t("compare.no_runs")
        signed = {name: Number.measured("lift", end, lift).text(t) for name, end in ends.items()}
        return "apart", {**signed, "remedy": remedy}
    ahead = lift > 0
    low, high = sorted((abs(row["low"]), abs(row["high"])))
    sizes = {"lift": abs(lift), "low": low, "high": high}
    told = {name: Number.measured("reach", size, lift).text(t) for name, size in sizes.items()}
    wins = won(row["wins"] if ahead else 1 - row["wins"], runs)
    return "beats" if ahead else "beaten", {**told, "wins": wins.text(t), "runs": runs}


# --- the table -------------------------------------------------------------------------------


def table(sides: Sequence[Side], found: Comparison, t: Texts) -> str:
    """Return plans side by side: what differs between them, and what came out."""
    head = "".join(f"<th scope='col'>{_swatch(side)}{_title(side, t)}</th>" for side in sides)
    caption = t("compare.caption", plans=len(sides), runs=int(found.table["runs"].iloc[0]))
    parts = [
        _part(t("compare.differences"), list(_differing(sides, t)), len(sides), t),
        _part(t("compare.outcomes"), list(_outcomes(sides, found, t)), len(sides), t),
    ]
    return (
        f"<div class='el-scroll' role='region' tabindex='0' aria-label='{escape(caption)}'>"
        f"<table class='el-sides'><caption>{escape(caption)}</caption>"
        f"<thead><tr><td></td>{head}</tr></thead>{''.join(parts)}</table></div>"
    )


def _title(side: Side, t: Texts) -> str:
    short = side.short(t)
    name = "" if side.name == short else f" <span class='el-name'>{escape(side.name)}</span>"
    is_pinned = side.present and side.key != "plan"
    mark = f" <small class='el-present'>{escape(t('compare.present'))}</small>" if is_pinned else ""
    return f"<b>{escape(short)}</b>{name}{mark}"


def _swatch(side: Side) -> str:
    seen = look(side.key)
    return (
        "<svg width='26' height='10' aria-hidden='true'><polyline points='0,5 26,5' fill='none' "
        f"stroke='{seen.colour}' stroke-width='2.4' stroke-dasharray='{seen.dash}'/></svg>"
    )


def _part(title: str, rows: list[Row], wide: int, t: Texts) -> str:
    head = f"<tr><th scope='rowgroup' colspan='{wide + 1}'>{escape(title)}</th></tr>"
    if not rows:
        text = escape(t("compare.no_differences"))
        return f"<tbody>{head}<tr><td colspan='{wide + 1}'>{text}</td></tr></tbody>"
    body = "".join(
        f"<tr><th scope='row'>{escape(label)}</th>{''.join(cells)}</tr>" for label, cells in rows
    )
    return f"<tbody>{head}{body}</tbody>"


def _differing(sides: Sequence[Side], t: Texts) -> Iterator[Row]:
    first = sides[0].plan
    changed = [set(differences(first, side.plan)) for side in sides]
    for name in Scenario.fields():
        if any(name in fields for fields in changed):
            cells = [(t.value(name, side.plan.get(name)), name in changed[p]) for p, side in
                     enumerate(sides)]  # fmt: skip
            yield t.label(name), [_cell(text, marked=marked) for text, marked in cells]


def _cell(text: str, below: str = "", *, marked: bool = False) -> str:
    small = f"<small>{escape(below)}</small>" if below else ""
    kind = " class='el-differs'" if marked else ""
    return f"<td{kind}>{escape(text)}{small}</td>"


def _outcomes(sides: Sequence[Side], found: Comparison, t: Texts) -> Iterator[Row]:
    """Return the rows of numbers; each has the error of its mean, or the interval of a lift."""
    asks: dict[str, Callable[[Outcome], dict[str, float]]] = {
        "reach": lambda outcome: describe(metrics.reach(outcome)),
        "cost": lambda outcome: describe(outcome.total("cost")),
        "cost_per_reader": metrics.cost_per_reader,
        "return": metrics.return_on_cost,
    }
    for name, ask in asks.items():
        cells = [_number(Summed.measured(name, ask(side.outcome)), t) for side in sides]
        yield t(f"workbench.{name}"), cells
        if name == "reach":
            yield from _lifts(sides, found, t)


def _number(told: Summed, t: Texts) -> str:
    """Return a mean with its error."""
    return _cell(told.mean.text(t), f" ± {told.error.text(t)}" if told.error.known else "")


def _lifts(sides: Sequence[Side], found: Comparison, t: Texts) -> Iterator[Row]:
    """Return what each plan wins against the one that all are held against."""
    rows = {row["plan"]: row for row in found.table.to_dict("records")}
    against = next(side.short(t) for side in sides if side.key == found.baseline)
    cells = [_won(rows[side.key], t, first=side.key == found.baseline) for side in sides]
    lifts, wins, prices = (list(column) for column in zip(*cells, strict=True))
    sure = t.percent(found.confidence)
    yield t("compare.lift", b=against, sure=sure), lifts
    yield t("compare.wins", b=against), wins
    yield t("compare.extra", b=against), prices


def _won(row: dict[Any, Any], t: Texts, *, first: bool) -> tuple[str, str, str]:
    """Return lift, runs won and price of a plan; dashes for the one that all are held against."""
    if first:
        return _cell(NONE), _cell(NONE), _cell(NONE)
    lift, low, high = (
        Number.measured("lift", row[end], row["lift"]).text(t) for end in ("lift", "low", "high")
    )
    wins = t("report.of_runs", wins=won(row["wins"], row["runs"]).text(t), runs=row["runs"])
    between = t("compare.between", low=low, high=high)
    return _cell(lift, f" {between}"), _cell(wins), _cell(price(row).mean.text(t))
