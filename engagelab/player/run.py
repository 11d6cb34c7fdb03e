"""Spread: one run of a plan, event by event, laid out to be watched."""

import os
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..adaptors.events import Events, events_of
from ..declaration import whole_number
from ..errors import EngagelabError, refused
from ..network import Network, need_network
from ..pairs import as_list
from ..scenario import Scenario
from ..texts import Texts, load
from .layout import Layout, lay_out
from .page import COUNTED, write_html

PEOPLE = 5_000  # what a picture shows and a browser draws smoothly
_MOST_PEOPLE = 20_000


@dataclass(frozen=True, eq=False)
class Spread:
    """One run of a plan, person by person and round by round.

    Attributes
    ----------
    plan : Scenario
        The plan as it was played.
    network : Network
        The people, ties and groups it was played on.
    events : Events
        What happened; people and groups by position.
    layout : Layout
        Where people and groups are drawn.
    key, run : int
        The integer that fixed all chance, and which run of an outcome this is.
    planned : int
        People of the plan that was asked for; more than were played where the town was reduced.
    """

    plan: Scenario
    network: Network = field(repr=False)
    events: Events = field(repr=False)
    layout: Layout = field(repr=False)
    key: int
    run: int
    planned: int

    @property
    def rounds(self) -> int:
        """Number of rounds, the horizon included."""
        return int(self.events.counts["readers"].size)

    @property
    def counts(self) -> pd.DataFrame:
        """What was counted in each round; one row a round.

        Examples
        --------
        >>> import engagelab as el
        >>> from engagelab.player import spread
        >>> seen = spread(el.Scenario(population={"people": 200}))
        >>> int(seen.counts["readers"].sum()) == int(seen.plan.run(runs=1).total("readers")[0])
        True
        """
        frame = {name: self.events.counts[name] for name in COUNTED}
        return pd.DataFrame(frame).rename_axis("round")

    def to_frame(self) -> pd.DataFrame:
        """Return one row an event: round, post, kind, person, other, group, as labels.

        Where an event has no other person or no group, there is None; no post is -1.
        """
        frame = self.events.to_frame()
        people = as_list(self.network.labels)
        groups = as_list(self.network.group_labels)
        frame["person"] = pd.Series([people[i] for i in frame["person"]], dtype=object)
        for name, labels in (("other", people), ("group", groups)):
            named = [None if i < 0 else labels[i] for i in frame[name]]
            frame[name] = pd.Series(named, dtype=object)
        return frame

    def state(self, after: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        """Return for each person whether they have read (1) or shared (2) by the end of a round.

        Parameters
        ----------
        after : int
            The round.
        """
        found = np.zeros(self.network.people, np.int8)
        for worth, kind in ((1, "read"), (2, "share")):
            these = self.events.of(kind) & (self.events.round <= after)
            found[self.events.person[these]] = worth
        return found

    def joined(self, after: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return for each person whether they have joined a group by the end of a round."""
        found = np.zeros(self.network.people, np.bool_)
        found[self.events.person[self.events.of("join") & (self.events.round <= after)]] = True
        return found

    def caption(self, texts: Texts) -> str:
        """Return what is shown, in one or two sentences."""
        count = len(self.plan.campaign.posts)
        posts = texts("player.one_post") if count == 1 else texts("player.many_posts", count=count)
        people, groups = self.network.people, len(self.network.group_labels)
        told = texts("player.caption", run=self.run, chance=str(self.key), people=people,
                     groups=groups, posts=posts)  # fmt: skip
        if self.planned > people:
            told += " " + texts("player.smaller", people=people, planned=self.planned)
        return told

    def title(self, texts: Texts) -> str:
        """Return the name of the plan, or where it has none what the picture is about."""
        name = self.plan.name
        presets = (preset for preset in Scenario.presets() if Scenario.preset(preset).name == name)
        known = next(presets, None) if name and texts.lang != "en" else None
        return texts.preset(known)[0] if known else name or texts("player.title")

    def to_html(self, path: str | os.PathLike[str], lang: str = "en") -> None:
        """Write the player as one page that works offline, without any request.

        Parameters
        ----------
        path : path-like
            The file; opened in a browser it plays.
        lang : {"en", "fr"}
            The language of the page.

        Raises
        ------
        EngagelabError
            For another language, or where the file cannot be written.
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
    """Play one run of a plan and keep all that happens in it.

    The run is bit for bit the one that ``plan.run(key=key)`` plays under this number.

    Parameters
    ----------
    plan : Scenario
        The plan.
    key : int, optional
        The integer that fixes all chance; none: that of the plan.
    run : int
        Which run, from 0 on.
    network : Network, optional
        Play it on these people instead of the town of its sections population and groups.
    people_limit : int
        A town of more people is played with so many, and with seeds, paid people and own group
        in proportion; the caption says so.

    Returns
    -------
    Spread
        Events, counts and layout; ``to_html`` writes them as a page that plays.

    Raises
    ------
    EngagelabError
        For what is no plan, a run or key out of bounds, or a network of more people than the limit.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.player import spread
    >>> seen = spread(el.Scenario.preset("voucher"), people_limit=500)
    >>> seen.network.people, seen.planned
    (500, 10000)
    """
    if not isinstance(plan, Scenario):
        raise EngagelabError(
            f"plan: {type(plan).__name__} is not allowed; give a Scenario, such as "
            "Scenario.preset('voucher')"
        )
    whole_number("people_limit", people_limit, 10, _MOST_PEOPLE)
    if network is not None:
        _fits(network, people_limit)
    planned = plan.population.people if network is None else network.people
    if planned > people_limit:
        plan = reduced(plan, people_limit)
    order = plan.order(runs=_runs(run), key=key)
    town = plan.town(order.key) if network is None else network
    events = events_of(town, plan.model, plan.campaign.posts, order, run)
    return Spread(plan, town, events, lay_out(town, events), order.key, int(run), planned)


def _runs(run: int) -> int:
    """Return how many runs draw seeds; what is no run is refused when it is played."""
    whole_number("run", run, 0, 100_000)
    return int(run) + 1


def _fits(network: Network, people_limit: int) -> None:
    need_network(network)
    if network.people > people_limit:
        limits = {"most": people_limit, "limit": _MOST_PEOPLE}
        raise refused("network", "picture_people", people=network.people, **limits)


def reduced(plan: Scenario, people: int) -> Scenario:
    """Return the plan in a smaller town: seeds, paid people and own group shrink in proportion.

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
    changes = {"population.people": people, "groups.own_size": less(plan.groups.own_size),
               "campaign.posts": posts}  # fmt: skip
    return plan.replace(changes)
