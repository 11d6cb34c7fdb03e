"""The answer of a fit in sentences: what the posts say, what they do not, and what it rests on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..errors import Message
from .fit_calendar import FITTED, ObservedCalendar
from .fit_record import IDENTIFIED, NOT, WORST_MISFIT
from .fit_unknowns import TOWN, Unknown
from .fit_words import fit_word, named, significant

_RARE = 0.01  # share of simulations as unusual as the posts below which none looks like them
_EDGE = 1.0  # normal score, beyond which 16 % of a prior are
_COVERED = 0.8  # the least coverage of a 90 % interval that is not pointed out


def says_of(
    calendar: ObservedCalendar,
    fields: pd.DataFrame,
    unknowns: tuple[Unknown, ...],
    pairs: pd.DataFrame,
    check: dict[str, Any],
) -> tuple[Message, ...]:
    """Return what a fit says, in sentences."""
    known = [name for m, name in enumerate(FITTED) if np.isfinite(calendar.logs[m]).any()]
    measures = Message(", ".join(known), "fields", {"fields": tuple(known)})
    said = [fit_word("fit_from", posts=len(calendar.names), measures=measures,
                     simulations=check["simulations"])]  # fmt: skip
    by_name = {unknown.name: unknown for unknown in unknowns}
    said += [_of_field(str(name), row, by_name[str(name)]) for name, row in fields.iterrows()]
    said += [_of_pair(row) for row in pairs.head(3).to_dict("records")]
    said += _of_forecasts(check)
    if check["misfit"] > WORST_MISFIT:
        said.append(fit_word("fit_misfit", share=round(100 * check["misfit"])))
    if check["distance"] < _RARE:
        said.append(fit_word("fit_unlike"))
    coverage = check["coverage"][fields.index]
    low = coverage[coverage < _COVERED]
    if len(low):
        said.append(fit_word("fit_coverage", field=named(str(low.index[0])),
                             share=round(100 * float(low.iloc[0]))))  # fmt: skip
    return (*said, _of_town(unknowns))


def _of_field(name: str, row: pd.Series[Any], unknown: Unknown) -> Message:
    low, median, high = (significant(row[part]) for part in ("low", "median", "high"))
    values = {"field": named(name), "low": low, "median": median, "high": high}
    if row["verdict"] == NOT:
        if row["learn_from"]:
            return fit_word("fit_record", field=named(name), measure=str(row["learn_from"]))
        return fit_word("fit_nothing", field=named(name))
    if _is_at_edge(unknown, row):
        return fit_word("fit_edge", **values)
    return fit_word("fit_known" if row["verdict"] == IDENTIFIED else "fit_partly", **values)


def _is_at_edge(unknown: Unknown, row: pd.Series[Any]) -> bool:
    """Return whether the interval is within the first or the last part of the prior."""
    low, high = unknown.scores(np.array([row["low"], row["high"]], float))
    return bool(high < -_EDGE or low > _EDGE)


def _of_pair(row: dict[Any, Any]) -> Message:
    code = "fit_product" if row["kind"] == "product" else "fit_ratio"
    share = round(100 * row["contraction"])
    return fit_word(code, first=named(row["first"]), second=named(row["second"]), share=share)


def _of_forecasts(check: dict[str, Any]) -> list[Message]:
    hits, number = check["held_out"]
    naive, _ = check["naive_held_out"]
    said = []
    if number:
        said.append(fit_word("fit_held_out", hits=hits, number=number, naive=naive))
    if check["score"] > check["naive_score"]:
        said.append(fit_word("fit_yardstick"))
    return said


def _of_town(unknowns: tuple[Unknown, ...]) -> Message:
    ranges: dict[str, float] = {}
    for unknown in unknowns:
        if unknown.name in TOWN:
            low, high = unknown.values(np.array([-8.0, 8.0]))
            section = unknown.name.partition(".")[2]
            ranges |= {f"{section}_low": significant(low), f"{section}_high": significant(high)}
    return fit_word("fit_town", **ranges)
