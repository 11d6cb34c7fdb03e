"""Values of fields, presets' names and classes, as words of a language."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from ..i18n import Texts
from ..i18n.rounding import MISSING
from ..models.sections import OWN_GROUP, ROLES
from ..simulation.scenario import Scenario
from .findings import PlanFindings

_WORDS = (*ROLES, "anyone", "members", "prospects", OWN_GROUP, "memberships", "groups")
_ASSUMED = "assumed"


def value_text(value: Any, t: Texts) -> str:
    """Return a field's value in words.

    Examples
    --------
    >>> from engagelab.i18n import load
    >>> value_text(True, load("fr")), value_text(0.5, load("fr")), value_text({}, load("en"))
    ('oui', '0,5', 'none')
    """
    if isinstance(value, bool):
        return t("report.yes" if value else "report.no")
    if isinstance(value, (int, float)):
        return t.exact(value)
    if isinstance(value, Mapping):
        parts = [f"{word(key, t)} {value_text(share, t)}" for key, share in value.items()]
        return ", ".join(parts) or t("report.nothing")
    if isinstance(value, (tuple, list)):
        return _posts_text(value, t)
    return word(value, t)


def word(value: Any, t: Texts) -> str:
    """Return a choice in words."""
    return t(f"report.word_{value.replace(' ', '_')}") if value in _WORDS else str(value)


def class_text(name: str, t: Texts) -> str:
    """Return a class of group sizes in words."""
    return t(f"report.class_{name.replace(' ', '_')}")


def _posts_text(posts: Any, t: Texts) -> str:
    """Return a calendar in one line."""
    if not posts:
        return t("report.posts_none")
    seeds, paid = {post.seeds for post in posts}, sum(post.paid for post in posts)
    row = "post_one" if len(posts) == 1 else "posts_alike" if len(seeds) == 1 else "posts_mixed"
    told = t(
        f"report.{row}",
        posts=len(posts),
        rounds=", ".join(str(post.round) for post in posts),
        seeds=sum(post.seeds for post in posts) if row == "posts_mixed" else posts[0].seeds,
        origin=", ".join(dict.fromkeys(word(post.origin, t) for post in posts)),
    )
    return f"{told}; {t('report.posts_paid', paid=paid)}" if paid else told


def source_text(source: str, t: Texts) -> str:
    """Return where a value comes from; what is only assumed is said so in the language."""
    return t("report.kind_assumed") if source == _ASSUMED else source


@cache
def _presets() -> dict[tuple[str, str], str]:
    """Return the presets by name and summary."""
    plans = {name: Scenario.preset(name) for name in Scenario.presets()}
    return {(plan.name, plan.summary): name for name, plan in plans.items()}


def plan_texts(plan: PlanFindings, t: Texts) -> tuple[str, str]:
    """Return a plan's name and summary; a preset's own ones in the language."""
    preset = _presets().get((plan.scenario.name, plan.scenario.summary))
    if preset is None:
        return plan.name, plan.summary
    name, summary = t.preset(preset)
    return (name if plan.name in (plan.scenario.name, preset) else plan.name), summary


def missing(t: Texts) -> str:
    """Return what is written for a number that is not there."""
    return t.whole(MISSING)
