"""What the workbench and its hand-overs say, in English and French: one table of texts.

The tables are the YAML files of this folder, a row for each text with both languages beside each
other; `load` gives the texts of one language, with its forms of numbers and money.
"""

from .language import LANGUAGES, language_of
from .texts import Texts, load
from .vocabulary import FieldTexts

__all__ = ["LANGUAGES", "FieldTexts", "Texts", "language_of", "load"]
