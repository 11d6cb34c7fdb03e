"""A small fit that several tests use: campaigns simulated with known fields."""

from functools import cache

import pandas as pd

import engagelab as el

TRUE = {
    "engagement.group_read": 0.6,
    "engagement.base_share": 0.08,
    "invitations.invite": 0.12,
}
PLAN = el.Scenario(
    population={"people": 400},
    campaign={
        "lifetime": 6,
        "posts": [el.Post(name=f"post {at}", round=7 * at, seeds=12) for at in range(8)],
    },
    settings={"horizon": 60},
)


def happened(key: int = 5, changes: dict[str, object] | None = None) -> pd.DataFrame:
    """Return what happened to the posts of a simulated campaign, as a table of an export."""
    plan = PLAN.replace({**TRUE, **(changes or {})})
    outcome = plan.run(runs=1, key=key)
    shares = (outcome.of_post("shares")[0] - 12).clip(0)
    return pd.DataFrame(
        {"post": [post.name for post in plan.campaign.posts],
         "round": [post.round for post in plan.campaign.posts], "seeds": 12,
         "reach": outcome.of_post("reads")[0], "shares": shares,
         "joins": outcome.of_post("joins")[0]}
    ).rename(columns={"joins": "new followers"})  # fmt: skip


@cache
def fit(without: tuple[str, ...] = (), hold_out: int = 2) -> el.Fit:
    """Return a fit to the campaign, without some columns of what happened."""
    observed = el.read_observed(happened().drop(columns=list(without)))
    return el.calibrate(PLAN, observed, hold_out=hold_out, simulations=400, key=7)
