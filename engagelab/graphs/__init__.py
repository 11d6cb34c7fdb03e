"""Networks of people, ties and groups: frozen arrays, made from recipes, graphs and files."""

from .generators import town
from .readers import read_edges, read_memberships

__all__ = ["read_edges", "read_memberships", "town"]
