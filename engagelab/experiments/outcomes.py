"""Compare outcomes of plans that have already been simulated, as `compare` does."""

from collections.abc import Mapping

import numpy as np

from ..errors import EngagelabError
from ..io.arguments import checked
from ..simulation.outcome import Outcome
from .compare import make_comparison, reach_and_cost
from .comparison import Comparison
from .design_space import need_confidence
from .intervals import Level


@checked
def compare_outcomes(outcomes: Mapping[str, Outcome], *, confidence: float = 0.95) -> Comparison:
    """Compare outcomes with the first of them, paired by their runs.

    Parameters
    ----------
    outcomes : mapping of str to Outcome
        The outcomes by name, the baseline first; all of one key. If one has more runs than
        another, only its first runs are used, as only those can be paired.
    confidence : float
        Joint confidence of the intervals of all lifts.

    Returns
    -------
    Comparison
        As returned by `compare`.

    Raises
    ------
    EngagelabError
        If there are fewer than two outcomes, fewer than two runs, several keys or kinds of model,
        or outcomes on different networks that are not the plans' own towns.

    Examples
    --------
    >>> import engagelab as el
    >>> plan = el.Scenario(population={"people": 500}, run={"runs": 20})
    >>> more = plan.replace({"invitations.invite": 0.4})
    >>> found = compare_outcomes({"A": plan.run(), "B": more.run()})
    >>> found.table["lift"].equals(el.compare(plan, {"B": more}, towns=1).table["lift"])
    True
    """
    names = list(outcomes)
    if len(names) < 2:
        raise EngagelabError("outcomes: give two or more, such as {'A': outcome, 'B': other}")
    keys = sorted({outcome.key for outcome in outcomes.values()})
    if len(keys) > 1:
        raise EngagelabError(
            f"outcomes: have the keys {keys}, and runs of different keys cannot be paired; run all "
            "plans with one key"
        )
    _need_one_kind(outcomes)
    need_confidence(confidence)
    runs = min(outcome.runs for outcome in outcomes.values())
    if runs < 2:
        raise EngagelabError("outcomes: have a single run; give outcomes of two or more runs")
    values = np.stack([reach_and_cost(outcome)[:, :runs] for outcome in outcomes.values()])[:, None]
    level = Level(1 - (1 - confidence) / (len(names) - 1))
    return make_comparison(names, keys, values, level=level, confidence=confidence)


def _need_one_kind(outcomes: Mapping[str, Outcome]) -> None:
    """Raise an error if differences between outcomes are not those of plans alone."""
    first, *others = outcomes.items()
    for name, outcome in others:
        rules = [each.provenance.get("rule") for each in (first[1], outcome)]
        if rules[0] != rules[1]:
            raise EngagelabError(
                f"outcomes: {first[0]!r} is of the model {rules[0]} and {name!r} of {rules[1]}; "
                "give outcomes of one model"
            )
        if not _may_differ(first[1], outcome):
            raise EngagelabError(
                f"outcomes: {first[0]!r} and {name!r} are of different networks; simulate both on "
                "one network"
            )


def _may_differ(one: Outcome, other: Outcome) -> bool:
    """Return whether two networks are the same, or the towns of plans with different recipes."""
    networks, recipes = [], []
    for each in (one, other):
        networks.append(each.provenance.get("network", {}).get("fingerprint"))
        plan = each.provenance.get("scenario") or {}
        recipes.append([plan.get(section) for section in ("population", "groups")])
    return networks[0] == networks[1] or (None not in recipes[0] + recipes[1]
                                          and recipes[0] != recipes[1])  # fmt: skip
