"""A process whose children do one study or one fit and are killed, or do it two at a time.

Writes JSON. The children are forked from a process that has loaded everything, so that a kill falls
into the study and not into its start.
"""

import hashlib
import io
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import engagelab as el
from engagelab.experiments import open_study, sweep
from engagelab.simulation.simulate import warm

PLAN = el.Scenario(population={"people": 300}, run={"runs": 4, "key": 3, "horizon": 20})
GRID = {"invitations.invite": [step / 23 for step in range(24)]}


def study(folder):
    return sweep(PLAN, GRID, store=folder, progress=False)


def fit(folder=None):
    """Fit three posts with a store, or without one; return a digest of the samples."""
    text = "post,round,seeds,reach,shares\nA,0,9,90,2\nB,9,9,80,1\nC,20,9,95,3\n"
    plan = PLAN.replace({"campaign.lifetime": 7})
    observed = el.read_observed(io.StringIO(text))
    found = el.calibrate(plan, observed, simulations=600, key=3, store=folder, progress=False)
    return hashlib.sha256(found.samples.to_numpy().tobytes()).hexdigest()


def child(folder, work=study):
    """Begin the work in a process of its own; return its number."""
    number = os.fork()
    if number == 0:
        try:
            work(folder)
        except BaseException as error:
            sys.stderr.write(repr(error))
            os._exit(1)
        os._exit(0)
    return number


def ended(number):
    """Wait for a child; return its exit status, negative where it was killed."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def bytes_of(folder):
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def killed(folder, times, work=study):
    """Kill studies at random moments until so many kills have met a living one, one half done."""
    begun = time.perf_counter()
    statuses = [ended(child(folder / "undisturbed", work))]
    lasts = time.perf_counter() - begun
    cells = len(bytes_of(folder / "undisturbed")) - 1
    chance, kills, missing, studies = random.Random(5), 0, [], 0
    while kills < times or (
        kills < 20 * times and not any(0 < (left or 0) < cells for left in missing)
    ):
        here = folder / f"study-{studies}"
        number = child(here, work)
        if kills < times:
            time.sleep(chance.uniform(0, 0.4 * lasts))
        else:  # none was half-way: a fast machine leaves little time to meet
            await_a_cell(here, 3 * lasts)
        os.kill(number, signal.SIGKILL)
        if (status := ended(number)) == -signal.SIGKILL:
            kills += 1
            missing.append(open_study(here).missing if (here / "manifest.json").exists() else None)
        else:
            statuses.append(status)
            studies += 1
    work(folder / f"study-{studies}")
    whole = bytes_of(folder / "undisturbed")
    same = [bytes_of(folder / f"study-{done}") == whole for done in range(studies + 1)]
    return {"statuses": statuses, "missing": missing, "same": same, "files": len(whole)}


def await_a_cell(folder, seconds):
    """Wait until a study has a cell that it had not, but no longer than so many seconds."""
    before, until = len(list(folder.glob("cell-*"))), time.perf_counter() + seconds
    while len(list(folder.glob("cell-*"))) <= before and time.perf_counter() < until:
        time.sleep(0.001)


def killed_fits(folder, times):
    """Kill fits at random moments; return digests of their samples and of a fit without a store."""
    undisturbed = fit()  # first, as it would find the table of the others in memory
    found = killed(folder, times, fit)
    samples = [fit(folder / f"study-{done}") for done in range(len(found["same"]))]
    return found | {"samples": samples, "undisturbed": undisturbed}


def together(folder, times):
    """Let two processes do one study at once, again and again."""
    study(folder / "undisturbed")
    whole, same, statuses = bytes_of(folder / "undisturbed"), [], []
    for turn in range(times):
        here = folder / f"study-{turn}"
        statuses += [ended(number) for number in [child(here), child(here)]]
        same.append(bytes_of(here) == whole)
    return {"statuses": statuses, "same": same}


if __name__ == "__main__":
    warm()
    job = {"killed": killed, "killed fits": killed_fits, "together": together}[sys.argv[1]]
    sys.stdout.write(json.dumps(job(Path(sys.argv[2]), int(sys.argv[3]))))
