"""Facts of a plan: what can happen in it at all, read from its fields without a simulation."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..graphs.network import Network
from ..models import Post
from ..models.sections import ACTIVITIES, ORGANISATION, ROLES
from ..simulation.scenario import Scenario

_INVITERS = ("inviters_none", "inviters_social", "inviters_microblog")


@dataclass(frozen=True)
class PlanFacts:
    """What can happen in a plan: what is false here never happens, what is true may.

    Parameters
    ----------
    plan : Scenario
        The plan.
    network : Network, optional
        The network to simulate it on, instead of its own town.

    Examples
    --------
    >>> import engagelab as el
    >>> facts = PlanFacts(el.Scenario.preset("go-to-them"))
    >>> facts.seeded, facts.paid, facts.reviewed
    (True, False, False)
    """

    plan: Scenario
    network: Network | None = None

    # --- who there is ------------------------------------------------------------------------

    @cached_property
    def roles(self) -> set[str]:
        """The roles that people have."""
        if self.network is not None:
            return {ROLES[code] for code in np.unique(self.network.traits.role)}
        of = self.plan.population
        shares = (of.employees, of.customers, of.partners)
        return {
            role for role, share in zip(ROLES, (*shares, 1 - sum(shares)), strict=True) if share
        }

    @cached_property
    def activities(self) -> set[str]:
        """The classes of activity that people belong to."""
        if self.network is not None:
            return {ACTIVITIES[code] for code in np.unique(self.network.traits.activity)}
        of = self.plan.population
        shares = (1 - (of.contributors + of.creators), of.contributors, of.creators)
        return {name for name, share in zip(ACTIVITIES, shares, strict=True) if share}

    @property
    def inviters(self) -> bool:
        """Whether a person invites others."""
        if self.network is not None:
            return bool(self.network.traits.inviter.any())
        return any(getattr(self.plan.population, name) for name in _INVITERS)

    @property
    def ties(self) -> bool:
        """Whether people have ties."""
        return bool(self.plan.population.ties if self.network is None else self.network.ties)

    @property
    def groups(self) -> bool:
        """Whether there are groups besides the own space."""
        return self.network is None or len(self.network.group_labels) > 0

    @property
    def prospects(self) -> bool:
        """Whether a person is in no group at the start."""
        if self.network is not None:
            return bool(self.network.prospects.any())
        return self.plan.population.prospects > 0

    # --- posts and rounds --------------------------------------------------------------------

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts of the campaign."""
        return self.plan.campaign.posts

    @property
    def seeded(self) -> bool:
        """Whether people start a post; they share it for sure."""
        return any(post.starters for post in self.posts)

    @property
    def paid(self) -> bool:
        """Whether impressions are bought."""
        return any(post.paid for post in self.posts)

    @property
    def own(self) -> bool:
        """Whether the organisation shows a post to members of its own space."""
        shown = any(post.origin == ORGANISATION for post in self.posts)
        return shown and self.plan.campaign.own_size > 0

    @property
    def drawn(self) -> bool:
        """Whether seeds, or people with one more paid impression, are drawn by coins."""
        people = self.plan.population.people if self.network is None else self.network.people
        return any((post.seeds and not post.people) or post.paid % people for post in self.posts)

    def starts(self, role: str) -> bool:
        """Return whether people of a role can start a post."""
        return role in self.roles and any(
            post.starters and (post.people or post.origin not in ROLES or post.origin == role)
            for post in self.posts
        )

    @property
    def lives(self) -> bool:
        """Whether a post lives for another round after its first."""
        last = self.plan.settings.horizon
        return self.plan.campaign.lifetime > 0 and any(post.round < last for post in self.posts)

    @property
    def ends(self) -> list[int]:
        """The last rounds of the posts that end by the horizon."""
        rounds = (post.round + self.plan.campaign.lifetime for post in self.posts)
        return [end for end in rounds if end <= self.plan.settings.horizon]

    @property
    def follows(self) -> bool:
        """Whether a post starts in a later round than another."""
        return len({post.round for post in self.posts}) > 1

    @property
    def follows_end(self) -> bool:
        """Whether a post starts after the last round of another."""
        return bool(self.ends) and max(post.round for post in self.posts) > min(self.ends)

    # --- reading and sharing -----------------------------------------------------------------

    @property
    def read(self) -> bool:
        """Whether a person can read a post."""
        return self.seeded or self.paid or self.own

    @property
    def relevant(self) -> bool:
        """Whether a post that can be read has a relevance above 0."""
        return self.read and any(post.relevance_in(self.plan.content) > 0 for post in self.posts)

    @property
    def decided(self) -> bool:
        """Whether readers can share, by odds above 0."""
        return self.relevant and self.plan.engagement.base_share > 0

    @property
    def uncertain(self) -> bool:
        """Whether factors of 1 or more on these odds can change a decision."""
        between = any(0 < post.relevance_in(self.plan.content) < 1 for post in self.posts)
        return self.decided and between and self.plan.engagement.base_share < 1

    @property
    def shared(self) -> bool:
        """Whether a person can share."""
        return self.seeded or self.decided

    @property
    def visible(self) -> bool:
        """Whether a share can be seen in a later round."""
        return self.shared and self.lives

    @property
    def in_groups(self) -> bool:
        """Whether a share can be shown in a group."""
        return self.visible and self.groups and self.plan.engagement.group_share > 0

    @property
    def employee_shares(self) -> bool:
        """Whether an employee can share."""
        return "employee" in self.roles and (self.starts("employee") or self.decided)

    @property
    def reviewed(self) -> bool:
        """Whether a share can be reviewed."""
        return self.plan.control.review and self.employee_shares

    # --- invitations, answers, critics and rewards -------------------------------------------

    @property
    def open_to_invite(self) -> bool:
        """Whether ties can be invited to a place in which a post is visible."""
        return self.lives and self.ties and (self.in_groups or self.own)

    @property
    def invited(self) -> bool:
        """Whether a person can be invited."""
        return self.open_to_invite and self.inviters and self.plan.invitations.invite > 0

    @property
    def joined(self) -> bool:
        """Whether a person can join."""
        return self.invited and self.plan.invitations.accept > 0

    @property
    def contributed(self) -> bool:
        """Whether a person can comment or share."""
        return self.read and (self.shared or self.plan.answers.comment > 0)

    @property
    def answered(self) -> bool:
        """Whether a person can be answered."""
        return self.contributed and self.plan.answers.reply_rate > 0

    @property
    def ignored(self) -> bool:
        """Whether a contributor of a post that ends can stay unanswered."""
        return self.contributed and bool(self.ends) and self.plan.answers.reply_rate < 1

    def moves(self, reward: str) -> bool:
        """Return whether the effect of a reward can change what a person does."""
        if not getattr(self.plan.rewards, reward):
            return False
        if reward == "trial":
            return self.joined
        return (self.uncertain and self.is_paid(reward)) or (reward == "discount" and self.invited)

    def has_effect(self, reward: str) -> bool:
        """Return whether a reward has an effect that can change what a person does."""
        return self.moves(reward) and getattr(self.plan.rewards, f"{reward}_gain") > 0

    def is_paid(self, reward: str) -> bool:
        """Return whether a share can earn one of the rewards on sharing."""
        movers = {
            "recognition": bool(self.activities - {"lurker"}),
            "loyalty": "customer" in self.roles,
            "discount": True,
        }
        return self.shared and movers[reward]
