"""How far an experiment is: a bar with the time that remains, or whoever wants to be told."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ..errors import EngagelabError

Progress = bool | Callable[[int, int], None] | None
_HANDFUL = 8  # so few plans are done before a bar is read


@contextmanager
def watched(progress: Progress, plans: int) -> Iterator[Callable[[int], None]]:
    """Yield a function that is told how many plans are done; a bar is closed however it ends.

    Parameters
    ----------
    progress : bool or function of done and all, optional
        True: a bar on standard error, with the time that remains; false: nothing; none: a bar in
        a terminal or notebook where there are more than a handful of plans; or a function to tell.
    plans : int
        How many plans there are in all.

    Raises
    ------
    EngagelabError
        For anything else.

    Examples
    --------
    >>> from engagelab.experiments.progress import watched
    >>> with watched(lambda done, plans: print(f"{done} of {plans}"), 2) as tell:
    ...     tell(1)
    1 of 2
    """
    check_progress(progress)
    if callable(progress):
        yield lambda done: progress(done, plans)
    elif progress or (progress is None and plans > _HANDFUL and _seen()):
        with _bar(plans) as tell:
            yield tell
    else:
        yield lambda done: None


def check_progress(progress: object) -> None:
    """Refuse what cannot be told how far an experiment is.

    Raises
    ------
    EngagelabError
        With what is allowed.
    """
    if progress is not None and not isinstance(progress, bool) and not callable(progress):
        raise EngagelabError(
            f"progress: {progress!r} is not allowed; give True, False, None or a function of the "
            "number of plans done and of all"
        )


@contextmanager
def _bar(plans: int) -> Iterator[Callable[[int], None]]:
    from tqdm.auto import tqdm  # in a notebook it loads the widgets, which takes its time

    with tqdm(total=plans, unit="plan", file=sys.stderr) as bar:
        yield lambda done: _moved(bar.update, done - int(bar.n))


def _moved(update: Callable[[int], object], by: int) -> None:
    update(by)


def _seen() -> bool:
    """Return whether somebody looks: a terminal at standard error, or a notebook."""
    return sys.stderr.isatty() or "ipykernel.kernelapp" in sys.modules
