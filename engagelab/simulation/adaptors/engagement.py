"""The engagement model's adaptor: network, rules, calendar and prices as the kernel takes them."""

from collections.abc import Hashable, Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...engine import coins, engagement, state
from ...errors import refused
from ...graphs.edges import as_list
from ...graphs.network import Network
from ...models import Engagement, Post
from ...models.sections import ACTIVITIES, OWN_GROUP, REWARDS, ROLES
from ..settings import Settings
from .people import draw, town_arrays
from .play import Play, buffers_of

_SHARE_REWARDS = REWARDS[:3]


def campaign(
    network: Network,
    model: Engagement,
    posts: Sequence[Post],
    settings: Settings,
    seeds: Sequence[NDArray[np.int32]] | None = None,
) -> Play:
    """Make a calendar of posts ready to be played; `seeds` start each post, else by its origin."""
    town, rules = town_arrays(network), rule_arrays(network, model, posts)
    calendar = calendar_arrays(network, model, posts, settings, seeds)
    people = town.hashes.size
    return Play(
        kernel=engagement.simulate,
        town=town,
        rules=rules,
        plan=calendar,
        new_run=lambda capacity: engagement.new_run(town, calendar, rules, people + capacity),
        shelf=buffers_of(network),
        kind=(engagement.simulate, len(posts), settings.horizon, rules.reinforced),
        posts=[post.model_dump(mode="json") for post in posts],
        measures=state.MEASURES,
        generations=True,
        fixed_cost=fixed_cost(network, model, posts, calendar),
        costs=prices(model),
        values={"readers": model.value_reader, "sharers": model.value_sharer,
                "joiners": model.value_joiner},
        interrupt=state.interrupt,
    )  # fmt: skip


def odds(probability: float) -> float:
    """Return p / (1 - p); infinite for 1.

    Examples
    --------
    >>> odds(0.75)
    3.0
    """
    return np.inf if probability >= 1 else probability / (1 - probability)


def product(factors: Iterable[ArrayLike]) -> NDArray[np.float64]:
    """Multiply factors on odds, one by one, each a number or an array; 0 wins over infinite.

    Examples
    --------
    >>> product([float("inf"), [0.0, 2.0]]).tolist()
    [0.0, inf]
    """
    total, zero = np.ones(()), np.zeros((), np.bool_)
    with np.errstate(invalid="ignore"):
        for factor in map(np.asarray, factors):
            total, zero = total * factor, zero | (factor == 0)
    return np.where(zero, 0.0, total)


def raised(probability: float, factor: float) -> float:
    """Return the probability whose odds are `factor` times those of the one given.

    Examples
    --------
    >>> round(raised(0.5, 3.0), 12)
    0.75
    """
    if factor == 1 or probability in (0, 1):
        return probability
    more = odds(probability) * factor
    return more / (1 + more)


def rule_arrays(network: Network, model: Engagement, posts: Sequence[Post]) -> state.Rules:
    """Return the model's probabilities as limits for coins and as odds."""
    invite = raised(model.invite, model.factor("discount"))
    accept = raised(model.accept, model.factor("trial"))
    chances = [model.tie_read, model.paid_read, invite, accept, model.leave, model.reply_rate,
               model.off_message, model.catch_rate, model.approval_rate, model.invite,
               model.accept]  # fmt: skip
    growing = invite * accept > 0
    largest = int(network.group_sizes.max(initial=0))
    sizes = 2 + (network.people if growing else largest)
    rewarded = [getattr(model, reward) > 0 for reward in (*_SHARE_REWARDS, "trial")]
    reinforced = model.reinforcement > 1
    worth, fatigue = _odds_table(model, posts), state.powers(model.fatigue, len(posts) + 1)
    return state.Rules(
        limits=state.limits_of(np.array(chances, np.float64)),
        group_read=state.attention_limits(
            sizes, model.group_read, model.reference_size, model.crowding
        ),
        odds=worth,
        fatigue=fatigue,
        share=state.share_limits(worth, fatigue),
        reinforcement=state.powers(model.reinforcement, network.people + 1 if reinforced else 1),
        reinforced=reinforced,
        review=model.review,
        rewarded=np.array(rewarded, np.bool_),
    )


def _odds_table(model: Engagement, posts: Sequence[Post]) -> NDArray[np.float64]:
    """Odds to share after one reading: all factors, and without each reward on sharing.

    Shape (4, posts, roles * activities, standings).
    """
    activity = np.array([getattr(model, f"{name}_factor") for name in ACTIVITIES])
    standing = np.array([1.0, model.valued_factor, model.unanswered_factor])
    worth = np.array([[odds(post.relevance_for(role, model)) for role in ROLES] for post in posts])
    own = odds(model.base_share), activity[:, None], worth[..., None, None]
    rewards = [model.factor(reward) for reward in _SHARE_REWARDS]
    without = [[1.0 if i == each else rewards[i] for i in range(3)] for each in (None, 0, 1, 2)]
    table = np.stack([product([*own, *left, standing]) for left in without])
    return table.reshape(4, len(posts), len(ROLES) * len(ACTIVITIES), 3)


