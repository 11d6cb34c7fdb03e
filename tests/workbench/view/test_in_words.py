"""The answer in words: each number against the metrics, each warning against a plan with it."""

import re
import threading
from dataclasses import replace

import numpy as np
import pytest

import engagelab as el
from engagelab.i18n import load
from engagelab.simulation.outcome import describe
from engagelab.workbench.compute.answer import Question, Simulator
from engagelab.workbench.view.in_words import as_html, summary
from engagelab.workbench.view.warnings import warnings_of

ENGLISH, FRENCH = load("en"), load("fr")
SMALL = {"population.people": 2_000, "settings.runs": 40}


def answered(plan, base=None, *, coarse=False):
    return Simulator()(Question(plan, base or plan), coarse, threading.Event())


def preset(name="voucher", **changes):
    return el.Scenario.preset(name).replace({**SMALL, **changes})


def changed(plan, **values):
    return plan.replace({name.replace("__", "."): value for name, value in values.items()})


def numbers_in(text, lang):
    """Return all numbers that a text names, read in its language."""
    text = text.replace("5–95", "")
    if lang == "fr":
        text = re.sub("(?<=\\d)[\N{NARROW NO-BREAK SPACE}\N{NO-BREAK SPACE}](?=\\d)", "", text)
        text = text.replace(",", ".")
    else:
        text = re.sub(r"(?<=\d),(?=\d)", "", text)
    return [float(found) for found in re.findall(r"\d+(?:\.\d+)?", text)]


def near(number, digits):
    """Return what a text may write for a number with so many decimals."""
    return pytest.approx(number, abs=0.5000001 * 10**-digits)


