"""Decisions made by hand or drawn: the case of the texts, its variants, and any other."""

import datetime
from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

import engagelab as el
from engagelab.experiments.fit_record import FitRecord, LearnedField
from engagelab.report.decision.facts import (
    Facts,
    LeadEffect,
    Line,
    OptionFacts,
    Tested,
    TownRange,
)
from engagelab.simulation.outcome import COST_KINDS

DAY = datetime.date(2026, 11, 29)
POSTS = [{"round": 14 * place, "seeds": 20, "origin": "customer"} for place in range(6)]
PRICES = {"money.cost_post": 500.0, "money.cost_employee": 50.0, "money.cost_customer": 10.0,
          "money.cost_impression": 0.04, "money.value_reader": 3.0, "money.value_sharer": 0.0,
          "money.value_joiner": 8.0, "settings.horizon": 84, "population.people": 12_000,
          "groups.size": 40, "campaign.posts": POSTS}  # fmt: skip
NAMES = ("Paid reach", "Invite a friend", "Employee ambassadors", "Go to the groups")
PRESETS = ("top-down", "invite-a-friend", "empowered-employees", "go-to-them")


def plans():
    base = el.Scenario().replace(PRICES)
    paid = [post | {"seeds": 0, "paid": 67_500} for post in POSTS]
    staff = [post | {"seeds": 40, "origin": "employee"} for post in POSTS]
    return (
        base.replace({"campaign.posts": paid}),
        base.replace({"rewards.discount": 10.0, "rewards.trial": 6.0}),
        base.replace({"campaign.posts": staff, "rewards.recognition": 3.0}),
        base.replace({"answers.reply_rate": 0.9}),
    )


PLANS = plans()
SUMS = (
    {"posts": (6, 500), "paid impressions": (405_000, 0.04), "answers": (200, 4)},
    {"posts": (6, 500), "seeds": (120, 10), "discount": (900, 10), "trial": (900, 6),
     "answers": (350, 4)},
    {"posts": (6, 500), "seeds": (240, 50), "recognition": (1000, 3), "answers": (500, 4)},
    {"posts": (6, 500), "seeds": (120, 10), "answers": (3950, 4)},
)  # fmt: skip
REACH = (TownRange(4050, 3780, 4320), TownRange(4630, 3860, 5390), TownRange(6480, 5690, 7230),
         TownRange(3900, 3500, 4300))  # fmt: skip
JOINS = (
    TownRange(60, 40, 80),
    TownRange(640, 530, 750),
    TownRange(410, 350, 470),
    TownRange(90, 60, 120),
)
PAYS = (0, 60, 188, 0)


def curve(reach, horizon=84, power=1.0):
    """Return a curve that rises to a reach, by round."""
    shape = (np.arange(horizon + 1) / horizon) ** power
    parts = zip(*(shape * end for end in (reach.mean, reach.low, reach.high)), strict=True)
    return tuple(TownRange(*map(float, part)) for part in parts)


def option(place, *, worth=3.0, reach=None, budget=20_000.0, costs=None, pays=None, first=0):
    """Return an option of the case, with other numbers if some are given."""
    reach, joins = reach or REACH[place], JOINS[place]
    sums = SUMS[place] if costs is None else costs
    lines = tuple(Line(kind, n, price, n * price) for kind, (n, price) in sums.items())
    cost = sum(line.amount for line in lines)
    joiner = 8.0 if worth else 0.0
    values = (Line("reach", reach.mean, worth, reach.mean * worth),
              Line("joins", joins.mean, joiner, joins.mean * joiner))  # fmt: skip
    value = sum(line.amount for line in values)
    back = TownRange(*((end * worth + joins.mean * joiner - cost) / cost if cost else np.nan
                    for end in (reach.mean, reach.low, reach.high)))  # fmt: skip
    each = TownRange(*((cost / end if end else np.nan)
                    for end in (reach.mean, reach.high, reach.low)))  # fmt: skip
    pays = PAYS[place] if pays is None else pays
    return OptionFacts(
        letter="ABCD"[place], name=NAMES[place], digest=f"3f9c1e07b2d{place}", plan=PLANS[place],
        preset=PRESETS[place], budget=budget, reach=reach, joins=joins, each=each, back=back,
        cost=cost, value=value, costs=lines, values=values, first=first, pays=pays,
        earning=earning(back.mean, pays, worth and cost), rounds=tuple(range(85)),
        curve=curve(reach, power=(1.0, 1.4, 0.8, 1.0)[place]),
        by_town=towns(reach, joins, lines),
    )  # fmt: skip


