"""Words of one language for fields, values and presets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from typing import Any

from babel.numbers import get_currency_symbol

from ..errors import EngagelabError, listed, nearest
from ..models import Post
from ..models.declaration import Parameter
from ..models.sections import ORGANISATION
from ..simulation.scenario import Scenario
from .catalogue import FIELDS, PRESETS, rows, translated
from .number_format import Figures
from .plurals import Counted


@dataclass(frozen=True)
class FieldTexts:
    """The label, unit, meaning and source of a field in one language.

    Attributes
    ----------
    label, unit, says : str
        Name, unit, and one sentence on what the field does.
    source : str
        Source of the default; "assumed" if it has none.
    anchor : str
        One sentence that relates the number to measurements; may be empty.
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
        """Return the text of a key with its values; integers are formatted in the language.

        A number can choose between two forms of a word: ``{ties} {ties:tie|ties}``.
        """
        text = rows()[key][self.lang]
        return text.format(**{name: self._written(value) for name, value in values.items()})

    def _written(self, value: Any) -> str | Counted:
        if isinstance(value, Counted):
            return value
        whole = isinstance(value, int) and not isinstance(value, bool)
        return Counted(self.whole(value), value, self.lang) if whole else str(value)

    # --- fields and values -------------------------------------------------------------------

    def field(self, name: str) -> FieldTexts:
        """Return the texts of a field by its dotted name; fields of a post begin with ``post.``.

        Examples
        --------
        >>> Vocabulary("fr").field("groups.size").label, Vocabulary("fr").field("post.origin").label
        ('taille des groupes', 'origine')
        """
        field, french = declared(name), self._translated(FIELDS).get(name, {})
        return FieldTexts(
            label=french.get("label", field.label),
            unit=self._unit(field.unit) if field.unit else "",
            says=french.get("says", field.says),
            source=french.get("source") or self.word("kind", field.source, field.source),
            anchor=french.get("anchor", field.anchor),
        )

    def _unit(self, unit: str) -> str:
        """Return the word for a unit; money has the sign of the currency if there is one."""
        if unit == "money" and self.currency:
            return str(get_currency_symbol(self.currency, locale=self.lang))
        return self.word("unit", unit)

    def label(self, name: str) -> str:
        """Return the label of a field with its unit.

        Examples
        --------
        >>> Vocabulary("en").label("groups.size"), Vocabulary("fr").label("control.review")
        ('group size (people)', 'validation')
        """
        texts = self.field(name)
        implied = declared(name).unit in ("", "yes or no", "integer") or texts.unit == texts.label
        return texts.label if implied else f"{texts.label} ({texts.unit})"

    def word(self, kind: str, value: object, otherwise: str | None = None) -> str:
        """Return the word for a value of some kind, such as a unit, a choice or a measure.

        Examples
        --------
        >>> Vocabulary("fr").word("choice", "employee"), Vocabulary("fr").word("measure", "joins")
        ('salarié', 'adhésions')
        """
        key = f"words.{kind}_{str(value).replace(' ', '_').lower()}"
        return self(key) if otherwise is None or key in rows() else otherwise

    def value(self, name: str, value: Any) -> str:
        """Return a value of a field in words.

        Examples
        --------
        >>> french = Vocabulary("fr")
        >>> french.value("invitations.invite", 0.25), french.value("control.review", True)
        ('0,25', 'oui')
        """
        if name == "campaign.posts":
            posts = [self._post(post) for post in value] or [self("words.value_none")]
            return reduce(lambda one, other: self("words.posts", one=one, other=other), posts)
        if declared(name).choices:
            return self.word("choice", value)
        if isinstance(value, (int, float)):
            return str(value) if name == "settings.key" else self.exact(value)
        names = value if isinstance(value, tuple) else (value,) if value else ()
        return ", ".join(map(str, names)) or self("words.value_none")

    def _post(self, post: Post) -> str:
        """Return the round and starters of a post, and its other fields that are not defaults."""
        plain = Post(round=post.round, origin=post.origin, seeds=post.seeds)
        words = self(
            "words.post" if post.starters else "words.post_without_seeds",
            round=post.round,
            seeds=post.starters,
            origin=self.start_of(post),
        )
        others = [
            f"{self.field(POST + name).label} {self.value(POST + name, value)}"
            for name, value in post
            if value != getattr(plain, name)
        ]
        return self.series([words, *others])

    def start_of(self, post: Post) -> str:
        """Return the words for where a post starts.

        Examples
        --------
        >>> english = Vocabulary("en")
        >>> english.start_of(Post(origin="customer")), english.start_of(Post(people=("Ann", 7)))
        ('customers', 'named people')
        """
        if post.people:
            return self.word("origin", "named")
        if post.seeds or post.origin == ORGANISATION:
            return self.word("origin", post.origin)
        return self.word("origin", "paid" if post.paid else "nobody")

    def calendar(self, posts: Sequence[Post]) -> str:
        """Return the posts of a campaign in one line.

        Examples
        --------
        >>> Vocabulary("en").calendar([Post(seeds=5), Post(round=7, seeds=5)])
        '2 posts (rounds 0, 7), each from 5 seeds: anybody'
        """
        if not posts:
            return self("words.posts_none")
        seeds = [post.starters for post in posts]
        alike = len(set(seeds)) == 1
        line = self(
            f"words.{_calendar_row(seeds)}",
            posts=len(posts),
            rounds=", ".join(str(post.round) for post in posts),
            seeds=seeds[0] if alike else sum(seeds),
            origin=", ".join(dict.fromkeys(map(self.start_of, posts))),
        )
        paid = sum(post.paid for post in posts)
        return f"{line}; {self('words.posts_paid', paid=paid)}" if paid else line

    def allowed(self, field: Parameter) -> str:
        """Return the allowed values of a field in words; may be empty."""
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
        """Join parts that contain numbers: French needs semicolons between decimal commas."""
        return {"en": ", ", "fr": "\N{NARROW NO-BREAK SPACE}; "}[self.lang].join(parts)

    # --- names -------------------------------------------------------------------------------

    def section(self, name: str) -> str:
        """Return the title of a section of a scenario."""
        return self(f"sections.{name}")

    def preset(self, name: str) -> tuple[str, str]:
        """Return the name and the summary of a preset."""
        plan = Scenario.preset(name)
        french = self._translated(PRESETS).get(name, {})
        return french.get("name", plan.name), french.get("summary", plan.summary)

    def _translated(self, table: str) -> Mapping[str, Mapping[str, str]]:
        return {} if self.lang == "en" else translated(table)


def _calendar_row(seeds: Sequence[int]) -> str:
    """Return the text for posts with these numbers of starters."""
    if not any(seeds):
        return "posts_without_seeds"
    if len(seeds) == 1:
        return "post_one"
    return "posts_alike" if len(set(seeds)) == 1 else "posts_mixed"


POST = "post."  # prefix of the fields of a post


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
        hint = nearest(name, known) or f"; choose from {listed(known)}"
        raise EngagelabError(f"{name}: no such field{hint}")
    return known[name]
