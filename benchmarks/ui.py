"""``python -m benchmarks.ui``: from a key press to the painted picture, in a real browser.

The page itself takes the times: a key press by its own time stamp, a picture when the frame after
its change has been drawn. The plan is the preset of the second notebook, on 10,000 people, with the
real engine; nothing is mocked.
"""

import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from . import machine
from .browser import CELLS, ROOT, START, Lab, Server, chromium, served, write_notebook
from .ui_player import AIM, Smoothness, smoothness

PAGE, PICTURES = ROOT / "docs" / "latency.md", ROOT / "artifacts"
NOTEBOOK = "latency.ipynb"
STEPS, DRAGS = 21, 5
REST = 1_500  # milliseconds between two key presses, so that the full answer is there
# pixels from the handle at each move: out and half of the way back, to a rate of some 40 %
DRAG = [*range(80), *range(80, 40, -1)]
CODE = """import engagelab as el
from engagelab import workbench
workbench.open(el.Scenario.preset("invite-a-friend"))"""

# slider: its control, a value to begin with, and its aims: median and 90th percentile in ms
SLIDERS = {
    "invitation rate": (".el-control-invitations-invite", "0.2", (100, 150)),
    "group size (rebuilds the town)": (".el-control-groups-size", "15", (150, 200)),
}
REFINED, FRAMES = 500, 10  # milliseconds after release; pictures a second while dragging

HEAD = f"""# How quickly the workbench answers

From a key press on a slider to the painted picture, in Chromium, with the engine itself: the
plan *Invite a friend* on 10,000 people, {STEPS} presses of a slider. The times are taken in the
page: the press by its own time stamp, the picture when its frame has been drawn. The first picture
is of a few runs, the full one of all 200, made when the slider has rested for a fifth of a
second. A drag goes out and half of the way back, to a rate of some 40 % in groups of 25.
`make bench-ui` measures it again and writes this page.

| where | what | measured | aim |
| --- | --- | ---: | ---: |
"""

WATCH = """() => {
  const answer = document.querySelector('.el-answer');
  const watch = window.watch = { pressed: 0, painted: [], refined: 0 };
  addEventListener('keydown', event => { watch.pressed = event.timeStamp; }, true);
  addEventListener('pointerup', event => { watch.released = event.timeStamp; }, true);
  new MutationObserver(() => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      watch.painted.push(performance.now());
      if (answer.querySelector('.el-refined')) watch.refined = performance.now();
    };
    channel.port2.postMessage(0);
  })).observe(answer, { attributes: true, attributeFilter: ['data-number'] });
}"""


class Voila(Server):
    """The notebooks as an application."""

    def arguments(self) -> list[str]:
        """Return what starts the application, on our notebook alone."""
        for path in self.notebooks.glob("*.ipynb"):
            path.unlink()
        write_notebook(self.notebooks / NOTEBOOK, CODE)
        told = ["present", "--port", str(self.port), "--no-browser", "--folder"]
        return ["-m", "engagelab", *told, str(self.notebooks)]

    def is_up(self) -> bool:
        """Return whether the server answers."""
        import urllib.request

        with urllib.request.urlopen(self.address, timeout=10) as answer:
            return bool(answer.status == 200)


@dataclass(frozen=True)
class Feel:
    """How it feels in one place.

    Attributes
    ----------
    place : str
        JupyterLab or Voila.
    presses : dict of str to list of float
        Milliseconds from key press to picture, for each slider.
    refined : list of float
        Milliseconds from a key press to the full answer.
    frames : float
        Pictures a second while dragging, in the median.
    released : float
        Milliseconds from the end of dragging to the full answer, in the median.
    """

    place: str
    presses: dict[str, list[float]]
    refined: list[float]
    frames: float
    released: float


def measured(page: Any, place: str) -> Feel:
    """Move the sliders of a workbench that is open in a page, and take the times."""
    page.wait_for_selector(".el-refined", timeout=CELLS, state="attached")
    page.locator(".el-workbench").evaluate("box => box.scrollIntoView()")
    page.wait_for_timeout(2_000)
    page.evaluate(WATCH)
    presses, refined = {}, []
    for name, (control, start, _) in SLIDERS.items():
        _started(page, control, start)
        page.focus(f"{control} [role=slider]")
        taken = list(_pressed(page))
        presses[name] = [first for first, _ in taken]
        refined += [full for _, full in taken]
        page.screenshot(path=PICTURES / f"latency_{place.lower()}_{control[12:]}.png")
    dragged = [_dragged(page) for _ in range(DRAGS)]
    frames, released = (statistics.median(found) for found in zip(*dragged, strict=True))
    return Feel(place, presses, refined, frames, released)


