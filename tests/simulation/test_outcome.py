"""An Outcome adds up, sums up, and comes back from its file as it was."""

import enum
import json
import os
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from full_disk import said_on_a_full_disk

from engagelab.errors import EngagelabError
from engagelab.graphs import town
from engagelab.graphs.network import Network
from engagelab.io.sealed import to_parquet
from engagelab.models import Engagement, Post
from engagelab.simulation.outcome import WAYS, Outcome, describe
from engagelab.simulation.settings import Settings
from engagelab.simulation.simulate import simulate, simulate_campaign

ARRAYS = ("counts", "by_post", "by_class", "generations", "reached_runs", "class_sizes",
          "post_counts", "shares_by_class")  # fmt: skip
MODEL = Engagement(
    tie_read=0.15, base_share=0.4, invite=0.4, accept=0.6, leave=0.2, reply_rate=0.4, comment=0.1,
    critic=0.5, recognition=2, loyalty=3, discount=4, trial=5, off_message=0.2, review=True,
    approval_delay=1, approval_rate=0.7, lifetime=10, own_size=80, cost_post=100, cost_employee=7,
    cost_customer=6, cost_partner=5, cost_public=4, cost_member=0.75, cost_answer=1.5,
    cost_impression=0.25, cost_off_message=11, value_reader=0.5, value_sharer=2, value_joiner=9,
    value_membership=3,
)  # fmt: skip
POSTS = (Post(seeds=9, origin="employee"), Post(round=3, seeds=5, origin="customer", paid=60),
         Post(round=5, origin="organisation"), Post(round=9, origin="partner", seeds=2),
         Post(round=15, seeds=6))  # fmt: skip


@pytest.fixture(scope="module")
def people() -> Network:
    return town(600, ties=8, key=3)


@pytest.fixture(scope="module")
def outcome(people: Network) -> Outcome:
    return simulate_campaign(people, MODEL, POSTS, Settings(8, 1, 30, record="people"))


# Adding up


@pytest.mark.slow
def test_every_measure_happens_in_the_example(outcome: Outcome) -> None:
    """So that none of what follows is true of zeros only."""
    assert [name for name in outcome.measures if not outcome.total(name).any()] == []


def test_shapes_are_runs_by_rounds(outcome: Outcome) -> None:
    assert (outcome.runs, outcome.rounds, outcome.people, outcome.key) == (8, 31, 600, 1)
    assert {outcome.measure(name).shape for name in outcome.measures} == {(8, 31)}
    assert {outcome.total(name).shape for name in outcome.measures} == {(8,)}


def test_readers_in_all_are_the_people_reached(outcome: Outcome) -> None:
    reach = outcome.total("readers")
    assert (reach == (outcome.adoption >= 0).sum(axis=1)).all()
    assert reach.sum() == outcome.reached_runs.sum()
    assert reach.max() <= outcome.people


def test_reads_in_all_are_the_readers_of_the_posts(outcome: Outcome) -> None:
    assert (outcome.total("reads") == outcome.by_post.sum(axis=1)).all()
    assert (outcome.by_post.max(axis=1) <= outcome.total("readers")).all()
    assert (outcome.total("readers") <= outcome.total("reads")).all()


@pytest.mark.parametrize("way", WAYS)
def test_classes_add_up_to_the_people_reached(outcome: Outcome, way: str) -> None:
    place = list(WAYS).index(way)
    assert (outcome.by_class[:, place].sum(axis=1) == outcome.total("readers")).all()
    assert outcome.class_sizes[place].sum() == outcome.people
    assert (outcome.by_class[:, place] <= outcome.class_sizes[place]).all()


def test_classes_are_those_of_the_network(outcome: Outcome, people: Network) -> None:
    largest = people.largest_group
    edges = [(0, 0), (1, 10), (11, 25), (26, 50), (51, 100), (101, 10**9)]
    by_class = {
        "role": [people.traits.role == code for code in range(4)],
        "profile": [people.traits.profile == code for code in range(3)],
        "activity": [people.traits.activity == code for code in range(3)],
        "group size": [(low <= largest) & (largest <= high) for low, high in edges],
    }
    for place, way in enumerate(WAYS):
        for code, inside in enumerate(by_class[way]):
            assert outcome.class_sizes[place, code] == inside.sum()
            expected = (outcome.adoption[:, inside] >= 0).sum(axis=1)
            assert (outcome.by_class[:, place, code] == expected).all()


