"""Epidemic models: a sharer exposes ties for some rounds, then stops."""

from collections.abc import Mapping

from .base import EventOrder, Model
from .declaration import quantity


def float_field(default: float, label: str, says: str) -> float:
    """Declare a probability."""
    field: float = quantity(default, (0.0, 1.0), label, says, unit="probability")
    return field


def _transmissibility(default: float) -> float:
    return float_field(
        default, "transmissibility", "Probability that one round along a tie is enough."
    )


_RECOVERY = float_field(
    0.2, "recovery", "Probability that a sharer stops in a round, if no period is given."
)
_PERIOD: int | None = quantity(
    None,
    (1, 100_000),
    "period",
    "Rounds from reading to stopping, the same for all; none: `recovery` decides each round.",
    unit="rounds",
)
_ORDER: EventOrder = quantity(
    "transmit, stop",
    None,
    "order of events",
    "Whether sharers first transmit or first stop in a round; it decides whether all readers share "
    "for at least one round.",
)


class SIR(Model):
    """Sharers expose their ties in each round until they stop, and never start again.

    **Process** (Kermack and McKendrick 1927, doi 10.1098/rspa.1927.0118, in discrete rounds on a
    network; susceptible, infectious, recovered are people who have not read, sharers, and people
    who stopped). Seeds read in round 0 and share from round 1. In each round each sharer exposes
    each tie; a receiver who has not read reads with probability `transmissibility`, and shares from
    the next round on. A sharer stops with probability `recovery` per round (a geometric period of
    mean 1 / recovery), or, if `period` is given, in the round `period` rounds after reading.

    **Order of events in a round.** ``"transmit, stop"``: sharers expose their ties, then some
    stop, so all readers share in at least one round. ``"stop, transmit"``: first some stop, then
    the others expose their ties; those who stop at once never share, and a `period` of 1 shares in
    no round. With the same numbers, reach can differ by a third and more. All exposures of a round
    see the state at its start.

    **Who read from whom.** Of the sharers whose exposure succeeded in the round of reading, the one
    with the smallest label hash.

    **Chance.** Kind `DELAY`, post 0, sharer, receiver: the coin determines in which round of
    sharing the tie first succeeds (in round a or before with probability
    1 - (1 - `transmissibility`) ** a); kind `PERIOD`, post 0, sharer: likewise after how many
    rounds they stop. So the length of sharing and the ties that succeed do not depend on the round
    of reading, and reach is monotone.

    **Where it fails.** All ties have the same probability; rounds are synchronous, so high
    probabilities per round do not approximate the continuous-time process.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.complete_graph(30))
    >>> late, early = (
    ...     el.simulate(network, el.SIR(transmissibility=0.05, recovery=0.5, order=order), seeds=1)
    ...     for order in ("transmit, stop", "stop, transmit")
    ... )
    >>> bool(el.reach(late).mean() > 4 / 3 * el.reach(early).mean())
    True
    """

    transmissibility: float = _transmissibility(0.05)
    recovery: float = _RECOVERY
    period: int | None = _PERIOD
    order: EventOrder = _ORDER

    def monotone(self) -> Mapping[str, int]:
        """Return the quantities that never lose a reader: all but the order."""
        if self.period is not None:
            return {"seeds": 1, "ties": 1, "transmissibility": 1, "period": 1}
        return {"seeds": 1, "ties": 1, "transmissibility": 1, "recovery": -1}


