"""Simulations in the background: quick answers, long jobs and local sensitivity."""
