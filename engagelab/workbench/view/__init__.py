"""Text, HTML and numbers of an answer, for the widgets that show it."""
