"""Answers to the plan: simulations in the background, coarse first."""
