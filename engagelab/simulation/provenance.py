"""Provenance: the version, machine and time of a result."""

import datetime
import os
import platform
import time
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import metadata
from typing import Any

import numpy as np

from .._version import __version__


def provenance(**facts: Any) -> dict[str, Any]:
    """Return facts about a result, together with version, machine and time."""
    return {
        "engagelab": __version__,
        **facts,
        "machine": dict(_machine()),
        "when": _written(int(time.time())),
    }


@lru_cache(maxsize=1)
def _written(second: int) -> str:
    return datetime.datetime.fromtimestamp(second, datetime.UTC).isoformat()


@cache
def _machine() -> Mapping[str, Any]:
    """Return the facts that stay the same in a process; cached, since they are slow to find."""
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": metadata.version("numba"),
    }
