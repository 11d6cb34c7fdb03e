"""Provenance: the version, machine and time of a result."""

import datetime
import os
import platform
from collections.abc import Mapping
from functools import cache
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
        "when": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }


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
