"""Outcome: the results of a simulation by run, round and person, with their provenance."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..engine.measures import MEASURES
from ..errors import EngagelabError, listed, nearest
from ..io.arguments import checked
from ..io.lazy import late
from ..models.sections import ACTIVITIES, PROFILES, ROLES
from .class_counts import ClassCounts
from .implied_counts import implied
from .outcome_file import read_outcome, write_outcome

if TYPE_CHECKING:
    import pandas as pd
else:
    pd = late("pandas")

GROUP_SIZES = (0, 10, 25, 50, 100)
_SIZE_WORDS = ("none", "1 to 10", "11 to 25", "26 to 50", "51 to 100", "over 100")
WAYS = {"role": ROLES, "profile": PROFILES, "activity": ACTIVITIES, "group size": _SIZE_WORDS}
LEVELS = (0.05, 0.95)  # quantiles of the runs at the low and the high end of a band

# The kind of cost to which the price of each measure of the engagement model belongs.
COST_KINDS = {
    "posts": "posts",
    **{f"{role}_seeds": "seeds" for role in ROLES},
    "bought_members": "own space",
    "paid_impressions": "paid impressions",
    "answers": "answers",
    "recognised_shares": "recognition",
    "customer_shares": "loyalty",
    "shares": "discount",
    "acceptances": "discount",
    "joins": "trial",
    "off_message": "off message",
}
DERIVED = ("cost", "value", "paid_anyway")
_COST_OF = "cost of "
_STOCKS = ("members", "own_members", "active")


@dataclass(frozen=True, eq=False)
class Outcome:
    """The results of a simulation.

    Attributes
    ----------
    counted : array of int64, shape (runs, measures, rounds)
        The measures of `counted_names`, up to the last round of each run; `counts` has all measures
        and rounds.
    by_post : array of int64, shape (runs, posts)
        Readers of each post.
    generations : array of int64, shape (runs, generations)
        Initial members, then the prospects who joined by invitation, by generation.
    reached_runs : array of int32, shape (people,)
        Number of runs in which each person was reached.
    labels : sequence
        The labels of the people.
    class_sizes : array of int64, shape (ways, classes)
        People in each class.
    post_counts : array of int64, shape (post measures, runs, posts)
        The counts of each post, by the measures in `post_names`.
    class_counts : ClassCounts
        What `by_class` and `shares_by_class` are added up from.
    costs, values : mapping of measure to money
        Cost and value of one unit of a measure.
    adoption_rounds : array of int32, shape (runs, people), or None
        Round of first reading, -1 for never; None if not recorded.
    tree : array of int32, shape (runs, people), or None
        Position of the person whose share was read first, -1 for none; None if not recorded.
    contents_taken : array of int16, shape (runs, people), or None
        The competing content taken, -1 for none; None if not recorded.
    names : tuple of str
        The measures in `counts`.
    counted_names : tuple of str, or None
        The measures in `counted`, if the others follow from the readers; None: all.
    last_rounds : array of int64, shape (runs,), or None
        The round of each run after which nothing happens: counts are 0 and stocks stay. None: the
        last round of `counted`.
    horizon : int or None
        The last round; None: that of `counted`.
    provenance : dict
        Version, model, seeds, posts, scenario, network, notes, key, machine and time.
    """

    counted: NDArray[np.int64]
    by_post: NDArray[np.int64]
    generations: NDArray[np.int64]
    reached_runs: NDArray[np.int32]
    labels: Any
    class_sizes: NDArray[np.int64]
    post_counts: NDArray[np.int64]
    class_counts: ClassCounts
    costs: Mapping[str, float]
    values: Mapping[str, float]
    adoption_rounds: NDArray[np.int32] | None
    provenance: dict[str, Any] = field(repr=False)
    tree: NDArray[np.int32] | None = None
    contents_taken: NDArray[np.int16] | None = None
    names: tuple[str, ...] = MEASURES
    counted_names: tuple[str, ...] | None = None
    last_rounds: NDArray[np.int64] | None = None
    horizon: int | None = None
    post_names: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return (
            f"Outcome(runs={self.runs}, rounds={self.rounds}, people={self.people}, "
            f"reach={self.total('readers').mean():.1f})"
        )

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.counted.shape[0])

    @property
    def rounds(self) -> int:
        """Number of rounds, the horizon included."""
        return int(self.counted.shape[2]) if self.horizon is None else self.horizon + 1

    @property
    def people(self) -> int:
        """Number of people."""
        return int(self.reached_runs.size)

    @property
    def by_class(self) -> NDArray[np.int64]:
        """People reached by role, profile, activity and group size; shape (runs, ways, classes)."""
        return self.class_counts.reached_by_class

    @property
    def shares_by_class(self) -> NDArray[np.int64]:
        """Shares by the same classes of the sharer; shape (runs or 0, ways, classes)."""
        return self.class_counts.shares_by_class

    @property
    def key(self) -> int:
        """The integer that fixed all chance."""
        return int(self.provenance["key"])

    @property
    def cost_kinds(self) -> tuple[str, ...]:
        """The kinds of cost that the model has, whether or not they occurred."""
        return tuple(dict.fromkeys(COST_KINDS[each] for each in self.costs if each in COST_KINDS))

    @property
    def measures(self) -> tuple[str, ...]:
        """The names that `measure` accepts."""
        return (*self.names, *DERIVED, *(_COST_OF + kind for kind in self.cost_kinds))

    @checked
    def measure(self, name: str) -> NDArray[Any]:
        """Return one measure; shape (runs, rounds).

        Parameters
        ----------
        name : str
            ``readers`` (people who read for the first time), ``reads`` (first readings of a post),
            ``impressions``, ``sharers``, ``shares``, ``invitations``, ``joiners``, ``joins``,
            ``leavers``, ``members``, ``comments``, ``answers``, ``critics``, ``stopped``,
            ``off_message``, ``cost``, ``value``, ``paid_anyway`` (rewards for acts that would have
            happened without them), ``"cost of ..."`` for each kind of cost, and others. The
            classic models count ``readers``, ``impressions``, ``shares`` (starts of sharing),
            ``retired`` (people who stopped), ``active`` (people who share at the end of the
            round), ``attributed`` (shares caused by the sharers who began in the round) and
            ``roots`` (people who read without a share); competing contents also count
            ``"readers of ..."`` for each content.

        Raises
        ------
        EngagelabError
            If the name is unknown.
        """
        if name in self.names:
            return self._stock(name) if name in _STOCKS else self._padded(self._counted(name))
        if name == "cost":
            return self._priced(self.costs, anyway=False)
        if name == "value":
            return self._priced(self.values, anyway=False)
        if name == "paid_anyway":
            return self._priced(self.costs, anyway=True)
        if name in self.measures:
            kind = name.removeprefix(_COST_OF)
            of_kind = {each: price for each, price in self.costs.items()
                       if COST_KINDS.get(each) == kind}  # fmt: skip
            return self._priced(of_kind, anyway=False)
        raise EngagelabError(
            f"measure: {name!r} is not known{nearest(name, self.measures)}; allowed are "
            f"{listed(self.measures, 80)}"
        )

    def _priced(self, prices: Mapping[str, float], *, anyway: bool) -> NDArray[np.float64]:
        total = np.zeros((self.runs, self.rounds))
        for name, price in prices.items():
            if price and name.endswith("_anyway") == anyway:
                total += price * self._padded(self._counted(name))
        return total

    @checked
    def of_post(self, name: str) -> NDArray[np.int64]:
        """Return what was counted for each post; shape (runs, posts).

        Parameters
        ----------
        name : str
            ``reads``, ``shares``, ``impressions``, ``joins``, ``comments`` or ``answers``.

        Raises
        ------
        EngagelabError
            If the name is unknown, or the model does not count by post.
        """
        if name not in self.post_names:
            raise EngagelabError(
                f"measure: {name!r} is not counted by post; allowed are "
                f"{listed(self.post_names) if self.post_names else 'none with this model'}"
            )
        counts: NDArray[np.int64] = self.post_counts[self.post_names.index(name)]
        return counts

    @checked
    def total(self, name: str) -> NDArray[Any]:
        """Return the sum of a measure over all rounds; shape (runs,).

        For ``members`` and ``active`` it is the value at the end.
        """
        if name in _STOCKS and name in self.names:
            return self._stock(name)[:, -1]
        values = self._counted(name) if name in self.names else self.measure(name)
        sums: NDArray[Any] = values.sum(axis=1)
        return sums

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """The counted measures of all rounds; shape (runs, measures, rounds)."""
        counts: NDArray[np.int64] = np.stack([self.measure(name) for name in self.names], axis=1)
        return counts

    def _counted(self, name: str) -> NDArray[np.int64]:
        names = self.names if self.counted_names is None else self.counted_names
        if name in names:
            return self.counted[:, names.index(name)]
        return implied(name, self.counted[:, names.index("readers")])

    def _padded(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return a measure of all rounds, with zeros after those that were counted."""
        if values.shape[1] == self.rounds:
            return values
        padded = np.zeros((self.runs, self.rounds), values.dtype)
        padded[:, : values.shape[1]] = values
        return padded

    def _stock(self, name: str) -> NDArray[np.int64]:
        """Return a stock by round; after the last round of a run it stays."""
        values = self._counted(name)
        if self.last_rounds is None:
            return self._padded(values)
        rounds = np.minimum(np.arange(self.rounds), self.last_rounds[:, None])
        return np.take_along_axis(values, rounds, axis=1)

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
            If it was not recorded.
        """
        if self.adoption_rounds is None:
            raise EngagelabError("adoption: was not recorded; simulate with record='people'")
        return self.adoption_rounds

    @property
    def parents(self) -> NDArray[np.int32]:
        """The position of the person whose share each person read first; shape (runs, people).

        -1 for seeds, for others who read without a share, and for people who never read. Of several
        sharers in the round of reading, the one with the smallest label hash.

        Raises
        ------
        EngagelabError
            If it was not recorded.
        """
        if self.tree is None:
            raise EngagelabError("parents: were not recorded; simulate with record='tree'")
        return self.tree

    @property
    def taken(self) -> NDArray[np.int16]:
        """The content each person took, by its position in the model; shape (runs, people).

        -1 for none.

        Raises
        ------
        EngagelabError
            If it was not recorded, or contents did not compete.
        """
        if self.contents_taken is None:
            raise EngagelabError(
                "taken: was not recorded; simulate Competing contents with record='people'"
            )
        return self.contents_taken

    @property
    def notes(self) -> list[str]:
        """Remarks on the outcome, such as people whose threshold cannot be met."""
        return list(self.provenance.get("notes", []))

    def to_frame(self) -> pd.DataFrame:
        """Return all measures as a frame with one row for each run and round."""
        run = np.repeat(np.arange(self.runs), self.rounds)
        frame = {"run": run, "round": np.tile(np.arange(self.rounds), self.runs)}
        return pd.DataFrame(frame | {name: np.ravel(self.measure(name)) for name in self.measures})

    def summary(self) -> pd.DataFrame:
        """Return the distribution of each measure's total over the runs.

        Returns
        -------
        DataFrame
            One row for each measure: ``mean``, ``median``, ``low`` and ``high`` (5 % and 95 %
            quantiles of the runs) and ``standard_error`` of the mean.
        """
        totals = {name: self.total(name) for name in self.measures}
        return pd.DataFrame({name: describe(values) for name, values in totals.items()}).T

    @checked
    def save(self, path: str | os.PathLike[str]) -> None:
        """Save the outcome with its provenance as a Parquet file; a failed write leaves no file.

        The provenance of a plan's outcome is enough to simulate it again with the same version. Its
        runs and key are those of the run, which may differ from the settings of the plan.

        Raises
        ------
        EngagelabError
            If the file cannot be written.

        Examples
        --------
        >>> import tempfile, pathlib, engagelab as el
        >>> path = pathlib.Path(tempfile.mkdtemp(), "outcome.parquet")
        >>> outcome = el.Scenario(population={"people": 300}).run(runs=2, key=7)
        >>> outcome.save(path)
        >>> saved = el.Outcome.open(path).provenance
        >>> plan = el.Scenario(**saved["scenario"])
        >>> again = plan.run(runs=saved["runs"], key=saved["key"])
        >>> again.to_frame().equals(outcome.to_frame())
        True
        """
        details = {"provenance": self.provenance, "costs": dict(self.costs),
                   "values": dict(self.values), "measures": self.names,
                   "post_measures": self.post_names}  # fmt: skip
        write_outcome(path, _arrays(self), self.labels, details)

    @classmethod
    @checked
    def open(cls, path: str | os.PathLike[str]) -> Outcome:
        """Open an outcome that `save` has written.

        Raises
        ------
        EngagelabError
            If the file is missing or is not a saved outcome.
        """
        arrays, labels, details = read_outcome(path)
        counted = arrays.pop("counts")
        by_class = ClassCounts(None, arrays.pop("by_class"), arrays.pop("shares_by_class"))
        return cls(
            counted=counted,
            class_counts=by_class,
            **{"adoption_rounds": None, **arrays},
            labels=labels,
            costs=details["costs"],
            values=details["values"],
            provenance=details["provenance"],
            names=tuple(details["measures"]),
            post_names=tuple(details["post_measures"]),
        )


def describe(values: NDArray[Any]) -> dict[str, float]:
    """Return the mean, median, low, high and standard error of one number per run.

    Examples
    --------
    >>> import numpy as np
    >>> describe(np.array([1.0, 3.0]))["standard_error"]
    1.0
    """
    low, high = np.quantile(values, LEVELS)
    error = values.std(ddof=1) / np.sqrt(values.size) if values.size > 1 else np.nan
    return {
        "mean": float(values.mean()),
        "median": float(np.median(values)),
        "low": float(low),
        "high": float(high),
        "standard_error": float(error),
    }


_ARRAYS = ("counts", "by_post", "by_class", "generations", "class_sizes", "post_counts",
           "shares_by_class", "reached_runs")  # fmt: skip
_RECORDED = ("adoption_rounds", "tree", "contents_taken")


def _arrays(outcome: Outcome) -> dict[str, NDArray[Any]]:
    arrays = {name: getattr(outcome, name) for name in _ARRAYS}
    recorded = {name: getattr(outcome, name) for name in _RECORDED}
    return arrays | {name: array for name, array in recorded.items() if array is not None}
