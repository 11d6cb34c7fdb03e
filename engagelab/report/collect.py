"""Simulate plans with common random numbers and collect their findings, rounded once."""

import datetime
import threading
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

import numpy as np

from .._version import __version__
from ..errors import EngagelabError
from ..experiments.comparison import comparison_table, values_for_skewness
from ..experiments.fit_record import FitRecord
from ..experiments.fit_result import Fit
from ..experiments.intervals import Level
from ..experiments.progress import Progress
from ..experiments.runner import Execution, run_plans
from ..graphs.network import Network
from ..i18n.rounding import MISSING, Number, Summed, price, won
from ..io.arguments import checked
from ..palette import ORDER, look
from ..simulation import metrics
from ..simulation.outcome import Outcome, describe
from ..simulation.plan_fields import OF_THE_TOWN
from ..simulation.scenario import Scenario
from .findings import (
    Curve,
    FindingCard,
    Findings,
    GroupClass,
    PairedComparison,
    PlanFindings,
)
from .names import clean, distinct
from .rests_on import record_of

MOST = 12  # plans; more are a sweep rather than a hand-over
CONFIDENCE = 0.95
_COUNTED = ("shares", "joins", "comments", "answers", "critics", "cost", "value")
_CHANCE = ("settings.runs", "settings.key")  # the same for all plans, whatever their own values

Plans = Scenario | Mapping[str, Scenario]


@checked
def findings(
    plans: Plans,
    *,
    title: str = "",
    client: str = "",
    runs: int | None = None,
    key: int | None = None,
    network: Network | None = None,
    outcomes: Mapping[str, Outcome] | None = None,
    looks: Mapping[str, str] | None = None,
    fit: Fit | FitRecord | None = None,
    date: datetime.date | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = None,
) -> Findings:
    """Simulate plans with common random numbers and return the content of a hand-over.

    Parameters
    ----------
    plans : Scenario or mapping of str to Scenario
        One plan, or up to twelve by name; the first is the baseline.
    title, client : str
        Texts of the cover.
    runs, key : int, optional
        For all plans; by default those of the baseline.
    network : Network, optional
        Simulate all plans on this network instead of a generated one.
    outcomes : mapping of str to Outcome, optional
        Existing outcomes by plan name; the other plans are simulated. All need the same key and
        number of runs.
    looks : mapping of str to str, optional
        Colour and dash of each plan in pictures, by plan name, as keys of `palette.look`.
    fit : Fit or FitRecord, optional
        The fit that the values of the plans come from; the hand-over then has a page on it.
    date : datetime.date, optional
        Date of the hand-over; by default today.
    cancel : threading.Event, optional
        Stops the work with `Cancelled` when set.
    progress : bool or function of done and all, optional
        Reports the number of plans that are done.

    Raises
    ------
    EngagelabError
        If there is no plan, there are too many, or an outcome does not match its plan.
    Cancelled
        If `cancel` was set.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.report import findings
    >>> plan = el.Scenario(population={"people": 500})
    >>> more = plan.replace({"invitations.invite": 0.4})
    >>> found = findings({"now": plan, "more": more}, runs=10)
    >>> [card.field for card in found.differences], found.best.name
    (['invitations.invite'], 'more')
    """
    scenarios = named(plans)
    _need_record(fit)
    day, styles = _day(date), _looks(scenarios, looks)
    settings = next(iter(scenarios.values())).settings_with(runs=runs, key=key)
    execution = Execution(settings.runs, settings.key, network, cancel=cancel, progress=progress)
    results = _outcomes(scenarios, execution, dict(outcomes or {}))
    names = distinct(scenarios, "Plan")
    rows = zip(names, scenarios.values(), styles, results, _comparisons(names, results),
               strict=True)  # fmt: skip
    return Findings(
        title=clean(title),
        client=clean(client),
        date=day,
        version=__version__,
        runs=settings.runs,
        key=settings.key,
        confidence=CONFIDENCE,
        plans=tuple(_plan(*row) for row in rows),
        cards=tuple(_cards(list(scenarios.values()), network)),
        network="" if network is None else network.fingerprint,
        notes=tuple(dict.fromkeys(note for outcome in results for note in outcome.notes)),
        fit=record_of(fit),
    )


