"""Long statistics: what ``make evidence`` runs and writes into the docs.

``make test`` runs a subset of each with fixed keys; see ``docs/evidence.md`` for the figures.
"""
