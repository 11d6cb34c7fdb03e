"""Options and arguments shared by several commands: plans, runs, key, output and workers."""

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


class NamedPath(click.Path):
    """A path that is not empty: of an empty one, pathlib makes the current folder."""

    def __init__(self, **options: Any) -> None:
        super().__init__(path_type=Path, **options)

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        """Return the path."""
        if value == "":
            self.fail("the name is empty; give the name of a file or folder", param, ctx)
        return super().convert(value, param, ctx)


def with_runs(command: Command) -> Command:
    """Add ``--runs`` and ``--key``."""
    key = click.option(
        "--key", type=int, help="Integer that fixes all chance; the same key gives the same result."
    )
    runs = click.option("--runs", type=int, help="Number of runs.  [default: that of the plan]")
    return runs(key(command))


def with_output(command: Command) -> Command:
    """Add ``--output`` and ``--quiet``."""
    quiet = click.option("--quiet", is_flag=True, help="Show no progress and no remarks.")
    output = click.option(
        "--output",
        type=NamedPath(),
        metavar="FILE",
        help="Write the result to a .csv, .parquet or .json file.",
    )
    return output(quiet(command))


def with_workers(command: Command) -> Command:
    """Add ``--workers``."""
    workers = click.option(
        "--workers",
        type=click.IntRange(1, 1024),
        help="Number of processes; it does not change the results.",
    )
    return workers(command)


def plan_of(word: str, *, notes: bool = True) -> "Scenario":
    """Return the plan in a file, or the preset of that name if there is no such file.

    With `notes`, a line on standard error names each field of an older plan that is gone.

    Raises
    ------
    EngagelabError
        If there is neither, or the file does not contain a valid plan.

    Examples
    --------
    >>> plan_of("preset:voucher").name
    'Voucher'
    """
    from ..io.files import exists, is_folder
    from ..simulation.scenario import Scenario

    if word.startswith(PRESET):
        return Scenario.preset(word.removeprefix(PRESET))
    known = Scenario.presets()
    allowed = f"give a YAML file with a plan, or a preset: {listed(known)}"
    if not word.strip():
        raise EngagelabError(f"PLAN: the name is empty; {allowed}")
    if is_folder(word):
        raise EngagelabError(f"{word}: this is a folder; {allowed}")
    if exists(word):
        return _read(word, allowed, notes=notes)
    if word in known:
        return Scenario.preset(word)
    hint = nearest(word.lower(), known, 0.7)  # below that, it would be a guess
    raise EngagelabError(
        f"{word}: there is no file and no preset of that name{hint}; presets are {listed(known)}"
    )


def _read(word: str, allowed: str, *, notes: bool) -> "Scenario":
    """Read a plan; for a file with another extension, say only that it is not a plan."""
    from ..simulation.scenario import Scenario

    try:
        plan, remarks = Scenario.from_old_yaml(word)
    except EngagelabError:
        if Path(word).suffix.lower() in ("", ".yaml", ".yml", ".txt"):
            raise
        raise EngagelabError(f"{word}: this is not a plan; {allowed}") from None
    for text in remarks if notes else ():
        remark(f"engagelab: {word}: {text}", quiet=_is_quiet())
    return plan


def _is_quiet() -> bool:
    """Return whether the running command was called with ``--quiet``."""
    context = click.get_current_context(silent=True)
    return bool(context and context.params.get("quiet"))


def remark(text: str, *, quiet: bool = False) -> None:
    """Print a remark on standard error."""
    if text and not quiet:
        click.echo(text, err=True)


def progress_of(quiet: bool) -> bool | None:
    """Return the progress option of an experiment: no bar, or one in a terminal."""
    return False if quiet else None


@contextmanager
def stoppable(store: Path | None = None) -> Iterator[None]:
    """Let Ctrl-C stop a block, and report which results are saved."""
    from ..simulation.settings import Cancelled

    try:
        yield
    except (Cancelled, KeyboardInterrupt) as stop:
        missing = getattr(stop, "missing", None)
        if store is None:
            saved = "no results are saved"
        elif missing is None:
            saved = f"finished cells are saved in {store}"
        else:
            saved = f"{len(vars(stop)['frame'])} cells are saved in {store}, {missing} are missing"
        advice = "" if store is None else "; repeat the command to continue"
        click.echo(f"\nengagelab: stopped; {saved}{advice}", err=True)
        raise click.Abort from None


@contextmanager
def workers_of(number: int | None) -> Iterator[Executor | None]:
    """Return a pool of processes for a block, or None; they end with the block."""
    if number is None:
        yield None
        return
    # Ctrl-C reaches every process of a terminal: the workers ignore it, this one handles it
    pool = ProcessPoolExecutor(number, get_context("spawn"), _ignore_interrupts)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