def calendar_arrays(
    network: Network,
    model: Engagement,
    posts: Sequence[Post],
    settings: Settings,
    seeds: Sequence[NDArray[np.int32]] | None,
) -> state.Calendar:
    """Return when posts live and who starts them: the seeds given, or drawn by origin."""
    if seeds is None:
        candidates = [_candidates(network, post, f"posts.{p}") for p, post in enumerate(posts)]
        drawn = [draw(network, c, post.seeds, settings, (coins.SEED, p, "seeds"))
                 for p, (c, post) in enumerate(zip(candidates, posts, strict=True))]  # fmt: skip
    else:
        drawn = [people[None, :] for people in seeds]
    everybody = np.arange(network.people, dtype=np.int32)
    shown = [draw(network, everybody, post.paid, settings, (coins.SHOWN, p, "paid"))
             for p, post in enumerate(posts)]  # fmt: skip
    first = np.array([post.round for post in posts], np.int64)
    return state.Calendar(
        first=first,
        last=first + model.lifetime,
        seed_start=_starts(drawn),
        seeds=_side_by_side(drawn),
        paid_start=_starts(shown),
        paid=_side_by_side(shown),
        delay=model.approval_delay if model.review else 0,
        horizon=settings.horizon,
    )


def _starts(lists: Sequence[NDArray[np.int32]]) -> NDArray[np.int64]:
    return np.cumsum([0, *(part.shape[1] for part in lists)], dtype=np.int64)


def _side_by_side(lists: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    return np.hstack(lists) if lists else np.zeros((1, 0), np.int32)


def _candidates(network: Network, post: Post, where: str) -> NDArray[np.int32]:
    """Return the positions of those who can start a post, by its origin and groups."""
    able = _of_origin(network, post.origin, where)
    if post.groups:
        inside = np.zeros(network.people, np.bool_)
        for label in post.groups:
            inside[_members(network, label, f"{where}.groups")] = True
        able = able & inside
    found = np.flatnonzero(able).astype(np.int32)
    if post.seeds > found.size:
        raise refused(
            f"{where}.seeds",
            "too_few_in_groups" if post.groups else "too_few_starters",
            seeds=post.seeds,
            able=found.size,
            people=network.people,
            origin=post.origin,
        )
    return found


def _of_origin(network: Network, origin: str, where: str) -> NDArray[np.bool_]:
    if origin in ROLES:
        return np.equal(network.traits.role, ROLES.index(origin))
    if origin in ("members", "prospects"):
        return np.equal(network.prospects, origin == "prospects")
    able = np.ones(network.people, np.bool_)
    if origin == OWN_GROUP:
        able[:] = False
        able[_members(network, OWN_GROUP, f"{where}.origin")] = True
    return able


def _members(network: Network, label: Hashable, where: str) -> NDArray[np.int32]:
    labels = as_list(network.group_labels)
    if label not in labels:
        code = "no_group_own" if label == OWN_GROUP else "no_group"
        raise refused(where, code, group=label, groups=len(labels))
    g = labels.index(label)
    return network.group_people[network.group_start[g] : network.group_start[g + 1]]


def prices(model: Engagement) -> dict[str, float]:
    """Return the cost of one of each thing that is counted, and what it cost for nothing."""
    given = {reward: model.cost(reward) for reward in (*_SHARE_REWARDS, "trial")}
    return {
        "shares": given["recognition"] + given["loyalty"] + given["discount"],
        "invitations": given["discount"],
        "joins": given["trial"],
        "answers": model.cost_answer,
        "off_message": model.cost_off_message,
        "paid_impressions": model.cost_impression,
        "recognition_anyway": given["recognition"],
        "loyalty_anyway": given["loyalty"],
        "discount_shares_anyway": given["discount"],
        "discount_invitations_anyway": given["discount"],
        "trial_anyway": given["trial"],
    }


def fixed_cost(
    network: Network, model: Engagement, posts: Sequence[Post], calendar: state.Calendar
) -> NDArray[np.float64]:
    """Cost of posts and seeded employees; shape (1 or runs, rounds)."""
    cost = np.zeros((calendar.seeds.shape[0], calendar.horizon + 1))
    employee = network.traits.role[calendar.seeds] == ROLES.index("employee")
    for p, post in enumerate(posts):
        if post.round <= calendar.horizon:
            seeded = employee[:, calendar.seed_start[p] : calendar.seed_start[p + 1]].sum(axis=1)
            cost[:, post.round] += model.cost_post + model.cost_seed * seeded
    return cost
