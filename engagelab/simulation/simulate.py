"""simulate(): the bridge from a Network and a model to the kernels; one adaptor for each model."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine import csr, state
from ..engine.coins import BLOCK
from ..errors import EngagelabError, listed
from ..graphs.edges import Memberships, Pairs
from ..graphs.network import Network, need_network
from ..models import (
    MODELS,
    SIR,
    Bass,
    Competing,
    Engagement,
    IndependentCascade,
    LinearThreshold,
    Model,
    Post,
    Rumour,
)
from .adaptors import Play, Seeds, by_class, campaign, classic, is_number, named
from .outcome import Outcome, provenance
from .settings import Cancelled, Record, Settings

_CAPACITY = 4096
_LOOK = 0.05  # seconds between two looks at whether a simulation was cancelled


def simulate(
    network: Network,
    model: Engagement | Model,
    seeds: Seeds,
    *,
    runs: int = 200,
    key: int = 0,
    horizon: int = 60,
    redraw_seeds: bool = False,
    record: Record = None,
    threads: int | None = None,
) -> Outcome:
    """Let one content spread from its seeds, many times.

    Parameters
    ----------
    network : Network
        People, ties and groups.
    model : Engagement, or one of the classic models
        The rules: `Engagement` (one post), `IndependentCascade`, `LinearThreshold`, `SIR`, `SIS`,
        `Rumour`, `ComplexContagion`, `GroupContagion`, `Bass`, `Competing`.
    seeds : int, iterable of labels, or (for `Competing`) a mapping of content to one of these
        Who starts. An integer draws that many people, those with the smallest coins, so that the
        first ten are among the first twenty; the same people in all runs.
    runs : int
        Number of runs. The first hundred do not depend on how many are asked for.
    key : int
        The integer that fixes all chance: the same key gives the same outcome, bit for bit.
    horizon : int
        The last round; a longer one only adds rounds.
    redraw_seeds : bool
        Draw other people in each run (for an integer of seeds).
    record : "people", "tree" or None
        "people" keeps for each run when each person first read: ``outcome.adoption``; "tree"
        keeps also from whom: ``outcome.parents``.
    threads : int, optional
        Threads to use; it cannot change the outcome.

    Returns
    -------
    Outcome
        Counts per run, measure and round; how often each person was reached; where it comes from.

    Raises
    ------
    EngagelabError
        For seeds who are not in the network, more seeds than people, or numbers out of bounds.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.karate_club_graph())
    >>> outcome = el.simulate(network, el.Engagement(tie_read=0.3, base_share=1), seeds=[0], runs=5)
    >>> el.reach(outcome).shape
    (5,)
    """
    settings = Settings(runs, key, horizon, redraw_seeds, record, threads)
    _of_the_right_kind(network, model)
    if isinstance(model, Model):
        return _played(network, model, classic(network, model, seeds, settings), settings)
    if is_number(seeds):
        return simulate_campaign(network, model, [Post(seeds=seeds)], settings)
    people = named(network, seeds)
    return simulate_campaign(network, model, [Post(seeds=people.size)], settings, [people])


def _of_the_right_kind(network: object, model: object) -> None:
    need_network(network)
    if not isinstance(model, (Engagement, Model)):
        known = listed(["Engagement", *(each.__name__ for each in MODELS)], 12)
        raise EngagelabError(
            f"model: {type(model).__name__} is not allowed; give one of {known}; a Scenario is "
            "played by its own run()"
        )


def simulate_campaign(
    network: Network,
    model: Engagement,
    posts: Sequence[Post],
    settings: Settings,
    seeds: Sequence[NDArray[np.int32]] | None = None,
    *,
    scenario: dict[str, Any] | None = None,
) -> Outcome:
    """Play a calendar of posts; `simulate` and scenarios end here.

    Parameters
    ----------
    network, model : Network, Engagement
        Where, and by which rules.
    posts : sequence of Post
        The calendar.
    settings : Settings
        Runs, key, horizon and how they are done.
    seeds : sequence of int arrays, optional
        Positions of the people who start each post, instead of drawing them by its origin.
    scenario : dict, optional
        The plan that this belongs to, for the provenance.
    """
    need_network(network)
    play = campaign(network, model, posts, settings, seeds)
    return _played(network, model, play, settings, scenario=scenario)


def _played(
    network: Network,
    model: Engagement | Model,
    play: Play,
    settings: Settings,
    *,
    scenario: dict[str, Any] | None = None,
) -> Outcome:
    """Play, and put together what comes out."""
    begun = time.perf_counter()
    tally = _tally(network, play, settings)
    threads = settings.threads or csr.processors()
    reached = _play(play, tally, settings, threads)
    return Outcome(
        counts=tally.counts[:, :, : settings.runs].transpose(2, 0, 1),
        by_post=tally.by_post,
        by_class=by_class(tally.by_cell[:, : settings.runs], play.town.cells),
        generations=tally.generations,
        reached_runs=reached,
        labels=network.labels,
        class_sizes=by_class(play.town.cell_people, play.town.cells),
        post_counts=tally.post_counts.transpose(1, 0, 2),
        shares_by_class=by_class(tally.shares_by_cell, play.town.cells),
        costs=play.costs,
        values=play.values,
        adoption_rounds=tally.adoption if settings.record else None,
        tree=tally.parents if settings.record == "tree" else None,
        contents_taken=tally.taken if settings.record and play.contents else None,
        names=tuple(play.measures),
        post_names=tuple(play.post_measures),
        provenance=provenance(
            rule=type(model).__name__,
            model=model.model_dump(mode="json"),
            posts=play.posts,
            scenario=scenario,
            network={"fingerprint": network.fingerprint, "says": repr(network)},
            notes=list(play.notes),
            runs=settings.runs, key=settings.key, horizon=settings.horizon,
            redraw_seeds=settings.redraw_seeds, threads=threads,
            seconds=time.perf_counter() - begun,
        ),
    )  # fmt: skip


def warm() -> None:
    """Compile and cache the kernels, so that the first answer of later processes is quick.

    Examples
    --------
    >>> from engagelab.simulation.simulate import warm
    >>> warm()
    """
    labels = np.arange(3)
    ends = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    groups = Memberships(["a"], np.zeros(2, np.int32), np.array([0, 1], np.int32))
    network = Network.build(labels, Pairs(*ends, None, False), groups)
    simulate(network, Engagement(), 1, runs=2, horizon=2)
    for model in (IndependentCascade(), SIR(), LinearThreshold(), Rumour(), Bass()):
        simulate(network, model, 1, runs=2, horizon=2)
    simulate(network, Competing(), {"first": 1, "second": 1}, runs=2, horizon=2)


# --- the run ---------------------------------------------------------------------------------


def _play(play: Play, tally: state.Tally, settings: Settings, threads: int) -> NDArray[np.int32]:
    """Share the runs among threads; return how often each person was reached."""
    workers = min(threads, -(-settings.runs // play.batch))
    shares = _Shares(settings.runs, play.batch, workers)
    people = play.town.hashes.size
    under_way: dict[int, Any] = {}

    def cancelled() -> bool:
        return settings.cancel is not None and settings.cancel.is_set()

    def work(number: int = 0) -> NDArray[np.int32]:
        capacity, run = play.shelf.take(play.kind) or (_CAPACITY, play.new_run(_CAPACITY))
        mine = tally._replace(reached=np.zeros(people, np.int32))
        under_way[number] = run
        while (share := shares.take()) is not None:
            first, last = share
            while first < last:
                if cancelled():
                    raise Cancelled
                # one batch at a time where somebody may cancel
                until = last if settings.cancel is None else min(last, first + play.batch)
                key, part = np.uint64(settings.key), (first, until)
                first = play.kernel(play.town, play.rules, play.plan, run, mine, key, part)
                if first < until and not cancelled():  # a list was full: longer ones, and on
                    capacity *= 4
                    under_way[number] = run = play.new_run(capacity)
        play.shelf.put(play.kind, capacity, run)
        return mine.reached

    if workers == 1 and settings.cancel is None:
        return work()
    with ThreadPoolExecutor(workers) as pool:
        parts = [pool.submit(work, number) for number in range(workers)]
        while settings.cancel is not None and wait(parts, _LOOK).not_done:
            if settings.cancel.is_set() and play.interrupt is not None:
                for run in tuple(under_way.values()):
                    play.interrupt(run)
        return np.asarray(sum(part.result() for part in parts), np.int32)


class _Shares:
    """Runs that are still to be done: large shares first, small ones last.

    So there are few of them, and yet the workers are done at about the same time. A few runs stay
    together: what they hand over lies in one line of a cache, which two workers had better not
    write to at once.
    """

    def __init__(self, runs: int, batch: int, workers: int) -> None:
        self._runs, self._workers = runs, workers
        self._batch = batch * max(1, min(4, runs // (4 * workers)) // batch)
        self._next, self._turn = 0, threading.Lock()

    def take(self) -> tuple[int, int] | None:
        """Return the first run of a share and the one after its last; nothing at the end."""
        with self._turn:
            first = self._next
            batches = -(-(self._runs - first) // self._batch)
            if batches == 0:
                return None
            share = batches if self._workers == 1 else max(1, batches // (4 * self._workers))
            self._next = first + self._batch * share
            return first, min(self._next, self._runs)


def _tally(network: Network, play: Play, settings: Settings) -> state.Tally:
    runs, rounds, people = settings.runs, settings.horizon + 1, network.people
    told = {
        "people": runs if settings.record else 0,
        "tree": runs if settings.record == "tree" else 0,
    }
    return state.Tally(
        counts=np.zeros((len(play.measures), rounds, _row(runs)), np.int64),
        by_post=np.zeros((runs, len(play.posts)), np.int64),
        post_counts=np.zeros((runs, len(play.post_measures), len(play.posts)), np.int64),
        shares_by_cell=np.zeros(
            (len(play.town.cells), runs if play.post_measures else 0), np.int64
        ),
        by_cell=np.zeros((len(play.town.cells), _row(-(-runs // BLOCK) * BLOCK)), np.int64),
        generations=np.zeros((runs, rounds + 1 if play.generations else 1), np.int64),
        reached=np.zeros(0, np.int32),
        adoption=np.zeros((told["people"], people), np.int32),
        parents=np.zeros((told["tree"], people), np.int32),
        taken=np.zeros((told["people"] if play.contents else 0, people), np.int16),
    )


def _row(columns: int) -> int:
    """Return how long to make rows of so many numbers, for them to lie well in memory.

    A run writes down a column. Where rows are whole multiples of 512 bytes, its numbers compete for
    the same few lines of a cache; one line more for each row, and they do not.
    """
    return columns + 8 if columns % 64 == 0 else columns
