"""Adopter categories: by hand and as published."""

import pytest
from diffusions import FIVE, NEWS, STUDIES, published

from engagelab import observed
from engagelab.observed.diffusion import Diffusion


def test_adopter_classes_by_hand() -> None:
    # Times 3, 2, 1, 3: mean 2.25, sd 0.957. Thresholds 1, 1, 0, 1: mean 0.75, sd 0.5.
    found = observed.adopter_classes(NEWS)
    assert found["adopter"].drop("Eve").tolist() == [
        "late majority",
        "early majority",
        "early adopter",
        "late majority",
    ]
    assert found["threshold"].drop("Eve").tolist() == ["high", "high", "very low", "high"]
    assert found.loc["Eve"].isna().all()
    assert (found["adopter"].dropna() >= "early adopter").all()


def test_who_stands_on_a_cut_belongs_above_it() -> None:
    # Times 1, 2, 3: the mean is 2, the standard deviation 1.
    found = observed.adopter_classes(Diffusion.of(FIVE, {"Ann": 1, "Bo": 2, "Cy": 3}))
    assert found["adopter"].iloc[:3].tolist() == ["early majority", "late majority", "laggard"]


def test_the_table_of_classes_has_all_sixteen() -> None:
    table = observed.threshold_by_adopter(NEWS)
    assert table.shape == (4, 4)
    assert (table.index.name, table.columns.name) == ("adopter", "threshold")
    assert table.loc["late majority", "high"] == 2
    assert table.loc["early adopter", "very low"] == 1
    assert table.to_numpy().sum() == 4
    assert observed.threshold_by_adopter(NEWS, censored=False).to_numpy().sum() == 3


def test_one_adopter_alone_has_classes_too() -> None:
    found = observed.adopter_classes(Diffusion.of(FIVE, {"Bo": 4}))
    assert found["adopter"].notna().tolist() == [False, True, False, False, False]


@pytest.mark.parametrize("study", STUDIES)
def test_classes_are_as_published(study: str) -> None:
    diffusion, table = published(study, "classify.csv")
    adopters = ("Early Adopters", "Early Majority", "Late Majority", "Laggards")
    found = observed.adopter_classes(diffusion)
    assert found.index.tolist() == table.index.tolist()
    theirs = dict(zip(adopters, observed.ADOPTERS, strict=True))
    assert found["adopter"].tolist() == [theirs[word] for word in table["toa_class"]]
    assert [f"{word.title()} Thresh." for word in found["threshold"]] == table["thr_class"].tolist()


def test_the_table_of_korean_classes_is_as_published() -> None:
    """The page of the R package prints this table, in percent of all people."""
    diffusion, _ = published("korean-family-planning", "classify.csv")
    expected = [
        [14.04, 8.40, 0.57, 0.29],
        [5.64, 11.65, 5.54, 2.58],
        [1.34, 5.06, 6.21, 2.96],
        [1.53, 0.00, 0.00, 34.19],
    ]
    table = observed.threshold_by_adopter(diffusion)
    assert (100 * table / 1047).round(2).to_numpy().tolist() == expected
