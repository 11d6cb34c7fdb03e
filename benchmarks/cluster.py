"""``python -m benchmarks.cluster``: print the numbers of docs/scaling.md."""

import multiprocessing
import pickle
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import click
from distributed import Client, LocalCluster

import engagelab as el
from engagelab.experiments.runner import Execution, run_plans, summary_row

WAYS = ("one thread", "two threads", "two processes", "two Dask workers")


@click.command()
@click.option("--cells", default=200, show_default=True, help="Cells of the sweep.")
@click.option("--people", default=1_000_000, show_default=True, help="People of the large cell.")
def main(cells: int, people: int) -> None:
    """Measure how fast each way simulates a sweep, and one cell of many people."""
    plan = el.Scenario.preset("invite-a-friend")
    network = plan.town(0)
    plans = [plan.replace({"invitations.invite": 0.2 * i / cells}) for i in range(cells)]
    base = 0.0
    for way in WAYS:
        with ExitStack() as stack:
            how = Execution(runs=50, key=0, network=network, executor=workers(way, stack))
            run_plans(plans[:20], summary_row, how)  # start and compile before timing
            took = timed(run_plans, plans, summary_row, how)
        base = base or took
        many = 1 if way == WAYS[0] else 2
        click.echo(f"| {way} | {took:.2f} | {base / took:.2f} | {base / took / many:.0%} |")
    large(plan, people)


def workers(way: str, stack: ExitStack) -> Any:
    """Return the executor of a way, which ends with the stack."""
    if way == "one thread":
        return stack.enter_context(ThreadPoolExecutor(1))
    if way == "two threads":
        return stack.enter_context(ThreadPoolExecutor(2))
    if way == "two processes":
        spawn = multiprocessing.get_context("spawn")
        return stack.enter_context(ProcessPoolExecutor(2, mp_context=spawn))
    cluster = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    )
    return stack.enter_context(Client(stack.enter_context(cluster)))


def large(plan: el.Scenario, people: int) -> None:
    """Print what a cell of many people takes: seconds of one thread, and bytes."""
    plan = plan.scaled(people)
    start = time.perf_counter()
    network = plan.town(0)
    click.echo(f"town of {people:,}: {time.perf_counter() - start:.1f} s")
    click.echo(f"network, pickled: {len(pickle.dumps(replace(network), protocol=5)):,} bytes")
    click.echo(f"plan, pickled: {len(pickle.dumps(plan)):,} bytes")
    for runs in (1, 11):
        took = timed(plan.run, runs=runs, network=network, threads=1)
        click.echo(f"{runs} runs on one thread: {took:.1f} s")


def timed(call: Any, *given: Any, **named: Any) -> float:
    """Return how many seconds a call takes."""
    start = time.perf_counter()
    call(*given, **named)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
