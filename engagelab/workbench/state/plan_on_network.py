"""Adapt a plan to a network on which its posts could not start."""

import numpy as np
from numpy.typing import NDArray

from ...errors import EngagelabError
from ...graphs.network import Network
from ...models import Post
from ...models.sections import OWN_GROUP, ROLES
from ...simulation.adaptors.engagement import calendar_arrays
from ...simulation.scenario import Scenario


def suited(plan: Scenario, network: Network) -> Scenario:
    """Return the plan with posts that can start on a network.

    A network read from files has no roles, such as employees. A post whose origin no person there
    has starts with anyone; unknown groups are dropped, and too many seeds or paid people reduced.

    Examples
    --------
    >>> network = Network.from_arrays([0, 1], [1, 2], people=3)
    >>> post = suited(Scenario.preset("voucher"), network).campaign.posts[0]
    >>> post.origin, post.seeds
    ('anyone', 3)
    """
    posts = tuple(_suited(post, network) for post in plan.campaign.posts)
    return plan if posts == plan.campaign.posts else plan.replace({"campaign.posts": posts})


def playable(plan: Scenario, network: Network) -> bool:
    """Return whether every post of a plan can start on a network.

    Examples
    --------
    >>> network = Network.from_arrays([0], [1], people=2)
    >>> plan = Scenario.preset("voucher")
    >>> playable(plan, network), playable(suited(plan, network), network)
    (False, True)
    """
    try:
        settings = plan.settings_with(runs=1)
        calendar_arrays(network, plan.model, plan.campaign.posts, settings, None)
    except EngagelabError:
        return False
    return True


def _suited(post: Post, network: Network) -> Post:
    groups = tuple(label for label in post.groups if label in network.groups)
    able = int(np.count_nonzero(_can_start(post.origin, network)))
    origin = post.origin if able else "anyone"
    return post.replace(
        groups=groups,
        origin=origin,
        seeds=min(post.seeds, able or network.people),
        paid=min(post.paid, network.people),
    )


def _can_start(origin: str, network: Network) -> NDArray[np.bool_]:
    """Return the mask of the people who can start a post with this origin."""
    if origin in ROLES:
        return np.asarray(network.traits.role == ROLES.index(origin))
    if origin in ("members", "prospects"):
        return np.asarray(network.prospects == (origin == "prospects"))
    return np.full(network.people, origin == "anyone" or OWN_GROUP in network.groups)
