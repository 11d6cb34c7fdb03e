"""Rumours: sharers stop when they meet those who know."""

from typing import Literal

from .base import Model
from .declaration import quantity
from .epidemic import float_field


class Rumour(Model):
    """Sharers tell their ties, and stop when they meet somebody who knows already.

    **Process** (Daley and Kendall 1965, doi 10.1093/imamat/1.1.42; Maki and Thompson 1973,
    Mathematical Models and Applications, Prentice-Hall; on networks: Nekovee, Moreno, Bianconi and
    Marsili 2007, doi 10.1016/j.physa.2006.07.017). Seeds read in round 0 and share from round 1.
    In each round each sharer turns to each tie. A tie who has not read reads with probability
    `transmissibility` and shares from the next round on. Where the tie has read, the sharer stops
    with probability `stifling`.

    **Variants.** ``"Maki-Thompson"``: only the one who turned to the other stops.
    ``"Daley-Kendall"``: where the tie shares too, both stop; two sharers with a mutual tie (in a
    network that is not directed) meet once in a round, and the coin is that of the one with the
    smaller label hash as sharer.

    **Order of events in a round.** All meetings see the state at the start of the round; then those
    who were told become sharers, and those who met somebody who knows stop.

    **Who read from whom.** Of several sharers who told them in that round, the one with the
    smallest label hash.

    **Chance.** One coin for each sharer, round and tie: kind `CONTACT`, post 0, sharer, round,
    receiver; compared with `transmissibility` or `stifling`. Not monotone: one more reader is one
    more who can stop a sharer.

    **Known answer.** In a large, fully mixed population with small chances, a share x of the people
    never hears: ln x = -(1 + transmissibility / stifling) (1 - x); 20.3 % for equal chances
    (`theory.rumour_share`).

    **Where it fails.** Nobody stops by themselves, and nobody forgets.

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
        0.05, "stifling", "Probability that a sharer stops, for each tie met who knows, each round."
    )
    variant: Literal["Maki-Thompson", "Daley-Kendall"] = quantity(
        "Maki-Thompson", None, "variant", "Who stops when two sharers meet: one, or both."
    )
