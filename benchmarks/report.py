"""The report: docs/benchmarks.md, generated whole from what was measured."""

from collections.abc import Callable, Iterable, Iterator
from statistics import median

from .cases import PROCESSES
from .figures import TOO_FAR, exponent, geometric_mean
from .graphs import SAYS, SEEDS
from .machine import WORDS, limit
from .results import Plan, Results, Row
from .verdicts import (
    Duel,
    amount,
    duels,
    fastest,
    per_event,
    per_exposure,
    place,
    presets,
    share,
    times,
    verdicts,
)

Table = Iterable[Iterable[object]]


def page(results: Results) -> str:
    """Return the whole page."""
    parts = [headline(results), aims(results), slower(results), how(results)]
    parts += [process(results, name) for name in PROCESSES]
    parts += [engagement(results), scaling(results), waiting(results), machine(results)]
    return "\n\n".join(part for part in parts if part) + "\n"


def table(columns: Iterable[object], lines: Table) -> str:
    """Return a table in Markdown."""
    rows = [list(columns)]
    rows += [["---"] * len(rows[0]), *map(list, lines)]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in rows)


# --- the top ---------------------------------------------------------------------------------


def headline(results: Results) -> str:
    """Say in a few lines how the comparison ends."""
    told = "\n".join(f"- {line}" for line in _headlines(results))
    picture = (
        "![For each case, by how much each library takes longer than engagelab, on a logarithmic "
        "scale](benchmarks.png)"
    )
    return f"# Benchmarks\n\n{told}\n\n{picture}\n\n`make bench` measures all of this again."


def _headlines(results: Results) -> Iterator[str]:
    for name, says in PROCESSES.items():
        found = [duel.ratio.middle for duel in fastest(results, name)]
        if found:
            mean, least = geometric_mean(found), min(found)
            yield (
                f"**{says[0].upper()}{says[1:]}**: {times(mean)} as fast as the fastest other "
                f"library (geometric mean of {len(found)} cases; {times(least)} in the closest)."
            )
    held = presets(results)
    if held:
        slowest = max(plan.seconds["2"] for plan in held) * 1e3
        quickest = min(plan.seconds["2"] for plan in held) * 1e3
        yield (
            f"**Engagement**: 200 runs of a preset take {quickest:.0f} to {slowest:.0f} ms on two "
            "threads; no other library simulates it."
        )
    judged = verdicts(results)
    missed = sum(verdict.met is False for verdict in judged)
    met = sum(verdict.met is True for verdict in judged)
    yield f"**Aims**: {met} met, {missed} missed, of {len(judged)}; each is listed below."


def aims(results: Results) -> str:
    """Say for each aim whether it is met."""
    lines = ((v.word, v.aim, v.measured) for v in verdicts(results))
    return "## Aims\n\n" + table(("", "aim", "measured"), lines)


def slower(results: Results) -> str:
    """Return the section of the cases in which another library is faster than ours."""
    found = [duel for duel in duels(results, *PROCESSES) if duel.peer.same and duel.peer.seconds]
    behind = [duel for duel in found if duel.ratio.middle < 1]
    close = [duel for duel in found if duel.ratio.least < 1 <= duel.ratio.middle]
    lines = [
        f"- {PROCESSES[duel.ours.process]}, {place(duel)}: {times(duel.ratio.middle)} "
        f"({_plain(duel.ratio.least)} – {_plain(duel.ratio.most)})"
        for duel in (*behind, *close)
    ]
    if not found:
        return ""
    text = (
        f"Of {len(found)} comparisons with libraries that simulate the same process, ours is "
        f"slower in {len(behind)}, and in single rounds of {len(close)} others."
    )
    return "\n\n".join(["## Where ours is slower", text, *(["\n".join(lines)] if lines else [])])


def how(results: Results) -> str:
    """Say how the comparison is made and how to read it."""
    graphs = "\n".join(f"- `{name}`: {SAYS[name]}." for name in _graphs(results))
    absent = "".join(f"\n\n{name} {why} and is left out." for name, why in results.missing.items())
    return f"""## How it is measured

All libraries run on the same graph, with the same probabilities and the same {SEEDS} seeds,
drawn once. They take turns, round by round, in one process and on one thread each, so that a slow
moment of the machine meets all of them. The graph in each library's own form is made before the
clock starts. What has to be done again for each run is under the clock: reset, seeds, run. Ours
is called with another key in each round. The garbage collector looks only at
objects that the runs themselves make.

- **Ratio** is the time of a run of theirs over the time of a run of ours. It is taken in each
  round; the table gives the median, and the least and the greatest. More than 1 means that ours
  is faster.
- **CPU**: processor time of a run, also of a library that runs in a process of its own; where it
  is shorter than the time, the machine was busy with something else too.
- **Runs × rounds**: a library that is slow gets fewer. One whose single run is expected to take
  more than five minutes is not run; its time then comes from the smaller graph and grows with the
  people, and the table says so.
- **z** is the difference of mean reach over its standard error. Between -{TOO_FAR:g} and
  {TOO_FAR:g} it is chance. The spread is that of all runs together.
- **Exposure**: one look of one sharer at one tie. Each could have been a reading.
- **Of the limit**: our exposures a second over the words a second that this machine reads at
  random places, one word of 8 bytes for each person. An exposure has to look at its receiver, so
  a program that looks once for each exposure cannot pass 1. The independent cascade can: one look
  there serves up to 64 runs.

{graphs}{absent}"""


