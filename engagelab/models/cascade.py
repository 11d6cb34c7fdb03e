"""Cascade models: one exposure can be enough, and each tie is tried once."""

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from ..errors import EngagelabError, against
from .base import Model

Chance = Annotated[float, Field(ge=0, le=1)]


class IndependentCascade(Model):
    """Each new reader shares once with all ties, and each tie succeeds with its own probability.

    **Process** (Kempe, Kleinberg and Tardos 2003, doi 10.1145/956750.956769). Seeds read in round
    0. A person who first read in round t shares with all ties in round t + 1, once; a receiver who
    has not read reads with the probability of that tie.

    **Probability of a tie.** One number for all; ``"weights"``: the weight of the tie, which must
    be between 0 and 1 (a tie without a weight among weighted ones has weight 1); ``"in-degree"``: 1
    over the number of people who can reach the receiver (the weighted cascade of the same paper).

    **Order of events in a round.** All exposures see the state at the start of the round; then
    those reached become readers. Other orders give the same result.

    **Who read from whom.** Of the sharers whose exposure succeeded in the round of reading, the one
    with the smallest label hash.

    **Chance.** One coin for each tie and direction: kind `TIE`, post 0, sharer, receiver. An
    `Engagement` with ``tie_read`` alone uses the same coins, so both have the same readers.

    **Where it fails.** Exposures do not add up, all readers share, and a tie that failed once is
    never tried again.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> certain = el.IndependentCascade(transmissibility=1)
    >>> el.simulate(network, certain, seeds=[0], runs=1, record="people").adoption.tolist()
    [[0, 1, 2, 3]]
    """

    transmissibility: float | Literal["weights", "in-degree"] = Field(
        default=0.1,
        title="transmissibility",
        description="Probability that one exposure along a tie is enough, or its source.",
        json_schema_extra={"unit": "probability", "source": "assumed", "kind": "assumed",
                           "ge": 0, "le": 1},
    )  # fmt: skip

    @field_validator("transmissibility", mode="before")
    @classmethod
    def _chance_or_word(cls, value: object) -> object:
        chance = isinstance(value, (int, float)) and 0 <= value <= 1
        if not chance and value not in ("weights", "in-degree"):
            raise EngagelabError(
                f"{value!r} is not allowed; give a number from 0 to 1, 'weights' (of the ties) or "
                "'in-degree'"
            )
        return value

    def monotone(self) -> Mapping[str, int]:
        """Return the quantities that never lose a reader: transmissibility, ties and seeds.

        With ``"in-degree"`` another tie lowers the probabilities of the others, so only seeds
        remain.
        """
        if self.transmissibility == "in-degree":
            return {"seeds": 1}
        if self.transmissibility == "weights":
            return {"seeds": 1, "ties": 1}
        return {"seeds": 1, "ties": 1, "transmissibility": 1}


class Competing(Model):
    """Several contents cascade through the same people, each of whom adopts the first to arrive.

    **Process** (after Bharathi, Kempe and Salek 2007, doi 10.1007/978-3-540-77105-0_31, and Carnes
    et al. 2007, doi 10.1145/1282100.1282167). Each content spreads as an independent cascade with
    its own transmissibility. A person adopts the first content that succeeds, shares it in the next
    round, and never adopts another.

    **Simultaneous arrivals.** If several contents succeed with a person in the same round, the
    person adopts the one with the smallest coin; the number of its sharers does not matter.

    **Seeds** are given for each content: ``{"ours": ["Ann"], "theirs": 5}``. A number draws people
    who are not seeds of a content before it, in the order of `transmissibility`.

    **Order of events in a round.** All exposures see the state at the start of the round; then each
    person who was reached adopts one content. Other orders give the same result.

    **Who read from whom.** Of the sharers of the adopted content whose exposure succeeded in that
    round, the one with the smallest label hash.

    **Chance.** Kind `TIE` with the hash of the content's name as post, sharer, receiver; kind
    `CHOOSE` with the same post, person, if several contents arrive at once. Not monotone: more
    seeds or a higher transmissibility of one content can block another that would have gone
    further.

    **Where it fails.** Contents neither help each other nor tire people, and no one changes from
    one to the other.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.path_graph(7))
    >>> rivals = el.Competing(transmissibility={"ours": 1, "theirs": 1})
    >>> outcome = el.simulate(network, rivals, {"ours": [0], "theirs": [5]}, runs=1)
    >>> el.reach_by_post(outcome)[["content", "mean"]]
      content  mean
    0    ours   3.0
    1  theirs   4.0
    """

    transmissibility: dict[str, Chance] = Field(
        default={"first": 0.1, "second": 0.1},
        title="transmissibility",
        description="For each content, the probability that one exposure along a tie is enough.",
        json_schema_extra={"unit": "probability", "source": "assumed", "kind": "assumed",
                           "ge": 0, "le": 1},
    )  # fmt: skip

    @model_validator(mode="after")
    def _rivals(self) -> Self:
        if not 2 <= len(self.transmissibility) <= 100:
            raise against(
                "transmissibility",
                f"{len(self.transmissibility)} contents are not allowed; give from 2 to 100, such "
                "as {'ours': 0.1, 'theirs': 0.2}; for one, use IndependentCascade",
            )
        return self

    @property
    def contents(self) -> tuple[str, ...]:
        """The names of the contents."""
        return tuple(self.transmissibility)
