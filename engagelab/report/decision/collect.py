"""Collect the facts of a hand-over from a decision, its lead and its tested assumptions."""

import datetime
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from ..._version import __version__
from ...errors import EngagelabError
from ...experiments.assumption_tests import AssumptionTests
from ...experiments.decision import Decision, SolvedOption
from ...experiments.fit_record import FitRecord
from ...experiments.intervals import Level, mean_interval
from ...experiments.lead import LeadBreakdown
from ...i18n.preset_names import preset_called
from ...simulation.outcome import COST_KINDS
from ..names import clean
from .facts import Facts, LeadEffect, Line, OptionFacts, Tested, TownRange

MOST_OPTIONS = 4  # options that a deck shows side by side
_KINDS = {"anchored weakly": "anchored", "choice": "assumed"}


def facts_of(
    decision: Decision,
    lead: LeadBreakdown | None = None,
    tests: AssumptionTests | None = None,
    *,
    warnings: Sequence[str] = (),
    client: str = "",
    date: datetime.date | None = None,
    target: Literal["people", "return"] = "people",
    unit: Literal["day", "week"] = "day",
    fit: FitRecord | None = None,
) -> Facts:
    """Return the facts of a decision for its hand-over.

    Parameters
    ----------
    decision : Decision
        From `compare_options`; at most four options.
    lead : LeadBreakdown, optional
        From `explain_lead`, of the second option and the first.
    tests : AssumptionTests, optional
        From `test_assumptions`.
    warnings : sequence of str
        All warnings shown with the options, in the language of the hand-over.
    client : str
        Name of the client.
    date : datetime.date, optional
        Date of the hand-over; by default today.
    target : {"people", "return"}
        What decides if one option reaches most and another returns most.
    unit : {"day", "week"}
        What a round is.
    fit : FitRecord, optional
        The fit to posts that the plans have values from.

    Raises
    ------
    EngagelabError
        If there are more than four options, or the lead is of other options.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.options import Option, compare_options
    >>> plan = el.Scenario(population={"people": 300})
    >>> facts = facts_of(compare_options([Option("Now", plan)], towns=4))
    >>> facts.first.name, facts.case
    ('Now', 'one')
    """
    if len(decision.options) > MOST_OPTIONS:
        raise EngagelabError(
            f"options: {len(decision.options)} given; hand over at most {MOST_OPTIONS} side by side"
        )
    order = decision.order
    if lead is not None and (lead.first, lead.second) != order[:2]:
        raise EngagelabError(
            f"lead: it explains {lead.first} over {lead.second}; explain {order[0]} over "
            f"{order[min(1, len(order) - 1)]}"
        )
    town = decision.network or decision.options[0].plan.town(decision.key)
    several = len(order) > 1
    return Facts(
        options=tuple(_option(decision, option) for option in decision.options),
        order=order,
        standing=decision.standing if several else "clear",  # type: ignore[arg-type]
        lead=TownRange(*decision.lead) if several else TownRange(0.0, 0.0, 0.0),
        tied=decision.tied,
        more_back=_more_back(decision),
        runs=decision.number_of_towns,
        people=decision.people,
        employees=decision.employees,
        groups=len(town.group_labels),
        key=decision.key,
        date=date or datetime.date.today(),
        version=__version__,
        client=clean(client),
        effects=() if lead is None else tuple(_effects(lead)),
        tests=None if tests is None else tuple(_tests(tests, order)),
        warnings=tuple(map(str, warnings)),
        target=target,
        unit=unit,
        fit=fit,
    )


def _option(decision: Decision, option: SolvedOption) -> OptionFacts:
    letter, summary = option.letter, _row(decision, option.letter)
    runs = decision.number_of_towns
    curve = decision.curves[decision.curves["option"] == letter]
    return OptionFacts(
        letter=letter,
        name=clean(option.name),
        digest=decision.digests[letter],
        plan=option.plan,
        preset=preset_called(option.plan.name) or "",
        budget=option.budget,
        at_end=option.at_its_end,
        reach=_spread(summary, "reach"),
        joins=_over_towns(decision.values(letter, "joins")),
        each=_spread(summary, "cost_per_reader"),
        back=_spread(summary, "return"),
        cost=float(summary["cost"]),
        value=float(summary["value"]),
        costs=tuple(_costs(decision, letter)),
        values=tuple(_values(decision, option)),
        first=round(summary["first"] * runs),
        pays=round(summary["pays"] * runs),
        earning=decision.earning[letter],  # type: ignore[arg-type]
        rounds=tuple(curve["round"].tolist()),
        curve=tuple(map(TownRange, curve["mean"], curve["low"], curve["high"])),
        by_town=_by_town(decision, option),
    )


