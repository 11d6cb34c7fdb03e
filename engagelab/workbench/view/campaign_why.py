"""Why the first comes first: cost by kind, the way from the second, and how sure it is."""

from typing import Any

import numpy as np
import pandas as pd

from ...experiments.decision import ALONE, DRAW, Decision, SolvedOption
from ...experiments.lead import LeadBreakdown
from ...i18n import Texts
from ...i18n.catalogue import rows as text_rows
from ...i18n.digits import shown
from ..templates import render
from .campaign_chart import axis_top, steps
from .campaign_values import SHAPES, Shown, disc, evidence_of, label, value_text

_ONE_THING = 0.8  # share of the cost in one kind, from which on the title says so
_SMALL = 0.02  # share of the cost below which kinds are joined as "other"
_MOST_LEVERS = 6
_STRIPS = 6
_ALWAYS = ("engagement.crowding", "engagement.base_share")


def why_html(show: Shown) -> str:
    """Return the region as HTML; empty before the first answer."""
    decision, t = show.decision, show.t
    if decision is None:
        return ""
    if decision.standing == ALONE:
        title = t("campaign.why_alone")
    elif decision.standing == DRAW:
        title = t("campaign.why_draw", names=show.quoted_all(decision.tied))
    else:
        title = t("campaign.why_first", first=show.quoted(decision.order[0]))
    return render(
        "campaign_why", t=t, show=show, title=title, costs_title=_costs_title(decision, t),
        costs=costs(show), steps=waterfall(show), sure=sure(show), shapes=SHAPES,
        alone=decision.standing == ALONE,
    )  # fmt: skip


# --- cost by kind ----------------------------------------------------------------------------


def _costs_title(decision: Decision, t: Texts) -> str:
    shares = []
    for each in decision.options:
        kinds = decision.costs(each.letter)
        shares.append(max(kinds.values(), default=0.0) / (sum(kinds.values()) or 1.0))
    return t("campaign.costs_one" if min(shares) >= _ONE_THING else "campaign.costs_split")


def costs(show: Shown) -> list[dict[str, Any]]:
    """Return a bar for each option: what it is about, people who start, posts and the rest."""
    decision, t = show.decision, show.t
    assert decision is not None
    longest = max(decision.summary["cost"].max(), 1e-9)
    bars = []
    for each in decision.options:
        kinds = decision.costs(each.letter)
        total = sum(kinds.values())
        parts = [
            {"name": cost_word(kind, t), "money": shown("total", amount, t), "look": look,
             "width": 100 * amount / longest}
            for kind, amount, look in _parts(kinds, each, total)
        ]  # fmt: skip
        bars.append({"letter": each.letter, "name": show.names[each.letter], "parts": parts,
                     "total": shown("total", total, t), "buys": buys(each, t)})  # fmt: skip
    return bars


def _parts(
    kinds: dict[str, float], option: SolvedOption, total: float
) -> list[tuple[str, float, str]]:
    """Return kind, money and look of each segment, small kinds as one."""
    main = option.division.kind
    large = {kind: amount for kind, amount in kinds.items()
             if amount >= _SMALL * total or kind == main}  # fmt: skip
    order = sorted(large, key=lambda kind: (kind != main, kind != "seeds", -large[kind]))
    looks = {main: "s1", "seeds": "s2"}
    parts = [(kind, large[kind], looks.get(kind, "s3")) for kind in order]
    rest = total - sum(large.values())
    return [*parts, ("rest", rest, "s3")] if rest > 0.005 * total else parts


def cost_word(kind: str, t: Texts) -> str:
    """Return the plain name of a kind of cost."""
    return t(f"campaign.cost_{kind.replace(' ', '_')}")


def buys(option: SolvedOption, t: Texts) -> str:
    """Return what the money of an option buys, in things."""
    parts = option.division
    key = f"campaign.things_{parts.kind.replace(' ', '_')}"
    if not parts.bought or key not in text_rows():
        return ""
    text = t("campaign.buys", count=round(parts.bought), things=t(key),
             unit=shown("each", parts.unit, t))  # fmt: skip
    starters = sum(post.seeds for post in option.plan.campaign.posts)
    if starters and parts.kind != "seeds":
        return t.series([text, t("campaign.buys_from", n=starters)])
    return text


# --- the waterfall ---------------------------------------------------------------------------


def waterfall(show: Shown) -> dict[str, Any] | None:
    """Return the way from the second to the first; None if it is not known yet."""
    lead, t = show.lead, show.t
    if lead is None or show.decision is None:
        return None
    moves = _moves(lead, t)
    places = np.cumsum([lead.start, *(effect for _, effect in moves)])
    low, high = _window(float(places.min()), float(places.max()))

    def place(value: float) -> float:
        return 100 * (value - low) / (high - low)

    bars = [
        {"name": name, "effect": shown("more", effect, t), "up": effect >= 0,
         "left": place(min(a, b)), "width": abs(place(b) - place(a)), "end": place(b)}
        for (name, effect), a, b in zip(moves, places, places[1:], strict=False)
    ]  # fmt: skip
    ends = [(letter, shown("people", value, t), place(value))
            for letter, value in ((lead.second, lead.start), (lead.first, lead.end))]  # fmt: skip
    biggest = max(moves, key=lambda move: move[1], default=None)
    title = t("campaign.steps_none") if biggest is None else t(
        "campaign.steps_up", lever=biggest[0], n=shown("more", biggest[1], t))  # fmt: skip
    axis = [t.whole(tick) for tick in (low, (low + high) / 2, high)]
    note = t("campaign.steps_note", start=t.whole(low), towns=lead.towns)
    return {"title": title, "bars": bars, "ends": ends, "axis": axis, "note": note}


