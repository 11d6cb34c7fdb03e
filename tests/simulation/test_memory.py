"""Estimated memory holds what is allocated, at most three times too high, and refuses before."""

import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from checkout import ROOT

import engagelab as el
from engagelab.errors import EngagelabError
from engagelab.io import memory as system
from engagelab.simulation import memory, town_cache
from engagelab.simulation.adaptors import cache
from engagelab.simulation.adaptors.cache import buffers_of
from engagelab.simulation.memory import Sizes, Work, simulation_bytes, town_bytes
from engagelab.simulation.settings import Settings

FACTOR = 3
POST = {"round": 0, "origin": "anyone"}


@pytest.fixture(autouse=True)
def looks_each_time(monkeypatch):
    """Look for memory each time it is needed."""
    monkeypatch.setattr(system, "_FRESH", -1)


def measured(make):
    """Return a result and the most memory that was allocated for it by NumPy and Python."""
    tracemalloc.start()
    try:
        return make(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


CLASSIC = {
    "cascade": (el.IndependentCascade(transmissibility=0.02), 10),
    "threshold": (el.LinearThreshold(), 10),
    "sir": (el.SIR(transmissibility=0.02), 10),
    "rumour": (el.Rumour(), 10),
    "bass": (el.Bass(), 10),
    "complex": (el.ComplexContagion(), 10),
    "groups": (el.GroupContagion(transmissibility=0.01), 10),
    "competing": (el.Competing(), {"first": 5, "second": 5}),
}
TOWNS = {
    "usual": {"people": 40_000},
    "many ties": {"people": 20_000, "ties": 60},
    "many groups": {"people": 20_000, "groups_per_person": 20},
}


@pytest.mark.slow
@pytest.mark.parametrize("town", TOWNS)
@pytest.mark.parametrize("name", CLASSIC)
def test_the_estimate_of_a_classic_model_is_near_what_is_allocated(name, town):
    model, seeds = CLASSIC[name]
    network = el.graphs.town(**TOWNS[town])
    settings = {"runs": 70, "horizon": 20, "threads": 2}
    outcome, used = measured(lambda: el.simulate(network, model, seeds, **settings))
    work = memory.work_of(Settings(**settings), measures=len(outcome.names))
    assert used <= simulation_bytes(Sizes.of(network), work) <= FACTOR * used


PLANS = {
    "usual": ({}, {"runs": 50}),
    "many ties": ({"population.ties": 100}, {"runs": 10}),
    "many groups": ({"groups.per_person": 30}, {"runs": 10}),
    "many posts": ({"campaign.posts": [POST] * 20}, {"runs": 20}),
    "many runs": ({"population.people": 1_000}, {"runs": 10_000}),
    "other seeds in each run": (
        {"campaign.posts": [{**POST, "origin": "members", "seeds": 5_000, "paid": 9_000}] * 3,
         "campaign.redraw_seeds": True}, {"runs": 150},
    ),
    "own space and leaving": (
        {"campaign.posts": [POST] * 5, "campaign.own_size": 20_000, "invitations.leave": 0.1},
        {"runs": 10},
    ),
    "many rounds": ({"population.people": 1_000, "settings.horizon": 600}, {"runs": 1_500}),
    "many runs and posts": (
        {"population.people": 1_000, "campaign.posts": [POST] * 30}, {"runs": 3_000},
    ),
    "people recorded": ({"population.people": 10_000}, {"runs": 400, "record": "people"}),
    "trees recorded": ({"population.people": 10_000}, {"runs": 400, "record": "tree"}),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_the_estimate_of_a_plan_is_near_what_is_allocated(name):
    changes, options = PLANS[name]
    plan = el.Scenario().replace({"population.people": 30_000, **changes})
    network = plan.town()
    settings = plan.settings_with(threads=2, **options)
    _, used = measured(lambda: plan.simulate(settings, network))
    work = memory.campaign_work(settings, plan.model, plan.campaign.posts, network.people)
    assert used <= simulation_bytes(Sizes.of(network), work) <= FACTOR * used


PEAK = """
import sys
import engagelab as el
from engagelab.simulation.memory import Sizes, campaign_work, simulation_bytes, town_bytes

def status(name):
    lines = open("/proc/self/status").read().splitlines()
    return 1024 * int(next(line for line in lines if line.startswith(name)).split()[1])

def used(make):
    open("/proc/self/clear_refs", "w").write("5")  # forget the peak
    before = status("VmRSS")
    result = make()
    return result, status("VmHWM") - before

el.Scenario(population={"people": 300}).run(runs=2)
plan = el.Scenario(population={"people": 400_000, "ties": float(sys.argv[1])})
settings = plan.settings_with(runs=4, threads=2)
town, peak = used(plan.town)
print(town_bytes(Sizes.of_town(plan.population, plan.groups)) / peak)
_, peak = used(lambda: plan.simulate(settings, town))
work = campaign_work(settings, plan.model, plan.campaign.posts, town.people)
print(simulation_bytes(Sizes.of(town), work) / peak)
"""


@pytest.mark.process
@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="memory as Linux counts it")
@pytest.mark.parametrize("ties", [12, 60])
def test_the_estimates_are_near_what_the_system_counts(ties):
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(ties)], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    for ratio in map(float, done.stdout.split()):
        assert 1 <= ratio <= FACTOR