def test_parts_are_not_more_than_their_whole(outcome: Outcome) -> None:
    for part, whole in [
        ("readers", "reads"), ("reads", "impressions"), ("paid_impressions", "impressions"),
        ("sharers", "shares"), ("off_message", "shares"), ("comments", "reads"),
        ("own_joins", "joins"), ("secondary_joins", "joins"), ("acceptances", "invitations"),
        ("joiners", "joins"), ("recognition_anyway", "shares"), ("loyalty_anyway", "shares"),
        ("discount_shares_anyway", "shares"), ("discount_invitations_anyway", "acceptances"),
        ("trial_anyway", "joins"), ("attributed", "shares"), ("paid_anyway", "cost"),
    ]:  # fmt: skip
        seeds = 22 if part == "reads" else 0  # seeds read what nobody has shown them
        assert (outcome.total(part) <= outcome.total(whole) + seeds).all(), part


def test_acts_without_a_reward_are_not_counted_as_paid_anyway(people: Network) -> None:
    plain = MODEL.replace(recognition=0, loyalty=0, discount=0, trial=0)
    outcome = simulate_campaign(people, plain, POSTS, Settings(4, 7, 20))
    assert [
        name for name in outcome.measures if "anyway" in name and outcome.total(name).any()
    ] == []


def test_members_gain_by_joins_and_lose_by_leaves() -> None:
    """With one group each member has one membership, so the sums are exact in every round."""
    graph = nx.random_regular_graph(6, 200, seed=1)
    network = Network.from_networkx(graph, groups={"own": range(60)})
    model = Engagement(
        tie_read=0.2, base_share=0.6, crowding=0, invite=0.4, accept=0.7, leave=0.4, reply_rate=0,
        critic=0, lifetime=4,
    )  # fmt: skip
    posts = [Post(round=r, seeds=20) for r in (0, 3, 6)]
    outcome = simulate_campaign(network, model, posts, Settings(20, 1, 20))
    won, lost = outcome.measure("joins").cumsum(axis=1), outcome.measure("leavers").cumsum(axis=1)
    assert won[:, -1].min() > 0
    assert lost[:, -1].min() > 0
    assert (outcome.measure("members") == 60 + won - lost).all()


def test_without_leaving_members_grow_by_the_prospects_won(people: Network) -> None:
    outcome = simulate_campaign(people, MODEL.replace(leave=0, critic=0), POSTS, Settings(4, 7, 30))
    won = outcome.generations[:, 1:].sum(axis=1)
    assert won.min() > 0
    assert (outcome.generations[:, 0] == (~people.prospects).sum()).all()
    assert (outcome.total("members") == (~people.prospects).sum() + won).all()
    assert (outcome.total("leavers") == 0).all()


# Money


KINDS = {
    "posts": {"posts": 100},
    "seeds": {"employee_seeds": 7, "customer_seeds": 6, "partner_seeds": 5, "public_seeds": 4},
    "own space": {"bought_members": 0.75},
    "paid impressions": {"paid_impressions": 0.25},
    "answers": {"answers": 1.5},
    "recognition": {"recognised_shares": 2},
    "loyalty": {"customer_shares": 3},
    "discount": {"shares": 4, "acceptances": 4},
    "trial": {"joins": 5},
    "off message": {"off_message": 11},
}


def test_cost_is_the_sum_of_its_parts(outcome: Outcome) -> None:
    rest = outcome.measure("cost").copy()
    for kind, prices in KINDS.items():
        expected = sum(price * outcome.measure(name) for name, price in prices.items())
        assert np.allclose(outcome.measure(f"cost of {kind}"), expected), kind
        rest -= expected
    assert np.allclose(rest, 0)


def test_what_is_bought_once_is_counted_once(outcome: Outcome) -> None:
    assert (outcome.measure("posts")[:, [0, 3, 5, 9, 15]] == 1).all()
    assert (outcome.total("posts") == 5).all()
    assert (outcome.measure("bought_members")[:, 0] == 80).all()
    assert (outcome.total("bought_members") == 80).all()


