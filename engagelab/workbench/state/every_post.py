"""Change one field of all posts at once, as the main controls do."""

from typing import Any

from ...i18n.vocabulary import POST
from ...models import Post
from ...models.sections import ORGANISATION
from ...simulation.scenario import Scenario

POSTS = "campaign.posts"
EVERY_POST = ("post.origin", "post.seeds", "post.paid")


def value_in(plan: Scenario, name: str) -> Any:
    """Return the value of a field, or of a field of posts that all posts share, else of the first.

    Examples
    --------
    >>> plan = Scenario(campaign={"posts": [{"seeds": 5}, {"seeds": 7, "round": 3}]})
    >>> value_in(plan, "post.seeds"), value_in(plan, "groups.size")
    (5, 25)
    """
    if not name.startswith(POST):
        return plan.get(name)
    return getattr(next(iter(plan.campaign.posts), Post()), name.removeprefix(POST))


def obstacle(plan: Scenario, name: str) -> str:
    """Return why a field of all posts cannot be set at once, as a text key; empty if it can.

    Examples
    --------
    >>> plan = Scenario(campaign={"posts": [{"seeds": 5}, {"seeds": 7, "round": 3}]})
    >>> obstacle(plan, "post.seeds"), obstacle(plan, "post.paid")
    ('workbench.posts_differ', '')
    """
    posts, field = plan.campaign.posts, name.removeprefix(POST)
    if not posts:
        return "workbench.no_posts"
    if field != "paid" and any(post.people for post in posts):
        return "workbench.posts_named"
    if len({getattr(post, field) for post in posts}) > 1:
        return "workbench.posts_differ"
    if field == "seeds" and posts[0].origin == ORGANISATION:
        return "calendar.no_seeds"
    return ""


def with_every(plan: Scenario, name: str, value: Any, usual: Scenario) -> tuple[Post, ...]:
    """Return the posts of a plan with one field changed in all of them.

    Posts that leave the organisation, which has no seeds, get those of a usual plan.

    Examples
    --------
    >>> plan = Scenario.preset("go-to-them")
    >>> own = with_every(plan, "post.origin", "organisation", plan)
    >>> [post.seeds for post in own[:1]]
    [0]
    >>> back = with_every(plan.replace({POSTS: own}), "post.origin", "customer", plan)
    >>> back[0].seeds
    25
    """
    return tuple(_changed(post, name, value, usual) for post in plan.campaign.posts)


def _changed(post: Post, name: str, value: Any, usual: Scenario) -> Post:
    changes = {name.removeprefix(POST): value}
    if name == "post.origin" and value == ORGANISATION:
        changes["seeds"] = 0
    elif name == "post.origin" and post.origin == ORGANISATION:
        seeds = max((other.seeds for other in usual.campaign.posts), default=0)
        changes["seeds"] = seeds or Post().seeds
    return post.replace(**changes)
