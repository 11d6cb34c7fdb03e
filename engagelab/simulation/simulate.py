"""simulate(): run a model on a network, many times, and return an Outcome."""

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine import csr, single_content, state
from ..engine.coins import BLOCK
from ..errors import EngagelabError, listed
from ..graphs.edges import Pairs, as_list
from ..graphs.memberships import Memberships
from ..graphs.network import Network, need_network
from ..io.arguments import checked
from ..io.arrays import label_to_json
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
from .adaptors import (
    PreparedRun,
    Seeds,
    campaign,
    classes_of,
    classic,
    counts_of,
    is_number,
    positions_of,
)
from .adaptors.cache import cached
from .class_counts import ClassCounts
from .execution import execute
from .memory import campaign_work, need_memory_for, work_of
from .outcome import Outcome
from .provenance import provenance
from .settings import Record, Settings

_CLASSIC_MEASURES = len(single_content.MEASURES)


@checked
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
    """Simulate the spread of a content from its seeds, many times.

    Parameters
    ----------
    network : Network
        People, ties and groups.
    model : Engagement, or one of the classic models
        The rules: `Engagement` (one post), `IndependentCascade`, `LinearThreshold`, `SIR`, `SIS`,
        `Rumour`, `ComplexContagion`, `GroupContagion`, `Bass`, `Competing`.
    seeds : int, iterable of labels, or (for `Competing`) a mapping of content to one of these
        The people who start. An integer draws that many people by the smallest coins, so ten drawn
        people are among twenty drawn with the same key; they are the same in all runs.
    runs : int
        Number of runs. Run i does not depend on how many runs there are.
    key : int
        The integer that fixes all chance: the same key gives the same outcome, bit for bit.
    horizon : int
        The last round. A later one only adds rounds, with one exception: ``attributed`` counts
        shares in the round in which the sharers who caused them began, so its counts of the last
        rounds grow.
    redraw_seeds : bool
        Draw other people in each run, if `seeds` is a number.
    record : "people", "tree" or None
        "people" records for each run when each person first read, as ``outcome.adoption``; "tree"
        records also from whom, as ``outcome.parents``.
    threads : int, optional
        Number of threads; it cannot change the outcome.

    Returns
    -------
    Outcome
        Counts by run, measure and round; how often each person was reached; the provenance.

    Raises
    ------
    EngagelabError
        If seeds are not in the network or more than its people, or a number is out of bounds.

    Notes
    -----
    Ask for all runs in one call. A call costs about 0.06 ms besides its runs: for small cascades a
    loop of single runs takes a hundred times as long (docs/benchmarks.md, "One run a call").

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.karate_club_graph())
    >>> outcome = el.simulate(network, el.Engagement(tie_read=0.3, base_share=1), seeds=[0], runs=5)
    >>> el.reach(outcome).shape
    (5,)
    """
    settings = Settings(runs, key, horizon, redraw_seeds, record, threads)
    _check_types(network, model)
    if isinstance(seeds, Iterator):
        seeds = list(seeds)  # to be read again for the provenance
    if isinstance(model, Model):
        measures = _CLASSIC_MEASURES + (len(model.contents) if isinstance(model, Competing) else 0)
        drawn = min(seeds, network.people) if is_number(seeds) else 0
        need_memory_for(network, work_of(settings, measures=measures, drawn=max(0, drawn)))
        prepared = classic(network, model, seeds, settings)
        return _simulate_prepared(network, model, prepared, settings, stated=seeds)
    if is_number(seeds):
        posts, people = [_one_post(seeds)], None
    else:
        people = [positions_of(network, seeds)]
        posts = [_one_post(people[0].size)]
    return simulate_campaign(network, model, posts, settings, people, stated=seeds)


@lru_cache(maxsize=8)  # for single runs in a loop
def _one_post(seeds: int) -> Post:
    return Post(seeds=seeds)


def _check_types(network: object, model: object) -> None:
    need_network(network)
    if not isinstance(model, (Engagement, Model)):
        known = listed(["Engagement", *(each.__name__ for each in MODELS)], 12)
        raise EngagelabError(
            f"model: {type(model).__name__} is not allowed; give one of {known}; run a "
            "Scenario by its method run()"
        )


def simulate_campaign(
    network: Network,
    model: Engagement,
    posts: Sequence[Post],
    settings: Settings,
    seeds: Sequence[NDArray[np.int32]] | None = None,
    *,
    scenario: dict[str, Any] | None = None,
    stated: Seeds | None = None,
) -> Outcome:
    """Simulate a calendar of posts by the engagement model.

    Parameters
    ----------
    network : Network
        People, ties and groups.
    model : Engagement
        The rules.
    posts : sequence of Post
        The posts, each with its round and seeds.
    settings : Settings
        Runs, key, horizon and threads.
    seeds : sequence of int arrays, optional
        Positions of the people who start each post; by default they are drawn by its origin.
    scenario : dict, optional
        The plan, for the provenance.
    stated : Seeds, optional
        The seeds as they were given, for the provenance.
    """
    need_network(network)
    need_memory_for(network, campaign_work(settings, model, posts, network.people))
    prepared = campaign(network, model, posts, settings, seeds)
    return _simulate_prepared(network, model, prepared, settings, scenario=scenario, stated=stated)


