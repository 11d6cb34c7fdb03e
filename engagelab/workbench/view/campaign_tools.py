"""The money tools and the lower tabs of the campaign page that are HTML."""

from typing import Any

import numpy as np

from ...errors import EngagelabError
from ...experiments.assumption_tests import AssumptionTests
from ...experiments.equal_money_target import TargetSearch
from ...experiments.idle_fields import idle_fields
from ...experiments.plan_number import PlanNumber
from ...i18n import Texts
from ...i18n.digits import rounded, shown
from ...simulation.scenario import Scenario
from ..compute.campaign_answers import FurtherFound, SplitFound
from ..compute.jobs import Job
from ..state.campaign_plan import LETTERS
from ..templates import render
from .campaign_answer import first_sentence
from .campaign_chart import axis_top
from .campaign_values import (
    Shown,
    choice_levers,
    disc,
    evidence_kind,
    fitted_text,
    label,
    money_text,
    slider_range,
    typed,
    value_text,
)
from .campaign_why import cost_word

_W, _H = 300, 96  # of a small picture; it is stretched
KINDS = ("split", "find", "further")
FORMATS = ("pptx", "xlsx", "pdf", "html")
# the ten of first interest, then the others
FIRST = ("invitations.invite", "invitations.accept", "engagement.group_share",
         "engagement.base_share", "engagement.crowding", "engagement.employee_trust",
         "engagement.paid_read", "content.relevance", "answers.reply_rate",
         "money.value_reader")  # fmt: skip
_STRONG = 0.1  # of the reach: a larger change between the ends is strong


def tools_html(show: Shown, jobs: dict[str, Job], asked: dict[str, Any]) -> str:
    """Return the three money tools; empty before the first answer.

    Parameters
    ----------
    show : Shown
        The page.
    jobs : dict of str to Job
        The last job of each kind: ``split``, ``find``, ``further``.
    asked : dict
        ``letter``, ``field`` and ``target`` of the search.
    """
    decision, t, count = show.decision, show.t, len(show.plan.choices)
    if decision is None:
        return ""
    show, letter = show.as_answered, asked["letter"]
    money = show.plan.budget_of(letter)
    step = 10.0 ** (np.floor(np.log10(max(money, 10.0))) - 1)
    return render(
        "campaign_tools", t=t, show=show, asked=asked, letter=letter,
        money=money_text(money, t), step=money_text(step, t),
        letters=[(each.letter, show.names[each.letter]) for each in decision.options],
        fields=[(name, label(name, t)) for name in findable(show, letter)],
        target=t.whole(asked["target"]), next=LETTERS[count : count + 1],
        running=dict.fromkeys(KINDS)
        | {kind: progress(job, t) for kind, job in jobs.items() if not job.over},
        split=_split(show, jobs.get("split")), find=_find(show, jobs.get("find")),
        further=_further(show, jobs.get("further")), ended=_ended(jobs, t), busy=any(
            not job.over for job in jobs.values()),
    )  # fmt: skip


def findable(show: Shown, letter: str) -> list[str]:
    """Return the fields that can be searched in an option: its levers that the budget leaves."""
    show = show.as_answered
    names = ("invitations.invite", "invitations.accept", "engagement.group_share",
             "engagement.employee_trust", "engagement.paid_read", "content.relevance")  # fmt: skip
    idle = idle_fields(show.decision[letter].plan, show.decision.network) if show.decision else {}
    solved = show.plan.lever_of(letter)
    own = choice_levers(show.plan.choices[LETTERS.index(letter)], solved)
    usable = [name for name in names if name != solved and name not in idle]
    return sorted(usable, key=lambda name: name not in own)  # those of its card first


def progress(job: Job, t: Texts) -> dict[str, Any]:
    """Return how far a job is, in words and per cent."""
    if not job.total or job.left is None:
        return {"text": t("campaign.progress_first"), "share": 0}
    text = t("campaign.progress", done=job.done, total=job.total, left=round(job.left))
    return {"text": text, "share": min(100, round(100 * job.done / job.total))}


def _ended(jobs: dict[str, Job], t: Texts) -> dict[str, str]:
    """Return why a job has no result."""
    notes = dict.fromkeys(KINDS, "")
    for kind, job in jobs.items():
        if job.state == "cancelled":
            notes[kind] = t("campaign.cancelled")
        elif job.state == "failed":
            error = job.error
            problem = str(error) or type(error).__name__
            if isinstance(error, EngagelabError):
                problem = t.mistake(error)
            notes[kind] = t("campaign.failed", problem=problem.splitlines()[0])
    return notes


