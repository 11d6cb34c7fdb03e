"""Adaptors of the classic models: a kernel and its rules for each declaration."""

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache, singledispatch
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...engine import (
    bass,
    cascade,
    cascade_exposure,
    cascade_state,
    coins,
    competing,
    contagion,
    rumour,
    single_content,
    sir,
    sir_state,
    state,
    threshold,
    waiting_times,
)
from ...graphs.hashing import hashes_of
from ...graphs.network import Network
from ...models import (
    SIR,
    SIS,
    Bass,
    Competing,
    ComplexContagion,
    GroupContagion,
    IndependentCascade,
    LinearThreshold,
    Model,
    Rumour,
)
from ..settings import Settings
from . import thresholds, ties
from .cache import buffers_of, cached
from .prepared import PreparedRun
from .seeds import Seeds, competing_seed_plan, seed_plan
from .town import padded, town_arrays

_NO_QUORUM = np.zeros(0, np.int32)
_NEVER = np.iinfo(np.int32).max


class KernelSetup(NamedTuple):
    """A kernel, its rules, and how it is called."""

    kernel: Callable[..., int]
    rules: Any
    new_run: Callable[[Network], Any]
    batch: int = 1
    counted: Sequence[str] = single_content.MEASURES
    notes: Sequence[str] = ()
    shape: Hashable = None  # determines the shapes of a run's arrays, besides the network


def classic(network: Network, model: Model, seeds: Seeds, settings: Settings) -> PreparedRun:
    """Prepare a classic model with one content, or with several that compete."""
    setup = setup_of(model, network, settings.horizon)
    contents = model.contents if isinstance(model, Competing) else ()
    of_contents = [f"readers of {name}" for name in contents]
    return PreparedRun(
        kernel=setup.kernel,
        town=town_arrays(network),
        rules=setup.rules,
        plan=competing_seed_plan(network, contents, seeds, settings)
        if contents
        else seed_plan(network, seeds, settings),
        new_run=lambda _: setup.new_run(network),
        buffers=buffers_of(network),
        kind=(setup.kernel, setup.shape),
        batch=setup.batch,
        posts=[{"round": 0, "content": name} for name in contents] or [{"round": 0}],
        counted=(*setup.counted, *of_contents),
        measures=(*single_content.MEASURES, *of_contents),
        contents=bool(contents),
        notes=setup.notes,
    )


def _course(network: Network) -> Any:
    return single_content.new_course(network.people, len(network.group_labels))


def _pressure(network: Network) -> Any:
    return threshold.new_pressure(network.people)


def _outbreak(network: Network, horizon: int) -> Any:
    return sir_state.new_outbreak(network.people, network.tie_to.size, network.most_ties, horizon)


def _block(network: Network) -> Any:
    return cascade_state.new_block(town_arrays(network), network.most_ties)


@singledispatch
def setup_of(model: Model, network: Network, horizon: int) -> KernelSetup:
    """Return the kernel of a model and its rules."""
    raise NotImplementedError(type(model).__name__)


def _limit(chance: float) -> np.uint64:
    return np.uint64(coins.threshold(chance))


def _contagion(model: Any, **changes: Any) -> contagion.Contagion:
    """Return the rules of a contagion without groups, with some of them changed."""
    rules: dict[str, Any] = {
        "group_limit": np.uint64(0),
        "quorum": _NO_QUORUM,
        "limit": _limit(model.transmissibility),
        "recover": _limit(model.recovery),
        "period": getattr(model, "period", None) or 0,
        "stop_first": model.order == "stop, transmit",
    }
    return contagion.Contagion(**rules | changes)


@lru_cache(maxsize=8)
def _equal_limits(count: int, chance: float) -> NDArray[np.uint64]:
    return padded(np.full(count, _limit(chance)))  # kernels only read it


@setup_of.register
def _(model: IndependentCascade, network: Network, horizon: int) -> KernelSetup:
    chance = model.transmissibility
    if isinstance(chance, float):
        limits = _equal_limits(network.most_ties, chance)
    else:
        limits = cached(network, ("limits", chance), lambda: _tie_limits(network, chance))
    rules = cascade_exposure.Chances(not isinstance(chance, float), limits)
    return KernelSetup(cascade.simulate, rules, _block, coins.BLOCK, counted=cascade.MEASURES)


def _tie_limits(network: Network, chance: str) -> NDArray[np.uint64]:
    """Return the limit of each tie."""
    if chance == "in-degree":
        return padded(state.limits_of(ties.even_weights(network)))
    return padded(state.limits_of(ties.chances(network, "transmissibility")))


@setup_of.register
def _(model: SIR, network: Network, horizon: int) -> KernelSetup:
    rules = sir.Removal(
        contact=waiting_times.waiting_times(model.transmissibility, horizon),
        recover=waiting_times.waiting_times(model.recovery, horizon),
        period=model.period or 0,
        stop_first=int(model.order == "stop, transmit"),
    )
    return KernelSetup(
        sir.simulate, rules, lambda network: _outbreak(network, horizon), shape=horizon
    )


@setup_of.register
def _(model: SIS, network: Network, horizon: int) -> KernelSetup:
    return KernelSetup(contagion.simulate, _contagion(model), _course)


@setup_of.register
def _(model: GroupContagion, network: Network, horizon: int) -> KernelSetup:
    sizes = network.group_sizes
    quorum = sizes - 1 if model.quorum is None else np.full(sizes.size, model.quorum)
    ready = np.where(sizes > 1, quorum, _NEVER).astype(np.int32)
    limit = _limit(model.group_transmissibility)
    rules = _contagion(model, quorum=ready, group_limit=limit)
    return KernelSetup(contagion.simulate, rules, _course)


@setup_of.register
def _(model: Rumour, network: Network, horizon: int) -> KernelSetup:
    rules = rumour.Stifling(
        tell=_limit(model.transmissibility),
        stifle=_limit(model.stifling),
        both=model.variant == "Daley-Kendall",
        mutual=not network.directed,
    )
    return KernelSetup(rumour.simulate, rules, _course)


@setup_of.register
def _(model: Bass, network: Network, horizon: int) -> KernelSetup:
    rules = bass.Hazard(model.innovation, model.imitation, ties.in_degree(network))
    return KernelSetup(bass.simulate, rules, _course)


@setup_of.register
def _(model: Competing, network: Network, horizon: int) -> KernelSetup:
    chances = np.array(list(model.transmissibility.values()))
    hashes = hashes_of(list(model.contents), "content")
    rules = competing.Rivals(hashes, state.limits_of(chances))
    return KernelSetup(competing.simulate, rules, _course)


@setup_of.register
def _(model: LinearThreshold, network: Network, horizon: int) -> KernelSetup:
    influences: Callable[[], NDArray[np.float64]] = {
        "in-degree": lambda: ties.even_weights(network),
        "weights": lambda: ties.influences(network, "influence"),
        "normalised": lambda: ties.normalised(network, "influence"),
    }[model.influence]
    rules = cached(network, ("influence", model.influence), lambda: thresholds.linear(influences()))
    return KernelSetup(threshold.simulate, rules, _pressure)


@setup_of.register
def _(model: ComplexContagion, network: Network, horizon: int) -> KernelSetup:
    rules, notes = thresholds.complex_contagion(network, model)
    return KernelSetup(threshold.simulate, rules, _pressure, notes=notes)
