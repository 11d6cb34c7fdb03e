"""Whether adopters stand together in the network, and the table of all periods."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse, special

from ..errors import EngagelabError
from .diffusion import Diffusion
from .shares import adopters_in, by_period, hazard, named, share


def morans_i(diffusion: Diffusion, *, steps: int = 6) -> pd.DataFrame:
    """Return how much adopters stand together, period by period: Moran's I.

    Two people weigh 1 over the steps from one to the other, from the naming to the named, 0 beyond
    the most steps; the weights of a person add up to 1. Ties count all alike.

    Parameters
    ----------
    diffusion : Diffusion
    steps : int
        The most steps between two people who weigh at all. Memory grows with the pairs within
        reach.

    Returns
    -------
    DataFrame
        By period: ``observed``, ``expected`` without any order, its standard deviation ``sd`` if
        the same adopters stood elsewhere by chance, and ``p``, two-sided, by the normal
        distribution. Where all or none had adopted, observed is 0, sd and p are missing; sd needs
        four people, and all need a tie.

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
        raise EngagelabError(f"steps: {steps} is below 1; give a number of steps, such as 6")
    weights = _weights(named(diffusion.network), steps)
    adopted = by_period(diffusion)
    observed, sd = _moran(weights, adopted)
    people = diffusion.network.people
    expected = np.full(observed.size, -1 / (people - 1) if people > 1 else np.nan)
    p = special.erfc(np.abs(observed - expected) / sd / np.sqrt(2))
    return pd.DataFrame(
        {"observed": observed, "expected": expected, "sd": sd, "p": p},
        index=pd.Index(diffusion.periods, name="period"),
    )


def summary(diffusion: Diffusion, *, steps: int = 6) -> pd.DataFrame:
    """Return the table of all periods.

    Parameters
    ----------
    diffusion : Diffusion
    steps : int
        As for `morans_i`.

    Returns
    -------
    DataFrame
        By period: ``adopt``, people who adopted; ``cum_adopt``, so far, and ``cum_adopt_pcent``,
        their share (from 0 to 1, whatever its name says); ``hazard``; ``density``, ties over
        possible ties; ``moran_obs``, ``moran_exp``, ``moran_sd``, ``moran_pval`` (see `morans_i`).
        The columns are named as in the published tables of other packages.

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
    network, new = diffusion.network, adopters_in(diffusion)
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
    """Return 1 / steps from each person to each, rows adding up to 1."""
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
    return sparse.diags_array(share(np.ones_like(totals), totals)) @ weights


def _moran(
    weights: sparse.csr_array, values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return Moran's I of each column and its standard deviation under randomisation."""
    n, total = values.shape[0], float(weights.sum())
    if not total:
        return np.full((2, values.shape[1]), np.nan)[0], np.full(values.shape[1], np.nan)
    off = values - values.mean(axis=0)
    square = (off**2).mean(axis=0)
    observed = share((off * (weights @ off)).sum(axis=0), total * square)
    kurtosis = share((off**4).mean(axis=0), square**2)
    variance = _variance(weights, n, np.where(square > 0, kurtosis, np.nan))
    return observed, np.sqrt(variance)


def _variance(weights: sparse.csr_array, n: int, kurtosis: NDArray[Any]) -> NDArray[np.float64]:
    """Return the variance of Moran's I if the values are dealt out anew; NaN below four people."""
    if n < 4:
        return np.full(kurtosis.size, np.nan)
    s0 = float(weights.sum())
    s1 = float(((weights + weights.T).power(2)).sum()) / 2
    s2 = float(((weights.sum(axis=0) + weights.sum(axis=1)) ** 2).sum())
    even = n * ((n * n - 3 * n + 3) * s1 - n * s2 + 3 * s0**2)
    odd = kurtosis * (n * (n - 1) * s1 - 2 * n * s2 + 6 * s0**2)
    return (even - odd) / ((n - 1) * (n - 2) * (n - 3) * s0**2) - 1 / (n - 1) ** 2
