"""VisitorLimits where visitors choose the sizes of a simulation."""

import dataclasses
import os
import subprocess
import sys

import pytest

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.experiments import sweep
from engagelab.io import memory as system
from engagelab.models import Post
from engagelab.report import findings
from engagelab.simulation import limits as module
from engagelab.simulation.limits import VISITORS, VisitorLimits, limits
from engagelab.workbench.state.plan_files import plan_in
from engagelab.workbench.state.share_code import decode_plan, encode_plan


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch):
    """Look for memory each time it is needed."""
    monkeypatch.setattr(system, "_FRESH", -1)


@pytest.fixture
def visited(monkeypatch):
    monkeypatch.setattr(module, "_PROCESS_LIMITS", VISITORS)


@pytest.fixture
def small(visited, monkeypatch):
    """VisitorLimits that a quick simulation meets."""

    def set_limits(**values):
        monkeypatch.setattr(module, "_PROCESS_LIMITS", dataclasses.replace(VISITORS, **values))

    return set_limits


@pytest.mark.parametrize("serves", [False, True])
def test_there_are_limits_only_where_visitors_come(serves):
    code = "from engagelab.simulation.limits import limits; print(limits())"
    environment = os.environ | ({"ENGAGELAB_LIMITS": "visitors"} if serves else {})
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True,
                          text=True, check=True)  # fmt: skip
    assert done.stdout.strip() == str(VISITORS if serves else None)
    assert limits() is None
    assert VisitorLimits(200_000, 1_000, 100, 2_000_000_000, 1_000_000_000, 200_000_000) == VISITORS


def test_seeds_that_are_drawn_anew_in_each_run_are_bounded(small):
    small(draws=100_000)
    plan = el.Scenario.preset("go-to-them").replace({"population.people": 1_000})
    posts = len(plan.campaign.posts)
    once = plan.replace({"settings.runs": 200})
    assert once.run().runs == 200
    text = (
        rf"campaign.redraw_seeds: seeds would be drawn {200_000 * posts:,} times in all runs, more"
    )
    with pytest.raises(EngagelabError, match=text):
        once.replace({"campaign.redraw_seeds": True}).run()
    with pytest.raises(EngagelabError, match=r"redraw_seeds: seeds would be drawn 101,000"):
        el.simulate(el.graphs.town(1_000), el.SIR(), 3, runs=101, redraw_seeds=True)
    few = once.replace({"campaign.redraw_seeds": True, "settings.runs": 100 // posts})
    assert few.run().runs == 100 // posts


@pytest.mark.parametrize(("changes", "text"), [
    ({"population.people": 200_001}, "population.people: 200,001 are more than the 200,000"),
    ({"settings.runs": 1_001}, "settings.runs: 1,001 are more than the 1,000 allowed to visitors"),
    ({"campaign.posts": [{}] * 101}, "campaign.posts: 101 are more than the 100 allowed"),
])  # fmt: skip
def test_there_is_no_plan_beyond_the_limits(visited, monkeypatch, changes, text):
    plan = el.Scenario()
    with pytest.raises(EngagelabError, match=text):
        plan.replace(changes)
    monkeypatch.setattr(module, "_PROCESS_LIMITS", None)
    beyond = plan.replace(changes)
    written, has_code = beyond.to_text(), "campaign.posts" not in changes
    letters = encode_plan(beyond) if has_code else ""
    monkeypatch.setattr(module, "_PROCESS_LIMITS", VISITORS)
    for read in (lambda: plan_in("mine.yaml", written.encode()), beyond.run):
        with pytest.raises(EngagelabError, match=text):
            read()
    if has_code:
        with pytest.raises(EngagelabError, match=text):
            decode_plan(letters)


def test_a_plan_that_needs_too_much_memory_is_refused_everywhere(visited):
    big = {"population.people": 199_000, "population.ties": 190, "groups.per_person": 40}
    plan = el.Scenario().replace(big)
    for ask in (plan.run, lambda: sweep(plan, {"settings.key": [1, 2]}), lambda: findings(plan)):
        with pytest.raises(EngagelabError, match="memory: about"):
            ask()


def test_posts_are_counted_before_they_are_made(visited, monkeypatch):
    monkeypatch.setattr(Post, "__init__", lambda *_, **__: pytest.fail("a post was made"))
    with pytest.raises(EngagelabError, match="30,000 are more than the 100"):
        el.Scenario(campaign={"posts": [{}] * 30_000})
    for odd in ({"posts": 5}, {"posts": None}, 5, None):
        with pytest.raises(EngagelabError):
            el.Scenario(campaign=odd)


def test_a_network_and_runs_beyond_the_limits_are_refused(small):
    small(people=400)
    network = el.graphs.town(people=500)
    with pytest.raises(EngagelabError, match=r"people: 500 are more than the 400 allowed"):
        el.simulate(network, el.SIR(), 5, runs=2)
    small(runs=10)
    with pytest.raises(EngagelabError, match=r"runs: 11 are more than the 10 allowed"):
        el.simulate(network, el.Engagement(), 5, runs=11)


@pytest.mark.parametrize("threads", [1, 2])
def test_a_simulation_that_evaluates_too_many_exposures_is_stopped(small, threads):
    plan = el.Scenario(population={"people": 1_000}, settings={"runs": 50})
    plan = plan.replace({"engagement.base_share": 1, "engagement.tie_read": 1})
    whole = int(plan.run().total("impressions").sum())
    small(exposures=whole)
    assert plan.run(threads=threads).runs == 50
    small(exposures=whole - 1)
    with pytest.raises(EngagelabError) as caught:
        plan.run(threads=threads)
    assert str(caught.value).startswith(
        f"exposures: the simulation was stopped after more than {whole - 1:,} exposures; lower"
    )


def test_one_long_run_is_stopped_on_its_way(small):
    plan = el.Scenario(population={"people": 100_000, "ties": 100}, settings={"runs": 1})
    plan = plan.replace({"engagement.base_share": 1, "engagement.tie_read": 1})
    town = plan.town()
    small(exposures=1_000)
    with pytest.raises(EngagelabError, match="stopped after more than 1,000 exposures"):
        plan.run(network=town)


def test_limits_change_no_number(visited, monkeypatch):
    plan = el.Scenario(population={"people": 500}, settings={"runs": 20})
    limited = plan.run()
    monkeypatch.setattr(module, "_PROCESS_LIMITS", None)
    assert (plan.run().counts == limited.counts).all()
    network = plan.town()
    monkeypatch.setattr(module, "_PROCESS_LIMITS", VISITORS)
    bound = el.simulate(network, el.SIR(transmissibility=0.1), 5, runs=70)
    monkeypatch.setattr(module, "_PROCESS_LIMITS", None)
    free = el.simulate(network, el.SIR(transmissibility=0.1), 5, runs=70)
    assert (free.counts == bound.counts).all()


@pytest.mark.parametrize("threads", [1, 2])
def test_memberships_that_outgrow_the_memory_stop_the_simulation(monkeypatch, threads):
    plan = el.Scenario(population={"people": 400}, settings={"runs": 4})
    plan = plan.replace(dict.fromkeys(
        ("invitations.invite", "invitations.accept", "engagement.base_share", "engagement.tie_read",
         "engagement.group_share"), 1,
    ))  # fmt: skip
    town = plan.town()
    monkeypatch.setattr(system, "_SMALL", 0)
    monkeypatch.setattr(system, "available_memory", lambda: 5_000_000)
    with pytest.raises(EngagelabError, match=r"memory: about .* GB are needed"):
        plan.run(network=town, threads=threads)
