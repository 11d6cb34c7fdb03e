"""Runs of graph-tool, which Debian installs for its own Python: a program that answers in JSON.

Line 1 of the input: people, ties, chance, recovery and seeds. Each further line asks for so many
runs with a key; the answer is a line with the people reached in each run and the CPU time. An
empty answer comes first, when the graph is made.
"""

import json
import sys
import time
import warnings

warnings.simplefilter("ignore")
import graph_tool  # noqa: E402  - its warnings are about drawing
import numpy as np  # noqa: E402
from graph_tool.dynamics import SIRState  # noqa: E402

ROUNDS = 8  # between two looks whether someone still shares


def main() -> None:
    """Answer until the input ends."""
    graph_tool.openmp_set_num_threads(1)
    case = json.loads(sys.stdin.readline())
    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(case["people"])
    graph.add_edge_list(np.array(case["ties"]))
    begin = graph.new_vertex_property("int32_t")
    begin.a[case["seeds"]] = 1
    answer({})
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.process_time()
        graph_tool.seed_rng(asked["key"])
        reach = [one_run(graph, begin, case) for _ in range(asked["runs"])]
        answer({"reach": reach, "cpu": time.process_time() - started})


def answer(message: dict) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def one_run(graph: graph_tool.Graph, begin: graph_tool.VertexPropertyMap, case: dict) -> int:
    """Return the number of people reached when no one is sharing any more."""
    # a new state for each run: it counts the sharers around each person, which cannot be reset
    state = SIRState(graph, beta=case["chance"], gamma=case["recovery"], s=begin.copy())
    values = state.s.a
    while (values == 1).any():
        state.iterate_sync(ROUNDS)
    return int((values > 0).sum())


if __name__ == "__main__":
    main()
