"""SIR as somebody would write it in mesa who minds the time.

One agent a person, on mesa's network space; a person's neighbours are looked up once. Only those
who share act, in a round that sees the state at its start, and only those who were reached are put
back before the next run. A model that lets every agent act every round, as mesa's own example does,
or that is made anew for each run, takes longer.
"""

from collections.abc import Iterable
from typing import Any

import networkx as nx

UNREAD, SHARES, STOPPED = range(3)

try:
    from mesa import Model
    from mesa.discrete_space import FixedAgent as Agent
    from mesa.discrete_space import Network as Space
except Exception:  # it is not here, or fails in its own way: the benchmark goes on without it
    Model = Agent = object
    Space: Any = None


class Person(Agent):
    """Somebody who has not read, shares, or stopped."""

    def __init__(self, model: "Epidemic", cell: Any) -> None:
        super().__init__(model)
        self.cell = cell
        self.state = UNREAD
        self.ties: list[Person] = []

    def share(self) -> "list[Person]":
        """Return those who read now by this person's share."""
        model = self.model
        draw, chance = model.random.random, model.chance
        return [other for other in self.ties if other.state == UNREAD and draw() < chance]

    def stops(self) -> bool:
        """Stop with the chance of a round."""
        if self.model.random.random() < self.model.recovery:
            self.state = STOPPED
        return self.state == STOPPED


class Epidemic(Model):
    """SIR on a network; sharers first transmit, then some stop."""

    def __init__(self, graph: nx.Graph, chance: float, recovery: float) -> None:
        super().__init__(seed=1)
        self.chance, self.recovery = chance, recovery
        space = Space(graph, random=self.random)
        self.people = {cell.coordinate: Person(self, cell) for cell in space.all_cells}
        for label, person in self.people.items():
            person.ties = [self.people[other] for other in graph.adj[label]]
        self.sharers: list[Person] = []
        self.reached: list[Person] = []

    def play(self, seeds: Iterable[int], number: int) -> float:
        """Play one run and return how many people were reached."""
        self.random.seed(number)
        for person in self.reached:
            person.state = UNREAD
        self.reached = []
        self.sharers = self._reach(self.people[label] for label in seeds)
        while self.sharers:
            self.step()
        return float(len(self.reached))

    def step(self) -> None:
        """Play one round."""
        hit = [other for person in self.sharers for other in person.share()]
        left = [person for person in self.sharers if not person.stops()]
        self.sharers = left + self._reach(hit)

    def _reach(self, hit: Iterable[Person]) -> list[Person]:
        new = []
        for person in hit:
            if person.state == UNREAD:
                person.state = SHARES
                new.append(person)
        self.reached += new
        return new
