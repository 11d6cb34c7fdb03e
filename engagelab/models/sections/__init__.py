"""Sections of the engagement model: its fields, each with unit, bounds, meaning and evidence."""

from .organisation import SEED_PRICES, Control, Life, Money
from .reading import Content, Reading
from .response import Answers, Invitations, Rewards
from .vocabulary import ACTIVITIES, ORGANISATION, PROFILES, REWARDS, ROLES, Role

__all__ = [
    "ACTIVITIES",
    "ORGANISATION",
    "PROFILES",
    "REWARDS",
    "ROLES",
    "SEED_PRICES",
    "Answers",
    "Content",
    "Control",
    "Invitations",
    "Life",
    "Money",
    "Reading",
    "Rewards",
    "Role",
]
