"""A fit says what posts determine, the same at every call, and forecasts posts it has not seen."""

import threading

import numpy as np
import pandas as pd
import pytest
from data_home import real
from fitted import PLAN, TRUE, fit, happened

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments.fit_table import FitTable
from engagelab.experiments.priors import uniform
from engagelab.simulation.settings import Cancelled

pytestmark = pytest.mark.slow


def test_the_fields_that_the_posts_determine_are_found() -> None:
    fields = fit().fields
    for name in ("engagement.base_share", "invitations.invite"):
        row = fields.loc[name]
        assert row["verdict"] == "identified", name
        assert row["low"] <= TRUE[name] <= row["high"]
    assert fields.loc["engagement.tie_read", "verdict"] == "not identified"
    assert (fields["low"] < fields["median"]).all()


def test_without_joins_nothing_is_known_of_invitations_and_it_says_what_to_record() -> None:
    without = fit(without=("new followers",))
    row = without.fields.loc["invitations.invite"]
    assert (row["verdict"], row["learn_from"]) == ("not identified", "joins")
    said = "your posts say nothing about invitation rate; to learn it, record joins"
    assert said in without.says


def test_the_town_is_named_beside_the_intervals() -> None:
    assert "assumes a town of 200 to 800 people" in fit().says[-1]
    assert set(fit().town.index) >= {"population.ties", "groups.size", "population.people"}


def test_products_are_known_although_their_parts_are_not() -> None:
    pairs = fit().combinations
    if len(pairs):
        alone = {**fit().fields["contraction"], **fit().town["contraction"]}
        for row in pairs.itertuples():
            assert row.contraction > max(alone[row.first], alone[row.second])
            assert (row.correlation < 0) == (row.kind == "product")


def test_posts_that_were_held_out_are_forecast_from_the_others() -> None:
    posts = fit().posts
    held = posts[posts["held_out"]]
    assert held["post"].unique().tolist() == ["post 6", "post 7"]
    assert ((held["low"] <= held["observed"]) & (held["observed"] <= held["high"])).mean() >= 0.5
    hits, number = fit().check["held_out"]
    assert number == len(held) == 6
    assert hits == int(held["rank"].between(0.05, 0.95).sum())


def test_observed_numbers_are_those_of_the_export_to_the_digit() -> None:
    found = fit().posts.set_index(["post", "measure"])["observed"]
    table = happened().set_index("post")
    assert found.xs("reads", level="measure").tolist() == table["reach"].tolist()
    assert found.xs("shares", level="measure").tolist() == table["shares"].tolist()


def test_a_held_out_number_changes_nothing_but_its_own_row() -> None:
    table = happened()
    table.loc[7, "reach"] = 3 * table.loc[7, "reach"]
    changed = el.calibrate(PLAN, el.read_observed(table), hold_out=2, simulations=400, key=7)
    pd.testing.assert_frame_equal(changed.fields, fit().fields)


