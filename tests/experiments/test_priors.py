"""Priors have the quantiles of their distributions, and wrong ones are refused."""

import numpy as np
import pytest
from engagelab.uncertainty import normal, survey, triangular, uniform
from scipy import stats

import engagelab as el


@pytest.mark.slow
def test_the_prior_of_a_survey_covers_the_truth_as_often_as_stated():
    rng = np.random.default_rng(4)
    truth, people = 0.65, 200
    ends = [survey(yes / people, people).quantiles(np.array([0.05, 0.95]))
            for yes in rng.binomial(people, truth, 1000)]  # fmt: skip
    covered = np.mean([low <= truth <= high for low, high in ends])
    assert covered == pytest.approx(0.90, abs=0.03)


@pytest.mark.parametrize(
    ("prior", "known"),
    [
        (survey(0.65, 2303), stats.beta(0.65 * 2303 + 0.5, 0.35 * 2303 + 0.5)),
        (uniform(2, 5), stats.uniform(2, 3)),
        (triangular(0, 1, 4), stats.triang(0.25, 0, 4)),
        (normal(1, 0.5), stats.norm(1, 0.5)),
    ],
)
def test_a_prior_has_its_quantiles(prior, known):
    chances = np.array([0.01, 0.3, 0.5, 0.99])
    np.testing.assert_allclose(prior.quantiles(chances), known.ppf(chances))


def test_a_normal_prior_is_truncated_to_the_bounds():
    values = normal(0, 1).quantiles(np.linspace(0, 1, 101), 0, 1)
    assert (values.min(), values.max()) == (0, 1)
    cut = stats.truncnorm(0, 1)
    np.testing.assert_allclose(values[1:-1], cut.ppf(np.linspace(0, 1, 101))[1:-1], atol=1e-9)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: survey(65, 100), "share: 65 is not allowed"),
        (lambda: survey(0.65, 0), "people: 0 is not allowed"),
        (lambda: uniform(2, 1), "low: 2 is not below high, 1"),
        (lambda: triangular(0, 3, 2), "mode: 3 is not allowed"),
        (lambda: normal(0, 0), "deviation: 0 is not allowed"),
        (lambda: normal(float("nan"), 1), "mean: nan is not allowed"),
    ],
)
def test_a_wrong_prior_is_refused(make, text):
    with pytest.raises(el.EngagelabError, match=text):
        make()
