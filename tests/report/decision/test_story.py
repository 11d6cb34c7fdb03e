"""The contents of the charts, and that every sentence of the table can occur."""

import itertools
from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest
from examples import examples
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from report.decision.checks import check_text
from report.decision.decisions import (
    FIT,
    NAMED,
    PLANS,
    TESTS,
    case,
    decisions,
    draw,
    firm,
    four,
    free,
    none_pays,
    one,
    option,
    short,
    two,
    unvalued,
)

from engagelab.i18n import load
from engagelab.i18n.catalogue import rows
from engagelab.i18n.vocabulary import Vocabulary
from engagelab.report.decision.deck import pptx
from engagelab.report.decision.facts import LeadEffect, TownRange
from engagelab.report.decision.pages import pdf
from engagelab.report.decision.story import Story
from engagelab.report.decision.workbook import xlsx

ENGLISH = load("en", "EUR")
SENTENCES = {key for key in rows() if key.startswith("decision.")}


def story(facts):
    return Story(facts, ENGLISH)


def test_the_waterfall_has_gains_before_losses_and_ends_at_the_first():
    start, *steps, end = story(case()).steps
    moves = [step.end - step.start for step in steps]
    assert moves == sorted(moves, reverse=True)
    assert start.end + sum(moves) == end.end
    assert min(min(step.start, step.end) for step in steps) >= 0


def test_costs_add_up_whatever_is_left_out_or_merged():
    stack = story(four()).stack
    assert len(stack.kinds) <= 6
    assert [sum(column) for column in zip(*stack.amounts, strict=True)] == [20_000] * 4


def test_bands_have_the_same_axes_and_the_others_as_lines():
    bands = story(four()).bands
    assert len({(band.top, band.step, band.gap, band.rounds) for band in bands}) == 1
    assert [sorted(band.others) for band in bands[:2]] == [["B", "C", "D"], ["A", "C", "D"]]
    assert [band.letter for band in bands if band.main] == ["C"]


def test_the_tornado_has_the_lead_or_for_one_option_its_return():
    assert story(case()).tornado.plan == 1850
    assert story(one()).tornado.plan == pytest.approx(0.136)
    assert story(draw()).tornado.plan == 60
    low, high, _ = story(case()).tornado.axis
    assert low < -310 < 3310 < high


def test_leaders_of_a_draw_have_the_accent_and_dark_grey():
    assert story(draw()).colours == {"C": "#0B5FA5", "B": "#5F6F7E", "A": "#A9B4BF"}
    assert story(two()).zero_texts == ("B wins", "C wins")


@pytest.fixture(scope="module")
def used():
    """Return the keys of all texts that the named decisions write."""
    keys, asked = set(), Vocabulary.__call__

    def recorded(self, key, /, **values):
        keys.add(key)
        return asked(self, key, **values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Vocabulary, "__call__", recorded)
        for make in NAMED.values():
            written(story(make()))
        for facts in (firm(case()), firm(unvalued()), firm(none_pays()), firm(one()), short(two()),
                      replace(short(case()), unit="week"), firm(losing_one())):  # fmt: skip
            written(story(facts))
        for facts in rare():
            written(story(facts))
        for facts in (case(), replace(draw(), tests=None, unit="week"), firm(losing_one())):
            pptx(story(facts))
        xlsx(story(NAMED["fitted"]()))
        pdf(story(case()))
        draw_until(lambda: keys >= SENTENCES)
    return keys