def _graphs(results: Results) -> list[str]:
    return list(dict.fromkeys(row.graph for row in results.rows))


# --- processes -------------------------------------------------------------------------------

_MEANINGS = {
    "ic": "Each new reader exposes each tie once. Ours simulates 64 runs at a time, and a tie that "
    "many of them reach is read once; so the lead grows with reach.",
    "lt": "Each person has a threshold, drawn anew in each run. Each tie weighs 1 over the number "
    "of ties of the receiver. pynetim and NDlib draw the thresholds of all people before a run; "
    "cynetdiff and ours draw only those of people who are exposed.",
    "sir": "Sharers expose their ties in each round, then some stop. Ours looks at a tie once and "
    "asks in which round it succeeds. The others ask in every round, except EoN as it is used "
    "here, which asks once too.",
    "one": "Each run is asked for in a call of its own, on a network that was seen before: the "
    "slow way, since a call of ours costs more than a small run. `simulate(..., runs=n)` does n "
    "runs in one call.",
}


def process(results: Results, name: str) -> str:
    """Return the section of one process: the ratios first, then ours in itself."""
    found = duels(results, name)
    ours = [own for own, _ in results.cases(name)]
    if not ours:
        return ""
    title = PROCESSES[name]
    lines = [_duel(duel) for duel in found]
    columns = ("graph", "numbers", "library", "ratio (least – most)", "their time a run", "CPU",
               "runs × rounds", "their reach", "our reach", "z")  # fmt: skip
    own = [_own(results, row) for row in ours]
    return "\n\n".join(
        part
        for part in (
            f"## {title[0].upper()}{title[1:]}",
            _MEANINGS[name],
            table(columns, lines) if lines else "",
            _notes(found),
            "Ours:",
            table(_OWN_COLUMNS, own),
        )
        if part
    )


_OWN_COLUMNS = ("graph", "numbers", "time a run", "CPU", "runs × rounds", "share reached",
                "exposures a run", "million exposures/s", "of the limit")  # fmt: skip


def _own(results: Results, row: Row) -> list[str]:
    each = median(row.seconds)
    exposures = row.exposures or 0.0
    reads = limit(results, row.people)
    speed = exposures / each
    return [row.graph, row.says, duration(each), _cpu(row),
            f"{row.runs:,} × {len(row.seconds)}", f"{share(row):.2%}",
            f"{exposures:,.0f}", f"{speed / 1e6:,.0f}",
            f"{speed / reads:.2f}" if reads else ""]  # fmt: skip


def _duel(duel: Duel) -> list[str]:
    peer, ratio = duel.peer, duel.ratio
    start = [peer.graph, peer.says, peer.library]
    if peer.reach is None or duel.ours.reach is None:
        foreseen = duration(peer.foreseen or 0.0)
        return [
            *start,
            f"about {times(ratio.middle)}",
            f"{foreseen} foreseen",
            "",
            "not run",
            "",
            "",
            "",
        ]
    z = "another process" if duel.z is None else f"{duel.z:+.2f}"
    spread = f"{times(ratio.middle)} ({_plain(ratio.least)} – {_plain(ratio.most)})"
    return [*start, spread, duration(median(peer.seconds)), _cpu(peer),
            f"{peer.runs:,} × {len(peer.seconds)}",
            f"{peer.reach.mean:,.1f}", f"{duel.ours.reach.mean:,.1f}",
            f"**{z}: they differ**" if duel.apart else z]  # fmt: skip


def _notes(found: Iterable[Duel]) -> str:
    notes = {duel.peer.library: duel.peer.note for duel in found if duel.peer.note}
    return "\n".join(f"- {library}: {note}." for library, note in notes.items())


def _cpu(row: Row) -> str:
    return duration(median(row.cpu)) if row.cpu else ""


def _plain(ratio: float) -> str:
    return times(ratio).removesuffix(" ×")


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    for bound, unit, size in ((1e-6, "ns", 1e9), (1e-3, "µs", 1e6), (1.0, "ms", 1e3)):
        if seconds < bound:
            return f"{seconds * size:.3g} {unit}"
    return f"{seconds:.3g} s" if seconds < 100 else f"{seconds:,.0f} s"


