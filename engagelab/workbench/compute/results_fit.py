"""Fit a plan to the exports that a person gave."""

import io
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import EngagelabError
from ...experiments.calibrate import calibrate
from ...experiments.fit_calendar import ObservedCalendar, calendar_of
from ...experiments.fit_inference import LEVELS
from ...experiments.fit_record import NOT
from ...experiments.fit_result import Fit
from ...experiments.fit_table import in_memory, table_of
from ...experiments.fit_unknowns import unknowns_of
from ...experiments.runner import Execution
from ...i18n import Texts
from ...observed.edited_files import EditedFile, read_edited
from ...observed.posts import ObservedPosts
from ...simulation.scenario import Scenario
from ..state.parse_input import number_in
from .jobs import Job

SIMULATIONS = 1_000
PRIOR_SIMULATIONS = (40, 200)  # of the band before a fit: of its first picture, and in full
STATED = ("seeds", "paid", "followers")
_COMMAS_IN_THREES = re.compile(r"\d{1,3}(,\d{3})+")


@dataclass(frozen=True)
class Exports:
    """The exports of a person, and what they stated of the posts, as text.

    Attributes
    ----------
    files : tuple of (str, bytes)
        Name and content of each file.
    seeds, paid, followers : str
        A number for all posts, or one for each with commas; empty for none.
    hold_out : int
        Number of last posts to forecast.
    columns : tuple of (str, str, str)
        What a person said of columns: file, header, and use, empty for one that is not read.
    corrections : tuple of (str, str, float)
        Corrected numbers: measure, post and number.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    seeds: str = ""
    paid: str = ""
    followers: str = ""
    hold_out: int = 2
    columns: tuple[tuple[str, str, str], ...] = ()
    corrections: tuple[tuple[str, str, float], ...] = ()

    def with_file(self, name: str, content: bytes) -> "Exports":
        """Return the exports with a file added, or replaced if it has the same name."""
        others = tuple(file for file in self.files if file[0] != name)
        return replace(self, files=(*others, (name, content)))

    def with_column(self, file: str, name: str, use: str) -> "Exports":
        """Return the exports with a column read as something; another of that use is free again."""
        others = tuple(
            each for each in self.columns
            if each[0] != file or (each[1] != name and (each[2] != use or not use))
        )  # fmt: skip
        return replace(self, columns=(*others, (file, name, use)))

    def corrected(self, measure: str, post: str, number: float) -> "Exports":
        """Return the exports with one number of a post corrected."""
        others = tuple(each for each in self.corrections if each[:2] != (measure, post))
        return replace(self, corrections=(*others, (measure, post, number)))

    @property
    def sources(self) -> tuple[tuple[str, EditedFile], ...]:
        """Each file by name, with what was said of its columns."""
        return tuple(
            (name, EditedFile(_file(name, content),
                              {head: use for file, head, use in self.columns if file == name}))
            for name, content in self.files
        )  # fmt: skip

    def read(self, t: Texts) -> ObservedPosts:
        """Return the posts in the files.

        Raises
        ------
        EngagelabError
            As for `read_observed`, or for a text that holds no numbers.
        """
        posts = read_edited([source for _, source in self.sources])
        texts = {name: getattr(self, name).strip() for name in STATED}
        stated = {name: numbers(name, text, t) for name, text in texts.items() if text}
        posts = posts.replace(**stated)
        for measure, post, number in self.corrections:
            if post in posts.posts.index:  # a file may have been replaced since
                posts = posts.replace(**{measure: {post: number}})
        return posts


def _file(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def numbers(name: str, text: str, t: Texts) -> Any:
    """Return the numbers in a text: one for all posts, or one for each.

    Raises
    ------
    EngagelabError
        For anything else, such as 12,500, which can be one number or two.
    """
    one_or_more = _COMMAS_IN_THREES.fullmatch(text.strip())
    parts = re.split(";" if ";" in text else ",", text)
    found = [number_in(part, whole=True, lang=t.lang) for part in parts]
    if one_or_more or None in found:
        problem = t("fit.one_or_more" if one_or_more else "fit.not_a_number", text=text)
        raise EngagelabError(f"{name}: {problem}", ((t(f"fit.{name}"), problem),))
    return found[0] if len(found) == 1 else found


def job_of(kind: str, plan: Scenario, exports: Exports, observed: ObservedPosts) -> Job:
    """Return the job that fits a plan to posts; its result is a Fit."""

    def work(job: Job) -> Fit:
        with ThreadPoolExecutor(2) as executor:
            return calibrate(
                plan, observed, hold_out=exports.hold_out, simulations=SIMULATIONS,
                executor=executor, cancel=job.gate, progress=job.report,
            )  # fmt: skip

    return Job(kind, plan, work, about=exports)


@dataclass(frozen=True, eq=False)
class PriorBand:
    """Numbers that posts would have with fields drawn from the priors, before any fit.

    Attributes
    ----------
    calendar : ObservedCalendar
        The posts.
    limits : array of float64, shape (3, measures, posts)
        The ends of a band with 90 % of the simulations, and the median between them.
    """

    calendar: ObservedCalendar
    limits: NDArray[np.float64]


def prior_band(
    plan: Scenario, observed: ObservedPosts, simulations: int, cancel: threading.Event
) -> PriorBand:
    """Return the band of the prior for the posts of a page.

    Raises
    ------
    EngagelabError
        If fewer than three posts can be fitted, or it is unknown who starts them.
    """
    calendar = calendar_of(plan, observed)
    unknowns = unknowns_of(calendar.plan, None, paid=calendar.is_paid, own=calendar.has_own_space)
    with ThreadPoolExecutor(2) as executor:
        execution = Execution(1, plan.settings.key, None, executor, cancel, progress=False)
        table = table_of(calendar, unknowns, simulations, execution)
    return PriorBand(calendar, calendar.numbers(np.quantile(table.logs, LEVELS, axis=0)))


def answers_at_once(plan: Scenario, observed: ObservedPosts) -> bool:
    """Return whether the simulations of a fit are in memory, so that it takes a moment."""
    calendar = calendar_of(plan, observed)
    unknowns = unknowns_of(calendar.plan, None, paid=calendar.is_paid, own=calendar.has_own_space)
    return in_memory(calendar, unknowns, SIMULATIONS, plan.settings.key)


def learned(fit: Fit) -> dict[str, float]:
    """Return the medians of the fields that the posts determine or narrow."""
    known = fit.fields[fit.fields["verdict"] != NOT]
    return {str(name): float(value) for name, value in known["median"].items()}
