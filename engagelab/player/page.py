"""The player as one self-contained page, and the data that it shows."""

import base64
import os
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from numpy.typing import ArrayLike, NDArray

from ..graphs.edges import as_list
from ..i18n import Texts
from ..i18n.catalogue import rows
from ..io.atomic import writing
from .recording import COUNTED, Recording

# one module, in this order
_CODE = ("town.js", "marks.js", "view.js", "scene.js", "story.js", "parts.js", "player.js")
_TABLE = "player."
_EVENTS = ("round", "post", "kind", "person", "other", "group", "channel")
_TRAITS = ("role", "profile", "activity", "inviter")
_TEMPLATES = Environment(
    loader=PackageLoader("engagelab.player", ""),
    autoescape=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)


@cache
def script() -> str:
    """Return the player as one JavaScript module, for a page or a notebook."""
    return "\n".join(_read(name) for name in _CODE)


@cache
def style() -> str:
    """Return the style sheet of the player."""
    return _read("player.css")


def _read(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def data_of(recording: Recording, texts: Texts) -> dict[str, Any]:
    """Return the data of the player; arrays as bytes of little-endian 32-bit numbers.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.player import spread
    >>> from engagelab.i18n import load
    >>> data = data_of(spread(el.Scenario(population={"people": 50})), load("fr"))
    >>> len(data["home"]), data["texts"]["round"]
    (400, 'Tour')
    """
    network, layout, events = recording.network, recording.layout, recording.events
    group_start, group_of = _memberships(recording)
    return {
        "lang": texts.lang,
        "texts": _texts(texts),
        "title": recording.title(texts),
        "caption": recording.caption(texts),
        "rounds": recording.rounds,
        "posts": [post.round for post in recording.plan.campaign.posts],
        "post_names": [post.name for post in recording.plan.campaign.posts],
        "extent": list(layout.extent),
        "labels": _labels(network.labels),
        "group_labels": _labels(network.group_labels),
        "home": _floats(layout.home),
        "goes_to": _floats(layout.goes_to),
        "discs": _floats(layout.discs),
        "own": layout.own,
        "moves": _integers(layout.moves),
        "seat": _integers(layout.seat),
        "tie_start": _integers(network.tie_start),
        "tie_to": _integers(network.tie_to),
        "group_start": _integers(group_start),
        "group_of": _integers(group_of),
        **{name: _integers(getattr(network.traits, name)) for name in _TRAITS},
        "events": {name: _integers(getattr(events, name)) for name in _EVENTS},
        "counts": {name: events.counts[name].tolist() for name in COUNTED},
    }


def _memberships(recording: Recording) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return each person's first groups, as CSR; the own space is the last of them."""
    network, own = recording.network, recording.own
    start, entries = network.by_person
    groups = network.membership_group[entries]
    more = np.cumsum(np.bincount(own + 1, minlength=network.people + 1))
    return start + more, np.insert(groups, start[own + 1], len(network.group_labels))


def _texts(texts: Texts) -> dict[str, str]:
    return {
        key.removeprefix(_TABLE): row[texts.lang]
        for key, row in rows().items()
        if key.startswith(_TABLE)
    }


def _labels(labels: Any) -> list[str] | None:
    """Return labels as texts, or None if each is its own position."""
    names = [str(label) for label in as_list(labels)]
    return None if names == [str(place) for place in range(len(names))] else names


def _floats(numbers: ArrayLike) -> bytes:
    return np.ascontiguousarray(numbers, "<f4").tobytes()


def _integers(numbers: ArrayLike) -> bytes:
    return np.ascontiguousarray(numbers, "<i4").tobytes()


def page(recording: Recording, texts: Texts) -> str:
    """Return the page."""
    return _TEMPLATES.get_template("page.html.j2").render(
        lang=texts.lang,
        title=recording.title(texts),
        data=data_of(recording, texts),
        script=script(),
        style=style(),
    )


def _as_text(numbers: bytes) -> str:
    return base64.b64encode(numbers).decode("ascii")


_TEMPLATES.policies["json.dumps_kwargs"] = {"default": _as_text, "ensure_ascii": False}


def write_html(recording: Recording, path: str | os.PathLike[str], texts: Texts) -> None:
    """Write the page to a file, whole or not at all.

    Raises
    ------
    EngagelabError
        If the file cannot be written.
    """
    with writing(path) as temporary:
        temporary.write_text(page(recording, texts), encoding="utf-8")
