"""The top of the campaign page: its bar, the audience, and a card for each option."""

from typing import Any

from ...experiments.decision import ALONE, DRAW, SolvedOption
from ...experiments.plan_number import PAID, SEEDS, PlanNumber
from ...i18n import Texts
from ...i18n.digits import shown
from ...i18n.plurals import Counted
from ...simulation.scenario import Scenario
from ..state.audience import Audience
from ..state.campaign_plan import LETTERS, STRATEGIES, Choice
from ..state.parse_input import is_share, written
from ..templates import render
from .campaign_values import (
    Shown,
    choice_levers,
    disc,
    earns,
    evidence_of,
    is_factor,
    label,
    loses,
    money_text,
    range_text,
    slider_range,
    strategy_name,
    typed,
)
from .cards import as_html as card_html
from .cards import card

CURRENCIES = ("EUR", "USD", "GBP", "CHF", "CAD")
_AMOUNTS = ("rewards.trial", "rewards.discount", "rewards.recognition", "rewards.loyalty")


def top_html(show: Shown, *, can_undo: bool, can_redo: bool) -> str:
    """Return the bar at the top."""
    return render("campaign_top", t=show.t, show=show, can_undo=can_undo, can_redo=can_redo)


# --- step 1 ----------------------------------------------------------------------------------


def audience_html(show: Shown) -> str:
    """Return step 1: a line, or the fields."""
    t, audience = show.t, show.audience
    return render(
        "campaign_audience", t=t, show=show, line=audience_line(show),
        fields=_audience_fields(audience, t), problem=problem_of(audience, t),
        nearest=_nearest(audience, t), open="audience" in show.opened,
    )  # fmt: skip


def audience_line(show: Shown) -> str:
    """Return the audience in one sentence."""
    t, of = show.t, show.plan.audience
    unit = t(f"campaign.{of.unit}_unit")
    if show.network is not None:
        name, people = show.network
        return t("campaign.network_line", people=people, name=name, unit=unit)
    each = float(f"{of.each_in:.2g}")
    outside = (
        t("campaign.outside_share", share=shown("share", of.outside, t))
        if of.outside
        else t("campaign.nobody_outside")
    )
    line = t(
        "campaign.audience_line", people=of.people, groups=of.groups, size=round(of.size),
        each=Counted(t.exact(each), each, t.lang), outside=outside, unit=unit,
    )  # fmt: skip
    staff = [t("campaign.employees_line", employees=of.employees)] if of.employees else []
    return t.series([line, *staff])


def _audience_fields(of: Audience, t: Texts) -> list[dict[str, str]]:
    values = [
        ("people", t.whole(of.people), ""), ("groups", t.whole(of.groups), ""),
        ("size", written(float(f"{of.size:.6g}"), t.lang), t("campaign.people_unit")),
        ("outside", written(float(f"{100 * of.outside:.4g}"), t.lang), "%"),
        ("employees", t.whole(of.employees), ""),
    ]  # fmt: skip
    return [{"name": name, "label": t(f"campaign.{name}"), "value": value, "unit": unit}
            for name, value, unit in values]  # fmt: skip


def problem_of(of: Audience, t: Texts) -> str:
    """Return why an audience is impossible; empty if it is possible."""
    if of.is_possible:
        return ""
    values = {"groups": of.groups, "size": t.exact(of.size), "seats": round(of.seats),
              "left": of.left_out, "people": of.people, "employees": of.employees}  # fmt: skip
    if of.too_many_employees:
        return t("campaign.too_many_employees", **values)
    return t("campaign.left_out" if of.left_out else "campaign.too_large", **values)


def _nearest(of: Audience, t: Texts) -> list[tuple[int, str]]:
    texts = []
    for index, other in enumerate(of.nearest):
        if other.outside != of.outside:
            text = t("campaign.near_outside", share=t.percent(other.outside, 1))
        elif other.people != of.people:
            text = t("campaign.near_people", people=other.people)
        elif other.employees != of.employees:
            text = t("campaign.near_employees", employees=other.employees)
        else:
            text = t("campaign.near_groups", groups=other.groups, size=t.exact(other.size))
        texts.append((index, text))
    return texts


# --- step 2 ----------------------------------------------------------------------------------


def options_html(show: Shown) -> str:
    """Return step 2: the money and a card for each option."""
    t, plan = show.t, show.plan
    return render(
        "campaign_options", t=t, show=show,
        currencies=dict.fromkeys((*CURRENCIES, plan.currency)),
        money=_as_typed(plan.money, t),
        for_each=t("campaign.for_each", money=money_text(plan.money, t)),
        refused=show.refused.get(("", "money")),
        cards=[_card(show, letter, choice) for letter, choice in plan.lettered()],
        full=len(plan.choices) == len(LETTERS), open="options" in show.opened,
    )  # fmt: skip


def _as_typed(money: float, t: Texts) -> str:
    return t.whole(money) if money == round(money) else t.decimal(money, 2)


