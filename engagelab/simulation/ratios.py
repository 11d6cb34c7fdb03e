"""Ratios of measures, within runs and of means over runs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def ratio(above: NDArray[Any], below: NDArray[Any]) -> dict[str, float]:
    """Return the ratio of two means over runs with its standard error (first-order expansion).

    Examples
    --------
    >>> import numpy as np
    >>> ratio(np.array([2.0, 4.0]), np.array([1.0, 2.0]))
    {'mean': 2.0, 'standard_error': 0.0}
    """
    if not below.sum():
        return {"mean": np.nan, "standard_error": np.nan}
    mean = float(above.sum() / below.sum())
    residuals = above - mean * below
    deviation = residuals.std(ddof=1) if residuals.size > 1 else np.nan
    error = deviation / np.sqrt(residuals.size)
    return {"mean": mean, "standard_error": float(error / abs(below.mean()))}


def divide(above: NDArray[Any], below: NDArray[Any]) -> NDArray[np.float64]:
    """Return the elementwise ratio, missing where `below` is 0.

    Examples
    --------
    >>> import numpy as np
    >>> divide(np.array([1.0, 1.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    out = np.full(below.shape, np.nan)
    np.divide(above, below, out=out, where=below > 0)
    return out
