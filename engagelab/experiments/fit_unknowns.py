"""The unknowns of a fit: fields of a plan, the town, and how posts differ; and their priors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy import special

from ..errors import EngagelabError
from ..models.declaration import Parameter
from ..simulation.scenario import Scenario
from .design_space import movable_field, sampler_seed
from .priors import Prior, uniform

FIELDS = (
    "engagement.group_read",
    "engagement.tie_read",
    "engagement.base_share",
    "invitations.invite",
)
"""Fields that a fit takes for unknown unless others are named; `paid_read` too if posts are paid,
and `own_space` if they start in the organisation's own space."""

TOWN = ("population.people", "population.ties", "groups.size")
"""Fields of the town, which differ from simulation to simulation."""

_WIDER = 2.0  # factor on the odds of the ends of a supported range: your page may be outside it
_TOWN_FACTORS = dict.fromkeys(TOWN, 2.0) | {"groups.size": 3.0}
"""The factor up to which each field of the town is known. That of the group size is wider: what is
learned of `group_read` depends on it most, and 90 % intervals covered 79 % at its ends with 2."""
_LOG_FROM = 5.0  # ratio of the ends from which a prior is uniform in the logarithm
_SAMPLE = 5  # purpose of the addresses of random numbers
RELEVANCE_SPREAD, DELIVERY_SPREAD = "posts.relevance_spread", "posts.delivery_spread"
REPEATS = "posts.repeats"
_OF_POSTS = {
    RELEVANCE_SPREAD: uniform(0.0, 0.8),  # standard deviation of the log odds of relevance
    DELIVERY_SPREAD: uniform(0.0, 0.6),  # of the logarithm of how many a post is delivered to
    REPEATS: uniform(1.4, 2.4),  # impressions per person reached: 500 posts of one page in 2014
}


@dataclass(frozen=True)
class Unknown:
    """One unknown of a fit.

    Attributes
    ----------
    name : str
        The dotted name of a field, or ``posts.`` with a name for how posts differ.
    kind : {"field", "town", "posts"}
        Whether it is asked for, or only taken into account.
    prior : Prior
        What is believed of it before the data.
    """

    name: str
    kind: str
    prior: Prior

    def values(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the values at normal scores: 0 is the prior's median, 1.645 its 95 % quantile."""
        return self.prior.quantiles(special.ndtr(scores))

    def scores(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the normal scores of values within the prior."""
        distribution = getattr(scipy.stats, self.prior.kind)(*self.prior.shape)
        return np.asarray(special.ndtri(np.clip(distribution.cdf(values), 1e-9, 1 - 1e-9)))


def unknowns_of(
    plan: Scenario, fields: Sequence[str] | Mapping[str, Prior] | None, *, paid: bool, own: bool
) -> tuple[Unknown, ...]:
    """Return the unknowns of a fit: the fields, the town, and how posts differ.

    Parameters
    ----------
    plan : Scenario
        The plan; people and ties are known up to a factor of 2 around its values, the group size up
        to a factor of 3.
    fields : sequence of str, mapping of str to Prior, or None
        The fields; None for the usual ones.
    paid, own : bool
        Whether a post is paid for, or starts in the organisation's own space.

    Raises
    ------
    EngagelabError
        For a field that is unknown, of the town, not a number or not a prior.
    """
    if fields is None:
        fields = [*FIELDS, *["engagement.paid_read"] * paid, *["engagement.own_space"] * own]
    if isinstance(fields, str) or not fields:
        raise EngagelabError(
            f"fields: {fields!r} is not a list of fields; give a list, such as ['{FIELDS[0]}']"
        )
    priors = fields if isinstance(fields, Mapping) else dict.fromkeys(fields)
    chosen = [Unknown(name, "field", _prior(name, prior)) for name, prior in priors.items()]
    town = [Unknown(name, "town", _town_prior(name, plan)) for name in TOWN]
    posts = [Unknown(name, "posts", prior) for name, prior in _OF_POSTS.items()]
    return (*chosen, *town, *posts)


def _prior(name: str, stated: Any) -> Prior:
    field = movable_field(name)
    if name in TOWN:
        raise EngagelabError(
            f"{name}: the town is taken into account in every fit; leave it out of fields"
        )
    if stated is not None and not isinstance(stated, Prior):
        raise EngagelabError(
            f"{name}: {stated!r} is not a prior; give one of engagelab.uncertainty, or None"
        )
    if field.type is not float or field.low is None or field.high is None:
        raise EngagelabError(f"{name}: is not a number that a fit can vary; leave it out")
    return stated or declared_prior(field)


def declared_prior(field: Parameter) -> Prior:
    """Return the prior that a field's declaration implies: its supported range, and more.

    The odds of the ends are halved and doubled, since a page may lie outside what studies saw. A
    field without a supported range reaches from a fourth to four times its default.

    Examples
    --------
    >>> import engagelab as el
    >>> declared_prior(el.Scenario.field("engagement.base_share")).says
    'log-uniform from 0.0101 to 0.214'
    """
    low, high = field.supported or (field.default / 4, field.default * 4)
    if field.high == 1:
        low, high = _odds_times(low, 1 / _WIDER), _odds_times(min(high, 1.0), _WIDER)
    elif field.supported:
        low, high = low / _WIDER, high * _WIDER
    return _between(max(low, field.low or 0.0), min(high, field.high or np.inf))


def _odds_times(share: float, factor: float) -> float:
    return share * factor / (1 - share + share * factor)


def _town_prior(name: str, plan: Scenario) -> Prior:
    field, value, factor = Scenario.field(name), plan.get(name), _TOWN_FACTORS[name]
    low, high = max(value / factor, field.low or 0.0), min(value * factor, field.high or np.inf)
    if name == "population.ties":  # fewer than the people of the smallest town
        people, part = "population.people", _TOWN_FACTORS["population.people"]
        fewest = max(plan.get(people) / part, Scenario.field(people).low or 0.0)
        high = min(high, fewest - 1)
        low = min(low, high / 2)
    return log_uniform(low, high)


def _between(low: float, high: float) -> Prior:
    return log_uniform(low, high) if low > 0 and high / low > _LOG_FROM else uniform(low, high)


def log_uniform(low: float, high: float) -> Prior:
    """Return the prior that is uniform in the logarithm from low to high, both above 0."""
    return Prior("loguniform", (low, high), f"log-uniform from {low:.3g} to {high:.3g}")


def sampled_scores(
    columns: int, samples: int, key: int, *, purpose: int = _SAMPLE
) -> NDArray[np.float64]:
    """Return a Latin hypercube of normal scores, shape (samples, columns)."""
    sampler = scipy.stats.qmc.LatinHypercube(columns, seed=sampler_seed(key, purpose))
    return np.asarray(special.ndtri(sampler.random(samples)))
