"""Fit a plan to the exports that a person gave."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from ...errors import EngagelabError
from ...experiments.calibrate import calibrate
from ...experiments.fit_result import NOT, Fit
from ...i18n import Texts
from ...observed.posts import ObservedPosts
from ...observed.read_posts import read_observed
from ...simulation.scenario import Scenario
from .jobs import Job

SIMULATIONS = 1_000
STATED = ("seeds", "paid", "followers")


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
    """

    files: tuple[tuple[str, bytes], ...] = ()
    seeds: str = ""
    paid: str = ""
    followers: str = ""
    hold_out: int = 2

    def with_file(self, name: str, content: bytes) -> "Exports":
        """Return the exports with a file added, or replaced if it has the same name."""
        others = tuple(file for file in self.files if file[0] != name)
        return replace(self, files=(*others, (name, content)))

    def read(self, t: Texts) -> ObservedPosts:
        """Return the posts in the files.

        Raises
        ------
        EngagelabError
            As for `read_observed`, or for a text that holds no numbers.
        """
        sources = [_file(name, content) for name, content in self.files]
        texts = {name: getattr(self, name).strip() for name in STATED}
        stated = {name: numbers(name, text, t) for name, text in texts.items() if text}
        return read_observed(*sources).replace(**stated) if sources else read_observed()


def _file(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def numbers(name: str, text: str, t: Texts) -> Any:
    """Return the numbers in a text: one for all posts, or one for each.

    Raises
    ------
    EngagelabError
        For anything else.
    """
    try:
        found = [float(part) for part in text.replace(";", ",").split(",")]
    except ValueError:
        problem = t("fit.not_a_number", text=text)
        raise EngagelabError(f"{name}: {problem}", ((t(f"fit.{name}"), problem),)) from None
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


def learned(fit: Fit) -> dict[str, float]:
    """Return the medians of the fields that the posts determine or narrow."""
    known = fit.fields[fit.fields["verdict"] != NOT]
    return {str(name): float(value) for name, value in known["median"].items()}
