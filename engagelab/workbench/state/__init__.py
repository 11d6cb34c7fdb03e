"""The state of a workbench: the plan, its history, pins, files and links."""
