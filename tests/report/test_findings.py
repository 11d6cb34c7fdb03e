"""Findings: the differences, the best and the cheapest plan."""

import dataclasses

from engagelab.i18n.rounding import MISSING, Summed
from engagelab.simulation.scenario import Scenario


def test_fields_that_differ_are_found(found):
    assert [card.field for card in found[2].differences] == ["invitations.invite", "rewards.trial"]
    assert found[1].differences == ()
    assert len(found[5].cards) == len(Scenario.fields()) - 2


def test_the_best_plan_reaches_most(found):
    reaches = [plan.numbers["reach"].mean.value for plan in found[5].plans]
    assert found[5].best is found[5].plans[reaches.index(max(reaches))]
    assert found[5].baseline is found[5].plans[0]
    assert found[5].variants == found[5].plans[1:]


def test_the_cheapest_plan_has_the_lowest_known_cost(found):
    costs = {plan.name: plan.numbers["cost_per_reader"].mean for plan in found[5].plans}
    known = {name: cost.value for name, cost in costs.items() if cost.known}
    assert found[5].cheapest.name == min(known, key=known.get)
    unknown = {"cost_per_reader": Summed.measured("cost_per_reader", {"mean": MISSING})}
    plan = found[1].baseline
    free = dataclasses.replace(plan, numbers=plan.numbers | unknown)
    assert dataclasses.replace(found[1], plans=(free,)).cheapest is None
