"""Degrees and weights of ties, checked for the models that use them."""

import numpy as np
from numpy.typing import NDArray

from ...engine import csr
from ...errors import EngagelabError
from ...graphs.edges import as_list
from ...graphs.network import Network
from .cache import cached

_ROUNDING = 1e-9  # by which a sum of weights may exceed 1
_STEPS = 2.0**40  # weights are rounded to this part of the largest, so that sums are exact


def in_degree(network: Network) -> NDArray[np.int64]:
    """Return the number of ties to each person; shape (people,)."""
    return cached(
        network, "in-degree", lambda: np.bincount(network.tie_to, minlength=network.people)
    )


def even_weights(network: Network) -> NDArray[np.float64]:
    """Return 1 / in-degree of the receiver of each tie; shape (ties,)."""
    return 1.0 / in_degree(network)[network.tie_to]


def given_weights(network: Network, field: str) -> NDArray[np.float64]:
    """Return the weights of the ties; shape (ties,).

    Raises
    ------
    EngagelabError
        If the network has no weights.
    """
    if network.weights is None:
        raise EngagelabError(
            f"{field}: 'weights' is not allowed here, since the ties of this network have no "
            "weights; give the edges an attribute 'weight', or choose another value"
        )
    return network.weights


def chances(network: Network, field: str) -> NDArray[np.float64]:
    """Return the weights as probabilities.

    Raises
    ------
    EngagelabError
        If a weight is above 1; the message names the tie.
    """
    weights = given_weights(network, field)
    for t in np.flatnonzero(weights > 1)[:1]:
        people, sharers = as_list(network.labels), csr.row_of(network.tie_start)
        raise EngagelabError(
            f"weights: {weights[t]:g} on the tie from {people[sharers[t]]!r} to "
            f"{people[network.tie_to[t]]!r} is not a probability; give weights from 0 to 1"
        )
    return weights


def influences(network: Network, field: str) -> NDArray[np.float64]:
    """Return the weights as influences that add up to at most 1 for each receiver.

    Raises
    ------
    EngagelabError
        If they add up to more; the message names the receiver.
    """
    weights = given_weights(network, field)
    sums = np.bincount(network.tie_to, weights, minlength=network.people)
    for v in np.flatnonzero(sums > 1 + _ROUNDING)[:1]:
        raise EngagelabError(
            f"weights: the ties to {as_list(network.labels)[v]!r} add up to {sums[v]:.6g}; at most "
            "1 is allowed; scale them, or use influence='normalised'"
        )
    return weights


def normalised(network: Network, field: str) -> NDArray[np.float64]:
    """Return each weight divided by the sum of weights of its receiver; 0 if the sum is 0.

    The sums are of whole numbers, so that the order of ties cannot change them.
    """
    weights, to = given_weights(network, field), network.tie_to
    largest = np.zeros(network.people)
    np.maximum.at(largest, to, weights)
    steps = np.rint(weights / np.where(largest > 0, largest, 1.0)[to] * _STEPS)
    sums = np.zeros(network.people)
    np.add.at(sums, to, steps)
    return np.asarray(steps / np.where(sums > 0, sums, 1.0)[to])
