"""Threshold models: exposures add up until they reach a person's threshold."""

from collections.abc import Hashable, Mapping
from typing import Any, Literal, Self

from pydantic import Field, field_serializer, model_validator

from ..errors import against
from .base import Model
from .declaration import quantity


class LinearThreshold(Model):
    """People read once the influence of the readers among their ties exceeds their threshold.

    **Process** (Kempe, Kleinberg and Tardos 2003, doi 10.1145/956750.956769). Each tie has an
    influence on the receiver; the influences on a person add up to at most 1. A person's threshold
    is uniform between 0 and 1. Seeds read in round 0. A person reads in round t + 1 if the
    influence of those who read by round t exceeds the threshold.

    **Influence of a tie.** ``"in-degree"``: 1 over the number of people who can reach the receiver;
    ``"weights"``: the weight of the tie (weights on a person that add up to more than 1 are an
    error); ``"normalised"``: the weight over the sum of weights on the receiver.

    **Order of events in a round.** The influence of all new readers is added; then thresholds are
    compared. Sums are exact (fixed point), so the order of ties does not matter.

    **Who read from whom.** Of those who read in the round before and influence the person, the one
    with the smallest label hash: their exposure was the missing one.

    **Chance.** One coin for each person: kind `THRESHOLD`, post 0, person. Monotone in seeds; with
    ``"weights"`` in ties too.

    **Where it fails.** Thresholds do not depend on the content, and influence never fades.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(3))
    >>> outcome = el.simulate(network, el.LinearThreshold(), seeds=[0], runs=4000, key=1)
    >>> float(abs(el.reach(outcome).mean() - 2.0).round(1))  # 1 + 1/2 + 1/2
    0.0
    """

    influence: Literal["in-degree", "weights", "normalised"] = quantity(
        "in-degree", None, "influence", "The source of the influence of a tie.", unit="share"
    )

    def monotone(self) -> Mapping[str, int]:
        """Return the quantities that never lose a reader: seeds, and ties with ``"weights"``."""
        return {"seeds": 1, "ties": 1} if self.influence == "weights" else {"seeds": 1}


class ComplexContagion(Model):
    """People read once enough of their ties have read: a share of them, or a number.

    **Process** (a share: Watts 2002, doi 10.1073/pnas.082090499; a number: Centola and Macy 2007,
    doi 10.1086/521848). Seeds read in round 0. A person reads in round t + 1 if, of the people who
    can reach them, the share (or the number) who read by round t is at least their threshold. At
    least one is always needed. Weights are not used.

    **Thresholds.** The same for all people; or uniform from ``threshold - deviation`` to
    ``threshold + deviation``; or normal with this mean and standard deviation. `thresholds` sets
    those of individual people. A number need not be whole: 1.5 takes two readers. A threshold that
    a person's ties cannot meet is allowed: such people read as seeds only, and the notes of the
    outcome count them.

    **Order of events in a round.** All new readers are counted; then thresholds are compared.

    **Who read from whom.** Of those who read in the round before and have a tie to the person, the
    one with the smallest label hash: their exposure was the missing one.

    **Chance.** One coin for each person if thresholds are random: kind `THRESHOLD`, post 0, person;
    the threshold is that quantile of the distribution. Monotone in seeds, and downwards in the
    threshold; for a number, in ties too.

    **Where it fails.** A threshold is fixed for life and all ties count alike.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> ring = el.Network.from_networkx(nx.circulant_graph(10, [1, 2]))
    >>> two = el.ComplexContagion(threshold=2, of="number")
    >>> [int(el.reach(el.simulate(ring, two, seeds, runs=1))[0]) for seeds in ([0], [0, 1])]
    [1, 10]
    """

    threshold: float = quantity(
        0.18, (0.0, 1_000_000.0), "threshold", "Share or number of ties needed to read."
    )
    of: Literal["share", "number"] = quantity(
        "share", None, "counted as", "Whether thresholds are shares or numbers of people."
    )
    distribution: Literal["fixed", "even", "normal"] = quantity(
        "fixed", None, "distribution", "How thresholds differ from person to person."
    )
    deviation: float = quantity(
        0.0,
        (0.0, 1_000_000.0),
        "deviation",
        "Half width of the uniform distribution, standard deviation of the normal one.",
    )
    thresholds: dict[Any, float] = Field(
        default_factory=dict,
        title="thresholds of people",
        description="Thresholds of individual people, by label; all others have the common one.",
        json_schema_extra={"unit": "", "source": "assumed", "kind": "assumed"},
    )

    @field_serializer("thresholds", when_used="json")
    def _as_pairs(self, thresholds: dict[Hashable, float]) -> list[tuple[str, float]]:
        return [(repr(label), value) for label, value in thresholds.items()]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        top = 1.0 if self.of == "share" else None
        values = [("threshold", self.threshold)]
        values += [(f"thresholds of {label!r}", value) for label, value in self.thresholds.items()]
        for name, value in values:
            if value < 0 or (top is not None and value > top):
                allowed = (
                    "a number from 0 to 1, or of='number'" if top else "a number of at least 0"
                )
                raise against(
                    name, f"{value!r} is not allowed as a {self.of} of ties; give {allowed}"
                )
        if (self.distribution == "fixed") != (self.deviation == 0):
            raise against(
                "deviation",
                f"{self.deviation!r} does not go with distribution={self.distribution!r}; give 0 "
                "with 'fixed', and more than 0 with 'even' or 'normal'",
            )
        return self

    def monotone(self) -> Mapping[str, int]:
        """Return the quantities that never lose a reader: seeds, lower thresholds, often ties."""
        always = {"seeds": 1} | ({} if self.thresholds else {"threshold": -1})
        return always | ({"ties": 1} if self.of == "number" else {})
