"""The parts of the engagement model: its fields, each with unit, bounds, meaning and source."""

from typing import Annotated, Literal

from pydantic import Field

from .declaration import Declaration, quantity

Role = Literal["employee", "customer", "partner", "public"]


Share = Annotated[float, Field(ge=0, le=1)]


ROLES = ("employee", "customer", "partner", "public")


PROFILES = ("none", "social", "social and microblog")


OWN_GROUP = "own group"
REWARDS = ("recognition", "loyalty", "discount", "trial")
ACTIVITIES = ("lurker", "contributor", "creator")


_CHANCE = (0, 1)


_PEW = "Rainie, Purcell and Smith 2011, The Social Side of the Internet (pew-2011"


class Content(Declaration):
    """What the content is worth to those who read it."""

    relevance: float = quantity(
        0.5,
        _CHANCE,
        "relevance",
        "How much the content means to people: 0.5 is neutral, 1 is shared for sure, 0 never.",
        unit="share",
    )
    relevance_by_role: dict[Role, Share] = Field(
        default_factory=dict,
        title="relevance by role",
        description="Another relevance for the people of some roles.",
        json_schema_extra={
            "unit": "share",
            "source": "assumed",
            "kind": "assumed",
            "ge": 0,
            "le": 1,
        },
    )


class Reading(Declaration):
    """How a share is read, and when a reader shares in turn."""

    tie_read: float = quantity(
        0.04,
        _CHANCE,
        "read from a tie",
        "Probability that one tie of a sharer reads what was shared.",
        unit="probability",
    )
    group_read: float = quantity(
        0.65,
        _CHANCE,
        "read in a group",
        "Probability that a fellow member reads a share in a group of the reference size or less.",
        unit="probability",
        source=f"anchored: {_PEW}, P44): 65 % of users read updates of their groups; that is a "
        "share of people, not a chance per share",
        anchor="65 % of group members on social networks read updates of their groups there "
        "(United States, 2010; pew-2011, P44); the mean chance per share cannot be higher.",
        supported=(0.0, 0.65),
    )
    reference_size: float = quantity(
        4,
        (1, 10_000),
        "reference group size",
        "Group size up to which members give every share their full attention.",
        unit="people",
    )
    crowding: float = quantity(
        0.9,
        (0, 2),
        "crowding",
        "How fast attention falls as groups grow: 0 not at all, 1 in proportion to size. Above 0, "
        "a group that invitations make bigger reads less of each share.",
        unit="exponent",
    )
    base_share: float = quantity(
        0.12,
        _CHANCE,
        "willingness to share",
        "Probability that a contributor shares neutral content after one reading.",
        unit="probability",
    )
    lurker_factor: float = quantity(
        0.3, (0, 100), "lurkers", "Factor on a lurker's odds to share.", unit="odds factor"
    )
    contributor_factor: float = quantity(
        1.0,
        (0, 100),
        "contributors",
        "Factor on a contributor's odds to share.",
        unit="odds factor",
    )
    creator_factor: float = quantity(
        5.0, (0, 100), "creators", "Factor on a creator's odds to share.", unit="odds factor"
    )
    reinforcement: float = quantity(
        1.0,
        (1, 20),
        "reinforcement",
        "Factor on the odds to share for each further sharer one has read the post from.",
        unit="odds factor",
        anchor="In an experiment a behaviour spread better through a clustered network than "
        "through a random one (Centola 2010; studies, F20), as repeated exposure would have it; it "
        "gives no factor.",
    )
    fatigue: float = quantity(
        0.95,
        _CHANCE,
        "fatigue",
        "Factor on the odds to share for each post of the campaign read before; 1 is none. "
        "Below 1, more readers now can mean fewer later.",
        unit="odds factor",
    )
    paid_read: float = quantity(
        0.1,
        _CHANCE,
        "read when paid",
        "Probability that somebody who is shown a paid post reads it.",
        unit="probability",
    )


class Invitations(Declaration):
    """How sharers bring their ties into their groups."""

    invite: float = quantity(
        0.2,
        _CHANCE,
        "invitation rate",
        "Probability that a sharer who invites asks one tie, not yet a member, into one group.",
        unit="probability",
        anchor="In a trial with 9,687 users of an application, automatic notices raised adoption "
        "among friends by 246 %, personal invitations by a further 98 % (Aral and Walker 2011; "
        "studies, F10); it gives no rate for each tie.",
    )
    accept: float = quantity(
        0.5,
        _CHANCE,
        "acceptance",
        "Probability that an invitation is accepted.",
        unit="probability",
    )
    leave: float = quantity(
        0.0,
        _CHANCE,
        "leaving",
        "Probability that a member leaves a group after a post. Above 0, more members now can "
        "mean other members later.",
        unit="probability",
    )


def _amount(label: str, says: str) -> float:
    amount: float = quantity(0.0, (0, 1000), label, says, unit="per act")
    return amount


def _gain(label: str) -> float:
    says = "Largest gain of the odds: a very large amount multiplies them by 1 + gain."
    gain: float = quantity(1.0, (0, 20), f"{label}: gain", says, unit="odds factor")
    return gain


