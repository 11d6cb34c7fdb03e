"""Networks read from the files that people really have, with a note on every decision."""