def test_seeds_that_are_redrawn_cost_what_they_are(people: Network) -> None:
    """Only employees cost, and in each run other people are drawn."""
    free = {f"cost_{role}": 0 for role in ("post", "customer", "partner", "public")}
    model = Engagement(tie_read=0, group_read=0, base_share=0, reply_rate=0, off_message=0,
                       **free, cost_employee=7)  # fmt: skip
    settings = Settings(50, 1, 3, redraw_seeds=True, record="people")
    outcome = simulate_campaign(people, model, [Post(seeds=100)], settings)
    employees = (outcome.adoption[:, people.traits.role == 0] >= 0).sum(axis=1)
    assert (outcome.total("cost") == 7 * employees).all()
    assert employees.std() > 0


def test_value_is_the_worth_of_readers_sharers_first_joiners_and_memberships(
    outcome: Outcome,
) -> None:
    names = {"readers": 0.5, "sharers": 2, "joiners": 9, "joins": 3}
    expected = sum(worth * outcome.measure(name) for name, worth in names.items())
    assert np.allclose(outcome.measure("value"), expected)


def test_what_was_paid_for_nothing_is_the_sum_of_its_parts(outcome: Outcome) -> None:
    expected = (
        2 * outcome.measure("recognition_anyway")
        + 3 * outcome.measure("loyalty_anyway")
        + 4 * outcome.measure("discount_shares_anyway")
        + 4 * outcome.measure("discount_invitations_anyway")
        + 5 * outcome.measure("trial_anyway")
    )
    assert np.allclose(outcome.measure("paid_anyway"), expected)


# Frames


def test_the_frame_has_a_row_for_each_run_and_round(outcome: Outcome) -> None:
    frame = outcome.to_frame()
    assert frame.columns.tolist() == ["run", "round", *outcome.measures]
    assert len(frame) == 8 * 31
    row = frame[(frame["run"] == 4) & (frame["round"] == 9)].iloc[0]
    assert all(row[name] == outcome.measure(name)[4, 9] for name in outcome.measures)


def test_the_summary_sums_up_the_runs(outcome: Outcome) -> None:
    summary = outcome.summary()
    assert summary.index.tolist() == list(outcome.measures)
    for name in ("shares", "cost", "members"):
        values = outcome.total(name)
        row = summary.loc[name]
        assert row["mean"] == pytest.approx(values.mean())
        assert row["median"] == pytest.approx(np.median(values))
        assert [row["low"], row["high"]] == pytest.approx(np.quantile(values, [0.05, 0.95]))
        assert row["standard_error"] == pytest.approx(values.std(ddof=1) / np.sqrt(8))


def test_members_in_all_are_those_at_the_end(outcome: Outcome) -> None:
    assert (outcome.total("members") == outcome.measure("members")[:, -1]).all()


def test_one_run_has_no_standard_error() -> None:
    assert np.isnan(describe(np.array([3]))["standard_error"])


def test_reached_is_a_share_of_runs_by_label(outcome: Outcome) -> None:
    assert outcome.reached.index.tolist() == list(range(600))
    assert np.allclose(outcome.reached, (outcome.adoption >= 0).mean(axis=0))


def test_reached_keeps_tuples_as_labels() -> None:
    network = Network.from_networkx(nx.path_graph([("Ann", 1), ("Bo", 2)]))
    reached = simulate(network, Engagement(tie_read=0), [("Ann", 1)], runs=4).reached
    assert reached.to_dict() == {("Ann", 1): 1.0, ("Bo", 2): 0.0}


def test_an_unknown_measure_is_told_with_the_nearest(outcome: Outcome) -> None:
    with pytest.raises(EngagelabError) as caught:
        outcome.measure("share")
    told = str(caught.value)
    assert told.startswith("measure: 'share' is not known; did you mean 'shares'?; allowed are ")
    assert all(name in told for name in outcome.measures)


# The file


def assert_same(a: Outcome, b: Outcome) -> None:
    for name in ARRAYS:
        assert getattr(a, name).dtype == getattr(b, name).dtype, name
        assert np.array_equal(getattr(a, name), getattr(b, name)), name
    assert list(a.labels) == list(b.labels)
    assert (a.costs, a.values, a.provenance) == (b.costs, b.values, b.provenance)
    assert (a.adoption_rounds is None) == (b.adoption_rounds is None)
    if a.adoption_rounds is not None:
        assert np.array_equal(a.adoption, b.adoption)
        assert a.adoption.dtype == b.adoption.dtype


def there_and_back(outcome: Outcome, folder: Path) -> Outcome:
    outcome.save(folder / "outcome.parquet")
    return Outcome.open(folder / "outcome.parquet")


