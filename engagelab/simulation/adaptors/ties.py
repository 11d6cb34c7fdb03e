"""What a tie is worth: degrees and weights, checked for the models that use them."""

import numpy as np
from numpy.typing import NDArray

from ...engine import csr
from ...errors import EngagelabError
from ...graphs.edges import as_list
from ...graphs.network import Network

_ROUNDING = 1e-9  # what a sum of weights may exceed 1 by
_STEPS = 2.0**40  # steps of the largest weight, in which weights are added up exactly


def in_degree(network: Network) -> NDArray[np.int64]:
    """Return how many people can reach each person; shape (people,)."""
    return np.bincount(network.tie_to, minlength=network.people)


def even_weights(network: Network) -> NDArray[np.float64]:
    """Return 1 over the in-degree of the receiver of each tie; shape (ties,)."""
    return 1.0 / in_degree(network)[network.tie_to]


def given_weights(network: Network, field: str) -> NDArray[np.float64]:
    """Return the weights of the ties.

    Raises
    ------
    EngagelabError
        Where the network has none.
    """
    if network.weights is None:
        raise EngagelabError(
            f"{field}: 'weights' is not allowed here, since the ties of this network have no "
            "weights; give edges an attribute 'weight', or choose another value"
        )
    return network.weights


def chances(network: Network, field: str) -> NDArray[np.float64]:
    """Return the weights as probabilities.

    Raises
    ------
    EngagelabError
        Where a weight is above 1; it names the tie.
    """
    weights = given_weights(network, field)
    for t in np.flatnonzero(weights > 1)[:1]:
        people, sharers = as_list(network.labels), csr.row_of(network.tie_start)
        raise EngagelabError(
            f"weights: {weights[t]:g} on the tie from {people[sharers[t]]!r} to "
            f"{people[network.tie_to[t]]!r} is no probability; give weights from 0 to 1"
        )
    return weights


def influences(network: Network, field: str) -> NDArray[np.float64]:
    """Return the weights as influences that add up to at most 1 on each person.

    Raises
    ------
    EngagelabError
        Where they add up to more; it names the person.
    """
    weights = given_weights(network, field)
    sums = np.bincount(network.tie_to, weights, minlength=network.people)
    for v in np.flatnonzero(sums > 1 + _ROUNDING)[:1]:
        raise EngagelabError(
            f"weights: those on {as_list(network.labels)[v]!r} add up to {sums[v]:.6g}; at most 1 "
            "is allowed; scale them, or give influence='normalised'"
        )
    return weights


def normalised(network: Network, field: str) -> NDArray[np.float64]:
    """Return each weight over the sum of weights on its receiver (0 where all are 0).

    The sums are those of whole numbers, so that the order of ties cannot change them.
    """
    weights, to = given_weights(network, field), network.tie_to
    largest = np.zeros(network.people)
    np.maximum.at(largest, to, weights)
    steps = np.rint(weights / np.where(largest > 0, largest, 1.0)[to] * _STEPS)
    sums = np.zeros(network.people)
    np.add.at(sums, to, steps)
    return np.asarray(steps / np.where(sums > 0, sums, 1.0)[to])
