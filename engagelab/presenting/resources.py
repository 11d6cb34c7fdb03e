"""Limit what the kernel of one visitor takes of the machine's memory and processors."""

from contextlib import suppress
from pathlib import Path

import psutil

# Niceness from so many seconds of processor time on: who computed much yields to the others.
_STEPS = ((300.0, 15), (60.0, 10), (10.0, 5), (0.0, 0))


def limit_memory(pid: int, most: int) -> None:
    """Limit the memory that a process may write to; the system supports it on Linux only.

    An allocation beyond the limit fails in this process instead of on the whole machine.

    Parameters
    ----------
    pid : int
        The process.
    most : int
        The limit in bytes.
    """
    with suppress(psutil.Error, AttributeError, OSError):
        psutil.Process(pid).rlimit(psutil.RLIMIT_DATA, (most, most))


def lower_priority(pid: int) -> int:
    """Lower the priority of a process with the processor time that it has used.

    Priorities matter only while several processes compete for the processors. A priority that was
    lowered is never raised again, which needs no privileges.

    Parameters
    ----------
    pid : int
        The process.

    Returns
    -------
    int
        Its niceness; 0 if there is no such process.

    Examples
    --------
    >>> lower_priority(-1)
    0
    """
    try:
        process = psutil.Process(pid)
        used = process.cpu_times()
        wanted = nice_after(used.user + used.system)
        if process.nice() < wanted:
            process.nice(wanted)
            _set_autogroup(pid, wanted)
        return int(process.nice())
    except (psutil.Error, OSError, ValueError):
        return 0


def nice_after(seconds: float) -> int:
    """Return the niceness of a process that has used so much processor time.

    Examples
    --------
    >>> nice_after(3), nice_after(100), nice_after(1_000)
    (0, 10, 15)
    """
    return next(nice for least, nice in _STEPS if seconds >= least)


def _set_autogroup(pid: int, nice: int) -> None:
    """Do the same for its group: Linux may share processors among sessions before processes."""
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(nice))
