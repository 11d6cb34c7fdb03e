"""Networks read from texts, in a form that is easy to compare."""

import io
from typing import Any

import pytest

from engagelab.errors import EngagelabError
from engagelab.graphs import read_network
from engagelab.graphs.network import Network


def file(text: str | bytes, name: str = "ties.csv") -> io.BytesIO:
    """Return an open file with a name."""
    content = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    content.name = name
    return content


def read(text: str | bytes | None, name: str = "ties.csv", **how: Any) -> Network:
    """Return the network of a text; groups and people are texts too."""
    extra = {
        role: file(how.pop(role), f"{role}.csv") for role in ("groups", "people") if role in how
    }
    return read_network(None if text is None else file(text, name), **extra, **how)


def refusal(text: str | bytes | None, name: str = "ties.csv", **how: Any) -> str:
    with pytest.raises(EngagelabError) as caught:
        read(text, name, **how)
    assert caught.value.problems or ":" in str(caught.value)
    return str(caught.value)


def ties(network: Network) -> str:
    """Return the ties as text: a-b for a mutual one, a>b for a directed one, with its weight."""
    people, out = [str(label) for label in network.labels], []
    for at in range(network.people):
        for entry in range(network.tie_start[at], network.tie_start[at + 1]):
            to = int(network.tie_to[entry])
            if network.directed or people[at] < people[to]:
                weight = "" if network.weights is None else f":{network.weights[entry]:g}"
                out.append(f"{people[at]}{'>' if network.directed else '-'}{people[to]}{weight}")
    return " ".join(sorted(out))


def people(network: Network) -> str:
    return " ".join(sorted(str(label) for label in network.labels))


def notes(network: Network) -> str:
    return "\n".join(network.notes)