def _half(label: str) -> float:
    says = "Amount at which half of the gain is had."
    half: float = quantity(5.0, (0.01, 1000), f"{label}: half amount", says, unit="per act")
    return half


def _price(label: str) -> float:
    says = "Cost of one unit of the amount, paid for each act that happens with the reward."
    price: float = quantity(1.0, (0, 1000), f"{label}: price", says, unit="money per unit")
    return price


class Rewards(Declaration):
    """What is given for sharing, inviting and joining; each has a saturating effect and a cost."""

    recognition: float = _amount("recognition", "Thanks and mentions given for each share.")
    recognition_gain: float = _gain("recognition")
    recognition_half: float = _half("recognition")
    recognition_price: float = _price("recognition")
    loyalty: float = _amount("loyalty points", "Points given for each share.")
    loyalty_gain: float = _gain("loyalty points")
    loyalty_half: float = _half("loyalty points")
    loyalty_price: float = _price("loyalty points")
    discount: float = _amount("discount", "Discount given for each share and each invitation.")
    discount_gain: float = _gain("discount")
    discount_half: float = _half("discount")
    discount_price: float = _price("discount")
    trial: float = _amount("free trial", "Free trial given to each invitee who accepts.")
    trial_gain: float = _gain("free trial")
    trial_half: float = _half("free trial")
    trial_price: float = _price("free trial")

    def factor(self, reward: str) -> float:
        """Return the factor of one reward on the odds: ``1 + gain * a / (a + half)``.

        Examples
        --------
        >>> from engagelab.models.sections import Rewards
        >>> Rewards(discount=5, discount_half=5, discount_gain=1).factor("discount")
        1.5
        """
        amount, gain, half = (getattr(self, reward + end) for end in ("", "_gain", "_half"))
        return float(1.0 + gain * amount / (amount + half))

    def cost(self, reward: str) -> float:
        """Return what one act with this reward costs, in money."""
        return float(getattr(self, reward) * getattr(self, f"{reward}_price"))


class Answers(Declaration):
    """How the organisation answers those who share."""

    reply_rate: float = quantity(
        0.2,
        _CHANCE,
        "reply rate",
        "Probability that the organisation answers a share.",
        unit="probability",
    )
    valued_factor: float = quantity(
        1.5,
        (1, 20),
        "valued",
        "Factor on the odds to share of those who were ever answered, from the next post on.",
        unit="odds factor",
    )
    unanswered_factor: float = quantity(
        0.9,
        _CHANCE,
        "unanswered",
        "Factor on the odds to share of those who shared and were never answered. Below 1, more "
        "shares now can mean fewer later.",
        unit="odds factor",
    )


class Control(Declaration):
    """What the organisation does to keep shares on message."""

    review: bool = quantity(
        False, None, "review", "Whether every share waits for an approval.", unit="yes or no"
    )
    approval_delay: int = quantity(
        2, (0, 60), "approval delay", "Rounds that a share waits under review.", unit="rounds"
    )
    approval_rate: float = quantity(
        0.8,
        _CHANCE,
        "approval rate",
        "Probability that a sound share is let through under review.",
        unit="probability",
    )
    off_message: float = quantity(
        0.05,
        _CHANCE,
        "off message",
        "Probability that a share says something the organisation would rather not.",
        unit="probability",
    )
    catch_rate: float = quantity(
        0.9,
        _CHANCE,
        "catch rate",
        "Probability that review stops an off-message share.",
        unit="probability",
    )


class Life(Declaration):
    """How long a post can be shared and read."""

    lifetime: int = quantity(
        14,
        (0, 1000),
        "lifetime",
        "Rounds after its start in which a post is read, shared, invited to and answered.",
        unit="rounds",
    )


class Money(Declaration):
    """What acts cost and what people are worth, in one currency."""

    cost_post: float = quantity(
        200.0, (0, 1e7), "cost of a post", "Cost of making one post.", unit="money"
    )
    cost_seed: float = quantity(
        20.0,
        (0, 1e6),
        "cost of an employee",
        "Cost of each employee who starts a post.",
        unit="money",
    )
    cost_answer: float = quantity(
        2.0, (0, 1e6), "cost of an answer", "Cost of answering one share.", unit="money"
    )
    cost_impression: float = quantity(
        0.02,
        (0, 1e4),
        "cost of a paid impression",
        "Cost of showing a paid post to one person.",
        unit="money",
    )
    cost_off_message: float = quantity(
        10.0,
        (0, 1e6),
        "cost off message",
        "Cost of one off-message share that is published.",
        unit="money",
    )
    value_reader: float = quantity(
        0.5, (0, 1e6), "value of a reader", "Worth of each person reached.", unit="money"
    )
    value_sharer: float = quantity(
        1.0, (0, 1e6), "value of a sharer", "Worth of each person who shares.", unit="money"
    )
    value_joiner: float = quantity(
        5.0, (0, 1e6), "value of a joiner", "Worth of each person who joins a group.", unit="money"
    )
