"""The recipe of a synthetic town: declarations of its people, ties and groups."""

from typing import Literal, Self

from pydantic import model_validator

from ..errors import Message, refused
from ..models.declaration import Declaration, quantity
from ..models.sections.vocabulary import PEW

_SHARE = (0, 1)


class Population(Declaration):
    """The people of a town: their number, their ties and the shares of their traits."""

    people: int = quantity(
        10_000,
        (10, 5_000_000),
        "people",
        "Number of people in the town.",
        unit="people",
        source="choice",
    )
    ties: float = quantity(
        12,
        (0, 200),
        "ties per person",
        "Mean number of social ties of a person.",
        unit="ties",
        source="anchored weakly: Dunbar 2021 (studies, F122) and Bernstein et al. 2013 (F40)",
        anchor="People have 5, 15 and 50 friends and relatives within ever wider circles, of whom "
        "15 are the main company (studies, F122); users of Facebook had 266 friends (2012; F40).",
        supported=(5.0, 50.0),
    )
    ties_in_groups: float = quantity(
        0.5,
        _SHARE,
        "ties inside groups",
        "Share of ties between two members of the same group; the others lead to prospects, too.",
        unit="share",
    )
    prospects: float = quantity(
        0.20,
        (0, 0.8),
        "prospects",
        "Share of people who belong to no group yet; fewer among users of social networks.",
        unit="share",
        source=f"measured: {PEW}, P01): 80 % of online adults are active in groups",
        anchor="Between 14 % (owners of a cell phone) and 44 % (adults offline) were in no group; "
        "20 % of online adults (United States, 2010; pew-2011, P01 and P05).",
        supported=(0.14, 0.44),
    )
    social: float = quantity(
        0.50,
        _SHARE,
        "social-network users",
        "Share of people who use social networks and no microblog.",
        unit="share",
        source=f"measured: {PEW}, P51 and P52): 62 % less the 12 % who use Twitter",
        anchor="62 % of online adults used social networks, 12 % Twitter (United States, 2010; "
        "pew-2011, P51 and P52); the margin is two points for the whole survey.",
        supported=(0.48, 0.52),
    )
    microblog: float = quantity(
        0.12,
        _SHARE,
        "microblog users",
        "Share of people who use social networks and a microblog.",
        unit="share",
        source=f"measured: {PEW}, P52)",
        anchor="12 % of online adults used Twitter (United States, 2010; pew-2011, P52); the "
        "margin is two points at most for the whole survey.",
        supported=(0.10, 0.14),
    )
    inviters_none: float = quantity(
        0.21,
        _SHARE,
        "inviters among the others",
        "Share of inviters among people who use no social network.",
        unit="share",
        source=f"anchored: {PEW}, P46): have ever invited somebody to a group, seen in the "
        "founding essay only",
        anchor="21 % of group members without a social network had ever invited someone (United "
        "States, 2010; pew-2011, P46); the margin is two points at most for the whole survey.",
        supported=(0.19, 0.23),
    )
    inviters_social: float = quantity(
        0.464,
        _SHARE,
        "inviters among social-network users",
        "Share of inviters among those who use social networks and no microblog.",
        unit="share",
        source=f"anchored: {PEW}, P46 and P47): chosen so that all social-network users give "
        "50 %; it implies 35.4 % for all without a microblog, where the survey says 34",
        anchor="34 % of group members without Twitter and 50 % of those on social networks had "
        "ever invited someone; the share lies between (United States, 2010; pew-2011, P46 and "
        "P47).",
        supported=(0.34, 0.50),
    )
    inviters_microblog: float = quantity(
        0.65,
        _SHARE,
        "inviters among microblog users",
        "Share of inviters among those who use a microblog.",
        unit="share",
        source=f"anchored: {PEW}, P47): seen in the founding essay only",
        anchor="65 % of group members on Twitter had sent invitations (United States, 2010; "
        "pew-2011, P47); the margin is two points for the whole survey.",
        supported=(0.63, 0.67),
    )
    contributors: float = quantity(
        0.09,
        _SHARE,
        "contributors",
        "Share of people who contribute now and then; all others but creators are lurkers.",
        unit="share",
        source="anchored: Nielsen 2006 (studies, F06): 90-9-1, a rule of thumb; van Mierlo 2014 "
        "(F46), Awan 2005 (F08)",
        anchor="The rule of thumb says 9 % (studies, F06); in forums 13 % ever wrote (F08), in "
        "four forums on health just under 25 % (F46).",
        supported=(0.08, 0.24),
    )
    creators: float = quantity(
        0.01,
        _SHARE,
        "creators",
        "Share of people who create most of the content.",
        unit="share",
        source="anchored: Nielsen 2006 (studies, F06): 90-9-1, a rule of thumb; Pew 2019 (F71), "
        "van Mierlo 2014 (F46), Awan 2005 (F08)",
        anchor="The rule of thumb says 1 % (studies, F06); in forums 1 % had written 500 posts or "
        "more and 5 % at least 50 (F08); 10 % of users make 80 % of tweets (F71).",
        supported=(0.01, 0.1),
    )
    employees: float = quantity(
        0.02,
        _SHARE,
        "employees",
        "Share of people who work for the organisation.",
        unit="share",
        source="choice",
    )
    customers: float = quantity(
        0.20,
        _SHARE,
        "customers",
        "Share of people who buy from the organisation.",
        unit="share",
        source="choice",
    )
    partners: float = quantity(
        0.02,
        _SHARE,
        "partners",
        "Share of people who work with the organisation.",
        unit="share",
        source="choice",
    )

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        for names in (
            ("social", "microblog"),
            ("contributors", "creators"),
            ("employees", "customers", "partners"),
        ):
            total = sum(getattr(self, name) for name in names)
            if total > 1 + 1e-9:
                others = tuple(f"population.{name}" for name in names[1:])
                also = Message(" and ".join(names[1:]), "fields", {"fields": others})
                raise refused(names[0], "too_much", others=also, total=total)
        if self.ties >= self.people:
            raise refused("ties", "ties_of_people", ties=self.ties, people=self.people)
        return self