def _started(page: Any, control: str, value: str) -> None:
    """Give a control a value, and wait until the workbench is at rest."""
    page.fill(f"{control} input", value)
    page.press(f"{control} input", "Enter")
    page.wait_for_timeout(2 * REST)


def _pressed(page: Any) -> Iterator[tuple[float, float]]:
    """Yield milliseconds to the first picture and to the full one, for each key press."""
    for _ in range(STEPS + 1):  # the first is not counted: it wakes everything up
        page.evaluate("() => { watch.painted = []; watch.refined = 0; }")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => watch.refined > watch.pressed", timeout=START)
        told = page.evaluate("() => watch")
        if _:
            yield told["painted"][0] - told["pressed"], told["refined"] - told["pressed"]
        page.wait_for_timeout(REST)


def _dragged(page: Any) -> tuple[float, float]:
    """Drag for two seconds; return pictures a second, and milliseconds to the full answer."""
    control = SLIDERS["invitation rate"][0]
    _started(page, SLIDERS["group size (rebuilds the town)"][0], "25")  # as in the plan
    _started(page, control, "0.1")
    handle = page.locator(f"{control} [role=slider]")
    handle.hover()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    page.evaluate(
        "() => { watch.painted = []; watch.refined = 0; watch.begun = performance.now(); }"
    )
    for moved in DRAG:
        page.mouse.move(x + moved, y)
        page.wait_for_timeout(12)
    seen = page.evaluate("() => [watch.painted.length, performance.now() - watch.begun]")
    page.mouse.up()
    page.wait_for_function("() => watch.refined > watch.released", timeout=START)
    told = page.evaluate("() => watch")
    return 1000 * seen[0] / seen[1], told["refined"] - told["released"]


def in_lab(browser: Any, folder: Path) -> Feel:
    """Measure in JupyterLab."""
    with served(Lab(folder)) as server:
        write_notebook(server.notebooks / NOTEBOOK, CODE)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        server.run_all(page, NOTEBOOK)  # type: ignore[attr-defined]
        return measured(page, "JupyterLab")


def in_voila(browser: Any, folder: Path) -> Feel:
    """Measure in the application."""
    with served(Voila(folder)) as server:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(f"{server.address}/voila/render/{NOTEBOOK}", timeout=START)
        return measured(page, "Voila")


def ninetieth(values: list[float]) -> float:
    """Return the ninetieth percentile."""
    return statistics.quantiles(values, n=10, method="inclusive")[-1]


def rows(feel: Feel) -> Iterator[tuple[str, ...]]:
    """Yield what was measured in one place, and its aims."""
    for name, (_, _, (middle, high)) in SLIDERS.items():
        taken = feel.presses[name]
        yield (feel.place, f"{name}: median", f"{statistics.median(taken):.0f} ms", f"{middle} ms")
        yield feel.place, f"{name}: 90th percentile", f"{ninetieth(taken):.0f} ms", f"{high} ms"
    yield (
        feel.place,
        "full answer after a key press",
        f"{statistics.median(feel.refined):.0f} ms",
        "",
    )
    yield feel.place, "pictures a second while dragging", f"{feel.frames:.0f}", f"{FRAMES}"
    yield feel.place, "full answer after release", f"{feel.released:.0f} ms", f"{REFINED} ms"


def player_rows(found: list[Smoothness]) -> Iterator[tuple[str, ...]]:
    """Yield how smoothly the player plays, and its aim."""
    for one in found:
        what = f"player, {one.people:,} people, {one.how}: frames a second"
        yield "one page", what, f"{one.frames:.0f}", f"{AIM}"


def report(feels: list[Feel], found: list[Smoothness]) -> str:
    """Return the page of what was measured."""
    lines = [row for feel in feels for row in rows(feel)] + list(player_rows(found))
    told = machine.facts()
    return HEAD + "\n".join(
        [
            *(f"| {' | '.join(row)} |" for row in lines),
            "",
            "; ".join(f"{name}: {value}" for name, value in told.items()),
            "",
        ]
    )


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--only", type=click.Choice(["lab", "voila"]), help="Measure in one place, and print."
)
def main(only: str | None) -> None:
    """Measure how quickly the workbench answers, and write docs/latency.md."""
    PICTURES.mkdir(exist_ok=True)
    ways = {"lab": in_lab, "voila": in_voila}
    with chromium() as browser:
        feels = []
        for name, way in ways.items():
            if only in (None, name):
                with tempfile.TemporaryDirectory() as folder:
                    feels.append(way(browser, Path(folder)))
                click.echo("\n".join("  ".join(row) for row in rows(feels[-1])))
        if only is None:
            PAGE.write_text(report(feels, smoothness(browser)), encoding="utf-8")


if __name__ == "__main__":
    main()
