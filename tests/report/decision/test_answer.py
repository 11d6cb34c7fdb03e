"""The answer: the sentences of the cover and of the recommendation, for any decision."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from report.decision.checks import check_text
from report.decision.decisions import (
    NAMED,
    PLANS,
    case,
    decisions,
    draw,
    free,
    none_pays,
    option,
    unequal,
    unvalued,
)

from engagelab.i18n import load
from engagelab.report.decision.answer import Recommendation, started
from engagelab.report.decision.facts import TownRange
from engagelab.report.decision.tables import Tables
from engagelab.report.decision.titles import Titles
from engagelab.report.decision.words import Words

TEXTS = [load("en", "EUR"), load("fr", "EUR")]


def answer(facts, t=TEXTS[0]):
    return Recommendation(Words(facts, t))


def every(written):
    yield from (written.question, written.finding, written.caveat, written.decision)
    yield written.source
    for head, text in written.rows:
        yield from (head, text)
    for figure in written.figures:
        yield from (figure.label, *figure.numbers, *filter(None, figure.ranges))
        yield from filter(None, [figure.remark])


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_the_case_reads_as_its_story():
    written = answer(case())
    assert plain(written.question) == (
        "How should we spend 20,000 EUR on 12,000 customers in 300 groups?"
    )
    assert written.finding == (
        "Let employees start: most people reached, and the only plan that pays"
    )
    rows = {head: plain(text) for head, text in written.rows}
    assert rows["Why"] == (
        "It reaches 1,850 more people than “Invite a friend” and 2,430 more than “Paid reach”."
    )
    assert rows["Cost and return"] == (
        "20,000 EUR bring back 22,720 EUR: a gain of 2,720 EUR. The other two plans lose 990 EUR "
        "and 7,370 EUR."
    )
    assert rows["How sure"] == (
        "First in 200 of 200 runs; pays in 188 of them. Of eight assumptions tested at both ends, "
        "one changes the winner and five turn the gain into a loss."
    )
    assert plain(written.decision) == (
        "Approve plan C and release 6,670 EUR for the first two posts. Release the other 13,330 "
        "EUR on day 21 if five measurements hold (page 8)."
    )


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("t", TEXTS, ids=["en", "fr"])
def test_a_named_decision_reads_well(name, t):
    for text in every(answer(NAMED[name](), t)):
        check_text(text)


@given(facts=decisions())
def test_any_decision_has_finished_sentences(facts):
    for t in TEXTS:
        for text in every(answer(facts, t)):
            check_text(text)


@given(facts=decisions())
def test_nothing_is_called_best_and_no_loss_is_recommended(facts):
    written = answer(facts)
    texts = " ".join(every(written))
    if facts.valued and not facts.earners:
        assert "Approve" not in texts
        assert facts.recommended is None or not facts.valued
        assert " best plan" not in texts
    recommended = facts.recommended
    if recommended is not None and facts.valued:
        assert recommended.earns or facts.case == "split"


def test_no_plan_that_pays_is_said_in_every_place():
    written = answer(none_pays())
    assert written.finding == "None of the three plans earns its cost"
    assert plain(written.caveat) == "It would take a person worth 2.59 EUR; we assumed 2 EUR."
    assert written.rows[0][1].startswith("Do not spend")
    assert written.figures[2].loss
    assert "spend nothing yet" in written.decision


def test_a_draw_shows_two_leaders_and_asks_for_a_test():
    written = answer(draw())
    assert written.finding.startswith("Two of three plans do equally well")
    assert [len(figure.numbers) for figure in written.figures] == [2, 2, 2]
    assert "near 20% the lead changes" in plain(dict(written.rows)["What would decide"])
    assert written.decision.startswith("Test both")


def test_without_values_there_is_no_return_and_the_lead_is_the_third_figure():
    written = answer(unvalued())
    assert [figure.label for figure in written.figures] == [
        "People reached", "Cost per person reached", "Lead in people"]  # fmt: skip
    assert "return" not in " ".join(every(written)).lower().replace("returns", "")


def test_only_money_that_a_plan_can_spend_is_released():
    costs = {"posts": (6, 500), "seeds": (240, 25)}  # 9,000 of 20,000
    first = replace(option(2, costs=costs, first=200), at_end=True)
    facts = case(options=(option(0), option(1), first))
    written = plain(answer(facts).decision)
    assert "release 3,000 EUR for the first two posts" in written
    assert "Release the other 6,000 EUR" in written
    assert "3,000 EUR" in plain(Titles(Words(facts, TEXTS[0])).steps)
    assert any("3,000 EUR" in plain(text) for text in Tables(Words(facts, TEXTS[0])).decisions)


def test_no_money_is_released_for_a_plan_that_costs_nothing():
    first = replace(option(2, costs={}, first=200, pays=200), earning="pays")
    words = Words(case(options=(option(0), option(1), first)), TEXTS[0])
    assert Recommendation(words).decision == "Approve plan C."
    assert "EUR" not in Titles(words).steps
    assert "release" not in " ".join(Tables(words).decisions)


def test_a_plan_that_costs_nothing_has_a_gain_and_no_return():
    facts = free()
    assert facts.recommended.letter == "A"
    written, told = answer(facts), Titles(Words(facts, TEXTS[0]))
    gain = plain(Words(facts, TEXTS[0]).show("gain", facts.options[0].gain))
    assert plain(written.finding).endswith(f"the highest gain, {gain}")
    assert "but gains more" in written.why
    assert "“Paid reach” gains most" in plain(told.recommendation)
    assert plain(told.options).endswith(f"gains most, {gain}")
    texts = [*every(written), told.recommendation, told.options]
    assert not [text for text in texts if re.search(r"(at|of|most,|return,|best) –", text)]
    leading = Titles(Words(free(first=True), TEXTS[0]))
    assert "return of –" not in answer(free(first=True)).finding
    assert "–" not in leading.recommendation


def test_one_new_member_and_one_person_are_singular():
    facts = none_pays()
    first = replace(facts.first, joins=TownRange(0.7, 0, 2), reach=TownRange(6480, 6470, 6510))
    facts = replace(facts, options=(*facts.options[:2], first))
    for t, member, person in zip(TEXTS, ("1 new member ", "1 nouveau membre "),
                                 ("1 person.", "1 personne."), strict=True):  # fmt: skip
        assert member in plain(answer(facts, t).why)
        assert person in plain(Tables(Words(facts, t)).method[3])


def test_unequal_money_is_asked_as_a_choice():
    assert plain(answer(unequal()).question).startswith("Which plan should we choose")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"campaign.posts": []}, "Nothing is posted."),
        ({"campaign.posts": [{"seeds": 0, "paid": 500}]}, "Ads show"),
        ({"campaign.own_size": 300, "campaign.posts": [{"origin": "organisation", "seeds": 0}]},
         "in its own space of 300 members"),
        ({"control.review": True}, "wait for an approval"),
        ({"campaign.posts": [{"seeds": 5}, {"round": 7, "seeds": 9}]}, "14 starts by"),
    ],
)  # fmt: skip
def test_what_a_plan_does_is_said_of_any_calendar(changes, expected):
    from dataclasses import replace

    words = Words(case(), TEXTS[0])
    text = started(words, replace(option(2), plan=PLANS[2].replace(changes)))
    assert expected in text
    check_text(text)
