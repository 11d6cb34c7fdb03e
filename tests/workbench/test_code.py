"""The code of a view is run, and must make the same plan and the same numbers."""

import threading

import numpy as np
import pytest

import engagelab as el
from engagelab.workbench.answer import Asker, Question
from engagelab.workbench.code import code_of
from engagelab.workbench.draft import as_run
from engagelab.workbench.pins import Pin

SMALL = {"population.people": 2_000, "run.runs": 6, "run.horizon": 40}
CHANGES = {
    "number": {"groups.size": 40},
    "small number": {"engagement.tie_read": 0.1 + 0.2},
    "whole number": {"campaign.lifetime": 7},
    "large whole number": {"run.key": 2**63 - 1},
    "choice": {"groups.hold": "groups"},
    "switch": {"control.review": True, "campaign.redraw_seeds": True},
    "shares": {"content.relevance_by_role": {"employee": 0.7, "public": 0.4}},
    "no posts": {"campaign.posts": []},
    "one post": {"campaign.posts": [el.Post(seeds=3)]},
    "posts": {
        "campaign.posts": [
            el.Post(round=2, origin="customer", seeds=4, relevance=0.6, paid=20),
            el.Post(origin="prospects", relevance_by_role={"customer": 0.9}),
            el.Post(groups=(0, 1), seeds=1),
        ]
    },
    "many": {
        "groups.size": 12.5,
        "invitations.invite": 0.35,
        "rewards.trial": 4,
        "money.cost_post": 1e6,
        "run.key": 12,
        "run.runs": 4,
    },
}


def done(code, **given):
    """Run the lines and return what they made."""
    names = dict(given)
    exec(compile(code, "view", "exec"), names)
    return names


def answered(plan, base, network=None):
    return Asker(network)(Question(plan, as_run(base, plan)), False, threading.Event())


def same_numbers(made, answer):
    told = answer.numbers
    assert made["plan"].hash == answer.plan.hash
    assert made["reach"].mean() == told["reach"]["mean"]
    assert np.quantile(made["reach"], 0.95) == told["reach"]["high"]
    assert made["cost"] == pytest.approx(told["cost_per_reader"], rel=0, abs=0, nan_ok=True)
    assert made["gain"] == pytest.approx(told["return"], rel=0, abs=0, nan_ok=True)


@pytest.mark.parametrize("name", el.Scenario.presets())
def test_a_preset_is_one_line(name):
    plan = el.Scenario.preset(name)
    code = code_of(plan, plan)
    assert f'plan = el.Scenario.preset("{name}")' in code.splitlines()
    assert "base" not in code


@pytest.mark.parametrize("name", el.Scenario.presets())
def test_the_code_of_a_changed_preset_makes_its_numbers(name, capsys):
    base = el.Scenario.preset(name)
    plan = base.replace({**SMALL, "invitations.invite": 0.35})
    made = done(code_of(plan, base))
    answer = answered(plan, base)
    same_numbers(made, answer)
    assert made["lift"].mean() == answer.numbers["lift"]["mean"]
    printed = [float(number) for number in capsys.readouterr().out.split()]
    assert printed[0] == answer.numbers["reach"]["mean"]
    assert printed[-1] == answer.numbers["lift"]["mean"]


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_changes_of_every_type_come_out_again(changes):
    base = el.Scenario.preset("voucher").replace(SMALL)
    plan = base.replace(changes)
    made = done(code_of(plan, base))
    same_numbers(made, answered(plan, base))
    assert made["plan"].campaign.posts == plan.campaign.posts
    of_strategy = set(changes) - {"run.key"}  # the key alone is no other strategy
    assert ("base" in made) == bool(of_strategy)
    assert made.get("base", made["plan"]).hash == as_run(base, plan).hash


def test_every_field_can_be_changed():
    base = el.Scenario.preset("top-down")
    for name, field in el.Scenario.fields().items():
        if name in ("campaign.posts", "content.relevance_by_role"):
            continue
        other = next((one for one in field.choices if one != base.get(name)), None)
        if other is None:
            value, low, high = base.get(name), field.low, field.high
            other = min(low + 1, (low + high) / 2) if value == low else 0.9 * value + 0.1 * low
            other = int(other) if field.type is int else other
        plan = base.replace({name: other})
        assert plan.hash != base.hash, name
        assert done(code_of(plan, base).split("outcome")[0])["plan"].hash == plan.hash, name


def test_only_what_was_changed_is_written():
    base = el.Scenario.preset("voucher")
    code = code_of(base.replace({"groups.size": 80}), base)
    assert 'plan = base.replace({"groups.size": 80.0})' in code.splitlines()
    longest = code_of(base.replace(CHANGES["posts"]), base)
    assert max(map(len, longest.splitlines())) <= 100
    assert 'el.Post(round=2, origin="customer", seeds=4, relevance=0.6, paid=20)' in longest


def test_a_plan_of_ones_own_keeps_its_name():
    base = el.Scenario(name='l\'été "chaud"', summary="à nous", groups={"size": 40}).replace(SMALL)
    made = done(code_of(base, base))
    assert (made["plan"].name, made["plan"].summary) == (base.name, base.summary)
    same_numbers(made, answered(base, base))


def test_pins_are_compared_in_the_same_runs():
    base = el.Scenario.preset("voucher").replace(SMALL)
    plan = base.replace({"invitations.invite": 0.4})
    other = el.Scenario.preset("top-down").replace({"population.people": 2_000, "run.horizon": 40})
    pins = [Pin("A", "l'ancien", plan.replace({"groups.size": 9})), Pin("B", "top", other)]
    made = done(code_of(plan, base, pins=pins))
    table = made["compared"].table
    known = el.compare(plan, {"A: l'ancien": pins[0].plan, "B: top": other}).table
    assert table.equals(known)


def test_the_code_plays_on_the_network_that_is_put_there():
    base = el.Scenario.preset("go-to-them").replace({"run.runs": 5})
    plan = base.replace({"invitations.invite": 0.4})
    network = el.graphs.town(people=300, key=3)
    pins = [Pin("A", "base", base)]
    code = code_of(plan, base, pins=pins, network=network)
    put = [line for line in code.splitlines() if line.startswith("network = ...")]
    assert len(put) == 1
    made = done(code.replace(put[0], ""), network=network)
    answer = answered(plan, base, network)
    same_numbers(made, answer)
    assert made["lift"].mean() == answer.numbers["lift"]["mean"]
    known = el.compare(plan, {"A: base": base}, network=network).table
    assert made["compared"].table.equals(known)
