"""Simulate and record one run of a plan, with a layout for watching it."""

import os

from ..errors import EngagelabError, refused
from ..graphs.network import Network, need_network
from ..i18n import load
from ..io.arguments import checked
from ..models import Post
from ..models.declaration import whole_number
from ..simulation.adaptors.events import events_of
from ..simulation.adaptors.own_space import members_of
from ..simulation.memory import campaign_work, need_memory_for
from ..simulation.scenario import Scenario
from .layout import lay_out
from .page import write_html
from .recording import Recording

PEOPLE = 5_000  # that a picture shows well and a browser draws smoothly
_MOST_PEOPLE = 20_000


class Spread(Recording):
    """One run of a plan that can be watched; see `Recording` for its attributes."""

    @checked
    def to_html(self, path: str | os.PathLike[str], lang: str = "en") -> None:
        """Write the player as one page that works offline, without any request.

        Parameters
        ----------
        path : path-like
            The file, to be opened in a browser.
        lang : {"en", "fr"}
            Language of the page.

        Raises
        ------
        EngagelabError
            For another language, or if the file cannot be written.
        """
        write_html(self, path, load(lang))


@checked
def spread(
    plan: Scenario,
    *,
    key: int | None = None,
    run: int = 0,
    network: Network | None = None,
    people_limit: int = PEOPLE,
) -> Spread:
    """Simulate one run of a plan and record its events.

    The run is bit for bit the run of this number in ``plan.run(key=key)``.

    Parameters
    ----------
    plan : Scenario
        The plan.
    key : int, optional
        The integer that fixes all chance; by default that of the plan.
    run : int
        Number of the run, from 0.
    network : Network, optional
        Simulate the plan on this network instead of a generated one.
    people_limit : int
        A population with more people is reduced to this number, with seeds, paid impressions and
        members of the own space in proportion; the caption says so.

    Returns
    -------
    Spread
        Events, counts and layout; ``to_html`` writes them as a page.

    Raises
    ------
    EngagelabError
        If this is not a plan, a run or key is out of bounds, or a network has more people than the
        limit.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.player import spread
    >>> recording = spread(el.Scenario.preset("voucher"), people_limit=500)
    >>> recording.network.people, recording.planned
    (500, 10000)
    """
    if not isinstance(plan, Scenario):
        raise EngagelabError(
            f"plan: {type(plan).__name__} is not allowed; give a Scenario, such as "
            "Scenario.preset('voucher')"
        )
    whole_number("people_limit", people_limit, 10, _MOST_PEOPLE)
    if network is not None:
        _check_size(network, people_limit)
    planned = plan.population.people if network is None else network.people
    if planned > people_limit:
        plan = reduced(plan, people_limit)
    settings = plan.settings_with(runs=_runs(run), key=key)
    town = plan.town(settings.key) if network is None else network
    work = campaign_work(settings, plan.model, plan.campaign.posts, town.people)
    need_memory_for(town, work._replace(runs=1))
    events = events_of(town, plan.model, plan.campaign.posts, settings, run)
    own = members_of(town, plan.campaign.own_size, settings.key)
    return Spread(plan, town, events, lay_out(town, events, own), settings.key, int(run), planned)


def _runs(run: int) -> int:
    """Return the number of runs to draw seeds for."""
    whole_number("run", run, 0, 100_000)
    return int(run) + 1


def _check_size(network: Network, people_limit: int) -> None:
    need_network(network)
    if network.people > people_limit:
        limits = {"most": people_limit, "limit": _MOST_PEOPLE}
        raise refused("network", "picture_people", people=network.people, **limits)


def reduced(plan: Scenario, people: int) -> Scenario:
    """Return the plan with fewer people; seeds, impressions and own space shrink in proportion.

    None of them shrinks to nothing, so that each post is seen. People and groups that a post names
    are not the same in a smaller town: as many people are drawn instead, and groups are taken by
    their number.

    Examples
    --------
    >>> import engagelab as el
    >>> reduced(el.Scenario.preset("top-down"), 5_000).campaign.posts[0].paid
    10400
    """
    whole = [post.replace(seeds=len(post.people) or post.seeds, people=())
             for post in plan.campaign.posts]  # fmt: skip
    smaller = plan.replace({"campaign.posts": whole}).scaled(people)
    groups = len(smaller.town().group_labels) if any(post.groups for post in whole) else 0
    posts = [_some(*pair, groups) for pair in zip(whole, smaller.campaign.posts, strict=True)]
    own_size = smaller.campaign.own_size or min(1, plan.campaign.own_size)
    return smaller.replace({"campaign.posts": posts, "campaign.own_size": own_size})


def _some(whole: Post, smaller: Post, groups: int) -> Post:
    """Return a post of a smaller plan with at least one of what the whole one has."""
    named = [
        label % groups if groups and isinstance(label, int) else label for label in whole.groups
    ]
    return smaller.replace(
        seeds=smaller.seeds or min(1, whole.seeds),
        paid=smaller.paid or min(1, whole.paid),
        groups=tuple(dict.fromkeys(named)),
    )
