"""What several commands take: a plan, runs and key, where the result goes."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..errors import EngagelabError, listed, nearest

if TYPE_CHECKING:
    from ..simulation.scenario import Scenario

PRESET = "preset:"
Command = TypeVar("Command", bound=Callable[..., Any])


def with_runs(command: Command) -> Command:
    """Add ``--runs`` and ``--key``."""
    key = click.option("--key", type=int, help="Fixes all chance: the same key, the same result.")
    runs = click.option("--runs", type=int, help="Number of runs; without it, the plan's own.")
    return runs(key(command))


def with_output(command: Command) -> Command:
    """Add ``--output`` and ``--quiet``."""
    quiet = click.option("--quiet", is_flag=True, help="No progress, no remarks.")
    output = click.option(
        "--output",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Write the result to this file: .csv, .parquet or .json.",
    )
    return output(quiet(command))


def with_workers(command: Command) -> Command:
    """Add ``--workers``."""
    workers = click.option(
        "--workers",
        type=click.IntRange(1, 1024),
        help="Play the plans in this many processes; it cannot change a result.",
    )
    return workers(command)


def plan_of(word: str) -> "Scenario":
    """Return the plan of a file, or the preset of that name where there is no such file.

    Raises
    ------
    EngagelabError
        Where there is neither, and for all that a plan refuses.

    Examples
    --------
    >>> plan_of("preset:voucher").name
    'Voucher'
    """
    from ..simulation.scenario import Scenario

    if word.startswith(PRESET):
        return Scenario.preset(word.removeprefix(PRESET))
    known = Scenario.presets()
    allowed = f"give a YAML file of a plan, or a preset; presets are {listed(known)}"
    if not word.strip():
        raise EngagelabError(f"PLAN: is empty; {allowed}")
    if Path(word).is_dir():
        raise EngagelabError(f"{word}: is a folder; {allowed}")
    if Path(word).exists():
        return _read(word, allowed)
    if word in known:
        return Scenario.preset(word)
    near = nearest(word.lower(), known, 0.7)  # less like than this, it would be a guess
    raise EngagelabError(
        f"{word}: there is no such file, and no preset of that name{near}; "
        f"presets are {listed(known)}"
    )


def _read(word: str, allowed: str) -> "Scenario":
    """Read a plan; what is wrong with a file that ends otherwise is that it is no plan."""
    from ..simulation.scenario import Scenario

    try:
        return Scenario.from_yaml(word)
    except EngagelabError:
        ending = Path(word).suffix.lower()
        if ending in ("", ".yaml", ".yml", ".txt"):
            raise
        raise EngagelabError(f"{word}: is no plan, and ends in {ending}; {allowed}") from None


def remark(text: str, *, quiet: bool = False) -> None:
    """Say something beside the result, on standard error."""
    if text and not quiet:
        click.echo(text, err=True)


def progress_of(quiet: bool) -> bool | None:
    """Return what an experiment is told: no bar, or one where a terminal shows it."""
    return False if quiet else None


@contextmanager
def stoppable(store: Path | None = None) -> Iterator[None]:
    """Let Ctrl-C end what is in the block, and say what is kept of it."""
    from ..simulation.settings import Cancelled

    try:
        yield
    except (Cancelled, KeyboardInterrupt) as stop:
        missing = getattr(stop, "missing", None)
        if store is None:
            kept = "nothing is kept"
        elif missing is None:
            kept = f"what is done is kept in {store}"
        else:
            kept = f"{len(vars(stop)['frame'])} cells are kept in {store}, {missing} are missing"
        more = "" if store is None else "; the same command goes on from there"
        click.echo(f"\nengagelab: stopped, {kept}{more}", err=True)
        raise click.Abort from None


@contextmanager
def workers_of(number: int | None) -> Iterator[Executor | None]:
    """Give this many processes, or none; they end with the block, whatever ends it."""
    if number is None:
        yield None
        return
    # Ctrl-C reaches every process of a terminal: the workers leave it to this one
    pool = ProcessPoolExecutor(number, get_context("spawn"), _leave_interrupts)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
