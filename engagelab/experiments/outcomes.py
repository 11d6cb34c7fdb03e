"""Plans that have been played already, held against each other as `compare` would."""

from collections.abc import Mapping

import numpy as np

from ..errors import EngagelabError
from ..models.declaration import is_real
from ..simulation.outcome import Outcome
from .compare import method_of, reach_and_cost, run_frame
from .comparison import Comparison, comparison_table
from .intervals import Level


def compare_outcomes(outcomes: Mapping[str, Outcome], *, confidence: float = 0.95) -> Comparison:
    """Hold outcomes against the first of them, paired by their runs.

    Parameters
    ----------
    outcomes : mapping of str to Outcome
        What came out of the plans by name, the baseline first; all of one key. Of one that was run
        more often than another only the first runs count, as those are the ones that are paired.
    confidence : float
        The share of comparisons in which the intervals of all lifts hold the truth.

    Returns
    -------
    Comparison
        As `compare` gives it.

    Raises
    ------
    EngagelabError
        For fewer than two outcomes, outcomes of several keys, or fewer than two runs.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 500}, run={"runs": 20})
    >>> more = plan.replace({"invitations.invite": 0.4})
    >>> found = compare_outcomes({"A": plan.run(), "B": more.run()})
    >>> found.table["lift"].equals(el.compare(plan, {"B": more}).table["lift"])
    True
    """
    names, played = list(outcomes), list(outcomes.values())
    if len(names) < 2:
        raise EngagelabError("outcomes: give two or more, as {'A': outcome, 'B': other}")
    keys = {outcome.key for outcome in played}
    if len(keys) > 1:
        raise EngagelabError(
            f"outcomes: are of the keys {sorted(keys)}, and runs of other keys are no pairs; run "
            "all plans with one key"
        )
    if not (is_real(confidence) and 0 < confidence < 1):
        raise EngagelabError(
            f"confidence: {confidence!r} is not allowed; give a number between 0 and 1, as 0.95"
        )
    runs = min(outcome.runs for outcome in played)
    if runs < 2:
        raise EngagelabError("outcomes: have a single run; play two or more")
    seen = np.stack([reach_and_cost(outcome)[:, :runs] for outcome in played])[:, None]
    level = Level(1 - (1 - confidence) / (len(names) - 1))
    key = keys.pop()
    return Comparison(
        table=comparison_table(names, seen, level, towns=1),
        runs=run_frame(names, range(key, key + 1), seen),
        baseline=names[0],
        confidence=confidence,
        towns=1,
        method=method_of(level, len(names) - 1, 1),
    )