def _split(show: Shown, job: Job | None) -> dict[str, Any] | None:
    t = show.t
    if job is None or not isinstance(job.result, SplitFound):
        return None
    found = job.result
    before, after = found.decision.summary["reach"]["A"], found.decision.summary["reach"]["B"]
    if not found.is_better:
        text = t("campaign.split_no_better", letter=found.letter, n=shown("people", before, t))
        return {"text": text, "bars": [], "better": False}
    costs = found.decision.costs("B")
    parts = [t("campaign.split_part", money=shown("total", amount, t), what=_lower(kind, t))
             for kind, amount in sorted(costs.items(), key=lambda item: -item[1])
             if amount > 0.005 * sum(costs.values())]  # fmt: skip
    text = t("campaign.split_found", n=shown("people", after, t), parts=t.series(parts))
    now = t("campaign.split_before", letter=found.letter, n=shown("people", before, t))
    text = f"{text} {now}"
    top = axis_top(max(before, after))
    bars = [(name, shown("people", value, t), 100 * value / top) for name, value in
            ((show.names.get(found.letter, found.letter), before),
             (t("campaign.s_best_split"), after))]  # fmt: skip
    return {"text": text, "bars": bars, "better": True}


def _lower(kind: str, t: Texts) -> str:
    word = cost_word(kind, t)
    return word[:1].lower() + word[1:]


def _find(show: Shown, job: Job | None) -> dict[str, Any] | None:
    t = show.t
    if job is None or not isinstance(job.result, TargetSearch):
        return None
    found = job.result
    low, high = found.values[0], found.values[-1]
    top = axis_top(max(*found.reach, found.target))
    points = [(_W * (v - low) / ((high - low) or 1), _H * (1 - r / top))
              for v, r in zip(found.values, found.reach, strict=True)]  # fmt: skip
    picture = {
        "path": "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points),
        "target": 100 * found.target / top, "low": value_text(found.field, low, t),
        "high": value_text(found.field, high, t),
        "line": t("campaign.target_line", n=t.whole(found.target)),
    }  # fmt: skip
    if np.isnan(found.value):
        value, most = found.best
        text = t("campaign.not_found", n=t.whole(found.target), most=shown("people", most, t),
                 value=value_text(found.field, value, t))  # fmt: skip
        return {"text": text, "found": False, **picture}
    cost = float(np.interp(found.value, found.values, found.cost))
    text = t("campaign.found", value=value_text(found.field, found.value, t),
             now=value_text(found.field, found.now, t), cost=shown("total", cost, t))  # fmt: skip
    return {"text": text, "found": True, "letter": found.letter,
            "x": 100 * (found.value - low) / ((high - low) or 1),
            "value": value_text(found.field, found.value, t), **picture}  # fmt: skip


def _further(show: Shown, job: Job | None) -> dict[str, Any] | None:
    t = show.t
    found = None if job is None else job.result if job.over else job.about
    if not isinstance(found, FurtherFound):
        return None
    top = axis_top(max(max(values) for values in found.reach.values()))
    lines = []
    for letter, values in found.reach.items():
        points = [(0.0, 0.0), *zip(found.money, values, strict=True)]
        path = "M" + "L".join(f"{_W * m / found.most:.1f} {_H * (1 - r / top):.1f}"
                              for m, r in points)  # fmt: skip
        lines.append({"letter": letter, "path": path, "bottom": 100 * values[-1] / top})
    _push_apart(lines)
    share = 100 * found.money[-1] / found.most
    text = ""
    if len(found.money) > 1 and found.money[-1] > found.step:
        at = found.money.index(found.step)
        rise = {letter: (values[-1] - values[at]) for letter, values in found.reach.items()}
        extra = found.money[-1] - found.step
        unit = 10.0 ** np.floor(np.log10(max(found.step, 10.0)) - 1)
        parts = [t("campaign.further_part", letter=letter,
                   n=shown("more", value / extra * unit, t))
                 for letter, value in rise.items()]  # fmt: skip
        text = t("campaign.further", money=money_text(found.step, t), parts=t.series(parts))
    return {"lines": lines, "share": share, "text": text,
            "low": money_text(0, t), "high": money_text(found.most, t)}  # fmt: skip


