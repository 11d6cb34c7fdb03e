"""The player as one page that works offline, and the data that it plays."""

import base64
import html
import json
import os
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..graphs.edges import as_list
from ..i18n import Texts
from ..i18n.catalogue import rows
from ..io.atomic import writing
from .recording import COUNTED, Recording

_CODE = ("town.js", "scene.js", "story.js", "parts.js", "player.js")  # one module, in this order
_TABLE = "player."
_EVENTS = ("round", "post", "kind", "person", "other", "group")
_TRAITS = ("role", "profile", "activity", "inviter")

# Nothing may be fetched: neither by the page nor by what somebody might put into a name.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>
html {{ color-scheme: light dark; }}
body {{ margin: 0; }}
main {{ max-width: 1480px; margin: 0 auto; --elp-height: max(380px, calc(100vh - 220px)); }}
@media (prefers-color-scheme: dark) {{ body {{ background: #111418; }} }}
{style}
</style>
</head>
<body>
<main><div id="player"></div></main>
<script type="application/json" id="data">{data}</script>
<script type="module">
{script}
mount(document.getElementById("player"), JSON.parse(document.getElementById("data").textContent));
</script>
</body>
</html>
"""


@cache
def script() -> str:
    """Return the player as one module of JavaScript, for a page or a notebook."""
    return "\n".join(_read(name) for name in _CODE)


@cache
def style() -> str:
    """Return the style sheet of the player."""
    return _read("player.css")


def _read(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def data_of(spread: Recording, texts: Texts) -> dict[str, Any]:
    """Return all that the player needs; arrays as bytes of 32-bit numbers, low byte first.

    Examples
    --------
    >>> import engagelab as el
    >>> from engagelab.player import spread
    >>> from engagelab.i18n import load
    >>> data = data_of(spread(el.Scenario(population={"people": 50})), load("fr"))
    >>> len(data["home"]), data["texts"]["round"]
    (400, 'Tour')
    """
    town, layout, events = spread.network, spread.layout, spread.events
    start, entries = town.by_person
    named = [str(label) for label in as_list(town.labels)]
    groups = [str(label) for label in as_list(town.group_labels)]
    return {
        "lang": texts.lang,
        "texts": _texts(texts),
        "title": spread.title(texts),
        "caption": spread.caption(texts),
        "rounds": spread.rounds,
        "posts": [post.round for post in spread.plan.campaign.posts],
        "extent": list(layout.extent),
        "labels": None if named == _places(len(named)) else named,
        "group_labels": None if groups == _places(len(groups)) else groups,
        "home": _singles(layout.home),
        "goes_to": _singles(layout.goes_to),
        "discs": _singles(layout.discs),
        "moves": _wholes(layout.moves),
        "seat": _wholes(layout.seat),
        "tie_start": _wholes(town.tie_start),
        "tie_to": _wholes(town.tie_to),
        "group_start": _wholes(start),
        "group_of": _wholes(town.membership_group[entries]),
        **{name: _wholes(getattr(town.traits, name)) for name in _TRAITS},
        "events": {name: _wholes(getattr(events, name)) for name in _EVENTS},
        "counts": {name: events.counts[name].tolist() for name in COUNTED},
    }


def _texts(texts: Texts) -> dict[str, str]:
    known = rows().items()
    return {
        key.removeprefix(_TABLE): row[texts.lang] for key, row in known if key.startswith(_TABLE)
    }


def _places(count: int) -> list[str]:
    return [str(i) for i in range(count)]


def _singles(numbers: ArrayLike) -> bytes:
    return np.ascontiguousarray(numbers, "<f4").tobytes()


def _wholes(numbers: ArrayLike) -> bytes:
    return np.ascontiguousarray(numbers, "<i4").tobytes()


def page(spread: Recording, texts: Texts) -> str:
    """Return the page."""
    data = json.dumps(data_of(spread, texts), default=_as_text, ensure_ascii=False)
    return _PAGE.format(
        lang=texts.lang,
        policy=_POLICY,
        title=html.escape(spread.title(texts)),
        style=style(),
        data=data.replace("<", "\\u003c"),
        script=script(),
    )


def _as_text(numbers: bytes) -> str:
    return base64.b64encode(numbers).decode("ascii")


def write_html(spread: Recording, path: str | os.PathLike[str], texts: Texts) -> None:
    """Write the page to a file; no half-written file is left.

    Raises
    ------
    EngagelabError
        Where the file cannot be written.
    """
    with writing(path) as temporary:
        temporary.write_text(page(spread, texts), encoding="utf-8")