@pytest.mark.parametrize("texts", [ENGLISH, FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize("name", el.Scenario.presets())
def test_every_number_is_that_of_the_metrics(name, texts):
    base = preset("voucher" if name != "voucher" else "top-down")
    plan = preset(name)
    told = summary(answered(plan, base), texts)
    outcome, before = plan.run(), base.run()
    reach, posts = el.reach(outcome), plan.campaign.posts
    cost, value = outcome.total("cost"), outcome.total("value")
    sentences = [numbers_in(text, texts.lang) for text in told.sentences]

    start = sentences.pop(0)
    assert start == [len(posts), posts[0].round, posts[-1].round, sum(p.seeds for p in posts)]
    if any(post.paid for post in posts):
        assert sentences.pop(0) == [sum(post.paid for post in posts)]
    mean, people, share, runs, low, high = sentences.pop(0)
    assert (mean, people, runs) == (near(reach.mean(), 0), 2_000, 40)
    assert share == near(100 * reach.mean() / 2_000, 1)
    assert [low, high] == [near(end, 0) for end in np.quantile(reach, [0.05, 0.95])]
    assert sentences.pop(0) == [near(el.half_time(outcome).mean(), 1)]
    joins, shares = (outcome.total(what).mean() for what in ("joins", "shares"))
    assert sentences.pop(0) == [near(shares, 0), near(joins, 0)]
    total, each = sentences.pop(0)
    assert total == near(cost.mean(), 0 if cost.mean() >= 1000 else 2)
    assert each == near(cost.sum() / reach.sum(), 3 if each < 1 else 2)
    gained = el.return_on_cost(outcome)
    assert sentences.pop(0) == [
        near(100 * abs(value.mean() - cost.mean()) / cost.mean(), 1),
        near(100 * gained["standard_error"], 1),
    ]
    lift = describe(reach - el.reach(before))
    assert sentences.pop(0) == [near(abs(lift["mean"]), 0), near(lift["standard_error"], 0)]
    assert sentences == []


@pytest.mark.parametrize("name", el.Scenario.presets())
def test_every_verdict_is_what_the_numbers_say(name):
    plan, base = preset(name), preset("voucher")
    answer = answered(plan, base)
    text = " ".join(summary(answer, ENGLISH).sentences)
    outcome = plan.run()
    gain = el.return_on_cost(outcome)
    sure = abs(gain["mean"]) > 2 * gain["standard_error"]
    assert ("It pays" in text) == (sure and gain["mean"] > 0)
    assert ("It does not pay" in text) == (sure and gain["mean"] < 0)
    lifts = el.reach(outcome) - el.reach(base.run())
    error = lifts.std(ddof=1) / np.sqrt(lifts.size)
    assert ("more people than the baseline" in text) == (lifts.mean() > 2 * error)
    assert ("fewer people than the baseline" in text) == (lifts.mean() < -2 * error)


def test_without_a_baseline_or_beside_itself_nothing_is_compared():
    assert "baseline" not in " ".join(summary(answered(preset()), ENGLISH).sentences)


def test_a_plan_that_changes_nothing_is_told_to_be_the_same():
    plan = preset()
    told = summary(answered(changed(plan, money__cost_post=999.0), plan), ENGLISH).sentences
    assert told[-1] == "It reaches as many people as the baseline in every run."


def test_one_run_is_told_without_errors():
    plan = preset(**{"settings.runs": 1})
    base = preset("top-down", **{"settings.runs": 1})
    for texts in (ENGLISH, FRENCH):
        told = summary(answered(plan, base), texts)
        assert "±" not in " ".join(told.sentences)
        assert "–" not in " ".join(told.sentences)
    assert "in a single run" in " ".join(summary(answered(plan, base), ENGLISH).sentences)


def test_one_post_and_one_person_are_told_in_the_singular():
    plan = preset(**{"campaign.posts": [el.Post(seeds=1, origin="employee")]})
    assert summary(answered(plan), ENGLISH).sentences[0] == (
        "One post starts in round 0, from 1 person (employees)."
    )
    told = summary(answered(plan), FRENCH).sentences[0]
    assert told == "Une publication commence au tour 0, à partir de 1 personne (salariés)."


def test_posts_of_one_round_are_told_together():
    plan = preset(**{"campaign.posts": [el.Post(seeds=2), el.Post(origin="prospects")]})
    assert summary(answered(plan), ENGLISH).sentences[0] == (
        "2 posts start in round 0, from 12 people in all, counted post by post "
        "(anybody, prospects)."
    )


# --- warnings ------------------------------------------------------------------------------------

# a warning, a plan that deserves it, and one that does not
POSTS = "campaign.posts"
DESERVE = {
    "no_post": (preset(**{POSTS: []}), preset()),
    "nobody_starts": (preset(**{POSTS: [el.Post(seeds=0)]}), preset(**{POSTS: [el.Post()]})),
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
               "rewards.discount_price": 0.0, "money.cost_seed": 0.0}
        ),
        preset(),
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", DESERVE)
@pytest.mark.parametrize("texts", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_a_warning_stands_where_it_is_deserved_and_only_there(code, texts):
    bad, good = (answered(plan) for plan in DESERVE[code])
    assert code in warnings_of(bad)
    assert code not in warnings_of(good)
    place = list(warnings_of(bad)).index(code)
    told = summary(bad, texts).warnings
    assert len(told) == len(warnings_of(bad))
    known = texts(f"in_words.warn_{code}", **dict.fromkeys(warnings_of(bad)[code], "@"))
    assert re.fullmatch(re.escape(known).replace("@", ".+"), told[place])


def test_a_coarse_answer_says_so():
    plan = preset(**{"settings.runs": 200})
    assert warnings_of(answered(plan, coarse=True))["coarse"]["asked"] == 200
    assert "coarse" not in warnings_of(answered(plan))


def test_too_few_runs_for_a_difference_say_how_many_would_do():
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


def test_the_evidence_that_a_value_leaves_is_named():
    plan = preset(**{"population.prospects": 0.6, "groups.per_person": 8.0})
    (told,) = (text for text in summary(answered(plan), FRENCH).warnings if "observations" in text)
    assert "prospects 0,6" in told
    assert "groupes par personne 8" in told


def test_the_town_of_a_plan_is_not_marked_where_a_network_stands_in_for_it():
    plan = preset(**{"population.prospects": 0.6})
    network = preset(**{"population.people": 300}).town()
    answer = Simulator(network)(Question(plan, plan), False, threading.Event())
    assert "evidence" not in warnings_of(answer)


def test_the_kinds_of_runs_are_where_the_gap_is():
    told = warnings_of(answered(DESERVE["two_kinds"][0]))["two_kinds"]
    reach = el.reach(DESERVE["two_kinds"][0].run())
    assert told["share"] == (reach <= told["below"]).mean()
    assert not ((reach > told["below"]) & (reach < told["above"])).any()


def test_the_summary_as_html_escapes_and_lists():
    told = summary(answered(DESERVE["no_post"][0]), FRENCH)
    shown = as_html(replace(told, sentences=("<b>",)), FRENCH)
    assert "&lt;b&gt;" in shown
    assert shown.count("<li>") == len(told.warnings)
    assert "<ul" not in as_html(replace(told, warnings=()), FRENCH)