def towns(reach, joins, lines, number=20):
    """Return numbers of towns around the means."""
    wave = np.linspace(-1, 1, number)
    columns = {"reach": reach.mean * (1 + 0.1 * wave), "joins": joins.mean * (1 + 0.2 * wave)}
    columns |= {"memberships": 0 * wave, "sharers": 0 * wave, "town": np.arange(number)}
    columns |= {line.kind: line.count + 0 * wave for line in lines}
    kinds = set(COST_KINDS.values()) - set(columns)
    columns |= dict.fromkeys(kinds, 0 * wave)
    return {name: tuple(column.tolist()) for name, column in columns.items()}


def earning(back, pays, valued, runs=200):
    if not valued:
        return "unvalued"
    if back > 0:
        return "pays" if pays >= 0.8 * runs else "may pay"
    return "likely to lose" if pays >= 0.05 * runs else "loses"


def assumption(field, kind, ends, leads, backs, switching=None, break_even=None):
    """Return a test of an assumption, from leads of C over B and returns of C."""
    low, plan, high = ends
    reach = {"A": (4050.0, 4050.0), "B": (4630.0, 4630.0),
             "C": tuple(4630.0 + lead for lead in leads)}  # fmt: skip
    back = {"A": (-0.37, -0.37), "B": (-0.05, -0.05), "C": backs}
    return Tested(field, kind, low, plan, high, reach, back, switching, break_even)


TESTS = (
    assumption("engagement.employee_trust", "anchored", (0.5, 0.75, 1.5), (540, 3310), (-0.1, 0.4),
           break_even=0.605),
    assumption("invitations.accept", "anchored", (0.02, 0.15, 0.21), (2060, -310), (-0.07, 0.24),
           switching=0.2021, break_even=0.066),
    assumption("money.cost_employee", "assumed", (25.0, 50.0, 100.0), (2700, 640), (0.28, -0.08),
           break_even=81.4),
    assumption("engagement.base_share", "assumed", (0.02, 0.06, 0.12), (1050, 2430), (-0.18, 0.53),
           break_even=0.0424),
    assumption("engagement.group_share", "anchored", (0.1, 0.3, 0.5), (1230, 2300), (-0.09, 0.29),
           break_even=0.187),
    assumption("engagement.tie_read", "anchored", (0.04, 0.1, 0.35), (1410, 2330), (0.01, 0.4)),
    assumption("engagement.crowding", "anchored", (0.17, 0.25, 0.35), (2070, 1600),
               (0.2, 0.07)),
    assumption("engagement.paid_read", "measured", (0.008, 0.01, 0.013), (1850, 1480),
               (0.14, 0.14)),
)  # fmt: skip
EFFECTS = (
    LeadEffect(("campaign.posts.origin",), 1240.0, 1100.0, 1400.0),
    LeadEffect(("campaign.posts.seeds",), 860.0, 700.0, 1000.0),
    LeadEffect(("rewards.recognition",), 510.0, 400.0, 600.0),
    LeadEffect(("rewards.discount",), -440.0, -500.0, -400.0),
    LeadEffect(("rewards.trial",), -320.0, -400.0, -250.0),
)
WARNINGS = (
    "“Employee ambassadors” needs all 240 employees, once each: there is no reserve.",
    "“Paid reach” shows each person 5.6 ads per post, more than was measured (2 to 4).",
)


