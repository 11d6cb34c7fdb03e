"""The engagement model and its posts; its fields are in `sections`."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, StrictInt, model_validator

from ..errors import refused
from .declaration import Declaration, quantity
from .sections import (
    ORGANISATION,
    Answers,
    Content,
    Control,
    Invitations,
    Life,
    Money,
    Reading,
    Rewards,
)

Origin = Literal[
    "anyone", "employee", "customer", "partner", "public", "members", "prospects", "organisation"
]


class Post(Declaration):
    """One piece of content in a campaign: when it starts, with whom, and what it is worth.

    A post of origin ``"organisation"`` has no seeds: it is shown in the own space.

    Examples
    --------
    >>> from engagelab.models import Post
    >>> Post(round=7, origin="customer", seeds=20).seeds
    20
    """

    name: str = quantity(
        "",
        None,
        "name",
        "What the post is called; it addresses its chance. None: its place.",
        source="choice",
    )
    round: int = quantity(
        0, (0, 10_000), "round", "Round in which the post starts.", unit="rounds", source="choice"
    )
    origin: Origin = quantity(
        "anyone",
        None,
        "origin",
        "Who starts the post: people of a role, members of groups, prospects, or the organisation "
        "in its own space.",
        source="choice",
    )
    groups: tuple[str | StrictInt, ...] = quantity(
        (),
        None,
        "groups",
        "Only members of these groups start the post; none named: no such limit.",
        unit="labels",
        source="choice",
    )
    seeds: int = quantity(
        10,
        (0, 1_000_000),
        "seeds",
        "Number of people who start the post, members of groups first.",
        unit="people",
        source="choice",
    )
    people: tuple[str | StrictInt, ...] = quantity(
        (),
        None,
        "people",
        "Labels of the people who start the post, instead of a number.",
        unit="labels",
        source="choice",
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
    paid: int = quantity(
        0,
        (0, 1_000_000_000),
        "paid impressions",
        "Number of impressions bought, one a person; more than there are people go round again.",
        unit="impressions",
        source="choice",
    )

    @model_validator(mode="before")
    @classmethod
    def _no_seeds_of_the_organisation(cls, values: Any) -> Any:
        """Give a post of the organisation no seeds unless some are requested."""
        origin = values.get("origin") if isinstance(values, Mapping) else None
        if not isinstance(origin, str) or origin != ORGANISATION:
            return values
        return {"seeds": 0, **values}

    @model_validator(mode="after")
    def _fits_together(self) -> "Post":
        if self.origin == ORGANISATION:
            for field, seeds in (("seeds", self.seeds), ("people", len(self.people))):
                if seeds:
                    raise refused(field, "organisation_seeds", seeds=seeds)
        return self

    @property
    def starters(self) -> int:
        """Number of people who start the post: those it names, or its seeds."""
        return len(self.people) or self.seeds

    def relevance_in(self, content: Content) -> float:
        """Return the relevance: the post's own, else that of the content."""
        return content.relevance if self.relevance is None else self.relevance


