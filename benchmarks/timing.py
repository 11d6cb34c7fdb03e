"""The clock: every library in turn, round by round, for as long as its budget allows."""

import contextlib
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from .cases import Case
from .figures import Sample
from .graphs import Arena
from .peers import CONTESTANTS, Answer, Contestant, Play
from .results import OURS, Row

LANES = 64  # of our runs that are played together: ours come in multiples of this
MOST_RUNS = 1024  # in one call
LONGEST = 300.0  # seconds that a first run may be foreseen to take

Say = Callable[[str], None]


@dataclass(frozen=True)
class Budget:
    """How long each library may take.

    Attributes
    ----------
    rounds : int
        Rounds of every library that is quick enough.
    seconds : float
        For one library in one round.
    slow : float
        For all rounds of a library whose one run takes longer than a round.
    """

    rounds: int = 5
    seconds: float = 2.0
    slow: float = 30.0

    def rounds_for(self, seconds: float) -> int:
        """Return the rounds of a library that takes so many seconds a run."""
        if seconds <= self.seconds:
            return self.rounds
        return max(1, min(self.rounds, int(self.slow / seconds)))


@dataclass
class Entry:
    """One library in one case, while it is measured."""

    contestant: Contestant
    play: Play
    runs: int = 1
    calls: int = 1
    rounds: int = 1
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    reach: list[float] = field(default_factory=list)
    exposures: list[float] = field(default_factory=list)

    def go(self, key: int) -> None:
        """Play one round under the clock."""
        begun, used = time.perf_counter(), time.process_time()
        answers = [self.play(self.runs, 1000 * key + call) for call in range(self.calls)]
        self.seconds.append((time.perf_counter() - begun) / (self.runs * self.calls))
        used = time.process_time() - used + sum(answer.cpu for answer in answers)
        self.cpu.append(used / (self.runs * self.calls))
        self.keep(answers)

    def keep(self, answers: Iterable[Answer]) -> None:
        """Keep what was reached, which no clock sees."""
        for answer in answers:
            self.reach += answer.reach
            if answer.exposures is not None:
                self.exposures.append(answer.exposures)


def measured(
    arena: Arena, case: Case, budget: Budget, before: Iterable[Row], say: Say
) -> list[Row]:
    """Let all libraries answer one case.

    `before` are the rows of smaller graphs, by which the time of slow libraries is foreseen.
    """
    entries, rows = [], []
    for contestant in CONTESTANTS[case.process]:
        if not contestant.answers(case):
            continue
        foreseen = foresee(case, arena.people, contestant.library, before)
        if foreseen > LONGEST:
            say(f"  {contestant.library}: not run, {foreseen:,.0f} s a run foreseen")
            rows.append(_left_out(arena, case, contestant, foreseen))
            continue
        entry = Entry(contestant, contestant.prepare(arena, case))
        entries.append(entry)
        _settle(entry, budget)
    with _no_old_garbage():
        for turn in range(1, max(entry.rounds for entry in entries) + 1):
            for entry in entries:
                if len(entry.seconds) < entry.rounds:
                    entry.go(turn)
    return [_row(arena, case, entry) for entry in entries] + rows


def foresee(case: Case, people: int, library: str, before: Iterable[Row]) -> float:
    """Return the seconds a run by the largest graph so far, growing with the people; or 0."""
    same = [
        row
        for row in before
        if (row.process, row.says, row.library) == (case.process, case.says, library)
    ]
    if library == OURS or not same:
        return 0.0
    last = max(same, key=lambda row: row.people)
    seconds = min(last.seconds) if last.seconds else last.foreseen or 0.0
    return seconds * people / last.people


def _settle(entry: Entry, budget: Budget) -> None:
    """Warm up, and choose runs and rounds by how long it takes.

    The first call pays for compiling and fresh memory. A library whose first run takes longer than
    a round's budget is not warmed: this run is its first round.
    """
    ours = entry.contestant.library == OURS
    least = LANES if ours else 1
    seconds = _once(entry.play, least)
    if seconds[0] > budget.seconds and not ours:
        entry.runs, entry.rounds = 1, budget.rounds_for(seconds[0])
        entry.seconds.append(seconds[0])
        entry.reach += seconds[1].reach
        return
    runs = least
    while True:  # longer and longer, so that what each call costs besides its runs weighs little
        took, _ = _once(entry.play, runs)
        if took > budget.seconds / 4 or runs >= MOST_RUNS:
            break
        runs = min(MOST_RUNS, runs * 4)
    each = took / runs
    wanted = budget.seconds / each
    entry.runs = int(min(MOST_RUNS, max(least, wanted // least * least)))
    entry.calls = max(1, int(min(wanted, MOST_RUNS * 16) / entry.runs))
    entry.rounds = budget.rounds
    if ours and entry.runs != runs:
        _once(entry.play, entry.runs)


def _once(play: Play, runs: int) -> tuple[float, Answer]:
    begun = time.perf_counter()
    answer = play(runs, 0)
    return time.perf_counter() - begun, answer


@contextlib.contextmanager
def _no_old_garbage() -> Iterator[None]:
    """Let the collector look at new objects only: it helps those who make many of them."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def _row(arena: Arena, case: Case, entry: Entry) -> Row:
    contestant = entry.contestant
    return Row(
        process=case.process,
        graph=case.graph,
        says=case.says,
        library=contestant.library,
        people=arena.people,
        seconds=tuple(entry.seconds),
        cpu=tuple(entry.cpu),
        runs=entry.runs * entry.calls,
        reach=Sample.of(entry.reach),
        exposures=sum(entry.exposures) / len(entry.exposures) if entry.exposures else None,
        same=contestant.same,
        note=contestant.note,
    )


def _left_out(arena: Arena, case: Case, contestant: Contestant, foreseen: float) -> Row:
    return Row(
        process=case.process,
        graph=case.graph,
        says=case.says,
        library=contestant.library,
        people=arena.people,
        foreseen=foreseen,
        same=contestant.same,
        note=contestant.note,
    )


def all_cases(
    graphs: Iterable[str], cases_of: Callable[[str], Iterable[Case]], budget: Budget, say: Say
) -> Iterator[Row]:
    """Yield the rows of all cases, graph by graph, the smallest first."""
    before: list[Row] = []
    for name in graphs:
        say(f"{name}: making the graph")
        arena = Arena.named(name)
        for case in cases_of(name):
            say(f"{name}: {case.process}, {case.says}")
            rows = measured(arena, case, budget, before, say)
            before += rows
            yield from rows
            for row in rows:
                say(_told(row))


def _told(row: Row) -> str:
    if not row.seconds or row.reach is None:
        return f"  {row.library}: not run"
    each = min(row.seconds)
    return f"  {row.library}: {each * 1e6:,.1f} µs a run, reach {row.reach.mean:,.1f}"