def case(**changes):
    """Return the case of the texts, with changes."""
    facts = Facts(
        options=(option(0), option(1), option(2, first=200)), order=("C", "B", "A"),
        standing="clear", lead=TownRange(1850, 1790, 1910), tied=("C",), more_back="", runs=200,
        people=12_000, employees=240, groups=300, key=0, date=DAY, version="0.3.0",
        client="Café Noisette", effects=EFFECTS, tests=TESTS, warnings=WARNINGS,
    )  # fmt: skip
    return replace(facts, **changes)


def none_pays():
    """No plan pays: a person counts 2 instead of 3."""
    options = tuple(option(place, worth=2.0, pays=0, first=200 * (place == 2))
                    for place in range(3))  # fmt: skip
    tests = tuple(replace(t, back={k: tuple(e - 0.33 for e in v) for k, v in t.back.items()})
                  for t in TESTS)  # fmt: skip
    return case(options=options, tests=tests)


def draw():
    """Two plans that cannot be told apart."""
    close = option(1, reach=TownRange(6420, 5600, 7250), pays=180, first=91)
    tests = tuple(replace(t, reach=t.reach | {"B": (6420.0, 6420.0)}) for t in TESTS)
    options = (option(0), close, option(2, first=109))
    return case(options=options, standing="draw", lead=TownRange(60, -550, 670), tied=("C", "B"),
                effects=(), tests=tests)  # fmt: skip


def one():
    """One option."""
    tests = tuple(replace(t, reach={"C": t.reach["C"]}, back={"C": t.back["C"]}, switching=None)
                  for t in TESTS)  # fmt: skip
    return case(options=(option(2, first=200),), order=("C",), tests=tests, effects=(),
                lead=TownRange(0, 0, 0))  # fmt: skip


def free(*, first=False):
    """One option costs nothing, so that it has a gain and no return: the first, or the last."""
    made = replace(option(2 if first else 0, costs={}, first=200 * first, pays=200), earning="pays")
    options = (option(0), option(1), made) if first else (
        made, option(1, worth=4.0, pays=190), option(2, worth=2.0, first=200))  # fmt: skip
    return case(options=options)


def two():
    """Two options."""
    tests = tuple(replace(t, reach={k: t.reach[k] for k in "BC"}, back={k: t.back[k] for k in "BC"})
                  for t in TESTS)  # fmt: skip
    return case(options=(option(1), option(2, first=200)), order=("C", "B"), tests=tests)


def four():
    """Four options."""
    options = (option(0), option(1), option(2, first=200), option(3))
    tests = tuple(replace(t, reach=t.reach | {"D": (3900.0, 3900.0)},
                          back=t.back | {"D": (-0.4, -0.4)}) for t in TESTS)  # fmt: skip
    return case(options=options, order=("C", "B", "A", "D"), tests=tests)


def unvalued():
    """No values entered."""
    options = tuple(option(place, worth=0.0, pays=0, first=200 * (place == 2))
                    for place in range(3))  # fmt: skip
    return case(options=options)


def unequal():
    """Each option has its own money."""
    shown = {"posts": (6, 500), "paid impressions": (550_000, 0.04)}
    options = (option(0, budget=25_000.0, costs=shown),
               option(1, budget=15_000.0, costs={"posts": (6, 500), "trial": (2000, 6)}),
               option(2, first=200))  # fmt: skip
    return case(options=options)


def untested():
    """The assumptions were not tested."""
    return case(tests=None)


def firm(facts):
    """No tested assumption changes anything."""
    tests = tuple(
        replace(t, switching=None, break_even=None,
                reach={k: (o.reach.mean,) * 2 for k, o in _by_letter(facts)},
                back={k: (o.back.mean,) * 2 for k, o in _by_letter(facts)}) for t in TESTS
    )  # fmt: skip
    return replace(facts, tests=tests)


def _by_letter(facts):
    return [(option.letter, option) for option in facts.options]


