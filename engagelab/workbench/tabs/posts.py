"""Convert posts to rows of typed text, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import EngagelabError
from ...i18n import Texts
from ...models import Post
from ...models.declaration import Parameter
from ...models.sections import ORGANISATION
from ..state.parse_input import is_share, number_in, written

Row = dict[str, str]
Refusals = dict[int, dict[str, str]]

NUMBERS = ("round", "seeds", "relevance", "paid")
LABELS = ("groups", "people")
FIELDS: Mapping[str, Parameter] = {field.name: field for field in Post.parameters()}
WHERE = "campaign.posts."


def row_of(post: Post, lang: str) -> Row:
    """Return a post as a row of texts; an inherited relevance is empty.

    Examples
    --------
    >>> row = row_of(Post(round=7, relevance=0.3), "fr")
    >>> row["round"], row["relevance"], row["groups"]
    ('7', '0,3', '')
    """
    row = {name: _written(getattr(post, name), lang) for name in NUMBERS}
    labels = {name: "; ".join(map(_label, getattr(post, name))) for name in LABELS}
    return {**row, **labels, "name": post.name, "origin": post.origin}


def unneeded(row: Row) -> str:
    """Return why a row needs no seeds, as a key of the calendar's texts; empty if it does.

    Examples
    --------
    >>> unneeded(row_of(Post(origin="organisation"), "en")), unneeded(row_of(Post(), "en"))
    ('no_seeds', '')
    """
    if row["origin"] == ORGANISATION:
        return "no_seeds"
    return "are_named" if _labels(row["people"]) else ""


def posts_of(rows: Sequence[Row], t: Texts) -> tuple[tuple[Post, ...], Refusals]:
    """Return the posts of rows, with defaults for unreadable cells, and the refusals of these."""
    refusals: list[dict[str, str]] = [{} for _ in rows]
    posts = tuple(_post(row, refused, t) for row, refused in zip(rows, refusals, strict=True))
    return posts, {place: refused for place, refused in enumerate(refusals) if refused}


def merged(first: Refusals, second: Refusals) -> Refusals:
    """Return the refusals of both; if both refuse a cell, that of the first.

    Examples
    --------
    >>> merged({0: {"seeds": "no"}}, {0: {"seeds": "never", "paid": "no"}, 2: {"round": "no"}})
    {0: {'seeds': 'no', 'paid': 'no'}, 2: {'round': 'no'}}
    """
    return {row: second.get(row, {}) | first.get(row, {}) for row in sorted({*first, *second})}


def translated(rows: Sequence[Row], before: Texts, t: Texts) -> list[Row]:
    """Return rows with the numbers of another language; unreadable text stays.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> row = row_of(Post(relevance=0.3), "fr") | {"seeds": "beaucoup"}
    >>> (english,) = translated([row], load("fr"), load("en"))
    >>> english["relevance"], english["seeds"]
    ('0.3', 'beaucoup')
    """
    posts, refused = posts_of(rows, before)
    return [
        row_of(post, t.lang) | {cell: row[cell] for cell in refused.get(place, ()) if cell in row}
        for place, (row, post) in enumerate(zip(rows, posts, strict=True))
    ]


def refusals_in(error: EngagelabError) -> Refusals:
    """Return the refusals of posts in an error, by row and cell; empty for other errors.

    Examples
    --------
    >>> refusals_in(EngagelabError("no", (("campaign.posts.2.round", "lies too late"),)))
    {2: {'round': 'lies too late'}}
    """
    refused: Refusals = {}
    for name, text in error.problems:
        place, _, cell = name.removeprefix(WHERE).partition(".")
        if name.startswith(WHERE) and place.isdigit():
            refused.setdefault(int(place), {})[cell] = text
    return refused


def _post(row: Row, refused: dict[str, str], t: Texts) -> Post:
    values: dict[str, Any] = {"name": row["name"].strip(), "origin": row["origin"]}
    values |= {name: _labels(row[name]) for name in LABELS}
    values |= dict(_numbers(row, refused, t))
    try:
        return Post(**values)
    except EngagelabError as error:
        for name, text in error.problems:
            # the seeds that the organisation cannot have are people named in this row
            cell = "people" if name == "seeds" and unneeded(row) else name
            refused.setdefault(cell, text)
            values.pop(cell, None)
    return Post(**values)


def _numbers(row: Row, refused: dict[str, str], t: Texts) -> Iterator[tuple[str, float | int]]:
    """Yield the readable numbers of a row; an empty relevance is inherited."""
    for name in NUMBERS:
        text = row[name].strip()
        if (name == "relevance" and not text) or (name == "seeds" and unneeded(row)):
            continue
        field = FIELDS[name]
        whole, share = name != "relevance", is_share(field)
        number = number_in(text, whole=whole, lang=t.lang, share=share)
        if number is None:
            key = "calendar.no_number" if text else "calendar.empty"
            refused[name] = t(key, text=text, allowed=t.allowed(field))
        else:
            yield name, number


def _written(value: float | None, lang: str) -> str:
    return "" if value is None else written(value, lang)


def _label(label: str | int) -> str:
    """Return the label of a group or person; a text that looks like a number is quoted."""
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
    """Return the integer that a text spells in its canonical form; None otherwise."""
    digits = text.removeprefix("-")
    is_canonical = digits.isascii() and digits.isdigit() and str(int(text)) == text
    return int(text) if is_canonical else None
