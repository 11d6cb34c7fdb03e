"""Write the table of docs/witnesses.md: what we and independent libraries give for one question."""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from peers.cases import CASES, compared  # noqa: E402 - the folder has to be on the path first

PAGE = ROOT / "docs" / "witnesses.md"
COLUMNS = ("model", "peer", "version", "network and numbers", "quantity", "ours", "theirs", "z",
           "greatest z of the curve")  # fmt: skip
START, END = "<!-- table: written by evidence/witnesses.py -->\n", "<!-- end of table -->\n"


def line(*words: object) -> str:
    """Return a line of a table."""
    return f"| {' | '.join(map(str, words))} |\n"


def run() -> str:
    """Compare, replace the table of docs/witnesses.md, and return its summary."""
    lines, every_z = [line(*COLUMNS), line(*["---"] * len(COLUMNS))], []
    for each in CASES:
        found = list(compared(each))
        quantity, ours, theirs, z = found[-1]
        greatest = max((z for *_, z in found), key=abs)
        every_z += [z for *_, z in found]
        what = f"{each.counts} {quantity}"
        lines.append(line(each.model, each.peer, each.version, each.says, what, f"{ours:.3f}",
                          f"{theirs:.3f}", f"{z:+.2f}", f"{greatest:+.2f}"))  # fmt: skip
    uncertain = [z for z in every_z if z]
    summary = (
        f"\nOver {len(every_z)} numbers the greatest |z| is {max(map(abs, every_z)):.2f}, and the "
        f"mean of z² {sum(z * z for z in uncertain) / len(uncertain):.2f}; chance alone gives 1.\n"
    )
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    PAGE.write_text(before + START + "".join(lines) + summary + END + after, encoding="utf-8")
    return summary.strip() + " The table is in [witnesses.md](witnesses.md)."
