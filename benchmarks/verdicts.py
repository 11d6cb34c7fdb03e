"""What the project aims for, and whether it is met."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from .figures import TOO_FAR, Spread, geometric_mean, ratios, z_score
from .results import Plan, Results, Row

THIRD = 1 / 3


@dataclass(frozen=True)
class Verdict:
    """An aim, what was measured, and whether that meets it; None where nothing was measured."""

    aim: str
    measured: str
    met: bool | None

    @property
    def word(self) -> str:
        """The verdict in a word."""
        return {True: "met", False: "**missed**", None: "not measured"}[self.met]


@dataclass(frozen=True)
class Duel:
    """Ours and one peer in one case."""

    ours: Row
    peer: Row

    @property
    def ratio(self) -> Spread:
        """By how much the peer takes longer; foreseen where it was not run."""
        if not self.peer.seconds:
            return ratios([min(self.ours.seconds)], [self.peer.foreseen or 0.0])
        return ratios(self.ours.seconds, self.peer.seconds)

    @property
    def z(self) -> float | None:
        """How far the mean reaches are apart; None where they need not agree or are not known."""
        if not self.peer.same or self.peer.reach is None or self.ours.reach is None:
            return None
        return z_score(self.ours.reach, self.peer.reach)

    @property
    def apart(self) -> bool:
        """Whether they are further apart than chance explains."""
        return self.z is not None and abs(self.z) > TOO_FAR


def duels(results: Results, *processes: str) -> list[Duel]:
    """Return ours against each peer in each case, the peers of another process included."""
    return [Duel(own, peer) for own, peers in results.cases(*processes) for peer in peers]


def fastest(results: Results, *processes: str) -> list[Duel]:
    """Return ours against the fastest peer that was run, of the same process, case by case."""
    found = []
    for own, peers in results.cases(*processes):
        able = [Duel(own, peer) for peer in peers if peer.same and peer.seconds]
        if able:
            found.append(min(able, key=lambda duel: duel.ratio.middle))
    return found


def verdicts(results: Results) -> list[Verdict]:
    """Return what is aimed for, in the order of the report."""
    cascade = fastest(results, "ic")
    wide = [duel for duel in cascade if share(duel.ours) >= THIRD]
    return [
        _never_slower(cascade),
        _mean("independent cascade: 4 times the fastest peer, geometric mean", cascade, 4),
        _least("independent cascade: 10 times where a third or more are reached", wide, 10),
        _least("linear threshold: 4 times the fastest peer", fastest(results, "lt"), 4),
        _least("SIR: 10 times the fastest peer", fastest(results, "sir"), 10),
        _never_behind(
            "independent cascade at 0.02 and 0.1: 2.5 times cynetdiff, never slower in a round",
            [duel for duel in _against(results, "cynetdiff") if duel.ours.says in _LOW],
            2.5,
        ),
        _never_behind("SIR: not slower than any peer in any round", fastest(results, "sir"), 1),
        _at_most(
            "SIR: a run that reaches some 20 people takes at most 5 µs of CPU",
            [own for own, _ in results.cases("sir") if own.reach and own.reach.mean < 100],
            5,
        ),
        _at_most(
            "one run a call, independent cascade at 0.02: at most 40 µs of CPU",
            [own for own, _ in results.cases("one") if "0.02" in own.says],
            40,
        ),
        _least("NDlib: 1,000 times in every case", _against(results, "NDlib"), 1000),
        _agree(results),
        *_speed_ups(results),
        _quick_presets(results),
        *_waits(results),
    ]


_LOW = ("0.02 a tie", "0.1 a tie")


def share(row: Row) -> float:
    """Return the share of people reached."""
    return 0.0 if row.reach is None else row.reach.mean / row.people


def place(duel: Duel) -> str:
    """Say where and against whom."""
    return f"{duel.peer.library}, {duel.ours.graph}, {duel.ours.says}"


def _against(results: Results, library: str) -> list[Duel]:
    every = duels(results, "ic", "lt", "sir")
    return [duel for duel in every if duel.peer.library == library and duel.peer.seconds]


def _judge(aim: str, found: list[Duel], judge: Callable[[list[Duel]], tuple[str, bool]]) -> Verdict:
    return Verdict(aim, *judge(found)) if found else Verdict(aim, "", None)


def _least_of(duel: Duel) -> str:
    return f"{times(duel.ratio.middle)} ({place(duel)})"


def _never_slower(found: list[Duel]) -> Verdict:
    def judge(duels: list[Duel]) -> tuple[str, bool]:
        slower = [duel for duel in duels if duel.ratio.middle < 1]
        least = min(duels, key=lambda duel: duel.ratio.middle)
        told = f"slower in {len(slower)} of {len(duels)}; least {_least_of(least)}"
        return told, not slower

    return _judge("independent cascade: never slower than any peer", found, judge)


def _least(aim: str, found: list[Duel], wanted: float) -> Verdict:
    def judge(duels: list[Duel]) -> tuple[str, bool]:
        least = min(duels, key=lambda duel: duel.ratio.middle)
        mean = geometric_mean(duel.ratio.middle for duel in duels)
        below = sum(duel.ratio.middle < wanted for duel in duels)
        told = f"least {_least_of(least)}, mean {times(mean)}"
        return told + (f"; {below} of {len(duels)} below" if below else ""), not below

    return _judge(aim, found, judge)


def _never_behind(aim: str, found: list[Duel], wanted: float) -> Verdict:
    """Judge the median ratios, and that no single round is below 1."""

    def judge(duels: list[Duel]) -> tuple[str, bool]:
        least = min(duels, key=lambda duel: duel.ratio.middle)
        worst = min(duels, key=lambda duel: duel.ratio.least)
        result = f"least {_least_of(least)}; in a single round {times(worst.ratio.least)}"
        return result, least.ratio.middle >= wanted and worst.ratio.least >= 1

    return _judge(aim, found, judge)


def _at_most(aim: str, rows: list[Row], microseconds: float) -> Verdict:
    """Judge the CPU time of a run."""
    if not rows:
        return Verdict(aim, "", None)
    slowest = max(rows, key=lambda row: median(row.cpu))
    took = median(slowest.cpu) * 1e6
    return Verdict(aim, f"{took:.1f} µs ({slowest.graph}, {slowest.says})", took <= microseconds)


def _mean(aim: str, found: list[Duel], wanted: float) -> Verdict:
    def judge(duels: list[Duel]) -> tuple[str, bool]:
        mean = geometric_mean(duel.ratio.middle for duel in duels)
        return f"{times(mean)} over {len(duels)} cases", mean >= wanted

    return _judge(aim, found, judge)


def _agree(results: Results) -> Verdict:
    aim = f"all agree in mean reach: no z-score beyond {TOO_FAR:g}"
    known = [duel for duel in duels(results, "ic", "lt", "sir") if duel.z is not None]
    if not known:
        return Verdict(aim, "", None)
    worst = max(known, key=lambda duel: abs(duel.z or 0))
    apart = sum(duel.apart for duel in known)
    told = f"{apart} of {len(known)} beyond; furthest {worst.z:+.1f} ({place(worst)})"
    return Verdict(aim, told, not apart)


def _speed_ups(results: Results) -> Iterator[Verdict]:
    for model in ("independent cascade", "engagement"):
        aim = f"{model}: two threads 1.7 times as fast as one"
        curves = [c for c in results.curves if (c.model, c.size) == (model, "threads")]
        if not curves:
            yield Verdict(aim, "", None)
        for curve in curves:
            gain = curve.seconds[0] / curve.seconds[-1]
            yield Verdict(aim, times(gain), gain >= 1.7)


def _quick_presets(results: Results) -> Verdict:
    aim = "each preset: 200 runs in 100 ms on two cores"
    held = presets(results)
    if not held:
        return Verdict(aim, "", None)
    slowest = max(held, key=lambda plan: plan.seconds["2"])
    late = sum(plan.seconds["2"] > 0.1 for plan in held)
    told = f"slowest {slowest.name}, {slowest.seconds['2'] * 1e3:.0f} ms"
    return Verdict(aim, told + (f"; {late} of {len(held)} take longer" if late else ""), not late)


_LIMITS = (
    ("peak memory", "a million people, 10 million ties, 64 runs: below 2 GB", 2.0, False),
    ("from networkx", "conversion from networkx: 1 million ties a second", 1e6, True),
    ("from arrays", "conversion from arrays: 20 million ties a second", 20e6, True),
    ("import engagelab", "import: below 0.4 s", 0.4, False),
    ("first answer", "first answer in a fresh process: below 1.5 s", 1.5, False),
)


def _waits(results: Results) -> Iterator[Verdict]:
    found = {wait.what: wait for wait in results.waits}
    for what, aim, bound, at_least in _LIMITS:
        if what not in found:
            yield Verdict(aim, "", None)
            continue
        value = found[what].value
        met = value >= bound if at_least else value < bound
        yield Verdict(aim, amount(value, found[what].unit), met)


def presets(results: Results) -> list[Plan]:
    """Return the plans that are presets."""
    return [plan for plan in results.plans if not plan.name.startswith("town")]


def per_exposure(plan: Plan) -> float:
    """Return the time of an exposure on one thread, in nanoseconds."""
    return plan.seconds["1"] / (plan.runs * plan.exposures) * 1e9


def per_event(plan: Plan) -> float:
    """Return the time of an exposure, invitation or reading on one thread, in nanoseconds."""
    events = plan.exposures + plan.invitations + plan.readings
    return plan.seconds["1"] / (plan.runs * events) * 1e9


def times(ratio: float) -> str:
    """Return a ratio as text."""
    return f"{ratio:,.0f} ×" if ratio >= 100 else f"{ratio:.3g} ×"


def amount(value: float, unit: str) -> str:
    """Return an amount with its unit as text."""
    if unit == "ties/s":
        return f"{value / 1e6:.1f} million ties/s"
    return f"{value:.2f} {unit}"