def _moves(lead: LeadBreakdown, t: Texts) -> list[tuple[str, float]]:
    """Return at most six levers: losses first, so that the way ends with the gains."""
    table = lead.effects
    kept = table.head(_MOST_LEVERS - 1 if len(table) > _MOST_LEVERS else _MOST_LEVERS)
    moves = [(lever_word(name, t), float(effect))
             for name, effect in zip(kept["lever"], kept["effect"], strict=True)]  # fmt: skip
    if len(table) > _MOST_LEVERS:
        moves.append((t("campaign.l_other"), float(table["effect"][len(kept) :].sum())))
    return sorted(moves, key=lambda move: move[1])


def lever_word(lever: str, t: Texts) -> str:
    """Return the plain name of a lever in which two plans differ."""
    key = f"campaign.l_{lever.replace(' ', '_')}"
    return t(key) if key in text_rows() else label(lever, t)


def _window(low: float, high: float) -> tuple[float, float]:
    """Return round ends of the axis of a waterfall."""
    if high - low > 0.6 * high:
        return 0.0, axis_top(high)
    tick = steps(max(high - low, 1.0))[1] if len(steps(max(high - low, 1.0))) > 1 else 1.0
    return tick * np.floor(low / tick - 0.2), tick * np.ceil(high / tick + 0.2)


# --- how sure --------------------------------------------------------------------------------


def sure(show: Shown) -> dict[str, Any] | None:
    """Return a strip for each assumption that matters; None if they are not tested yet."""
    tests, decision, t = show.tests, show.decision, show.t
    if tests is None or decision is None:
        return None
    alone = decision.standing == ALONE
    table = tests.table
    what = "fragile" if alone else "turns"
    key = "sure_alone" if alone else "sure_some" if table[what].any() else "sure_none"
    title = t(f"campaign.{key}", k=int(table[what].sum()), n=len(table))
    strips = [_strip(row, tests.first, show, alone=alone) for row in _chosen(table, what)]
    money = "" if show.plan.same_money else "_own"
    note = t(f"campaign.sure_note{'_alone' if alone else money}")
    return {"title": title, "strips": strips, "note": note}


def _chosen(table: pd.DataFrame, what: str) -> list[dict[str, Any]]:
    """Return the assumptions to show: those that decide, and always the three assumed ones."""
    names = list(table.sort_values(what, ascending=False, kind="stable")["field"])
    always = [name for name in names if name in _ALWAYS or name.startswith("money.cost_")]
    # crowding, willingness to share and the price nearest to a turn
    price = next((name for name in always if name.startswith("money.")), None)
    wanted = [name for name in (*_ALWAYS, price) if name in names]
    others = [name for name in names if name not in wanted]
    kept = {*wanted, *others[: max(0, _STRIPS - len(wanted))]}
    records = [
        {str(name): value for name, value in row.items()} for row in table.to_dict("records")
    ]
    return [row for row in records if row["field"] in kept]


def _strip(row: dict[str, Any], first: str, show: Shown, *, alone: bool) -> dict[str, Any]:
    t, name = show.t, row["field"]
    low, high, now = row["low"], row["high"], row["plan"]
    width = (high - low) or 1.0
    kind = evidence_of(name, now, show)
    verdict, turns = _verdict(row, first, t, alone=alone)
    return {
        "name": label(name, t), "kind": t(f"campaign.kind_{kind}"), "disc": disc(kind),
        "low": value_text(name, low, t), "high": value_text(name, high, t),
        "today": t("campaign.today", v=value_text(name, now, t)),
        "now": 100 * (now - low) / width, "segments": segments(row, first),
        "verdict": verdict, "turns": turns,
    }  # fmt: skip


def _verdict(row: dict[str, Any], first: str, t: Texts, *, alone: bool) -> tuple[str, bool]:
    """Return what an assumption decides, and whether it turns the answer."""
    value = row["break_even_value"] if alone else row["switching_value"]
    if np.isnan(value):
        return ("", False) if alone else (t("campaign.wins_throughout", letter=first), False)
    text = value_text(row["field"], value, t)
    if alone:
        pays_up = row["return_high"] > 0
        return t("campaign.pays_from" if pays_up else "campaign.pays_below", v=text), True
    side = "below" if value < row["plan"] else "above"
    return t(f"campaign.wins_{side}", letter=row["winner_beyond"], v=text), True


def segments(row: dict[str, Any], first: str) -> list[tuple[str, float, float]]:
    """Return letter, start and width, in per cent, of each winner over the range."""
    low, high, turn = row["low"], row["high"], row["switching_value"]
    width = (high - low) or 1.0
    if np.isnan(turn):
        return [(first, 0.0, 100.0)]
    at = min(max(100 * (turn - low) / width, 0.0), 100.0)
    if turn < row["plan"]:
        parts = [(row["winner_low"], 0.0, at), (first, at, 100 - at)]
    else:
        parts = [(first, 0.0, at), (row["winner_high"], at, 100 - at)]
    return [part for part in parts if part[2] > 0]