def test_an_outcome_comes_back_as_it_was(outcome: Outcome, tmp_path: Path) -> None:
    assert_same(there_and_back(outcome, tmp_path), outcome)


def test_an_outcome_without_adoption_comes_back(people: Network, tmp_path: Path) -> None:
    outcome = simulate(people, MODEL, 10, runs=3, horizon=5)
    assert_same(there_and_back(outcome, tmp_path), outcome)


def test_an_outcome_without_posts_comes_back(people: Network, tmp_path: Path) -> None:
    outcome = simulate_campaign(people, MODEL, [], Settings(3, 7, 5, record="people"))
    assert_same(there_and_back(outcome, tmp_path), outcome)


def test_a_key_of_numpy_is_saved(people: Network, tmp_path: Path) -> None:
    outcome = simulate(people, MODEL, 10, runs=np.int64(2), key=np.int64(5), horizon=np.int32(4))
    again = there_and_back(outcome, tmp_path)
    assert (again.runs, again.key, again.rounds) == (2, 5, 5)


Colour = enum.Enum("Colour", "RED GREEN")


@pytest.mark.parametrize(
    "labels",
    [
        ["Ann", "Zoé", "1", "", "{}"],
        [1, -5, 2**62],
        [1, "1", 1.5, ("Ann", 1), (("Ann", (2,)), 3), b"Ann", ()],
        [2**80, -(2**70)],
        [True, 0, 2.5],
        [np.int64(3), np.float64(0.5), np.str_("Ann")],
    ],
    ids=["text", "integers", "mixed", "large", "truth", "numpy"],
)
def test_labels_come_back_as_they_were(labels: list[object], tmp_path: Path) -> None:
    network = Network.from_networkx(nx.empty_graph(labels))
    outcome = simulate(network, MODEL.replace(own_size=0), [labels[0]], runs=2, horizon=2)
    again = there_and_back(outcome, tmp_path)
    assert list(again.labels) == labels
    assert again.reached.equals(outcome.reached)


def test_labels_with_no_spelling_of_their_own_come_back_as_text(tmp_path: Path) -> None:
    labels = [Colour.RED, frozenset({1})]
    network, model = Network.from_networkx(nx.empty_graph(labels)), MODEL.replace(own_size=0)
    outcome = simulate(network, model, 1, runs=2, horizon=2)
    assert list(there_and_back(outcome, tmp_path).labels) == ["Colour.RED", "frozenset({1})"]


