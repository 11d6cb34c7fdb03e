"""A sample covers the ranges evenly and is determined by its key; wrong designs are refused."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import engagelab as el
from engagelab.experiments import sweep
from engagelab.experiments.designs import make_design

PLAN = el.Scenario(population={"people": 300}, run={"runs": 2, "key": 3, "horizon": 10})
MIXED = {
    "engagement.tie_read": (0.1, 0.2),
    "campaign.lifetime": (2, 5),
    "control.review": None,
    "groups.hold": None,
    "invitations.invite": None,
}
SAMPLES = ["latin hypercube", "sobol"]


def places(fields, name, cells, key=0):
    return pd.DataFrame(make_design(fields, name, cells=cells, key=key).points())


@pytest.mark.parametrize("name", SAMPLES)
def test_each_field_has_one_point_in_each_part_of_its_range(name):
    found = places({"engagement.tie_read": (0.2, 0.6), "invitations.invite": None}, name, 32, 5)
    shares = [(found["engagement.tie_read"] - 0.2) / 0.4, found["invitations.invite"]]
    for share in shares:
        assert sorted((share * 32).astype(int)) == list(range(32))


@pytest.mark.parametrize("name", SAMPLES)
def test_whole_numbers_and_choices_come_equally_often_ends_included(name):
    found = places(MIXED, name, 64)
    assert found["campaign.lifetime"].value_counts().to_dict() == dict.fromkeys(range(2, 6), 16)
    assert found["control.review"].value_counts().to_dict() == {False: 32, True: 32}
    assert found["groups.hold"].value_counts().to_dict() == {"memberships": 32, "groups": 32}
    assert found["engagement.tie_read"].between(0.1, 0.2).all()


def test_a_sobol_sequence_fills_squares_of_the_plane():
    found = places({"engagement.tie_read": None, "invitations.invite": None}, "sobol", 16)
    squares = set(map(tuple, np.floor(found.to_numpy() * 4).astype(int)))
    assert len(squares) == 16


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_a_function_of_its_key(name):
    first = places(MIXED, name, 16, key=1)
    pd.testing.assert_frame_equal(first, places(MIXED, name, 16, key=1))
    assert not first.equals(places(MIXED, name, 16, key=2))


def test_a_key_can_be_sampled_to_the_last_digit():
    highest = 2**63 - 1
    keys = places({"settings.key": None}, "sobol", 64)["settings.key"]
    assert keys.between(0, highest).all()
    assert keys.max() > highest - highest // 32
    pair = places({"settings.key": (highest - 1, highest)}, "latin hypercube", 10)["settings.key"]
    assert sorted(pair) == [highest - 1] * 5 + [highest] * 5


@pytest.mark.parametrize("name", SAMPLES)
def test_a_cell_of_a_sample_is_the_plan_run_alone(name):
    frame = sweep(PLAN, MIXED, design=name, cells=4, key=9)
    pd.testing.assert_frame_equal(frame[list(MIXED)], places(MIXED, name, 4, key=9))
    row = frame.iloc[2]
    alone = PLAN.replace({field: row[field] for field in MIXED}).run(key=9)
    assert row["reach"] == el.reach(alone).mean()


def test_the_key_of_the_plan_determines_the_sample_by_default():
    given = sweep(PLAN, MIXED, design="sobol", cells=4, key=3)
    pd.testing.assert_frame_equal(given, sweep(PLAN, MIXED, design="sobol", cells=4))


def test_posts_are_sampled_from_a_list():
    posts = [[el.Post(seeds=3)], [el.Post(seeds=30), el.Post(round=2)]]
    found = sweep(PLAN, {"campaign.posts": posts}, design="sobol", cells=2)
    assert sorted(len(each) for each in found["campaign.posts"]) == [1, 2]


@pytest.mark.parametrize(
    ("fields", "how", "text"),
    [
        ({"groups.size": [2]}, {"design": "soboll"}, "design: 'soboll' is not known; did you mean "
         "'sobol'?; allowed are 'grid', 'latin hypercube', 'sobol'"),
        ({"groups.size": [2]}, {"cells": 4}, "cells: 4 is not allowed for a grid, whose values "
         "determine the number; leave it out, or give design='latin hypercube'"),
        ({"groups.size": None}, {"design": "sobol"}, "cells: is missing; give the number of "
         "cells of the sobol"),
        ({"groups.size": None}, {"design": "sobol", "cells": 100}, "cells: 100 is not a "
         "power of 2, which a Sobol sequence needs; give 64 or 128"),
        ({"groups.size": None}, {"design": "latin hypercube", "cells": 0}, "cells: 0 is not "
         "allowed; give a whole number from 1 to 1,000,000"),
        ({"groups.size": (10, 2000)}, {"design": "sobol", "cells": 2}, "groups.size: (10, 2000) is "
         "not a range; give (low, high) within 2.0 and 1,000.0, or None for all of it"),
        ({"groups.size": (9, 9)}, {"design": "sobol", "cells": 2}, "groups.size: (9, 9) is not "
         "a range; give (low, high) within 2.0 and 1,000.0, or None for all of it"),
        ({"groups.size": "ab"}, {"design": "sobol", "cells": 2}, "groups.size: 'ab' is not a "
         "range; give (low, high) within 2.0 and 1,000.0, or None for all of it"),
        ({"campaign.lifetime": (1.5, 3)}, {"design": "sobol", "cells": 2}, "campaign.lifetime: "
         "(1.5, 3) is not a range; give (low, high) within 0 and 1,000, or None for all of it"),
        ({"campaign.posts": None}, {"design": "sobol", "cells": 2}, "campaign.posts: has no "
         "declared range; give a list of values to choose from"),
        ({"groups.hold": ["groups", "group"]}, {"design": "sobol", "cells": 8}, "groups.hold: "
         "'group' is not one of the choices"),
        ({"population.social": (0.5, 1)}, {"design": "sobol", "cells": 8}, "narrow the ranges"),
        ({"groups.hold": [object()]}, {"design": "sobol", "cells": 2}, "groups.hold: <object"),
        ({"groups.size": [object()]}, {}, "groups.size: <object object"),
        (["groups.size"], {"design": "sobol", "cells": 8}, "has no field to sweep"),
    ],
)  # fmt: skip
def test_a_wrong_design_is_refused_before_the_first_run(fields, how, text, monkeypatch):
    monkeypatch.setattr(el.Scenario, "simulate", lambda *_: pytest.fail("it was run"))
    with pytest.raises(el.EngagelabError) as told:
        sweep(PLAN, fields, **how)
    assert text in str(told.value)


def test_a_sampled_field_without_effect_is_refused():
    network = el.Network.from_networkx(nx.path_graph(3))
    with pytest.raises(el.EngagelabError, match="has no effect together with network"):
        sweep(PLAN, {"groups.size": None}, design="sobol", cells=2, network=network)


@pytest.mark.parametrize("value", [0.5, (el.Post(),), [el.Post()], [{"seeds": 1}]])
def test_a_value_is_given_once_whether_it_has_a_hash_or_not(value):
    field = "invitations.invite" if value == 0.5 else "campaign.posts"
    with pytest.raises(el.EngagelabError, match=rf"{field}: .* is given twice"):
        make_design({field: [value, value]}, "grid", cells=None, key=0)
