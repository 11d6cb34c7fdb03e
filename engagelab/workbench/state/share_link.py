"""Build a link that opens a plan, and parse the query string of one."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from ...errors import EngagelabError
from ...i18n import LANGUAGES
from ...simulation.scenario import Scenario
from .pins import LETTERS, LONGEST, Pin
from .share_code import decode_plan, encode_plan

_SHORT = 1_500  # letters of a link that includes pinned plans
# the path of a notebook in JupyterLab, up to its name
_IN_JUPYTER = re.compile(
    r"/(?:lab|notebooks|doc)(?:/workspaces/[^/]+)?(?:/tree)?/(?=[^?]*\.ipynb$)"
)


@dataclass(frozen=True)
class LinkRequest:
    """What a link asks the workbench to open.

    Attributes
    ----------
    plan : Scenario or None
        The plan; None if the link has none, or a broken one.
    pins : tuple of Pin
        The plans to pin.
    lang : str or None
        The language.
    problem : EngagelabError or None
        What is wrong with the plan, if anything.
    """

    plan: Scenario | None = None
    pins: tuple[Pin, ...] = ()
    lang: str | None = None
    problem: EngagelabError | None = None


def make_link(
    address: str, plan: Scenario, lang: str, pins: Iterable[tuple[str, Scenario]] = ()
) -> str:
    """Return a link that opens a plan, with the pinned plans if it stays short.

    Parameters
    ----------
    address : str
        The address of the page. Its query string is dropped, with any token in it; the address of
        a notebook in JupyterLab becomes that of the same notebook in Voila.
    plan : Scenario
        The plan.
    lang : str
        The language to open it in.
    pins : iterable of (str, Scenario)
        Names and plans to pin.

    Examples
    --------
    >>> plan = Scenario.preset("voucher")
    >>> link = make_link("http://127.0.0.1:8888/lab/tree/a.ipynb?token=secret", plan, "fr")
    >>> link.split("?")[0], link.split("&")[1], parse_link(link).plan == plan
    ('http://127.0.0.1:8888/voila/render/a.ipynb', 'lang=fr', True)
    """
    start = page_address(address)
    query = {"plan": encode_plan(plan), "lang": lang}
    plain = f"{start}?{urlencode(query)}"
    try:
        pinned = [[name, encode_plan(pin)] for name, pin in pins]
    except EngagelabError:  # one of them is too long for a code
        return plain
    link = f"{start}?{urlencode(query | {'pins': json.dumps(pinned, ensure_ascii=False)})}"
    return link if pinned and len(link) <= _SHORT else plain


def page_address(address: str) -> str:
    """Return an address without its query; that of a notebook in JupyterLab becomes Voila's."""
    page = urlsplit(address)
    path = _IN_JUPYTER.sub("/voila/render/", page.path, count=1)
    return page._replace(path=path, query="", fragment="").geturl()


def parse_link(address: str) -> LinkRequest:
    """Return what a link asks for; a broken plan is reported, broken pins are dropped.

    Parameters
    ----------
    address : str
        The address of a page, whose query string may have ``plan``, ``pins`` and ``lang``.

    Examples
    --------
    >>> request = parse_link(make_link("http://127.0.0.1/", Scenario.preset("voucher"), "fr"))
    >>> request.plan.name, request.lang, request.problem
    ('Voucher', 'fr', None)
    >>> str(parse_link("http://127.0.0.1/?plan=E2brokencode").problem)[:25]
    'code: the code is damaged'
    """
    query = dict(parse_qsl(urlsplit(address).query))
    lang = query.get("lang") if query.get("lang") in LANGUAGES else None
    if not query.get("plan"):
        return LinkRequest(lang=lang)
    try:
        return LinkRequest(decode_plan(query["plan"]), _pins(query.get("pins", "")), lang)
    except EngagelabError as error:
        return LinkRequest(lang=lang, problem=error)


def _pins(text: str) -> tuple[Pin, ...]:
    """Return the pins of a link; an empty tuple if the text is not a list of pins."""
    try:
        pairs = [
            (str(name), decode_plan(str(code))) for name, code in json.loads(text[: 2 * _SHORT])
        ]
    except (ValueError, TypeError, RecursionError):  # an EngagelabError is a ValueError
        return ()
    named = zip(LETTERS, pairs, strict=False)
    return tuple(Pin(letter, name[:LONGEST], plan) for letter, (name, plan) in named)
