"""Reach in time: a slow twin, laws, the published distributions, and what is refused."""

import os
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from engagelab.temporal import Meetings, reachability
from examples import examples
from hypothesis import given, settings
from hypothesis import strategies as st

import engagelab as el

LAW = settings(max_examples=examples(150))


def meetings(*rows):
    frame = pd.DataFrame(
        {"participants": [row[0] for row in rows], "end": [row[1] for row in rows]}
    )
    return Meetings.from_frame(frame)


def drawn_rows(most=9):
    people = st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True).map(tuple)
    return st.lists(st.tuples(people, st.integers(0, 6)), min_size=1, max_size=most)


# --- the slow twin ---------------------------------------------------------------------------


def all_ways(rows, source):
    """Yield (receiver, first time, last time, meetings) of every way from a source."""
    waiting = [(row, row[1], 1) for row in rows if source in row[0]]
    while waiting:
        (people, now), left, hops = waiting.pop()
        for v in people:
            if v != source:
                yield v, left, now, hops
        waiting += [
            (row, left, hops + 1) for row in rows if row[1] > now and set(row[0]) & set(people)
        ]


def slow(rows):
    """Return first arrival, least duration and fewest meetings by pair, way by way."""
    best = {}
    for source in {v for row in rows for v in row[0]}:
        for v, left, now, hops in all_ways(rows, source):
            old = best.get((source, v), (np.inf, np.inf, np.inf))
            best[source, v] = tuple(map(min, old, (now, now - left, hops)))
    return best


@LAW
@given(drawn_rows(7))
def test_the_sweep_equals_the_slow_twin(rows):
    assert as_pairs(reachability(meetings(*rows))) == slow(rows)


def as_pairs(found):
    return {
        (row.source, row.receiver): (row.arrival, row.duration, row.hops)
        for row in found.to_frame().itertuples()
    }


# --- laws ------------------------------------------------------------------------------------


@LAW
@given(drawn_rows(), st.tuples(st.just((0, 6)), st.integers(0, 6)))
def test_one_more_meeting_loses_nobody_and_slows_nothing(rows, more):
    fewer, larger = (as_pairs(reachability(meetings(*some))) for some in (rows, [*rows, more]))
    for pair, known in fewer.items():
        assert all(new <= old for new, old in zip(larger[pair], known, strict=True))


@LAW
@given(drawn_rows(), st.randoms())
def test_the_order_of_rows_and_names_is_immaterial(rows, random):
    names = random.sample("abcdefg", 7)
    other = [(tuple(names[v] for v in people), time) for people, time in rows]
    random.shuffle(other)
    expected = {
        (names[s], names[v]): told
        for (s, v), told in as_pairs(reachability(meetings(*rows))).items()
    }
    assert as_pairs(reachability(meetings(*other))) == expected


@LAW
@given(drawn_rows())
def test_what_comes_later_cannot_change_what_has_arrived(rows):
    early = [row for row in rows if row[1] <= 3]
    whole = as_pairs(reachability(meetings(*rows)))
    part = as_pairs(reachability(meetings(*early))) if early else {}
    assert {pair: told[0] for pair, told in whole.items() if told[0] <= 3} == {
        pair: told[0] for pair, told in part.items()
    }


@LAW
@given(drawn_rows())
def test_whole_numbers_fractions_and_dates_agree(rows):
    whole = as_pairs(reachability(meetings(*rows)))
    halves = [(people, time / 2) for people, time in rows]
    day = pd.Timestamp("2024-01-01")
    dates = [(people, day + pd.Timedelta(hours=time)) for people, time in rows]
    assert as_pairs(reachability(meetings(*halves))) == {
        pair: (a / 2, d / 2, h) for pair, (a, d, h) in whole.items()
    }
    assert as_pairs(reachability(meetings(*dates))) == {
        pair: (day + pd.Timedelta(hours=a), pd.Timedelta(hours=d), h)
        for pair, (a, d, h) in whole.items()
    }


def test_meetings_at_the_same_time_do_not_pass_it_on():
    found = reachability(meetings((("Ann", "Bo"), 1), (("Bo", "Cy"), 1)))
    assert found.reach.to_dict() == {"Ann": 1, "Bo": 2, "Cy": 1}
    assert repr(found) == "Reachability(people=3, mean_reach=1.3)"


def test_who_meets_nobody_reaches_nobody():
    found = reachability(meetings((("Ann",), 1), (("Bo", "Cy"), 2)))
    assert found.reach.to_dict() == {"Ann": 0, "Bo": 1, "Cy": 1}


def test_who_is_named_twice_counts_once():
    assert meetings((("Ann", "Bo", "Ann"), 1)).people.tolist() == [0, 1]


# --- what is refused -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        ({"people": [(1, 2)], "end": [1]}, "there is no column 'participants'; the columns are"),
        ({"participants": [(1, 2)], "time": [1]}, "there is no column 'end'"),
        ({"participants": [], "end": []}, "meetings: there are none"),
        ({"participants": ["Ann, Bo"], "end": [1]}, "participants: row 0 has 'Ann, Bo'; give the"),
        ({"participants": [7], "end": [1]}, "participants: row 0 has 7; give the members"),
        ({"participants": [(1,), ()], "end": [1, 2]}, "participants: row 1 has no members"),
        ({"participants": [(1,), (2,)], "end": [1.0, np.nan]}, "end: row 1 has"),
        ({"participants": [(1,), (2,)], "end": [1.0, np.inf]}, "end: row 1 has"),
        ({"participants": [(1,)], "end": ["monday"]}, "is not allowed; give numbers, or datetimes"),
    ],
)
def test_what_is_no_meeting_is_refused(frame, text):
    with pytest.raises(el.EngagelabError, match=re.escape(text)):
        Meetings.from_frame(pd.DataFrame(frame))


# --- a real company --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def company():
    folder = Path(os.environ.get("ENGAGELAB_DATA", "nowhere")) / "code-review-trivago"
    if not (folder / "published").is_dir():
        pytest.skip("the code reviews and their published results are not here")
    reviews = el.datasets.load("code-review-trivago")
    found = reachability(Meetings.from_frame(reviews))

    def published(name):
        return pd.read_csv(folder / "published" / f"{name}.csv", index_col=0)

    return reviews, found, published


def shares_up_to(values, places):
    """Return the share of values at or below each place."""
    return np.searchsorted(np.sort(values), np.asarray(places) + 1e-9, side="right") / len(values)


def to_six_digits(shares):
    return [float(f"{share:g}") for share in shares]


def test_the_published_bounds(company):
    reviews, _, published = company
    (known,) = published("bounds").to_dict("records")
    assert reviews["bound"].value_counts(normalize=True).map(
        lambda s: float(f"{s:g}")
    ).to_dict() == (known)


def test_the_published_ranges(company):
    _, found, published = company
    known = published("ranges")["Trivago"]
    ours = shares_up_to((found.reach / len(found.labels)).round(2), known.index)
    assert to_six_digits(ours) == known.tolist()


def test_the_published_distances_in_meetings(company):
    _, found, published = company
    known = published("topological_distances")["Trivago"]
    assert to_six_digits(shares_up_to(found.to_frame()["hops"], known.index)) == known.tolist()


def test_the_published_distances_in_hours(company):
    _, found, published = company
    known = published("temporal_distances")["Trivago"]
    hours = found.to_frame()["duration"] // pd.Timedelta(hours=1)
    assert to_six_digits(shares_up_to(hours, known.index)) == known.tolist()
