"""Sensitivity indices: Morris' elementary effects and Sobol's shares of the variance."""

import warnings
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from SALib.analyze import morris, sobol

from .design_space import sampler_seed
from .sensitivity_design import GRID_LEVELS, STRENGTH, Method, unit_cube

_BOOTSTRAP = 2  # purpose of the address of random numbers
_RESAMPLES = 1000
_PAIR_COLUMNS = ["field", "other", "S2", "S2_low", "S2_high"]


def indices(
    method: Method,
    names: Sequence[str],
    *,
    points: NDArray[np.float64],
    answers: NDArray[np.float64],
    confidence: float,
    key: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the indices of each field and of each pair, from the answers at a design's points.

    Parameters
    ----------
    method, names : str, sequence of str
        The method, and the fields.
    points : array of float64, shape (points, fields)
        From `design`.
    answers : array of float64, shape (points,)
        The measure at each point.
    confidence, key : float, int
        Confidence of the intervals, and the key of the bootstrap.

    Returns
    -------
    table, interactions : DataFrame
        As described for `Sensitivity`.
    """
    problem, pairs = unit_cube(names), pd.DataFrame(columns=_PAIR_COLUMNS)
    options = {"num_resamples": _RESAMPLES, "conf_level": confidence,
               "seed": sampler_seed(key, _BOOTSTRAP)}  # fmt: skip
    # SALib warns about answers and bootstrap samples without variance
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings(action="ignore"):
        if method == "morris":
            result = morris.analyze(problem, points, answers, num_levels=GRID_LEVELS, **options)
            table = _effects(result.to_df())
        else:
            result = sobol.analyze(problem, answers, **options)
            table, pairs = _variance_shares(names, result), _pair_shares(names, result)
    if not np.ptp(answers):  # without variance there is nothing to share
        table, pairs = table.fillna(0), pairs.fillna(0)
    table = table.sort_values(STRENGTH[method], ascending=False, kind="stable")
    return table.rename_axis("field").reset_index(), pairs


def _effects(result: pd.DataFrame) -> pd.DataFrame:
    table = _with_ends(result, "mu_star")
    table["mu_star_low"] = table["mu_star_low"].clip(lower=0)
    return table.assign(mu=result["mu"], sigma=result["sigma"])


def _variance_shares(names: Sequence[str], result: Mapping[str, Any]) -> pd.DataFrame:
    columns = {name: result[name] for name in ("S1", "S1_conf", "ST", "ST_conf")}
    shares = pd.DataFrame(columns, index=list(names))
    return _with_ends(shares, "S1").join(_with_ends(shares, "ST"))


def _pair_shares(names: Sequence[str], result: Mapping[str, Any]) -> pd.DataFrame:
    rows = [
        (names[j], names[k], result["S2"][j, k], result["S2_conf"][j, k])
        for j, k in combinations(range(len(names)), 2)
    ]
    shares = pd.DataFrame(rows, columns=["field", "other", "S2", "S2_conf"])
    return shares[["field", "other"]].join(_with_ends(shares, "S2"))


def _with_ends(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return an index of SALib with the ends of its interval."""
    index, half = frame[name], frame[f"{name}_conf"]
    return pd.DataFrame({name: index, f"{name}_low": index - half, f"{name}_high": index + half})
