"""Values of a plan as a person reads them in a sentence or a table, in a language."""

from collections.abc import Mapping
from typing import Any

from ...i18n import Texts
from ...i18n.number_format import NONE
from ...models import Post
from ...simulation.scenario import Scenario


def label_of(name: str, t: Texts) -> str:
    """Return what a field is called, with its unit.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> label_of("groups.size", load("en"))
    'group size (people)'
    """
    told, unit = t.field(name), Scenario.field(name).unit
    silent = not told.unit or unit in ("yes or no", "integer") or told.unit == told.label
    return told.label if silent else f"{told.label} ({told.unit})"


def said(value: Any, t: Texts) -> str:
    """Return a value in words.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> said(0.25, load("fr")), said(True, load("en")), said({"employee": 0.7}, load("en"))
    ('0,25', 'yes', 'employee 0.7')
    >>> said({"employee": 0.7}, load("fr"))
    'salarié 0,7'
    """
    if isinstance(value, bool):
        return t("compare.yes" if value else "compare.no")
    if isinstance(value, (int, float)):
        return t.exact(value)
    if isinstance(value, Mapping):
        words = (f"{t.word('choice', key, str(key))} {said(x, t)}" for key, x in value.items())
        return t.series(words) or NONE
    if isinstance(value, tuple):
        parts = (_post(one, t) if isinstance(one, Post) else str(one) for one in value)
        return "; ".join(parts) or NONE
    return t.word("choice", value, str(value))


def _post(post: Post, t: Texts) -> str:
    """Return a post in words: when, who starts, and what differs from a plain post."""
    start = t(
        "compare.post", round=post.round, seeds=post.seeds, origin=t.word("origin", post.origin)
    )
    plain = Post(round=post.round, seeds=post.seeds, origin=post.origin)
    more = [
        f"{t.field(f'post.{field.name}').label} {said(getattr(post, field.name), t)}"
        for field in Post.parameters()
        if getattr(post, field.name) != getattr(plain, field.name)
    ]
    return t.series([start, *more])
