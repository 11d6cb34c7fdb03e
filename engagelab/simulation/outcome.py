"""Outcome: what happened, per run and round and person, with where it comes from."""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .._version import __version__
from ..engine.measures import MEASURES
from ..errors import EngagelabError, listed, nearest
from ..graphs.edges import as_list
from ..io.arrays import from_table, label_from_json, label_to_json, shapes_of, to_table
from ..io.atomic import writing
from ..io.lazy import late
from ..models.sections import ACTIVITIES, PROFILES, ROLES

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq
else:
    pd = late("pandas")
    pa = late("pyarrow")
    pq = late("pyarrow.parquet")

GROUP_SIZES = (0, 10, 25, 50, 100)
_SIZE_WORDS = ("none", "1 to 10", "11 to 25", "26 to 50", "51 to 100", "over 100")
WAYS = {"role": ROLES, "profile": PROFILES, "activity": ACTIVITIES, "group size": _SIZE_WORDS}
LEVELS = (0.05, 0.95)  # the share of runs below the low and the high end of a band

_FORMAT = "engagelab-outcome-1"
DERIVED = ("cost", "value", "paid_anyway")
_STOCKS = ("members", "active")


def provenance(**facts: Any) -> dict[str, Any]:
    """Return where a result comes from: the facts given, and version, machine and time."""
    return {
        "engagelab": __version__,
        **facts,
        "machine": dict(_machine()),
        "when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


@cache
def _machine() -> Mapping[str, Any]:
    """Return what does not change while the process lives; slow to find out."""
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": metadata.version("numba"),
    }


