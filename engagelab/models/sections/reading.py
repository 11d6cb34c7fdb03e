"""What the content is worth, how it is read, and when a reader shares."""

from ..declaration import Declaration, quantity
from .vocabulary import CHANCE, PEW


class Content(Declaration):
    """What the content is worth to those who read it."""

    relevance: float = quantity(
        0.5,
        CHANCE,
        "relevance",
        "How much the content means to people: 0.5 is neutral, 1 is shared for sure, 0 never.",
        unit="share",
    )


class Reading(Declaration):
    """How a share is read, and when a reader shares in turn."""

    tie_read: float = quantity(
        0.1,
        CHANCE,
        "read from a tie",
        "Probability that one tie of a sharer reads what was shared.",
        unit="probability",
        source="anchored: Bernstein, Bakshy, Burke and Karrer 2013 (studies, F40, F72); visits for "
        "each share at Eventbrite (F78)",
        anchor="A post was on screen for 35 % of a person's friends, for 29 % if it had neither "
        "likes nor comments (2012; studies, F40); 4 to 5 % of friends click on a shared link "
        "(F78).",
        supported=(0.04, 0.35),
    )
    group_share: float = quantity(
        0.3,
        CHANCE,
        "shown in a group",
        "Probability that a sharer shows the share in one of their groups.",
        unit="probability",
        source=f"anchored: {PEW}, P45 and P55): a share of people, not a chance for each share",
        anchor="Among group members, 30 % of those on social networks and 21 % of those on Twitter "
        "have posted news of their groups there (United States, 2010; pew-2011, P45 and P55).",
        supported=(0.2, 0.5),
    )
    group_read: float = quantity(
        0.5,
        CHANCE,
        "read in a group",
        "Probability that a fellow member reads what is shown in a group of the reference size or "
        "less.",
        unit="probability",
        source="anchored: Bernstein et al. 2013 (studies, F40) for friends, Locowise 2015 (F42) "
        "and Socialbakers 2012 (F73) for pages; all count posts on screen, which is a ceiling",
        anchor="Posts were on screen for 35 % of friends (2012; studies, F40) and for 23 to 33 % "
        "of the fans of pages with fewer than 1,000 (2012 and 2015; F42 and F73).",
        supported=(0.35, 0.65),
    )
    reference_size: float = quantity(
        20,
        (1, 10_000),
        "reference group size",
        "Group size up to which members give each share their full attention.",
        unit="people",
    )
    crowding: float = quantity(
        0.25,
        (0, 2),
        "crowding",
        "How fast attention falls as groups grow: 0 not at all, 1 in proportion to size. Above 0, "
        "a group that invitations make bigger reads less of each share.",
        unit="exponent",
        source="anchored: reach by size of page in four studies (studies, F75); for groups of 5 to "
        "500 people it is an extrapolation",
        anchor="The reach of pages falls with their size by exponents of 0.11 to 0.28 within four "
        "studies, and by 0.23 from friends to pages (studies, F75).",
        supported=(0.11, 0.35),
    )
    own_space: float = quantity(
        0.6,
        (0, 10),
        "attention in the own space",
        "Factor on the odds to read what the organisation shows in its own space, against a group "
        "of the same size; also on the odds to accept an invitation there.",
        unit="odds factor",
        source="anchored: small pages against friends (studies, F76)",
        anchor="The odds that a post is on screen are 0.55 to 0.92 times as high for a small page "
        "as for a friend (studies, F76).",
        supported=(0.5, 1.0),
    )
    employee_trust: float = quantity(
        0.75,
        (0, 20),
        "trust in employees",
        "Factor on the odds to read what an employee shared, against other sharers.",
        unit="odds factor",
        source="anchored weakly: Edelman 2012 (studies, F48); credibility moves opinions, while "
        "what people learn is the same (Hovland and Weiss 1951; F123)",
        anchor="A regular employee is a credible source on a company for 50 % of people, a person "
        "like oneself for 65 % (2012; studies, F48): an odds ratio of 0.54.",
        supported=(0.5, 1.5),
    )
    base_share: float = quantity(
        0.06,
        CHANCE,
        "willingness to share",
        "Probability that a contributor from the public shares neutral content.",
        unit="probability",
        source="anchored: Moro, Rita and Vala 2016 (studies, F64), Iribarren and Moro 2009 (F82) "
        "and Castillo, Petrie and Wardell 2014 (F83); to read is rarer here than to have a post on "
        "screen, by 0.1 to 0.35",
        anchor="Posts of one page were shared by 0.39 % of those who had them on screen (studies, "
        "F64); 9 % of receivers passed on a rewarded e-mail (F82); 14 % of donors posted when "
        "asked (F83).",
        supported=(0.02, 0.12),
    )
    lurker_factor: float = quantity(
        0.05,
        (0, 100),
        "lurkers",
        "Factor on a lurker's odds to share, against a contributor's.",
        unit="odds factor",
        source="anchored: Forrester 2010 (studies, F05 and F70), van Mierlo 2014 (F46) and Pew "
        "2019 (F71)",
        anchor="10 % of users make 80 % of tweets (studies, F71); 11 to 14 % of people online make "
        "80 % of posts (F05 and F70).",
        supported=(0.005, 0.1),
    )
    creator_factor: float = quantity(
        8.0,
        (0, 100),
        "creators",
        "Factor on a creator's odds to share, against a contributor's.",
        unit="odds factor",
        source="anchored: van Mierlo 2014 (studies, F46) and Pew 2019 (F71); writing is an upper "
        "bound for sharing",
        anchor="In four forums 1 % of people wrote 75 % of the posts and 9 % wrote 24 %: 28 times "
        "as much for each person (studies, F46).",
        supported=(5.0, 28.0),
    )
    insider_factor: float = quantity(
        3.0,
        (0, 100),
        "involvement of insiders",
        "Factor on the odds to share of employees and partners.",
        unit="odds factor",
        source="anchored weakly: Weber Shandwick 2014 (studies, F50) and LinkedIn 2017 (F51); with "
        "a factor of 3 and 90-9-1, 2.9 % of the employees who read share",
        anchor="50 % of employees in 15 markets ever post about their employer (studies, F50); in "
        "a typical business 3 % of employees share its content (F51).",
        supported=(1.0, 6.0),
    )
    customer_factor: float = quantity(
        1.5,
        (0, 100),
        "involvement of customers",
        "Factor on a customer's odds to share.",
        unit="odds factor",
        source="anchored weakly: Colloquy 2009 (studies, F88), a correlation; members of reward "
        "programs are not all customers",
        anchor="Members of reward programs recommend 1.7 times as often as others, an odds ratio "
        "of 2.6 (studies, F88).",
        supported=(1.0, 2.6),
    )
    fatigue: float = quantity(
        0.95,
        CHANCE,
        "fatigue",
        "Factor on the odds to share for each other post of the campaign read before; 1 is none. "
        "Below 1, more readers now can mean fewer later.",
        unit="odds factor",
        source="anchored weakly: HubSpot 2015 (studies, F117), clicks by posts published, of which "
        "a reader sees a part",
        anchor="Small pages with more than 60 posts a month get 60 % fewer clicks for each post "
        "than with 5 or fewer: a factor of 0.98 for each post published (studies, F117).",
        supported=(0.85, 1.0),
    )
    paid_read: float = quantity(
        0.01,
        CHANCE,
        "read when paid",
        "Probability that one paid impression is read.",
        unit="probability",
        source="anchored: clicks on paid impressions on Facebook in five vendors' counts (studies, "
        "F52 and F104 to F107)",
        anchor="Of paid impressions 0.05 % were clicked in 2010, 0.4 % in 2014 and 0.9 to 1.3 % in "
        "2015 to 2017 (studies, F52, F104, F105, F106 and F107).",
        supported=(0.0005, 0.013),
    )