def short(facts):
    """All options have the same plan of ten rounds, and a round is a week or a day."""
    plan = PLANS[2].replace({"campaign.posts": [{"round": 0, "seeds": 7}]})
    options = tuple(replace(o, plan=plan, rounds=o.rounds[:11], curve=o.curve[:11], preset="")
                    for o in facts.options)  # fmt: skip
    return replace(facts, options=options)


FIT = FitRecord(
    posts=8, simulations=1000, key=7, measures=("reads", "shares"),
    fields=(
        LearnedField("engagement.base_share", 0.041, 0.06, 0.088, "identified", ""),
        LearnedField("engagement.tie_read", 0.021, 0.1, 0.35, "partly", ""),
        LearnedField("engagement.group_read", 0.25, 0.57, 0.77, "not identified", "impressions"),
        LearnedField("invitations.invite", 0.04, 0.12, 0.24, "not identified", ""),
    ),
    town={"population.people": (200.0, 800.0), "population.ties": (6.0, 24.0),
          "groups.size": (8.33, 75.0)},
    held_out=(5, 6), naive_held_out=(6, 6), score=1.7, naive_score=2.1, misfit=0.3,
)  # fmt: skip


def fitted():
    """Two assumptions have their values from a fit to posts; two others were not learned."""
    return case(fit=FIT)


NAMED = {"case": case, "none": none_pays, "draw": draw, "one": one, "two": two, "four": four,
         "unvalued": unvalued, "unequal": unequal, "untested": untested,
         "fitted": fitted}  # fmt: skip
# every case in English, and those whose sentences are most unlike in French
PAIRS = [(name, "en") for name in NAMED]
PAIRS += [(name, "fr") for name in ("case", "none", "draw", "four", "fitted")]


VARIANTS = (
    {}, {}, {},
    {"campaign.posts": []},
    {"campaign.posts": [{"round": 0, "origin": "organisation", "seeds": 0}],
     "campaign.own_size": 300},
    {"campaign.posts": [{"seeds": 5}, {"round": 3, "seeds": 9, "paid": 40}],
     "control.review": True},
    {"campaign.posts": [{"round": day, "seeds": 7} for day in range(0, 80, 7)],
     "campaign.lifetime": 10},
    {"rewards.loyalty": 2.0, "money.value_membership": 1.0, "content.relevance": 0.7},
    {"answers.reply_rate": 0.6, "invitations.invite": 0.3, "control.off_message": 0.02},
    {"engagement.tie_read": 0.2, "settings.horizon": 83, "money.cost_post": 10.0,
     "groups.size": 30, "population.ties": 9, "groups.hold": "groups"},
)  # fmt: skip
FIELDS = (
    "engagement.employee_trust", "engagement.tie_read", "engagement.crowding",
    "engagement.paid_read", "engagement.group_read", "invitations.invite", "money.cost_post",
    "money.cost_partner", "money.cost_public", "money.cost_member", "money.value_reader",
    "money.value_sharer", "money.value_membership", "content.relevance",
)  # fmt: skip
LEVERS = (
    "campaign.posts.origin", "campaign.posts.seeds", "campaign.posts.paid", "campaign.posts.round",
    "campaign.own_size", "rewards.loyalty", "control.review", "answers.reply_rate", "groups.hold",
    "rewards.trial", "engagement.tie_read",
)  # fmt: skip
KINDS = ("own space", "loyalty", "off message", "seeds", "answers")


@st.composite
def others(draw_from, made):
    """Draw another plan for an option, with the same results."""
    plan = made.plan.replace(draw_from(st.sampled_from(VARIANTS)))
    preset = draw_from(st.sampled_from((*el.Scenario.presets(), "")))
    costs = made.costs
    if draw_from(st.booleans()) and made.cost:
        kind = draw_from(st.sampled_from(KINDS))
        costs = (Line(kind, made.cost / 2, 2.0, made.cost),)
    values = (*made.values, Line("sharers", 0.0, 1.0, 0.0), Line("memberships", 0.0, 1.0, 0.0))
    extra = {line.kind: (line.count,) * 20 for line in costs}
    shape = draw_from(st.sampled_from((0.2, 0.5, 1.0, 2.0)))
    return replace(made, plan=plan, preset=preset, costs=costs, values=values,
                   by_town={**made.by_town, **extra},
                   curve=curve(made.reach, power=shape))  # fmt: skip


