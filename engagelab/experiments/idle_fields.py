"""Idle fields: those that cannot change any outcome of a plan, each with the reason."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ..errors import Message, message
from ..graphs.network import Network
from ..graphs.population import Groups
from ..models.sections import REWARDS, SEED_PRICES
from ..simulation.plan_fields import OF_THE_TOWN
from ..simulation.scenario import Scenario
from .plan_facts import PlanFacts


def idle_fields(plan: Scenario, network: Network | None = None) -> dict[str, Message]:
    """Return the fields that cannot change any outcome of a plan, each with the reason.

    Whatever value such a field has, with all others as in the plan, every count, cost and value
    stays the same. The rules are sufficient, not necessary: a field that is not listed may change
    nothing either. The fields of ``settings`` and the calendar are never listed.

    Parameters
    ----------
    plan : Scenario
        The plan.
    network : Network, optional
        The network to simulate the plan on, instead of its own town.

    Returns
    -------
    dict
        The reason for each idle field, by its dotted name.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.idle_fields import idle_fields
    >>> str(idle_fields(el.Scenario())["control.approval_rate"])
    'no share is reviewed'
    """
    facts = PlanFacts(plan, network)
    reasons: dict[str, Message] = {}
    for rule in _RULES:
        names = [name for name in rule.fields if name not in reasons]
        if names and rule.holds(facts):
            reasons |= dict.fromkeys(names, rule.reason)
    return reasons


def idle_notes(
    plans: Iterable[Scenario], fields: Sequence[str], network: Network | None = None
) -> tuple[str, ...]:
    """Return a note on each of these fields that is idle in all plans, with the first reason.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments.idle_fields import idle_notes
    >>> idle_notes([el.Scenario()], ["groups.size", "control.catch_rate"])
    ('control.catch_rate changes nothing in this plan: no share is reviewed',)
    """
    idle: dict[str, Message] = {}
    for place, plan in enumerate(plans):
        reasons = idle_fields(plan, network)
        before = idle if place else reasons
        idle = {name: before[name] for name in fields if name in before and name in reasons}
        if not idle:
            break
    return tuple(f"{name} changes nothing in this plan: {reason}" for name, reason in idle.items())


class _Rule(NamedTuple):
    """Fields that are idle if a condition holds, and the reason."""

    reason: Message
    holds: Callable[[PlanFacts], bool]
    fields: tuple[str, ...]


def _rule(code: str, holds: Callable[[PlanFacts], bool], fields: Iterable[str]) -> _Rule:
    return _Rule(message(code), holds, tuple(fields))


def _in(section: str, names: str) -> list[str]:
    return [f"{section}.{name}" for name in names.split()]


def _of(*sections: str) -> list[str]:
    return [name for name in Scenario.fields() if name.split(".")[0] in sections]


def _not_started_by(role: str) -> Callable[[PlanFacts], bool]:
    return lambda facts: not facts.starts(role)


def _not_moved_by(reward: str) -> Callable[[PlanFacts], bool]:
    return lambda facts: not facts.moves(reward)


_INVITERS = _in("population", "inviters_none inviters_social inviters_microblog")
_ACTS = [*_of("content", "engagement", "invitations", "rewards", "answers", "control"), *_INVITERS]
_MONEY = [name for name in _of("money") if name not in ("money.cost_member", "money.cost_post")]
_SHARING = _in("engagement", "lurker_factor creator_factor insider_factor customer_factor fatigue")
_JOINING = [*_in("rewards", "trial trial_gain"), *_in("money", "value_joiner value_membership")]
_REVIEW = _in("control", "approval_delay approval_rate catch_rate")
_ATTENTION = _in("engagement", "group_read reference_size crowding")

# The first rule that holds gives the reason. A rule must not depend on the value of its own fields.
_RULES = (
    _rule("idle_network", lambda f: f.network is not None, _of(*OF_THE_TOWN)),
    _rule("idle_no_post", lambda f: not f.posts,
          [*_ACTS, *_MONEY, "money.cost_post", *_in("campaign", "lifetime redraw_seeds")]),
    _rule("idle_nobody_reads", lambda f: not f.read,
          [name for name in (*_ACTS, *_MONEY) if name != "invitations.leave"]),
    # reading
    _rule("idle_no_paid", lambda f: not f.paid, ["engagement.paid_read", "money.cost_impression"]),
    _rule("idle_no_own", lambda f: not f.own, ["engagement.own_space"]),
    _rule("idle_no_members", lambda f: not f.plan.campaign.own_size, ["money.cost_member"]),
    _rule("idle_not_visible", lambda f: not f.visible,
          _in("engagement", "tie_read group_share employee_trust")),
    _rule("idle_not_visible", lambda f: not (f.ties or f.in_groups),
          ["engagement.employee_trust"]),
    _rule("idle_no_ties", lambda f: not f.ties,
          ["engagement.tie_read", "population.ties_in_groups"]),
    _rule("idle_no_groups", lambda f: not f.groups, ["engagement.group_share"]),
    _rule("idle_not_in_groups", lambda f: not (f.in_groups or f.own), _ATTENTION),
    _rule("idle_no_attention", lambda f: not f.plan.engagement.group_read,
          _in("engagement", "reference_size crowding")),
    _rule("idle_no_crowding", lambda f: not f.plan.engagement.crowding,
          ["engagement.reference_size"]),
    _rule("idle_no_employees", lambda f: not f.employee_shares,
          [*_of("control"), "engagement.employee_trust", "money.cost_off_message"]),
    # sharing
    _rule("idle_own_relevance", lambda f: all(post.relevance is not None for post in f.posts),
          ["content.relevance"]),
    _rule("idle_irrelevant", lambda f: not f.relevant, ["engagement.base_share"]),
    _rule("idle_unwilling", lambda f: not f.plan.engagement.base_share, ["content.relevance"]),
    _rule("idle_nobody_decides", lambda f: not f.decided,
          [*_SHARING, *_in("answers", "valued_factor listening_gain")]),
    _rule("idle_certain", lambda f: not f.uncertain,
          _in("answers", "valued_factor listening_gain")),
    _rule("idle_no_lurkers", lambda f: "lurker" not in f.activities,
          ["engagement.lurker_factor"]),
    _rule("idle_no_creators", lambda f: "creator" not in f.activities,
          ["engagement.creator_factor"]),
    _rule("idle_no_insiders", lambda f: f.roles.isdisjoint(("employee", "partner")),
          ["engagement.insider_factor"]),
    _rule("idle_no_customers", lambda f: "customer" not in f.roles,
          ["engagement.customer_factor", "rewards.loyalty"]),
    _rule("idle_one_post", lambda f: len(f.posts) < 2, ["engagement.fatigue"]),
    _rule("idle_nobody_shares", lambda f: not f.shared,
          [*_in("rewards", "recognition loyalty"), "money.value_sharer"]),
    _rule("idle_all_lurk", lambda f: f.activities == {"lurker"}, ["rewards.recognition"]),
    # invitations
    _rule("idle_no_place", lambda f: not f.open_to_invite, ["invitations.invite", *_INVITERS]),
    _rule("idle_no_inviters", lambda f: not f.inviters, ["invitations.invite"]),
    _rule("idle_no_invitations", lambda f: not f.plan.invitations.invite, _INVITERS),
    _rule("idle_nobody_invited", lambda f: not f.invited, ["invitations.accept", *_JOINING]),
    _rule("idle_nobody_invited", lambda f: not (f.invited or f.shared), ["rewards.discount"]),
    _rule("idle_nobody_joins", lambda f: not f.joined, _JOINING),
    _rule("idle_no_first_join", lambda f: not (f.in_groups and f.prospects),
          ["money.value_joiner"]),
    _rule("idle_no_end", lambda f: not f.ends, ["invitations.leave", "answers.critic"]),
    _rule("idle_no_groups", lambda f: not (f.groups or f.plan.campaign.own_size),
          ["invitations.leave"]),
    # answers
    _rule("idle_nobody_contributes", lambda f: not f.contributed, ["answers.reply_rate"]),
    _rule("idle_nobody_answered", lambda f: not f.answered,
          [*_in("answers", "valued_factor listening_gain"), "money.cost_answer"]),
    _rule("idle_none_later", lambda f: not f.follows,
          _in("answers", "valued_factor listening_gain")),
    _rule("idle_nobody_ignored", lambda f: not f.ignored, _in("answers", "critic goodwill")),
    _rule("idle_no_critics", lambda f: not f.plan.answers.critic, ["answers.goodwill"]),
    _rule("idle_none_after", lambda f: not (f.follows_end and f.ties), ["answers.goodwill"]),
    # control, money and the town
    _rule("idle_not_reviewed", lambda f: not f.reviewed, _REVIEW),
    _rule("idle_on_message", lambda f: not f.plan.control.off_message,
          ["control.catch_rate", "money.cost_off_message"]),
    *(_rule("idle_not_started", _not_started_by(role), [f"money.{price}"])
      for role, price in SEED_PRICES.items()),
    *(_rule("idle_reward", _not_moved_by(reward), [f"rewards.{reward}_gain"])
      for reward in REWARDS),
    _rule("idle_rewards", lambda f: not any(map(f.has_effect, REWARDS)), ["rewards.half_amount"]),
    _rule("idle_not_drawn", lambda f: not f.drawn, ["campaign.redraw_seeds"]),
    _rule("idle_hold", lambda f: f.plan.groups.size == Groups().size, ["groups.hold"]),
)  # fmt: skip