def named(plans: Plans) -> dict[str, Scenario]:
    """Return the plans by name.

    Raises
    ------
    EngagelabError
        If these are not plans, there is none, or there are too many.
    """
    if isinstance(plans, Scenario):
        return {plans.name: plans}
    if not isinstance(plans, Mapping):
        raise EngagelabError(
            f"plans: {type(plans).__name__} is not allowed; give a Scenario, or a mapping of names "
            "to Scenarios"
        )
    if not 1 <= len(plans) <= MOST:
        raise EngagelabError(f"plans: {len(plans)} plans are not allowed; give 1 to {MOST}")
    for name, plan in plans.items():
        if not isinstance(name, str):
            raise EngagelabError(f"plans: the name {name!r} is not a text; give each plan a name")
        if not isinstance(plan, Scenario):
            raise EngagelabError(f"plans[{name!r}]: {plan!r} is not a Scenario; give a Scenario")
    return dict(plans)


def _need_record(fit: object) -> None:
    if not isinstance(fit, (Fit, FitRecord, type(None))):
        raise EngagelabError(
            f"fit: {type(fit).__name__} is not allowed; give what calibrate returns, or its record"
        )


def _day(date: datetime.date | None) -> datetime.date:
    if isinstance(date, datetime.datetime):
        return date.date()
    if date is None:
        return datetime.datetime.now(datetime.UTC).astimezone().date()
    if not isinstance(date, datetime.date):
        raise EngagelabError(f"date: {date!r} is not a date; give a datetime.date or None")
    return date


def _looks(plans: Iterable[str], looks: Mapping[str, str] | None) -> list[str]:
    """Return the key of each plan's look: the requested one, or by its position."""
    if looks is None:
        return [key for key, _ in zip(ORDER, plans, strict=False)]
    for name in plans:
        if name not in looks:
            raise EngagelabError(f"looks: plan {name!r} has none; give one for each plan")
        look(looks[name])
    return [looks[name] for name in plans]


def _outcomes(
    plans: Mapping[str, Scenario], execution: Execution, known: Mapping[str, Outcome]
) -> list[Outcome]:
    """Return the outcome of each plan: an existing one, or a new one."""
    for name, outcome in known.items():
        _check(name, plans, outcome, execution)
    missing = [name for name in plans if name not in known]
    new = run_plans([plans[name] for name in missing], _itself, execution)
    outcomes = {**known, **dict(zip(missing, new, strict=True))}
    return [outcomes[name] for name in plans]


def _itself(outcome: Outcome) -> Outcome:
    return outcome


def _check(
    name: str, plans: Mapping[str, Scenario], outcome: Outcome, execution: Execution
) -> None:
    """Refuse an outcome of another plan, key, number of runs or network."""
    if name not in plans:
        raise EngagelabError(f"outcomes[{name!r}]: there is no plan of that name; leave it out")
    plan = plans[name].model_dump(mode="json")
    simulated = outcome.provenance.get("scenario") or {}
    same_rules = all(
        simulated.get(section) == fields
        for section, fields in plan.items()
        if section not in ("name", "summary", "settings")
    )
    network, runs, key = execution.network, execution.runs, execution.key
    people = plans[name].town(key) if network is None else network
    same_network = outcome.provenance["network"]["fingerprint"] == people.fingerprint
    rounds = plans[name].settings.horizon + 1
    same_runs = (outcome.runs, outcome.key, outcome.rounds) == (runs, key, rounds)
    if not (same_rules and same_runs and same_network):
        raise EngagelabError(
            f"outcomes[{name!r}]: this is not the outcome of the plan with {runs} runs of key "
            f"{key}; leave it out to simulate the plan"
        )


# --- one plan --------------------------------------------------------------------------------


