"""The engagement model's adaptor: network, rules, calendar and prices as the kernel takes them."""

from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...engine import coins, engagement, limits, measures, state
from ...errors import EngagelabError, refused
from ...graphs.edges import as_list
from ...graphs.hashing import hashes_of
from ...graphs.network import Network
from ...models import Engagement, Post
from ...models.sections import ACTIVITIES, ORGANISATION, REWARDS, ROLES, SEED_PRICES
from ..settings import Settings
from .cache import buffers_of
from .own_space import with_own_space
from .prepared import PreparedRun
from .seeds import draw
from .town import town_arrays

_SHARE_REWARDS = REWARDS[:3]
_INSIDERS = ("employee", "partner")


def campaign(
    network: Network,
    model: Engagement,
    posts: Sequence[Post],
    settings: Settings,
    seeds: Sequence[NDArray[np.int32]] | None = None,
) -> PreparedRun:
    """Prepare a calendar of posts for the kernel; `seeds` start each post, else by its origin."""
    town = with_own_space(network, town_arrays(network), model.own_size, settings.key)
    rules = rule_arrays(network, model, posts)
    calendar = calendar_arrays(network, model, posts, settings, seeds)
    people = town.hashes.size
    return PreparedRun(
        kernel=engagement.simulate,
        town=town,
        rules=rules,
        plan=calendar,
        new_run=lambda capacity: engagement.new_run(town, calendar, rules, people + capacity),
        buffers=buffers_of(network),
        kind=(engagement.simulate, len(posts), settings.horizon, model.leave > 0,
              model.own_size, settings.key if model.own_size else None),
        posts=[post.model_dump(mode="json") for post in posts],
        counted=measures.MEASURES,
        measures=measures.MEASURES,
        post_measures=measures.POST_MEASURES,
        generations=True,
        costs=prices(model),
        values={"readers": model.value_reader, "sharers": model.value_sharer,
                "joiners": model.value_joiner, "joins": model.value_membership},
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


def rule_arrays(network: Network, model: Engagement, posts: Sequence[Post]) -> state.Rules:
    """Return the model's probabilities as limits for coins and as odds."""
    return _rule_arrays(_sizes(network, model), model, tuple(posts))


@lru_cache(maxsize=8)  # of the plans that take turns in a comparison, and for single runs in a loop
def _rule_arrays(sizes: int, model: Engagement, posts: tuple[Post, ...]) -> state.Rules:
    """Return the rules for groups of fewer than so many members.

    A field of the model reaches the kernel here, by its name.
    """
    trusted = (1.0, model.employee_trust)
    attention = model.group_read, model.reference_size, model.crowding
    return state.Rules(
        limits=_limits(model),
        tie=_each(limits.raised(model.tie_read, trust) for trust in trusted),
        group=np.stack([limits.attention_limits(sizes, *attention, trust) for trust in trusted]),
        own=limits.attention_limits(sizes, *attention, model.own_space),
        odds=_odds_table(model, posts),
        fatigue=state.powers(model.fatigue, len(posts) + 1),
        listening_gain=model.listening_gain,
        review_delay=model.approval_delay if model.review else 0,
        review=model.review,
        rewarded=np.array([getattr(model, reward) > 0 for reward in REWARDS], np.bool_),
    )


def _limits(model: Engagement) -> state.Limits:
    """Return the limit of each kind of coin."""
    trial = model.factor("trial")
    chances = {
        "group_share": model.group_share,
        "comment": model.comment,
        "answer": model.reply_rate,
        "critic": model.critic,
        "goodwill": model.goodwill,
        "leave": model.leave,
        "invite": limits.raised(model.invite, model.factor("discount")),
        "invite_plain": model.invite,
        "accept": limits.raised(model.accept, trial),
        "accept_plain": model.accept,
        "accept_own": limits.raised(model.accept, trial * model.own_space),
        "accept_own_plain": limits.raised(model.accept, model.own_space),
        "off_message": model.off_message,
        "approve_sound": model.approval_rate,
        "approve_off": model.approval_rate * (1 - model.catch_rate),
    }
    found = _each(chances.values())
    return state.Limits(**dict(zip(chances, found, strict=True)))


def _each(chances: Iterable[float]) -> NDArray[np.uint64]:
    found: NDArray[np.uint64] = state.limits_of(np.array(list(chances), np.float64))
    return found


def _sizes(network: Network, model: Engagement) -> int:
    """Return one more than the largest size that a group can have."""
    if model.invite * model.accept > 0:
        return network.people + 2
    return max(int(network.group_sizes.max(initial=0)), model.own_size) + 2


def _odds_table(model: Engagement, posts: Sequence[Post]) -> NDArray[np.float64]:
    """Odds to share: all factors, and without each reward on sharing.

    Shape (4, posts, roles * activities, 2); the last axis is plain and valued.
    """
    by_role = {role: model.insider_factor if role in _INSIDERS else 1.0 for role in ROLES}
    by_role["customer"] = model.customer_factor
    by_activity = {"lurker": model.lurker_factor, "creator": model.creator_factor}
    activity = np.array([by_activity.get(each, 1.0) for each in ACTIVITIES])
    role = np.array(list(by_role.values()))
    worth = np.array([odds(post.relevance_in(model)) for post in posts])
    own = (
        odds(model.base_share),
        activity[:, None],
        role[:, None, None],
        worth[:, None, None, None],
    )
    rewards = [_moved(model, reward) for reward in _SHARE_REWARDS]
    without = [[1.0 if i == each else rewards[i] for i in range(3)] for each in (None, 0, 1, 2)]
    valued = np.array([1.0, model.valued_factor])
    table = np.stack([product([*own, *left, valued]) for left in without])
    return table.reshape(4, len(posts), len(ROLES) * len(ACTIVITIES), 2)


def _moved(model: Engagement, reward: str) -> NDArray[np.float64]:
    """Return the factor of a reward on those whom it moves; shape (roles, activities, 1)."""
    factor = np.full((len(ROLES), len(ACTIVITIES), 1), model.factor(reward))
    if reward == "recognition":
        factor[:, ACTIVITIES.index("lurker")] = 1.0
    if reward == "loyalty":
        factor[[role != "customer" for role in ROLES]] = 1.0
    return factor


# --- the calendar ----------------------------------------------------------------------------


def calendar_arrays(
    network: Network,
    model: Engagement,
    posts: Sequence[Post],
    settings: Settings,
    seeds: Sequence[NDArray[np.int32]] | None,
) -> state.Calendar:
    """Return when posts live and who starts them: the seeds given, or by their origin."""
    words = words_of(posts)
    if seeds is None:
        drawn = [_starters(network, post, settings, (word, f"posts.{p}"))
                 for p, (post, word) in enumerate(zip(posts, words, strict=True))]  # fmt: skip
    else:
        drawn = [people[None, :] for people in seeds]
    rounds = np.array([post.paid // network.people for post in posts], np.int64)
    shown = [_shown_more(network, post, settings, word)
             for post, word in zip(posts, words, strict=True)]  # fmt: skip
    first = np.array([post.round for post in posts], np.int64)
    return state.Calendar(
        first=first,
        last=first + model.lifetime,
        word=np.array(words, np.uint64),
        own=np.array([post.origin == ORGANISATION for post in posts], np.bool_),
        seed_start=_starts(drawn),
        seeds=_side_by_side(drawn),
        paid_start=_starts(shown),
        paid=_side_by_side(shown),
        paid_rounds=rounds,
        paid_limits=_paid_limits(model.paid_read, rounds),
        horizon=settings.horizon,
    )


def words_of(posts: Sequence[Post]) -> list[int]:
    """Return the word of each post in the addresses of coins: of its name, else its place."""
    return [
        int(hashes_of([post.name], "post")[0]) if post.name else place
        for place, post in enumerate(posts)
    ]


def _paid_limits(chance: float, rounds: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the limits of reading after so many paid impressions, and after one more."""
    chances = [1 - (1 - chance) ** int(m) for each in rounds for m in (each, each + 1)]
    return _each(chances).reshape(-1, 2)


def _starts(lists: Sequence[NDArray[np.int32]]) -> NDArray[np.int64]:
    return np.array(list(accumulate((part.shape[1] for part in lists), initial=0)), np.int64)


def _side_by_side(lists: Sequence[NDArray[np.int32]]) -> NDArray[np.int32]:
    """Join people by post; named people have one row, drawn people may have one for each run."""
    if not lists:
        return np.zeros((1, 0), np.int32)
    if len(lists) == 1:
        return lists[0]
    rows = max(part.shape[0] for part in lists)
    return np.hstack([np.broadcast_to(part, (rows, part.shape[1])) for part in lists])


def _shown_more(network: Network, post: Post, settings: Settings, word: int) -> NDArray[np.int32]:
    """Return who has one paid impression more than the others; shape (1 or runs, people)."""
    count = post.paid % network.people
    people = np.arange(network.people if count else 0, dtype=np.int32)
    return draw(network, people, count, settings, (coins.SHOWN, word, "paid"))


def _starters(
    network: Network, post: Post, settings: Settings, address: tuple[int, str]
) -> NDArray[np.int32]:
    """Return the people who start a post; shape (1 or runs, seeds)."""
    word, where = address
    if post.people:
        return network.positions(post.people, f"{where}.people")[None, :]
    able = _able(network, post, where)
    first = np.flatnonzero(able & ~network.prospects).astype(np.int32)
    rest = np.flatnonzero(able & network.prospects).astype(np.int32)
    inside = min(post.seeds, first.size)
    of = (coins.SEED, word, f"{where}.seeds")
    parts = [draw(network, first, inside, settings, of),
             draw(network, rest, post.seeds - inside, settings, of)]  # fmt: skip
    return np.hstack(parts)


def _able(network: Network, post: Post, where: str) -> NDArray[np.bool_]:
    """Return who can start a post, by its origin and groups; refuse more seeds than these."""
    groups = [_group_number(network, label, f"{where}.groups") for label in post.groups]
    able = able_to_start(network, post.origin, groups if post.groups else None)
    found = np.count_nonzero(able)
    if post.seeds > found:
        raise _too_few_to_start(network, post, f"{where}.seeds", int(found))
    return able


def _too_few_to_start(network: Network, post: Post, where: str, able: int) -> EngagelabError:
    """Return the error for more seeds than can start a post, with what the network lacks."""
    numbers = {"seeds": post.seeds, "people": network.people, "origin": post.origin}
    if post.origin == "members" and not len(network.group_labels):
        return refused(where, "no_members_start", **numbers)
    if post.origin in ROLES and not of_origin(network, post.origin).any():
        return refused(where, "no_role_starts", **numbers)
    return refused(
        where, "too_few_in_groups" if post.groups else "too_few_starters", able=able, **numbers
    )


def able_to_start(network: Network, origin: str, groups: Iterable[int] | None) -> NDArray[np.bool_]:
    """Return who can start a post of an origin in groups, by number; None: wherever they are."""
    able = of_origin(network, origin)
    if groups is None:
        return able
    inside = np.zeros(network.people, np.bool_)
    for g in groups:
        inside[network.group_people[network.group_start[g] : network.group_start[g + 1]]] = True
    return able & inside


def of_origin(network: Network, origin: str) -> NDArray[np.bool_]:
    """Return who is of an origin; nobody for the organisation, whose posts have no seeds."""
    if origin in ROLES:
        return np.equal(network.traits.role, ROLES.index(origin))
    if origin in ("members", "prospects"):
        return np.equal(network.prospects, origin == "prospects")
    return np.full(network.people, origin != ORGANISATION)


def _group_number(network: Network, label: Hashable, where: str) -> int:
    labels = as_list(network.group_labels)
    if label not in labels:
        raise refused(where, "no_group", group=label, groups=len(labels))
    return labels.index(label)


def prices(model: Engagement) -> dict[str, float]:
    """Return the cost of one of each thing that is counted, and what was paid for nothing."""
    return {
        "posts": model.cost_post,
        **{f"{role}_seeds": getattr(model, price) for role, price in SEED_PRICES.items()},
        "bought_members": model.cost_member,
        "paid_impressions": model.cost_impression,
        "answers": model.cost_answer,
        "recognised_shares": model.recognition,
        "customer_shares": model.loyalty,
        "shares": model.discount,
        "acceptances": model.discount,
        "joins": model.trial,
        "off_message": model.cost_off_message,
        "recognition_anyway": model.recognition,
        "loyalty_anyway": model.loyalty,
        "discount_shares_anyway": model.discount,
        "discount_invitations_anyway": model.discount,
        "trial_anyway": model.trial,
    }
