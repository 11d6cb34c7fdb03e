"""Plans side by side: what differs, what came out, and which beats which, as HTML."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import Any

from .. import metrics
from ..experiments import Comparison, compare_outcomes
from ..looks import look
from ..outcome import Outcome, describe
from ..scenario import Scenario
from ..texts import Texts
from .draft import differences
from .values import label_of, said

Row = tuple[str, list[str]]
Write = Callable[[float, float], str]  # a number, and the one whose decimals it has


@dataclass(frozen=True)
class Side:
    """One of the plans that are held side by side.

    Attributes
    ----------
    key : str
        A pin's letter, ``plan`` or ``baseline``.
    name : str
        What it is called.
    plan : Scenario
        The plan, as it was run.
    outcome : Outcome
        What came out of it.
    """

    key: str
    name: str
    plan: Scenario
    outcome: Outcome

    def short(self, t: Texts) -> str:
        """Return the letter, or what stands for it in a sentence."""
        return self.key if len(self.key) == 1 else t(f"compare.{self.key}")


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
    half = kind in ("beats", "beaten") and row["wins"] * row["runs"] % 1
    values["tie"] = " " + t("compare.tie") if half else ""
    text = escape(t(f"compare.{kind}", **names, **values, sure=t.percent(found.confidence)))
    return f"<li class='el-{kind}'>{text[:1].upper()}{text[1:]}</li>"


def _judged(row: dict[Any, Any], t: Texts) -> tuple[str, dict[str, Any]]:
    """Return which sentence holds, and its numbers."""
    ends = {"low": row["low"], "high": row["high"], "lift": row["lift"]}
    runs = row["runs"]
    if row["low"] == row["high"] == 0:
        return "same", {"runs": runs}
    if not row["resolved"]:
        more = row["runs_to_resolve"]
        remedy = t("compare.more_runs", more=int(more)) if isfinite(more) else t("compare.no_runs")
        signed = {name: t.signed(value, _digits(value)) for name, value in ends.items()}
        return "apart", {**signed, "remedy": remedy}
    ahead = row["lift"] > 0
    share = row["wins"] if ahead else 1 - row["wins"]
    low, high = sorted((abs(row["low"]), abs(row["high"])))
    sizes = {"lift": abs(row["lift"]), "low": low, "high": high}
    told = {name: t.decimal(value, _digits(value)) for name, value in sizes.items()}
    return "beats" if ahead else "beaten", {
        **told, "wins": t.exact(share * runs), "runs": runs
    }  # fmt: skip


def _digits(value: float) -> int:
    return 0 if abs(value) >= 10 or value == 0 else 1


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
    return f"<b>{escape(short)}</b>{name}"


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
            cells = [(said(side.plan.get(name), t), name in changed[p]) for p, side in
                     enumerate(sides)]  # fmt: skip
            yield label_of(name, t), [_cell(text, marked=marked) for text, marked in cells]


def _cell(text: str, below: str = "", *, marked: bool = False) -> str:
    small = f"<small>{escape(below)}</small>" if below else ""
    kind = " class='el-differs'" if marked else ""
    return f"<td{kind}>{escape(text)}{small}</td>"


def _outcomes(sides: Sequence[Side], found: Comparison, t: Texts) -> Iterator[Row]:
    """Return the rows of numbers; each has the error of its mean, or the interval of a lift."""
    writes: list[tuple[str, Callable[[Outcome], dict[str, float]], Write]] = [
        ("reach", lambda outcome: describe(metrics.reach(outcome)), lambda n, _: t.whole(n)),
        ("cost", lambda outcome: describe(outcome.total("cost")), t.money),
        ("cost_per_reader", metrics.cost_per_reader, t.money),
        ("return", metrics.return_on_cost, lambda share, _: t.percent(share, 1)),
    ]
    for name, ask, write in writes:
        cells = [_number(ask(side.outcome), write) for side in sides]
        yield t(f"workbench.{name}"), cells
        if name == "reach":
            yield from _lifts(sides, found, t)


def _number(told: dict[str, float], write: Write) -> str:
    """Return a mean with its error, which has the decimals of the mean."""
    mean, error = told["mean"], told["standard_error"]
    return _cell(write(mean, mean), f" ± {write(error, mean)}" if isfinite(error) else "")


def _lifts(sides: Sequence[Side], found: Comparison, t: Texts) -> Iterator[Row]:
    """Return what each plan wins against the one that all are held against."""
    rows = {row["plan"]: row for row in found.table.to_dict("records")}
    against = next(side.short(t) for side in sides if side.key == found.baseline)
    lifts, wins, prices = [], [], []
    for side in sides:
        row, is_other = rows[side.key], side.key != found.baseline
        dash = _cell("–")
        between = t("compare.between", low=t.signed(row["low"]), high=t.signed(row["high"]))
        lifts.append(_cell(t.signed(row["lift"]), f" {between}") if is_other else dash)
        wins.append(_cell(t.percent(row["wins"])) if is_other else dash)
        gains = is_other and row["lift"] > 0  # there is no price of people that are not won
        prices.append(_cell(t.money(row["cost_per_extra_reader"])) if gains else dash)
    sure = t.percent(found.confidence)
    yield t("compare.lift", b=against, sure=sure), lifts
    yield t("compare.wins", b=against), wins
    yield t("compare.extra", b=against), prices