def rare():
    """Yield decisions that are seldom drawn."""
    turning = replace(TESTS[1], break_even=None, back=TESTS[1].back | {"C": (0.1, 0.24)})
    yield case(tests=(*firm(case()).tests[2:], turning))  # the first changes, and pays anyway
    yield case(fit=replace(FIT, fields=FIT.fields[2:]))  # nothing was learned
    first, *others = none_pays().options  # each its own money
    yield replace(none_pays(), options=(replace(first, budget=9_000.0), *others))
    yield case(more_back="B")  # the first pays, another returns more
    yield replace(draw(), more_back="B")
    yield replace(two(), standing="draw", tied=("C", "B"), options=(option(1, pays=190, reach=
        TownRange(6420, 5600, 7250)), option(2, first=120)))  # fmt: skip
    yield replace(draw(), tied=("C", "B", "A"))
    yield case(options=(option(0, reach=TownRange(0, 0, 0)), *case().options[1:]))
    below = replace(turning, switching=0.05, reach=dict(
        zip("ABC", [ends[::-1] for ends in turning.reach.values()], strict=True)))  # fmt: skip
    yield case(tests=(*firm(case()).tests[2:], below))
    yield free()
    yield free(first=True)
    yield case(options=(option(0, costs={}), *case().options[1:]))
    long = ("population.inviters_social", "population.inviters_microblog")
    yield case(effects=(LeadEffect(long, 1850.0, 0.0, 0.0),))
    posts = [{"round": 3, "seeds": 40, "origin": "employee"}]
    changes = [{"campaign.posts": posts}, {"settings.horizon": 80}, {"control.review": True},
        {"campaign.own_size": 300, "campaign.posts": [{"origin": "organisation", "seeds": 0}]},
               {"campaign.posts": [posts[0] | {"seeds": 0, "paid": 9}]},
               {"campaign.posts": [posts[0] | {"round": 5}]}]  # fmt: skip
    for change, other in itertools.permutations(changes, 2):
        first = replace(option(2, first=200), plan=PLANS[2].replace(change))
        second = replace(option(1), plan=PLANS[2].replace(other))
        fields = (
            "campaign.posts.origin",
            "campaign.posts.seeds",
            "campaign.posts.round",
            "control.review",
        )
        effects = tuple(LeadEffect((name,), 600.0, 500.0, 700.0) for name in fields)
        yield case(options=(option(0), second, first), effects=effects)


def losing_one():
    """One option that does not pay."""
    return replace(one(), options=(option(2, worth=2.0, pays=0, first=200),))


def written(told):
    """Write all sentences, without a format."""
    texts = [told.answer.finding, told.answer.question, told.answer.caveat, told.answer.decision]
    texts += [text for row in told.answer.rows for text in row]
    texts += [*told.all_titles, *told.heads.values(), *told.meaning, *told.warnings]
    texts += [told.growth(option) for option in told.facts.options]
    if told.titles.explains:
        texts += [told.lever_notes, *(step.name for step in told.steps)]
    texts += [told.cost_notes, told.plan_text, *told.zero_texts]
    tables = told.tables
    _ = (told.answer.figures, tables.options, tables.sums, tables.calendar, tables.decisions,
         tables.measurements, tables.assumptions,
         tables.method, tables.values_note, tables.options_source, tables.lifetime,
         told.legend, told.stack, told.tornado, told.bars)  # fmt: skip
    for text in filter(None, texts):
        check_text(text)


class Drawn(tuple):
    """A drawn decision whose text, which is long, is never written."""

    __slots__ = ()

    def __repr__(self):
        return "drawn"


def test_posts_that_reach_nobody_do_not_add_less_each_time():
    nobody = option(0, reach=TownRange(0, 0, 0), costs={"posts": (6, 500)})
    assert story(case(options=(nobody, *case().options[1:]))).growth(nobody) == "Nobody is reached."


def test_without_a_gain_no_assumption_turns_one_into_a_loss():
    for facts in (unvalued(), none_pays()):
        told = story(facts)
        assert facts.turning
        assert told.assumptions_title.startswith("Of twelve assumptions, one can change the winner")
        assert told.legend == "Can change the winner."
        assert "loss" not in told.assumptions_title
    assert story(one()).legend == "Can turn the gain into a loss."


def test_money_that_moves_is_the_difference_of_the_two_plans():
    second = option(1, costs={"posts": (6, 500), "seeds": (500, 10)})
    less = {"posts": (6, 500), "seeds": (400, 10), "paid impressions": (25_000, 0.04)}
    first = option(2, costs=less)
    told = story(case(options=(second, first), order=("C", "B")))
    text = told.cost_notes.replace("\N{NO-BREAK SPACE}", " ")
    assert text == "1,000 EUR for starters become 1,000 EUR for ad showings."


def draw_until(is_complete):
    """Write drawn decisions until they have the sentences that the decisions above do not."""

    def suffices(facts):
        written(story(*facts))
        return is_complete()

    # some hundred draws have them all
    generate = settings(max_examples=2_000, deadline=None, phases=[Phase.generate], database=None,
                        suppress_health_check=list(HealthCheck))  # fmt: skip
    with suppress(NoSuchExample):
        find(st.tuples(decisions()).map(Drawn), suffices, settings=generate, random=Random(2))


@pytest.mark.slow
def test_every_sentence_can_occur(used):
    assert " ".join(sorted(SENTENCES - used)) == ""


@pytest.mark.slow
@settings(max_examples=examples(400), deadline=None)
@given(facts=decisions())
def test_any_decision_has_finished_texts(facts):
    written(story(facts))
