"""A sweep agrees with its plans run alone, and keeps finished cells when interrupted."""

import threading
from concurrent.futures import ThreadPoolExecutor

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import engagelab as el
from engagelab.experiments import open_study, sweep
from engagelab.experiments.store import Study
from engagelab.simulation.settings import Cancelled

PLAN = el.Scenario(population={"people": 300}, run={"runs": 4, "key": 3})
GRID = {"groups.size": [8, 16], "invitations.invite": [0, 0.2, 0.6]}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return sweep(PLAN, GRID)


def test_one_row_per_cell_the_last_field_varies_fastest(frame):
    places = list(frame[list(GRID)].itertuples(index=False, name=None))
    assert places == [(size, rate) for size in (8, 16) for rate in (0, 0.2, 0.6)]


def test_a_cell_is_the_plan_run_alone(frame):
    alone = PLAN.replace({"groups.size": 16, "invitations.invite": 0.2}).run()
    row = frame.loc[4]
    readers = alone.summary().loc["readers"]
    for part in ("median", "low", "high", "standard_error"):
        assert row[f"reach_{part}"] == readers[part]
    assert row["reach"] == readers["mean"]
    assert row["joins"] == alone.total("joins").mean()
    assert row["people"] == 300
    assert row["runs"] == 4
    price = el.cost_per_reader(alone)
    assert row["cost_per_reader"] == price["mean"]
    assert row["cost_per_reader_standard_error"] == price["standard_error"]


def test_cells_share_their_random_numbers(frame):
    rising = frame.groupby("groups.size")["joins"]
    assert rising.apply(lambda joins: joins.is_monotonic_increasing).all()


def test_runs_and_key_can_be_given():
    given = sweep(PLAN, {"invitations.invite": [0.2]}, runs=7, key=9)
    alone = PLAN.replace({"invitations.invite": 0.2}).run(runs=7, key=9)
    assert given["runs"].tolist() == [7]
    assert given["reach"].tolist() == [el.reach(alone).mean()]


def test_arrays_are_values_too():
    assert sweep(PLAN, {"groups.size": np.array([8, 16])}, runs=1)["groups.size"].tolist() == [
        8,
        16,
    ]


def test_a_key_can_be_swept():
    keys = sweep(PLAN, {"settings.key": [3, 4]}, runs=4)
    assert keys["reach"].iloc[0] == el.reach(PLAN.run(key=3)).mean()
    assert keys["reach"].iloc[1] == el.reach(PLAN.run(key=4)).mean()


def test_on_a_given_network():
    network = el.Network.from_networkx(nx.complete_graph(6), groups={"all": range(6)})
    one = {"campaign.posts": [el.Post(seeds=1)], "engagement.crowding": 0}
    plan = PLAN.replace({**one, "engagement.group_share": 1})
    found = sweep(plan, {"engagement.group_read": [0, 1]}, network=network)
    assert found["people"].tolist() == [6, 6]
    assert found["reach"].iloc[1] == 6


def test_posts_can_be_swept():
    posts = [[el.Post(seeds=3)], [el.Post(seeds=30)]]
    found = sweep(PLAN, {"campaign.posts": posts})
    assert found["reach"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {},
            "fields: {} has no field to sweep; give fields with their values, such as "
            "{'groups.size': [10, 20, 40]}",
        ),
        ({"groups.sise": [1]}, "groups.sise: no such field; did you mean 'groups.size'?"),
        ({"groups.size": []}, "groups.size: the list of values is empty; give at least one"),
        ({"groups.size": 25}, "groups.size: 25 is not a list of values; give [25]"),
        ({"groups.size": "a"}, "groups.size: 'a' is not a list of values; give [25]"),
        (
            {"groups.hold": "groups"},
            "groups.hold: 'groups' is not a list of values; give ['groups']",
        ),
        ({"groups.size": [8, 9, 8]}, "groups.size: 8 is given twice; give each value once"),
        (
            {"groups.size": [8, 16], "invitations.invite": [0, 1.2]},
            "invitations.invite: 1.2 is above the highest value allowed; give a number from 0 to 1",
        ),
    ],
)
def test_mistakes_are_refused_before_the_first_run(fields, text, monkeypatch):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_, **__: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError) as told:
        sweep(PLAN, fields)
    assert str(told.value) == text


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("settings.key", {"key": 1}),
        ("settings.runs", {"runs": 1}),
        ("groups.size", {"network": el.Network.from_networkx(nx.path_graph(3))}),
    ],
)
def test_a_field_without_effect_is_refused(field, given):
    name = next(iter(given))
    with pytest.raises(el.EngagelabError, match=f"{field}: has no effect together with {name}"):
        sweep(PLAN, {field: [1, 2]}, **given)


