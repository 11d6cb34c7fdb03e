"""The answer of the campaign page: two sentences, the curves, and one range per measure."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...experiments.decision import ALONE, DRAW, MAY_PAY, PAYS
from ...i18n.digits import shown
from ..templates import render
from .campaign_chart import chart
from .campaign_ranges import ranges
from .campaign_values import SHAPES, Shown, earns, joined, label, loses, money_text, value_text


def answer_html(show: Shown) -> str:
    """Return step 3 as HTML."""
    decision, t = show.decision, show.t
    values: dict[str, Any] = {"t": t, "show": show, "ready": decision is not None, "shapes": SHAPES,
                              "details": []}  # fmt: skip
    if decision is not None:
        values |= {
            "status": status(show),
            "first": first_sentence(show),
            "second": second_sentence(show),
            "chart": chart(show),
            "ranges": ranges(show),
            "details": details(show) if "details" in show.opened else [],
        }
    return render("campaign_answer", **values)


def status(show: Shown) -> str:
    """Return how exact the answer is."""
    decision, t = show.decision, show.t
    assert decision is not None
    towns = decision.number_of_towns
    if show.coarse:
        return t("campaign.coarse", towns=towns)
    return t("campaign.refined", towns=towns, seconds=t.decimal(decision.seconds, 1))


def equal_money(show: Shown) -> str | None:
    """Return the budget that all options meet, as text; None if their costs differ."""
    decision = show.decision
    assert decision is not None
    if any(each.at_its_end for each in decision.options) or not (
        show.plan.same_money or len(decision.options) == 1
    ):
        return None
    return money_text(decision.options[0].budget or 0.0, show.t)


def first_sentence(show: Shown) -> str:
    """Return the finding in one sentence; a loss is said with it."""
    decision, t = show.decision, show.t
    assert decision is not None
    money, first = equal_money(show), decision.order[0]
    row = decision.summary.loc[first].to_dict()
    values = {"money": money or money_text(row["cost"], t), "first": show.quoted(first),
              "n": shown("people", row["reach"], t), "all": t.whole(decision.people),
              "p": shown("share", -row["return"], t)}  # fmt: skip
    own = "" if money else "_own"
    if decision.standing == DRAW:
        return _draw(show, own, values)
    if decision.standing == ALONE:
        text = t("campaign.a_alone_loses" if loses(decision, first) else "campaign.a_alone",
                 **values)  # fmt: skip
        return text
    if loses(decision, first):
        return f"{t(f'campaign.a_loses{own}', **values)} {_who_earns(show)}"
    others = [
        t("campaign.a_more", d=shown("people", row["reach"] - decision.summary["reach"][other], t),
          other=show.quoted(other)) for other in decision.order[1:]
    ]  # fmt: skip
    return f"{t(f'campaign.a_most{own}', **values)}, {joined(others, t)}."


def _draw(show: Shown, own: str, values: dict[str, str]) -> str:
    decision, t = show.decision, show.t
    assert decision is not None
    tied = decision.tied
    numbers = [shown("people", decision.summary["reach"][each], t) for each in tied]
    text = t(f"campaign.a_draw{own}", names=show.quoted_all(tied), money=values["money"],
             numbers=joined(numbers, t))  # fmt: skip
    if any(loses(decision, each) for each in tied):
        return f"{text} {_who_earns(show)}"
    return text


def _who_earns(show: Shown) -> str:
    decision, t = show.decision, show.t
    assert decision is not None
    names = tuple(each for each in decision.order if earns(decision, each))
    if not names:
        return t("campaign.a_none_earns")
    key = "campaign.a_earns" if len(names) == 1 else "campaign.a_earn"
    return t(key, names=show.quoted_all(names))


def second_sentence(show: Shown) -> str:
    """Return how sure the finding is, what it returns, and what would turn it."""
    decision, t = show.decision, show.t
    assert decision is not None
    first, towns = decision.order[0], decision.number_of_towns
    row = decision.summary.loc[first].to_dict()
    values = {"k": round(row["first"] * towns), "towns": towns,
              "p": shown("share", row["return"], t), "first": show.quoted(first)}  # fmt: skip
    if decision.standing == ALONE:
        return ""
    if decision.standing == DRAW:
        return f"{t('campaign.b_draw', **values)}."
    text = t("campaign.b_first", **values)
    if decision.earning[first] == PAYS:
        text = f"{text} {t('campaign.b_returns', **values)}"
    elif decision.earning[first] == MAY_PAY:
        pays = {"p": values["p"], "k": round(row["pays"] * towns), "towns": towns}
        text = t.series([text, t("campaign.b_may", **pays)])
    elif loses(decision, first):
        other = decision.order[1]
        lead = shown("people", row["reach"] - decision.summary["reach"][other], t)
        text = f"{text} {t('campaign.b_less', d=lead, other=show.quoted(other))}"
    return " ".join(filter(None, (f"{text}.", _turn(show))))


def _turn(show: Shown) -> str:
    """Return the assumption nearest to its turning point, if one turns the lead."""
    if show.tests is None or show.decision is None or show.decision.standing in (DRAW, ALONE):
        return ""
    turning = show.tests.table.query("turns")
    if turning.empty or show.tests.first != show.decision.order[0]:
        return ""
    row = turning.iloc[0]
    side = "below" if row["switching_value"] < row["plan"] else "above"
    t, name = show.t, row["field"]
    what = label(name, t)
    values = {"what": what[:1].lower() + what[1:] if t.lang == "en" else what,
              "v": value_text(name, row["switching_value"], t)}  # fmt: skip
    return t(f"campaign.b_{side}", **values)


def details(show: Shown) -> Sequence[tuple[str, str]]:
    """Return the standard error of each mean."""
    decision, t = show.decision, show.t
    assert decision is not None
    rows = []
    for each in decision.options:
        values = decision.values(each.letter, "reach")
        error = values.std(ddof=1) / np.sqrt(values.size)
        mean = shown("people", values.mean(), t)
        text = f"{mean} ± {t.decimal(error, 0 if error >= 10 else 1)}"
        rows.append((f"{each.letter} {show.names[each.letter]}", text))
    return rows
