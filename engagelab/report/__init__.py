"""The hand-over for a client: slides, pages, workbook, tables and pictures of some plans.

`findings` simulates the plans and fixes every number with its rounding; each format writes these
findings in the words of a language. So the numbers in all files agree.
"""

from .needs import missing_package

try:
    from .collect import findings
    from .export import hand_over, to_bytes, write
    from .findings import Findings
    from .formats import FORMATS
except ModuleNotFoundError as error:
    raise missing_package(error) from None

__all__ = ["FORMATS", "Findings", "findings", "hand_over", "to_bytes", "write"]
