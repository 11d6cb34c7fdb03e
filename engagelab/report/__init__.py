"""The hand-over for a client: slides, pages, workbook, tables and pictures of some plans.

`findings` simulates the plans and fixes every number with its rounding; each format writes these
findings in the words of a language. So the numbers in all files agree.

`hand_over_decision` does the same for a decision between options, told as an argument: what to do,
why, how sure that is, what it rests on and what to measure.
"""

from .needs import missing_package

try:
    from .collect import findings
    from .decision.collect import facts_of
    from .decision.export import DECISION_FORMATS, decision_to_bytes, hand_over_decision
    from .export import hand_over, to_bytes, write
    from .findings import Findings
    from .formats import FORMATS
except ModuleNotFoundError as error:
    raise missing_package(error) from None

__all__ = ["DECISION_FORMATS", "FORMATS", "Findings", "decision_to_bytes", "facts_of", "findings",
           "hand_over", "hand_over_decision", "to_bytes", "write"]  # fmt: skip
