"""Report the progress of an experiment: a bar with the remaining time, or the caller's function."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import EngagelabError

Progress = bool | Callable[[int, int], None] | None
_FEW_PLANS = 8  # done before a bar can be read


@contextmanager
def progress_reporter(progress: Progress, plans: int) -> Iterator[Callable[[int], None]]:
    """Yield a function that reports how many plans are done; close the bar on exit.

    Parameters
    ----------
    progress : bool or function of (done, total), optional
        As for `Execution`.
    plans : int
        Total number of plans.

    Raises
    ------
    EngagelabError
        If `progress` is anything else.

    Examples
    --------
    >>> from engagelab.experiments.progress import progress_reporter
    >>> with progress_reporter(lambda done, total: print(f"{done} of {total}"), 2) as report:
    ...     report(1)
    1 of 2
    """
    check_progress(progress)
    if callable(progress):
        yield lambda done: progress(done, plans)
    elif progress or (progress is None and plans > _FEW_PLANS and _is_interactive()):
        with _bar(plans) as report:
            yield report
    else:
        yield lambda done: None


def check_progress(progress: object) -> None:
    """Raise EngagelabError unless `progress` is a bool, a function or None."""
    if progress is not None and not isinstance(progress, bool) and not callable(progress):
        raise EngagelabError(
            f"progress: {progress!r} is not allowed; give True, False, None or a function of the "
            "number of plans done and their total"
        )


@contextmanager
def _bar(plans: int) -> Iterator[Callable[[int], None]]:
    from tqdm.auto import tqdm  # slow to load in a notebook, where it brings the widgets

    def report(done: int) -> None:
        bar.update(done - bar.n)

    with tqdm(total=plans, unit="plan", file=sys.stderr) as bar:
        yield report


def _is_interactive() -> bool:
    """Return whether standard error is a terminal, or the process a notebook's kernel."""
    return sys.stderr.isatty() or "ipykernel.kernelapp" in sys.modules
