"""Bands of a plan whose fields were fitted: chance and the uncertainty of the fit together."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ...engine.coins import address
from ...experiments.fit_record import NOT
from ...experiments.fit_result import Fit
from ...experiments.runner import Execution, run_plans
from ...graphs.network import Network
from ...simulation import metrics
from ...simulation.outcome import LEVELS, WAYS, Outcome, describe
from ...simulation.scenario import Scenario

FITTED = "fitted"  # the note of the session that holds the fit in use
DRAWS = 32  # of the fields of a fit
_TOTALS = ("joins", "shares", "comments", "answers", "critics", "cost")
_KEY = 8  # purpose of the addresses of keys of draws
_BAND = ("low", "median", "high")


@dataclass(frozen=True, eq=False)
class FittedPlan:
    """A fit, and the plan that has its medians.

    Attributes
    ----------
    fit : Fit
        The fit.
    plan : Scenario
        The plan to which its medians were taken over.
    """

    fit: Fit
    plan: Scenario

    def applies_to(self, plan: Scenario) -> bool:
        """Return whether a plan still has a value that was learned from the posts."""
        learned = self.fit.fields.index[self.fit.fields["verdict"] != NOT]
        return any(plan.get(str(name)) == self.plan.get(str(name)) for name in learned)

    def plans(self, plan: Scenario, *, town: bool) -> list[Scenario]:
        """Return a plan at draws of the fit; fields that were changed since stay as they are.

        Parameters
        ----------
        plan : Scenario
            The plan.
        town : bool
            Whether the town may be drawn, if it is that of the fit.
        """
        draws = self.fit.draws(DRAWS, plan, town=town)
        same = [name for name in draws[0] if plan.get(name) == self.plan.get(name)]
        return [
            plan.replace(
                {name: draw[name] for name in same}
                | {"settings.key": int(address(plan.settings.key, _KEY, at, 0) >> np.uint64(1))}
            )
            for at, draw in enumerate(draws)
        ]


class Drawn(NamedTuple):
    """What one draw counts, run by run."""

    totals: Mapping[str, NDArray[Any]]
    reach: NDArray[Any]  # (runs, rounds)
    groups: NDArray[np.float64]  # (runs, classes): share reached by size of the largest group


@dataclass(frozen=True, eq=False)
class FittedBand:
    """The runs of all draws of a fitted plan.

    Attributes
    ----------
    drawn : sequence of Drawn
        One for each draw.
    """

    drawn: Sequence[Drawn]

    def numbers(self, numbers: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
        """Return numbers of the plan with the medians and ends of the bands of all draws.

        Means and standard errors stay those of the plan with the medians of the fit.
        """
        pooled = {
            name: np.concatenate([each.totals[name] for each in self.drawn])
            for name in self.drawn[0].totals
        }
        bands = {name: describe(values) for name, values in pooled.items() if values.size}
        return {
            name: {**parts, **{end: bands[name][end] for end in _BAND if name in bands}}
            for name, parts in numbers.items()
        }

    def curve(self, curve: pd.DataFrame) -> pd.DataFrame:
        """Return the curve of reach with the median and the ends of the band of all draws."""
        return curve.assign(**_ends(np.concatenate([each.reach for each in self.drawn])))

    def groups(self, groups: pd.DataFrame) -> pd.DataFrame:
        """Return the share reached by group size with the ends of the band of all draws."""
        shares = np.concatenate([each.groups for each in self.drawn])
        at = [WAYS["group size"].index(name) for name in groups["group size"]]
        return groups.assign(**_ends(shares[:, at]))


def _ends(values: NDArray[Any]) -> dict[str, NDArray[np.float64]]:
    levels = (LEVELS[0], 0.5, LEVELS[1])
    return dict(zip(_BAND, np.quantile(values, levels, axis=0), strict=True))


def fitted_band(
    fitted: FittedPlan, plan: Scenario, network: Network | None, cancel: threading.Event
) -> FittedBand:
    """Simulate a plan at draws of a fit, as often in all as the plan asks for.

    Raises
    ------
    Cancelled
        If `cancel` was set.
    """
    plans = fitted.plans(plan, town=network is None)
    runs = -(-plan.settings.runs // len(plans))
    execution = Execution(runs, None, network, None, cancel, progress=False)
    return FittedBand(run_plans(plans, _drawn, execution))


def _drawn(outcome: Outcome) -> Drawn:
    way = list(WAYS).index("group size")
    sizes = np.maximum(outcome.class_sizes[way], 1)
    half = metrics.half_time(outcome)
    return Drawn(
        {
            "reach": metrics.reach(outcome),
            "half_time": half[half >= 0],
            **{name: outcome.total(name) for name in _TOTALS},
        },
        outcome.measure("readers").cumsum(axis=1),
        (outcome.by_class[:, way] / sizes)[:, : len(WAYS["group size"])],
    )
