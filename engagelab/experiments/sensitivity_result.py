"""The result of a sensitivity analysis: the fields in order of their effect, and a summary."""

from dataclasses import dataclass

import pandas as pd

from ..simulation.scenario import Scenario
from .rounding import rounded
from .sensitivity_design import STRENGTH, Method

# Normal intervals of a mean of n effects hold it in 80 of 100 cases at n = 4, 90 at 10, 93 at 20.
_ENOUGH = 20


@dataclass(frozen=True, eq=False)
class Sensitivity:
    """The sensitivity of a measure to each field.

    Attributes
    ----------
    method, measure : str
        The method, and the measure of the outcome.
    table : DataFrame
        One row per field, the one with the largest effect first. Morris: ``mu_star``, the mean
        absolute change of the measure for a move through the whole range of the field, with
        ``mu_star_low`` and ``mu_star_high``; ``mu``, the same with its sign; ``sigma``, how much it
        depends on the other fields. Sobol: ``S1``, the share of the variance due to the field
        alone, ``ST``, with all its interactions, each with ``_low`` and ``_high``.
    interactions : DataFrame
        Sobol: for each pair of fields, ``S2``, the share of the variance due to both together
        beyond the shares of each, with ``S2_low`` and ``S2_high``. Morris: no rows.
    ends : DataFrame
        One row per field, in the order of the table: its ``low`` and ``high`` value and the measure
        there (``at_low``, ``at_high``), all other fields as in the plan.
    baseline : float
        The measure of the plan itself.
    points : DataFrame
        All points of the design: a column for each field, the measure, its standard error.
    notes : tuple of str
        Remarks: each field that changes nothing at any of the points, and why.
    """

    method: Method
    measure: str
    table: pd.DataFrame
    interactions: pd.DataFrame
    ends: pd.DataFrame
    baseline: float
    points: pd.DataFrame
    notes: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """The answer in words: the strongest field, those close to it, and those without effect."""
        notes = ((_label(name), rest) for name, _, rest in (n.partition(" ") for n in self.notes))
        return " ".join((self._ranking, *(f"{_capital(label)} {rest}." for label, rest in notes)))

    @property
    def _ranking(self) -> str:
        """The strongest field, those close to it, and those whose effect is 0."""
        words = self.measure.replace("_", " ")
        strength = STRENGTH[self.method]
        idle = [str(name) for name in self.table.loc[self.table[strength] == 0, "field"]]
        if len(idle) == len(self.table):
            return f"None of these fields affects {words}."
        noted = {note.partition(" ")[0] for note in self.notes}
        idle = [name for name in idle if name not in noted]
        first, others = self.table.iloc[0], self.table.iloc[1:]
        text = f"{_capital(_label(first['field']))} matters most: {self._effect(words)}."
        close = others.loc[others[f"{strength}_high"] >= first[f"{strength}_low"], "field"]
        if len(close):
            text += f" Not clearly weaker: {', '.join(map(_label, close))}; more samples may tell."
        text += f" No effect: {', '.join(map(_label, idle))}." if idle else ""
        return " ".join([text, *self.cautions])

    @property
    def cautions(self) -> list[str]:
        """A sentence if there are too few samples for the intervals to be trusted."""
        samples = len(self.points) // (len(self.table) + 1)
        if self.method != "morris" or samples >= _ENOUGH:
            return []
        return [
            f"These intervals rest on {samples} samples of each effect and hold the effect less "
            f"often than stated; give at least {_ENOUGH} samples."
        ]

    def _effect(self, words: str) -> str:
        """Return the effect of the strongest field in words."""
        first = self.table.iloc[0]
        if self.method == "morris":
            low, size, high = first[["mu_star_low", "mu_star", "mu_star_high"]]
            return (
                f"a move through its range changes {words} by {rounded(size)} on average "
                f"({rounded(low)} to {rounded(high)})"
            )
        # estimates can lie outside 0 to 1, which no share does; the table keeps them unchanged
        low, total, high, alone = first[["ST_low", "ST", "ST_high", "S1"]].astype(float).clip(0, 1)
        return (
            f"with its interactions it accounts for {total:.0%} of the variance of {words} "
            f"({low:.0%} to {high:.0%}), alone {alone:.0%}"
        )

    def __repr__(self) -> str:
        return f"Sensitivity({self.says})"


def _label(name: str) -> str:
    """Return the label of a field; any other name as it is."""
    field = Scenario.fields().get(name)
    return field.label if field else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
