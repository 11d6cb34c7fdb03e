"""Sections of the engagement model: its fields, each with unit, bounds, meaning and source."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from .declaration import Declaration, quantity

Role = Literal["employee", "customer", "partner", "public"]
Share = Annotated[float, Field(ge=0, le=1)]

ROLES = ("employee", "customer", "partner", "public")
PROFILES = ("none", "social", "social and microblog")
ACTIVITIES = ("lurker", "contributor", "creator")
REWARDS = ("recognition", "loyalty", "discount", "trial")
ORGANISATION = "organisation"
OWN_SPACE = "own space"

_CHANCE = (0, 1)
_PEW = "Rainie, Purcell and Smith 2011, The Social Side of the Internet (pew-2011"
_PAGES = (
    "anchored: a post of a friend was on screen for 35 % of friends (Bernstein et al. 2013, as "
    "reported; studies, F40); posts of brand pages for 6.15 % of fans on average (Social@Ogilvy "
    "2014; F41), 22.8 % on pages below 1,000 (Locowise 2015; F42)"
)


class Content(Declaration):
    """What the content is worth to those who read it."""

    relevance: float = quantity(
        0.5,
        _CHANCE,
        "relevance",
        "How much the content means to people: 0.5 is neutral, 1 is shared for sure, 0 never.",
        unit="share",
    )


class Reading(Declaration):
    """How a share is read, and when a reader shares in turn."""

    tie_read: float = quantity(
        0.1,
        _CHANCE,
        "read from a tie",
        "Probability that one tie of a sharer reads what was shared.",
        unit="probability",
        source="anchored: 35 % of a person's friends had one post on screen (studies, F40); a "
        "closer look than 0.9 seconds is rarer",
        anchor="A post was on screen for 35 % of a person's friends for 0.9 seconds or longer "
        "(Facebook, 2013; studies, F40).",
        supported=(0.04, 0.35),
    )
    group_share: float = quantity(
        0.3,
        _CHANCE,
        "shown in a group",
        "Probability that a sharer shows the share in one of their groups.",
        unit="probability",
        source=f"anchored: {_PEW}, P45): 30 % of members on social networks have posted news about "
        "their groups there; that is a share of people, not a chance per share",
        anchor="30 % of group members on social networks have posted news about their groups there "
        "(United States, 2010; pew-2011, P45).",
        supported=(0.1, 0.5),
    )
    group_read: float = quantity(
        0.5,
        _CHANCE,
        "read in a group",
        "Probability that a fellow member reads what is shown in a group of the reference size or "
        "less.",
        unit="probability",
        source=_PAGES,
        anchor="A post was on screen for 35 % of friends; posts of brand pages for 22.8 % of fans "
        "below 1,000 fans and 2.3 % above a million (studies, F40 and F42).",
        supported=(0.35, 0.65),
    )
    reference_size: float = quantity(
        20,
        (1, 10_000),
        "reference group size",
        "Group size up to which members give each share their full attention.",
        unit="people",
        source=_PAGES,
    )
    crowding: float = quantity(
        0.25,
        (0, 2),
        "crowding",
        "How fast attention falls as groups grow: 0 not at all, 1 in proportion to size. Above 0, "
        "a group that invitations make bigger reads less of each share.",
        unit="exponent",
        source=_PAGES,
        anchor="The share of fans who see a post of a page falls from 22.8 % below 1,000 fans to "
        "9.6 % at 50,000 to 100,000 and 2.3 % above a million (studies, F42).",
        supported=(0.17, 0.35),
    )
    own_space: float = quantity(
        0.6,
        (0, 10),
        "attention in the own space",
        "Factor on the odds to read what the organisation shows in its own space, against a group "
        "of the same size; also on the odds to accept an invitation there.",
        unit="odds factor",
        source=_PAGES,
        anchor="Posts of brand pages were seen by 6.15 % of fans on average (studies, F41).",
        supported=(0.5, 1.0),
    )
    employee_trust: float = quantity(
        0.75,
        (0, 20),
        "trust in employees",
        "Factor on the odds to read what an employee shared, against other sharers.",
        unit="odds factor",
        source="anchored: a regular employee is a credible source on a company for 50 % of people, "
        "a person like oneself for 65 % (Edelman 2012; studies, F48); against it, twice as many "
        "clicks on shares of employees as of the company (LinkedIn 2016; F49)",
        anchor="A regular employee is a credible source for 50 % of people, a person like oneself "
        "for 65 % (2012; studies, F48).",
        supported=(0.5, 1.5),
    )
    base_share: float = quantity(
        0.06,
        _CHANCE,
        "willingness to share",
        "Probability that a contributor from the public shares neutral content.",
        unit="probability",
        anchor="Unpaid posts of one brand page were shared by 0.4 % of those who saw them "
        "(Moro, Rita and Vala 2016; studies, F64).",
        supported=(0.02, 0.12),
    )
    lurker_factor: float = quantity(
        0.05,
        (0, 100),
        "lurkers",
        "Factor on a lurker's odds to share, against a contributor's.",
        unit="odds factor",
        source="anchored: 11 % of people make 80 % of posts (Forrester 2010; studies, F05); 90 % "
        "lurk, 9 % contribute, 1 % create (Nielsen 2006; F06)",
        anchor="11 % of people make 80 % of posts (seven countries, 2010; studies, F05).",
    )
    creator_factor: float = quantity(
        8.0,
        (0, 100),
        "creators",
        "Factor on a creator's odds to share, against a contributor's.",
        unit="odds factor",
        source="anchored: 11 % of people make 80 % of posts (Forrester 2010; studies, F05); 90 % "
        "lurk, 9 % contribute, 1 % create (Nielsen 2006; F06)",
        anchor="11 % of people make 80 % of posts (seven countries, 2010; studies, F05).",
    )
    insider_factor: float = quantity(
        3.0,
        (0, 100),
        "involvement of insiders",
        "Factor on the odds to share of employees and partners.",
        unit="odds factor",
        source="anchored: 50 % of employees ever post about their employer (Weber Shandwick; "
        "studies, F50); against it, 3 % share a given content (LinkedIn 2017; F51)",
        anchor="50 % of employees in 15 markets ever post about their employer (studies, F50); 3 % "
        "share a given content of their company (F51).",
        supported=(1.0, 6.0),
    )
    customer_factor: float = quantity(
        1.5,
        (0, 100),
        "involvement of customers",
        "Factor on a customer's odds to share.",
        unit="odds factor",
        supported=(1.0, 3.0),
    )
    fatigue: float = quantity(
        0.95,
        _CHANCE,
        "fatigue",
        "Factor on the odds to share for each other post of the campaign read before; 1 is none. "
        "Below 1, more readers now can mean fewer later.",
        unit="odds factor",
    )
    paid_read: float = quantity(
        0.01,
        _CHANCE,
        "read when paid",
        "Probability that one paid impression is read.",
        unit="probability",
        source="anchored: 0.05 % (2010) to 1.1 % of impressions of paid social advertising are "
        "clicked (trade pages; studies, F52)",
        anchor="0.05 % (2010) to 1.1 % of paid impressions are clicked (trade pages; studies, "
        "F52).",
        supported=(0.0005, 0.02),
    )


class Invitations(Declaration):
    """How readers bring their ties into their groups."""

    invite: float = quantity(
        0.05,
        _CHANCE,
        "invitation rate",
        "Probability that a reader who invites asks one tie, not yet a member, into one group in "
        "which the post is visible.",
        unit="probability",
        anchor="In a trial with 9,687 users of an application, automatic notices raised adoption "
        "among friends by 246 %, personal invitations by a further 98 % (Aral and Walker 2011; "
        "studies, F10); it gives no rate for each tie.",
        supported=(0.01, 0.15),
    )
    accept: float = quantity(
        0.1,
        _CHANCE,
        "acceptance",
        "Probability that an invitation is accepted.",
        unit="probability",
        source="anchored: 2 to 21 % of referrals and application invitations are accepted "
        "(vendors' and trade pages; studies, F47)",
        anchor="2 to 21 % of referrals and application invitations are accepted (vendors' and "
        "trade pages; studies, F47).",
        supported=(0.02, 0.15),
    )
    leave: float = quantity(
        0.0,
        _CHANCE,
        "leaving",
        "Probability that a member leaves a group, or the own space, when a post has ended. Above "
        "0, more members now can mean other members later.",
        unit="probability",
    )


def _amount(label: str, says: str) -> float:
    amount: float = quantity(0.0, (0, 1000), label, says, unit="money")
    return amount


def _gain(label: str, default: float = 1.0, source: str = "assumed", anchor: str = "") -> float:
    says = "Largest gain of the odds: a very large amount multiplies them by 1 + gain."
    gain: float = quantity(
        default, (0, 20), f"{label}: gain", says, unit="odds factor", source=source, anchor=anchor
    )
    return gain


class Rewards(Declaration):
    """What is paid for sharing, inviting and joining; each has a saturating effect."""

    recognition: float = _amount(
        "recognition",
        "Money spent on recognising each share of a contributor or creator; it moves them alone.",
    )
    recognition_gain: float = _gain(
        "recognition",
        0.6,
        "measured: an award raised the output of highly active editors by 60 % in a randomised "
        "trial (Restivo and van de Rijt 2012, doi 10.1371/journal.pone.0034358; studies, F60); "
        "less active editors did not respond (F61)",
        "An award raised the output of highly active editors by 60 % (randomised trial; studies, "
        "F60); less active editors did not respond (F61).",
    )
    loyalty: float = _amount(
        "loyalty points", "Money spent on points for each share of a customer; it moves them alone."
    )
    loyalty_gain: float = _gain("loyalty points")
    discount: float = _amount(
        "discount", "Money given for each share and each accepted invitation; it moves all."
    )
    discount_gain: float = _gain("discount")
    trial: float = _amount("free trial", "Money spent on a free trial for each new membership.")
    trial_gain: float = _gain("free trial")
    half_amount: float = quantity(
        5.0,
        (0.01, 1000),
        "half amount",
        "Amount of any reward at which half of its gain is reached.",
        unit="money",
    )

    def factor(self, reward: str) -> float:
        """Return the factor of one reward on the odds: ``1 + gain * a / (a + half_amount)``.

        Examples
        --------
        >>> from engagelab.models.sections import Rewards
        >>> Rewards(discount=5, half_amount=5, discount_gain=1).factor("discount")
        1.5
        """
        amount, gain = getattr(self, reward), getattr(self, f"{reward}_gain")
        return float(1.0 + gain * amount / (amount + self.half_amount))


class Answers(Declaration):
    """Who comments, whom the organisation answers, and what comes of it."""

    comment: float = quantity(
        0.005,
        _CHANCE,
        "commenting",
        "Probability that a reader comments, which the organisation alone sees.",
        unit="probability",
        supported=(0.001, 0.02),
    )
    reply_rate: float = quantity(
        0.2,
        _CHANCE,
        "reply rate",
        "Probability that the organisation answers somebody who commented or shared.",
        unit="probability",
        source="measured: brands answered 30 % and 62 % of customers' posts (Socialbakers 2012 and "
        "2013) and 11 % of messages (Sprout Social 2016; studies, F54)",
        anchor="Brands answered 11 to 62 % of customers' posts and messages (studies, F54).",
        supported=(0.05, 0.6),
    )
    valued_factor: float = quantity(
        1.5,
        (1, 20),
        "valued",
        "Factor on the odds to share of people who were answered before the post started.",
        unit="odds factor",
        source="anchored: of complainers who were answered, 33 % posted positively and 18 % became "
        "loyal customers (2011; studies, F59)",
        anchor="Of people who complained on social media and were answered, 33 % posted positively "
        "(2011; studies, F59).",
        supported=(1.0, 2.0),
    )
    critic: float = quantity(
        0.1,
        _CHANCE,
        "turning critic",
        "Probability that somebody who commented or shared and was never answered turns away when "
        "the post has ended. Above 0, more readers now can mean fewer later.",
        unit="probability",
        source="anchored: 27 % stop buying when they are ignored, 36 % would shame the brand "
        "(studies, F55 and F56)",
        anchor="27 % of people stop buying when they are ignored on social media (studies, F55); "
        "36 % would shame the brand (F56).",
        supported=(0.03, 0.4),
    )
    goodwill: float = quantity(
        0.5,
        _CHANCE,
        "goodwill",
        "Probability that somebody who has heard a critic still takes part in a later post.",
        unit="probability",
        source="anchored: 46 and 19 % stay loyal after an unresolved complaint, minor and "
        "major (studies, F57); one-step negative word of mouth does large damage (F58)",
        anchor="After an unresolved complaint 46 % (minor) and 19 % (major) stay loyal (studies, "
        "F57).",
        supported=(0.2, 0.9),
    )
    listening_gain: float = quantity(
        0.5,
        (0, 20),
        "listening",
        "Largest gain of all odds to share by what the organisation has learned; half of it is "
        "reached with 5 answers per 1,000 people.",
        unit="odds factor",
        supported=(0.0, 1.0),
    )


class Control(Declaration):
    """What the organisation does to keep the shares of its employees on message."""

    review: bool = quantity(
        False,
        None,
        "review",
        "Whether each share of an employee waits for an approval.",
        unit="yes or no",
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
        "Probability that an employee's share says something the organisation would rather not.",
        unit="probability",
    )
    catch_rate: float = quantity(
        0.9,
        _CHANCE,
        "catch rate",
        "Probability that review stops an off-message share that it would else let through.",
        unit="probability",
    )


class Life(Declaration):
    """How long a post lives, and the space that the organisation owns."""

    lifetime: int = quantity(
        14,
        (0, 1000),
        "lifetime",
        "Rounds after its start in which a post is read, shared, invited to and answered.",
        unit="rounds",
    )
    own_size: int = quantity(
        0,
        (0, 1_000_000),
        "members of the own space",
        "Members of the organisation's own space before the first post; each is paid for.",
        unit="people",
    )


def _seed_price(role: str) -> float:
    price: float = quantity(
        20.0, (0, 1e6), f"cost of a seed: {role}", "Cost of each of them who starts a post.",
        unit="money",
    )  # fmt: skip
    return price


class Money(Declaration):
    """What acts cost and what people are worth, in one currency."""

    cost_post: float = quantity(
        200.0, (0, 1e7), "cost of a post", "Cost of making one post.", unit="money"
    )
    cost_employee: float = _seed_price("employee")
    cost_customer: float = _seed_price("customer")
    cost_partner: float = _seed_price("partner")
    cost_public: float = _seed_price("public")
    cost_member: float = quantity(
        1.0,
        (0, 1e6),
        "cost of a member",
        "Cost of each member of the own space before the first post.",
        unit="money",
        source="measured: 1.07 dollars for a fan, 11,000 campaigns (2011; studies, F53)",
        anchor="A fan cost 1.07 dollars over 11,000 campaigns (2011; studies, F53).",
        supported=(0.5, 3.0),
    )
    cost_answer: float = quantity(
        2.0, (0, 1e6), "cost of an answer", "Cost of answering one person.", unit="money"
    )
    cost_impression: float = quantity(
        0.012,
        (0, 1e4),
        "cost of a paid impression",
        "Cost of showing a paid post to one person once.",
        unit="money",
        source="anchored: 4 to 20 dollars for 1,000 impressions of paid social advertising (trade "
        "pages; studies, F52)",
        anchor="1,000 paid impressions cost 4 to 20 dollars (trade pages; studies, F52).",
        supported=(0.004, 0.02),
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
        5.0,
        (0, 1e6),
        "value of a new joiner",
        "Worth of each person who joins their first group.",
        unit="money",
    )
    value_membership: float = quantity(
        0.0,
        (0, 1e6),
        "value of a membership",
        "Worth of each new membership of a group or of the own space.",
        unit="money",
    )


SEED_PRICES: Mapping[str, str] = {role: f"cost_{role}" for role in ROLES}