class Groups(Declaration):
    """The groups of a town: their number and the distribution of their sizes."""

    size: float = quantity(
        25,
        (2, 1000),
        "group size",
        "Mean number of members of a group.",
        unit="people",
        source="anchored: Facebook Messenger 2017 (studies, F63) and GovLab 2021 (F120)",
        anchor="New group chats had 10 people on average (2017; studies, F63); the group that "
        "matters most to people has 25 to 100 members in the median, by country (F120).",
        supported=(10.0, 100.0),
    )
    spread: float = quantity(
        0.8,
        (0, 2),
        "spread of group sizes",
        "Standard deviation of the logarithm of group size: 0 makes all groups equal in size.",
        unit="log",
        source="anchored weakly: Vranic, Smiljanic and Mitrovic Dankulov 2022 (studies, F121); "
        "public groups, with everybody who was ever active",
        anchor="The logarithm of the size of Meetup groups in London has a standard deviation of "
        "1.38 (2002 to 2017; studies, F121).",
        supported=(0.8, 1.4),
    )
    per_person: float = quantity(
        3.5,
        (0.1, 50),
        "groups per person",
        "Mean number of groups of a person, prospects included.",
        unit="groups",
        source=f"measured: {PEW}, P07): 3.51 kinds of groups for the average adult",
        anchor="The average adult was active in 3.51 kinds of groups; the religiously active in "
        "5.61, the others in 2.11 (United States, 2010; pew-2011, P07 and P15). Over half of the "
        "users of groups on Facebook are in 5 or more (studies, F120).",
        supported=(2.11, 5.61),
    )
    hold: Literal["memberships", "groups"] = quantity(
        "memberships",
        None,
        "fixed when group size changes",
        "memberships: fewer, larger groups. groups: as many groups as at size 25, so that people "
        "belong to more of them.",
        source="choice",
    )

    @property
    def memberships_per_person(self) -> float:
        """Mean number of groups of a person under `hold`.

        Examples
        --------
        >>> from engagelab.population import Groups
        >>> Groups(size=50, hold="groups").memberships_per_person
        7.0
        """
        if self.hold == "memberships":
            return self.per_person
        return self.per_person * self.size / float(type(self)().size)