class Engagement(Money, Life, Control, Answers, Rewards, Invitations, Reading, Content):
    """How a post travels through ties, groups and invitations, and what it leaves behind.

    People read what their ties share, what is shown in their groups and what they are shown for
    money; a reader may share, comment and invite. The organisation answers some of those who share
    or comment; who is answered shares more later, who never is may turn away and take ties along.
    A network without traits has only contributors from the public, all of them inviters.

    **Rounds.** A post that starts in round s lives in rounds s to ``s + lifetime``. Who reads in
    round t comments and decides in round t; the share is published in round ``t + d`` and visible
    from ``t + d + 1``, where d is `approval_delay` for a share of an employee under `review`, else
    0. A share that would be published after the post's last round is not published. All events of
    a round see the state at its start: who has read, memberships, sizes, visible shares.

    **Order within a round, for each living post.**

    1. In its first round: who takes part, who is valued and what has been learned are fixed for its
       life. Seeds read, paid impressions and the own space are shown.
    2. Visible shares expose ties and groups; new members of the own space are shown the post.
    3. People who read in an earlier round invite.
    4. People who read now comment and decide.
    5. Shares that are due are published.
    6. Contributors of this round are answered.

    At the end of the round, over all posts: joins; then, for posts in their last round, critics;
    then, for the same posts, leaves. The order of posts is immaterial.

    **Starting.** Seeds read in the first round and share for sure; review applies, and a critic
    neither starts nor is paid for. Each seed costs by role. An integer of seeds takes the people of
    the origin, first those in a group at the start, then the others, by their coins; fewer people
    than that are an error. Prospects can start, too. With ``paid = c * people + r``, r people,
    seeds among them, have ``c + 1`` impressions and the others c, by their coins; whoever has m
    reads with ``1 - (1 - paid_read) ** m``.

    **Own space.** `own_size` people of any role, by their coins, belong to it from before the first
    post, and each is paid for; later joiners come by invitation and cost nothing. It is no group
    for origins, prospects, first joins or the sizes of groups. A post of the organisation has no
    seeds: it is shown there, once, to each member in the first round in which they are one, and
    read with the odds of ``group_read * attention`` times `own_space`. Nothing else is shown there.

    **Exposure.** A visible share meets each receiver once on each channel: the ties of the sharer
    (outward ones in a directed graph) with the odds of `tie_read`; and each group in which it is
    shown (one coin for each sharer and group against `group_share`), with the odds of ``group_read
    * attention``, where ``attention = min(1, (reference_size / size) ** crowding)`` and size counts
    all members at the start of the round. Both odds are multiplied by `employee_trust` if an
    employee shared. Who joins meets what is shown; a sharer who joins shows the share by the same
    coin; a sharer who leaves takes it away.

    **Invitations.** An inviter who has read the post and belongs to a group in which it is visible
    (a share shown there, or the own space) invites, once for each post and group, in the first
    round in which all this holds, each tie who is not a member yet: one coin against `invite`, one
    for the acceptance, with the odds of `accept`, times the trial's factor, times `own_space`
    there. Several acceptances make one membership, caused by the inviter with the smallest label
    hash. It counts from the next round.

    **Probability to share.** ``odds = odds(base_share) * activity * involvement * odds(relevance)
    * recognition * loyalty * discount * valued * learned * fatigue ** n``. Activity is
    `lurker_factor`, 1 for contributors, or `creator_factor`; involvement `insider_factor` for
    employees and partners, `customer_factor` for customers, else 1; n the other posts first read in
    earlier rounds. Odds of 0 are never, infinite odds always; 0 wins. One coin for each post and
    person decides.

    **Rewards.** Each has an amount of money and multiplies odds by ``1 + gain * amount / (amount +
    half_amount)``: recognition the sharing of contributors and creators, loyalty that of customers,
    discount all sharing and inviting, trial accepting. They are paid for each published share, for
    each accepted invitation (discount) and for each new membership (trial). An act is *anyway* if
    its coin falls below the limit without that one reward; shares of seeds all are.

    **Answers.** A reader, a seed too, comments with `comment` in the round of reading; only the
    organisation sees comments, and it reviews none. Whoever has commented, or had a share
    published, is a contributor of the post from that round on, and is answered in it with
    `reply_rate`: one coin, one answer, one cost. People who were answered, in any post, before a
    post's first round are *valued* for it. The organisation learns: ``learned = 1 + listening_gain
    * H / (H + 5)`` for H answers per 1,000 people before the post's first round.

    **Critics.** When a post has ended, each of its contributors who was never answered, by any
    post, becomes a critic with `critic`: from the next round they do not read, comment, decide,
    invite, accept or start, and are out of the own space. They stay in their groups and in their
    sizes, what they shared stands, and impressions on them are counted and paid. Their ties have
    heard: in each post that starts later they take part with `goodwill`; who does not is like a
    critic for that post. Last, each member of each group and of the own space leaves with `leave`,
    except who was ever answered.

    **Control** acts on employees' shares only. A share is off message with `off_message`. Under
    `review` one coin decides: a sound share passes below `approval_rate`, one off message below
    ``approval_rate * (1 - catch_rate)``. A stopped share is counted as stopped and as nothing else.
    `cost_off_message` is paid on publication, with review or without.

    **Law.** More never loses a reader: for raising tie_read, group_read, group_share, invite,
    accept, base_share, paid_read, comment, reply_rate, approval_rate, any factor, reward or gain,
    relevance, lifetime, paid, own_size, for an inviter, tie, membership or seed more, and for
    lowering off_message, catch_rate, critic, leave, half_amount and approval_delay. Exceptions:
    crowding above 0 with anything that makes a group larger; fatigue below 1; critic above 0;
    leave above 0 where posts overlap; a membership where an integer draws the seeds; people added
    where listening_gain is above 0 or an integer draws.

    **Special cases**, with one post, a plain graph, relevance above 0, no own space, nobody paid,
    base_share 1, crowding 0, no control or rewards and a lifetime of at least the longest path.
    *Independent cascade*: no groups. *Reed-Frost chain*: one group of all, group_share 1, tie_read
    0. *Invitation tree*: tie_read 0, group_read 1, group_share 1, the seed the only member of the
    only group.

    **Where it fails.** Most numbers are anchored on trade sources, mostly on pages of Facebook
    before 2017, or assumed; each says which. Figures on reach count posts on screen, which is more
    than reading. Prices are of different years: `cost_member` of 2010, `cost_impression` of 2017
    and later, so that an own space is cheap beside impressions. Ties all have the same chance;
    weights are not used. Groups differ in size only. Founding a group is no rule here: within a
    campaign it moves little. It says nothing about named individuals.

    **Sources.** Independent cascade: Kempe, Kleinberg and Tardos 2003, doi
    10.1145/956750.956769. Source credibility: Hovland and Weiss 1951, doi 10.1086/266350.
    Voice and exit: Hirschman 1970. One-step negative word of mouth: Goldenberg, Libai, Moldovan
    and Muller 2007, doi 10.1016/j.ijresmar.2007.02.003. Participation classes: Nielsen 2006
    (studies, F06). Groups and inviters: Rainie, Purcell and Smith 2011 (pew-2011).

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> chain = el.Engagement(tie_read=1, base_share=1)
    >>> el.reach(el.simulate(network, chain, seeds=[0], runs=3, key=1)).tolist()
    [4, 4, 4]
    """
