"""The adaptors of the classic models: each turns a declaration into what a kernel needs."""

from collections.abc import Callable, Hashable, Sequence
from functools import singledispatch
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...engine import (
    bass,
    cascade,
    coins,
    competing,
    contagion,
    rumour,
    single_content,
    sir,
    state,
    threshold,
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
from .people import Seeds, plan_of, rival_plan, roomy, town_arrays
from .play import Play, buffers_of, kept

_NO_QUORUM = np.zeros(0, np.int32)
_NEVER = np.iinfo(np.int32).max


class Ready(NamedTuple):
    """A kernel, its rules as it takes them, and how it is to be called."""

    kernel: Callable[..., int]
    rules: Any
    new_run: Callable[[Network], Any]
    batch: int = 1
    notes: Sequence[str] = ()
    shape: Hashable = None  # what else than the network decides on the shapes of a run's arrays


def classic(network: Network, model: Model, seeds: Seeds, settings: Settings) -> Play:
    """Make one content (or several, where they compete) ready to be played by a classic model."""
    ready = rules_of(model, network, settings.horizon)
    contents = model.contents if isinstance(model, Competing) else ()
    return Play(
        kernel=ready.kernel,
        town=town_arrays(network),
        rules=ready.rules,
        plan=rival_plan(network, contents, seeds, settings)
        if contents
        else plan_of(network, seeds, settings),
        new_run=lambda _: ready.new_run(network),
        shelf=buffers_of(network),
        kind=(ready.kernel, ready.shape),
        batch=ready.batch,
        posts=[{"round": 0, "content": name} for name in contents] or [{"round": 0}],
        measures=(*single_content.MEASURES, *(f"readers of {name}" for name in contents)),
        contents=bool(contents),
        notes=ready.notes,
    )


def _course(network: Network) -> Any:
    return single_content.new_course(network.people, len(network.group_labels))


def _pressure(network: Network) -> Any:
    return threshold.new_pressure(network.people)


def _outbreak(network: Network, horizon: int) -> Any:
    return sir.new_outbreak(network.people, network.tie_to.size, network.most_ties, horizon)


def _block(network: Network) -> Any:
    return cascade.new_block(town_arrays(network), network.most_ties)


@singledispatch
def rules_of(model: Model, network: Network, horizon: int) -> Ready:
    """Return the kernel of a model, and its rules as the kernel takes them."""
    raise NotImplementedError(type(model).__name__)


def _limit(chance: float) -> np.uint64:
    return np.uint64(coins.threshold(chance))


def _contagion(model: Any, **others: Any) -> contagion.Contagion:
    """Return rules that are those of most contagions, and what differs."""
    usual: dict[str, Any] = {
        "group_limit": np.uint64(0),
        "quorum": _NO_QUORUM,
        "limit": _limit(model.transmissibility),
        "recover": _limit(model.recovery),
        "period": getattr(model, "period", None) or 0,
        "stop_first": model.order == "stop, transmit",
    }
    return contagion.Contagion(**usual | others)


@rules_of.register
def _(model: IndependentCascade, network: Network, horizon: int) -> Ready:
    chance = model.transmissibility
    if isinstance(chance, float):
        limits = roomy(np.full(network.most_ties, _limit(chance)))
    else:
        limits = kept(network, ("limits", chance), lambda: _own_limits(network, chance))
    rules = cascade.Chances(not isinstance(chance, float), limits)
    return Ready(cascade.simulate, rules, _block, coins.BLOCK)


def _own_limits(network: Network, chance: str) -> NDArray[np.uint64]:
    """Return the limit of each tie."""
    if chance == "in-degree":
        return roomy(state.limits_of(ties.even_weights(network)))
    return roomy(state.limits_of(ties.chances(network, "transmissibility")))


@rules_of.register
def _(model: SIR, network: Network, horizon: int) -> Ready:
    rules = sir.Removal(
        contact=sir.ages(model.transmissibility, horizon),
        recover=sir.ages(model.recovery, horizon),
        period=model.period or 0,
        stop_first=int(model.order == "stop, transmit"),
    )
    return Ready(sir.simulate, rules, lambda network: _outbreak(network, horizon), shape=horizon)


@rules_of.register
def _(model: SIS, network: Network, horizon: int) -> Ready:
    return Ready(contagion.simulate, _contagion(model), _course)


@rules_of.register
def _(model: GroupContagion, network: Network, horizon: int) -> Ready:
    sizes = network.group_sizes
    quorum = sizes - 1 if model.quorum is None else np.full(sizes.size, model.quorum)
    ready = np.where(sizes > 1, quorum, _NEVER).astype(np.int32)
    limit = _limit(model.group_transmissibility)
    rules = _contagion(model, quorum=ready, group_limit=limit)
    return Ready(contagion.simulate, rules, _course)


@rules_of.register
def _(model: Rumour, network: Network, horizon: int) -> Ready:
    rules = rumour.Stifling(
        tell=_limit(model.transmissibility),
        stifle=_limit(model.stifling),
        both=model.variant == "Daley-Kendall",
        mutual=not network.directed,
    )
    return Ready(rumour.simulate, rules, _course)


@rules_of.register
def _(model: Bass, network: Network, horizon: int) -> Ready:
    rules = bass.Hazard(model.innovation, model.imitation, ties.in_degree(network))
    return Ready(bass.simulate, rules, _course)


@rules_of.register
def _(model: Competing, network: Network, horizon: int) -> Ready:
    chances = np.array(list(model.transmissibility.values()))
    hashes = hashes_of(list(model.contents), "content")
    rules = competing.Rivals(hashes, state.limits_of(chances))
    return Ready(competing.simulate, rules, _course)


@rules_of.register
def _(model: LinearThreshold, network: Network, horizon: int) -> Ready:
    worth: Callable[[], NDArray[np.float64]] = {
        "in-degree": lambda: ties.even_weights(network),
        "weights": lambda: ties.influences(network, "influence"),
        "normalised": lambda: ties.normalised(network, "influence"),
    }[model.influence]
    rules = kept(network, ("influence", model.influence), lambda: thresholds.linear(worth()))
    return Ready(threshold.simulate, rules, _pressure)


@rules_of.register
def _(model: ComplexContagion, network: Network, horizon: int) -> Ready:
    rules, notes = thresholds.complex_contagion(network, model)
    return Ready(threshold.simulate, rules, _pressure, notes=notes)
