"""The benchmark's figures, verdicts and report are right; how long things take is not tested."""

import dataclasses
import math
import statistics

import pytest
from click.testing import CliRunner

from benchmarks import __main__ as command
from benchmarks import picture, report, timing
from benchmarks.cases import Case, cases, chosen_graphs
from benchmarks.figures import (
    Sample,
    Spread,
    exponent,
    geometric_mean,
    ratios,
    spread,
    z_score,
)
from benchmarks.graphs import Arena
from benchmarks.peers import CONTESTANTS, Contestant, fault
from benchmarks.results import Curve, Plan, Results, Row, Wait, load, save
from benchmarks.timing import Budget, foresee, measured
from benchmarks.verdicts import duels, fastest, times, verdicts

pytestmark = pytest.mark.process

IC = Row("ic", "ws-10k", "0.1 a tie", "engagelab", 10_000)
OURS = dataclasses.replace(
    IC, seconds=(1e-3, 2e-3, 1e-3), runs=64, reach=Sample(192, 5000.0, 10.0), exposures=50_000.0
)


def peer(library, seconds, mean=5000.0, **changes):
    """Return the row of a peer in the same case as ours."""
    given = {"library": library, "seconds": seconds, "runs": 30, "exposures": None}
    return dataclasses.replace(OURS, **given, reach=Sample(90, mean, 10.0), **changes)


QUICK = peer("cynetdiff", (5e-3, 6e-3, 20e-3), cpu=(5e-3, 5e-3, 19e-3))
ALONE = dataclasses.replace(
    OURS, process="one", says="cascade, 0.02 a tie", seconds=(3e-5,), cpu=(3e-5,)
)
LEADING = dataclasses.replace(ALONE, library="graph-tool", seconds=(2e-5,), cpu=(2e-5,))
SLOW = peer("NDlib", (2.0,))
ODD = peer("pynetim", (1e-9,), 9000.0, same=False, note="simulates another process")
ABSENT = dataclasses.replace(IC, library="EoN", foreseen=400.0)
RESULTS = Results(
    machine={"processor": "a small one"},
    versions={"cynetdiff": "1"},
    missing={"mesa": "is not installed"},
    gathers={"80 kB": 1e9},
    rows=(OURS, QUICK, SLOW, ODD, ABSENT),
    plans=(
        Plan("town of 10,000", 10_000, 200, 1000.0, 50.0, 150.0, {"1": 0.0006, "2": 0.0003}),
        Plan("quick", 10_000, 200, 100_000.0, 5e3, 15e3, {"1": 0.08, "2": 0.04}),
        Plan("huge", 10_000, 200, 300_000.0, 1e4, 9e4, {"1": 0.6, "2": 0.3}),
    ),
    curves=(
        Curve("engagement", "threads", (1, 2), (1.0, 0.5)),
        Curve("engagement", "runs", (64, 256), (1.0, 4.0)),
    ),
    waits=(Wait("import engagelab", 0.5, "s"), Wait("from networkx", 2e6, "ties/s")),
    minutes=3.0,
)


# --- figures ---------------------------------------------------------------------------------


def test_a_ratio_compares_rounds_with_themselves():
    assert ratios([1.0, 2.0, 1.0], [5.0, 6.0, 20.0]) == Spread(5.0, 3.0, 20.0)
    assert ratios([1.0, 2.0], [5.0]) == Spread(5.0, 5.0, 5.0)
    assert spread(iter([3, 1, 2])) == Spread(2, 1, 3)


def test_a_sample_knows_mean_and_deviation():
    values = [3.0, 5.0, 10.0]
    found = Sample.of(values)
    assert (found.runs, found.mean) == (3, 6.0)
    assert found.deviation == pytest.approx(statistics.stdev(values))
    assert Sample.of([4.0]) == Sample(1, 4.0, 0.0)


def test_a_z_score_is_the_difference_over_its_error():
    assert z_score(Sample(100, 10.0, 3.0), Sample(100, 9.0, 4.0)) == pytest.approx(2.0)
    assert z_score(Sample(9, 10.0, 0.0), Sample(9, 10.0, 0.0)) == 0
    assert z_score(Sample(99, 11.0, 0.0), Sample(99, 10.0, 0.0)) == math.inf


def test_one_run_is_given_the_spread_of_ours():
    assert z_score(Sample(10_000, 10.0, 3.0), Sample(1, 4.0, 0.0)) == pytest.approx(2, rel=1e-3)


def test_few_runs_of_which_none_dies_out_do_not_differ():
    ours = Sample.of([0.0] * 9 + [326_000.0, 327_000.0] * 155)  # one in 35 reaches nobody
    theirs = Sample.of([326_000.0, 327_000.0] * 20)
    assert -2 < z_score(ours, theirs) < 0
    assert z_score(ours, Sample.of([200_000.0, 201_000.0] * 20)) > 10


