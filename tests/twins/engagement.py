"""The slow twin of the engagement kernel: the rules once more, in plain Python, to be read.

It keeps sets and dictionaries where the kernel keeps arrays, evaluates every coin, and remembers
every exposure that has happened; it must equal the kernel exactly.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from engagelab.graphs.network import Network
from engagelab.models import Engagement
from engagelab.models.sections import ACTIVITIES, ROLES

MASK = 2**64 - 1
INFINITE = float("inf")
KINDS = {
    "seed": 1,
    "shown": 2,
    "paid": 3,
    "tie": 4,
    "group": 5,
    "share": 6,
    "invite": 7,
    "accept": 8,
    "answer": 9,
    "off": 10,
    "catch": 11,
    "approve": 12,
    "leave": 13,
}


def mix(word):
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & MASK
    return word ^ (word >> 31)


def coin(*address):
    state = 0x9E3779B97F4A7C15
    for word in address:
        state = mix(state ^ int(word))
    return state


def shared_coin(key, run, *address):
    """The coin of an exposure: a byte of a word that eight runs share, then bits of its own."""
    block, place = divmod(int(run), 64)
    byte, row = divmod(place, 8)
    word = coin(key, 8 * block + row, *address)
    first = word >> 8 * byte & 255
    return first << 56 | mix(word + (byte + 1) * 0x9E3779B97F4A7C15 & MASK) >> 8


def below(drawn, probability):
    return (drawn >> 1) < int(probability * 2.0**63)


def odds(probability):
    return INFINITE if probability >= 1 else probability / (1 - probability)


def raised(probability, factor):
    if factor == 1 or probability in (0, 1):
        return probability
    return odds(probability) * factor / (1 + odds(probability) * factor)


def power(base, exponent):
    try:
        return base ** float(exponent)
    except OverflowError:
        return INFINITE


@dataclass
class Life:
    """One post in one run."""

    index: int
    first: int
    last: int
    read_at: dict = field(default_factory=dict)
    parent: dict = field(default_factory=dict)
    heard: dict = field(default_factory=lambda: defaultdict(set))
    decided: dict = field(default_factory=dict)
    stopped: set = field(default_factory=set)
    anyway: dict = field(default_factory=dict)
    exposed: set = field(default_factory=set)
    invited: set = field(default_factory=set)


class Twin:
    """One run of a campaign."""

    def __init__(self, network: Network, model: Engagement, posts, seeds, paid, *, key, run):
        self.network, self.model, self.posts = network, model, posts
        self.seeds, self.paid, self.key, self.run = seeds, paid, key, run
        people = range(network.people)
        self.ties = {
            v: network.tie_to[network.tie_start[v] : network.tie_start[v + 1]].tolist()
            for v in people
        }
        start = network.group_start
        self.members = [
            set(network.group_people[start[g] : start[g + 1]].tolist())
            for g in range(len(network.group_labels))
        ]
        self.person = [int(h) for h in network.hashes]
        self.group = [int(h) for h in network.group_hashes]
        self.delay = model.approval_delay if model.review else 0
        self.lives = [
            Life(p, post.round, post.round + model.lifetime) for p, post in enumerate(posts)
        ]
        self.generation = {v: 0 for v in people if any(v in m for m in self.members)}
        self.generations = Counter({0: len(self.generation)})
        self.answered_at, self.published_at, self.joined = {}, {}, set()
        self.counts = defaultdict(Counter)
        self.events = set()

    # --- coins ---------------------------------------------------------------------------

    def happens(self, kind, life, probability, *address):
        drawn = shared_coin if kind in ("tie", "group") else coin
        return below(drawn(self.key, self.run, KINDS[kind], life.index, *address), probability)

    # --- rounds --------------------------------------------------------------------------

    def play(self, horizon):
        for r in range(horizon + 1):
            sizes = [len(m) for m in self.members]
            members = [set(m) for m in self.members]
            accepted = []
            for life in self.lives:
                if life.first <= r <= life.last:
                    self.round_of(life, r, members, sizes, accepted)
            self.leave(r, members)
            self.join(r, accepted)
            self.count("members", r, len(set().union(*self.members)) if self.members else 0)
        return self

    def count(self, measure, r, amount=1):
        self.counts[measure][r] += amount

    def happened(self, kind, r, life, person, other=None, group=None):
        named = [-1 if it is None else it for it in (other, group)]
        event = (r, -1 if life is None else life.index, kind, person, *named)
        assert event not in self.events, "nothing happens twice"
        self.events.add(event)

    def visible(self, life, s, r):
        at = life.decided.get(s)
        return at is not None and s not in life.stopped and at + 1 + self.delay <= r

    def round_of(self, life, r, members, sizes, accepted):
        fresh, more = set(), set()
        if r == life.first:
            fresh = self.begin(life, r)
        sharers = [s for s in life.decided if self.visible(life, s, r)]
        heard_now = defaultdict(set)
        for s in sharers:
            self.expose(life, s, r, members, sizes, heard_now)
        for s in sharers:
            self.invite(life, s, r, members, accepted)
        for v, by in heard_now.items():
            if v not in life.read_at:
                self.read(life, v, r, min(by, key=lambda s: self.person[s]))
                fresh.add(v)
            if by - life.heard[v]:
                more.add(v)
            life.heard[v] |= by
        reinforced = self.model.reinforcement > 1
        for v in fresh | (more if reinforced else set()):
            if v not in life.decided:
                self.decide(life, v, r)
        self.publish(life, r)

    def begin(self, life, r):
        fresh = set()
        for s in self.seeds[life.index]:
            self.happened("start", r, life, s)
            self.read(life, s, r, None)
            life.anyway[s] = {"recognition", "loyalty", "discount"}
            self.share(life, s, r)
        for v in self.paid[life.index]:
            self.count("impressions", r)
            self.count("paid_impressions", r)
            reads = self.happens("paid", life, self.model.paid_read, self.person[v])
            if reads and v not in life.read_at:
                self.read(life, v, r, None)
                fresh.add(v)
        return fresh

    def read(self, life, v, r, parent):
        self.count("reads", r)
        if not any(v in other.read_at for other in self.lives):
            self.count("readers", r)
        life.read_at[v] = r
        life.parent[v] = parent
        self.happened("read", r, life, v, parent)

    def expose(self, life, s, r, members, sizes, heard_now):
        model, a = self.model, self.person[s]
        for v in self.ties[s]:
            if (s, v, None) not in life.exposed:
                life.exposed.add((s, v, None))
                self.count("impressions", r)
                if self.happens("tie", life, model.tie_read, a, self.person[v]):
                    heard_now[v].add(s)
        for g, belonging in enumerate(members):
            if s not in belonging:
                continue
            attention = min(1.0, (model.reference_size / sizes[g]) ** model.crowding)
            for v in belonging - {s}:
                if (s, v, g) in life.exposed:
                    continue
                life.exposed.add((s, v, g))
                self.count("impressions", r)
                chance = model.group_read * attention
                if self.happens("group", life, chance, self.group[g], a, self.person[v]):
                    heard_now[v].add(s)

    def invite(self, life, s, r, members, accepted):
        if not self.network.traits.inviter[s]:
            return
        model = self.model
        invite = raised(model.invite, model.factor("discount"))
        accept = raised(model.accept, model.factor("trial"))
        for g, belonging in enumerate(members):
            if s not in belonging or (s, g) in life.invited:
                continue
            life.invited.add((s, g))
            for v in self.ties[s]:
                address = (self.group[g], self.person[s], self.person[v])
                if v in belonging or not self.happens("invite", life, invite, *address):
                    continue
                self.count("invitations", r)
                self.happened("invitation", r, life, v, s, g)
                if model.discount and self.happens("invite", life, model.invite, *address):
                    self.count("discount_invitations_anyway", r)
                if self.happens("accept", life, accept, *address):
                    self.happened("acceptance", r, life, v, s, g)
                    plain = self.happens("accept", life, model.accept, *address)
                    accepted.append((v, g, s, plain))

    # --- sharing -------------------------------------------------------------------------

    def decide(self, life, v, r):
        if self.shares(life, v, None):
            rewards = ("recognition", "loyalty", "discount")
            life.anyway[v] = {reward for reward in rewards if self.shares(life, v, reward)}
            self.share(life, v, r)

    def shares(self, life, v, without):
        model, traits = self.model, self.network.traits
        role, activity = ROLES[traits.role[v]], ACTIVITIES[traits.activity[v]]
        relevance = self.posts[life.index].relevance_for(role, model)
        factors = [odds(model.base_share), getattr(model, f"{activity}_factor"), odds(relevance)]
        for reward in ("recognition", "loyalty", "discount"):
            factors.append(1.0 if reward == without else model.factor(reward))
        factors.append(self.standing(life, v))
        before = sum(1 for other in self.lives if other.read_at.get(v, INFINITE) < life.read_at[v])
        heard = max(1, len(life.heard[v])) if model.reinforcement > 1 else 1
        factors += [power(model.fatigue, before), power(model.reinforcement, heard - 1)]
        if 0 in factors:
            return False
        total = 1.0
        for factor in factors:
            total *= factor
        chance = 1.0 if total == INFINITE else total / (1 + total)
        return self.happens("share", life, chance, self.person[v])

    def standing(self, life, v):
        if self.answered_at.get(v, INFINITE) < life.first:
            return self.model.valued_factor
        if self.published_at.get(v, INFINITE) < life.first:
            return self.model.unanswered_factor
        return 1.0

    def share(self, life, s, r):
        life.decided[s] = r
        if self.model.review:
            a = self.person[s]
            if self.happens("off", life, self.model.off_message, a):
                stopped = self.happens("catch", life, self.model.catch_rate, a)
            else:
                stopped = not self.happens("approve", life, self.model.approval_rate, a)
            if stopped:
                life.stopped.add(s)

    def publish(self, life, r):
        model = self.model
        for s in [s for s, at in life.decided.items() if at + self.delay == r]:
            if s in life.stopped:
                self.count("stopped", r)
                self.happened("stopped", r, life, s)
                continue
            self.count("shares", r)
            self.happened("share", r, life, s)
            self.count("sharers", r, s not in self.published_at)
            self.published_at.setdefault(s, r)
            self.count(
                "off_message", r, self.happens("off", life, model.off_message, self.person[s])
            )
            if self.happens("answer", life, model.reply_rate, self.person[s]):
                self.count("answers", r)
                self.answered_at.setdefault(s, r)
            if life.parent[s] is not None:
                self.count("attributed", life.decided[life.parent[s]] + self.delay)
            for reward in ("recognition", "loyalty", "discount"):
                if getattr(model, reward) and reward in life.anyway[s]:
                    name = "discount_shares" if reward == "discount" else reward
                    self.count(f"{name}_anyway", r)

    # --- memberships ---------------------------------------------------------------------

    def leave(self, r, members):
        for life in self.lives:
            if life.last != r:
                continue
            for g, belonging in enumerate(members):
                for v in belonging & self.members[g]:
                    valued = self.answered_at.get(v, INFINITE) < r
                    address = (self.group[g], self.person[v])
                    if not valued and self.happens("leave", life, self.model.leave, *address):
                        self.members[g].discard(v)
                        self.count("leavers", r)
                        self.happened("leave", r, None, v, None, g)

    def join(self, r, accepted):
        inviters = defaultdict(set)
        for v, _, s, _ in accepted:
            inviters[v].add(s)
        first = {v for v in inviters if v not in self.generation}
        for v in first:
            by = min(inviters[v], key=lambda s: self.person[s])
            self.generation[v] = self.generation[by] + 1
            self.generations[self.generation[v]] += 1
        for v, g in {(v, g) for v, g, _, _ in accepted}:
            self.members[g].add(v)
            self.count("joins", r)
            by = min(
                (s for w, h, s, _ in accepted if (w, h) == (v, g)), key=self.person.__getitem__
            )
            self.happened("join", r, None, v, by, g)
            self.count("joiners", r, v not in self.joined)
            self.joined.add(v)
            plain = any(p for w, h, _, p in accepted if (w, h) == (v, g))
            self.count("trial_anyway", r, bool(self.model.trial and plain))


def smallest(candidates, hashes, count, *address):
    """The people with the smallest coins, by position."""
    return sorted(candidates, key=lambda v: coin(*address, int(hashes[v])))[:count]


EVERY_RUN = MASK


def paid_people(network, posts, key):
    return [
        smallest(
            range(network.people), network.hashes, post.paid, key, EVERY_RUN, KINDS["shown"], p
        )
        for p, post in enumerate(posts)
    ]


def seed_people(network, posts, key):
    """Seeds of posts whose origin is anyone."""
    return [
        smallest(
            range(network.people), network.hashes, post.seeds, key, EVERY_RUN, KINDS["seed"], p
        )
        for p, post in enumerate(posts)
    ]