def _by_town(decision: Decision, option: SolvedOption) -> dict[str, tuple[float, ...]]:
    """Return the numbers of each town, for the formulas of the workbook."""
    letter, money = option.letter, option.plan.money
    names = ("town", "reach", "joins", "memberships", "value")
    values = {name: decision.values(letter, name) for name in names}
    rest = values.pop("value") - money.value_reader * values["reach"]
    rest -= money.value_joiner * values["joins"] + money.value_membership * values["memberships"]
    values["sharers"] = rest / money.value_sharer if money.value_sharer else 0.0 * rest
    values |= {kind: decision.values(letter, f"count_{kind}") for kind in COST_KINDS.values()}
    return {name: tuple(column.tolist()) for name, column in values.items()}


def _row(decision: Decision, letter: str) -> Any:
    """Return the row of an option in the summary."""
    return decision.summary.loc[letter]


def _spread(row: Any, name: str) -> TownRange:
    return TownRange(*(float(row[f"{name}{end}"]) for end in ("", "_low", "_high")))


def _over_towns(values: Any) -> TownRange:
    return TownRange(float(values.mean()), *map(float, np.quantile(values, (0.05, 0.95))))


def _costs(decision: Decision, letter: str) -> list[Line]:
    """Return the kinds of cost that occur in any option, with their mean quantities."""
    lines = []
    for kind in dict.fromkeys(COST_KINDS.values()):
        if decision.towns[f"cost_{kind}"].any():
            amount = float(decision.values(letter, f"cost_{kind}").mean())
            count = float(decision.values(letter, f"count_{kind}").mean()) if amount else 0.0
            lines.append(Line(kind, count, amount / count if count else 0.0, amount))
    return lines


def _values(decision: Decision, option: SolvedOption) -> list[Line]:
    """Return the parts of the value; people who share are what the others leave."""
    money, letter = option.plan.money, option.letter
    priced = {"reach": money.value_reader, "joins": money.value_joiner,
              "memberships": money.value_membership}  # fmt: skip
    lines = []
    for kind, price in priced.items():
        count = float(decision.values(letter, kind).mean())
        lines.append(Line(kind, count, price, count * price))
    rest = float(decision.values(letter, "value").mean()) - sum(line.amount for line in lines)
    price = money.value_sharer
    sharers = Line("sharers", rest / price if price else 0.0, price, rest if price else 0.0)
    return [line for line in (lines[0], sharers, *lines[1:]) if line.price or line.kind == "reach"]


def _more_back(decision: Decision) -> str:
    """Return the option whose return is highest and told apart from the first's, by town.

    In a draw it may be the first itself, if its return is told apart from the second's.
    """
    first = decision.order[0]
    returns = {letter: decision.values(letter, "return") for letter in decision.order}
    known = {letter: values for letter, values in returns.items() if not np.isnan(values).any()}
    if len(known) < len(returns) or len(returns) == 1:
        return ""
    best = max(known, key=lambda letter: float(known[letter].mean()))
    other = first
    if best == first:
        if decision.standing != "draw":
            return ""
        other = decision.order[1]
    _, low, _ = mean_interval(known[best] - known[other], Level(0.95))
    return best if low > 0 else ""


def _effects(lead: LeadBreakdown) -> list[LeadEffect]:
    numbers = ("effect", "low", "high")
    return [
        LeadEffect(tuple(row["fields"]), *(float(row[name]) for name in numbers))
        for row in lead.effects.to_dict("records")
    ]


def _tests(tests: AssumptionTests, letters: Sequence[str]) -> list[Tested]:
    rows = tests.table.to_dict("records")
    return [
        Tested(
            field=row["field"], kind=_KINDS.get(row["kind"], row["kind"]),
            low=float(row["low"]), plan=float(row["plan"]), high=float(row["high"]),
            reach={letter: _ends(row, "reach", letter) for letter in letters},
            back={letter: _ends(row, "return", letter) for letter in letters},
            switching=_known(row["switching_value"]), break_even=_known(row["break_even_value"]),
        )
        for row in rows
    ]  # fmt: skip


def _ends(row: Any, name: str, letter: str) -> tuple[float, float]:
    return float(row[f"{name}_low_{letter}"]), float(row[f"{name}_high_{letter}"])


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