class SIS(Model):
    """Sharers expose their ties until they stop, and can start again later.

    **Process** (Bailey 1975, The Mathematical Theory of Infectious Diseases, 2nd edition, Griffin;
    on networks: Pastor-Satorras and Vespignani 2001, doi 10.1103/PhysRevLett.86.3200). As `SIR`,
    but people who stopped can be reached again like those who have not read. The measure
    ``readers`` counts people once, ``shares`` counts each start, and ``active`` counts the sharers
    at the end of a round.

    **Order of events in a round.** ``"transmit, stop"``: sharers expose people who do not share,
    then sharers from before this round stop with probability `recovery`. ``"stop, transmit"``:
    first sharers stop, then the others expose people who do not share, including those who have
    just stopped.

    **Who read from whom.** At first reading, from a sharer whose exposure succeeded in that round;
    of several, the one with the smallest label hash.

    **Chance.** Kind `CONTACT`, post 0, sharer, round, receiver; kind `RECOVER`, post 0, sharer,
    round. Monotone only with ``"stop, transmit"`` and a geometric period: otherwise a person who
    starts earlier also stops earlier, and may no longer share when it matters.

    **Where it fails.** People never tire of the content, which can spread for ever.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.complete_graph(40))
    >>> outcome = el.simulate(network, el.SIS(transmissibility=0.02, recovery=0.2), seeds=4)
    >>> bool(outcome.measure("shares").sum() > outcome.measure("readers").sum())
    True
    """

    transmissibility: float = _transmissibility(0.05)
    recovery: float = _RECOVERY
    period: int | None = _PERIOD
    order: EventOrder = _ORDER

    def monotone(self) -> Mapping[str, int]:
        """Return the quantities that never lose a reader; none in some variants."""
        if self.period is None and self.order == "stop, transmit":
            return {"seeds": 1, "ties": 1, "transmissibility": 1, "recovery": -1}
        return {}


class GroupContagion(Model):
    """Contagion along ties and, once enough members of a group share, by the whole group.

    **Process** (simplicial contagion: Iacopini, Petri, Barrat and Latora 2019,
    doi 10.1038/s41467-019-10431-6; groups of any size: Landry and Restrepo 2020,
    doi 10.1063/5.0020034). As `SIS`, and in addition: in each round, each group with at least
    `quorum` sharers reaches each member who does not share with probability
    `group_transmissibility`. Without a `quorum`, all other members must share, as in the paper: two
    in a group of three.

    **Order of events in a round.** ``"transmit, stop"``: the sharers at the start of the round
    expose people who do not share, along ties and in groups; then sharers from before this round
    stop. ``"stop, transmit"``: first sharers stop, then the others expose, along ties and in
    groups.

    **Who read from whom.** At first reading, from a sharer along a tie that succeeded or in a group
    that succeeded in that round; of several, the one with the smallest label hash.

    **Chance.** Kind `CONTACT`, post 0, sharer, round, receiver; kind `GROUP_CONTACT`, post 0,
    group, round, receiver; kind `RECOVER`, post 0, sharer, round. Monotone as `SIS` is.

    **Where it fails.** All groups share one probability and a fixed membership; a tie inside a
    group also acts on its own.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> trio = el.Network.from_networkx(nx.empty_graph(3), groups={"trio": [0, 1, 2]})
    >>> rule = el.GroupContagion(transmissibility=0, group_transmissibility=1, recovery=0)
    >>> [int(el.reach(el.simulate(trio, rule, seeds, runs=1))[0]) for seeds in ([0], [0, 1])]
    [1, 3]
    """

    transmissibility: float = _transmissibility(0.02)
    group_transmissibility: float = float_field(
        0.1,
        "group transmissibility",
        "Probability that one round in a group with enough sharers is enough.",
    )
    quorum: int | None = quantity(
        None,
        (1, 1_000_000),
        "quorum",
        "Number of sharers with which a group acts; none: all other members.",
        unit="people",
    )
    recovery: float = _RECOVERY
    order: EventOrder = _ORDER

    def monotone(self) -> Mapping[str, int]:
        """Return the quantities that never lose a reader; none with ``"transmit, stop"``."""
        if self.order == "stop, transmit":
            more = {"seeds": 1, "ties": 1, "transmissibility": 1, "group_transmissibility": 1}
            return {**more, "recovery": -1} | ({} if self.quorum is None else {"quorum": -1})
        return {}
