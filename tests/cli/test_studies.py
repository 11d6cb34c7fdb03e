import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

import engagelab as el

GRID = ["--set", "invitations.invite=0:0.4:3", "--set", "groups.size=10,20"]


def test_a_sweep_is_the_frame_that_sweep_gives(said, plan):
    status, out, err = said("sweep", "plan.yaml", *GRID, "--key", 3, "--output", "a.parquet")
    assert (status, out, err) == (0, "", "")
    fields = {"invitations.invite": [0, 0.2, 0.4], "groups.size": [10, 20]}
    pd.testing.assert_frame_equal(pd.read_parquet("a.parquet"), el.sweep(plan, fields, key=3))


def test_a_sweep_goes_to_standard_output_as_csv(said, plan):
    _, out, _ = said("sweep", "plan.yaml", "--set", "control.review=true,false", "--runs", 2)
    assert pd.read_csv(StringIO(out))["control.review"].tolist() == [True, False]


@pytest.mark.parametrize("design", ["sobol", "latin-hypercube"])
def test_a_sample_of_ranges(said, plan, design):
    words = ["--set", "groups.size=10..20", "--set", "control.review", "--set", "groups.hold"]
    status, out, _ = said("sweep", "plan.yaml", *words, "--design", design, "--cells", 4)
    assert status == 0
    fields = {"groups.size": (10, 20), "control.review": None, "groups.hold": None}
    swept = el.sweep(plan, fields, design=design.replace("-", " "), cells=4)
    assert out == swept.to_csv(index=False, lineterminator="\n")


def test_a_store_keeps_the_cells_and_goes_on_with_them(said, refused, plan, tmp_path):
    first = said("sweep", "plan.yaml", *GRID, "--store", "study")
    cells = sorted((tmp_path / "study").glob("**/*.parquet"))
    assert len(cells) == 6
    kept = cells[1].read_bytes()
    cells[1].unlink()
    assert said("sweep", "plan.yaml", *GRID, "--store", "study") == first
    assert cells[1].read_bytes() == kept
    other = refused("sweep", "plan.yaml", *GRID, "--store", "study", "--key", 1)
    assert "holds another study" in other
    assert "key: 0 there, 1 here" in other


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "--set: is missing"),
        (["--set", "invitations.invit=0,1"], "did you mean 'invitations.invite'?"),
        (["--set", "invitations.invite=0:1"], "is not understood; write FIELD=a:b:n"),
        (["--set", "invitations.invite=0:2:3"], "2.0 is above the highest value allowed"),
        (["--set", "groups.hold=member"], "'member' is not known; allowed are"),
        (["--set", "groups.size=10,10"], "10 is given twice"),
        (["--set", "groups.size=10..20"], "a grid needs points"),
        (["--set", "groups.size=10,20", "--cells", "4"], "cells: a grid has as many"),
        (["--set", "groups.size=10,20", "--design", "sobol"], "a range is needed here"),
        (["--set", "groups.size=10..20", "--design", "sobol"], "cells: is missing"),
        (["--set", "groups.size=10..20", "--design", "sobol", "--cells", "5"], "give 4 or 8"),
        (["--set", "groups.size=10", "--design", "sobl"], "Invalid value for '--design'"),
        (["--set", "groups.size=10", "--workers", "0"], "Invalid value for '--workers'"),
        (["--set", "groups.size=10", "--store", "plan.yaml"], "store: plan.yaml"),
        (["--set", "groups.size=10", "--output", "a.txt"], "--output: a.txt has no known ending"),
        (
            ["--set", "settings.key=1,2", "--key", "3"],
            "settings.key: changes nothing where key is given",
        ),
    ],
)
def test_a_mistake_is_refused_before_anything_is_run(
    refused, plan, tmp_path, monkeypatch, words, says
):
    monkeypatch.setattr("engagelab.simulation.scenario.simulate_campaign", None)
    assert says in refused("sweep", "plan.yaml", *words)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.yaml"]


def test_json_has_null_where_there_is_no_number(said, plan):
    said("sweep", "plan.yaml", "--set", "groups.size=10", "--runs", 1, "--output", "a.json")
    (row,) = json.loads(Path("a.json").read_text())
    assert row["reach_standard_error"] is None
    assert row["groups.size"] == 10
