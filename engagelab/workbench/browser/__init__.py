"""Widgets with JavaScript of their own, and the page around them."""
