"""What each step of a swept field adds."""

import numpy as np
import pandas as pd

from ..errors import EngagelabError, listed, nearest


def lift_per_step(frame: pd.DataFrame, field: str, value: str = "reach") -> pd.DataFrame:
    """Return what each step of one field adds, all other fields of a sweep as they are.

    Parameters
    ----------
    frame : DataFrame
        From `sweep`.
    field : str
        The field that steps, in the order of its values.
    value : str
        The column whose lift is asked for.

    Returns
    -------
    DataFrame
        The columns of the sweep's fields (the stepping one before the step), ``to``, ``lift`` and
        ``standard_error``. The error takes the two cells for independent; as they share their
        chance, the true one is smaller as a rule.

    Raises
    ------
    EngagelabError
        For a column that is not there.

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
    ahead = _shifted(frame, others)
    steps = frame[[*others, field]].assign(to=ahead[field], lift=ahead[value] - frame[value])
    error = f"{value}_standard_error"
    known = error in frame
    steps["standard_error"] = np.hypot(frame[error], ahead[error]) if known else np.nan
    return steps[steps["to"].notna()].reset_index(drop=True)


def need_column(frame: pd.DataFrame, name: str) -> None:
    """Refuse a frame without this column.

    Raises
    ------
    EngagelabError
        With the nearest column that is there.
    """
    if name not in frame:
        columns = [str(column) for column in frame]
        hint = nearest(name, columns) or f"; there are {listed(columns, 20)}"
        raise EngagelabError(f"{name}: the frame has no such column{hint}")


def _shifted(frame: pd.DataFrame, others: list[str]) -> pd.DataFrame:
    """Return in each row what stands in the next row of the same other fields."""
    return frame.groupby(others).shift(-1) if others else frame.shift(-1)
