"""What the workbench remembers: the plan, its history, pins, files and links."""
