"""Names of roles, profiles, activities and rewards that several sections use."""

from typing import Literal

Role = Literal["employee", "customer", "partner", "public"]

ROLES = ("employee", "customer", "partner", "public")
PROFILES = ("none", "social", "social and microblog")
ACTIVITIES = ("lurker", "contributor", "creator")
REWARDS = ("recognition", "loyalty", "discount", "trial")
ORGANISATION = "organisation"

CHANCE = (0, 1)
PEW = "Rainie, Purcell and Smith 2011, The Social Side of the Internet (pew-2011"
