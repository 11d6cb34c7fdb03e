"""The lines of Python that make the same numbers as the view."""

from collections.abc import Iterable, Mapping
from typing import Any

from ..models import Post
from ..network import Network
from ..scenario import Scenario
from .draft import as_run, strategy
from .pins import Pin

_WIDTH = 92
_NETWORK = "network = ...  # the people, ties and groups that the workbench was opened with"


def code_of(
    plan: Scenario,
    base: Scenario,
    *,
    pins: Iterable[Pin] | None = None,
    network: Network | None = None,
) -> str:
    """Return the lines of Python that make the same plan and the same numbers.

    Parameters
    ----------
    plan, base : Scenario
        The plan in view and its baseline, which is played with the runs and the key of the plan.
    pins : iterable of Pin, optional
        The plans to compare it with.
    network : Network, optional
        Where the plans are played; the lines leave it to the reader to put it there.

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
    lines = ["import engagelab as el", *([_NETWORK] if there else []), "", *made, ""]
    lines += _numbers(there, alone=alone)
    if given:
        lines += ["", *_compared(given, plan, starts, there)]
    return "\n".join(lines)


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
    pins: list[Pin], plan: Scenario, starts: Mapping[str, Scenario], there: str
) -> list[str]:
    """Return the lines that compare the plan with those that are pinned."""
    known = {**starts, "plan": plan}
    pairs = [
        f"    {_text(f'{pin.letter}: {pin.name}')}: {_shortest(as_run(pin.plan, plan), known, 1)},"
        for pin in pins
    ]
    last = f"}}, {there})" if there else "})"
    return ["compared = el.compare(plan, {", *pairs, last, "print(compared.table)"]


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
