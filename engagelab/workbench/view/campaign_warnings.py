"""Warnings of the campaign page: money first, then evidence, then how to read the ranges."""

from dataclasses import dataclass

import numpy as np

from ...experiments.decision import DRAW, Decision, SolvedOption
from ...experiments.plan_number import SEEDS
from ...i18n import Texts
from ...i18n.digits import safe, shown
from ...simulation.outcome import LEVELS
from ...simulation.plan_fields import OF_THE_TOWN
from ...simulation.scenario import Scenario
from ..templates import render
from .campaign_values import Shown, label, loses, money_text, value_text
from .cards import mark

_EVERYBODY = 0.95  # share of the people from which on reach is near its limit


@dataclass(frozen=True)
class Warning:
    """A reason for caution: a bold beginning, the rest, and a remedy if there is one.

    Attributes
    ----------
    head, rest : str
        The sentence.
    info : bool
        Whether it only explains.
    act, letter, button : str
        What a button does, for which option, and its text; empty for none.
    """

    head: str
    rest: str
    info: bool = False
    act: str = ""
    letter: str = ""
    button: str = ""

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.head} {self.rest}"


def warnings_html(show: Shown) -> str:
    """Return the warnings as HTML; empty before the first answer."""
    if show.decision is None:
        return ""
    return render("campaign_warnings", t=show.t, warnings=warnings_of(show))


def warnings_of(show: Shown) -> list[Warning]:
    """Return all warnings on a decision."""
    decision, t = show.decision, show.t
    assert decision is not None
    money = [*_unspent(show), *_over(decision, t), *_losing(decision, t)]
    found = [*money, *_draw(show), *_everybody(decision, t), *_outside(decision, t)]
    return [*found, Warning(t("campaign.w_chance"), t("campaign.w_chance_rest"), info=True)]


def _unspent(show: Shown) -> list[Warning]:
    decision, t = show.decision, show.t
    assert decision is not None
    found = []
    for each in decision.options:
        if each.at_its_end and each.budget is not None:
            found.append(_at_end(each, decision, t))
    return found


def _at_end(option: SolvedOption, decision: Decision, t: Texts) -> Warning:
    values = {"what": label(option.lever, t, option.plan), "letter": option.letter,
              "value": value_text(option.lever, option.lever_value, t),
              "money": money_text(option.budget or 0.0, t),
              "left": shown("total", option.division.remainder, t),
              "mean": shown("total", decision.summary["cost"][option.letter], t)}  # fmt: skip
    key = "w_toomuch" if option.division.remainder < 0 else "w_unspent"
    other = option.lever != SEEDS and any(post.seeds for post in option.plan.campaign.posts)
    return Warning(
        t(f"campaign.{key}", **values), t(f"campaign.{key}_rest", **values),
        act="lever" if other else "", letter=option.letter,
        button=t("campaign.use_seeds") if other else "",
    )  # fmt: skip


def _over(decision: Decision, t: Texts) -> list[Warning]:
    found = []
    for letter in decision.over_budget:
        costs = decision.values(letter, "cost")
        mean, high = float(costs.mean()), float(np.quantile(costs, LEVELS[1]))
        if decision[letter].at_its_end and high <= mean:  # the same in all towns, and said before
            continue
        values = {"letter": letter, "mean": shown("total", mean, t),
                  "high": shown("total", high, t)}  # fmt: skip
        found.append(Warning(t("campaign.w_over", **values), t("campaign.w_over_rest", **values)))
    return found


def _losing(decision: Decision, t: Texts) -> list[Warning]:
    found = []
    for each in decision.options:
        if loses(decision, each.letter):
            row = decision.summary.loc[each.letter].to_dict()
            even = safe("each", decision.break_even(each.letter), up=True)
            values = {"letter": each.letter, "p": shown("share", -row["return"], t),
                      "value": shown("each", each.plan.money.value_reader, t),
                      "even": shown("each", even, t)}  # fmt: skip
            rest = "w_loses_rest" if np.isfinite(even) else "w_loses_nobody"
            found.append(Warning(t("campaign.w_loses", **values), t(f"campaign.{rest}", **values)))
    return found


def _draw(show: Shown) -> list[Warning]:
    decision, t = show.decision, show.t
    assert decision is not None
    if decision.standing != DRAW:
        return []
    values = {"names": show.quoted_all(decision.tied), "towns": decision.number_of_towns}
    return [Warning(t("campaign.w_draw"), t("campaign.w_draw_rest", **values))]


def _everybody(decision: Decision, t: Texts) -> list[Warning]:
    letter = decision.order[0]
    share = decision.summary["reach"][letter] / max(decision.people, 1)
    if share < _EVERYBODY:
        return []
    rest = t("campaign.w_all_rest", letter=letter, share=shown("share", share, t))
    return [Warning(t("campaign.w_all"), rest)]


def _outside(decision: Decision, t: Texts) -> list[Warning]:
    """Return one warning for all values outside what evidence supports."""
    names: dict[str, float] = {}
    for each in decision.options:
        for name in Scenario.fields():
            of_town = name.partition(".")[0] in OF_THE_TOWN
            if not (of_town and decision.network) and mark(name, each.plan.get(name)) == "outside":
                names.setdefault(name, each.plan.get(name))
    if not names:
        return []
    parts = []
    for name, value in names.items():
        low, high = Scenario.field(name).supported or (value, value)
        ends = {"low": value_text(name, low, t), "high": value_text(name, high, t)}
        parts.append(t("campaign.w_outside_item", what=label(name, t),
                       value=value_text(name, value, t), **ends))  # fmt: skip
    return [Warning(t("campaign.w_outside"), f"{t.series(parts)}.")]
