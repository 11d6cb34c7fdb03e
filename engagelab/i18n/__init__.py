"""The texts of the workbench and its hand-overs, in English and French.

The YAML files of this folder are tables with one row for each text, in both languages; `load`
returns the texts of one language, with its formats of numbers and money.
"""

from .language import LANGUAGES, language_of
from .texts import Texts, load
from .vocabulary import FieldTexts

__all__ = ["LANGUAGES", "FieldTexts", "Texts", "language_of", "load"]
