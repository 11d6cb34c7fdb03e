"""The lines of Python that make the same numbers as the view."""

from collections.abc import Iterable, Mapping
from typing import Any

from ...graphs.network import Network
from ...models import Post
from ...simulation.scenario import Scenario
from ..state.draft_plan import as_run, strategy
from ..state.network_files import NetworkFiles
from ..state.own_network import playable
from ..state.pins import Pin

_WIDTH = 92
_OPENED = "# network: the people, ties and groups that the workbench was opened with"
_UPLOADED = "# write the paths of the files that were uploaded, where they are elsewhere"


def code_of(
    plan: Scenario,
    base: Scenario,
    *,
    pins: Iterable[Pin] | None = None,
    against: str = "",
    network: Network | None = None,
    files: NetworkFiles | None = None,
) -> str:
    """Return the lines of Python that make the same plan and the same numbers.

    Parameters
    ----------
    plan, base : Scenario
        The plan in view and its baseline, which is played with the runs and the key of the plan.
    pins : iterable of Pin, optional
        The plans to compare it with; those that cannot be played in the network are left out.
    against : str
        Which plan the others are held against: the letter of a pin, or ``"plan"``; empty: the first
        pin.
    network : Network, optional
        Where the plans are played.
    files : NetworkFiles, optional
        What the network was read from; without them the lines use the reader's own `network`.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> base = Scenario.preset("voucher")
    >>> print(code_of(base.replace({"groups.size": 80}), base))
    import engagelab as el
    <BLANKLINE>
    base = el.Scenario.preset("voucher")
    plan = base.replace({"groups.size": 80.0})
    <BLANKLINE>
    outcome = plan.run()
    reach = el.reach(outcome)
    cost, gain = el.cost_per_reader(outcome), el.return_on_cost(outcome)
    lift = reach - el.reach(base.run())
    print(reach.mean(), cost["mean"], gain["mean"], lift.mean())
    """
    base, given = as_run(base, plan), list(pins or ())
    starts = {_preset(name): Scenario.preset(name) for name in Scenario.presets()}
    starts["el.Scenario()"] = Scenario()
    alone = strategy(plan) == strategy(base) and _named(plan) == _named(base)
    made = [] if alone else [f"base = {_shortest(base, starts)}"]
    made.append(f"plan = {_shortest(plan, starts if alone else {'base': base})}")
    there = "" if network is None else "network=network"
    if network is not None:
        given = [pin for pin in given if playable(pin.plan, network)]
        alone = alone or not playable(base, network)
    lines = ["import engagelab as el", "", *(_network(files) if there else []), *made, ""]
    lines += _numbers(there, alone=alone)
    if given:
        lines += _compared(given, against, plan, starts, there)
    return "\n".join(lines)


def _network(files: NetworkFiles | None) -> list[str]:
    """Return the lines that read the network, or tell which one is meant."""
    if files is None:
        return [_OPENED]
    told = [_text(file.name) for file in files.given]
    told += [] if files.first_line == "guess" else [f"first_line={_text(files.first_line)}"]
    read = f"network = el.workbench.network_from({', '.join(told)})"
    return [*([_UPLOADED] if any(file.uploaded for file in files.given) else []), read]


def _numbers(there: str, *, alone: bool) -> list[str]:
    """Return the lines that play the plan and ask for its numbers."""
    told = 'reach.mean(), cost["mean"], gain["mean"]'
    return [
        f"outcome = plan.run({there})",
        "reach = el.reach(outcome)",
        "cost, gain = el.cost_per_reader(outcome), el.return_on_cost(outcome)",
        *([] if alone else [f"lift = reach - el.reach(base.run({there}))"]),
        f"print({told})" if alone else f"print({told}, lift.mean())",
    ]


def _compared(
    pins: list[Pin],
    against: str,
    plan: Scenario,
    starts: Mapping[str, Scenario],
    there: str,
) -> list[str]:
    """Return the lines that hold the plans against one of them."""
    sides = {pin.letter: (f"{pin.letter}: {pin.name}", as_run(pin.plan, plan)) for pin in pins}
    if all(one.hash != plan.hash for _, one in sides.values()):
        sides["plan"] = ("plan", plan)
    if len(sides) < 2:  # the plan itself is pinned, and nothing else
        return []
    key = against if against in sides else next(iter(sides))
    known, lines, first = {**starts, "plan": plan}, [""], sides.pop(key)[1]
    if key != "plan":
        lines.append(f"reference = {_shortest(first, known)}")
        known["reference"] = first
    if first.name == "plan" and "plan" in sides:
        sides["plan"] = ("present plan", plan)
    pairs = [f"    {_text(name)}: {_shortest(one, known, 1)}," for name, one in sides.values()]
    last = f"}}, {there})" if there else "})"
    opened = f"compared = el.compare({'plan' if key == 'plan' else 'reference'}, {{"
    return [*lines, opened, *pairs, last, "print(compared.table)"]


def _preset(name: str) -> str:
    return f"el.Scenario.preset({_text(name)})"


def _named(plan: Scenario) -> tuple[str, str]:
    return plan.name, plan.summary


def _shortest(plan: Scenario, starts: Mapping[str, Scenario], depth: int = 0) -> str:
    """Return the shortest text that makes a plan out of one of those that there are."""
    texts = (_from(start, known, plan, depth) for start, known in starts.items())
    return min(texts, key=len)


def _from(start: str, known: Scenario, plan: Scenario, depth: int) -> str:
    names = (name for name in Scenario.fields() if plan.get(name) != known.get(name))
    changes = [f"{_text(name)}: {_value(plan.get(name), depth + 1)}" for name in names]
    named = [
        f"{what}={_text(getattr(plan, what))}"
        for what in ("name", "summary")
        if getattr(plan, what) != getattr(known, what)
    ]
    if not changes:
        return f"{start}.replace({', '.join(named)})" if named else start
    after = "".join(f", {one}" for one in named)
    return f"{start}.replace({_laid_out('{', changes, '}', depth)}{after})"


def _value(value: Any, depth: int) -> str:
    """Return a value of a field as Python writes it, posts by the name that the face has."""
    if isinstance(value, tuple) and any(isinstance(one, Post) for one in value):
        return _laid_out("[", [_post(post) for post in value], "]", depth)
    if isinstance(value, dict):
        pairs = (f"{_value(key, 0)}: {_value(one, 0)}" for key, one in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, tuple):
        inside = ", ".join(_value(one, 0) for one in value)
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return _text(value) if isinstance(value, str) else repr(value)


def _post(post: Post) -> str:
    usual = Post()
    given = ((name, getattr(post, name)) for name in Post.model_fields)
    told = (f"{name}={_value(one, 0)}" for name, one in given if one != getattr(usual, name))
    return f"el.Post({', '.join(told)})"


def _laid_out(opening: str, parts: list[str], closing: str, depth: int) -> str:
    """Return parts within brackets, in one line where they fit."""
    line = opening + ", ".join(parts) + closing
    if len(line) + 4 * depth + 20 <= _WIDTH and "\n" not in line:
        return line
    indent = "    " * depth
    inside = "".join(f"{indent}    {part},\n" for part in parts)
    return f"{opening}\n{inside}{indent}{closing}"


def _text(text: str) -> str:
    """Return a text as Python writes it, in double quotes where that is no longer."""
    written = repr(text)
    plain = written.startswith("'") and '"' not in written
    return f'"{written[1:-1]}"' if plain else written