def test_the_exponent_is_that_of_a_power():
    sizes = [10, 100, 1000]
    assert exponent(sizes, [3 * size**1.5 for size in sizes]) == pytest.approx(1.5)
    assert geometric_mean([1, 4]) == pytest.approx(2)


# --- the order of measuring ------------------------------------------------------------------


def test_a_slow_library_gets_fewer_rounds():
    budget = Budget(rounds=5, seconds=2, slow=30)
    assert [budget.rounds_for(seconds) for seconds in (1, 3, 10, 100)] == [5, 5, 3, 1]


def test_a_time_is_foreseen_from_the_largest_graph_so_far():
    case = Case("ic", "ba-100k", "0.1 a tie", 60, 0.1)
    assert foresee(case, 100_000, "NDlib", RESULTS.rows) == pytest.approx(20)
    assert foresee(case, 100_000, "EoN", RESULTS.rows) == pytest.approx(4000)
    assert foresee(case, 100_000, "engagelab", RESULTS.rows) == 0
    assert foresee(case, 100_000, "mesa", RESULTS.rows) == 0


def test_graphs_are_chosen_by_name_and_the_smallest_comes_first():
    assert chosen_graphs("ba-100k,ws-10k") == ("ws-10k", "ba-100k")
    assert chosen_graphs(None)[-1] == "ba-1m"
    with pytest.raises(ValueError, match="no such graph"):
        chosen_graphs("ws-10")
    assert next(cases(["ic"], "ws-10k")).says == "0.02 a tie"


def test_a_library_that_is_not_there_is_said_so():
    assert fault("no_such_library") == "is not installed"
    assert fault("engagelab.no_such_module").startswith("does not load")


def test_what_is_foreseen_to_take_too_long_is_not_run(monkeypatch):
    slow = Contestant("NDlib", "engagelab", None)
    monkeypatch.setitem(timing.CONTESTANTS, "ic", (CONTESTANTS["ic"][0], slow))
    before = [dataclasses.replace(SLOW, people=1, says="0.1 a tie", seconds=(100.0,))]
    case = Case("ic", "ws-50", "0.1 a tie", 60, 0.1)
    told = []
    rows = measured(Arena.named("ws-50"), case, Budget(1, 0.001), before, told.append)
    assert [(row.library, row.foreseen) for row in rows] == [("engagelab", None), ("NDlib", 5000)]
    assert "not run" in told[0]


@pytest.mark.parametrize(
    ("process", "recovery"), [("ic", 0), ("lt", 0), ("sir", 0.2), ("one", 0), ("one", 0.2)]
)
def test_a_small_case_is_measured_and_reach_agrees(process, recovery):
    arena = Arena.named("ws-50")
    case = Case(process, "ws-50", "small", 200, 0.05, recovery)
    rows = measured(arena, case, Budget(rounds=2, seconds=0.02), (), str)
    here = [each.library for each in CONTESTANTS[process] if each.answers(case)]
    assert [row.library for row in rows] == here
    assert not any(row.library == "cynetdiff" for row in rows if recovery)
    for row in rows:
        assert row.people == 50
        assert len(row.seconds) == 2
        assert min(row.seconds) > 0
        assert len(row.cpu) == 2 or row.runs == 1
        assert 0 < min(row.cpu) < 2 * max(row.seconds)
        assert row.reach.runs >= 2 * row.runs
        assert 10 <= row.reach.mean <= 50
    assert process == "one" or rows[0].exposures > 0
    assert rows[0].runs % timing.LANES == 0
    compared = [duel for duel in duels(Results(rows=tuple(rows)), process) if duel.peer.same]
    assert [duel.peer.library for duel in compared if duel.apart] == []


# --- verdicts and report ---------------------------------------------------------------------


def judged():
    """Return the verdicts on the small results by their aim."""
    return {verdict.aim: verdict for verdict in verdicts(RESULTS)}


def test_the_fastest_peer_plays_the_same_process_and_was_run():
    (duel,) = fastest(RESULTS, "ic")
    assert duel.peer is QUICK
    assert duel.ratio == Spread(5.0, 3.0, 20.0)


