"""The page docs/decision-maps.md: the maps of two notebooks as tables, with more towns and runs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import matplotlib as mpl
import pandas as pd

from engagelab.experiments.decision_result import DecisionMap

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "decision-maps.md"
TEMPLATE = Path(__file__).with_name("maps.md.j2")
NOTEBOOKS = ("13_go_to_them_or_bring_them_to_us", "08_cultivating_an_audience")
TOWNS, RUNS = 8, 25


class Section(NamedTuple):
    """A map of a notebook, below the heading that stands above its cell."""

    notebook: str
    heading: str
    found: DecisionMap


def run() -> str:
    """Run the cells of the notebooks, write the page and return its summary."""
    sections = [each for name in NOTEBOOKS for each in sections_of(name, TOWNS, RUNS)]
    PAGE.write_text(page(sections), encoding="utf-8")
    draws = sum(each.found.table["verdict"].eq("draw").sum() for each in sections)
    cells = sum(len(each.found.table) for each in sections)
    return (
        f"Of {cells} cells of {len(sections)} maps at 10,000 people {draws} are draws. The tables "
        f"are in [{PAGE.name}]({PAGE.name})."
    )


def sections_of(notebook: str, towns: int, runs: int, **parameters: Any) -> Iterator[Section]:
    """Yield the maps that the cells of a notebook make, with other parameters than its own."""
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    names: dict[str, Any] = {}
    heading, known = "", set[int]()
    mpl.use("agg")
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            titles = [line for line in text.splitlines() if line.startswith("#")]
            heading = titles[-1].lstrip("# ") if titles else heading
            continue
        exec(compile(text, f"{notebook}: {cell['id']}", "exec"), names)  # our own notebook
        if "parameters" in cell["metadata"].get("tags", []):
            names |= {"towns": towns, "runs": runs, **parameters}
        for value in list(names.values()):
            if isinstance(value, DecisionMap) and id(value) not in known:
                known.add(id(value))
                yield Section(notebook, heading, value)


def page(sections: list[Section]) -> str:
    """Return the whole page."""
    environment = jinja2.Environment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= {"lifts": lifts, "turns": turns}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        sections=sections, towns=TOWNS, runs=RUNS
    )


def lifts(found: DecisionMap) -> str:
    """Return the lift of each cell as a table; the second field down, the first across."""
    x, y = found.fields
    lines = [[f"`{y}` \\ `{x}`", *map("{:g}".format, sorted(found.table[x].unique()))]]
    lines.append(["---", *["---:"] * (len(lines[0]) - 1)])
    for value, row in found.table.groupby(y):
        cells = (_cell(each) for _, each in row.sort_values(x).iterrows())
        lines.append([f"{value:g}", *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: "pd.Series[Any]") -> str:
    digits = 0 if abs(cell["lift"]) >= 10 else 2
    number = f"{cell['lift']:+,.{digits}f}"
    if cell["verdict"] in ("draw", "unequal"):
        return f"{number} ({cell['verdict']})"
    return f"**{number}**" if cell["verdict"] == "challenger" else number


def turns(found: DecisionMap) -> str:
    """Return where the answer turns, one clause for each value of the second field."""
    x, y = found.fields
    parts = [
        f"{turn[y]:g}: {turn['value']:.3g} ({turn['low']:.3g} to {turn['high']:.3g})"
        for _, turn in found.turns.iterrows()
    ]
    return (
        f"By `{y}`, the answer turns at `{x}` = " + "; ".join(parts) if parts else "It never turns."
    )