def test_the_same_key_gives_the_same_bits_with_any_workers(monkeypatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from engagelab.experiments import fit_table

    monkeypatch.setattr(fit_table, "_RECENT", {})
    with ThreadPoolExecutor(2) as executor:
        again = el.calibrate(
            PLAN, el.read_observed(happened()), hold_out=2, simulations=400, key=7,
            executor=executor,
        )  # fmt: skip
    assert again.table is not fit().table
    assert np.array_equal(again.table.logs, fit().table.logs)
    pd.testing.assert_frame_equal(again.samples, fit().samples)
    assert again.says == fit().says


def test_a_corrected_number_runs_nothing_again() -> None:
    done: list[int] = []
    observed = el.read_observed(happened()).replace(reads={"post 3": 100})
    again = el.calibrate(
        PLAN, observed, hold_out=2, simulations=400, key=7,
        progress=lambda at, total: done.append(at),
    )  # fmt: skip
    assert isinstance(again.table, FitTable)
    assert again.table is fit().table
    assert not done
    assert not again.fields.equals(fit().fields)
    fitted = el.calibrate(again.middle(PLAN), observed, hold_out=2, simulations=400, key=7)
    assert fitted.table is fit().table  # the plan's own values of fitted fields have no effect


def test_other_priors_and_another_order_have_tables_of_their_own() -> None:
    observed, options = el.read_observed(happened()), {"simulations": 200, "key": 12}
    names = ["engagement.base_share", "invitations.invite"]
    first = el.calibrate(PLAN, observed, fields=names, **options)
    turned = el.calibrate(PLAN, observed, fields=names[::-1], **options)
    for found in (first, turned):
        share = found.fields.loc["engagement.base_share"]
        assert share["verdict"] == "identified"
        assert share["low"] <= TRUE["engagement.base_share"] <= share["high"]
    priors = [{names[0]: uniform(0.05, high)} for high in (0.15, 0.15001)]
    tables = [el.calibrate(PLAN, observed, fields=prior, **options).table for prior in priors]
    assert tables[0] is not tables[1]


def test_it_can_be_cancelled() -> None:
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        el.calibrate(PLAN, el.read_observed(happened()), simulations=300, key=8, cancel=cancel)


def test_a_store_continues_where_it_was_killed(tmp_path, monkeypatch) -> None:
    from engagelab.experiments import fit_table

    observed = el.read_observed(happened())
    options = {"simulations": 200, "key": 9, "store": tmp_path / "fit"}
    whole = el.calibrate(PLAN, observed, **options)
    cells = sorted((tmp_path / "fit").glob("cell-*.parquet"))
    assert len(cells) == 4
    cells[1].unlink()
    cells[2].write_bytes(b"cut short")
    monkeypatch.setattr(fit_table, "_RECENT", {})
    done: list[int] = []
    again = el.calibrate(PLAN, observed, progress=lambda at, total: done.append(total), **options)
    assert set(done) == {100}  # only what was missing
    pd.testing.assert_frame_equal(again.samples, whole.samples)
    with pytest.raises(EngagelabError, match="contains another study"):
        el.calibrate(PLAN, observed, simulations=200, key=10, store=tmp_path / "fit")


def test_a_page_with_followers_starts_its_posts_in_its_own_space() -> None:
    table = happened().drop(columns="seeds").assign(followers=90)
    found = el.calibrate(PLAN.replace({"campaign.posts": []}), el.read_observed(table),
                         simulations=200, key=7)  # fmt: skip
    assert found.plan.campaign.own_size == 90
    assert {post.origin for post in found.plan.campaign.posts} == {"organisation"}
    assert "engagement.own_space" in found.fields.index


def test_posts_that_the_model_cannot_make_are_called_so() -> None:
    table = happened().assign(reach=[14, 390, 13, 380, 14, 395, 13, 399], shares=0)
    found = el.calibrate(PLAN, el.read_observed(table), simulations=1_000, key=7)
    codes = {said.code for said in found.says}
    assert codes & {"results_fit_unlike", "results_fit_misfit"}
    assert found.check["distance"] < 0.05


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"hold_out": 6}, "hold_out: 6 is not allowed; give a whole number from 0 to 5"),
        ({"simulations": 10}, "simulations: 10 is not allowed"),
        ({"fields": []}, r"fields: \[\] is not a list of fields"),
        ({"fields": ["groups.size"]}, "groups.size: the town is taken into account"),
        ({"fields": ["campaign.lifetime"]}, "campaign.lifetime: is not a number that a fit"),
        ({"fields": {"engagement.tie_read": 0.3}}, "engagement.tie_read: 0.3 is not a prior"),
    ],
)
def test_what_cannot_be_fitted_is_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(EngagelabError, match=message):
        el.calibrate(PLAN, el.read_observed(happened()), **options)


def test_other_things_than_posts_are_refused() -> None:
    with pytest.raises(EngagelabError, match="observed: DataFrame is not allowed"):
        el.calibrate(PLAN, happened())


def test_the_posts_of_a_real_page_say_nothing_of_spreading_and_it_says_so() -> None:
    observed = el.read_observed(real("facebook-metrics") / "posts.csv")
    plan = PLAN.replace({"campaign.posts": [], "population.people": 300})
    found = el.calibrate(plan, observed, hold_out=4, simulations=200, key=1)
    assert found.fields.loc["invitations.invite", "verdict"] == "not identified"
    assert found.fields.loc["engagement.tie_read", "verdict"] == "not identified"
    hits, number = found.check["held_out"]
    assert number == 8
    assert hits >= 6
    worse = found.check["score"] > found.check["naive_score"]
    assert worse == any(said.code == "results_fit_yardstick" for said in found.says)