def _plan(
    name: str, plan: Scenario, style: str, outcome: Outcome, comparison: PairedComparison | None
) -> PlanFindings:
    pays, measures = metrics.break_even(outcome), _measured(outcome)
    return PlanFindings(
        name=name,
        summary=clean(plan.summary, 400),
        hash=plan.hash,
        look=style,
        scenario=plan,
        people=Number.of(outcome.people),
        numbers={name: Summed.measured(name, parts) for name, parts in measures.items()}
        | _kinds_of_cost(outcome),
        pays=Number.measured("pays", pays["share_of_runs"]),
        pays_from=Number.measured("pays_from", pays["value_per_reader"]),
        curve=_curve(outcome),
        classes=tuple(_classes(outcome)),
        comparison=comparison,
    )


def _measured(outcome: Outcome) -> dict[str, dict[str, float]]:
    reach = metrics.reach(outcome)
    half = metrics.half_time(outcome)
    reached = half[half >= 0]
    totals = {name: describe(outcome.total(name)) for name in _COUNTED}
    return totals | {
        "reach": describe(reach),
        "reach_share": describe(reach / outcome.people),
        "half_time": describe(reached) if reached.size else {"mean": MISSING},
        "cost_per_reader": metrics.cost_per_reader(outcome),
        "return": metrics.return_on_cost(outcome),
    }


def _kinds_of_cost(outcome: Outcome) -> dict[str, Summed]:
    """Return each kind of cost, with the decimals of the total cost."""
    total = float(outcome.total("cost").mean())
    names = (f"cost of {kind}" for kind in outcome.cost_kinds)
    return {name: Summed.measured("cost", describe(outcome.total(name)), total) for name in names}


def _curve(outcome: Outcome) -> Curve:
    frame = metrics.curve(outcome, ["reach"])
    end = float(frame["mean"].iloc[-1])  # the whole curve has the decimals of its end
    columns = (
        tuple(Number.measured("reach", reach, end) for reach in frame[part].tolist())
        for part in ("mean", "low", "high")
    )
    return Curve(tuple(frame["round"].tolist()), *columns)


def _classes(outcome: Outcome) -> Iterator[GroupClass]:
    for row in metrics.reach_by(outcome, "group size").to_dict("records"):
        parts = {part: float(row[part]) for part in ("mean", "standard_error", "low", "high")}
        share = Summed.measured("reach_share", parts)
        yield GroupClass(str(row["group size"]), Number.of(row["people"]), share)


# --- comparisons with the baseline -----------------------------------------------------------


def _comparisons(names: list[str], outcomes: list[Outcome]) -> list[PairedComparison | None]:
    """Return the comparison of each plan with the first, as `compare` reports it."""
    if len(outcomes) == 1 or outcomes[0].runs < 2:
        return [None] * len(outcomes)
    runs = np.stack([[metrics.reach(o), o.total("cost")] for o in outcomes]).astype(np.float64)
    level = Level(1 - (1 - CONFIDENCE) / (len(outcomes) - 1))
    table = comparison_table(names, runs[:, None], level, towns=1)
    return [None, *(_comparison(row) for row in table.iloc[1:].to_dict("records"))]


def _comparison(row: dict[Any, Any]) -> PairedComparison:
    needed = values_for_skewness(float(row["skewness"]), int(row["runs"]))
    more = float(row["runs_to_resolve"])
    return PairedComparison(
        lift=Number.measured("lift", row["lift"]),
        low=Number.measured("lift", row["low"], row["lift"]),
        high=Number.measured("lift", row["high"], row["lift"]),
        wins=won(row["wins"], row["runs"]),
        runs=Number.of(row["runs"]),
        resolved=bool(row["resolved"]),
        runs_to_resolve=Number.of(more if isfinite(more) else MISSING),
        cost_per_extra_reader=price(row),
        few_runs=Number.of(needed if needed > row["runs"] else MISSING),
    )


def _cards(plans: list[Scenario], network: Network | None) -> Iterator[FindingCard]:
    """Yield the fields that affect the results, with their values."""
    for field in Scenario.fields():
        generated = field.split(".")[0] in OF_THE_TOWN
        if field not in _CHANCE and not (network is not None and generated):
            yield FindingCard(field, tuple(plan.get(field) for plan in plans))
