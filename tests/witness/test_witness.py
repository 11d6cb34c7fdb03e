"""The engine and the witness agree; and if a rule is changed, the comparison shows it."""

import ast
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from witness.engagement import Witness
from witness.scenarios import (
    LIMIT,
    agreement,
    compared,
    drawn,
    drawn_small,
    of_engine,
    of_witness,
    rich,
)

pytestmark = pytest.mark.slow

SCENARIO = rich()
SOURCE = Path(__file__).with_name("engagement.py")
MAY_IMPORT = {
    "engagelab.graphs.hashing",
    "engagelab.models.sections",
}  # hashes of labels, and words


def test_the_witness_shares_no_code_with_the_engine():
    nodes = list(ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    assert not any(node.level for node in nodes if isinstance(node, ast.ImportFrom))
    ours = {name for name in names if name.split(".")[0] in ("engagelab", "twins", "witness")}
    assert ours == MAY_IMPORT
    others = {name.split(".")[0] for name in names - ours}
    assert others <= {"collections", "dataclasses", "itertools", "math", "numpy"}
    dynamic = {"__import__", "eval", "exec", "importlib"}
    assert not dynamic & {node.id for node in nodes if isinstance(node, ast.Name)}


@pytest.mark.parametrize("number", [2, 4, 11])
def test_the_engine_and_the_witness_agree(number):
    assert worst(agreement(drawn(number), runs=300, keys=60, runs_per_key=5)) < LIMIT


@pytest.mark.parametrize("number", range(10))
def test_they_agree_where_most_things_are_certain(number):
    assert worst(agreement(drawn_small(number), runs=200, keys=40, runs_per_key=5)) < LIMIT


def test_they_agree_where_every_rule_matters():
    assert worst(compared(engine(), of_witness(SCENARIO, 300))) < LIMIT


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("tie_read", 0.2), ("group_share", 0.65), ("invite", 0.4), ("employee_trust", 5),
        ("reply_rate", 0.5), ("goodwill", 0.9), ("listening_gain", 0), ("fatigue", 1),
    ],
)  # fmt: skip
def test_the_comparison_notices_another_number(field, value):
    assert worst(compared(engine(), of_witness(SCENARIO, 200, **{field: value}))) > LIMIT


@cache
def engine():
    return of_engine(SCENARIO, range(100), 8)


def worst(numbers):
    return max(abs(each.z) for each in numbers)


def test_what_only_one_side_counts_is_compared_with_0():
    runs = np.random.default_rng(1)
    rare = (runs.random((40, 5)) < 0.3).astype(float)
    both = {"reads": np.ones((40, 5))}, {"reads": np.ones(200)}
    (found, equal) = compared(both[0] | {"joins": rare}, both[1])
    assert (found.name, found.witness, equal.z) == ("joins", 0, 0)
    assert LIMIT < found.z < np.inf
    (mirrored, _) = compared(both[0], both[1] | {"joins": rare.ravel()})
    assert -np.inf < mirrored.z < -LIMIT


# --- witnesses of other rules


class SeedsNeedGoodwill(Witness):
    def open(self, life):
        seeds, life.seeds = life.seeds, set()
        super().open(life)
        life.seeds = seeds - life.unconcerned


class SeedsShowEverywhere(Witness):
    def count_share(self, life, share):
        super().count_share(life, share)
        if share.author in life.seeds:
            life.shown_in[share.author] = range(self.town.own)


class MeetAgain(Witness):
    def expose_groups(self, life):
        life.met.clear()
        return super().expose_groups(life)


class InviteAgain(Witness):
    def invite(self, life):
        life.invited_into.clear()
        super().invite(life)


class CriticsStay(Witness):
    """Critics stay in the own space."""

    def turn_critic(self, ending):
        before = set(self.members[-1])
        super().turn_critic(ending)
        self.members[-1] |= before


class AnsweredLeave(Witness):
    def leave(self, ending):
        answered, self.answered = self.answered, set()
        super().leave(ending)
        self.answered = answered


class LurkersRecognised(Witness):
    def moved_by(self, reward, person):
        return reward == "recognition" or super().moved_by(reward, person)


class AuthorsOnlyComment(Witness):
    """A published share does not make a contributor."""

    def publish(self, life):
        super().publish(life)
        return set()


class ReviewAll(Witness):
    """Off-message shares pass as often as sound ones."""

    def decide(self, life, person):
        model = self.model
        self.model = model.model_copy(update={"catch_rate": 0})
        super().decide(life, person)
        self.model = model


@pytest.mark.parametrize("kind", Witness.__subclasses__(), ids=lambda kind: kind.__name__)
def test_the_comparison_notices_another_rule(kind):
    assert worst(compared(engine(), of_witness(SCENARIO, 150, kind))) > LIMIT
