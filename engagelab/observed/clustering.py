"""Clustering of adopters in the network, and the summary table by period."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, special

from ..errors import EngagelabError
from ..io.arguments import checked
from .diffusion import Diffusion
from .shares import adopted_by, adopters_per_period, hazard, nominations, ratio


@checked
def morans_i(diffusion: Diffusion, *, steps: int = 6) -> pd.DataFrame:
    """Return Moran's I by period: how strongly adopters cluster in the network.

    The weight of two people is 1 over the number of steps along nominations from one to the other,
    and 0 beyond `steps`; the weights of a person add up to 1. Tie weights are not used.

    Parameters
    ----------
    diffusion : Diffusion
    steps : int
        The largest number of steps with a weight above 0. Memory grows with the number of pairs
        within it.

    Returns
    -------
    DataFrame
        By period: ``observed``; ``expected`` and its standard deviation ``sd`` if the same number
        of adopters were placed at random; and the two-sided ``p`` of the normal distribution. If
        all or none had adopted, observed is 0, and sd and p are missing. sd needs four people, and
        all columns need a tie.

    Raises
    ------
    EngagelabError
        For fewer than one step.

    References
    ----------
    .. [1] P. A. P. Moran (1950), Notes on continuous stochastic phenomena, Biometrika 37(1/2),
       doi:10.1093/biomet/37.1-2.17
    .. [2] A. D. Cliff, J. K. Ord (1981), Spatial Processes, Pion: the variance under
       randomisation.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> diffusion = Diffusion.of(network, {0: 1, 1: 2, 2: 3, 3: 4})
    >>> morans_i(diffusion, steps=1).round(3)
            observed  expected     sd      p
    period
    1         -0.167    -0.333  0.167  0.317
    2          0.500    -0.333  0.624  0.181
    3         -0.167    -0.333  0.167  0.317
    4          0.000    -0.333    NaN    NaN
    """
    if steps < 1:
        raise EngagelabError(f"steps: {steps} is below 1; give a number of steps such as 6")
    weights = _weights(nominations(diffusion.network), steps)
    adopted = adopted_by(diffusion)
    observed, sd = _moran(weights, adopted)
    people = diffusion.network.people
    expected = np.full(observed.size, -1 / (people - 1) if people > 1 else np.nan)
    p = special.erfc(np.abs(observed - expected) / sd / np.sqrt(2))
    return pd.DataFrame(
        {"observed": observed, "expected": expected, "sd": sd, "p": p},
        index=pd.Index(diffusion.periods, name="period"),
    )


@checked
def summary(diffusion: Diffusion, *, steps: int = 6) -> pd.DataFrame:
    """Return the summary table of a diffusion by period.

    Parameters
    ----------
    diffusion : Diffusion
    steps : int
        As for `morans_i`.

    Returns
    -------
    DataFrame
        By period: ``adopt``, the number of adopters in the period; ``cum_adopt``, their cumulative
        number, and ``cum_adopt_pcent``, its share of all people (from 0 to 1, in spite of its
        name); ``hazard``; ``density``, ties over possible ties; ``moran_obs``, ``moran_exp``,
        ``moran_sd``, ``moran_pval`` (see `morans_i`). The names of the columns are those of the
        published tables of other packages.

    Raises
    ------
    EngagelabError
        For fewer than one step.

    Examples
    --------
    >>> import networkx as nx, engagelab as el
    >>> from engagelab.observed.diffusion import Diffusion
    >>> network = el.Network.from_networkx(nx.path_graph(4))
    >>> diffusion = Diffusion.of(network, {0: 1, 1: 2, 2: 3})
    >>> summary(diffusion).iloc[:, :5].round(3)
            adopt  cum_adopt  cum_adopt_pcent  hazard  density
    period
    1           1          1             0.25   0.000      0.5
    2           1          2             0.50   0.333      0.5
    3           1          3             0.75   0.500      0.5
    """
    network, new = diffusion.network, adopters_per_period(diffusion)
    possible = network.people * (network.people - 1)
    moran = morans_i(diffusion, steps=steps)
    moran.columns = pd.Index(["moran_obs", "moran_exp", "moran_sd", "moran_pval"])
    counts = pd.DataFrame(
        {
            "adopt": new,
            "cum_adopt": np.cumsum(new),
            "cum_adopt_pcent": np.cumsum(new) / network.people,
            "hazard": hazard(diffusion),
            "density": network.tie_to.size / possible if possible else np.nan,
        },
        index=moran.index,
    )
    return counts.join(moran)


def _weights(names: sparse.csr_array, steps: int) -> sparse.csr_array:
    """Return 1 / steps from each person to each other, with rows scaled to a sum of 1."""
    near = names.astype(bool)
    reached = near + sparse.eye_array(names.shape[0], dtype=bool, format="csr")
    weights = near.astype(np.float64)
    for step in range(2, steps + 1):
        further = near @ names.astype(bool)
        near = further > further.multiply(reached)
        if not near.nnz:
            break
        reached = reached + near
        weights = weights + near.astype(np.float64) / step
    totals = np.asarray(weights.sum(axis=1))
    return sparse.diags_array(ratio(np.ones_like(totals), totals)) @ weights


def _moran(
    weights: sparse.csr_array, values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Moran's I of each column and its standard deviation under randomisation."""
    n, total = values.shape[0], float(weights.sum())
    if not total:
        return np.full((2, values.shape[1]), np.nan)[0], np.full(values.shape[1], np.nan)
    off = values - values.mean(axis=0)
    square = (off**2).mean(axis=0)
    observed = ratio((off * (weights @ off)).sum(axis=0), total * square)
    kurtosis = ratio((off**4).mean(axis=0), square**2)
    variance = _variance(weights, n, np.where(square > 0, kurtosis, np.nan))
    return observed, np.sqrt(variance)


def _variance(weights: sparse.csr_array, n: int, kurtosis: NDArray[Any]) -> NDArray[np.float64]:
    """Return the variance of Moran's I over permutations of the values; NaN below four people."""
    if n < 4:
        return np.full(kurtosis.size, np.nan)
    s0 = float(weights.sum())
    s1 = float(((weights + weights.T).power(2)).sum()) / 2
    s2 = float(((weights.sum(axis=0) + weights.sum(axis=1)) ** 2).sum())
    even = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    odd = kurtosis * (n * (n - 1) * s1 - 2 * n * s2 + 6 * s0**2)
    return (even - odd) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2
