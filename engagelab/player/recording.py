"""One recorded run: its events by person and round, and the layout of its people."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..graphs.edges import as_list
from ..graphs.network import Network
from ..i18n import Texts
from ..i18n.preset_names import preset_called
from ..simulation.adaptors.events import Events
from ..simulation.adaptors.own_space import members_of
from ..simulation.scenario import Scenario
from .layout import Layout

COUNTED = (
    "readers",
    "reads",
    "impressions",
    "shares",
    "comments",
    "answers",
    "critics",
    "invitations",
    "joins",
    "leavers",
    "members",
    "own_members",
)
OWN_SPACE = "own space"  # its name among the groups


@dataclass(frozen=True, eq=False)
class Recording:
    """One run of a plan, by person and by round.

    Attributes
    ----------
    plan : Scenario
        The plan that was simulated.
    network : Network
        Its people, ties and groups.
    events : Events
        Events with people and groups by position.
    layout : Layout
        Positions of people and groups in the picture.
    key, run : int
        The key that fixes all chance, and the number of the run.
    planned : int
        Number of people of the requested plan; larger than in `plan` if it was reduced.
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
        """Counts by round, one row for each round.

        Examples
        --------
        >>> import engagelab as el
        >>> from engagelab.player import spread
        >>> recording = spread(el.Scenario(population={"people": 200}))
        >>> outcome = recording.plan.run(runs=1)
        >>> int(recording.counts["readers"].sum()) == int(outcome.total("readers")[0])
        True
        """
        frame = {name: self.events.counts[name] for name in COUNTED}
        return pd.DataFrame(frame).rename_axis("round")

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each event: round, post, kind, person, other, group, channel.

        People and groups are labels; without another person or a group the value is None, without a
        post it is -1. Events in the organisation's own space have the group "own space".
        """
        frame = self.events.to_frame()
        people = as_list(self.network.labels)
        groups = [*as_list(self.network.group_labels), OWN_SPACE]
        frame["person"] = pd.Series([people[i] for i in frame["person"]], dtype=object)
        for name, labels in (("other", people), ("group", groups)):
            values = [None if i < 0 else labels[i] for i in frame[name]]
            frame[name] = pd.Series(values, dtype=object)
        return frame

    @property
    def own(self) -> NDArray[np.int32]:
        """First members of the own space, by position."""
        return members_of(self.network, self.plan.campaign.own_size, self.key)

    def state(self, after: int) -> NDArray[np.int8]:
        """Return whether each person has read (1) or shared (2) by the end of a round.

        Parameters
        ----------
        after : int
            The round.
        """
        state = np.zeros(self.network.people, np.int8)
        for value, kind in ((1, "read"), (2, "share")):
            selected = self.events.of(kind) & (self.events.round <= after)
            state[self.events.person[selected]] = value
        return state

    def joined(self, after: int) -> NDArray[np.bool_]:
        """Return whether each person has joined a group or the own space by the end of a round."""
        return self._marked(self._people("join", after))

    def turned(self, after: int) -> NDArray[np.bool_]:
        """Return whether each person has become a critic by the end of a round."""
        return self._marked(self._people("critic", after))

    def heard(self, after: int) -> NDArray[np.bool_]:
        """Return whether each person has heard a critic, a tie of theirs, by the end of a round."""
        start, critics = self.network.tie_start, self._people("critic", after)
        ties = [self.network.tie_to[start[v] : start[v + 1]] for v in critics]
        return self._marked(np.concatenate([np.zeros(0, np.int32), *ties]))

    def _people(self, kind: str, after: int) -> NDArray[np.int32]:
        return self.events.person[self.events.of(kind) & (self.events.round <= after)]

    def _marked(self, people: NDArray[np.int32]) -> NDArray[np.bool_]:
        marked = np.zeros(self.network.people, np.bool_)
        marked[people] = True
        return marked

    def caption(self, texts: Texts) -> str:
        """Return a description of the run in one or two sentences."""
        count = len(self.plan.campaign.posts)
        posts = texts("player.one_post") if count == 1 else texts("player.many_posts", count=count)
        people, groups = self.network.people, len(self.network.group_labels)
        own = self.plan.campaign.own_size
        if own:
            posts = f"{texts('player.with_own_space', members=own)}, {posts}"
        caption = texts("player.caption", run=self.run, chance=str(self.key), people=people,
                        groups=groups, posts=posts)  # fmt: skip
        if self.planned > people:
            caption += " " + texts("player.smaller", people=people, planned=self.planned)
        return caption

    def title(self, texts: Texts) -> str:
        """Return the name of the plan, or a general title if it has no name."""
        preset = preset_called(self.plan.name)
        return texts.preset(preset)[0] if preset else self.plan.name or texts("player.title")
