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