@dataclass(frozen=True, eq=False)
class Outcome:
    """The one result of a simulation.

    Attributes
    ----------
    counts : array of int64, shape (runs, measures, rounds)
        What was counted; the measures are those of `measures` without cost and value.
    by_post : array of int64, shape (runs, posts)
        Readers of each post.
    by_class : array of int64, shape (runs, ways, classes)
        People reached by role, profile, activity and group size.
    generations : array of int64, shape (runs, generations)
        Initial members, and prospects won by invitation of each generation of inviters.
    reached_runs : array of int32, shape (people,)
        In how many runs each person was reached.
    labels : sequence
        The people.
    class_sizes : array of int64, shape (ways, classes)
        How many people each class has.
    post_counts : array of int64, shape (post measures, runs, posts)
        What was counted for each post: the measures of `post_names`.
    shares_by_class : array of int64, shape (runs or 0, ways, classes)
        Shares by role, profile, activity and group size of the sharer.
    costs, values : mapping of measure to money
        What one of each counted thing costs or is worth.
    adoption_rounds : array of int32, shape (runs, people), or None
        Round of first reading, -1 for never, where it was recorded.
    tree : array of int32, shape (runs, people), or None
        Position of the person whose share was read first, -1 for nobody, where it was recorded.
    contents_taken : array of int16, shape (runs, people), or None
        Which of several competing contents was taken, -1 for none, where it was recorded.
    names : tuple of str
        What `counts` counts.
    provenance : dict
        Version, model, posts, scenario, network, notes, key, machine, time.
    """

    counts: NDArray[np.int64]
    by_post: NDArray[np.int64]
    by_class: NDArray[np.int64]
    generations: NDArray[np.int64]
    reached_runs: NDArray[np.int32]
    labels: Any
    class_sizes: NDArray[np.int64]
    post_counts: NDArray[np.int64]
    shares_by_class: NDArray[np.int64]
    costs: Mapping[str, float]
    values: Mapping[str, float]
    adoption_rounds: NDArray[np.int32] | None
    provenance: dict[str, Any] = field(repr=False)
    tree: NDArray[np.int32] | None = None
    contents_taken: NDArray[np.int16] | None = None
    names: tuple[str, ...] = MEASURES
    post_names: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return (
            f"Outcome(runs={self.runs}, rounds={self.rounds}, people={self.people}, "
            f"reach={self.total('readers').mean():.1f})"
        )

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.counts.shape[0])

    @property
    def rounds(self) -> int:
        """Number of rounds, the horizon included."""
        return int(self.counts.shape[2])

    @property
    def people(self) -> int:
        """Number of people."""
        return int(self.reached_runs.size)

    @property
    def key(self) -> int:
        """The integer that fixed all chance."""
        return int(self.provenance["key"])

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of what can be asked of `measure`."""
        return (*self.names, *DERIVED)

    def measure(self, name: str) -> NDArray[Any]:
        """Return one measure; shape (runs, rounds).

        Parameters
        ----------
        name : str
            ``readers`` (people who read for the first time), ``reads`` (first readings of a post),
            ``impressions``, ``sharers``, ``shares``, ``invitations``, ``joiners``, ``joins``,
            ``leavers``, ``members``, ``answers``, ``stopped``, ``off_message``, ``cost``,
            ``value``, ``paid_anyway`` (spent on acts that would have happened without) and others.
            The classic models count ``readers``, ``impressions``, ``shares`` (starts of sharing),
            ``retired`` (people who stopped), ``active`` (people who share at the end of the round),
            ``attributed`` (shares caused by the sharers who began in the round) and ``roots``
            (readers by nobody's share); competing contents besides ``"readers of ..."`` each.

        Raises
        ------
        EngagelabError
            For an unknown name.
        """
        if name in self.names:
            return self.counts[:, self.names.index(name)]
        if name == "cost":
            return self._priced(self.costs, anyway=False)
        if name == "value":
            return self._priced(self.values, anyway=False)
        if name == "paid_anyway":
            return self._priced(self.costs, anyway=True)
        raise EngagelabError(
            f"measure: {name!r} is not known{nearest(name, self.measures)}; allowed are "
            f"{listed(self.measures, 40)}"
        )

    def _priced(self, prices: Mapping[str, float], *, anyway: bool) -> NDArray[np.float64]:
        total = np.zeros((self.runs, self.rounds))
        for name, price in prices.items():
            if price and name.endswith("_anyway") == anyway:
                total += price * self.counts[:, self.names.index(name)]
        return total

    def total(self, name: str) -> NDArray[Any]:
        """Return a measure over all rounds (members, active: at the end); shape (runs,)."""
        found = self.measure(name)
        return found[:, -1] if name in _STOCKS else found.sum(axis=1)

    @property
    def reached(self) -> pd.Series[float]:
        """The share of runs in which each person was reached, by label."""
        index = pd.Index(list(self.labels), name="person", tupleize_cols=False)
        return pd.Series(self.reached_runs / self.runs, index=index, name="reached")

    @property
    def adoption(self) -> NDArray[np.int32]:
        """The round in which each person first read, -1 for never; shape (runs, people).

        Raises
        ------
        EngagelabError
            Where it was not recorded.
        """
        if self.adoption_rounds is None:
            raise EngagelabError("adoption: was not recorded; simulate with record='people'")
        return self.adoption_rounds

    @property
    def parents(self) -> NDArray[np.int32]:
        """The position of the person whose share each person read first; shape (runs, people).

        -1 for seeds, others who read by nobody's share, and people who never read. Of several
        sharers in the round of reading, the one with the smallest label hash.

        Raises
        ------
        EngagelabError
            Where it was not recorded.
        """
        if self.tree is None:
            raise EngagelabError("parents: were not recorded; simulate with record='tree'")
        return self.tree

    @property
    def taken(self) -> NDArray[np.int16]:
        """Which content each person took, as its place in the model; shape (runs, people).

        -1 for none.

        Raises
        ------
        EngagelabError
            Where it was not recorded, or contents did not compete.
        """
        if self.contents_taken is None:
            raise EngagelabError(
                "taken: was not recorded; simulate Competing contents with record='people'"
            )
        return self.contents_taken

    @property
    def notes(self) -> list[str]:
        """What the reader of this outcome should know."""
        return list(self.provenance.get("notes", []))

    def to_frame(self) -> pd.DataFrame:
        """Return all measures, one row for each run and round."""
        run = np.repeat(np.arange(self.runs), self.rounds)
        frame = {"run": run, "round": np.tile(np.arange(self.rounds), self.runs)}
        return pd.DataFrame(frame | {name: np.ravel(self.measure(name)) for name in self.measures})

    def summary(self) -> pd.DataFrame:
        """Return each measure over the whole campaign, summed up over the runs.

        Returns
        -------
        DataFrame
            One row a measure: ``mean``, ``median``, ``low`` and ``high`` (5 and 95 % of runs) and
            ``standard_error`` of the mean.
        """
        totals = {name: self.total(name) for name in self.measures}
        return pd.DataFrame({name: describe(values) for name, values in totals.items()}).T

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write everything to one Parquet file with its provenance; no half-written file is left.

        Raises
        ------
        EngagelabError
            Where the file cannot be written.
        """
        arrays = _arrays(self)
        rows = to_table(arrays)
        rows["label"] = None
        people = [label_to_json(label) for label in as_list(self.labels)]
        rows.loc[rows["part"] == "reached_runs", "label"] = people
        notes = {"format": _FORMAT, "provenance": self.provenance, "costs": dict(self.costs),
                 "values": dict(self.values), "arrays": shapes_of(arrays),
                 "measures": self.names}  # fmt: skip
        table = pa.Table.from_pandas(rows, preserve_index=False)
        table = table.replace_schema_metadata(
            {**(table.schema.metadata or {}), b"engagelab": json.dumps(notes).encode()}
        )
        with writing(path) as temporary:
            pq.write_table(table, temporary, compression="zstd")

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Outcome:
        """Read what `save` has written.

        Raises
        ------
        EngagelabError
            Where the file is missing or is no saved outcome.
        """
        try:
            table = pq.read_table(Path(path))
        except (OSError, pa.ArrowException) as error:
            raise EngagelabError(f"{path}: cannot be read as Parquet ({error})") from None
        notes = json.loads((table.schema.metadata or {}).get(b"engagelab", b"{}"))
        if notes.get("format") != _FORMAT:
            raise EngagelabError(
                f"{path}: is no saved outcome of this version; give a file written by Outcome.save"
            )
        rows = table.to_pandas()
        arrays: dict[str, Any] = {"adoption_rounds": None, **from_table(rows, notes["arrays"])}
        labels = rows.loc[rows["part"] == "reached_runs", "label"]
        return cls(
            **arrays,
            labels=[label_from_json(text) for text in labels],
            costs=notes["costs"],
            values=notes["values"],
            provenance=notes["provenance"],
            names=tuple(notes["measures"]),
        )


def describe(values: NDArray[Any]) -> dict[str, float]:
    """Sum up one number per run: mean, median, low, high, standard error.

    Examples
    --------
    >>> import numpy as np
    >>> describe(np.array([1.0, 3.0]))["standard_error"]
    1.0
    """
    low, high = np.quantile(values, LEVELS)
    spread = values.std(ddof=1) / np.sqrt(values.size) if values.size > 1 else np.nan
    return {
        "mean": float(values.mean()),
        "median": float(np.median(values)),
        "low": float(low),
        "high": float(high),
        "standard_error": float(spread),
    }


_ARRAYS = ("counts", "by_post", "by_class", "generations", "class_sizes", "post_counts", "shares_by_class",
           "reached_runs")  # fmt: skip
_RECORDED = ("adoption_rounds", "tree", "contents_taken")


def _arrays(outcome: Outcome) -> dict[str, NDArray[Any]]:
    arrays = {name: getattr(outcome, name) for name in _ARRAYS}
    recorded = {name: getattr(outcome, name) for name in _RECORDED}
    return arrays | {name: array for name, array in recorded.items() if array is not None}
