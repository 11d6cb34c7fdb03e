"""Rumour models: sharers stop when they meet people who already know."""

from typing import Literal

from .base import Model
from .declaration import quantity
from .epidemic import float_field


class Rumour(Model):
    """Sharers tell their ties, and stop when they meet people who already know.

    **Process** (Daley and Kendall 1965, doi 10.1093/imamat/1.1.42; Maki and Thompson 1973,
    Mathematical Models and Applications, Prentice-Hall; on networks: Nekovee, Moreno, Bianconi and
    Marsili 2007, doi 10.1016/j.physa.2006.07.017). Seeds read in round 0 and share from round 1.
    In each round each sharer contacts each tie. A receiver who has not read reads with probability
    `transmissibility` and shares from the next round on. If the receiver has read, the sharer stops
    with probability `stifling`.

    **Variants.** ``"Maki-Thompson"``: only the sharer who made the contact stops.
    ``"Daley-Kendall"``: if the receiver is a sharer too, both stop; two sharers with a mutual tie
    (in a network that is not directed) meet once in a round, with the coin of the one with the
    smaller label hash as sharer.

    **Order of events in a round.** All contacts see the state at the start of the round; then those
    who were told become sharers, and those who were stifled stop.

    **Who read from whom.** Of the sharers who told them in that round, the one with the smallest
    label hash.

    **Chance.** One coin for each sharer, round and tie: kind `CONTACT`, post 0, sharer, round,
    receiver; compared with `transmissibility` or `stifling`. Not monotone: each additional reader
    can stop a sharer.

    **Known answer.** In a large, fully mixed population with small probabilities, a share x of the
    people never hears the rumour: ln x = -(1 + transmissibility / stifling) (1 - x); 20.3 % for
    equal probabilities (`theory.rumour_share`).

    **Where it fails.** No one stops without a contact, and no one forgets.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.complete_graph(200))
    >>> rumour = el.Rumour(transmissibility=0.001, stifling=0.001)
    >>> outcome = el.simulate(network, rumour, seeds=1, runs=50, horizon=400)
    >>> bool(el.reach(outcome).max() < 200)
    True
    """

    transmissibility: float = float_field(
        0.05, "transmissibility", "Probability that one round along a tie is enough."
    )
    stifling: float = float_field(
        0.05,
        "stifling",
        "Probability that a sharer stops, per round and contact who already knows.",
    )
    variant: Literal["Maki-Thompson", "Daley-Kendall"] = quantity(
        "Maki-Thompson", None, "variant", "Whether one or both stop when two sharers meet."
    )