@st.composite
def effects_of(draw_from, lead):
    """Draw effects that add up to a lead."""
    fields = draw_from(st.lists(st.sampled_from(LEVERS), min_size=1, max_size=8, unique=True))
    parts = [draw_from(st.integers(-400, 900)) for _ in fields[1:]]
    numbers = [float(lead - sum(parts)), *map(float, parts)]
    return tuple(
        LeadEffect((name,), n, n - 50, n + 50) for name, n in zip(fields, numbers, strict=True)
    )


@st.composite
def decisions(draw_from):
    """Draw a decision of one to four options with any results."""
    number = draw_from(st.integers(1, 4))
    runs = draw_from(st.sampled_from((100, 200)))
    worth = draw_from(st.sampled_from((0.0, 0.5, 2.0, 3.0, 7.0)))
    equal = draw_from(st.booleans())
    free = draw_from(st.integers(0, 9)) == 0
    options = []
    for place in range(number):
        mean = draw_from(st.integers(0, 12_000))
        reach = TownRange(mean, 0.9 * mean, min(12_000, 1.1 * mean))
        money = draw_from(st.sampled_from((500.0, 20_000.0, 31_234.5)))
        pays = draw_from(st.integers(0, runs))
        costs = {} if free else None if equal else {"posts": (5, money / 5)}
        made = option(place, worth=worth, reach=reach, pays=pays, costs=costs,
                      budget=20_000.0 if equal else money,
                      first=draw_from(st.integers(0, runs)))  # fmt: skip
        options.append(draw_from(others(made)))
    order = [o.letter for o in sorted(options, key=lambda o: -o.reach.mean)]
    standing = draw_from(st.sampled_from(("clear", "likely", "slight", "draw")))
    standing = standing if number > 1 else "clear"
    second = options["ABCD".index(order[min(1, number - 1)])]
    lead = options["ABCD".index(order[0])].reach.mean - second.reach.mean
    tied = order[: draw_from(st.integers(2, number))] if standing == "draw" else order[:1]
    best = max(options, key=lambda o: o.back.mean if np.isfinite(o.back.mean) else -np.inf)
    more = best.letter if draw_from(st.booleans()) and worth and not free else ""
    more = "" if more == order[0] and standing != "draw" else more
    tests = draw_from(st.none() | st.lists(tests_of([o.letter for o in options]), max_size=8))
    return case(
        options=tuple(options), order=tuple(order), standing=standing, runs=runs,
        lead=TownRange(lead, lead - draw_from(st.integers(0, 900)), lead + 300), tied=tuple(tied),
        more_back=more, tests=None if tests is None else tuple(tests),
        effects=draw_from(effects_of(lead)) if number > 1 and draw_from(st.booleans()) else (),
        unit=draw_from(st.sampled_from(("day", "day", "week"))),
        groups=draw_from(st.sampled_from((0, 1, 300))),
        target=draw_from(st.sampled_from(("people", "return"))),
        client=draw_from(st.sampled_from(("", "Café Noisette"))),
        warnings=tuple(draw_from(st.lists(st.sampled_from(WARNINGS), max_size=2, unique=True))),
    )  # fmt: skip


@st.composite
def tests_of(draw_from, letters):
    """Draw a test of an assumption."""
    test = draw_from(st.sampled_from(TESTS))
    test = replace(test, field=draw_from(st.sampled_from((test.field, *FIELDS))))
    people, share = st.integers(0, 12_000).map(float), st.floats(-1, 2).map(lambda x: round(x, 3))
    return replace(
        test,
        reach={letter: (draw_from(people), draw_from(people)) for letter in letters},
        back={letter: (draw_from(share), draw_from(share)) for letter in letters},
    )