def test_wrong_runs_are_refused():
    with pytest.raises(el.EngagelabError, match="runs: 0 is not allowed"):
        sweep(PLAN, GRID, runs=0)


# --- interrupts and progress -----------------------------------------------------------------


def test_an_executor_cannot_change_a_number(frame):
    with ThreadPoolExecutor(2) as executor:
        pd.testing.assert_frame_equal(sweep(PLAN, GRID, executor=executor), frame)


def test_progress_is_reported_after_each_cell():
    told = []
    sweep(PLAN, GRID, progress=lambda done, of: told.append((done, of)))
    assert told[-6:] == [(cell + 1, 6) for cell in range(6)]


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("by_hand", [False, True])
def test_finished_cells_survive_an_interrupt(frame, tmp_path, kept, by_hand):
    cancel = threading.Event()

    def stop(done, _):
        if done == 2 and by_hand:
            raise KeyboardInterrupt
        if done == 2:
            cancel.set()

    how = {"store": tmp_path if kept else None}
    with pytest.raises(KeyboardInterrupt if by_hand else Cancelled) as told:
        sweep(PLAN, GRID, progress=stop, cancel=cancel, **how)
    pd.testing.assert_frame_equal(told.value.frame, frame[:2])
    assert told.value.missing == 4
    assert "2 cells are done, 4 are not" in told.value.__notes__[0]
    if kept:
        pd.testing.assert_frame_equal(open_study(tmp_path).frame, frame[:2])
        pd.testing.assert_frame_equal(sweep(PLAN, GRID, **how), frame)


def test_an_interrupt_right_after_a_cell_is_saved_counts_it(frame, tmp_path, monkeypatch):
    save = Study.save

    def interrupted(study, number, *row):
        save(study, number, *row)
        if number == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(Study, "save", interrupted)
    with pytest.raises(KeyboardInterrupt) as told:
        sweep(PLAN, GRID, store=tmp_path)
    pd.testing.assert_frame_equal(told.value.frame, frame[:2])
    assert told.value.missing == 4


def test_finished_cells_survive_an_interrupt_of_workers(frame):
    cancel = threading.Event()
    with ThreadPoolExecutor(1) as executor, pytest.raises(Cancelled) as told:
        sweep(PLAN, GRID, executor=executor, cancel=cancel, progress=lambda *_: cancel.set())
    found = told.value.frame
    assert len(found) + told.value.missing == 6
    assert told.value.missing > 0
    pd.testing.assert_frame_equal(found, frame.loc[found.index])


def test_an_interrupt_before_the_first_cell_gives_an_empty_frame():
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled) as told:
        sweep(PLAN, GRID, cancel=cancel)
    assert (len(told.value.frame), told.value.missing) == (0, 6)


def test_what_is_not_an_event_cannot_cancel():
    with pytest.raises(el.EngagelabError, match=r"cancel: True is not allowed; give a threading"):
        sweep(PLAN, {"groups.size": [10, 20]}, cancel=True)


def test_a_field_that_changes_nothing_is_noted():
    found = sweep(PLAN, {"control.approval_rate": [0.2, 0.8], "groups.size": [8, 16]}, runs=1)
    assert found.attrs["notes"] == [
        "control.approval_rate changes nothing in this plan: no share is reviewed"
    ]
    fields = {"control.approval_rate": [0.2, 0.8], "control.review": [False, True]}
    assert sweep(PLAN, fields, runs=1).attrs["notes"] == []