@pytest.mark.parametrize(
    ("aim", "met", "measured"),
    [
        (
            "never slower than any peer",
            True,
            "slower in 0 of 1; least 5 × (cynetdiff, ws-10k, 0.1 a tie)",
        ),
        ("geometric mean", True, "5 × over 1 cases"),
        ("a third or more", False, "mean 5 ×; 1 of 1 below"),
        ("linear threshold", None, ""),
        ("SIR: 10 times", None, ""),
        ("SIR: not slower", None, ""),
        ("some 20 people", None, ""),
        ("one run a call", None, ""),
        (
            "2.5 times cynetdiff",
            True,
            "least 5 × (cynetdiff, ws-10k, 0.1 a tie); in a single round 3 ×",
        ),
        ("NDlib", True, "2,000 ×"),
        ("agree in mean reach", True, "0 of 2 beyond"),
        ("independent cascade: two threads", None, ""),
        ("engagement: two threads", True, "2 ×"),
        ("each preset", False, "slowest huge, 300 ms; 1 of 2 take longer"),
        ("import", False, "0.50 s"),
        ("from networkx", True, "2.0 million ties/s"),
        ("from arrays", None, ""),
    ],
)
def test_each_aim_has_its_verdict(aim, met, measured):
    (verdict,) = [found for text, found in judged().items() if aim in text]
    assert verdict.met is met
    assert measured in verdict.measured


def test_a_peer_that_disagrees_is_marked():
    wrong = peer("cynetdiff", (5e-3,), 5100.0)
    found = dataclasses.replace(RESULTS, rows=(OURS, wrong))
    assert [v.met for v in verdicts(found) if "agree" in v.aim] == [False]
    assert "they differ**" in report.process(found, "ic")


def test_the_report_says_what_was_found():
    page = report.page(RESULTS)
    lines = page.splitlines()
    assert lines[0] == "# Benchmarks"
    assert "- **Independent cascade**: 5 × as fast as the fastest other library" in page
    for line in (
        "| ws-10k | 0.1 a tie | cynetdiff | 5 × (3 – 20) | 6 ms | 5 ms | 30 × 3 "
        "| 5,000.0 | 5,000.0 | +0.00 |",
        "| ws-10k | 0.1 a tie | EoN | about 400,000 × | 400 s foreseen |  | not run |  |  |  |",
        "| ws-10k | 0.1 a tie | 1 ms |  | 64 × 3 | 50.00% | 50,000 | 50 | 0.05 |",
        "| huge | 300 | 600 | 300,000 | 10,000 | 90,000 | 10.0 | 7.5 |",
        "| engagement | runs | 64, 256 | 1 s, 4 s | 1.00 |",
        "| engagement | threads | 1, 2 | 1 s, 500 ms | 2.00 × as fast |",
        "| `import engagelab` in a fresh process | 0.50 s |",
    ):
        assert line in lines
    assert "another process" in page
    assert "mesa is not installed and is left out." in page
    assert "## SIR" not in page


def test_the_report_says_where_another_library_is_faster():
    results = dataclasses.replace(RESULTS, rows=(*RESULTS.rows, ALONE, LEADING))
    part = report.page(results).split("## Where ours is slower\n")[1].split("\n## ")[0]
    assert "Of 3 comparisons" in part
    assert "slower in 1, and in single rounds of 0 others" in part
    assert "- one run a call, graph-tool, ws-10k, cascade, 0.02 a tie: 0.667 ×" in part


def test_every_table_is_whole():
    for block in report.page(RESULTS).split("\n\n"):
        rows = [line.count("|") for line in block.splitlines() if line.startswith("|")]
        assert len(set(rows)) <= 1


def test_a_time_is_told_in_its_unit():
    told = [report.duration(seconds) for seconds in (3.2e-7, 4.56e-6, 0.0123, 5.0, 1234.0)]
    assert told == ["320 ns", "4.56 µs", "12.3 ms", "5 s", "1,234 s"]
    assert [times(1.234), times(99.9), times(1234.5)] == ["1.23 ×", "99.9 ×", "1,234 ×"]


def test_results_are_kept_and_the_report_made_again(tmp_path, monkeypatch):
    kept = tmp_path / "build" / "benchmarks.json"
    save(RESULTS, kept)
    assert load(kept) == RESULTS
    for name, file in (("KEPT", kept), ("PAGE", tmp_path / "page.md"), ("ROOT", tmp_path)):
        monkeypatch.setattr(command, name, file)
    monkeypatch.setattr(command, "PICTURE", tmp_path / "picture.png")
    done = CliRunner().invoke(command.main, ["--report"])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == report.page(RESULTS)
    assert (tmp_path / "picture.png").read_bytes()[:4] == b"\x89PNG"


def test_a_part_takes_the_place_of_what_was_kept():
    again = dataclasses.replace(OURS, seconds=(9.0,))
    new = Results(rows=(again,), curves=RESULTS.curves[:1])
    merged = command.merged(RESULTS, new)
    assert (merged.rows, merged.plans, merged.curves) == ((again,), RESULTS.plans, new.curves)


def test_the_picture_shows_those_who_play_the_same():
    frame = picture.ratios(RESULTS)
    assert sorted(frame["library"]) == ["NDlib", "cynetdiff"]


def test_an_unknown_part_is_refused():
    done = CliRunner().invoke(command.main, ["--only", "everything"])
    assert done.exit_code == 2
    assert "everything: there are ic, lt, sir" in done.output
