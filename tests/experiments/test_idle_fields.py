"""A field that is called idle changes nothing; the reasons are those of the plan."""

import networkx as nx
import numpy as np
import pytest
from examples import examples
from hypothesis import event, given, settings
from hypothesis import strategies as st
from strategies import calendars, models, networks

import engagelab as el
from engagelab.errors import MESSAGES
from engagelab.experiments.idle_fields import idle_fields, idle_notes
from engagelab.models.sections import ACTIVITIES

pytestmark = pytest.mark.slow

RUNS = {"runs": 4, "key": 3, "horizon": 16}
SHARE = st.sampled_from([0.0, 0.2, 0.5])
AMOUNTS = {f"rewards.{name}": 2.0 for name in ("recognition", "loyalty", "discount", "trial")}
RICH = el.Scenario.preset("go-to-them").replace(
    {
        **AMOUNTS,
        "population.people": 400,
        "groups.size": 30,
        "control.review": True,
        "campaign.own_size": 50,
        "campaign.lifetime": 5,
        "campaign.posts": [
            {"origin": "members", "seeds": 5, "paid": 90},
            {"round": 3, "origin": "organisation"},
            {"round": 12, "origin": "anyone", "seeds": 5},
        ],
    }
)


@st.composite
def plans(draw):
    """A small plan of every sort, in a town of its own or for a network."""
    network = draw(st.none() | networks(least=10, most=14))
    people = 40 if network is None else network.people
    plan = el.Scenario(
        population=draw(populations()) | {"people": 40, "ties": draw(st.sampled_from([0, 4]))},
        groups={"size": draw(st.sampled_from([5, 25])), "per_person": 2},
        campaign={"posts": draw(st.just([]) | calendars(people))},
        settings=RUNS,
    )
    rules, sections = draw(models(people)), plan.model_dump()
    values = {
        f"{section}.{name}": getattr(rules, name)
        for section, fields in sections.items()
        if isinstance(fields, dict)
        for name in fields
        if name in type(rules).model_fields
    }
    return plan.replace(values), network


@st.composite
def populations(draw):
    shares = {name: draw(SHARE) for name in ("contributors", "creators", "customers", "prospects")}
    shares |= {name: draw(st.sampled_from([0.0, 0.25])) for name in ("employees", "partners")}
    inviters = ("inviters_none", "inviters_social", "inviters_microblog")
    share = draw(SHARE)
    return shares | dict.fromkeys(inviters, share)


def everything(outcome):
    """Return all that a simulation counted, and its money."""
    arrays = ("counts", "by_post", "by_class", "generations", "reached_runs", "class_sizes",
              "post_counts", "shares_by_class")  # fmt: skip
    found = {name: getattr(outcome, name) for name in arrays}
    return found | {name: outcome.measure(name) for name in outcome.measures}


def ends(name):
    """Return the values at both ends of a field, or all choices."""
    field = el.Scenario.field(name)
    return field.choices or (field.low, field.high)


def assert_idle(plan, network, name):
    before = everything(plan.run(network=network))
    for end in ends(name):
        try:
            other = plan.replace({name: end})
        except el.EngagelabError:
            # a town that nobody simulates can still be too small for the plan
            assert name.split(".")[0] == "population"
            continue
        after = everything(other.run(network=network))
        assert [key for key in before if not np.array_equal(before[key], after[key])] == [], end


@settings(max_examples=examples(60))
@given(plans())
def test_an_idle_field_changes_nothing_at_either_end(drawn):
    plan, network = drawn
    for name in idle_fields(plan, network):
        event(name)
        assert_idle(plan, network, name)


# --- the reasons -------------------------------------------------------------------------------


def posts(*several):
    return {"campaign.posts": list(several)}


