"""How readers invite, what rewards them, and who is answered."""

from ..declaration import Declaration, quantity
from .vocabulary import CHANCE


class Invitations(Declaration):
    """How readers bring their ties into their groups."""

    invite: float = quantity(
        0.05,
        CHANCE,
        "invitation rate",
        "Probability that a reader who invites asks one tie, not yet a member, into one group in "
        "which the post is visible.",
        unit="probability",
        source="anchored weakly: Iribarren and Moro 2009 (studies, F82) and Castillo, Petrie and "
        "Wardell 2014 (F83); Aral and Walker 2011 (F10) give no rate for each invitation",
        anchor="Receivers of a rewarded e-mail passed it on to 0.26 people each (studies, F82); "
        "8 % of donors wrote to a friend when asked (F83).",
        supported=(0.01, 0.15),
    )
    accept: float = quantity(
        0.1,
        CHANCE,
        "acceptance",
        "Probability that an invitation is accepted.",
        unit="probability",
        source="anchored: invitations to applications (2008; studies, F47) and to buy (F84), by "
        "trade pages without method",
        anchor="10 to 15 % of invitations to applications were accepted (2008; studies, F47); 2 to "
        "5 % of invitations to buy were followed (F84).",
        supported=(0.02, 0.15),
    )
    leave: float = quantity(
        0.0,
        CHANCE,
        "leaving",
        "Probability that a member leaves a group, or the own space, when a post has ended. Above "
        "0, more members now can mean other members later.",
        unit="probability",
        source="anchored weakly: Mailchimp 2019 (studies, F118) and Kraut and Fiore 2014 (F62); 0 "
        "keeps more members from losing readers",
        anchor="0.25 % of subscribers leave at each mailing (studies, F118); 57 % of new online "
        "groups were silent within three months (F62).",
        supported=(0.0, 0.005),
    )


def _amount(label: str, says: str) -> float:
    amount: float = quantity(0.0, (0, 1000), label, says, unit="money", source="choice")
    return amount


_GAIN = "Largest gain of the odds: a very large amount multiplies them by 1 + gain."


