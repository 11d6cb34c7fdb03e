"""One recorded run: its events, person by person and round by round, and where people are drawn."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from ..graphs.edges import as_list
from ..graphs.network import Network
from ..i18n import Texts
from ..i18n.preset_names import preset_called
from ..simulation.adaptors.events import Events
from ..simulation.scenario import Scenario
from .layout import Layout

COUNTED = (
    "readers",
    "reads",
    "impressions",
    "shares",
    "invitations",
    "joins",
    "leavers",
    "members",
)


@dataclass(frozen=True, eq=False)
class Recording:
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
        preset = preset_called(self.plan.name)
        return texts.preset(preset)[0] if preset else self.plan.name or texts("player.title")
