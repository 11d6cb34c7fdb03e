"""What the organisation does: control, the life of posts, its own space, and money."""

from collections.abc import Mapping

from ..declaration import Declaration, quantity
from .vocabulary import CHANCE, ROLES


class Control(Declaration):
    """What the organisation does to keep the shares of its employees on message."""

    review: bool = quantity(
        False,
        None,
        "review",
        "Whether each share of an employee waits for an approval.",
        unit="yes or no",
        source="choice",
    )
    approval_delay: int = quantity(
        2,
        (0, 60),
        "approval delay",
        "Rounds that a share waits under review.",
        unit="rounds",
        source="anchored weakly: Filestage 2023 (studies, F113) and Workfront 2016 (F114); an "
        "employee's share is less than a piece of creative work",
        anchor="A piece of creative work waits 10 days for approval on average (studies, F113); 8 "
        "% of content marketers are never held up, 19 % for over a week (F114).",
        supported=(1, 10),
    )
    approval_rate: float = quantity(
        0.8,
        CHANCE,
        "approval rate",
        "Probability that a sound share is let through under review.",
        unit="probability",
    )
    off_message: float = quantity(
        0.05,
        CHANCE,
        "off message",
        "Probability that an employee's share says something the organisation would rather not.",
        unit="probability",
        source="anchored weakly: Weber Shandwick 2014 (studies, F50) and a survey of 2013 (F119); "
        "shares of people, not of posts",
        anchor="16 % of employees have ever shared criticism of their employer (studies, F50); "
        "29 % of workers aged 18 to 34 have posted something they feared could cost a job (F119).",
        supported=(0.01, 0.16),
    )
    catch_rate: float = quantity(
        0.9,
        CHANCE,
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
        "Rounds after its start in which a post is read, shared, invited to and answered. It "
        "bounds the steps that a post can travel, not how long people pay attention.",
        unit="rounds",
        source="anchored weakly: bitly 2011 (studies, F115), Iribarren and Moro 2011 (F116) and "
        "Dorner et al. (F25)",
        anchor="Half of the clicks on a link come within 3 hours (studies, F115); an e-mail is "
        "passed on after about a day on average, with a long tail (F116).",
        supported=(3, 14),
    )
    own_size: int = quantity(
        0,
        (0, 1_000_000),
        "members of the own space",
        "Members of the organisation's own space before the first post; each is paid for.",
        unit="people",
        source="choice",
    )


def _seed_price(role: str) -> float:
    price: float = quantity(
        20.0, (0, 1e6), f"cost of a seed: {role}", "Cost of each of them who starts a post.",
        unit="money",
    )  # fmt: skip
    return price


class Money(Declaration):
    """What acts cost and what people are worth, in one currency.

    The prices of the defaults are of different years: a member of the own space costs what a fan
    cost in 2010, an impression what it cost in 2017 and later.
    """

    cost_post: float = quantity(
        200.0,
        (0, 1e7),
        "cost of a post",
        "Cost of making one post.",
        unit="money",
        source="anchored weakly: an agency's opinion (studies, F111)",
        anchor="An agency names 50 to 750 dollars for a blog post, without data (studies, F111).",
        supported=(50.0, 750.0),
    )
    cost_employee: float = _seed_price("employee")
    cost_customer: float = _seed_price("customer")
    cost_partner: float = _seed_price("partner")
    cost_public: float = quantity(
        20.0,
        (0, 1e6),
        "cost of a seed: public",
        "Cost of each of them who starts a post.",
        unit="money",
        source="anchored weakly: Klear 2019 (studies, F108); ordinary people have fewer followers",
        anchor="People with 500 to 5,000 followers take 31 dollars for a post on Facebook (2019; "
        "studies, F108).",
        supported=(10.0, 100.0),
    )
    cost_member: float = quantity(
        1.0,
        (0, 1e6),
        "cost of a member",
        "Cost of each member of the own space before the first post; the default is a price of "
        "2010.",
        unit="money",
        source="anchored: Webtrends 2011 (studies, F53), 11,200 advertisements of 2010",
        anchor="A fan cost 1.07 dollars in 2010 by advertisements, when 1,000 impressions cost "
        "0.25 (studies, F52 and F53); impressions have since become more than ten times as dear, "
        "so a fan would cost more today.",
        supported=(0.5, 3.0),
    )
    cost_answer: float = quantity(
        2.0,
        (0, 1e6),
        "cost of an answer",
        "Cost of answering one person.",
        unit="money",
        source="anchored weakly: a vendor's statement (studies, F109) and Gartner 2019 (F110)",
        anchor="A conversation on social media usually costs below 1 dollar, says a vendor without "
        "data (studies, F109); a contact by phone, chat or e-mail costs 8 dollars (2019; F110).",
        supported=(1.0, 8.0),
    )
    cost_impression: float = quantity(
        0.012,
        (0, 1e4),
        "cost of a paid impression",
        "Cost of showing a paid post to one person once; the default is a price of 2017 and later.",
        unit="money",
        source="anchored: five vendors' counts on Facebook (studies, F52 and F104 to F107)",
        anchor="1,000 impressions cost 0.25 dollars in 2010, 2 in 2014, 3.3 in 2015, 6.3 in 2016 "
        "and about 15 in 2017 (studies, F52, F104, F105, F106 and F107).",
        supported=(0.002, 0.016),
    )
    cost_off_message: float = quantity(
        10.0,
        (0, 1e6),
        "cost off message",
        "Cost of one off-message share that is published.",
        unit="money",
    )
    value_reader: float = quantity(
        0.5,
        (0, 1e6),
        "value of a reader",
        "Worth of each person reached.",
        unit="money",
        source="anchored weakly: the price of a click (studies, F52, F104 and F107)",
        anchor="A click cost 0.49 dollars in 2010, 0.55 in 2014 and 1.72 in 2017 (studies, F52, "
        "F104 and F107).",
        supported=(0.5, 1.7),
    )
    value_sharer: float = quantity(
        1.0,
        (0, 1e6),
        "value of a sharer",
        "Worth of each person who shares, besides what their readers are worth.",
        unit="money",
        source="anchored weakly: Eventbrite 2010 and 2012 (studies, F77), revenue that includes "
        "that of the readers",
        anchor="A share brought one ticket seller 1.78 dollars of sales in 2010 and 3.23 in 2012 "
        "(studies, F77).",
        supported=(0.5, 4.0),
    )
    value_joiner: float = quantity(
        5.0,
        (0, 1e6),
        "value of a new joiner",
        "Worth of each person who joins their first group.",
        unit="money",
        source="anchored weakly: between the price of a fan (studies, F53) and the extra worth of "
        "a referred customer (Schmitt, Skiera and Van den Bulte 2011; F112)",
        anchor="A fan cost 1.07 dollars in 2010 (studies, F53); a customer whom another referred "
        "was worth 40 euros more to a bank (F112).",
        supported=(1.0, 40.0),
    )
    value_membership: float = quantity(
        0.0,
        (0, 1e6),
        "value of a membership",
        "Worth of each new membership of a group or of the own space.",
        unit="money",
        source="choice",
    )


SEED_PRICES: Mapping[str, str] = {role: f"cost_{role}" for role in ROLES}
