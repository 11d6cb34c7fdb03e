"""Find out how much memory this process may still take, and refuse what needs more."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from ..errors import refused

_SMALL = 64 << 20  # bytes; as much is never refused for want of memory
_FRESH = 0.1  # seconds for which plenty of memory stays plenty
_PLENTY = 4  # times what is needed
# Limits of a container, in the second and the first version of control groups: limit and use.
_GROUPS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    (
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.usage_in_bytes",
    ),
)


def available_memory() -> int | None:
    """Return the bytes that this process may still take; None if the system does not tell.

    The least of what the machine has available, what the container may take, and what the limits of
    the process (``ulimit``) leave.

    Examples
    --------
    >>> available_memory() is None or available_memory() > 0
    True
    """
    return min((*_machine(), *_container(), *_process()), default=None)


def need_memory(
    where: str,
    needed: float,
    *,
    most: float | None = None,
    held: Callable[[], float] = lambda: 0,
    release: Callable[[], None] = lambda: None,
) -> None:
    """Raise an error if a simulation needs more memory than there is.

    Parameters
    ----------
    where : str
        The field or argument that the message names.
    needed : float
        The bytes that it needs.
    most : float, optional
        Bytes that it may need at most, whatever is available.
    held : callable
        Returns the bytes of these that are taken already; called for large needs only.
    release : callable
        Gives back memory that is held to save time; called before anything is refused.

    Raises
    ------
    EngagelabError
        If it needs more; the message has both numbers.

    Examples
    --------
    >>> need_memory("runs", 1e6)
    >>> try:
    ...     need_memory("runs", 1e12, most=1e9)
    ... except ValueError as error:
    ...     print(str(error)[:65])
    runs: about 1,000.0 GB are needed, more than the 1.0 GB that are
    """
    if needed <= _SMALL and (most is None or needed <= most):
        return
    limit = _limit(needed, most, held())
    if needed > limit:
        release()
        limit = _limit(needed, most, held())
    if needed > limit:
        raise refused(where, "too_much_memory", needed=needed / 1e9, limit=limit / 1e9)


def _limit(needed: float, most: float | None, held: float) -> float:
    """Return the bytes that a simulation may need of which some are held already."""
    free = None if needed - held <= _SMALL else _free(needed)
    sizes = (most, None if free is None else free + held)
    return min((size for size in sizes if size is not None), default=needed)


_latest: tuple[float, int | None] = (-_FRESH, None)  # when memory was looked for, and how much


def _free(needed: float) -> int | None:
    """Return the available memory; looked for again only if the latest look may not be enough.

    Looking takes ten times as long as a small cascade among a million people.
    """
    global _latest
    now, (when, free) = time.monotonic(), _latest
    if free is None or now - when > _FRESH or free < _PLENTY * needed:
        free = available_memory()
        _latest = now, free
    return free


def _machine() -> Iterator[int]:
    available = _field("/proc/meminfo", "MemAvailable:")
    if available is not None:
        yield available
        return
    with suppress(AttributeError, OSError, ValueError):
        yield os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def _container() -> Iterator[int]:
    for limit, used in _GROUPS:
        with suppress(OSError, ValueError):  # no such group, or its limit is "max"
            most = int(Path(limit).read_text())
            yield max(0, most - int(Path(used).read_text()))


def _process() -> Iterator[int]:
    """Yield what the limits of the process leave, on systems that have them."""
    with suppress(ImportError):
        import resource

        for kind, field in (("RLIMIT_DATA", "VmData:"), ("RLIMIT_AS", "VmSize:")):
            limit, _ = resource.getrlimit(getattr(resource, kind))
            used = _field("/proc/self/status", field)
            if limit != resource.RLIM_INFINITY and used is not None:
                yield max(0, limit - used)


def _field(path: str, name: str) -> int | None:
    """Return a size in bytes from a file of the system; None if it does not have it."""
    with suppress(OSError, ValueError):
        for line in Path(path).read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1]) * 1024
    return None
