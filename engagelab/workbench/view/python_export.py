"""Export the view as lines of Python that give the same numbers."""

import json
from collections.abc import Iterable
from typing import Any

from ...graphs.network import Network
from ...i18n.preset_names import preset_called
from ...models import Post
from ...simulation.scenario import Scenario
from ..state.draft_plan import as_run, differences, strategy
from ..state.network_files import NetworkFiles
from ..state.pins import Pin
from ..state.plan_on_network import playable

_WIDTH = 72  # of the longest list or mapping on one line
_OPENED = "# network: the people, ties and groups that the workbench was opened with"
_UPLOADED = "# uploaded files: write their paths if they are in another folder"


def export_python(
    plan: Scenario,
    base: Scenario,
    *,
    pins: Iterable[Pin] = (),
    against: str = "",
    network: Network | None = None,
    files: NetworkFiles | None = None,
) -> str:
    """Return lines of Python that build the plan and print its numbers.

    Parameters
    ----------
    plan, base : Scenario
        The plan and its baseline, which is simulated with the runs and the key of the plan.
    pins : iterable of Pin
        The plans to compare it with; those that the network cannot run are left out.
    against : str
        The plan that the others are compared with: the letter of a pin, or ``"plan"``; the first
        pin by default.
    network : Network, optional
        The network to simulate on.
    files : NetworkFiles, optional
        The files that the network was read from; without them the lines expect a `network`.

    Examples
    --------
    >>> from engagelab import Scenario
    >>> base = Scenario.preset("voucher")
    >>> print(export_python(base.replace({"groups.size": 80}), base))
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
    base, pins = as_run(base, plan), list(pins)
    changed = strategy(plan) != strategy(base)
    lines = ["import engagelab as el", ""]
    if network is not None:
        lines += _read_network(files)
        pins = [pin for pin in pins if playable(pin.plan, network)]
    if changed:
        lines += [f"base = {_plan(base)}", f"plan = {_replaced('base', base, plan)}", ""]
    else:
        lines += [f"plan = {_plan(plan)}", ""]
    on_network = "network=network" if network is not None else ""
    has_lift = changed and (network is None or playable(base, network))
    lines += _numbers(on_network, has_lift)
    return "\n".join([*lines, *_comparison(pins, against, plan, on_network)])


# --- the parts of the code -----------------------------------------------------------------------


def _read_network(files: NetworkFiles | None) -> list[str]:
    """Return the lines that read the network, or a comment that says which network is meant."""
    if files is None:
        return [_OPENED]
    arguments = [f"{kind}={_value(file.name)}" for kind, file in files.by_kind.items() if file]
    arguments += [f"{name}={_value(value)}" for name, value in files.options.items()]
    line = f"network = el.graphs.read_network({', '.join(arguments)})"
    return [_UPLOADED, line] if any(file.uploaded for file in files.given) else [line]


def _numbers(on_network: str, has_lift: bool) -> list[str]:
    """Return the lines that simulate the plan and print its numbers."""
    lift = [f"lift = reach - el.reach(base.run({on_network}))"] if has_lift else []
    return [
        f"outcome = plan.run({on_network})",
        "reach = el.reach(outcome)",
        "cost, gain = el.cost_per_reader(outcome), el.return_on_cost(outcome)",
        *lift,
        f'print(reach.mean(), cost["mean"], gain["mean"]{", lift.mean()" if lift else ""})',
    ]


def _comparison(pins: list[Pin], against: str, plan: Scenario, on_network: str) -> list[str]:
    """Return the lines that compare the pinned plans and the plan; none without two plans."""
    sides = {pin.letter: (f"{pin.letter}: {pin.name}", as_run(pin.plan, plan)) for pin in pins}
    if sides and all(other.hash != plan.hash for _, other in sides.values()):
        sides["plan"] = ("plan", plan)
    if len(sides) < 2:
        return []
    key = against if against in sides else next(iter(sides))
    _, reference = sides.pop(key)
    if reference.name == "plan" and "plan" in sides:
        sides["plan"] = ("present plan", plan)
    variants = [
        f"    {_value(name)}: {'plan' if letter == 'plan' else _plan(other, depth=1)},"
        for letter, (name, other) in sides.items()
    ]
    end = f"}}, {on_network or 'towns=1'})"
    if key == "plan":
        start = ["", "compared = el.compare(plan, {"]
    else:
        start = ["", f"reference = {_plan(reference)}", "compared = el.compare(reference, {"]
    return [*start, *variants, end, "print(compared.table)"]


# --- plans and values as Python ------------------------------------------------------------------


def _plan(plan: Scenario, depth: int = 0) -> str:
    """Return an expression for a plan: the preset of its name or the default, and its changes."""
    preset = preset_called(plan.name)
    if preset is None:
        return _replaced("el.Scenario()", Scenario(), plan, depth)
    start = f"el.Scenario.preset({_value(preset)})"
    return _replaced(start, Scenario.preset(preset), plan, depth)


def _replaced(start: str, known: Scenario, plan: Scenario, depth: int = 0) -> str:
    """Return an expression for a plan that differs from a known one."""
    arguments = [
        f"{name}={_value(getattr(plan, name))}"
        for name in ("name", "summary")
        if getattr(plan, name) != getattr(known, name)
    ]
    changes = [
        f"{_value(name)}: {_value(value, depth + 1)}"
        for name, value in differences(known, plan).items()
    ]
    if changes:
        arguments.insert(0, _brackets("{", changes, "}", depth))
    return f"{start}.replace({', '.join(arguments)})" if arguments else start


def _value(value: Any, depth: int = 0) -> str:
    """Return the value of a field as Python."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # in double quotes
    if isinstance(value, dict):
        pairs = [f"{_value(key)}: {_value(part)}" for key, part in value.items()]
        return _brackets("{", pairs, "}", depth)
    if isinstance(value, tuple):
        return _brackets("[", [_value(part) for part in value], "]", depth)
    if isinstance(value, Post):
        given = value.model_dump(exclude_defaults=True)
        return f"el.Post({', '.join(f'{name}={_value(part)}' for name, part in given.items())})"
    return repr(value)


def _brackets(opening: str, parts: list[str], closing: str, depth: int) -> str:
    """Return parts in brackets, on one line if they fit."""
    line = opening + ", ".join(parts) + closing
    indent = "    " * depth
    if len(indent) + len(line) <= _WIDTH and "\n" not in line:
        return line
    inside = "".join(f"{indent}    {part},\n" for part in parts)
    return f"{opening}\n{inside}{indent}{closing}"
