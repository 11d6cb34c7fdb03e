import re
import threading
from dataclasses import replace

import pytest
from workbench.answers import ENGLISH, FRENCH, answered, preset

import engagelab as el
from engagelab.workbench.compute.answer import Question, Simulator
from engagelab.workbench.view.in_words import summary
from engagelab.workbench.view.warnings import warnings_of

# for each warning, a plan that deserves it and one that does not
POSTS = "campaign.posts"
DESERVE = {
    "no_post": (preset(**{POSTS: []}), preset()),
    "nobody_starts": (preset(**{POSTS: [el.Post(seeds=0)]}), preset(**{POSTS: [el.Post()]})),
    "empty_space": (
        preset(**{POSTS: [el.Post(), el.Post(origin="organisation")]}),
        preset("bring-them-to-us", **{"campaign.own_size": 5}),
    ),
    "critics": (preset(**{"answers.critic": 1.0, "answers.reply_rate": 0.0}), preset()),
    "rewards": (
        preset(**{"rewards.loyalty": 2.0, "population.customers": 0.0}),
        preset(**{"rewards.loyalty": 2.0}),
    ),
    "review": (
        preset(**{"control.review": True, "population.employees": 0.0}),
        preset(**{"control.review": True}),
    ),
    "nobody_shares": (preset(**{"engagement.base_share": 0.0}), preset()),
    "one_run": (preset(**{"settings.runs": 1}), preset(**{"settings.runs": 2})),
    "few_runs": (preset(**{"settings.runs": 39}), preset(**{"settings.runs": 40})),
    "error": (
        preset(**{"settings.runs": 10, POSTS: [el.Post(seeds=1)], "engagement.base_share": 0.03}),
        preset(**{"settings.runs": 100}),
    ),
    "wide": (
        preset(**{POSTS: [el.Post(seeds=1)], "engagement.base_share": 0.03}),
        preset(**{"settings.runs": 100}),
    ),
    "two_kinds": (
        preset(
            **{
                POSTS: [el.Post(seeds=1)],
                "population.ties": 4.0,
                "engagement.base_share": 0.8,
                "engagement.group_read": 0.0,
                "engagement.tie_read": 0.5,
                "engagement.lurker_factor": 1.0,
                "invitations.invite": 0.0,
            }
        ),
        preset(**{"settings.runs": 100}),
    ),
    "cut": (preset(**{"settings.horizon": 22}), preset(**{"settings.horizon": 200})),
    "everybody": (
        preset(
            **{
                POSTS: [el.Post()],
                "engagement.tie_read": 1.0,
                "engagement.base_share": 1.0,
                "engagement.group_read": 0.0,
                "invitations.invite": 0.0,
            }
        ),
        preset(),
    ),
    "evidence": (preset(**{"population.prospects": 0.6}), preset()),
    "free": (
        preset(
            **{"money.cost_post": 0.0, "money.cost_answer": 0.0, "money.cost_off_message": 0.0,
               "rewards.discount": 0.0, "money.cost_public": 0.0, "money.cost_employee": 0.0,
               "money.cost_customer": 0.0, "money.cost_partner": 0.0}
        ),
        preset(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", DESERVE)
@pytest.mark.parametrize("texts", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_a_warning_is_given_only_if_it_is_deserved(code, texts):
    bad, good = (answered(plan) for plan in DESERVE[code])
    assert code in warnings_of(bad)
    assert code not in warnings_of(good)
    place = list(warnings_of(bad)).index(code)
    told = summary(bad, texts).warnings
    assert len(told) == len(warnings_of(bad))
    known = texts(f"in_words.warn_{code}", **dict.fromkeys(warnings_of(bad)[code], "@"))
    assert re.fullmatch(re.escape(known).replace("@", ".+"), told[place])


def test_a_coarse_answer_is_a_warning():
    plan = preset(**{"settings.runs": 200})
    assert warnings_of(answered(plan, coarse=True))["coarse"]["asked"] == 200
    assert "coarse" not in warnings_of(answered(plan))


def test_too_few_runs_for_a_lift_say_how_many_would_do():
    plan, base = preset(), preset(**{"groups.size": 26.0})
    answer = answered(plan, base)
    lift = answer.numbers["lift"]
    unsure = {"mean": 1.0, "standard_error": 2.0, "median": 1.0, "low": -9.0, "high": 9.0}
    few = replace(answer, numbers={**answer.numbers, "lift": unsure})
    assert warnings_of(few)["tell"]["needed"] == 40 * 16
    assert "about 640 runs" in " ".join(summary(few, ENGLISH).warnings)
    sure = replace(few, numbers={**answer.numbers, "lift": {**unsure, "mean": 5.0}})
    assert "tell" not in warnings_of(sure)
    none = replace(few, numbers={**answer.numbers, "lift": {**unsure, "mean": 0.0}})
    assert "tell" not in warnings_of(none)
    hopeless = replace(few, numbers={**answer.numbers, "lift": {**unsure, "mean": 0.001}})
    assert "tell" not in warnings_of(hopeless)
    assert lift["standard_error"] > 0


def test_values_outside_the_evidence_are_named():
    plan = preset(**{"population.prospects": 0.6, "groups.per_person": 8.0})
    (told,) = (text for text in summary(answered(plan), FRENCH).warnings if "études" in text)
    assert "prospects 0,6" in told
    assert "groupes par personne 8" in told


def test_the_town_of_a_plan_is_not_marked_on_a_network():
    plan = preset(**{"population.prospects": 0.6})
    network = preset(**{"population.people": 300}).town()
    answer = Simulator(network)(Question(plan, plan), False, threading.Event())
    assert "evidence" not in warnings_of(answer)


def test_the_two_kinds_of_runs_are_parted_at_the_gap():
    told = warnings_of(answered(DESERVE["two_kinds"][0]))["two_kinds"]
    reach = el.reach(DESERVE["two_kinds"][0].run())
    assert told["share"] == (reach <= told["below"]).mean()
    assert not ((reach > told["below"]) & (reach < told["above"])).any()
