"""What the classic models have in common."""

from collections.abc import Mapping
from typing import Literal

from .declaration import Declaration

EventOrder = Literal["transmit, stop", "stop, transmit"]


class Model(Declaration):
    """A classic model of diffusion: its docstring is the science, its fields are the numbers."""

    def monotone(self) -> Mapping[str, int]:
        """Return what never loses a reader when it is raised (1) or lowered (-1).

        The keys are fields of the model, ``"ties"`` (another tie) and ``"seeds"`` (another seed).
        It holds run by run and person by person, since the coins stay the same.

        Examples
        --------
        >>> import engagelab as el
        >>> dict(el.IndependentCascade(transmissibility=0.1).monotone())
        {'seeds': 1, 'ties': 1, 'transmissibility': 1}
        >>> dict(el.Rumour().monotone())
        {}
        """
        return {}
