"""One recorded run: its events by person and round, and the layout of its people."""

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
        """Return one row for each event: round, post, kind, person, other, group, as labels.

        Without another person or a group the value is None; without a post it is -1.
        """
        frame = self.events.to_frame()
        people = as_list(self.network.labels)
        groups = as_list(self.network.group_labels)
        frame["person"] = pd.Series([people[i] for i in frame["person"]], dtype=object)
        for name, labels in (("other", people), ("group", groups)):
            values = [None if i < 0 else labels[i] for i in frame[name]]
            frame[name] = pd.Series(values, dtype=object)
        return frame

    def state(self, after: int) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
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

    def joined(self, after: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Return whether each person has joined a group by the end of a round."""
        joined = np.zeros(self.network.people, np.bool_)
        joined[self.events.person[self.events.of("join") & (self.events.round <= after)]] = True
        return joined

    def caption(self, texts: Texts) -> str:
        """Return a description of the run in one or two sentences."""
        count = len(self.plan.campaign.posts)
        posts = texts("player.one_post") if count == 1 else texts("player.many_posts", count=count)
        people, groups = self.network.people, len(self.network.group_labels)
        caption = texts("player.caption", run=self.run, chance=str(self.key), people=people,
                        groups=groups, posts=posts)  # fmt: skip
        if self.planned > people:
            caption += " " + texts("player.smaller", people=people, planned=self.planned)
        return caption

    def title(self, texts: Texts) -> str:
        """Return the name of the plan, or a general title if it has no name."""
        preset = preset_called(self.plan.name)
        return texts.preset(preset)[0] if preset else self.plan.name or texts("player.title")
