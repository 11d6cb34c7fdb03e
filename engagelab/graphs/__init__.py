"""Networks of people, ties and groups, built from graphs, frames, arrays, files and recipes."""

from .generators import town
from .readers import read_edges, read_memberships
from .reading.read import read_network

__all__ = ["read_edges", "read_memberships", "read_network", "town"]