def _push_apart(lines: list[dict[str, Any]]) -> None:
    """Move the names at the ends of lines apart, from below."""
    place = -100.0
    for line in sorted(lines, key=lambda line: float(line["bottom"])):
        place = line["bottom"] = max(line["bottom"], place + 17)


# --- hand over -------------------------------------------------------------------------------


def is_ready(show: Shown) -> bool:
    """Return whether the answer is refined and its assumptions are tested."""
    return show.tests is not None and not show.coarse and not show.stale


def handover_html(show: Shown) -> str:
    """Return the tab with the files to hand over."""
    decision = show.decision
    ready = is_ready(show)
    bars = []
    if decision is not None:
        most = max(decision.summary["reach"].max(), 1e-9)
        reach = decision.summary["reach"]
        bars = [(each, show.names[each], shown("people", reach[each], show.t),
                 100 * reach[each] / most) for each in decision.order]  # fmt: skip
    return render(
        "campaign_handover", t=show.t, show=show, ready=ready, bars=bars, formats=FORMATS,
        first=first_sentence(show) if decision is not None else "",
    )  # fmt: skip


# --- all assumptions -------------------------------------------------------------------------


def assumptions_html(show: Shown) -> str:
    """Return a table of all fields, with an input for each number."""
    names = [*FIRST, *(name for name in Scenario.fields() if name not in FIRST)]
    table = effects(show.tests)
    order = sorted(names, key=lambda name: table.get(name, (9, ""))[0])  # stable
    rows = [_assumption(show, name, table) for name in order if _is_number(name)]
    return render("campaign_assumptions", t=show.t, show=show, rows=rows)


def _is_number(name: str) -> bool:
    field = Scenario.field(name)
    chance = ("settings.key", "settings.runs")
    return field.type in (int, float) and name not in chance and field.high is not None


def effects(tests: AssumptionTests | None) -> dict[str, tuple[int, str]]:
    """Return the rank and the word of the effect of each tested assumption."""
    if tests is None:
        return {}
    found = {}
    for row in tests.table.to_dict("records"):
        low, high = (row[f"reach_{end}_{tests.first}"] for end in ("low", "high"))
        change = abs(high - low) / max(low, high, 1e-9)
        word = ("turns" if row["turns"] else "strong" if change >= _STRONG
                else "weak" if change > 0 else "money")  # fmt: skip
        found[str(row["field"])] = ("turns", "strong", "money", "weak").index(word), word
    return found


def _assumption(show: Shown, name: str, table: dict[str, tuple[int, str]]) -> dict[str, Any]:
    t, field = show.t, Scenario.field(name)
    values = {letter: PlanNumber(name).value(choice.plan)
              for letter, choice in show.plan.lettered()}  # fmt: skip
    same = len(set(values.values())) == 1
    first = next(iter(values.values()))
    texts = [f"{letter} {value_text(name, value, t)}" for letter, value in values.items()]
    supported = field.supported
    fitted = next(filter(None, (fitted_text(name, value, show) for value in values.values())), "")
    kind = "measured" if fitted else evidence_kind(field)
    word = table.get(name, (9, ""))[1]
    return {
        "name": name, "label": label(name, t), "value": typed(name, first, t) if same else "",
        "differs": "" if same else t("campaign.differs", values=", ".join(texts)),
        "unit": "%" if typed(name, first, t) != value_text(name, first, t)
        and value_text(name, first, t).endswith("%") else "",
        "supported": "–" if supported is None else t(
            "campaign.range", low=value_text(name, supported[0], t),
            high=value_text(name, supported[1], t)),
        "kind": f"{disc(kind)} {fitted or t(f'campaign.kind_{kind}')}".strip(),
        "effect": t(f"campaign.effect_{word}") if word else "",
        "refused": show.refused.get(("*", name)),
        "words": f"{label(name, t)} {t.field(name).label} {t.field(name).says}".lower(),
    }  # fmt: skip


def search_range(field: str, value: float) -> tuple[float, float]:
    """Return the range in which a field is searched for a target."""
    low, high = slider_range(field, value)
    allowed = Scenario.field(field)
    most = 1.0 if allowed.high is None else float(allowed.high)
    return low, min(most, max(high, 2 * value))


def default_target(show: Shown, letter: str) -> float:
    """Return a target a tenth above the reach of an option, rounded; all people at most."""
    assert show.decision is not None
    target = rounded("people", 1.1 * float(show.decision.summary["reach"][letter]))
    return min(target, float(show.decision.people))
