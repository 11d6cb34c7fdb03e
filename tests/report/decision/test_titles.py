"""Titles: whole sentences that fit two lines, of every kind, for any decision."""

from dataclasses import replace

import pytest
from hypothesis import given
from report.decision.checks import check_text
from report.decision.decisions import (
    NAMED,
    TESTS,
    case,
    decisions,
    four,
    none_pays,
    one,
    option,
    unequal,
)

from engagelab.i18n import load
from engagelab.report.decision.facts import TownRange
from engagelab.report.decision.titles import (
    LONGEST,
    Titles,
    by_post,
    fits,
    half_round,
    lead_since,
    leads_early,
    orphan,
    released,
)
from engagelab.report.decision.words import Words

TEXTS = [load("en", "EUR"), load("fr", "EUR")]
PARTS = ("recommendation", "options", "growth", "why", "sure", "steps", "sums", "method")


def titles(facts, t=TEXTS[0]):
    return Titles(Words(facts, t))


def every(facts, t):
    written = titles(facts, t)
    return [getattr(written, part) for part in PARTS] + [written.assumptions(12, 6, 3)]


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_the_case_has_the_titles_of_its_story():
    assert [plain(title) for title in every(case(), TEXTS[0])] == [
        "For 20,000 EUR, “Employee ambassadors” reaches 40% more people than the next best plan, "
        "and it is the only one that pays",
        "At equal money only “Employee ambassadors” earns more than it costs",
        "“Employee ambassadors” leads from the first post",
        "Two differences bring the lead over plan B: employees start instead of customers, and 40 "
        "starters per post instead of 20",
        "“Employee ambassadors” stays first in 15 of 16 tests, but in five of these it no longer "
        "earns what it costs",
        "Release 6,670 EUR for two posts; five measurements decide on the other 13,330 EUR",
        "“Employee ambassadors” returns 22,720 EUR for 20,000 EUR: a gain of 2,720 EUR",
        "The three plans differ only in rewards and posts",
        "Of twelve assumptions, six can change the winner or turn the gain into a loss; three of "
        "these have no source",
    ]


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("t", TEXTS, ids=["en", "fr"])
def test_a_named_decision_has_titles_of_two_lines_without_an_orphan(name, t):
    for title in every(NAMED[name](), t):
        check_text(title)
        assert fits(title, t.lang), title
        assert not orphan(title), title


@given(facts=decisions())
def test_any_decision_has_titles_that_fit(facts):
    for t in TEXTS:
        for title in every(facts, t):
            check_text(title)
            assert fits(title, t.lang), title


@given(facts=decisions())
def test_a_winner_that_loses_is_not_announced_without_that(facts):
    title = titles(facts).recommendation
    if facts.valued and facts.several and facts.case != "draw" and not facts.first.earns:
        assert any(word in title for word in ("None", "returns most")), title


def test_the_same_finding_is_worded_by_case():
    assert titles(none_pays()).recommendation.startswith("None of the three plans earns its cost")
    assert "For its own budget" in titles(unequal()).recommendation
    assert "come back" in titles(one()).recommendation
    split = titles(case(more_back="B")).recommendation
    assert "reaches most" in split
    assert "returns most" in split
    likely = case(standing="likely", options=tuple(four().options[:3]))
    assert "probably" in titles(likely).recommendation
    assert "only" in titles(case(standing="slight")).recommendation


def test_a_title_too_long_names_plans_by_letter_and_then_drops_its_last_clause():
    long = replace(case().options[2], name="A campaign with a very long name that says it all")
    title = titles(case(options=(*case().options[:2], long))).recommendation
    assert "plan C" in title
    assert title.endswith("the only one that pays")
    assert not fits("word " * 60, "en")
    assert LONGEST["fr"] > LONGEST["en"]


def test_posts_halves_and_leads_are_read_from_the_curves():
    facts = case()
    added = by_post(facts.first)
    assert len(added) == 6
    assert sum(added) == pytest.approx(facts.first.reach.mean)
    assert half_round(facts.first) == 36
    assert lead_since(facts.ranked) == 0
    flat = tuple(TownRange(0.0, 0.0, 0.0) for _ in facts.first.curve[:40]) + facts.first.curve[40:]
    assert lead_since((replace(facts.first, curve=flat), facts.second)) == 40


def test_a_plan_that_is_not_first_does_not_stay_first():
    told = titles(case(more_back="A", target="return", options=(
        option(0, costs={"posts": (6, 500)}, pays=200), *case().options[1:])))  # fmt: skip
    assert told.words.facts.subject.letter == "A"
    assert "first" not in told.sure
    assert "of 16 tests" in told.sure


@pytest.mark.parametrize("side", ["below", "above"])
def test_the_one_threshold_has_its_side(side):
    test = replace(TESTS[1], break_even=None, back=TESTS[1].back | {"C": (0.1, 0.2)})
    if side == "below":
        reach = {letter: ends[::-1] for letter, ends in test.reach.items()}
        test = replace(test, switching=0.05, reach=reach)
    assert f"decides: {side} " in titles(case(tests=(test,))).sure


def test_a_lead_taken_at_the_second_post_is_not_one_from_the_first():
    facts = case()
    later = facts.posts[1]
    behind = tuple(TownRange(10.0 * (at >= later), 0, 9) for at in range(85))
    ahead = tuple(TownRange(5.0, 0, 9) for _ in range(85))
    told = replace(facts, options=(
        replace(facts.options[0], curve=ahead), replace(facts.options[1], curve=ahead),
        replace(facts.options[2], curve=behind)))  # fmt: skip
    assert lead_since(told.ranked) == later
    assert f"takes the lead on day {later}" in titles(told).growth
    assert leads_early(told.first, later - 1)
    assert not leads_early(told.first, later)


def test_the_first_part_of_the_money_is_round_and_the_rest_is_what_is_left():
    assert released(1 / 3, 20_000) == (6670.0, 13330.0)
    assert sum(released(1 / 6, 999)) == 999
