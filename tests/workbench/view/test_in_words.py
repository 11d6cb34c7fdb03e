"""The summary in sentences: each number against the metrics."""

import re
from dataclasses import replace

import numpy as np
import pytest
from workbench.answers import ENGLISH, FRENCH, answered, preset

import engagelab as el
from engagelab.simulation.outcome import describe
from engagelab.workbench.view.in_words import as_html, summary


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


def rounded(number):
    """Return an approximation of a count, which has a decimal below 10."""
    return near(number, 1 if number < 10 else 0)


def near(number, digits):
    """Return an approximation of a number that is rounded to some decimals."""
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

    assert sentences.pop(0) == [len(posts), posts[0].round, posts[-1].round]
    started = [post for post in posts if post.starters]
    if started:
        assert sentences.pop(0) == [sum(post.starters for post in started)]
    own = [post for post in posts if post.origin == "organisation"]
    if own:
        assert sentences.pop(0) == [len(own), plan.campaign.own_size]
    if any(post.paid for post in posts):
        assert sentences.pop(0) == [sum(post.paid for post in posts)]
    mean, people, share, runs, low, high = sentences.pop(0)
    assert (mean, people, runs) == (near(reach.mean(), 0), 2_000, 40)
    assert share == near(100 * reach.mean() / 2_000, 1)
    assert [low, high] == [near(end, 0) for end in np.quantile(reach, [0.05, 0.95])]
    assert sentences.pop(0) == [near(el.half_time(outcome).mean(), 1)]
    joins, shares = (outcome.total(what).mean() for what in ("joins", "shares"))
    assert sentences.pop(0) == [rounded(shares), rounded(joins)]
    voices = [outcome.total(what).mean() for what in ("comments", "answers")]
    assert sentences.pop(0) == [rounded(number) for number in voices]
    assert sentences.pop(0) == [rounded(outcome.total("critics").mean())]
    if any(post.origin == "employee" for post in posts):
        assert sentences.pop(0) == [plan.engagement.employee_trust]
    if plan.control.review:
        assert sentences.pop(0) == [rounded(outcome.total("stopped").mean())]
    total, each = sentences.pop(0)
    assert total == near(cost.mean(), 0 if cost.mean() >= 1000 else 2)
    assert each == near(cost.sum() / reach.sum(), 3 if each < 1 else 2)
    kinds = el.metrics.cost_by_kind(outcome).set_index("kind")["mean"]
    told_kinds = sentences.pop(0)
    assert len(told_kinds) == (kinds >= (0.5 if cost.mean() >= 1000 else 0.005)).sum()
    assert told_kinds == sorted(told_kinds, reverse=True)
    assert sum(told_kinds) == pytest.approx(cost.mean(), abs=len(kinds))
    gained = el.return_on_cost(outcome)
    assert sentences.pop(0) == [
        near(100 * abs(value.mean() - cost.mean()) / cost.mean(), 1),
        near(100 * gained["standard_error"], 1),
    ]
    lift = describe(reach - el.reach(before))
    digits = 1 if abs(lift["mean"]) < 10 else 0
    sizes = abs(lift["mean"]), lift["standard_error"]
    assert sentences.pop(0) == [near(size, digits) for size in sizes]
    assert sentences == []


@pytest.mark.parametrize("name", el.Scenario.presets())
def test_every_verdict_follows_from_the_numbers(name):
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


def test_a_plan_is_not_compared_with_itself():
    assert "baseline" not in " ".join(summary(answered(preset()), ENGLISH).sentences)


def test_a_change_without_effect_is_called_the_same():
    plan = preset()
    told = summary(answered(changed(plan, money__cost_post=999.0), plan), ENGLISH).sentences
    assert told[-1] == "It reaches as many people as the baseline in every run."


def test_one_run_has_no_errors():
    plan = preset(**{"settings.runs": 1})
    base = preset("top-down", **{"settings.runs": 1})
    for texts in (ENGLISH, FRENCH):
        told = summary(answered(plan, base), texts)
        assert "±" not in " ".join(told.sentences)
        assert "–" not in " ".join(told.sentences)
    assert "in a single run" in " ".join(summary(answered(plan, base), ENGLISH).sentences)


def test_one_post_and_one_person_are_singular():
    plan = preset(**{"campaign.posts": [el.Post(seeds=1, origin="employee")]})
    assert summary(answered(plan), ENGLISH).sentences[:2] == (
        "One post starts in round 0.",
        "1 person starts it, counted post by post (employees).",
    )
    assert summary(answered(plan), FRENCH).sentences[:2] == (
        "Une publication commence au tour 0.",
        "1 personne lance cette publication, en comptant publication par publication (salariés).",
    )


def test_posts_of_one_round_are_summed_up():
    plan = preset(**{"campaign.posts": [el.Post(seeds=2), el.Post(origin="prospects")]})
    assert summary(answered(plan), ENGLISH).sentences[:2] == (
        "2 posts start in round 0.",
        "12 people start them, counted post by post (anybody, prospects).",
    )


def test_the_own_space_and_named_people_are_told():
    own = [el.Post(origin="organisation"), el.Post(people=(3, 4, 5))]
    plan = preset(**{"campaign.posts": own, "campaign.own_size": 300})
    told = summary(answered(plan), ENGLISH).sentences
    assert told[1:3] == (
        "3 people start 1 of them, counted post by post (named people).",
        "The organisation shows 1 post in its own space, which has 300 members at the start.",
    )


def test_rules_that_act_on_some_people_only_are_told():
    rewards = {"rewards.recognition": 2.0, "rewards.loyalty": 2.0, "rewards.discount": 1.0}
    plan = preset("tight-control", **rewards, **{"engagement.employee_trust": 0.5})
    told = " ".join(summary(answered(plan), ENGLISH).sentences)
    for text in (
        "What employees share is read with odds 0.5 times those of others.",
        "Only the shares of employees are reviewed;",
        "Recognition moves contributors and creators alone, 10.0% of people.",
        "Loyalty points move customers alone, 20.0% of people.",
    ):
        assert text in told
    told = " ".join(summary(answered(preset("go-to-them")), ENGLISH).sentences)
    assert "alone" not in told
    assert "reviewed" not in told


def test_the_html_is_escaped_and_lists_the_warnings():
    told = summary(answered(preset(**{"campaign.posts": []})), FRENCH)
    shown = as_html(replace(told, sentences=("<b>",)), FRENCH)
    assert "&lt;b&gt;" in shown
    assert shown.count("<li>") == len(told.warnings)
    assert "<ul" not in as_html(replace(told, warnings=()), FRENCH)
