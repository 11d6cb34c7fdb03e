"""What fitted values rest on: rows of fields and sentences, in both languages."""

import pytest
from report.decision.decisions import FIT

from engagelab.i18n import load
from engagelab.report.rests_on import fit_sentences, learned_head, learned_rows, record_of

T = {lang: load(lang) for lang in ("en", "fr")}


def test_rows_have_median_interval_verdict_and_what_to_record():
    rows = learned_rows(FIT, T["en"])
    assert len(rows[0]) == len(learned_head(T["en"]))
    assert rows[0] == ("Willingness to share (probability)", "0.06", "0.041 to 0.088",
                       "determine it", "–")  # fmt: skip
    assert rows[2][1:] == ("as in the plan", "as in the plan", "say nothing of it", "impressions")
    assert learned_rows(FIT, T["fr"])[0][1:4] == ("0,06", "de 0,041 à 0,088", "le déterminent")


@pytest.mark.parametrize("lang", T)
def test_sentences_of_fields_can_be_left_out(lang):
    full = fit_sentences(FIT, T[lang])
    short = fit_sentences(FIT, T[lang], of_fields=False)
    assert len(full) == len(short) + 2
    assert set(short) < set(full)
    assert all(text[0] == text[0].upper() and text.endswith(".") for text in full)


def test_a_record_and_nothing_stay_what_they_are():
    assert record_of(FIT) is FIT
    assert record_of(None) is None
