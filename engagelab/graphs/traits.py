"""Traits of people: role, profile, activity class and whether they invite."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import EngagelabError, listed, nearest
from ..models.sections import ACTIVITIES, PROFILES, ROLES
from .edges import Labels

Codes = NDArray[np.int8]

_WORDS = {"role": ROLES, "profile": PROFILES, "activity": ACTIVITIES}
_OWN = (". This name is a trait of the model; keep other values as plain attributes with "
        "traits=False, or rename them")  # fmt: skip
_DEFAULTS = {"role": "public", "profile": "none", "activity": "contributor"}


@dataclass(frozen=True)
class Traits:
    """Traits of people, one entry per person.

    Attributes
    ----------
    role, profile, activity : array of int8, shape (people,)
        Indices into `ROLES`, `PROFILES` and `ACTIVITIES`.
    inviter : array of bool, shape (people,)
        Whether the person invites others.
    """

    role: Codes
    profile: Codes
    activity: Codes
    inviter: NDArray[np.bool_]

    @classmethod
    def plain(cls, people: int) -> Traits:
        """Return the default traits: role public, profile none, contributor, inviter."""
        codes = {
            name: np.full(people, words.index(_DEFAULTS[name]), np.int8)
            for name, words in _WORDS.items()
        }
        return cls(**codes, inviter=np.ones(people, np.bool_))

    @classmethod
    def of(cls, labels: Labels, attributes: Mapping[Hashable, Mapping[str, Any]]) -> Traits:
        """Read traits from the attributes of people, with the defaults for what is missing."""
        traits = cls.plain(len(labels))
        for i, label in enumerate(labels):
            own = attributes.get(label, {})
            for name in own.keys() & _WORDS.keys():
                getattr(traits, name)[i] = _code(name, own[name], label)
            if "inviter" in own:
                traits.inviter[i] = _yes_or_no(own["inviter"], label)
        return traits

    def words(self, person: int) -> dict[str, Any]:
        """Return the traits of the person at a position, in words."""
        return {
            **{name: words[getattr(self, name)[person]] for name, words in _WORDS.items()},
            "inviter": bool(self.inviter[person]),
        }


def _code(name: str, word: Any, label: Hashable) -> int:
    if word not in _WORDS[name]:
        raise EngagelabError(
            f"{name} of person {label!r}: {word!r} is not known; "
            f"allowed are {listed(_WORDS[name])}{nearest(word, _WORDS[name])}{_OWN}"
        )
    return _WORDS[name].index(word)


def _yes_or_no(word: Any, label: Hashable) -> bool:
    if not isinstance(word, (bool, int, np.bool_, np.integer)) or word not in (0, 1):
        raise EngagelabError(
            f"inviter of person {label!r}: {word!r} is not known; allowed are True and False{_OWN}"
        )
    return bool(word)
