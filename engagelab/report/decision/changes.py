"""The differences between two plans in words: who starts, how many, what is paid for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...models import Post
from ...models.sections import ORGANISATION
from ...simulation.scenario import Scenario
from .words import Words, capital

CALENDAR = "campaign.posts"
_OUTSIDE = ("name", "summary")


@dataclass(frozen=True)
class Changes:
    """The differences from one plan to another.

    Attributes
    ----------
    words : Words
    before, after : Scenario
        The two plans.
    """

    words: Words
    before: Scenario
    after: Scenario

    def lever(self, fields: Sequence[str]) -> str:
        """Return a group of fields that differ, with their values, as a label."""
        return capital(self.inner(fields))

    def inner(self, fields: Sequence[str]) -> str:
        """Return a group of fields that differ, as within a sentence."""
        parts = [self._field(name) for name in fields if not name.startswith(CALENDAR)]
        posts = [name.removeprefix(f"{CALENDAR}.") for name in fields if name.startswith(CALENDAR)]
        if posts:
            parts = [*self._calendar(posts), *parts]
        return self.words.listed(parts[:2])

    def _field(self, name: str) -> str:
        t, old, new = self.words.t, self.before.get(name), self.after.get(name)
        label = t.field(name).label
        if isinstance(new, bool):
            return t(f"decision.l_{'yes' if new else 'not'}", x=label)
        if not isinstance(new, (int, float)):
            return t("decision.l_instead", x=label, v=t.value(name, new), w=t.value(name, old))
        texts = {"v": self.words.value(name, new), "w": self.words.value(name, old)}
        if not new or not old:
            row, amount = ("l_no", texts["w"]) if not new else ("l_with", texts["v"])
            return t(f"decision.{row}", x=label, m=amount)
        return t("decision.l_instead", x=label, **texts)

    def _calendar(self, parts: Sequence[str]) -> list[str]:
        """Return how the posts differ: in these parts of a post, or in all that differs."""
        t, old, new = self.words.t, self.before.campaign.posts, self.after.campaign.posts
        texts = self._starts()
        for name in ("seeds", "paid"):
            ends = _mean(new, name), _mean(old, name)
            if ends[0] != ends[1] and not (name == "seeds" and "origin" in texts and 0 in ends):
                texts[name] = self._number(name, *ends)
        if len(old) != len(new):
            counts = {"n": self.words.count(len(new)), "o": self.words.count(len(old))}
            texts["posts"] = t("decision.l_posts", **counts)
        elif [post.round for post in old] != [post.round for post in new]:
            texts["round"] = t("decision.l_days")
        chosen = [texts[part] for part in parts if part in texts] or list(texts.values())
        return chosen or [t("decision.l_calendar")]

    def _number(self, name: str, new: float, old: float) -> str:
        """Return how many starters or showings there are per post, and how many there were."""
        t, people = self.words.t, self.words.people
        if not old:
            return t(f"decision.l_{name}_new", n=people(new))
        if not new:
            return t(f"decision.l_{name}_none", o=people(old))
        return t(f"decision.l_{name}", n=people(new), o=people(old))

    def _starts(self) -> dict[str, str]:
        """Return who starts instead of whom, if that differs."""
        t, words = self.words.t, self.words
        old, new = (_origins(words, plan.campaign.posts) for plan in (self.before, self.after))
        if old == new or not all(map(_started, (self.before, self.after))):
            return {}
        own = t.word("origin", ORGANISATION)
        if new == own:
            return {"origin": t("decision.l_origin_own", other=old)}
        if old == own:
            return {"origin": t("decision.l_origin_not", role=new)}
        return {"origin": t("decision.l_origin", role=new, other=old)}

    @staticmethod
    def sections(plans: Iterable[Scenario]) -> list[str]:
        """Return the sections in which plans differ, in the order of a plan.

        Examples
        --------
        >>> from engagelab import Scenario
        >>> Changes.sections([Scenario(), Scenario(rewards={"trial": 5})])
        ['rewards']
        """
        parts = [plan.model_dump(mode="json") for plan in plans]
        for part in parts:
            part["settings"] = part["settings"]["horizon"]  # runs and key are those of all
        names = [name for name in parts[0] if name not in _OUTSIDE]
        return [name for name in names if any(p[name] != parts[0][name] for p in parts[1:])]


def _origins(words: Words, posts: Iterable[Post]) -> str:
    """Return the words for those who start the posts."""
    return words.listed(list(dict.fromkeys(map(words.t.start_of, posts))))


def _started(plan: Scenario) -> bool:
    """Return whether people or the organisation start a post."""
    return any(post.starters or post.origin == ORGANISATION for post in plan.campaign.posts)


def _mean(posts: Sequence[Post], name: str) -> float:
    numbers = [post.starters if name == "seeds" else getattr(post, name) for post in posts]
    return sum(numbers) / len(numbers) if numbers else 0.0
