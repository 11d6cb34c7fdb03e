"""A second simulator of the engagement model, written from its words alone.

It shares no code with the engine, uses ordinary random numbers, and is as plain as it can be. It is
compared with the engine in distribution, see `scenarios`. These are its rules.

**Rounds.** A post that starts in round s is alive in rounds s to s + lifetime. What happens in a
round depends on the state at its start. In each round, every living post does six things: (1) in
its first round it is opened; (2) visible shares and the own space expose people; (3) earlier
readers invite; (4) the readers of this round comment and decide; (5) shares that are due are
published; (6) the contributors of this round are answered. After all posts: accepted invitations
become memberships; contributors of posts in their last round become critics; members leave.

**Opening.** Fixed for the life of a post: the people it does not concern (people who have heard a
critic and fail a goodwill coin; seeds need none), the valued people (ever answered before this
round), and the factor of listening (by all answers given before this round). Seeds who are not
critics read and are paid. Paid impressions are dealt out evenly, the remainder at random; who has m
of them reads with 1 - (1 - paid_read) ** m.

**Exposure.** A share published in round t is visible from t + 1. In that round it meets the
sharer's ties. In every round it meets, in each group that its sharer belongs to and shows it in
(one coin per sharer and group, for good), the members whom it has not met there. A post of the
organisation meets each member of the own space once. Each meeting is one impression, on critics and
on those who have already read too; it is read with the probability that follows from its odds.
Critics, and people whom the post does not concern, never read.

**Invitations.** An inviter who read in an earlier round invites into each of their groups in which
some share is visible (and into the own space, of a post of the organisation), once per group: each
of their ties who does not belong to it, with the odds of `invite` times the factor of the discount.
Invitations to critics are sent and not accepted. The odds to accept are those of `accept` times the
factor of the trial, and times `own_space` there. All acceptances of a round for one group and
person, from whatever post, make one membership, by the inviter with the smallest label hash; where
they invited for several posts, by the post with the smallest place or hash of its name.

**Deciding.** A seed always shares. Others share with the product of the odds of `base_share` and
relevance and all factors; a zero among them wins over an infinity. An employee's share is off
message with a coin. Under review it is passed or stopped, and published or counted as stopped
`approval_delay` rounds later; if the post has ended by then, it is neither.

**Answers, critics, leaving.** Commenters, and authors of published shares, are contributors; each
is answered or not once per post, in the first round they are one. In the last round of a post, its
contributors who were never answered in any post may become critics. A critic leaves the own space
and takes no part in any post from the next round on; what they have decided is still published. The
ties of a critic have heard. After that, each member of each group and of the own space may leave,
except those who were ever answered.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf, prod

import numpy as np

from engagelab.graphs.hashing import hashes_of
from engagelab.models.sections import ACTIVITIES, ORGANISATION, ROLES

PER_POST = ("reads", "shares", "impressions", "joins", "comments", "answers")
STOCKS = ("members", "own_members")
REWARDED_SHARES = ("recognition", "loyalty", "discount")


def odds(probability):
    return inf if probability >= 1 else probability / (1 - probability)


def probability(*factors):
    """Return the probability whose odds are a product; a zero wins over an infinity."""
    if any(factor == 0 for factor in factors):
        return 0.0
    whole = prod(factors)
    return 1.0 if whole == inf else whole / (1 + whole)


def uniforms(rng):
    while True:
        yield from rng.random(4096).tolist()


def address_of(place, post):
    return int(hashes_of([post.name], "post")[0]) if post.name else place


class Town:
    """A network as lists and sets; the own space is the group after the last."""

    def __init__(self, network):
        starts, ends = network.tie_start, network.tie_to
        self.people = network.people
        self.ties = [ends[starts[p] : starts[p + 1]].tolist() for p in range(self.people)]
        starts, ends = network.group_start, network.group_people
        self.groups = [set(ends[a:b].tolist()) for a, b in pairwise(starts)]
        self.labels = list(network.labels)
        self.group_labels = list(network.group_labels)
        self.index = network.index
        self.own = len(self.groups)
        self.role = [ROLES[code] for code in network.traits.role]
        self.activity = [ACTIVITIES[code] for code in network.traits.activity]
        self.inviters = set(np.flatnonzero(network.traits.inviter).tolist())
        self.hash = [int(value) for value in network.hashes]
        self.in_groups = set().union(*self.groups)

    def of_origin(self, post):
        """Return the people who may start a post: first those in a group, then the others."""
        allowed = set(range(self.people))
        if post.groups:
            named = [self.groups[self.group_labels.index(label)] for label in post.groups]
            allowed &= set().union(*named)
        if post.origin in ROLES:
            allowed &= {p for p in allowed if self.role[p] == post.origin}
        if post.origin == "members":
            allowed &= self.in_groups
        if post.origin == "prospects":
            allowed -= self.in_groups
        return sorted(allowed & self.in_groups), sorted(allowed - self.in_groups)


@dataclass
class Share:
    """A share that was decided: when it is due, and what is known of it already."""

    author: int
    stopped: bool
    off_message: bool
    anyway: tuple[str, ...]


@dataclass
class Acceptance:
    """An accepted invitation of this round."""

    post: int
    inviter: int
    invitee: int
    group: int
    without_trial: bool


@dataclass
class Life:
    """One post during its life."""

    place: int
    post: object
    last: int
    relevance: float
    seeds: set
    unconcerned: set = field(default_factory=set)
    valued: set = field(default_factory=set)
    learned: float = 1.0
    read: dict = field(default_factory=dict)  # person: round
    read_by_share: set = field(default_factory=set)
    due: dict = field(default_factory=lambda: defaultdict(list))  # round: shares
    visible_from: dict = field(default_factory=dict)  # sharer: round
    shown_in: dict = field(default_factory=dict)  # sharer: groups, as soon as they belong there
    met: dict = field(default_factory=lambda: defaultdict(set))  # (sharer, group): receivers
    met_in_own_space: set = field(default_factory=set)
    invited_into: dict = field(default_factory=lambda: defaultdict(set))  # group: inviters
    contributors: set = field(default_factory=set)

    @property
    def of_organisation(self):
        return self.post.origin == ORGANISATION


class Witness:
    """One run of a campaign."""

    def __init__(self, town, model, posts, horizon, rng, seeds=None):
        self.town, self.model, self.horizon, self.rng = town, model, horizon, rng
        self.coins = uniforms(rng)
        self.counts = defaultdict(lambda: [0] * (horizon + 1))
        self.by_post = [Counter() for _ in posts]
        self.members = [set(group) for group in town.groups] + [self._some(model.own_size)]
        self.critics, self.heard, self.answered = set(), set(), set()
        self.ever_in_group = set(town.in_groups)
        self.won_by_invitation, self.readers, self.sharers = set(), set(), set()
        self.answers = 0
        self.accepted = []
        seeds = map(self._seeds_of, posts) if seeds is None else seeds
        self.lives = [
            Life(place, post, post.round + model.lifetime, post.relevance_in(model), set(chosen))
            for place, (post, chosen) in enumerate(zip(posts, seeds, strict=True))
        ]
        self.address = [address_of(place, post) for place, post in enumerate(posts)]
        self.now = 0

    def _some(self, number):
        return set(self.rng.permutation(self.town.people)[:number].tolist())

    def _seeds_of(self, post):
        if post.people:
            return [self.town.index[label] for label in post.people]
        first, then = self.town.of_origin(post)
        order = [*self.rng.permutation(first), *self.rng.permutation(then)]
        return [int(person) for person in order[: post.seeds]]

    def falls(self, limit):
        return next(self.coins) < limit

    def count(self, name, number=1, life=None):
        self.counts[name][self.now] += number
        if life is not None and name in PER_POST:
            self.by_post[life.place][name] += number

    # --- the rounds

    def run(self):
        self.count("bought_members", self.model.own_size)
        for now in range(self.horizon + 1):
            self.now = now
            living = [life for life in self.lives if life.post.round <= self.now <= life.last]
            opening = [life for life in living if life.post.round == self.now]
            for life in opening:
                self.open(life)
            for life in living:
                self.live(life)
            self.join()
            ending = [life for life in living if life.last == self.now]
            self.turn_critic(ending)
            self.leave(ending)
            self.counts["members"][self.now] = len(set().union(*self.members[:-1]))
            self.counts["own_members"][self.now] = len(self.members[-1])
        return self

    def live(self, life):
        reading, by_share = set(), set()
        if life.post.round == self.now:
            reading |= self.start(life) | self.pay(life)
        by_share = self.expose_ties(life) | self.expose_groups(life)
        reading |= by_share | self.expose_own_space(life)
        reading -= life.read.keys()
        self.invite(life)
        life.read_by_share |= by_share & reading
        new = self.read(life, reading) | self.publish(life)
        self.answer(life, new - life.contributors)

    # --- the first round of a post

    def open(self, life):
        model = self.model
        life.valued = set(self.answered)
        life.unconcerned = {
            person
            for person in self.heard
            if person not in life.seeds and not self.falls(model.goodwill)
        }
        heard = 1000 * self.answers / self.town.people
        life.learned = 1 + model.listening_gain * heard / (heard + 5)
        self.count("posts")

    def start(self, life):
        seeds = {person for person in life.seeds if person not in self.critics}
        for person in seeds:
            self.count(f"{self.town.role[person]}_seeds")
        return seeds

    def pay(self, life):
        each, rest = divmod(life.post.paid, self.town.people)
        more = self._some(rest)
        self.count("paid_impressions", life.post.paid)
        self.count("impressions", life.post.paid, life)
        limits = [1 - (1 - self.model.paid_read) ** (each + one) for one in (0, 1)]
        readers = {p for p in range(self.town.people) if self.falls(limits[p in more])}
        return readers - self.closed(life)

    def closed(self, life):
        """Return the people who take no part in the post."""
        return self.critics | life.unconcerned

    # --- exposure

    def trust(self, sharer):
        return self.model.employee_trust if self.town.role[sharer] == "employee" else 1.0

    def attention(self, group):
        size = max(1, len(self.members[group]))
        return min(1.0, (self.model.reference_size / size) ** self.model.crowding)

    def meet(self, life, receivers, limit):
        """Count the impressions; return the receivers who read."""
        self.count("impressions", len(receivers), life)
        coins = zip(receivers, self.coins, strict=False)
        return {person for person, coin in coins if coin < limit} - self.closed(life)

    def expose_ties(self, life):
        read = set()
        for sharer, since in life.visible_from.items():
            if since == self.now:
                limit = probability(odds(self.model.tie_read), self.trust(sharer))
                read |= self.meet(life, self.town.ties[sharer], limit)
        return read

    def shown(self, life):
        """Return (sharer, group) for each group in which a visible share is shown now."""
        for sharer, since in life.visible_from.items():
            if since <= self.now:
                for group in life.shown_in[sharer]:
                    if sharer in self.members[group]:
                        yield sharer, group

    def expose_groups(self, life):
        read = set()
        for sharer, group in self.shown(life):
            met = life.met[sharer, group]
            receivers = self.members[group] - met - {sharer}
            if not receivers:
                continue
            met |= receivers
            share = odds(self.model.group_read * self.attention(group))
            read |= self.meet(life, receivers, probability(share, self.trust(sharer)))
        return read

    def expose_own_space(self, life):
        if not life.of_organisation:
            return set()
        own = self.town.own
        receivers = self.members[own] - life.met_in_own_space
        life.met_in_own_space |= receivers
        self.count("own_impressions", len(receivers))
        share = odds(self.model.group_read * self.attention(own))
        return self.meet(life, receivers, probability(share, self.model.own_space))

    # --- invitations

    def invite(self, life):
        visible = {group for _, group in self.shown(life)}
        if life.of_organisation:
            visible.add(self.town.own)
        inviters = (life.read.keys() & self.town.inviters) - self.critics
        for group in visible:
            new = (inviters & self.members[group]) - life.invited_into[group]
            life.invited_into[group] |= new
            for inviter in new:
                self.invite_into(life, inviter, group)

    def invite_into(self, life, inviter, group):
        base = odds(self.model.invite)
        limit = probability(base, self.model.factor("discount"))
        for invitee in self.town.ties[inviter]:
            coin = next(self.coins)
            if invitee in self.members[group] or coin >= limit:
                continue
            self.count("invitations")
            if invitee not in self.closed(life) and self.accept(life, inviter, invitee, group):
                self.count("acceptances")
                if self.model.discount and coin < probability(base):
                    self.count("discount_invitations_anyway")

    def accept(self, life, inviter, invitee, group):
        place = self.model.own_space if group == self.town.own else 1.0
        coin, base = next(self.coins), odds(self.model.accept)
        if coin >= probability(base, self.model.factor("trial"), place):
            return False
        without = coin < probability(base, place)
        self.accepted.append(Acceptance(life.place, inviter, invitee, group, without))
        return True

    # --- readers

    def read(self, life, reading):
        """Let people read, comment and decide; return those who comment."""
        for person in reading:
            life.read[person] = self.now
            self.decide(life, person)
        self.count("reads", len(reading), life)
        self.count("readers", len(reading - self.readers))
        self.readers |= reading
        comments = {person for person in reading if self.falls(self.model.comment)}
        self.count("comments", len(comments), life)
        return comments

    def decide(self, life, person):
        coin = next(self.coins)
        seed = person in life.seeds
        if not seed and coin >= self.limit(life, person):
            return
        anyway = tuple(
            reward
            for reward in REWARDED_SHARES
            if self.rewarded(reward, person)
            and (seed or coin < self.limit(life, person, without=reward))
        )
        employee, model = self.town.role[person] == "employee", self.model
        off = employee and self.falls(model.off_message)
        pass_rate = model.approval_rate * ((1 - model.catch_rate) if off else 1)
        review = employee and model.review
        stopped = review and not self.falls(pass_rate)
        due = self.now + (model.approval_delay if review else 0)
        life.due[due].append(Share(person, stopped, off, anyway))

    def limit(self, life, person, without=None):
        """Return the probability to share, perhaps without one of the rewards."""
        model = self.model
        rewards = [
            model.factor(reward)
            for reward in REWARDED_SHARES
            if reward != without and self.moved_by(reward, person)
        ]
        return probability(
            odds(model.base_share),
            odds(life.relevance),
            self.activity_factor(person),
            self.involvement(person),
            life.learned,
            model.valued_factor if person in life.valued else 1.0,
            model.fatigue ** self.others_read(life, person),
            *rewards,
        )

    def activity_factor(self, person):
        factors = {"lurker": self.model.lurker_factor, "creator": self.model.creator_factor}
        return factors.get(self.town.activity[person], 1.0)

    def involvement(self, person):
        role = self.town.role[person]
        if role in ("employee", "partner"):
            return self.model.insider_factor
        return self.model.customer_factor if role == "customer" else 1.0

    def others_read(self, life, person):
        return sum(
            other.read.get(person, self.now) < self.now for other in self.lives if other is not life
        )

    def moved_by(self, reward, person):
        if reward == "recognition":
            return self.town.activity[person] != "lurker"
        return reward == "discount" or self.town.role[person] == "customer"

    def rewarded(self, reward, person):
        return getattr(self.model, reward) > 0 and self.moved_by(reward, person)

    # --- shares and answers

    def publish(self, life):
        """Publish what is due; return the authors."""
        authors = set()
        for share in life.due.pop(self.now, ()):
            if share.stopped:
                self.count("stopped")
                continue
            authors.add(share.author)
            life.visible_from[share.author] = self.now + 1
            groups = range(self.town.own)
            life.shown_in[share.author] = [g for g in groups if self.falls(self.model.group_share)]
            self.count_share(life, share)
        self.count("sharers", len(authors - self.sharers))
        self.sharers |= authors
        return authors

    def count_share(self, life, share):
        self.count("shares", 1, life)
        self.count("off_message", share.off_message)
        self.count("attributed", share.author in life.read_by_share)
        self.count("recognised_shares", self.moved_by("recognition", share.author))
        self.count("customer_shares", self.moved_by("loyalty", share.author))
        for reward in share.anyway:
            name = "discount_shares" if reward == "discount" else reward
            self.count(f"{name}_anyway")

    def answer(self, life, new):
        life.contributors |= new
        answered = {person for person in new if self.falls(self.model.reply_rate)}
        self.count("answers", len(answered), life)
        self.answers_given(answered)

    def answers_given(self, people):
        self.answers += len(people)
        self.answered |= people

    # --- the end of a round

    def join(self):
        together = defaultdict(list)
        for acceptance in self.accepted:
            together[acceptance.group, acceptance.invitee].append(acceptance)
        self.accepted = []
        chosen = [
            min(several, key=lambda one: (self.town.hash[one.inviter], self.address[one.post]))
            for several in together.values()
        ]
        for several in together.values():
            if self.model.trial and any(one.without_trial for one in several):
                self.count("trial_anyway")
        for one in chosen:
            self.count("joins", 1, self.lives[one.post])
            self.count("secondary_joins", one.inviter in self.won_by_invitation)
            self.enter(one.invitee, one.group)
        self.won_by_invitation |= {one.invitee for one in chosen}

    def enter(self, person, group):
        self.members[group].add(person)
        if group == self.town.own:
            self.count("own_joins")
            return
        self.count("joiners", person not in self.ever_in_group)
        self.ever_in_group.add(person)

    def turn_critic(self, ending):
        new = {
            person
            for life in ending
            for person in life.contributors - self.answered - self.critics
            if self.falls(self.model.critic)
        }
        self.critics |= new
        self.count("critics", len(new))
        self.count("leavers", len(new & self.members[self.town.own]))
        self.members[self.town.own] -= new
        for person in new:
            self.heard.update(self.town.ties[person])

    def leave(self, ending):
        for _ in ending:
            for members in self.members:
                gone = {p for p in members - self.answered if self.falls(self.model.leave)}
                members -= gone
                self.count("leavers", len(gone))


def simulate(network, model, posts, *, runs, horizon, rng, seeds=None, kind=Witness):
    """Simulate a campaign; members of the own space, drawn seeds and paid people differ by run.

    Returns
    -------
    counts : dict of array, shape (runs, rounds)
        Each measure that was not 0 throughout; `STOCKS` are what there is at the end of a round.
    by_post : dict of array, shape (runs, posts)
        The measures of `PER_POST`.
    """
    town, results = Town(network), []
    for _ in range(runs):
        run = kind(town, model, posts, horizon, rng, seeds).run()
        results.append((run.counts, run.by_post))
    none = [0] * (horizon + 1)
    names = sorted({name for counts, _ in results for name in counts})
    counts = {name: np.array([each.get(name, none) for each, _ in results]) for name in names}
    by_post = {
        name: np.array([[post[name] for post in posts] for _, posts in results])
        for name in PER_POST
    }
    return counts, by_post