def test_the_file_is_a_table_that_pandas_reads(outcome: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "outcome.parquet"
    outcome.save(path)
    frame = pd.read_parquet(path)
    counts = frame[frame["part"] == "counts"]
    assert counts["value"].sum() == outcome.counts.sum()
    people = frame[frame["part"] == "reached_runs"]
    assert [json.loads(label) for label in people["label"]] == list(outcome.labels)
    assert json.loads(pq.read_metadata(path).metadata[b"engagelab"])["provenance"]["key"] == 1


def test_the_same_simulation_gives_the_same_file_but_for_time(
    people: Network, tmp_path: Path
) -> None:
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for path in paths:
        simulate(people, MODEL, 10, runs=3, horizon=5, threads=1).save(path)
    pd.testing.assert_frame_equal(*map(pd.read_parquet, paths))
    notes = [json.loads(pq.read_metadata(path).metadata[b"engagelab"]) for path in paths]
    for told in notes:
        for name in ("when", "seconds"):
            del told["provenance"][name]
    assert notes[0] == notes[1]


def test_one_outcome_is_saved_twice_to_the_same_bytes(outcome: Outcome, tmp_path: Path) -> None:
    for name in ("a.parquet", "b.parquet"):
        outcome.save(tmp_path / name)
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_saving_leaves_nothing_else_behind(outcome: Outcome, tmp_path: Path) -> None:
    there_and_back(outcome, tmp_path)
    there_and_back(outcome, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["outcome.parquet"]


# Bad files


def refusal(path: Path) -> str:
    with pytest.raises(EngagelabError) as caught:
        Outcome.open(path)
    return str(caught.value)


def test_what_is_no_parquet_is_told(outcome: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "outcome.parquet"
    outcome.save(path)
    whole = path.read_bytes()
    for damaged in (b"", b"run,round\n1,2\n", whole[:-9], whole[: len(whole) // 2],
                    whole[:2000] + b"\xff" * 2000 + whole[4000:]):  # fmt: skip
        path.write_bytes(damaged)
        assert refusal(path).startswith(f"{path}: ")


def test_no_flipped_bit_gives_other_numbers_or_another_error(
    outcome: Outcome, tmp_path: Path
) -> None:
    path = tmp_path / "outcome.parquet"
    outcome.save(path)
    whole = path.read_bytes()
    for number in range(400):
        place, bit = divmod(number * (8 * len(whole) - 1) // 399, 8)
        flipped = bytearray(whole)
        flipped[place] ^= 1 << bit
        path.write_bytes(flipped)
        told = refusal(path)
        assert told.startswith(f"{path}: is "), told
        assert "give another copy" in told or "give a file written by Outcome.save" in told


@pytest.mark.parametrize("rows", [slice(0, -1), slice(1, None), slice(0, 0)])
def test_missing_rows_are_noticed(outcome: Outcome, tmp_path: Path, rows: slice) -> None:
    path = tmp_path / "outcome.parquet"
    outcome.save(path)
    table = pq.read_table(path)
    start, stop, _ = rows.indices(len(table))
    pq.write_table(table.slice(start, stop - start), path)
    assert "is damaged or was changed since Outcome.save wrote it" in refusal(path)


def test_a_changed_number_is_noticed(outcome: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "outcome.parquet"
    outcome.save(path)
    table = pq.read_table(path)
    place = table.column_names.index("value")
    changed = pa.array(table["value"].to_numpy() + 1.0)
    pq.write_table(table.set_column(place, "value", changed), path)
    assert "is damaged or was changed" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes (POSIX)")
def test_links_and_pipes_are_not_written_to_and_pipes_not_waited_for(
    outcome: Outcome, tmp_path: Path
) -> None:
    outcome.save(tmp_path / "real.parquet")
    before = (tmp_path / "real.parquet").read_bytes()
    (tmp_path / "link.parquet").symlink_to("real.parquet")
    os.mkfifo(tmp_path / "pipe.parquet")
    with pytest.raises(EngagelabError, match="is a link, and nothing is written through"):
        outcome.save(tmp_path / "link.parquet")
    with pytest.raises(EngagelabError, match="is not a regular file"):
        outcome.save(tmp_path / "pipe.parquet")
    assert "is not a regular file" in refusal(tmp_path / "pipe.parquet")
    assert (tmp_path / "real.parquet").read_bytes() == before


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    missing = tmp_path / "none.parquet"
    assert refusal(missing).startswith(f"{missing}: cannot be read")
    assert refusal(tmp_path).startswith(f"{tmp_path}: ")


def test_a_table_that_is_no_outcome_is_told(tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pd.DataFrame({"part": ["counts"], "value": [1.0]}).to_parquet(path)
    told = refusal(path)
    assert told.startswith(f"{path}: is not an outcome saved")
    assert "give a file written by Outcome.save" in told


def test_a_file_of_another_format_is_told(outcome: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "outcome.parquet"
    outcome.save(path)
    table = pq.read_table(path)
    notes = json.loads(table.schema.metadata[b"engagelab"]) | {"format": "engagelab-outcome-99"}
    path.write_bytes(to_parquet(table, {"engagelab": json.dumps(notes)}, compression="zstd"))
    assert refusal(path).startswith(f"{path}: is not an outcome saved by this version")


def test_a_folder_that_does_not_exist_is_told(outcome: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "none" / "outcome.parquet"
    with pytest.raises(EngagelabError, match="choose a folder that exists") as caught:
        outcome.save(path)
    assert str(caught.value).startswith(f"{path}: not written")


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a limit on the size of files (POSIX)")
def test_a_full_disk_leaves_the_old_file(outcome: Outcome, tmp_path: Path) -> None:
    """A process that may write no file above 1 kB gets a true error from the system."""
    path = tmp_path / "outcome.parquet"
    outcome.save(path)
    before = path.read_bytes()
    opened = """
        from engagelab.simulation.outcome import Outcome
        outcome = Outcome.open("outcome.parquet")
    """
    program = """
        for name in ("outcome.parquet", "new.parquet"):
            try:
                outcome.save(name)
            except EngagelabError as error:
                print(error)
    """
    lines = said_on_a_full_disk(tmp_path, program, opened).splitlines()
    assert [line.split(": ")[0] for line in lines] == ["outcome.parquet", "new.parquet"]
    assert all("free some space, or choose another disk" in line for line in lines), lines
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["outcome.parquet"]
