"""Words of one language: what fields, values and names are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..errors import EngagelabError, listed, nearest
from ..models import Post
from ..models.declaration import Parameter
from ..simulation.scenario import Scenario
from .catalogue import FIELDS, NOTEBOOKS, PRESETS, rows, translated
from .number_format import Figures
from .plurals import Counted


@dataclass(frozen=True)
class FieldTexts:
    """What a field is called, what it counts, does and comes from, in one language.

    Attributes
    ----------
    label, unit, says : str
        Its name, what it counts, and what it does in one sentence.
    source : str
        Where the default comes from; "assumed" where it comes from nowhere.
    anchor : str
        One sentence that ties the number to the real world; empty where there is none.
    """

    label: str
    unit: str
    says: str
    source: str
    anchor: str = ""


@dataclass(frozen=True)
class Vocabulary(Figures):
    """The words of one language; called with a key, it returns the text of that key."""

    def __call__(self, key: str, /, **values: Any) -> str:
        """Return the text of a key; whole numbers among the values are written in its language.

        A word that goes with a number has two forms in the text: ``{ties} {ties:tie|ties}``.
        """
        text = rows()[key][self.lang]
        return text.format(**{name: self._written(value) for name, value in values.items()})

    def _written(self, value: Any) -> str | Counted:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return Counted(self.whole(value), value, self.lang) if whole else str(value)

    # --- what the declarations say -----------------------------------------------------------

    def field(self, name: str) -> FieldTexts:
        """Return what a field says, by its dotted name; those of a post begin with ``post.``.

        Examples
        --------
        >>> Vocabulary("fr").field("groups.size").label, Vocabulary("fr").field("post.origin").label
        ('taille des groupes', 'origine')
        """
        field, told = declared(name), self._translated(FIELDS).get(name, {})
        return FieldTexts(
            label=told.get("label", field.label),
            unit=self.word("unit", field.unit) if field.unit else "",
            says=told.get("says", field.says),
            source=told.get("source") or self.word("kind", field.source, field.source),
            anchor=told.get("anchor", field.anchor),
        )

    def word(self, idea: str, value: object, otherwise: str | None = None) -> str:
        """Return the word for a value of an idea, such as a unit, a choice, a role or a measure.

        Examples
        --------
        >>> Vocabulary("fr").word("choice", "own group"), Vocabulary("fr").word("measure", "joins")
        ('groupe de l’organisation', 'adhésions')
        """
        key = f"words.{idea}_{str(value).replace(' ', '_').lower()}"
        return self(key) if otherwise is None or key in rows() else otherwise

    def value(self, name: str, value: Any) -> str:
        """Return a value of a field as a person reads it.

        Examples
        --------
        >>> french = Vocabulary("fr")
        >>> french.value("invitations.invite", 0.25), french.value("control.review", True)
        ('0,25', 'oui')
        """
        if name == "campaign.posts":
            return self("words.value_posts", posts=len(value))
        if declared(name).choices:
            return self.word("choice", value)
        if isinstance(value, Mapping):
            pairs = (f"{self.word('choice', key)} {self.exact(x)}" for key, x in value.items())
            return self.series(pairs) or self("words.value_none")
        if isinstance(value, (int, float)):
            return str(value) if name == "settings.key" else self.exact(value)
        told = value if isinstance(value, tuple) else ()
        return ", ".join(map(str, told)) or self("words.value_none")

    def allowed(self, field: Parameter) -> str:
        """Return what a field allows, in words; empty where its type alone says it."""
        if field.choices:
            choices = ", ".join(self.word("choice", choice) for choice in field.choices)
            return self("words.allowed_choice", choices=choices)
        if field.low is None or field.high is None:
            return ""
        if field.low == field.high:
            return self.exact(field.low)
        key = "words.allowed_whole" if field.type is int else "words.allowed_number"
        return self(key, low=self.exact(field.low), high=self.exact(field.high))

    def series(self, parts: Iterable[str]) -> str:
        """Return parts with numbers one after the other; commas set off decimals in French."""
        return {"en": ", ", "fr": "\N{NO-BREAK SPACE}; "}[self.lang].join(parts)

    # --- names -------------------------------------------------------------------------------

    def section(self, name: str) -> str:
        """Return the title of a section of a scenario."""
        return self(f"sections.{name}")

    def preset(self, name: str) -> tuple[str, str]:
        """Return the name and the summary of a preset."""
        plan = Scenario.preset(name)
        told = self._translated(PRESETS).get(name, {})
        return told.get("name", plan.name), told.get("summary", plan.summary)

    def notebook(self, name: str, question: str, summary: str) -> tuple[str, str]:
        """Return the question and the summary of a notebook, by its name and what it says itself.

        Examples
        --------
        >>> Vocabulary("fr").notebook("mine", "How far?", "Not very.")
        ('How far?', 'Not very.')
        """
        told = self._translated(NOTEBOOKS).get(name, {})
        known = told.get("en") == question
        return (told["question"], told["summary"]) if known else (question, summary)

    def _translated(self, table: str) -> Mapping[str, Mapping[str, str]]:
        return {} if self.lang == "en" else translated(table)


POST = "post."  # how the name of a field of a post begins


@cache
def _of_posts() -> Mapping[str, Parameter]:
    return {POST + field.name: field for field in Post.parameters()}


def declared(name: str) -> Parameter:
    """Return the declaration of a field of a scenario, or of a post, by its dotted name.

    Raises
    ------
    EngagelabError
        For an unknown name.
    """
    if not name.startswith(POST):
        return Scenario.field(name)
    known = _of_posts()
    if name not in known:
        hint = nearest(name, known) or f"; allowed are {listed(known)}"
        raise EngagelabError(f"{name}: no such field{hint}")
    return known[name]
