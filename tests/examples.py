"""How many examples hypothesis draws: fewer for a quick look, more for the evidence.

``ENGAGELAB_EXAMPLES`` multiplies what each test asks for; ``make quick``, ``make test`` and
``make evidence`` set it.
"""

import os

_SCALE = float(os.environ.get("ENGAGELAB_EXAMPLES", "1"))


def examples(count: int) -> int:
    """Return how many examples to draw where a test asks for `count`."""
    return max(3, round(count * _SCALE))
