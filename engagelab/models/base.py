"""The base class of the classic models."""

from collections.abc import Mapping
from typing import Literal

from .declaration import Declaration

EventOrder = Literal["transmit, stop", "stop, transmit"]


class Model(Declaration):
    """A classic model of diffusion: the docstring defines the process, the fields its numbers."""

    def monotone(self) -> Mapping[str, int]:
        """Return the quantities that never lose a reader when raised (1) or lowered (-1).

        The keys are fields of the model, ``"ties"`` (another tie) and ``"seeds"`` (another seed).
        This holds in each run and for each person, since the random numbers stay the same.

        Examples
        --------
        >>> import engagelab as el
        >>> dict(el.IndependentCascade(transmissibility=0.1).monotone())
        {'seeds': 1, 'ties': 1, 'transmissibility': 1}
        >>> dict(el.Rumour().monotone())
        {}
        """
        return {}
