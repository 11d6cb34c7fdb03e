"""Adoption by oneself and by imitation."""

from collections.abc import Mapping
from typing import Self

from pydantic import model_validator

from ..errors import EngagelabError
from .base import Model
from .epidemic import float_field


class Bass(Model):
    """People read by themselves, or the more likely the more of their ties have.

    **Process** (Bass 1969, doi 10.1287/mnsc.15.5.215; on a network, the share of adopters in the
    population becomes the share among one's ties). Seeds, if any, read in round 0. In each round,
    one who has not read does so with probability ``innovation + imitation * s``, s the share of
    readers among those who can reach them (0 for people without ties).

    **Order of events in a round.** Everybody sees the state at the start of the round.

    **Who read from whom.** Nobody, for those whom `innovation` alone made read (the measure
    ``roots`` counts them, and the seeds); else, of the readers among those who can reach them, the
    one with the smallest label hash.

    **Chance.** Kind `ADOPT`, post 0, round, person. Monotone in both chances and in seeds; another
    tie can lower the share.

    **Known answer.** In a large, fully mixed population the rounds of `theory.bass_rounds`, and
    where the chances are small the aggregate curve of the paper, `theory.bass_curve`.

    **Where it fails.** One purchase for life, a fixed market, no prices and no rivals.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.complete_graph(50))
    >>> outcome = el.simulate(network, el.Bass(innovation=0.03, imitation=0.38), 0, horizon=40)
    >>> bool(el.reach(outcome).mean() > 45)
    True
    """

    innovation: float = float_field(
        0.03, "innovation", "Probability to read in a round without any tie's help (Bass's p)."
    )
    imitation: float = float_field(
        0.38, "imitation", "What is added to it when all of one's ties have read (Bass's q)."
    )

    @model_validator(mode="after")
    def _at_most_certain(self) -> Self:
        if self.innovation + self.imitation > 1:
            text = (
                f"{self.imitation!r} and innovation {self.innovation!r} add up to more than 1; "
                f"give at most {1 - self.innovation:g}"
            )
            raise EngagelabError(f"imitation: {text}", (("imitation", text),))
        return self

    def monotone(self) -> Mapping[str, int]:
        """Return what never loses a reader."""
        return {"innovation": 1, "imitation": 1, "seeds": 1}
