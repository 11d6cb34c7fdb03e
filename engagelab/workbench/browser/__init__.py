"""Widgets with their own JavaScript, and the page that holds them."""

from pathlib import Path

STATIC = Path(__file__).parent / "static"
