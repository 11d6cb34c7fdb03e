"""How smoothly the player plays: frames a second in Chromium, painted by software."""

import statistics
import tempfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from engagelab.player import spread
from engagelab.simulation.scenario import Scenario

from .browser import CHROMIUM, chromium

PRESET = "invite-a-friend"
AIM = 25  # frames a second
_SIZE = {"width": 1400, "height": 900}

# Plays from the first round and, where asked for, goes into the picture and out again.
_PLAY = """seconds => new Promise(done => {
  const player = document.getElementById('player').player, times = [];
  const begun = performance.now();
  player.speed = 1;
  player.go(0);
  player.play();
  const tick = now => {
    times.push(now);
    const turn = (now - begun) / 1000;
    if (ZOOMING) player.zoom(Math.floor(turn) % 2 ? 1 / 1.02 : 1.02, 500, 300);
    if (turn > seconds) { player.pause(); player.fit(); done(times); }
    else requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""


@dataclass(frozen=True)
class Smoothness:
    """Frames a second of the player in one way of watching it."""

    how: str
    people: int
    frames: float
    slowest: float

    def __str__(self) -> str:
        return (
            f"player, {self.people:,} people, {self.how}: {self.frames:.0f} frames a second "
            f"(the slowest 5 %: {self.slowest:.0f}; aim {AIM})"
        )


def smoothness(browser: Any, people: int = 5_000, seconds: float = 12.0) -> list[Smoothness]:
    """Play a run in an open browser, still and while zooming in and out; return frames a second."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "player.html")
        seen = spread(Scenario.preset(PRESET), people_limit=people)
        seen.to_html(path)
        page = browser.new_page(viewport=_SIZE)
        page.goto(path.as_uri())
        page.wait_for_selector(".elp-canvas")
        found = []
        for how, zooming in (("playing", "false"), ("playing and zooming", "true")):
            times = page.evaluate(_PLAY.replace("ZOOMING", zooming), seconds)
            found.append(_summed(how, seen.network.people, times))
        page.close()
    return found


def _summed(how: str, people: int, times: list[float]) -> Smoothness:
    gaps = [after - before for before, after in pairwise(times)]
    slowest = statistics.quantiles(gaps, n=20)[-1]
    return Smoothness(how, people, 1000 * len(gaps) / sum(gaps), 1000 / slowest)


def main() -> None:
    """Measure and print."""
    if CHROMIUM is None:
        raise click.ClickException("no Chromium here: install the package chromium")
    with chromium() as browser:
        for found in smoothness(browser):
            click.echo(str(found))


if __name__ == "__main__":
    main()
