"""Theory: exact results and closed forms, each with its paper.

Exact on small networks and on trees: `cascade_reach`, `threshold_reach`, `tree_reach`,
`tree_reached`. Exact on complete graphs: `reed_frost_reach`. In the limit of large random networks
with given degrees: `molloy_reed`, `giant_share`, `outbreak_threshold`, `outbreak_size`,
`small_outbreak_spread`, and for threshold models `cascade_condition`, `cascade_window`,
`cascade_share`. In the limit of a large, fully mixed population: `bass_curve`, `bass_rounds`,
`simplicial_states`, `simplicial_curve`, `simplicial_rounds`, `rumour_share`. For branching
processes: `branching_total`, `branching_extinction`.

Degrees and offspring are arrays of the probabilities of 0, 1, 2, ... Nothing here is random.

>>> from engagelab import theory
>>> degrees = theory.poisson_degrees(4)
>>> round(theory.outbreak_threshold(degrees), 3), round(theory.outbreak_size(degrees, 0.5), 3)
(0.25, 0.797)
"""

from .adoption import bass_curve, bass_peak, bass_rate, bass_rounds
from .branching import (
    binomial_offspring,
    branching_extinction,
    branching_means,
    branching_total,
    geometric_offspring,
    poisson_offspring,
)
from .chains import reed_frost_reach, reed_frost_spread
from .degrees import degree_distribution, excess_degrees, giant_share, molloy_reed, poisson_degrees
from .outbreaks import (
    outbreak_probability,
    outbreak_size,
    outbreak_threshold,
    period_transmissibility,
    small_outbreak_spread,
)
from .reach import ExactReach
from .rumours import rumour_share
from .simplicial import (
    simplicial_curve,
    simplicial_rounds,
    simplicial_states,
    simplicial_thresholds,
)
from .thresholds import cascade_condition, cascade_share, cascade_window
from .trees import tree_reach, tree_reached
from .worlds import cascade_reach, threshold_reach

__all__ = [
    "ExactReach",
    "bass_curve",
    "bass_peak",
    "bass_rate",
    "bass_rounds",
    "binomial_offspring",
    "branching_extinction",
    "branching_means",
    "branching_total",
    "cascade_condition",
    "cascade_reach",
    "cascade_share",
    "cascade_window",
    "degree_distribution",
    "excess_degrees",
    "geometric_offspring",
    "giant_share",
    "molloy_reed",
    "outbreak_probability",
    "outbreak_size",
    "outbreak_threshold",
    "period_transmissibility",
    "poisson_degrees",
    "poisson_offspring",
    "reed_frost_reach",
    "reed_frost_spread",
    "rumour_share",
    "simplicial_curve",
    "simplicial_rounds",
    "simplicial_states",
    "simplicial_thresholds",
    "small_outbreak_spread",
    "threshold_reach",
    "tree_reach",
    "tree_reached",
]
