"""Simulate and record one run of a plan, with a layout for watching it."""

import os

from ..errors import EngagelabError, refused
from ..graphs.network import Network, need_network
from ..i18n import load
from ..models.declaration import whole_number
from ..simulation.adaptors.events import events_of
from ..simulation.scenario import Scenario
from .layout import lay_out
from .page import write_html
from .recording import Recording

PEOPLE = 5_000  # that a picture shows well and a browser draws smoothly
_MOST_PEOPLE = 20_000


class Spread(Recording):
    """One run of a plan that can be watched; see `Recording` for its attributes."""

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
        A population with more people is reduced to this number, with seeds, paid people and own
        group in proportion; the caption says so.

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
    events = events_of(town, plan.model, plan.campaign.posts, settings, run)
    return Spread(plan, town, events, lay_out(town, events), settings.key, int(run), planned)


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
    """Return the plan with fewer people; seeds, paid people and own group shrink in proportion.

    Examples
    --------
    >>> import engagelab as el
    >>> reduced(el.Scenario.preset("voucher"), 5_000).campaign.posts[0].seeds
    10
    """
    share = people / plan.population.people

    def less(count: int) -> int:
        return max(1, round(count * share)) if count else 0

    posts = [
        post.replace(seeds=less(post.seeds), paid=less(post.paid)) for post in plan.campaign.posts
    ]
    changes = {"population.people": people, "campaign.own_size": less(plan.campaign.own_size),
               "campaign.posts": posts}  # fmt: skip
    return plan.replace(changes)
