"""Plans written for version 1 of the engagement model, brought up to date.

A field that is gone is left out, and a note says so; what has moved or been renamed goes along.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Message, message
from ..models.sections import ORGANISATION, REWARDS

_REMOVED = {
    "content": ("relevance_by_role",),
    "engagement": ("contributor_factor", "reinforcement"),
    "answers": ("unanswered_factor",),
}
_MOVED = {
    ("groups", "own_size"): ("campaign", "own_size"),
    ("money", "cost_seed"): ("money", "cost_employee"),
}
_OLD_ORIGIN = "own group"

Document = dict[str, Any]


def brought_up_to_date(document: Mapping[str, Any]) -> tuple[Document, tuple[Message, ...]]:
    """Return a plan's document for the present model, and a note on each field that is gone.

    Examples
    --------
    >>> plan, notes = brought_up_to_date({"engagement": {"reinforcement": 2, "tie_read": 0.1}})
    >>> plan
    {'engagement': {'tie_read': 0.1}}
    >>> print(notes[0])
    engagement.reinforcement: no longer part of the model; left out
    """
    copy = {name: dict(part) if isinstance(part, Mapping) else part
            for name, part in document.items()}  # fmt: skip
    notes = [*_drop_removed(copy), *_move(copy), *_price_rewards(copy), *_update_posts(copy)]
    return copy, tuple(notes)


def _section(document: Document, name: str) -> Document:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _note(name: str, code: str, **values: Any) -> Message:
    return message("old_field", name=name, text=message(code, **values))


def _drop_removed(document: Document) -> Iterator[Message]:
    for name, fields in _REMOVED.items():
        section = _section(document, name)
        for field in fields:
            if field in section:
                del section[field]
                yield _note(f"{name}.{field}", "field_removed")


def _move(document: Document) -> Iterator[Message]:
    for (name, field), (other, new) in _MOVED.items():
        section = _section(document, name)
        if field in section:
            target = document.setdefault(other, {})
            if isinstance(target, dict):
                target.setdefault(new, section.pop(field))
                yield _note(f"{name}.{field}", "field_moved", other=f"{other}.{new}")


def _price_rewards(document: Document) -> Iterator[Message]:
    """Amounts of rewards are money now, and one half amount serves all."""
    rewards = _section(document, "rewards")
    for reward in REWARDS:
        price, half = rewards.pop(f"{reward}_price", None), rewards.pop(f"{reward}_half", None)
        if price is not None:
            amount = rewards.get(reward, 0)
            if isinstance(amount, int | float) and isinstance(price, int | float):
                rewards[reward] = amount = amount * price
                yield _note(f"rewards.{reward}_price", "price_removed", amount=amount)
            else:
                yield _note(f"rewards.{reward}_price", "field_removed")
        if half is not None:
            if rewards.get(reward):
                rewards.setdefault("half_amount", half)
            yield _note(f"rewards.{reward}_half", "half_removed")


def _update_posts(document: Document) -> Iterator[Message]:
    campaign = _section(document, "campaign")
    posts = campaign.get("posts")
    if not isinstance(posts, list):
        return
    campaign["posts"] = [dict(post) if isinstance(post, Mapping) else post for post in posts]
    for place, post in enumerate(campaign["posts"]):
        where = f"campaign.posts.{place}"
        if not isinstance(post, dict):
            continue
        if "relevance_by_role" in post:
            del post["relevance_by_role"]
            yield _note(f"{where}.relevance_by_role", "field_removed")
        if post.get("origin") == _OLD_ORIGIN:
            post["origin"] = ORGANISATION
            # a value that is no number stays, and is refused with the others
            seeds = post.pop("seeds", 0) if isinstance(post.get("seeds", 0), int) else 0
            yield _note(f"{where}.origin", "own_group_removed", seeds=seeds)