# --- the engagement model --------------------------------------------------------------------


def engagement(results: Results) -> str:
    """Return the section of the engagement model."""
    if not results.plans:
        return ""
    columns = ("exposures a run", "invitations a run", "readings a run",
               "ns an exposure", "ns an event")  # fmt: skip
    towns = [plan for plan in results.plans if plan not in presets(results)]
    parts = [
        "## Engagement",
        "The engagement model has groups, invitations, rewards and answers besides ties. No other "
        "library simulates it. Its time goes into exposures, invitations and readings: *ns an "
        "event* is the time of one thread over all three. In the towns one post starts with a "
        "thousandth of the people.",
        table(("people", "runs", "ms, two threads", "ms, one thread", *columns), map(_town, towns)),
        "Each preset in its own town, 200 runs.",
        table(("preset", "ms, two threads", "ms, one thread", *columns),
              map(_preset, presets(results))),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _town(plan: Plan) -> list[str]:
    return [f"{plan.people:,}", f"{plan.runs:,}", *_costs(plan)]


def _preset(plan: Plan) -> list[str]:
    return [plan.name, *_costs(plan)]


def _costs(plan: Plan) -> list[str]:
    return [*(f"{plan.seconds[n] * 1e3:.0f}" for n in ("2", "1")),
            *(f"{count:,.0f}" for count in (plan.exposures, plan.invitations, plan.readings)),
            f"{per_exposure(plan):.1f}", f"{per_event(plan):.1f}"]  # fmt: skip


# --- growth, waits, machine ------------------------------------------------------------------


def scaling(results: Results) -> str:
    """Return the section of how time grows."""
    if not results.curves:
        return ""
    lines = [
        [
            curve.model,
            curve.size,
            ", ".join(f"{size:,.0f}" for size in curve.sizes),
            ", ".join(duration(each) for each in curve.seconds),
            f"{curve.seconds[0] / curve.seconds[-1]:.2f} × as fast"
            if curve.size == "threads"
            else f"{exponent(curve.sizes, curve.seconds):.2f}",
        ]
        for curve in results.curves
    ]
    return "\n\n".join([
        "## How time grows",
        "The exponent is the slope of log time on log size: 1 means that twice the size takes "
        "twice the time. Reach grows with the people, so 1 is what there is to expect; above 1, "
        "memory gets slower as it gets larger. The independent cascade runs at 0.1 a tie on "
        "graphs of Barabási and Albert, the engagement model in towns; with 10 seeds, 64 runs and "
        "one thread where nothing else is said. Ties grow among 100,000 people, runs and threads "
        "among 10,000; threads share 4,096 runs.",
        table(("model", "what grows", "sizes", "times", "exponent"), lines),
    ])  # fmt: skip


_WAITS = {
    "import engagelab": "`import engagelab` in a fresh process",
    "first answer": "from the start of a fresh process to the answer: a town of 10,000, one post, "
    "200 runs; the kernels were compiled before",
    "from networkx": "`Network.from_networkx`, a graph of about a million ties",
    "from arrays": "a network made of arrays, a million people and 10 million ties",
    "peak memory": "the most memory of a fresh process with that network and 64 runs of the "
    "independent cascade at 0.1 a tie",
}


def waiting(results: Results) -> str:
    """Return the section of what a person waits for."""
    if not results.waits:
        return ""
    lines = ((_WAITS[wait.what], amount(wait.value, wait.unit)) for wait in results.waits)
    return "## What a person waits for\n\n" + table(("what", ""), lines)


def machine(results: Results) -> str:
    """Return the section of the machine."""
    lines = [*results.machine.items(), *results.versions.items()]
    if results.minutes:
        lines.append(("the whole benchmark", f"{results.minutes:.0f} minutes"))
    reads = [
        (size, f"{WORDS[size]:,}", f"{speed / 1e6:,.0f}") for size, speed in results.gathers.items()
    ]
    return "\n\n".join([
        "## The machine",
        table(("", ""), lines),
        "Words of 8 bytes read at random places, on one thread. This is the limit that "
        "exposures are held against.",
        table(("array", "words", "million reads/s"), reads),
    ])  # fmt: skip


SECTIONS: dict[str, Callable[[Results], str]] = {
    **{name: (lambda results, name=name: process(results, name)) for name in PROCESSES},
    "engagement": engagement,
    "scaling": scaling,
    "wait": waiting,
}


def part(results: Results, names: Iterable[str]) -> str:
    """Return some sections, with the verdicts on what they measure."""
    told = [SECTIONS[name](results) for name in names]
    judged = [(v.word, v.aim, v.measured) for v in verdicts(results) if v.met is not None]
    return "\n\n".join([*told, table(("", "aim", "measured"), judged), machine(results)])
