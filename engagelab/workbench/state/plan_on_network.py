"""Adapt a plan to a network on which its posts could not start."""

from ...errors import EngagelabError
from ...graphs.network import Network
from ...models import Post
from ...models.sections import ORGANISATION
from ...simulation.adaptors.engagement import calendar_arrays, of_origin
from ...simulation.scenario import Scenario


def suited(plan: Scenario, network: Network) -> Scenario:
    """Return the plan with posts that can start on a network.

    A network read from files has no roles, such as employees. A post whose origin no person there
    has starts with anyone; unknown people and groups are dropped, and too many seeds or members of
    the own space reduced.

    Examples
    --------
    >>> network = Network.from_arrays([0, 1], [1, 2], people=3)
    >>> post = suited(Scenario.preset("voucher"), network).campaign.posts[0]
    >>> post.origin, post.seeds
    ('anyone', 3)
    """
    posts = tuple(_suited(post, network) for post in plan.campaign.posts)
    members = min(plan.campaign.own_size, network.people)
    if (posts, members) == (plan.campaign.posts, plan.campaign.own_size):
        return plan
    return plan.replace({"campaign.posts": posts, "campaign.own_size": members})


def playable(plan: Scenario, network: Network) -> bool:
    """Return whether every post of a plan can start on a network, which also fills its own space.

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
    return plan.campaign.own_size <= network.people


def _suited(post: Post, network: Network) -> Post:
    if post.origin == ORGANISATION:
        return post
    people = tuple(label for label in post.people if label in network.index)
    groups = tuple(label for label in post.groups if label in network.groups)
    able = int(of_origin(network, post.origin).sum())
    return post.replace(
        people=people,
        groups=groups,
        origin=post.origin if able else "anyone",
        seeds=min(post.seeds, able or network.people),
    )
