"""The colours of letters and lines in documents; those of plans are in `looks`."""

INK, MUTED, LINE = "#1f2933", "#52606d", "#d5dbe1"