def _card(show: Shown, letter: str, choice: Choice) -> dict[str, Any]:
    t, lever = show.t, show.plan.lever_of(letter)
    solved = _solved(show, letter)
    levers = [_lever(show, letter, choice, name) for name in choice_levers(choice, lever)]
    return {
        "letter": letter, "name": show.names[letter], "chip": chip(show, letter), "levers": levers,
        "budget": _as_typed(choice.budget, t), "refused": show.refused.get((letter, "budget")),
        "strategy": choice.strategy,
        "strategies": [(name, strategy_name(name, t)) for name in STRATEGIES],
        "lever": lever, "solvable": [(name, label(name, t, choice.plan))
                                     for name in _solvable(choice, lever)],
        "solved": solved, "open": f"menu-{letter}" in show.opened,
    }  # fmt: skip


def _solvable(choice: Choice, lever: str) -> list[str]:
    """Return the numbers that the budget can set in a plan."""
    posts, plan = choice.plan.campaign.posts, choice.plan
    names = [lever]
    names += [SEEDS] if any(PlanNumber(SEEDS)._has(post) for post in posts) else []
    names += [PAID]
    names += [name for name in _AMOUNTS if plan.get(name)]
    names += ["campaign.own_size"] if plan.campaign.own_size else []
    return list(dict.fromkeys(names))


def _solved(show: Shown, letter: str) -> SolvedOption | None:
    """Return the option of the latest answer, if the letter still means it, with its lever."""
    decision = show.decision
    if decision is None or letter not in {each.letter for each in decision.options}:
        return None
    index, option = LETTERS.index(letter), decision[letter]
    strategies = [plan.choices[index].strategy for plan in (show.plan, show.answered or show.plan)]
    same = len(set(strategies)) == 1 and option.lever == show.plan.lever_of(letter)
    return option if same else None


def chip(show: Shown, letter: str) -> tuple[str, str]:
    """Return the one word on an option, and its look."""
    decision, t = show.decision, show.t
    if decision is None or _solved(show, letter) is None:
        return "", ""
    if loses(decision, letter):
        return t("campaign.chip_loses"), "warn"
    if decision.standing == DRAW and letter in decision.tied:
        return t("campaign.chip_draw"), ""
    if decision.standing != ALONE and letter == decision.order[0]:
        return t("campaign.chip_most"), "good"
    return (t("campaign.chip_earns"), "") if earns(decision, letter) else ("", "")


def _lever(show: Shown, letter: str, choice: Choice, name: str) -> dict[str, Any]:
    """Return the row of a lever."""
    t, plan = show.t, choice.plan
    solved = _solved(show, letter) if name == show.plan.lever_of(letter) else None
    by_budget = name == show.plan.lever_of(letter)
    value = solved.lever_value if solved is not None else PlanNumber(name).value(plan)
    row: dict[str, Any] = {"name": name, "letter": letter, "label": label(name, t, plan),
           "by_budget": by_budget, "value": typed(name, value, t), **_unit(name, t),
           "id": f"{letter}-{name.replace('.', '-')}",
           "help": help_html(name, value, t) if f"{letter}-{name}" in show.opened else "",
           "refused": show.refused.get((letter, name))}  # fmt: skip
    if by_budget:
        return row | {"division": division(solved, t) if solved is not None else ()}
    low, high = slider_range(name, value)
    kind = evidence_of(name, value, show)
    return row | {
        "kind": t(f"campaign.kind_{kind}"), "disc": disc(kind), "low": low, "high": high,
        "now": value, "share": 100 * (value - low) / ((high - low) or 1),
        "range": range_text(name, low, high, t),
    }  # fmt: skip


def help_html(name: str, value: Any, t: Texts) -> str:
    """Return why a field has its value; a number of the calendar is a choice."""
    return "" if name in (SEEDS, PAID) else card_html(card(name, value, t), t)


def _unit(name: str, t: Texts) -> dict[str, str]:
    """Return the sign before and after a number."""
    if name in (SEEDS, PAID):
        return {"before": "", "after": ""}
    if is_factor(name):
        return {"before": "×", "after": ""}
    if is_share(Scenario.field(name)):
        return {"before": "", "after": "%"}
    return {"before": "", "after": t.unit_of_money if Scenario.field(name).unit == "money" else ""}


def division(option: SolvedOption, t: Texts) -> tuple[str, ...]:
    """Return how the budget gives the lever, in one or two parts."""
    parts = option.division
    if not parts.bought:
        return ()
    unit = shown("each", parts.unit, t)
    if option.lever.startswith("rewards."):
        text = t("campaign.divided_joins", spent=shown("total", parts.spent, t),
                 count=round(parts.bought))  # fmt: skip
    elif option.lever in (SEEDS, PAID) and parts.posts > 1:
        text = t("campaign.divided_posts", spent=shown("total", parts.spent / parts.posts, t),
                 unit=unit)  # fmt: skip
    else:
        text = t("campaign.divided", spent=shown("total", parts.spent, t), unit=unit)
    first, _, second = text.partition(" ÷ ")
    return first, f"÷ {second}"
