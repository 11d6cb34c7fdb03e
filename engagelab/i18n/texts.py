"""The texts of one language: words, numbers, money and error messages."""

from dataclasses import dataclass
from functools import cache

from ..errors import EngagelabError, Message, refused
from . import messages
from .language import need_language
from .vocabulary import Vocabulary


@dataclass(frozen=True)
class Texts(Vocabulary):
    """The texts of one language; called with a key, it returns the text.

    It also formats numbers, as `Figures` does.

    Examples
    --------
    >>> english, french = load("en"), load("fr", currency="EUR")
    >>> english.whole(12345.4), french.decimal(0.5, 2)
    ('12,345', '0,50')
    >>> english.percent(0.123, 1), english.signed(3), french.money(2.5).split()
    ('12.3%', '+3', ['2,50', '€'])
    """

    def refusal(self, problem: tuple[str, str]) -> str:
        """Return an error message without the name of its field.

        Examples
        --------
        >>> import engagelab as el
        >>> try:
        ...     el.Scenario(groups={"size": 1})
        ... except EngagelabError as error:
        ...     print(load("en").refusal(error.problems[0]))
        1 is below the lowest value allowed; give a number from 2 to 1,000
        """
        return messages.translate(self, problem[1])

    def mistake(self, error: EngagelabError) -> str:
        """Return an error with one line for each field, with its label and name."""
        return messages.translated_error(self, error)

    def note(self, note: Message) -> str:
        """Return a note on a field of an old plan, with the label and name of the field.

        Examples
        --------
        >>> import engagelab as el
        >>> _, notes = el.Scenario.from_old_text("money: {cost_seed: 20}", "old.yaml")
        >>> [load("en").note(note) for note in notes]
        ['money.cost_seed: now called money.cost_employee']
        """
        return messages.translated_note(self, note)

    def name_of(self, name: str) -> str:
        """Return the label and the dotted name of a field, of a post or of part of a field."""
        return messages.name_of(self, name)


@cache
def load(lang: str = "en", currency: str = "") -> Texts:
    """Return the texts of a language.

    Raises
    ------
    EngagelabError
        For an unsupported language, or a currency that is not a code of three capital letters.
    """
    if currency and not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        raise refused("currency", "currency_code", value=currency)
    return Texts(need_language(lang), currency)
