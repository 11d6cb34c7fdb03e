"""What no text of a hand-over may contain."""

import re

from engagelab import Scenario

DOTTED = re.compile("|".join(map(re.escape, (*Scenario.fields(), "campaign.posts."))))
WRONG = re.compile(r"\bnan\b|\binf\b|None\b(?! of)|dtype|[{}]|np\.|  |\+\u2212|--|\bzero of these")


def check_text(text):
    """Check that a text is a finished one, without names of the program."""
    assert text, "an empty text"
    assert text.strip() == text, text
    assert not DOTTED.search(text), text
    assert not WRONG.search(text), text
