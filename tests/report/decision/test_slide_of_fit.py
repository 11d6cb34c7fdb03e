"""The slide on a fit to posts: its table and sentences, and decks without one."""

import io
from dataclasses import replace

import pytest
from pptx import Presentation
from report.decision.checks import check_text
from report.decision.decisions import FIT, case, fitted
from report.decision.test_deck import BELOW, EMU, TEXTS, needed, texts_of

from engagelab.experiments.fit_record import LearnedField
from engagelab.report.decision.deck import pptx
from engagelab.report.decision.story import Story
from engagelab.report.rests_on import fit_sentences
from engagelab.simulation.scenario import Scenario

pytestmark = pytest.mark.slow
PLACE = 9  # of the slide, after the sums and before the method


def slides_of(facts, lang="en"):
    return list(Presentation(io.BytesIO(pptx(Story(facts, TEXTS[lang])))).slides)


def test_a_french_deck_says_what_it_rests_on():
    slide = slides_of(fitted(), "fr")[PLACE]
    texts = list(texts_of(slide))
    title = "Vos 8 publications déterminent ou précisent deux hypothèses ajustées sur quatre"
    plain = [text.replace("\N{NO-BREAK SPACE}", " ") for text in texts]
    assert slide.shapes.title.text_frame.text.replace("\N{NO-BREAK SPACE}", " ") == title
    assert "Sur quoi cela repose : vos publications" in plain
    assert "de 0,041 à 0,088" in plain
    assert set(fit_sentences(FIT, TEXTS["fr"])) <= set("\n".join(texts).split("\n"))


def test_fitted_assumptions_are_measured_and_named_after_the_posts():
    rows = Story(fitted(), TEXTS["en"]).tables.assumptions
    measured = {row.name: row for row in rows if row.source == "Fitted to your 8 posts"}
    assert {row.kind for row in measured.values()} == {"measured"}
    assert sorted(row.range for row in measured.values()) == ["2.1 to 35.0%", "4.1 to 8.8%"]
    assert not any(row.unsourced for row in measured.values())


def test_a_fit_that_nothing_rests_on_adds_its_slide_and_changes_no_other():
    fields = tuple(replace(field, median=field.median * 1.1) for field in FIT.fields)
    other = slides_of(case(fit=replace(FIT, fields=fields)))
    plain = slides_of(case())
    assert len(other) == len(plain) + 1
    del other[PLACE]
    for one, two in zip(plain[:-1], other[:-1], strict=True):
        assert [shape._element.xml for shape in one.shapes if not shape.has_chart] == [
            shape._element.xml for shape in two.shapes if not shape.has_chart
        ]


@pytest.mark.parametrize("lang", TEXTS)
def test_many_fields_have_room(lang):
    names = [name for name in Scenario.fields() if name.startswith(("engagement", "answers"))]
    fields = tuple(LearnedField(name, 0.1, 0.2, 0.3, "not identified", "impressions")
                   for name in names[:20])  # fmt: skip
    slide = slides_of(case(fit=replace(FIT, fields=fields, score=3.0)), lang)[PLACE]
    for text in texts_of(slide):
        for line in text.split("\n"):
            check_text(line)
    for shape in slide.shapes:
        if shape.has_text_frame and shape.text_frame.text:
            assert needed(shape.text_frame, shape.width / EMU) <= shape.height / EMU + 2
        if shape.has_table:
            assert shape.top / EMU + sum(r.height for r in shape.table.rows) / EMU <= BELOW
