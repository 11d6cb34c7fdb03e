"""Networks of people, ties and groups, built from graphs, frames, arrays, files and recipes."""

from .generators import town
from .readers import read_edges, read_memberships

__all__ = ["read_edges", "read_memberships", "town"]
