"""The slow twin of the engagement kernel: the rules once more, in plain Python, to be read.

It keeps sets and dictionaries where the kernel keeps arrays, evaluates every coin, and remembers
every exposure that has happened; it must equal the kernel exactly.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from engagelab.engine.measures import POST_MEASURES
from engagelab.graphs.hashing import hashes_of
from engagelab.graphs.network import Network
from engagelab.models import Engagement
from engagelab.models.sections import ACTIVITIES, ROLES

MASK = 2**64 - 1
EVERY_RUN = MASK
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
    "approve": 12,
    "leave": 13,
    "comment": 22,
    "critic": 23,
    "goodwill": 24,
    "own": 25,
    "seat": 26,
}
OWN = "own space"  # the organisation's own space, beside the groups by number


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


def product(factors):
    """Multiply odds and factors one by one; 0 wins over infinite."""
    if 0 in factors:
        return 0.0
    total = 1.0
    for factor in factors:
        total *= factor
    return total


def chance(odds):
    return 1.0 if odds == INFINITE else odds / (1 + odds)


def raised(probability, factor):
    return probability if factor == 1 else chance(product([odds(probability), factor]))


@dataclass
class Life:
    """One post in one run."""

    index: int
    word: int
    first: int
    last: int
    organisation: bool
    read_at: dict = field(default_factory=dict)
    parent: dict = field(default_factory=dict)
    decided: dict = field(default_factory=dict)
    stopped: set = field(default_factory=set)
    anyway: dict = field(default_factory=dict)
    exposed: set = field(default_factory=set)
    invited: set = field(default_factory=set)
    away: set = field(default_factory=set)
    valued: set = field(default_factory=set)
    contributors: set = field(default_factory=set)
    learned: float = 1.0
    counts: Counter = field(default_factory=Counter)


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
        self.members = {
            g: set(network.group_people[start[g] : start[g + 1]].tolist())
            for g in range(len(network.group_labels))
        }
        self.person = [int(h) for h in network.hashes]
        self.group = {g: int(h) for g, h in enumerate(network.group_hashes)}
        self.group[OWN] = own_hash()
        own = smallest(people, network.hashes, model.own_size, key, EVERY_RUN, KINDS["seat"])
        self.generation = {v: 0 for v in people if any(v in m for m in self.members.values())}
        self.generations = Counter({0: len(self.generation)})
        self.members[OWN] = set(own)
        self.lives = [
            Life(p, word_of(post, p), post.round, post.round + model.lifetime,
                 post.origin == "organisation")
            for p, post in enumerate(posts)
        ]  # fmt: skip
        self.answered_at, self.published_at, self.joined_at = {}, {}, {}
        self.critic_at, self.heard_at = {}, {}
        self.shares_of = Counter()
        self.counts = defaultdict(Counter)
        self.events = set()

    # --- coins ---------------------------------------------------------------------------

    def happens(self, kind, life, probability, *address):
        drawn = shared_coin if kind in ("tie", "group", "own") else coin
        return below(drawn(self.key, self.run, KINDS[kind], life.word, *address), probability)

    # --- rounds --------------------------------------------------------------------------

    def simulate(self, horizon):
        self.count("bought_members", 0, len(self.members[OWN]))
        for r in range(horizon + 1):
            members = {g: set(m) for g, m in self.members.items()}
            accepted = []
            for life in self.lives:
                if life.first <= r <= life.last:
                    self.round_of(life, r, members, accepted)
            self.join(r, accepted)
            self.turn_away(r)
            self.leave(r)
            groups = [m for g, m in self.members.items() if g != OWN]
            self.count("members", r, len(set().union(*groups)))
            self.count("own_members", r, len(self.members[OWN]))
        return self

    def count(self, measure, r, amount=1, life=None):
        self.counts[measure][r] += amount
        if life is not None and measure in POST_MEASURES:
            life.counts[measure] += amount

    def happened(self, kind, r, life, person, other=None, group=None, channel=""):
        group = len(self.group) - 1 if group == OWN else group
        named = [-1 if it is None else it for it in (other, group)]
        event = (r, -1 if life is None else life.index, kind, person, *named, channel)
        assert event not in self.events, "nothing happens twice"
        self.events.add(event)

    def is_critic(self, v, r):
        return self.critic_at.get(v, INFINITE) < r

    def takes_part(self, life, v, r):
        return not self.is_critic(v, r) and v not in life.away

    def delay(self, s):
        reviewed = self.model.review and self.is_employee(s)
        return self.model.approval_delay if reviewed else 0

    def is_employee(self, v):
        return ROLES[self.network.traits.role[v]] == "employee"

    def visible(self, life, s, r):
        at = life.decided.get(s)
        return at is not None and s not in life.stopped and at + self.delay(s) + 1 <= r

    def shows(self, life, s, g):
        a, b = self.group[g], self.person[s]
        return g != OWN and self.happens("group", life, self.model.group_share, a, b)

    def round_of(self, life, r, members, accepted):
        heard = defaultdict(set)
        if r == life.first:
            self.begin(life, r)
        self.show_own_space(life, r, members, heard)
        sharers = [s for s in life.decided if self.visible(life, s, r)]
        for s in sharers:
            self.expose(life, s, r, members, heard)
        earlier = [v for v, at in life.read_at.items() if at < r]
        for v, by in heard.items():
            if v not in life.read_at and self.takes_part(life, v, r):
                first = None if None in by else min(by, key=lambda s: self.person[s])
                self.read(life, v, r, first, OWN if first is None else "sharer")
        for v in earlier:
            self.invite(life, v, r, members, sharers, accepted)
        now = [v for v, at in life.read_at.items() if at == r]
        for v in now:
            if self.happens("comment", life, self.model.comment, self.person[v]):
                self.count("comments", r, 1, life)
                self.happened("comment", r, life, v)
                self.contribute(life, v, r)
        for v in now:
            if v not in life.decided:
                self.decide(life, v, r)
        self.publish(life, r)

    def begin(self, life, r):
        model, posted = self.model, self.posts[life.index]
        answers = sum(n for at, n in self.counts["answers"].items() if at < r)
        thousands = answers * 1000.0 / self.network.people
        life.learned = 1.0 + model.listening_gain * thousands / (thousands + 5.0)
        life.valued = {v for v, at in self.answered_at.items() if at < r}
        life.away = {
            v
            for v, at in self.heard_at.items()
            if at < r and not self.happens("goodwill", life, model.goodwill, self.person[v])
        }
        self.count("posts", r)
        for s in self.seeds[life.index]:
            if self.is_critic(s, r):
                continue
            life.away.discard(s)
            self.happened("start", r, life, s)
            self.count(f"{ROLES[self.network.traits.role[s]]}_seeds", r)
            self.read(life, s, r, None, "start")
            life.anyway[s] = {"recognition", "loyalty", "discount"}
            self.share(life, s, r)
        self.count("impressions", r, posted.paid, life)
        self.count("paid_impressions", r, posted.paid)
        each = posted.paid // self.network.people
        for v in range(self.network.people):
            shown = each + (v in self.paid[life.index])
            reads = self.happens("paid", life, 1 - (1 - model.paid_read) ** shown, self.person[v])
            if shown and reads and v not in life.read_at and self.takes_part(life, v, r):
                self.read(life, v, r, None, "paid")

    def read(self, life, v, r, parent, channel):
        self.count("reads", r, 1, life)
        if not any(v in other.read_at for other in self.lives):
            self.count("readers", r)
        life.read_at[v] = r
        life.parent[v] = parent
        self.happened("read", r, life, v, parent, channel=channel)

    # --- exposure ------------------------------------------------------------------------

    def attention(self, size):
        model = self.model
        return model.group_read * min(1.0, (model.reference_size / size) ** model.crowding)

    def show_own_space(self, life, r, members, heard):
        if not life.organisation:
            return
        for v in members[OWN]:
            if (OWN, v) in life.exposed:
                continue
            life.exposed.add((OWN, v))
            self.count("impressions", r, 1, life)
            self.count("own_impressions", r)
            reads = raised(self.attention(len(members[OWN])), self.model.own_space)
            if self.happens("own", life, reads, self.person[v]):
                heard[v].add(None)

    def expose(self, life, s, r, members, heard):
        model, a = self.model, self.person[s]
        trust = model.employee_trust if self.is_employee(s) else 1.0
        for v in self.ties[s]:
            if (s, v, None) not in life.exposed:
                life.exposed.add((s, v, None))
                self.count("impressions", r, 1, life)
                if self.happens("tie", life, raised(model.tie_read, trust), a, self.person[v]):
                    heard[v].add(s)
        for g, belonging in members.items():
            if s not in belonging or not self.shows(life, s, g):
                continue
            for v in belonging - {s}:
                if (s, v, g) in life.exposed:
                    continue
                life.exposed.add((s, v, g))
                self.count("impressions", r, 1, life)
                reads = raised(self.attention(len(belonging)), trust)
                if self.happens("group", life, reads, self.group[g], a, self.person[v]):
                    heard[v].add(s)

    # --- invitations ---------------------------------------------------------------------

    def is_visible_in(self, life, g, belonging, sharers):
        if g == OWN:
            return life.organisation
        return any(s in belonging and self.shows(life, s, g) for s in sharers)

    def invite(self, life, s, r, members, sharers, accepted):
        if not self.network.traits.inviter[s] or self.is_critic(s, r):
            return
        model = self.model
        invite = raised(model.invite, model.factor("discount"))
        for g, belonging in members.items():
            if s not in belonging or (s, g) in life.invited:
                continue
            if not self.is_visible_in(life, g, belonging, sharers):
                continue
            life.invited.add((s, g))
            own = model.own_space if g == OWN else 1.0
            plain = raised(model.accept, own)
            accept = raised(model.accept, model.factor("trial") * own)
            for v in self.ties[s]:
                address = (self.group[g], self.person[s], self.person[v])
                if v in belonging or not self.happens("invite", life, invite, *address):
                    continue
                self.count("invitations", r)
                self.happened("invitation", r, life, v, s, g)
                if not self.takes_part(life, v, r):
                    continue
                if not self.happens("accept", life, accept, *address):
                    continue
                self.count("acceptances", r)
                self.happened("acceptance", r, life, v, s, g)
                if model.discount and self.happens("invite", life, model.invite, *address):
                    self.count("discount_invitations_anyway", r)
                without = self.happens("accept", life, plain, *address)
                accepted.append((v, g, s, life, without))

    # --- sharing -------------------------------------------------------------------------

    def decide(self, life, v, r):
        if self.shares(life, v, None):
            rewards = ("recognition", "loyalty", "discount")
            life.anyway[v] = {reward for reward in rewards if self.shares(life, v, reward)}
            self.share(life, v, r)

    def shares(self, life, v, without):
        model, traits = self.model, self.network.traits
        role, activity = ROLES[traits.role[v]], ACTIVITIES[traits.activity[v]]
        involvement = {"customer": model.customer_factor, "public": 1.0}
        factors = [
            odds(model.base_share),
            1.0 if activity == "contributor" else getattr(model, f"{activity}_factor"),
            involvement.get(role, model.insider_factor),
            odds(self.posts[life.index].relevance_in(model)),
        ]
        for reward in ("recognition", "loyalty", "discount"):
            moves = self.is_moved_by(v, reward) and reward != without
            factors.append(model.factor(reward) if moves else 1.0)
        factors.append(model.valued_factor if v in life.valued else 1.0)
        before = sum(1 for other in self.lives if other.read_at.get(v, INFINITE) < life.read_at[v])
        factors += [life.learned, model.fatigue ** float(before)]
        return self.happens("share", life, chance(product(factors)), self.person[v])

    def is_moved_by(self, v, reward):
        traits = self.network.traits
        if reward == "recognition":
            return ACTIVITIES[traits.activity[v]] != "lurker"
        return reward == "discount" or ROLES[traits.role[v]] == "customer"

    def share(self, life, s, r):
        life.decided[s] = r
        if self.model.review and self.is_employee(s):
            passes = self.model.approval_rate
            if self.happens("off", life, self.model.off_message, self.person[s]):
                passes = passes * (1 - self.model.catch_rate)
            if not self.happens("approve", life, passes, self.person[s]):
                life.stopped.add(s)

    def publish(self, life, r):
        for s in [s for s, at in life.decided.items() if at + self.delay(s) == r]:
            if s in life.stopped:
                self.count("stopped", r)
                self.happened("stopped", r, life, s)
                continue
            self.count("shares", r, 1, life)
            self.shares_of[s] += 1
            self.happened("share", r, life, s)
            self.count("sharers", r, s not in self.published_at)
            self.published_at.setdefault(s, r)
            off = self.happens("off", life, self.model.off_message, self.person[s])
            self.count("off_message", r, off and self.is_employee(s))
            parent = life.parent[s]
            if parent is not None:
                self.count("attributed", life.decided[parent] + self.delay(parent))
            self.reward(life, s, r)
            self.contribute(life, s, r)

    def reward(self, life, s, r):
        self.count("recognised_shares", r, self.is_moved_by(s, "recognition"))
        self.count("customer_shares", r, self.is_moved_by(s, "loyalty"))
        for reward in ("recognition", "loyalty", "discount"):
            paid = getattr(self.model, reward) and self.is_moved_by(s, reward)
            if paid and reward in life.anyway[s]:
                name = "discount_shares" if reward == "discount" else reward
                self.count(f"{name}_anyway", r)

    # --- answers and critics -------------------------------------------------------------

    def contribute(self, life, v, r):
        if v in life.contributors:
            return
        life.contributors.add(v)
        if self.happens("answer", life, self.model.reply_rate, self.person[v]):
            self.count("answers", r, 1, life)
            self.happened("answer", r, life, v)
            self.answered_at.setdefault(v, r)

    def turn_away(self, r):
        turned = {
            v
            for life in self.lives
            if life.last == r
            for v in life.contributors
            if v not in self.answered_at and v not in self.critic_at
            if self.happens("critic", life, self.model.critic, self.person[v])
        }
        for v in turned:
            self.count("critics", r)
            self.happened("critic", r, None, v)
            self.critic_at[v] = r
            if v in self.members[OWN]:
                self.part(v, OWN, r)
            for u in self.ties[v]:
                self.heard_at.setdefault(u, r)

    # --- memberships ---------------------------------------------------------------------

    def part(self, v, g, r):
        self.members[g].discard(v)
        self.count("leavers", r)
        self.happened("leave", r, None, v, None, g)

    def leave(self, r):
        for life in self.lives:
            if life.last != r:
                continue
            for g, belonging in self.members.items():
                for v in set(belonging):
                    address = (self.group[g], self.person[v])
                    stays = v in self.answered_at
                    if not stays and self.happens("leave", life, self.model.leave, *address):
                        self.part(v, g, r)

    def join(self, r, accepted):
        inviters = defaultdict(set)
        for v, g, s, _, _ in accepted:
            if g != OWN and v not in self.generation:
                inviters[v].add(s)
        for v, by in inviters.items():
            first = min(by, key=lambda s: self.person[s])
            self.generation[v] = self.generation[first] + 1
            self.generations[self.generation[v]] += 1
            self.count("joiners", r)
        for v, g in {(v, g) for v, g, _, _, _ in accepted}:
            of_it = [(s, life, plain) for w, h, s, life, plain in accepted if (w, h) == (v, g)]
            by, life, _ = min(of_it, key=lambda one: (self.person[one[0]], one[1].word))
            self.members[g].add(v)
            self.count("joins", r, 1, life)
            self.count("own_joins", r, g == OWN)
            self.count("secondary_joins", r, self.joined_at.get(by, INFINITE) < r)
            self.happened("join", r, life, v, by, g)
            plain = any(plain for _, _, plain in of_it)
            self.count("trial_anyway", r, bool(self.model.trial and plain))
            self.joined_at.setdefault(v, r)


def smallest(candidates, hashes, count, *address):
    """The people with the smallest coins, by position."""
    return sorted(candidates, key=lambda v: coin(*address, int(hashes[v])))[:count]


def word_of(post, place):
    """The word of a post in the addresses of coins: its name's hash, or its place."""
    return int(hashes_of([post.name], "post")[0]) if post.name else place


def own_hash():
    return coin(KINDS["seat"])


def paid_people(network, posts, key):
    """The people who have one impression more than the others."""
    return [
        set(smallest(range(network.people), network.hashes, post.paid % network.people, key,
                     EVERY_RUN, KINDS["shown"], word_of(post, p)))
        for p, post in enumerate(posts)
    ]  # fmt: skip


def seed_people(network, posts, key):
    """Seeds of posts whose origin is anyone: members of groups first."""
    return [
        sorted(
            range(network.people),
            key=lambda v: (
                bool(network.prospects[v]),
                coin(key, EVERY_RUN, KINDS["seed"], word_of(post, p), int(network.hashes[v])),
            ),
        )[: post.seeds]
        for p, post in enumerate(posts)
    ]