MANY_TOWNS = """
import resource
import engagelab as el

plan = el.Scenario(population={"people": 60_000})
plan.run(runs=2, threads=2)
used = [int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmData")]
most = 1024 * used[0] + 450_000_000
resource.setrlimit(resource.RLIMIT_DATA, (most, most))
for size in range(10, 35):
    plan.replace({"groups.size": size}).run(runs=20, threads=2)
"""


@pytest.mark.process
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory as Linux counts it")
def test_a_process_with_little_memory_simulates_in_one_large_town_after_another():
    subprocess.run(
        [sys.executable, "-c", MANY_TOWNS], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def test_networks_of_earlier_simulations_give_up_their_buffers(monkeypatch):
    towns = [el.graphs.town(people=400, key=key) for key in range(4)]
    held = lambda: [len(buffers_of(town).runs) for town in towns]  # noqa: E731
    for town in towns:
        el.simulate(town, el.Engagement(), 5, runs=2, threads=1)
    assert held() == [1, 1, 1, 1]
    monkeypatch.setattr(cache, "_MOST_BUFFERS", 0)
    outcome = el.simulate(towns[0], el.Engagement(), 5, runs=2, threads=1)
    assert held() == [1, 0, 0, 0]
    again = el.simulate(towns[1], el.Engagement(), 5, runs=2, threads=1)
    assert held() == [0, 1, 0, 0]
    assert again.people == outcome.people
    towns[1:2] = []
    del again
    assert cache._POOLS._last() is None  # a network is not kept for its buffers


def test_what_is_cached_is_given_up_before_a_simulation_is_refused(monkeypatch):
    plan = el.Scenario(population={"people": 2_000})
    before = plan.run(runs=2)
    town = plan.town()
    free = lambda: 10 if plan.town() is town else 10**9  # noqa: E731
    monkeypatch.setattr(system, "available_memory", free)
    monkeypatch.setattr(system, "_SMALL", 10**6)
    after = plan.replace({"population.people": 2_500}).run(runs=2)
    assert after.people == 2_500
    assert plan.town() is not town
    assert not buffers_of(town).runs
    assert plan.town().fingerprint == town.fingerprint
    assert (plan.run(runs=2).counts == before.counts).all()


def test_the_sizes_of_a_town_are_known_before_it_is_generated():
    plan = el.Scenario(population={"people": 3_000}, groups={"size": 40, "hold": "groups"})
    planned, actual = Sizes.of_town(plan.population, plan.groups), Sizes.of(plan.town())
    assert planned.people == actual.people
    for name in ("ties", "memberships", "groups"):
        assert getattr(planned, name) == pytest.approx(getattr(actual, name), rel=0.05)


@pytest.mark.parametrize("name", [name for name in Work._fields if name != "redrawn"])
def test_more_work_needs_more_memory(name):
    sizes = Sizes(10_000, 120_000, 35_000, 1_400)
    work = Work(100, 60, 20, posts=2, threads=2, records=4, drawn=50, own_size=9, leaving=True)
    less = work._replace(**{name: getattr(work, name) // 2})
    assert simulation_bytes(sizes, less) < simulation_bytes(sizes, work)


@pytest.mark.parametrize("name", Sizes._fields)
def test_a_larger_network_needs_more_memory(name):
    sizes, work = Sizes(10_000, 120_000, 35_000, 1_400), Work(100, 60, 20, posts=2)
    more = sizes._replace(**{name: 2 * getattr(sizes, name)})
    assert simulation_bytes(more, work) > simulation_bytes(sizes, work)
    assert town_bytes(more) >= town_bytes(sizes)


class TestRefusals:
    """Before anything is allocated, with the estimate."""

    NEEDED = r"memory: about [\d.,]+ GB are needed, more than the 0\.1 GB that are left; lower"

    @pytest.fixture(autouse=True)
    def scarce(self, monkeypatch):
        monkeypatch.setattr(system, "available_memory", lambda: 100_000_000)

    @pytest.fixture
    def network(self):
        return el.graphs.town(people=500)

    def test_a_classic_model(self, network):
        with pytest.raises(EngagelabError, match=self.NEEDED):
            el.simulate(network, el.Bass(), 5, runs=1_000_000)
        with pytest.raises(EngagelabError, match=self.NEEDED):
            el.simulate(network, el.SIR(), 5, runs=20_000, record="tree")

    def test_the_engagement_model(self, network):
        with pytest.raises(EngagelabError, match=self.NEEDED):
            el.simulate(network, el.Engagement(), 5, runs=100_000)

    def test_a_plan_before_its_town(self, monkeypatch):
        generate = lambda *_: pytest.fail("the town was generated")  # noqa: E731
        monkeypatch.setattr(town_cache.TOWNS, "get", generate)
        for changes in ({"population.people": 2_000_000}, {"settings.runs": 100_000},
                        {"campaign.posts": [POST] * 3_000}):  # fmt: skip
            with pytest.raises(EngagelabError, match=self.NEEDED):
                el.Scenario().replace(changes).run()

    def test_a_town(self):
        with pytest.raises(EngagelabError, match=self.NEEDED):
            el.Scenario(population={"people": 5_000_000}).town()

    @pytest.mark.slow
    def test_a_run_to_watch(self):
        from engagelab.player import spread

        plan = el.Scenario().replace({"campaign.posts": [POST] * 3_000})
        with pytest.raises(EngagelabError, match=self.NEEDED):
            spread(plan)

    def test_small_simulations_are_never_refused(self, network, monkeypatch):
        monkeypatch.setattr(system, "available_memory", lambda: 0)
        assert el.simulate(network, el.Bass(), 5, runs=10).runs == 10

    def test_what_is_taken_already_is_not_needed_again(self, monkeypatch):
        network = el.graphs.town(people=60_000)
        monkeypatch.setattr(system, "available_memory", lambda: 2_000_000_000)
        posts = {"campaign.posts": [POST] * 10}
        plan = el.Scenario().replace(posts)
        plan.run(runs=2, network=network, threads=2)
        monkeypatch.setattr(system, "_SMALL", 0)
        assert memory.held_bytes(network) > 40_000_000
        settings = plan.settings_with(runs=2, threads=2)
        work = memory.campaign_work(settings, plan.model, plan.campaign.posts, network.people)
        needed = simulation_bytes(Sizes.of(network), work)
        left = needed - memory.held_bytes(network)
        monkeypatch.setattr(system, "available_memory", lambda: left + 1)
        assert plan.run(runs=2, network=network, threads=2).runs == 2
        left = needed - memory.held_bytes(network)  # another run may hold more
        monkeypatch.setattr(system, "available_memory", lambda: left - 1)
        with pytest.raises(EngagelabError, match="are needed"):
            plan.run(runs=2, network=network, threads=2)
