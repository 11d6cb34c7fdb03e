"""Findings in sentences: the answer, warnings and notes."""

import dataclasses

from report.conftest import small

from engagelab.i18n import load
from engagelab.report import findings
from engagelab.report.document import Document


def test_one_plan_is_described_and_several_are_compared(found):
    alone, two = (Document(found[number], load("en")) for number in (1, 2))
    assert alone.headline.startswith("Go to them reaches ")
    assert len(alone.answers()) == 5
    assert "turn critic" in alone.answers()[3]
    assert two.headline.startswith("Invite reaches most: ")
    assert any(answer.startswith("Invite beats Go to them in ") for answer in two.answers())


def test_the_baseline_can_be_the_best(found):
    worse = dataclasses.replace(found[5], plans=(found[5].plans[0], *found[5].plans[3:]))
    assert Document(worse, load("en")).headline.startswith("Go to them reaches most: ")


def test_without_a_clear_difference_no_plan_is_ahead(found):
    unsure = dataclasses.replace(found[5].plans[1].comparison, resolved=False)
    plans = (found[2].plans[0], dataclasses.replace(found[2].plans[1], comparison=unsure))
    document = Document(dataclasses.replace(found[2], plans=plans), load("en"))
    assert document.headline == "No plan clearly reaches more people than Go to them"


def test_a_name_is_short_in_sentences_and_whole_in_files(odd):
    document = Document(odd, load("en"))
    assert max(map(len, document.names)) <= 40 < max(map(len, document.full_names))
    assert len(set(document.names)) == len(document.names)


def test_a_preset_has_its_name_in_the_language():
    plans = {"voucher": small(1)["Go to them"]}
    document = Document(findings(plans, runs=1), load("fr"))
    assert document.summary(document.findings.baseline) == load("fr").preset("go-to-them")[1]


def test_fewer_than_a_hundred_runs_are_a_warning(found):
    few, enough = (
        Document(dataclasses.replace(found[1], runs=runs), load("en")) for runs in (99, 100)
    )
    assert few.warnings()[0].startswith("With 99 runs the numbers are rough")
    assert enough.warnings() == list(found[1].notes)


def test_notes_name_a_given_network(found):
    document = Document(dataclasses.replace(found[1], network="abc123"), load("en"))
    assert any("abc123" in note for note in document.remarks())
    assert not any("town" in note for note in document.remarks())
