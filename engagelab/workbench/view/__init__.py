"""What the answer looks like: headline, picture, cards, comparison, text."""