class Rewards(Declaration):
    """What is paid for sharing, inviting and joining; each has a saturating effect."""

    recognition: float = _amount(
        "recognition",
        "Money spent on recognising each share of a contributor or creator; it moves them alone.",
    )
    recognition_gain: float = quantity(
        0.6,
        (0, 20),
        "recognition: gain",
        f"{_GAIN} It moves contributors too, though it was measured on creators alone.",
        unit="odds factor",
        source="measured: for creators, in a randomised trial (Restivo and van de Rijt 2012, doi "
        "10.1371/journal.pone.0034358; studies, F60); less active people did not respond, or left "
        "(F61), and newcomers stayed (Gallus 2017; F87)",
        anchor="An award raised the output of the 1 % most productive editors by 60 % (randomised "
        "trial; studies, F60); less active editors did no more (F61).",
        supported=(0.0, 0.6),
    )
    loyalty: float = _amount(
        "loyalty points", "Money spent on points for each share of a customer; it moves them alone."
    )
    loyalty_gain: float = quantity(
        1.0,
        (0, 20),
        "loyalty points: gain",
        _GAIN,
        unit="odds factor",
        source="anchored weakly: Colloquy 2009 (studies, F88), a correlation",
        anchor="Members of reward programs recommend 1.7 times as often as others, an odds ratio "
        "of 2.6 (studies, F88).",
        supported=(0.0, 1.6),
    )
    discount: float = _amount(
        "discount", "Money given for each share and each accepted invitation; it moves all."
    )
    discount_gain: float = quantity(
        1.0,
        (0, 20),
        "discount: gain",
        _GAIN,
        unit="odds factor",
        source="anchored weakly: Ryu and Feick 2007 (studies, F89); Castillo, Petrie and Wardell "
        "2014 (F83); one firm before and after (F90)",
        anchor="In four experiments a reward made people more likely to refer (studies, F89); "
        "sign-ups at one firm rose by 60 %, before against after, without a control (F90).",
        supported=(0.0, 1.0),
    )
    trial: float = _amount("free trial", "Money spent on a free trial for each new membership.")
    trial_gain: float = quantity(
        1.0,
        (0, 20),
        "free trial: gain",
        _GAIN,
        unit="odds factor",
        anchor="One free-trial campaign lost adopters (studies, F91), so that even the sign of the "
        "effect is not settled.",
    )
    half_amount: float = quantity(
        5.0,
        (0.01, 1000),
        "half amount",
        "Amount of any reward at which half of its gain is reached.",
        unit="money",
        anchor="In four experiments the size of a reward did not matter between the sizes tried "
        "(studies, F89), which says that the effect saturates but not where; one bank paid 25 "
        "euros for each new customer (F112).",
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
        CHANCE,
        "commenting",
        "Probability that a reader comments, which the organisation alone sees.",
        unit="probability",
        source="anchored: Moro, Rita and Vala 2016 (studies, F79), Simply Measured 2014 (F80) and "
        "Efficient Frontier (F81); all kinds of engagement: F45",
        anchor="0.08 % of the people reached commented on the posts of one page (studies, F79); 2 "
        "to 15 % of reactions to posts were comments (F80 and F81).",
        supported=(0.001, 0.02),
    )
    reply_rate: float = quantity(
        0.2,
        CHANCE,
        "reply rate",
        "Probability that the organisation answers somebody who commented or shared.",
        unit="probability",
        source="anchored: vendors' counts by Socialbakers 2012 to 2014 (studies, F54, F101 and "
        "F102) and Sprout Social 2016 (F103)",
        anchor="Brands answered 30 to 67 % of questions (2012 to 2014; studies, F54, F101 and "
        "F102) and 11 % of all inquiries (2016; F103).",
        supported=(0.05, 0.67),
    )
    valued_factor: float = quantity(
        1.5,
        (1, 20),
        "valued",
        "Factor on the odds to share of people who were answered before the post started.",
        unit="odds factor",
        source="anchored: Twitter 2016 (studies, F92) and RightNow 2011 (F59); against it, "
        "a meta-analysis (de Matos, Henrique and Rossi 2007; F95) and complaints that answers "
        "attract (F93 and F94)",
        anchor="Customers whose tweet was answered were 44 % more likely to share their experience "
        "than those not answered (sponsored by Twitter; studies, F92); a meta-analysis finds no "
        "gain in word of mouth (F95).",
        supported=(1.0, 2.0),
    )
    critic: float = quantity(
        0.1,
        CHANCE,
        "turning critic",
        "Probability that somebody who commented or shared and was never answered turns away when "
        "the post has ended. Above 0, more readers now can mean fewer later.",
        unit="probability",
        source="anchored weakly: stated intentions of those ignored (Conversocial 2011; studies, "
        "F55; Sprout Social 2016; F56; PwC 2018; F98), times the share of messages that need an "
        "answer (Sprout Social 2015; F99): F124",
        anchor="27 % say they would stop buying when ignored (studies, F55), and 4 in 10 messages "
        "need an answer (F99): together 0.11 (F124).",
        supported=(0.03, 0.4),
    )
    goodwill: float = quantity(
        0.5,
        CHANCE,
        "goodwill",
        "Probability that somebody who has heard a critic still takes part in a later post.",
        unit="probability",
        source="anchored weakly: stated intentions (Conversocial 2011; studies, F55 and F97); a "
        "simulation finds large damage (Goldenberg et al. 2007; F58), a survey small (East, "
        "Hammond and Lomax 2008; F96)",
        anchor="Of people who see others ignored almost half say they would be far less likely to "
        "buy, and 12 % would not care (studies, F97); negative word of mouth weighs less than "
        "positive for familiar brands (F96).",
        supported=(0.2, 0.9),
    )
    listening_gain: float = quantity(
        0.5,
        (0, 20),
        "listening",
        "Largest gain of all odds to share by what the organisation has learned; half of it is "
        "reached with 5 answers per 1,000 people.",
        unit="odds factor",
    )
