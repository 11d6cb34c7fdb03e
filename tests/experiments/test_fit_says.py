"""The answer of a fit in words: what is known, what is not, and what to do."""

import numpy as np
import pandas as pd
import pytest
from fitted import fit

from engagelab.experiments.fit_says import says_of, significant
from engagelab.i18n.texts import load

pytestmark = pytest.mark.slow


def said(fields: pd.DataFrame, **check: object) -> dict[str, str]:
    """Return the sentences on changed fields or checks, by their codes."""
    found = fit()
    unknowns, pairs = found.table.unknowns, found.combinations
    whole = says_of(found.calendar, fields, unknowns, pairs, found.check | check)
    return {text.code.removeprefix("results_fit_"): str(text) for text in whole}


def test_a_field_at_the_edge_of_its_prior_is_called_so() -> None:
    fields = fit().fields.copy()
    unknown = next(u for u in fit().table.unknowns if u.name == "engagement.base_share")
    fields.loc[unknown.name, ["low", "median", "high"]] = unknown.values(np.array([1.2, 1.5, 2]))
    assert said(fields)["edge"].startswith("willingness to share: ")
    assert "edge" not in said(fit().fields)


def test_what_is_wrong_with_a_fit_is_said() -> None:
    good = said(fit().fields, score=1.0, naive_score=2.0, misfit=0.0, distance=0.5)
    assert not set(good) & {"yardstick", "misfit", "unlike"}
    bad = said(fit().fields, score=2.0, naive_score=1.0, misfit=0.4, distance=0.0)
    assert {"yardstick", "misfit", "unlike"} <= set(bad)
    assert bad["misfit"].startswith("40% of the numbers")


def test_a_low_coverage_is_said() -> None:
    coverage = fit().check["coverage"].copy()
    coverage["invitations.invite"] = 0.7
    text = said(fit().fields, coverage=coverage)["coverage"]
    assert text.startswith("the interval of invitation rate covers 70%")


def test_every_sentence_has_its_french() -> None:
    french = load("fr")
    for text in fit().says:
        assert french.refusal(("", text)) != str(text)


def test_numbers_have_three_digits() -> None:
    assert [significant(value) for value in (0.0123456, 12.34, 98765)] == [0.0123, 12.3, 98800]
