"""Every field of a plan moves what it describes, in the direction that its description says."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pytest

import engagelab as el

pytestmark = pytest.mark.slow

GO, BRING, TOP = "go-to-them", "bring-them-to-us", "top-down"
EMPLOYEES, REVIEW = "empowered-employees", "tight-control"
TRIAL, VOUCHER, ANSWER = "invite-a-friend", "voucher", "always-answer"
BUT = ("settings.runs", "settings.key", "campaign.redraw_seeds")  # precision and chance


class Move(NamedTuple):
    """A field raised in a preset, and the measure that it raises (1) or lowers (-1)."""

    preset: str
    low: Any
    high: Any
    measure: str
    sign: int
    others: Mapping[str, Any] = MappingProxyType({})


TWELVE = [{"round": 7 * week, "origin": "members", "seeds": 25} for week in range(12)]
LONG = {"campaign.posts": TWELVE, "settings.horizon": 100}
MOVES = {
    "population.people": Move(GO, 5_000, 10_000, "readers", 1),
    "population.ties": Move(GO, 6, 24, "impressions", 1),
    "population.ties_in_groups": Move(GO, 0.0, 0.9, "joiners", -1),
    "population.prospects": Move(GO, 0.1, 0.4, "members", -1),
    "population.social": Move(GO, 0.2, 0.8, "invitations", 1),
    "population.microblog": Move(GO, 0.0, 0.5, "invitations", 1),
    "population.inviters_none": Move(GO, 0.1, 0.9, "invitations", 1),
    "population.inviters_social": Move(GO, 0.1, 0.9, "invitations", 1),
    "population.inviters_microblog": Move(GO, 0.1, 0.9, "invitations", 1),
    "population.contributors": Move(GO, 0.05, 0.2, "shares", 1),
    "population.creators": Move(GO, 0.0, 0.03, "shares", 1),
    "population.employees": Move(GO, 0.01, 0.2, "off_message", 1),
    "population.customers": Move(GO, 0.0, 0.8, "shares", 1),
    "population.partners": Move(GO, 0.0, 0.3, "shares", 1),
    "groups.size": Move(GO, 15, 40, "readers", 1),
    "groups.spread": Move(GO, 0.2, 1.4, "readers", 1),
    "groups.per_person": Move(GO, 2.5, 5.0, "readers", 1),
    "groups.hold": Move(GO, "memberships", "groups", "readers", 1, {"groups.size": 40}),
    "content.relevance": Move(GO, 0.4, 0.6, "shares", 1),
    "engagement.tie_read": Move(GO, 0.05, 0.2, "readers", 1),
    "engagement.group_share": Move(GO, 0.1, 0.5, "readers", 1),
    "engagement.group_read": Move(GO, 0.35, 0.65, "readers", 1),
    "engagement.reference_size": Move(GO, 10, 40, "readers", 1),
    "engagement.crowding": Move(GO, 0.1, 0.5, "readers", -1),
    "engagement.own_space": Move(BRING, 0.5, 1.0, "readers", 1),
    "engagement.employee_trust": Move(EMPLOYEES, 0.5, 1.5, "readers", 1),
    "engagement.base_share": Move(GO, 0.03, 0.12, "shares", 1),
    "engagement.lurker_factor": Move(GO, 0.01, 0.2, "shares", 1),
    "engagement.creator_factor": Move(GO, 2, 20, "shares", 1),
    "engagement.insider_factor": Move(GO, 1, 6, "shares", 1),
    "engagement.customer_factor": Move(GO, 1, 3, "shares", 1),
    "engagement.fatigue": Move(GO, 0.5, 1.0, "shares", 1),
    "engagement.paid_read": Move(TOP, 0.005, 0.02, "readers", 1),
    "invitations.invite": Move(GO, 0.01, 0.15, "invitations", 1),
    "invitations.accept": Move(GO, 0.05, 0.2, "joins", 1),
    "invitations.leave": Move(GO, 0.0, 0.1, "members", -1),
    "rewards.recognition": Move(GO, 0, 10, "shares", 1),
    "rewards.recognition_gain": Move(GO, 0.0, 5.0, "shares", 1, {"rewards.recognition": 5}),
    "rewards.loyalty": Move(GO, 0, 20, "shares", 1),
    "rewards.loyalty_gain": Move(GO, 0.0, 5.0, "shares", 1, {"rewards.loyalty": 5}),
    "rewards.discount": Move(VOUCHER, 0, 10, "invitations", 1),
    "rewards.discount_gain": Move(VOUCHER, 0.0, 5.0, "invitations", 1),
    "rewards.trial": Move(TRIAL, 0, 20, "joins", 1),
    "rewards.trial_gain": Move(TRIAL, 0.0, 3.0, "joins", 1),
    "rewards.half_amount": Move(TRIAL, 1, 50, "joins", -1),
    "answers.comment": Move(GO, 0.001, 0.02, "comments", 1),
    "answers.reply_rate": Move(GO, 0.1, 0.6, "answers", 1),
    "answers.valued_factor": Move(ANSWER, 1, 5, "shares", 1, LONG),
    "answers.critic": Move(GO, 0.03, 0.4, "critics", 1),
    "answers.goodwill": Move(GO, 0.2, 0.9, "reads", 1, LONG | {"answers.critic": 0.4}),
    "answers.listening_gain": Move(ANSWER, 0.0, 1.0, "shares", 1),
    "control.review": Move(EMPLOYEES, False, True, "stopped", 1),
    "control.approval_delay": Move(REVIEW, 0, 10, "readers", -1),
    "control.approval_rate": Move(REVIEW, 0.3, 0.9, "readers", 1),
    "control.off_message": Move(EMPLOYEES, 0.0, 0.2, "off_message", 1),
    "control.catch_rate": Move(REVIEW, 0.1, 0.9, "off_message", -1),
    "campaign.lifetime": Move(GO, 2, 14, "reads", 1),
    "campaign.own_size": Move(BRING, 1_000, 2_000, "readers", 1),
    "campaign.posts": Move(GO, TWELVE[:1], TWELVE[:4], "reads", 1),
    "money.cost_post": Move(GO, 100, 200, "cost of posts", 1),
    "money.cost_employee": Move(EMPLOYEES, 10, 20, "cost of seeds", 1),
    "money.cost_customer": Move("bottom-up", 10, 20, "cost of seeds", 1),
    "money.cost_partner": Move(GO, 10, 20, "cost of seeds", 1, {
        "campaign.posts": [{"origin": "partner", "seeds": 25}]}),
    "money.cost_public": Move(GO, 10, 20, "cost of seeds", 1),
    "money.cost_member": Move(BRING, 0.5, 1.0, "cost of own space", 1),
    "money.cost_answer": Move(ANSWER, 1, 2, "cost of answers", 1),
    "money.cost_impression": Move(TOP, 0.004, 0.012, "cost of paid impressions", 1),
    "money.cost_off_message": Move(EMPLOYEES, 10, 50, "cost of off message", 1),
    "money.value_reader": Move(GO, 0.5, 1.5, "value", 1),
    "money.value_sharer": Move(GO, 0, 2, "value", 1),
    "money.value_joiner": Move(GO, 0, 20, "value", 1),
    "money.value_membership": Move(GO, 0, 5, "value", 1),
    "settings.horizon": Move(GO, 22, 60, "reads", 1),
}  # fmt: skip


def test_the_table_has_every_field():
    assert set(MOVES) | set(BUT) == set(el.Scenario.fields())


@pytest.mark.parametrize("field", MOVES)
def test_a_field_moves_what_it_describes(field):
    move = MOVES[field]
    plan = el.Scenario.preset(move.preset).replace(move.others)
    low, high = (
        plan.replace({field: value}).run(runs=40, key=11).total(move.measure)
        for value in (move.low, move.high)
    )
    change = high.astype(float) - low
    error = change.std(ddof=1) / np.sqrt(change.size)
    assert move.sign * change.mean() > 3 * error, (change.mean(), error)