def _simulate_prepared(
    network: Network,
    model: Engagement | Model,
    prepared: PreparedRun,
    settings: Settings,
    *,
    scenario: dict[str, Any] | None = None,
    stated: Seeds | None = None,
) -> Outcome:
    """Simulate the runs and collect their results in an Outcome."""
    started = time.perf_counter()
    counts = counts_of(network, (settings.horizon + 1, len(prepared.counted), _row(settings.runs)))
    tally = _tally(network, prepared, settings, counts.take())
    threads = settings.threads or csr.processors()
    classes = classes_of(network)
    reached = execute(prepared, tally, settings, threads)
    counted = counts.put(tally.counts, tally.last_rounds)[:, :, : settings.runs]
    return Outcome(
        counted=counted.transpose(2, 1, 0),
        last_rounds=tally.last_rounds,
        horizon=settings.horizon,
        by_post=tally.by_post,
        generations=tally.generations,
        reached_runs=reached,
        labels=network.labels,
        class_sizes=classes.sizes,
        post_counts=tally.post_counts.transpose(1, 0, 2),
        class_counts=ClassCounts.of_cells(
            classes, tally.by_cell[:, : settings.runs], tally.shares_by_cell
        ),
        costs=prepared.costs,
        values=prepared.values,
        adoption_rounds=tally.adoption if settings.record else None,
        tree=tally.parents if settings.record == "tree" else None,
        contents_taken=tally.taken if settings.record and prepared.contents else None,
        names=tuple(prepared.measures),
        counted_names=tuple(prepared.counted),
        post_names=tuple(prepared.post_measures),
        provenance=provenance(
            rule=type(model).__name__,
            model=model.model_dump(mode="json"),
            posts=prepared.posts,
            scenario=scenario,
            **({} if stated is None else {"seeds": _recorded(stated)}),
            network=dict(cached(network, "provenance", lambda: _provenance_of(network))),
            notes=list(prepared.notes),
            runs=settings.runs, key=settings.key, horizon=settings.horizon,
            redraw_seeds=settings.redraw_seeds, threads=threads,
            seconds=time.perf_counter() - started,
        ),
    )  # fmt: skip


def _recorded(seeds: Any) -> Any:
    """Return seeds as a file holds them: a number, or labels."""
    if is_number(seeds):
        return int(seeds)
    if isinstance(seeds, Mapping):
        return {name: _recorded(each) for name, each in seeds.items()}
    labels = as_list(seeds)
    return [label if isinstance(label, (str, int)) else label_to_json(label) for label in labels]


def _provenance_of(network: Network) -> dict[str, str]:
    return {"fingerprint": network.fingerprint, "says": repr(network)}


def warm() -> None:
    """Compile the kernels and cache them on disk for later processes.

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


def _tally(
    network: Network, prepared: PreparedRun, settings: Settings, counts: NDArray[np.int64]
) -> state.Tally:
    """Return the arrays of the results of all runs, empty where nothing is recorded."""
    runs, rounds, people = settings.runs, settings.horizon + 1, network.people
    posts, cells = len(prepared.posts), len(prepared.town.cells)
    recorded = runs if settings.record else 0
    with_tree = runs if settings.record == "tree" else 0
    return state.Tally(
        counts=counts,
        last_rounds=np.full(runs, settings.horizon),
        by_post=np.zeros((runs, posts), np.int64),
        post_counts=np.zeros((runs, len(prepared.post_measures), posts), np.int64),
        by_cell=np.zeros((cells, _row(-(-runs // BLOCK) * BLOCK)), np.int64),
        shares_by_cell=np.zeros((cells, runs if prepared.post_measures else 0), np.int64),
        generations=np.zeros((runs, rounds + 1 if prepared.generations else 1), np.int64),
        reached=np.zeros(people, np.int32),
        adoption=np.zeros((recorded, people), np.int32),
        parents=np.zeros((with_tree, people), np.int32),
        taken=np.zeros((recorded if prepared.contents else 0, people), np.int16),
    )


def _row(columns: int) -> int:
    """Return the length of rows with so many numbers, padded to suit the cache.

    A run writes a column. In rows of a multiple of 512 bytes its numbers would compete for the same
    few cache lines, so such rows get one line more.
    """
    return columns + 8 if columns % 64 == 0 else columns
