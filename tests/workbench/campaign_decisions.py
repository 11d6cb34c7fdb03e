"""Decisions made by hand, so that any option can win, draw or lose money in a test."""

import numpy as np
import pandas as pd

from engagelab.experiments.assumption_tests import AssumptionTests
from engagelab.experiments.decision import Decision, Division, SolvedOption
from engagelab.experiments.lead import LeadBreakdown
from engagelab.experiments.town_answers import KINDS
from engagelab.i18n import load
from engagelab.workbench.state.campaign_plan import LETTERS, CampaignPlan
from engagelab.workbench.view.campaign_values import Shown, option_names

TOWNS = 20
LEVERS = ("paid", "rewards.trial", "seeds", "seeds")


def decision(reach, *, returns=None, budget=20_000.0, spread=0.02, over=(), ends=(), value=4.5):
    """Return a decision with these mean reaches and returns, by letter in order."""
    letters = LETTERS[: len(reach)]
    returns = returns or [0.1] * len(reach)
    plan = CampaignPlan.start()
    choices = [*plan.choices, plan.another()]
    noise = np.linspace(-1, 1, TOWNS)
    rows, options, curves = [], [], []
    for index, letter in enumerate(letters):
        # the noise of each option is in another order, so that leads vary from town to town
        people = reach[index] * (1 + spread * np.roll(noise, 7 * index))
        cost = np.full(TOWNS, budget) * (1 + (0.3 * (noise > 0.8) if letter in over else 0.0))
        worth = people / max(people.mean(), 1e-9) * cost.mean() * (1 + returns[index])
        for town in range(TOWNS):
            kinds = dict.fromkeys([f"cost_{kind}" for kind in KINDS], 0.0)
            counts = dict.fromkeys([f"count_{kind}" for kind in KINDS], 0.0)
            kinds |= {"cost_posts": 0.1 * cost[town], "cost_seeds": 0.9 * cost[town]}
            counts |= {"count_posts": 4.0, "count_seeds": 0.9 * cost[town] / 20}
            rows.append(
                {
                    "option": letter,
                    "town": town,
                    "reach": people[town],
                    "cost": cost[town],
                    "value": worth[town],
                    "return": worth[town] / cost[town] - 1,
                    "joins": 9.0,
                    "memberships": 9.0,
                    **kinds,
                    **counts,
                }
            )
        scenario = choices[index].plan.replace({"money.value_reader": value})
        if not value:
            scenario = scenario.replace(
                {f"money.value_{name}": 0.0 for name in ("sharer", "joiner", "membership")}
            )
        options.append(
            SolvedOption(
                letter,
                option_names(plan, load("en")).get(letter, "Go to them"),
                scenario,
                budget,
                LEVERS[index],
                100.0,
                (0.0, 500.0),
                Division(
                    "seeds",
                    0.9 * budget,
                    0.9 * budget / 20,
                    20.0,
                    4,
                    {"posts": 0.1 * budget},
                    0.3 * budget if letter in ends else 0.0,
                ),
                letter in ends,
            )
        )
        rounds = np.arange(31)
        mean = reach[index] * (1 - np.exp(-rounds / (3 + 4 * index)))
        curves.append(
            pd.DataFrame(
                {
                    "option": letter,
                    "round": rounds,
                    "mean": mean,
                    "low": 0.9 * mean,
                    "high": 1.1 * mean,
                }
            )
        )
    return Decision(
        tuple(options),
        pd.DataFrame(rows),
        pd.concat(curves, ignore_index=True),
        12_000,
        240,
        0,
        0.9,
        dict.fromkeys(letters, "0"),
    )


def assumptions_of(made, *, turns=True):
    """Return tests of two assumptions of a decision; the first turns the winner if asked."""
    first = made.order[0]
    other = made.order[1] if len(made.order) > 1 else first
    rows = []
    for name, low, now, high, turn in (
        ("invitations.accept", 0.02, 0.1, 0.15, 0.05 if turns else np.nan),
        ("engagement.crowding", 0.11, 0.25, 0.35, np.nan),
        ("money.cost_impression", 0.002, 0.012, 0.016, np.nan),
    ):
        row = {
            "field": name,
            "kind": "anchored",
            "low": low,
            "plan": now,
            "high": high,
            "winner_low": other if turn == turn else first,
            "winner_high": first,
            "return_low": -0.1,
            "return_high": 0.1,
            "switching_value": turn,
            "winner_beyond": other if turn == turn else "",
            "break_even_value": np.nan,
            "turns": turn == turn,
            "fragile": False,
        }
        for letter in made.order:
            row |= {f"reach_low_{letter}": 900.0, f"reach_high_{letter}": 1000.0}
        rows.append(row)
    return AssumptionTests(first, pd.DataFrame(rows), TOWNS)


def lead_of(made):
    """Return a breakdown of the lead of a decision over two levers."""
    first, second = made.order[:2]
    start, end = made.summary["reach"][second], made.summary["reach"][first]
    gap = end - start
    table = pd.DataFrame(
        [
            {"lever": "starters", "fields": (), "effect": 1.6 * gap, "low": 0.0, "high": gap},
            {
                "lever": "invitations.invite",
                "fields": (),
                "effect": -0.6 * gap,
                "low": 0,
                "high": 0,
            },
        ]
    )
    return LeadBreakdown(second, first, start, end, table, TOWNS)


def shown(made, lang="en", **values):
    """Return the page that shows a decision."""
    plan = CampaignPlan.start()
    while len(plan.choices) < len(made.options):
        plan = plan.added(plan.another())
    while len(plan.choices) > len(made.options):
        plan = plan.removed(LETTERS[len(plan.choices) - 1])
    t = load(lang, "EUR")
    return Shown(plan, t, option_names(plan, t), plan.audience, made, **values)
