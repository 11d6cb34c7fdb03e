"""The adaptors of the classic models: each turns a declaration into what a kernel needs."""

from collections.abc import Callable
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine import bass, cascade, coins, competing, rumour, spread, state, threshold
from ..labels import hashes_of
from ..models import (
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
from ..network import Network
from ..order import Order
from . import thresholds, ties
from .people import Seeds, plan_of, rival_plan, town_arrays
from .play import Play

_ALIKE = np.zeros(0, np.uint64)
_NO_QUORUM = np.zeros(0, np.int32)
_NEVER = np.iinfo(np.int32).max


def classic(network: Network, model: Model, seeds: Seeds, order: Order) -> Play:
    """Make one content (or several, where they compete) ready to be played by a classic model."""
    kernel, rules, notes = rules_of(model, network)
    town = town_arrays(network)
    shape = network.people, len(network.group_labels)
    several = isinstance(model, Competing)
    contents = model.contents if isinstance(model, Competing) else ()
    return Play(
        kernel=kernel,
        town=town,
        rules=rules,
        plan=rival_plan(network, contents, seeds, order)
        if several
        else plan_of(network, seeds, order),
        new_run=lambda _: spread.new_course(*shape),
        posts=[{"round": 0, "content": name} for name in contents] or [{"round": 0}],
        measures=(*spread.MEASURES, *(f"readers of {name}" for name in contents)),
        contents=several,
        notes=notes,
    )


Rules = tuple[Callable[..., int], Any, list[str]]


@singledispatch
def rules_of(model: Model, network: Network) -> Rules:
    """Return the kernel of a model, its rules as the kernel takes them, and what to note."""
    raise NotImplementedError(type(model).__name__)


def _limit(chance: float) -> np.uint64:
    return np.uint64(coins.threshold(chance))


def _contagion(model: Any, **others: Any) -> cascade.Contagion:
    """Return rules that are those of most contagions, and what differs."""
    usual: dict[str, Any] = {
        "limit": np.uint64(0),
        "limits": _ALIKE,
        "group_limit": np.uint64(0),
        "quorum": _NO_QUORUM,
        "recover": np.uint64(0),
        "period": 0,
        "again": False,
        "stop_first": False,
        "contact": coins.CONTACT,
        "clocked": True,
    }
    if not isinstance(model, IndependentCascade):
        usual |= {
            "limit": _limit(model.transmissibility),
            "recover": _limit(model.recovery),
            "period": getattr(model, "period", None) or 0,
            "stop_first": model.order == "stop, transmit",
        }
    return cascade.Contagion(**usual | others)


@rules_of.register
def _(model: IndependentCascade, network: Network) -> Rules:
    chance = model.transmissibility
    if isinstance(chance, float):
        given: dict[str, Any] = {"limit": _limit(chance)}
    elif chance == "in-degree":
        given = {"limits": state.limits_of(ties.even_weights(network))}
    else:
        given = {"limits": state.limits_of(ties.chances(network, "transmissibility"))}
    return (
        cascade.simulate,
        _contagion(model, **given, period=1, contact=coins.TIE, clocked=False),
        [],
    )


@rules_of.register
def _(model: SIR, network: Network) -> Rules:
    return cascade.simulate, _contagion(model), []


@rules_of.register
def _(model: SIS, network: Network) -> Rules:
    return cascade.simulate, _contagion(model, again=True), []


@rules_of.register
def _(model: GroupContagion, network: Network) -> Rules:
    sizes = network.group_sizes
    quorum = sizes - 1 if model.quorum is None else np.full(sizes.size, model.quorum)
    ready = np.where(sizes > 1, quorum, _NEVER).astype(np.int32)
    limit = _limit(model.group_transmissibility)
    rules = _contagion(model, again=True, quorum=ready, group_limit=limit)
    return cascade.simulate, rules, []


@rules_of.register
def _(model: Rumour, network: Network) -> Rules:
    rules = rumour.Stifling(
        tell=_limit(model.transmissibility),
        stifle=_limit(model.stifling),
        both=model.variant == "Daley-Kendall",
        mutual=not network.directed,
    )
    return rumour.simulate, rules, []


@rules_of.register
def _(model: Bass, network: Network) -> Rules:
    rules = bass.Hazard(model.innovation, model.imitation, ties.in_degree(network))
    return bass.simulate, rules, []


@rules_of.register
def _(model: Competing, network: Network) -> Rules:
    chances = np.array(list(model.transmissibility.values()))
    hashes = hashes_of(list(model.contents), "content")
    return competing.simulate, competing.Rivals(hashes, state.limits_of(chances)), []


@rules_of.register
def _(model: LinearThreshold, network: Network) -> Rules:
    worth: Callable[[], NDArray[np.float64]] = {
        "in-degree": lambda: ties.even_weights(network),
        "weights": lambda: ties.influences(network, "influence"),
        "normalised": lambda: ties.normalised(network, "influence"),
    }[model.influence]
    return threshold.simulate, thresholds.linear(worth()), []


@rules_of.register
def _(model: ComplexContagion, network: Network) -> Rules:
    return threshold.simulate, *thresholds.complex_contagion(network, model)
