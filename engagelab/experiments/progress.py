"""How far an experiment is."""

from collections.abc import Callable

Progress = bool | Callable[[int, int], None] | None
