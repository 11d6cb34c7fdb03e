"""The engagement model and its posts; its fields stand in `rules`, section by section."""

from typing import Literal

from pydantic import Field

from .declaration import Declaration, quantity
from .sections import (
    Answers,
    Content,
    Control,
    Invitations,
    Life,
    Money,
    Reading,
    Rewards,
    Role,
    Share,
)

Origin = Literal[
    "anyone", "employee", "customer", "partner", "public", "members", "prospects", "own group"
]


class Post(Declaration):
    """One piece of content in a campaign: when it starts, with whom, and what it is worth.

    Examples
    --------
    >>> from engagelab.models import Post
    >>> Post(round=7, origin="customer", seeds=20).seeds
    20
    """

    round: int = quantity(0, (0, 10_000), "round", "Round in which the post starts.", unit="rounds")
    origin: Origin = quantity(
        "anyone",
        None,
        "origin",
        "Where the seeds come from: people of a role, members, prospects, or the own group.",
    )
    groups: tuple[str | int, ...] = Field(
        default=(),
        title="groups",
        description="Only members of these groups start the post; none named: no such limit.",
        json_schema_extra={"unit": "group labels", "source": "assumed", "kind": "assumed"},
    )
    seeds: int = quantity(
        10, (0, 1_000_000), "seeds", "Number of people who start the post.", unit="people"
    )
    relevance: float | None = Field(
        default=None,
        ge=0,
        le=1,
        title="relevance",
        description="Relevance of this post; none: that of the content section.",
        json_schema_extra={
            "unit": "share",
            "source": "assumed",
            "kind": "assumed",
            "ge": 0,
            "le": 1,
        },
    )
    relevance_by_role: dict[Role, Share] = Field(
        default_factory=dict,
        title="relevance by role",
        description="Relevance of this post for the people of some roles.",
        json_schema_extra={
            "unit": "share",
            "source": "assumed",
            "kind": "assumed",
            "ge": 0,
            "le": 1,
        },
    )
    paid: int = quantity(
        0,
        (0, 10_000_000),
        "paid people",
        "Number of people shown the post for money.",
        unit="people",
    )

    def relevance_for(self, role: str, content: Content) -> float:
        """Return the relevance for one role; what is said of the post goes before the content."""
        by_role = {**content.relevance_by_role, **self.relevance_by_role}
        if role in self.relevance_by_role or (self.relevance is None and role in by_role):
            return by_role[role]
        return content.relevance if self.relevance is None else self.relevance


class Engagement(Money, Life, Control, Answers, Rewards, Invitations, Reading, Content):
    """How a post travels through ties, groups and invitations, and what it leaves behind.

    People read what their ties share and what is shared in their groups; a reader may share in
    turn; a sharer who invites brings ties into the group, where they meet the shares that are
    there. Rewards and answers raise the odds to share, control delays and stops shares, fatigue
    lowers the odds post by post.

    **Rounds.** Read in round t, decide in round t, published in round ``t + d``, visible from round
    ``t + 1 + d``, where d is `approval_delay` under `review` and 0 without. All events of a round
    see the state at its start; joins and leaves made in round t count from t + 1. A post that
    starts in round s lives from s to ``s + lifetime``.

    **Order within a round, for each post**: shares that became visible act on ties and groups and
    invite; shares that were visible act on those who joined; readers decide; shares are published,
    answered, rewarded. Then joins, and leaves after posts that end in this round.

    **Probability to share.** ``odds = odds(base_share) * activity * odds(relevance) * rewards *
    valued or unanswered * fatigue ** n * reinforcement ** (k - 1)`` with n the posts read before
    and k the distinct sharers whose exposure succeeded.

    **Where it fails.** One survey of 2010 anchors a few fields; most are assumptions, and each says
    so. Ties all have the same chance; weights are not used. Groups differ in size only. It says
    nothing about named individuals.

    **Sources.** Independent cascade as its special case: Kempe, Kleinberg and Tardos 2003,
    doi 10.1145/956750.956769. Participation classes 90-9-1: Nielsen 2006 (studies, F06).
    Groups and inviters: Rainie, Purcell and Smith 2011 (pew-2011).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> chain = el.Engagement(tie_read=1, base_share=1, fatigue=1)
    >>> el.reach(el.simulate(network, chain, seeds=[0], runs=3, key=1)).tolist()
    [4, 4, 4]
    """
