"""The Bass model: adoption by innovation and by imitation."""

from collections.abc import Mapping
from typing import Self

from pydantic import model_validator

from ..errors import against
from .base import Model
from .epidemic import float_field


class Bass(Model):
    """People adopt on their own, or with a probability that grows with the share of readers.

    **Process** (Bass 1969, doi 10.1287/mnsc.15.5.215; on a network, the share of adopters in the
    population becomes the share among a person's ties). Seeds, if any, read in round 0. In each
    round, a person who has not read reads with probability ``innovation + imitation * s``, where s
    is the share of readers among the people who can reach them (0 for people without ties).

    **Order of events in a round.** All people see the state at the start of the round.

    **Who read from whom.** Those who read by `innovation` alone read from no one (the measure
    ``roots`` counts them and the seeds). All others read from a reader who can reach them; of
    several, the one with the smallest label hash.

    **Chance.** Kind `ADOPT`, post 0, round, person. Monotone in both probabilities and in seeds;
    another tie can lower the share.

    **Known answer.** In a large, fully mixed population the rounds of `theory.bass_rounds`, and for
    small probabilities the aggregate curve of the paper, `theory.bass_curve`.

    **Where it fails.** Each person adopts once, the market is fixed, and there are neither prices
    nor competitors.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> network = el.Network.from_networkx(nx.complete_graph(50))
    >>> outcome = el.simulate(network, el.Bass(innovation=0.03, imitation=0.38), 0, horizon=40)
    >>> bool(el.reach(outcome).mean() > 45)
    True
    """

    innovation: float = float_field(
        0.03, "innovation", "Probability to read in a round without any influence (Bass's p)."
    )
    imitation: float = float_field(
        0.38, "imitation", "Probability added when all of a person's ties have read (Bass's q)."
    )

    @model_validator(mode="after")
    def _at_most_certain(self) -> Self:
        if self.innovation + self.imitation > 1:
            raise against(
                "imitation",
                f"{self.imitation!r} and innovation {self.innovation!r} add up to more than 1; "
                f"give at most {1 - self.innovation:g}",
            )
        return self

    def monotone(self) -> Mapping[str, int]:
        """Return the quantities that never lose a reader: both probabilities and seeds."""
        return {"innovation": 1, "imitation": 1, "seeds": 1}
