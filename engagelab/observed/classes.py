"""Adopter categories, by time of adoption and by threshold."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..io.arguments import checked
from .diffusion import Diffusion
from .shares import threshold

ADOPTERS = ("early adopter", "early majority", "late majority", "laggard")
THRESHOLDS = ("very low", "low", "high", "very high")


@checked
def adopter_classes(diffusion: Diffusion, *, censored: bool = True) -> pd.DataFrame:
    """Return the category of each person, by time of adoption and by threshold.

    The cuts are at the mean, and one standard deviation below and above it, over all adopters; a
    value on a cut belongs to the category above it. Innovators count as early adopters.

    Parameters
    ----------
    diffusion : Diffusion
    censored : bool
        As for `threshold`.

    Returns
    -------
    DataFrame
        By person: ``adopter``, one of `ADOPTERS` by time, and ``threshold``, one of `THRESHOLDS`;
        ordered categoricals, missing for those who never adopted.

    References
    ----------
    .. [1] E. M. Rogers (2003), Diffusion of Innovations, Free Press.
    .. [2] T. W. Valente (1996), Social network thresholds in the diffusion of innovations, Social
       Networks 18(1), doi:10.1016/0378-8733(95)00256-1

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> adopter_classes(Diffusion.of(network, {0: 1, 2: 2, 1: 3}))
                    adopter  threshold
    person
    0        early majority        low
    1               laggard  very high
    2         late majority        low
    3                   NaN        NaN
    """
    adopted = diffusion.adoption >= 0
    times = np.where(adopted, diffusion.adoption.astype(np.float64), np.nan)
    amounts = threshold(diffusion, censored=censored).to_numpy()
    return pd.DataFrame(
        {"adopter": _classes(times, ADOPTERS), "threshold": _classes(amounts, THRESHOLDS)},
        index=diffusion.labels,
    )


@checked
def threshold_by_adopter(diffusion: Diffusion, *, censored: bool = True) -> pd.DataFrame:
    """Return the number of people in each of the sixteen classes of time and threshold.

    People who are late in the network and have a low threshold were reached late; those who are
    early with a high threshold have early friends.

    Parameters
    ----------
    diffusion : Diffusion
    censored : bool
        As for `threshold`.

    Returns
    -------
    DataFrame, shape (4, 4)
        Numbers of people, by `ADOPTERS` and `THRESHOLDS`.

    References
    ----------
    .. [1] T. W. Valente (1996), Social network thresholds in the diffusion of innovations, Social
       Networks 18(1), doi:10.1016/0378-8733(95)00256-1

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> threshold_by_adopter(Diffusion.of(network, {0: 1, 2: 2, 1: 3})).sum().tolist()
    [0, 2, 0, 1]
    """
    classes = adopter_classes(diffusion, censored=censored)
    return pd.crosstab(classes["adopter"], classes["threshold"], dropna=False).reindex(
        index=list(ADOPTERS), columns=list(THRESHOLDS), fill_value=0
    )


def _classes(values: NDArray[np.floating[Any]], words: Sequence[str]) -> "pd.Categorical[Any]":
    """Return the class of each value; missing for NaN."""
    known = values[~np.isnan(values)]
    # A single value has no standard deviation: all three cuts are then at the mean.
    spread = known.std(ddof=1) if known.size > 1 else 0.0
    cuts = known.mean() + spread * np.array([-1, 0, 1]) if known.size else np.zeros(3)
    codes = np.where(np.isnan(values), -1, np.searchsorted(cuts, values, side="right"))
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(list(words), ordered=True))
