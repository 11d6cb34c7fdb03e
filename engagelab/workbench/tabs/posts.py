"""The rows of the calendar: posts as a person types them, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import EngagelabError
from ...i18n import Texts
from ...models import Post
from ...models.declaration import Parameter
from ...models.sections import ROLES
from ..state.parse_input import is_share, number_in, written

Row = dict[str, str]
Refusals = dict[int, dict[str, str]]

NUMBERS = ("round", "seeds", "relevance", "paid")
BY_ROLE = "relevance_by_role"
FIELDS: Mapping[str, Parameter] = {field.name: field for field in Post.parameters()}
WHERE = "campaign.posts."


def row_of(post: Post, lang: str) -> Row:
    """Return a post as it is typed; a relevance that is not its own is empty.

    Examples
    --------
    >>> row = row_of(Post(round=7, relevance=0.3, relevance_by_role={"public": 0.5}), "fr")
    >>> row["round"], row["relevance"], row["relevance_by_role.public"], row["groups"]
    ('7', '0,3', '0,5', '')
    """
    told = {name: _written(getattr(post, name), lang) for name in NUMBERS}
    by_role: Mapping[Any, float] = post.relevance_by_role
    told |= {f"{BY_ROLE}.{role}": _written(by_role.get(role), lang) for role in ROLES}
    return {**told, "origin": post.origin, "groups": "; ".join(map(_label, post.groups))}


def posts_of(rows: Sequence[Row], t: Texts) -> tuple[tuple[Post, ...], Refusals]:
    """Read rows as posts; what cannot be read is told by row and cell, and stays as in any post."""
    cells: list[dict[str, str]] = [{} for _ in rows]
    posts = tuple(_post(row, told, t) for row, told in zip(rows, cells, strict=True))
    return posts, {place: told for place, told in enumerate(cells) if told}


def both(one: Refusals, other: Refusals) -> Refusals:
    """Return the refusals of both; where both refuse a cell, those of the first.

    Examples
    --------
    >>> both({0: {"seeds": "no"}}, {0: {"seeds": "never", "paid": "no"}, 2: {"round": "no"}})
    {0: {'seeds': 'no', 'paid': 'no'}, 2: {'round': 'no'}}
    """
    return {row: other.get(row, {}) | one.get(row, {}) for row in sorted({*one, *other})}


def said_anew(rows: Sequence[Row], before: Texts, t: Texts) -> list[Row]:
    """Return rows as another language writes them; what could not be read stays as it is typed.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> row = row_of(Post(relevance=0.3), "fr") | {"seeds": "beaucoup"}
    >>> anew = said_anew([row], load("fr"), load("en"))[0]
    >>> anew["relevance"], anew["seeds"]
    ('0.3', 'beaucoup')
    """
    posts, refused = posts_of(rows, before)
    return [
        row_of(post, t.lang) | {cell: row[cell] for cell in refused.get(place, ()) if cell in row}
        for place, (row, post) in enumerate(zip(rows, posts, strict=True))
    ]


def refused_in(error: EngagelabError) -> Refusals:
    """Return what a plan says against its posts, by row and cell; empty for other mistakes.

    Examples
    --------
    >>> refused_in(EngagelabError("no", (("campaign.posts.2.round", "lies too late"),)))
    {2: {'round': 'lies too late'}}
    """
    refused: Refusals = {}
    for name, text in error.problems:
        place, _, cell = name.removeprefix(WHERE).partition(".")
        if name.startswith(WHERE) and place.isdigit():
            refused.setdefault(int(place), {})[cell] = text
    return refused


def _post(row: Row, refused: dict[str, str], t: Texts) -> Post:
    values: dict[str, Any] = {"origin": row["origin"], "groups": _labels(row["groups"])}
    read = dict(_numbers(row, refused, t))
    values |= {name: read[name] for name in NUMBERS if name in read}
    values[BY_ROLE] = {
        role: read[f"{BY_ROLE}.{role}"] for role in ROLES if f"{BY_ROLE}.{role}" in read
    }
    try:
        return Post(**values)
    except EngagelabError as error:
        for name, text in error.problems:
            refused.setdefault(name, text)
            field, _, role = name.partition(".")
            if role:
                values[field].pop(role, None)
            else:
                values.pop(field, None)
    return Post(**values)


def _numbers(row: Row, refused: dict[str, str], t: Texts) -> Iterator[tuple[str, float | int]]:
    """Yield the numbers of a row that can be read; an empty relevance is none of its own."""
    for name in (*NUMBERS, *(f"{BY_ROLE}.{role}" for role in ROLES)):
        text = row[name].strip()
        if not text and name.startswith("relevance"):
            continue
        field = FIELDS[name.partition(".")[0]]
        whole, share = not name.startswith("relevance"), is_share(field)
        number = number_in(text, whole=whole, lang=t.lang, share=share)
        if number is None:
            key = "calendar.no_number" if text else "calendar.empty"
            refused[name] = t(key, text=text, allowed=t.allowed(field))
        else:
            yield name, number


def _written(value: float | None, lang: str) -> str:
    return "" if value is None else written(value, lang)


def _label(label: str | int) -> str:
    """Return a label of a group; one that only looks like a number stands in quotes."""
    return f'"{label}"' if isinstance(label, str) and _whole(label) is not None else str(label)


def _labels(text: str) -> list[str | int]:
    parts = (part.strip() for part in text.split(";"))
    return [_read_label(part) for part in parts if part]


def _read_label(text: str) -> str | int:
    if len(text) > 2 and text[0] == text[-1] == '"':
        return text[1:-1]
    number = _whole(text)
    return text if number is None else number


def _whole(text: str) -> int | None:
    """Return the number that a text writes in its usual spelling."""
    bare = text.removeprefix("-")
    usual = bare.isascii() and bare.isdigit() and str(int(text)) == text
    return int(text) if usual else None
