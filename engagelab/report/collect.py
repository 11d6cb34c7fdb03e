"""From plans to findings: played once, with the same chance, and every rounding decided."""

import datetime
import threading
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from typing import Any

import numpy as np

from .._version import __version__
from ..errors import EngagelabError
from ..experiments.comparison import compared
from ..experiments.intervals import Level
from ..experiments.progress import Progress
from ..experiments.runner import Execution, played
from ..graphs.network import Network
from ..i18n.rounding import MISSING, Number, Summed, price, won
from ..palette import ORDER, look
from ..simulation import metrics
from ..simulation.outcome import Outcome, describe
from ..simulation.plan_fields import OF_THE_TOWN
from ..simulation.scenario import Scenario
from .findings import MEASURES, Class, Curve, Duel, FindingCard, Findings, PlanFindings
from .names import clean, unlike

MOST = 12  # plans; more are no hand-over, but a sweep
CONFIDENCE = 0.95
_BY_SKEWNESS = 25  # Cochran's rule, as in a comparison
_CHANCE = ("settings.runs", "settings.key")  # the same for all plans, whatever stands in them

Plans = Scenario | Mapping[str, Scenario]


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
    date: datetime.date | None = None,
    cancel: threading.Event | None = None,
    progress: Progress = None,
) -> Findings:
    """Play plans with the same chance and return all that is to be handed over.

    Parameters
    ----------
    plans : Scenario or mapping of str to Scenario
        One plan, or up to twelve by name; the first is the baseline.
    title, client : str
        What stands on the cover.
    runs, key : int, optional
        For all plans; none: what stands in the baseline.
    network : Network, optional
        Play all plans on these people instead of the town of each.
    outcomes : mapping of str to Outcome, optional
        What has been played already, by the names of the plans; the others are played. All need
        the same key and number of runs.
    looks : mapping of str to str, optional
        How each plan looks in pictures, by the names of the plans, as `looks.look` knows it.
    date : datetime.date, optional
        Of the hand-over; none: today.
    cancel : threading.Event, optional
        Set from elsewhere, it ends the work with `Cancelled`.
    progress : bool or function of done and all, optional
        Who is told how many plans are done.

    Raises
    ------
    EngagelabError
        For no plan or too many, and outcomes that do not belong together.
    Cancelled
        Where `cancel` was set.

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
    told = named(plans)
    day, seen_as = _day(date), _looks(told, looks)
    settings = next(iter(told.values())).settings_with(runs=runs, key=key)
    how = Execution(settings.runs, settings.key, network, cancel=cancel, progress=progress)
    seen = _outcomes(told, how, dict(outcomes or {}))
    names = unlike(told, "Plan")
    played_all = list(seen.values())
    rows = zip(names, told.values(), seen_as, played_all, _duels(names, played_all),
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
        cards=tuple(_cards(list(told.values()), network)),
        network="" if network is None else network.fingerprint,
        notes=tuple(dict.fromkeys(note for outcome in seen.values() for note in outcome.notes)),
    )


def named(plans: Plans) -> dict[str, Scenario]:
    """Return the plans by name.

    Raises
    ------
    EngagelabError
        For what is no plan, none, or too many.
    """
    if isinstance(plans, Scenario):
        return {plans.name: plans}
    if not isinstance(plans, Mapping):
        raise EngagelabError(
            f"plans: {type(plans).__name__} is not allowed; give a Scenario, or a mapping of names "
            "to them"
        )
    if not 1 <= len(plans) <= MOST:
        raise EngagelabError(f"plans: there are {len(plans)}; give 1 to {MOST}")
    for name, plan in plans.items():
        if not isinstance(name, str):
            raise EngagelabError(f"plans: {name!r} is no name; give each plan a name of letters")
        if not isinstance(plan, Scenario):
            raise EngagelabError(f"plans[{name!r}]: {plan!r} is no Scenario; give one")
    return dict(plans)


def _day(date: datetime.date | None) -> datetime.date:
    if isinstance(date, datetime.datetime):
        return date.date()
    if date is None:
        return datetime.datetime.now(datetime.UTC).astimezone().date()
    if not isinstance(date, datetime.date):
        raise EngagelabError(f"date: {date!r} is no date; give a datetime.date, or nothing")
    return date


def _looks(plans: Iterable[str], given: Mapping[str, str] | None) -> list[str]:
    """Return how each plan looks: as is asked for, or by its place."""
    if given is None:
        return [key for key, _ in zip(ORDER, plans, strict=False)]
    for name in plans:
        if name not in given:
            raise EngagelabError(f"looks: {name!r} has none; give one for each plan")
        look(given[name])
    return [given[name] for name in plans]


def _outcomes(
    plans: Mapping[str, Scenario], how: Execution, given: Mapping[str, Outcome]
) -> dict[str, Outcome]:
    """Return the outcome of each plan: one that was given, or a new one."""
    for name, outcome in given.items():
        _check(name, plans, outcome, how)
    missing = [name for name in plans if name not in given]
    new = dict(zip(missing, played([plans[n] for n in missing], _itself, how), strict=True))
    return {name: given[name] if name in given else new[name] for name in plans}


def _itself(outcome: Outcome) -> Outcome:
    return outcome


def _check(name: str, plans: Mapping[str, Scenario], outcome: Outcome, how: Execution) -> None:
    """Refuse an outcome that comes from another plan, chance or network."""
    if name not in plans:
        raise EngagelabError(f"outcomes[{name!r}]: there is no plan of that name; leave it out")
    plan = plans[name].model_dump(mode="json")
    played_plan = outcome.provenance.get("scenario") or {}
    same_rules = all(
        played_plan.get(section) == fields
        for section, fields in plan.items()
        if section not in ("name", "summary", "settings")
    )
    people = plans[name].town(how.key) if how.network is None else how.network
    here = outcome.provenance["network"]["fingerprint"] == people.fingerprint
    horizon = plans[name].settings.horizon + 1
    fits = (outcome.runs, outcome.key, outcome.rounds) == (how.runs, how.key, horizon)
    if not (same_rules and fits and here):
        raise EngagelabError(
            f"outcomes[{name!r}]: was not played from this plan with {how.runs} runs of key "
            f"{how.key}; leave it out, and the plan is played"
        )


# --- one plan --------------------------------------------------------------------------------


def _plan(
    name: str,
    plan: Scenario,
    seen_as: str,
    outcome: Outcome,
    duel: Duel | None,
) -> PlanFindings:
    pays = metrics.break_even(outcome)
    return PlanFindings(
        name=name,
        summary=clean(plan.summary, 400),
        hash=plan.hash,
        look=seen_as,
        scenario=plan,
        people=Number.of(outcome.people),
        numbers=_numbers(outcome),
        pays=Number.measured("pays", pays["share_of_runs"]),
        pays_from=Number.measured("pays_from", pays["value_per_reader"]),
        curve=_curve(outcome),
        classes=tuple(_classes(outcome)),
        duel=duel,
    )


def _numbers(outcome: Outcome) -> dict[str, Summed]:
    """Return the measures of a plan."""
    told = _measured(outcome)
    return {name: Summed.measured(name, told[name]) for name in MEASURES}


def _measured(outcome: Outcome) -> dict[str, dict[str, float]]:
    reach = metrics.reach(outcome)
    half = metrics.half_time(outcome)
    reached = half[half >= 0]
    totals = {name: describe(outcome.total(name)) for name in ("shares", "joins", "cost", "value")}
    return totals | {
        "reach": describe(reach),
        "reach_share": describe(reach / outcome.people),
        "half_time": describe(reached) if reached.size else {"mean": MISSING},
        "cost_per_reader": metrics.cost_per_reader(outcome),
        "return": metrics.return_on_cost(outcome),
    }


def _curve(outcome: Outcome) -> Curve:
    found = metrics.curve(outcome, ["reach"])
    end = float(found["mean"].iloc[-1])  # whose digits all of it has
    columns = (
        tuple(Number.measured("reach", reach, end) for reach in found[part].tolist())
        for part in ("mean", "low", "high")
    )
    return Curve(tuple(found["round"].tolist()), *columns)


def _classes(outcome: Outcome) -> Iterator[Class]:
    for row in metrics.reach_by(outcome, "group size").to_dict("records"):
        told = {part: float(row[part]) for part in ("mean", "standard_error", "low", "high")}
        yield Class(
            str(row["group size"]), Number.of(row["people"]), Summed.measured("reach_share", told)
        )


# --- plans against each other ----------------------------------------------------------------


def _duels(names: list[str], outcomes: list[Outcome]) -> list[Duel | None]:
    """Return what `compare` tells of each plan against the first, from what has been played."""
    if len(outcomes) == 1 or outcomes[0].runs < 2:
        return [None] * len(outcomes)
    seen = np.stack([[metrics.reach(o), o.total("cost")] for o in outcomes]).astype(np.float64)
    level = Level(1 - (1 - CONFIDENCE) / (len(outcomes) - 1))
    table = compared(names, seen[:, None], level, towns=1)
    return [None, *(_duel(row) for row in table.iloc[1:].to_dict("records"))]


def _duel(row: dict[Any, Any]) -> Duel:
    needed = _BY_SKEWNESS * float(row["skewness"]) ** 2
    more = float(row["runs_to_resolve"])
    return Duel(
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
    for field in Scenario.fields():
        section = field.split(".")[0]
        if field not in _CHANCE and not (network is not None and section in OF_THE_TOWN):
            yield FindingCard(field, tuple(plan.get(field) for plan in plans))
