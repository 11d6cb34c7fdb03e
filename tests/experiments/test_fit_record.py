"""The record of a fit is saved beside its plan and says what the plan rests on."""

import dataclasses

import pandas as pd
import pytest
from fitted import PLAN, fit

from engagelab.errors import EngagelabError
from engagelab.experiments.fit_record import FitRecord

pytestmark = pytest.mark.slow


def test_it_is_saved_beside_the_plan_and_read_again(tmp_path):
    _, samples = fit().save(tmp_path / "plan.yaml", PLAN)
    assert FitRecord.read(samples) == fit().record
    assert FitRecord.from_dict(fit().record.to_dict()) == fit().record


def test_it_says_which_of_fit_and_yardstick_forecasts_better():
    record = fit().record
    better = {said.code for said in dataclasses.replace(record, score=1, naive_score=2).says()}
    worse = {said.code for said in dataclasses.replace(record, score=2, naive_score=1).says()}
    assert better ^ worse == {"results_fit_better", "results_fit_yardstick"}
    far = dataclasses.replace(record, misfit=0.5).says()
    assert "results_fit_misfit" in {said.code for said in far}


def test_other_files_are_refused(tmp_path):
    file = tmp_path / "plan.fit.parquet"
    file.write_bytes(b"no table")
    with pytest.raises(EngagelabError, match=r"plan\.fit\.parquet: cannot be read"):
        FitRecord.read(file)
    pd.DataFrame({"a": [1]}).to_parquet(file)
    with pytest.raises(EngagelabError, match="not the file of a fit of this version"):
        FitRecord.read(file)


def test_a_value_is_known_as_the_fit_s_in_full_and_rounded():
    record, name = fit().record, "engagement.base_share"
    plan = fit().middle(PLAN)
    learned = record.learned_at(name, plan.get(name))
    assert learned is not None
    assert learned.name == name
    assert record.learned_at(name, learned.median) == learned
    assert record.learned_at(name, learned.median * 1.1) is None
    assert record.applies_to(plan)
    assert not record.applies_to(PLAN)


def test_a_field_that_was_not_learned_gives_no_value():
    field = fit().record.fields[0]
    unknown = dataclasses.replace(field, verdict="not identified")
    assert not unknown.gives(unknown.median)
    assert dataclasses.replace(field, verdict="partly").gives(field.median)


@pytest.mark.parametrize("change", [{"format": 2}, {"score": float("nan")}, {"fields": []}])
def test_a_damaged_record_is_refused(change):
    with pytest.raises(ValueError, match=r"fit|score|fields"):
        FitRecord.from_dict(fit().record.to_dict() | change)