NOBODY = posts({"seeds": 0})
FIRST = RICH.model_dump()["campaign"]["posts"][0]
INVITERS = {f"population.inviters_{name}": 0.0 for name in ("none", "social", "microblog")}
REASONS = [
    ("no_post", posts(), "engagement.tie_read"),
    ("no_post", posts(), "campaign.lifetime"),
    ("nobody_reads", NOBODY, "answers.comment"),
    ("nobody_reads", NOBODY, "money.value_reader"),
    ("no_paid", posts({"seeds": 5}), "engagement.paid_read"),
    ("no_own", {"campaign.own_size": 0}, "engagement.own_space"),
    ("no_own", posts({"seeds": 5}), "engagement.own_space"),
    ("no_members", {"campaign.own_size": 0}, "money.cost_member"),
    ("not_visible", {"campaign.lifetime": 0}, "engagement.tie_read"),
    ("not_visible", {"campaign.lifetime": 0}, "engagement.employee_trust"),
    ("no_ties", {"population.ties": 0}, "engagement.tie_read"),
    ("no_ties", {"population.ties": 0}, "population.ties_in_groups"),
    ("not_in_groups", {"campaign.own_size": 0, "engagement.group_share": 0.0},
     "engagement.group_read"),
    ("no_attention", {"engagement.group_read": 0.0}, "engagement.crowding"),
    ("no_crowding", {"engagement.crowding": 0.0}, "engagement.reference_size"),
    ("no_employees", {"population.employees": 0.0}, "control.review"),
    ("no_employees", {"population.employees": 0.0}, "engagement.employee_trust"),
    ("own_relevance", posts({**FIRST, "relevance": 0.3}), "content.relevance"),
    ("irrelevant", {"content.relevance": 0.0}, "engagement.base_share"),
    ("unwilling", {"engagement.base_share": 0.0}, "content.relevance"),
    ("nobody_decides", {"engagement.base_share": 0.0}, "engagement.fatigue"),
    ("certain", {"engagement.base_share": 1.0}, "answers.valued_factor"),
    ("no_lurkers", {"population.contributors": 0.5, "population.creators": 0.5},
     "engagement.lurker_factor"),
    ("no_creators", {"population.creators": 0.0}, "engagement.creator_factor"),
    ("no_insiders", {"population.employees": 0.0, "population.partners": 0.0},
     "engagement.insider_factor"),
    ("no_customers", {"population.customers": 0.0}, "rewards.loyalty"),
    ("one_post", posts(FIRST), "engagement.fatigue"),
    ("nobody_shares", {"engagement.base_share": 0.0, **posts({"seeds": 0, "paid": 30})},
     "money.value_sharer"),
    ("all_lurk", {"population.contributors": 0.0, "population.creators": 0.0},
     "rewards.recognition"),
    ("no_place", {"campaign.own_size": 0, "engagement.group_share": 0.0}, "invitations.invite"),
    ("no_inviters", INVITERS, "invitations.invite"),
    ("no_invitations", {"invitations.invite": 0.0}, "population.inviters_none"),
    ("nobody_invited", {"invitations.invite": 0.0}, "rewards.trial"),
    ("nobody_invited", {"invitations.invite": 0.0, "engagement.base_share": 0.0,
                        **posts({"seeds": 0, "paid": 30})}, "rewards.discount"),
    ("nobody_joins", {"invitations.accept": 0.0}, "money.value_membership"),
    ("no_first_join", {"population.prospects": 0.0}, "money.value_joiner"),
    ("no_end", {"campaign.lifetime": 61}, "invitations.leave"),
    ("no_end", {"campaign.lifetime": 61}, "answers.critic"),
    ("nobody_contributes", {"engagement.base_share": 0.0, "answers.comment": 0.0,
                            **posts({"seeds": 0, "paid": 30})}, "answers.reply_rate"),
    ("nobody_answered", {"answers.reply_rate": 0.0}, "answers.listening_gain"),
    ("nobody_answered", {"answers.reply_rate": 0.0}, "money.cost_answer"),
    ("none_later", posts(FIRST, FIRST), "answers.valued_factor"),
    ("nobody_ignored", {"answers.reply_rate": 1.0}, "answers.critic"),
    ("no_critics", {"answers.critic": 0.0}, "answers.goodwill"),
    ("none_after", posts(FIRST), "answers.goodwill"),
    ("not_reviewed", {"control.review": False}, "control.approval_rate"),
    ("on_message", {"control.off_message": 0.0}, "control.catch_rate"),
    ("not_started", posts({"origin": "customer"}), "money.cost_employee"),
    ("reward", {"rewards.loyalty": 0.0}, "rewards.loyalty_gain"),
    ("rewards", dict.fromkeys(AMOUNTS, 0.0), "rewards.half_amount"),
    ("rewards", {f"{name}_gain": 0.0 for name in AMOUNTS}, "rewards.half_amount"),
    ("not_drawn", posts({"people": [3, 4]}), "campaign.redraw_seeds"),
    ("hold", {"groups.size": 25}, "groups.hold"),
]  # fmt: skip


def test_nothing_is_idle_in_a_plan_that_uses_everything():
    assert idle_fields(RICH) == {}


@pytest.mark.parametrize(("code", "changes", "name"), REASONS)
def test_an_idle_field_has_its_reason_and_changes_nothing(code, changes, name):
    plan = RICH.replace({**changes, "settings.runs": 3})
    assert idle_fields(plan)[name].code == f"idle_{code}"
    assert_idle(plan, None, name)


def test_on_a_network_its_own_people_count():
    network = el.Network.from_networkx(nx.path_graph(60))
    plan = RICH.replace({"campaign.own_size": 0})
    idle = idle_fields(plan, network)
    assert idle["groups.size"].code == "idle_network"
    assert idle["engagement.group_share"].code == "idle_no_groups"
    assert idle["invitations.leave"].code == "idle_no_groups"
    assert idle["engagement.lurker_factor"].code == "idle_no_lurkers"
    assert "engagement.tie_read" not in idle
    assert ACTIVITIES[int(network.traits.activity[0])] == "contributor"


def test_every_reason_is_seen():
    seen = {f"idle_{code}" for code, *_ in REASONS} | {"idle_network", "idle_no_groups"}
    assert seen == {code for code in MESSAGES if code.startswith("idle_")}


# --- notes -------------------------------------------------------------------------------------


def test_a_note_names_a_field_that_is_idle_in_all_plans():
    reviewed = RICH.replace({"control.review": True})
    plain = RICH.replace({"control.review": False, "answers.reply_rate": 0.0})
    fields = ["control.approval_rate", "answers.listening_gain"]
    assert idle_notes([plain, reviewed], fields) == ()
    assert idle_notes([plain, plain], fields) == (
        "control.approval_rate changes nothing in this plan: no share is reviewed",
        "answers.listening_gain changes nothing in this plan: nobody can be answered",
    )
    assert idle_notes([], fields) == ()
