"""Marginal lift: the change of a measure at each step of a swept field."""

import numpy as np
import pandas as pd

from ..errors import EngagelabError, listed, nearest
from ..io.arguments import checked


@checked
def lift_per_step(frame: pd.DataFrame, field: str, value: str = "reach") -> pd.DataFrame:
    """Return the lift of each step of one field, with all other swept fields held constant.

    Parameters
    ----------
    frame : DataFrame
        From `sweep`.
    field : str
        The field that steps, in the order of its values.
    value : str
        The column whose lift is computed.

    Returns
    -------
    DataFrame
        The columns of the swept fields (the stepping one before the step), ``to``, ``lift`` and
        ``standard_error``. The error treats the two cells as independent; they share their random
        numbers, so the true error is usually smaller.

    Raises
    ------
    EngagelabError
        If a column is missing.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.experiments import lift_per_step, sweep
    >>> plan = el.Scenario(population={"people": 500})
    >>> frame = sweep(plan, {"invitations.invite": [0, 0.2, 0.4]}, runs=5)
    >>> lift_per_step(frame, "invitations.invite")[["invitations.invite", "to"]]
       invitations.invite   to
    0                 0.0  0.2
    1                 0.2  0.4
    """
    for column in (field, value):
        need_column(frame, column)
    others = [str(name) for name in frame if "." in str(name) and name != field]
    frame = frame.sort_values([*others, field])
    following = frame.groupby(others).shift(-1) if others else frame.shift(-1)
    steps = frame[[*others, field]].assign(
        to=following[field], lift=following[value] - frame[value]
    )
    error = f"{value}_standard_error"
    has_error = error in frame
    steps["standard_error"] = np.hypot(frame[error], following[error]) if has_error else np.nan
    return steps[steps["to"].notna()].reset_index(drop=True)


def need_column(frame: pd.DataFrame, name: str) -> None:
    """Raise EngagelabError if the frame lacks this column, with the nearest name it has."""
    if name not in frame:
        columns = [str(column) for column in frame]
        hint = nearest(name, columns) or f"; allowed are {listed(columns, 20)}"
        raise EngagelabError(f"{name}: the frame has no such column{hint}")
