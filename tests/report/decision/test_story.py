"""The contents of the charts, and that every sentence of the table can occur."""

import pytest
from hypothesis import HealthCheck, given, settings
from report.decision.checks import check_text
from report.decision.decisions import NAMED, case, decisions, draw, four, one, two

from engagelab.i18n import load
from engagelab.i18n.catalogue import rows
from engagelab.i18n.vocabulary import Vocabulary
from engagelab.report.decision.deck import pptx
from engagelab.report.decision.story import Story
from engagelab.report.decision.workbook import xlsx

ENGLISH = load("en", "EUR")
# for plans that the drawn decisions have not: other calendars, other fields, other units
ELSEWHERE = {
    "decision.Week", "decision.week", "decision.unit_week", "decision.days",
}  # fmt: skip


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
        pptx(story(case()))
        xlsx(story(case()))
        drawn()
    return keys


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
         tables.method, tables.values_note, tables.options_source, tables.lifetime,
         told.stack, told.tornado, told.bars)  # fmt: skip
    for text in filter(None, texts):
        check_text(text)


@settings(max_examples=400, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(facts=decisions())
def drawn(facts):
    written(story(facts))


@pytest.mark.slow
def test_every_sentence_can_occur(used):
    table = {key for key in rows() if key.startswith("decision.")}
    assert table - used - ELSEWHERE == set()
